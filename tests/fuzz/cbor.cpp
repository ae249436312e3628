// Values of the row path: what is read back is written as the very same bytes.
#include "core/cbor.h"

#include <algorithm>

#include "fuzz/target.h"

namespace holdfast::test {

std::vector<Bytes> seeds() {
    Bytes values;
    CborWriter writer(values);
    writer.value(std::monostate{});
    writer.value(std::int64_t{-1'234'567});
    writer.value(std::string("Åsa på 日本"));
    writer.value(RecordId{1, 2});
    return {values};
}

void feed(std::span<const std::uint8_t> bytes) {
    CborReader reader(bytes);
    while (!reader.at_end()) {
        const std::size_t before = reader.position();
        const Result<Value> value = reader.value();
        if (!value) return;
        Bytes written;
        CborWriter(written).value(*value);
        const auto read = bytes.subspan(before, reader.position() - before);
        HOLDFAST_ASSERT(std::equal(read.begin(), read.end(), written.begin(), written.end()));
    }
}

}  // namespace holdfast::test
