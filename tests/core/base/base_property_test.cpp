#include <algorithm>
#include <cctype>

#include "base/utf8.h"
#include "core/cbor.h"
#include "core/hlc.h"
#include "core/value.h"
#include "support/property.h"

using namespace holdfast;
using test::for_all;

namespace {

/// Of any kind, from what RapidCheck can make and show.
Value value_of(std::uint8_t kind, std::int64_t integer, const std::string& text) {
    switch (kind % 4) {
        case 0:
            return {};
        case 1:
            return integer;
        case 2:
            return text;
        default:
            return RecordId{static_cast<std::uint64_t>(integer), text.size()};
    }
}

std::string folded(std::string_view text) {
    std::string out;
    append_folded(out, text);
    return out;
}

std::string some_text() {
    const std::vector<std::string> pieces = {"a", "É", "ß",  "e\xCC\x81", "Ж", "東", "Ａ",
                                             " ", "'", "𠮷", "Ǆ",         "İ", "ﬁ"};
    std::string text;
    for (const std::string& piece :
         *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces)))
        text += piece;
    return text;
}

}  // namespace

TEST_CASE("any value is the same after JSON and after CBOR", "[core][value][property]") {
    for_all([](std::uint8_t kind, std::int64_t integer) {
        const Value value = value_of(kind, integer, some_text());
        const Result<Value> from_json = value_from_json(to_json(value));
        RC_ASSERT(from_json.has_value());
        RC_ASSERT((*from_json == value));

        std::vector<std::uint8_t> bytes;
        CborWriter(bytes).value(value);
        CborReader reader(bytes);
        const Result<Value> from_cbor = reader.value();
        RC_ASSERT(from_cbor.has_value());
        RC_ASSERT((*from_cbor == value));
        RC_ASSERT(reader.at_end());
    });
}

TEST_CASE("reading any bytes as CBOR ends in a value or an error", "[core][cbor][property]") {
    for_all([](const std::vector<std::uint8_t>& bytes) {
        CborReader reader(bytes);
        const Result<Value> value = reader.value();
        // RapidCheck works out both sides of an "or"; there is no error beside a value.
        if (!value) RC_ASSERT(value.error().code == ErrorCode::Corrupt);
        RC_ASSERT(reader.position() <= bytes.size());
    });
}

TEST_CASE("any record id is the same after its text in any spelling", "[core][ids][property]") {
    for_all([](std::uint64_t high, std::uint64_t low) {
        const RecordId id{high, low};
        std::string text = to_text(id);
        RC_ASSERT((parse_record_id(text) == id));
        std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) {
            return static_cast<char>(std::toupper(letter));
        });
        text.erase(std::remove(text.begin(), text.end(), '-'), text.end());
        RC_ASSERT((parse_record_id(text) == id));
    });
}

TEST_CASE("a stamp is later than the one before, whatever the clocks say",
          "[core][hlc][property]") {
    for_all([](std::uint64_t last, std::uint64_t reported, std::int32_t now_s) {
        RC_PRE(last < UINT64_MAX);
        const std::int64_t now_ms = std::int64_t{now_s} * 1'000;
        RC_ASSERT(next_hlc({last}, now_ms).packed > last);
        const Hlc clamped = clamp_hlc({reported}, {last}, now_ms).hlc;
        RC_ASSERT(clamped.packed > last);
        const std::int64_t latest_ms = std::max<std::int64_t>(now_ms, 0) + kHlcFutureMsMax;
        RC_ASSERT(clamped.wall_ms() <= std::max(latest_ms, Hlc{last + 1}.wall_ms()));
    });
}

TEST_CASE("folding what is folded changes nothing, and joins piece by piece",
          "[core][utf8][property]") {
    for_all([] {
        const std::string left = some_text();
        const std::string right = some_text();
        RC_ASSERT(is_utf8(folded(left)));
        RC_ASSERT(folded(folded(left)) == folded(left));
        RC_ASSERT(folded(left + right) == folded(left) + folded(right));
    });
}
