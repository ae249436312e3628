// JSON files of strangers: every object is bounded, and what is written of it is read back
// unchanged.
#include "app/json_records.h"

#include "base/utf8.h"
#include "core/app/sources.h"
#include "fuzz/target.h"

namespace holdfast::test {
namespace {

void expect_same_again(const JsonValue& object, JsonLayout layout) {
    std::string written;
    JsonRecordsWriter writer(layout);
    writer.begin(written);
    writer.append(written, object);
    writer.end(written);
    // Escapes can make a text longer, and then the object is too large for the reader.
    if (written.size() > kJsonObjectBytesMax) return;
    TextSource source(written);
    JsonRecordsReader reader(source);
    JsonRecord copy;
    const Result<bool> found = reader.next(copy);
    HOLDFAST_ASSERT(found && *found && copy.problem == JsonProblem::None);
    HOLDFAST_ASSERT(copy.object == object);
    const Result<bool> more = reader.next(copy);
    HOLDFAST_ASSERT(more && !*more);
}

}  // namespace

std::vector<Bytes> seeds() {
    std::vector<Bytes> made;
    for (const std::string_view text :
         {R"([{"name":"Ann \u00e9 \"x\"","n":-1.50e3,"tags":["a",null,true],"in":{"a":{}}},)"
          "\n{\"b\":1},\n  {\"c\": [1, {\"d\": \"\xE6\x9D\xB1\"}]}\n, 5, \"x\"]\n",
          "{\"a\":1}\n{\"a\":\"no end\n{\"a\":2}\n", "\xEF\xBB\xBF{\"a\":[[[[]]]]}"})
        made.emplace_back(text.begin(), text.end());
    return made;
}

void feed(std::span<const std::uint8_t> bytes) {
    TextSource source(std::string(bytes.begin(), bytes.end()));
    JsonRecordsReader reader(source);
    JsonRecord record;
    Result<bool> more = reader.next(record);
    std::size_t records = 0;
    const auto size = static_cast<std::int64_t>(bytes.size());
    std::int64_t behind = 0;
    for (; more && *more; more = reader.next(record)) {
        HOLDFAST_ASSERT(++records <= bytes.size() + 1);
        HOLDFAST_ASSERT(record.offset >= behind && record.offset <= size);
        behind = record.offset;
        if (record.problem == JsonProblem::None) {
            expect_same_again(record.object, JsonLayout::Array);
            expect_same_again(record.object, JsonLayout::Lines);
            continue;
        }
        HOLDFAST_ASSERT(record.problem_offset >= record.offset && record.problem_offset <= size);
        HOLDFAST_ASSERT(is_utf8(record.excerpt) && record.excerpt.size() <= 120);
    }
    HOLDFAST_ASSERT(more.has_value());
}

}  // namespace holdfast::test
