#include "app/json_records.h"

#include "base/utf8.h"
#include "core/app/sources.h"
#include "support/property.h"

using namespace holdfast;
using namespace std::string_literals;
using test::must;
using test::TextSource;

namespace {

std::vector<JsonRecord> records_of(std::string text) {
    TextSource source(std::move(text));
    JsonRecordsReader reader(source);
    std::vector<JsonRecord> records;
    JsonRecord record;
    while (must(reader.next(record))) records.push_back(record);
    CHECK(reader.bytes_done() == source.size());
    return records;
}

JsonValue object_of(std::string text) {
    const auto records = records_of(std::move(text));
    REQUIRE(records.size() == 1);
    REQUIRE(records[0].problem == JsonProblem::None);
    return records[0].object;
}

/// What was found, in short: the object, or the problem and the place where it shows.
std::string summary_of(const JsonRecord& record) {
    const std::string place =
        std::to_string(record.offset) + "+" + std::to_string(record.problem_offset - record.offset);
    switch (record.problem) {
        case JsonProblem::NotAnObject:
            return "not an object " + place;
        case JsonProblem::BadSyntax:
            return "bad syntax " + place;
        case JsonProblem::TooDeep:
            return "too deep " + place;
        case JsonProblem::TooLarge:
            return "too large " + place;
        case JsonProblem::Unreadable:
            return "unreadable " + place;
        case JsonProblem::NoEnd:
            return "no end " + place;
        case JsonProblem::BehindTheEnd:
            return "behind the end " + place;
        case JsonProblem::None:
            break;
    }
    std::string text;
    JsonRecordsWriter(JsonLayout::Array).append(text, record.object);
    return text.substr(1);
}

using Words = std::vector<std::string>;

Words summaries_of(std::string text) {
    Words words;
    for (const JsonRecord& record : records_of(std::move(text)))
        words.push_back(summary_of(record));
    return words;
}

struct FileCase {
    std::string text;
    Words found;
};

JsonValue some_value(int depth) {
    JsonValue value;
    value.kind =
        depth == 0
            ? *rc::gen::element(JsonKind::Null, JsonKind::True, JsonKind::Number, JsonKind::Text)
            : *rc::gen::element(JsonKind::False, JsonKind::Text, JsonKind::List, JsonKind::Object);
    if (value.kind == JsonKind::Number)
        value.text = *rc::gen::element<std::string>("0", "-12", "1.50", "12345678901234567890.01",
                                                    "1E5", "-0.0");
    if (value.kind == JsonKind::Text)
        value.text = *rc::gen::element<std::string>("", "a\"b\\c", "{[", "}\n]\t\r", "東京 😀",
                                                    "\\u0041", "\0\x1F"s);
    if (value.kind != JsonKind::List && value.kind != JsonKind::Object) return value;
    value.children.resize(*rc::gen::inRange<std::size_t>(0, 4));
    for (JsonValue& child : value.children) {
        child = some_value(depth - 1);
        if (value.kind == JsonKind::Object)
            child.name = *rc::gen::element<std::string>("a", "Name \"x\"", "", "é/~");
    }
    return value;
}

JsonValue some_object() {
    JsonValue object{JsonKind::Object, "", "", {}};
    object.children.push_back(some_value(*rc::gen::inRange(0, 4)));
    object.children.back().name = "first";
    return object;
}

}  // namespace

TEST_CASE("objects of an array or of lines come one by one", "[app][json]") {
    const FileCase given = GENERATE(values<FileCase>({
        {"[]", {}},
        {"", {}},
        {" \r\n\t", {}},
        {"[{\"a\":1},{\"b\":\"x\"}]", {"{\"a\":1}", "{\"b\":\"x\"}"}},
        {"{\"a\":1}\n{\"b\":2}\r\n\r\n{\"c\":3}", {"{\"a\":1}", "{\"b\":2}", "{\"c\":3}"}},
        {"\xEF\xBB\xBF[\n  {\n    \"a\": {\"b\": [1, {}]}\n  }\n]\n", {"{\"a\":{\"b\":[1,{}]}}"}},
        {"[{\"a\":\"}\\\"]{\"},]", {"{\"a\":\"}\\\"]{\"}"}},
        {"{\"a\":\n{\"b\":\n{}}}", {"{\"a\":{\"b\":{}}}"}},
        {"[{\"a\":[\n{\"b\":1},\n{\"b\":2}\n]}\n]", {"{\"a\":[{\"b\":1},{\"b\":2}]}"}},
        {"[{} {},,{}]", {"{}", "{}", "{}"}},
    }));
    CHECK(summaries_of(given.text) == given.found);
}

TEST_CASE("values keep their kind, order and digits", "[app][json]") {
    const JsonValue object = object_of(
        R"({"text":"\u00e9\ud83d\ude00\n","price":1234567890123456789.010,"n":-7,"e":1E+2,)"
        R"("yes":true,"no":false,"nothing":null,"list":[1,"a"],"in":{"x":"y"},"n":8})");
    REQUIRE(object.children.size() == 10);
    CHECK(object.children[0] == JsonValue{JsonKind::Text, "text", "é😀\n", {}});
    CHECK(object.find("price")->text == "1234567890123456789.010");
    CHECK(object.find("e")->text == "1E+2");
    CHECK(object.find("yes")->kind == JsonKind::True);
    CHECK(object.find("no")->kind == JsonKind::False);
    CHECK(object.find("nothing")->kind == JsonKind::Null);
    CHECK(object.find("list")->children[1].text == "a");
    CHECK(object.find("in")->find("x")->text == "y");
    CHECK(object.find("n")->text == "8");
    CHECK(object.find("missing") == nullptr);
    CHECK(object.find("text")->find("x") == nullptr);
}

TEST_CASE("a wrong object is told with its place, and the next one is read", "[app][json]") {
    const FileCase given = GENERATE(values<FileCase>({
        {"[{\"a\":1,},{\"b\":2}]", {"bad syntax 1+7", "{\"b\":2}"}},
        {"[{a:1},{\"b\":2}]", {"bad syntax 1+1", "{\"b\":2}"}},
        {"[{\"a\":[1}},{\"b\":2}]", {"bad syntax 1+7", "{\"b\":2}"}},
        {"{\"a\":\"open\n{\"b\":2}\n", {"bad syntax 0+10", "{\"b\":2}"}},
        {"{\"a\":1\n{\"b\":2}\n", {"bad syntax 0+7", "{\"b\":2}"}},
        {"{\"a\":1,\n{\"b\":2}\n", {"bad syntax 0+8", "{\"b\":2}"}},
        {"[\n  {\"a\":\"x},\n  {\"b\":2}\n]", {"bad syntax 4+9", "{\"b\":2}"}},
        {"[{\"a\":\"two\nlines\"},{\"b\":2}]", {"bad syntax 1+9", "{\"b\":2}"}},
        // The inner object is in another column: it is not taken for the next one.
        {"[\n  {\"a\":\"two\nlines\",\"b\":[\n    {\"c\":1}\n  ]},\n  {\"d\":2}\n]",
         {"bad syntax 4+9", "{\"d\":2}"}},
        {"[1,\"x,]\",[2,{\"no\":1}],null,{\"b\":2}]",
         {"not an object 1+0", "not an object 3+0", "not an object 9+0", "not an object 22+0",
          "{\"b\":2}"}},
        {"[{\"a\":\"\\ud800\"},{\"b\":2}]", {"bad syntax 1+12", "{\"b\":2}"}},
        {"[{\"a\":\"x\xFFy\"},{\"b\":2}]", {"unreadable 1+7", "{\"b\":2}"}},
        {"name,mail\nAnn,x\n",
         {"not an object 0+0", "not an object 5+0", "not an object 10+0", "not an object 14+0"}},
    }));
    CAPTURE(given.text);
    CHECK(summaries_of(given.text) == given.found);
}

TEST_CASE("half a file says so", "[app][json]") {
    const FileCase given = GENERATE(values<FileCase>({
        {"[{\"a\":1},{\"b\":", {"{\"a\":1}", "no end 9+5"}},
        {"[{\"a\":1},", {"{\"a\":1}", "no end 9+0"}},
        {"[", {"no end 1+0"}},
        {"{\"a\":\"x", {"no end 0+7"}},
        {"[{}] {}", {"{}", "behind the end 5+0"}},
    }));
    CAPTURE(given.text);
    CHECK(summaries_of(given.text) == given.found);
}

TEST_CASE("NUL bytes are wrong anywhere", "[app][json]") {
    CHECK(summaries_of("[{\"a\":\"\0\"},{\"b\":2}]"s) == Words{"bad syntax 1+6", "{\"b\":2}"});
    CHECK(summaries_of("[{\"a\":\0 1},{\"b\":2}]"s) == Words{"bad syntax 1+5", "{\"b\":2}"});
    const auto zeros = records_of(std::string(100'000, '\0'));
    REQUIRE(zeros.size() == 1);
    CHECK(zeros[0].problem == JsonProblem::NotAnObject);
    CHECK(zeros[0].excerpt.size() == 120);
}

TEST_CASE("32 levels are read, 33 and a million are refused in bounded memory", "[app][json]") {
    const auto nested = [](std::size_t lists) {
        return "{\"a\":" + std::string(lists, '[') + std::string(lists, ']') + "}";
    };
    CHECK(summaries_of(nested(31)) == Words{nested(31)});
    CHECK(summaries_of("[" + nested(32) + ",{\"b\":2}]") == Words{"too deep 1+36", "{\"b\":2}"});
    CHECK(summaries_of("[" + nested(1'000'000) + ",{\"b\":2}]") ==
          Words{"too deep 1+36", "{\"b\":2}"});
}

TEST_CASE("an object of 10 MB is passed over, whatever makes it large", "[app][json]") {
    const std::string large = GENERATE("{\"a\":\"" + std::string(10'000'000, 'x') + "\"}",
                                       "{\"a\":\n" + std::string(10'000'000, ' ') + "1}");
    TextSource source("[" + large + ",{\"b\":2}]");
    JsonRecordsReader reader(source);
    JsonRecord record;
    REQUIRE(must(reader.next(record)));
    CHECK(record.problem == JsonProblem::TooLarge);
    CHECK(record.problem_offset == std::int64_t{1} + kJsonObjectBytesMax);
    CHECK(record.excerpt.size() <= 120);
    REQUIRE(must(reader.next(record)));
    CHECK(record.object.find("b")->text == "2");
    CHECK(source.longest_read <= 64 * 1024);
}

TEST_CASE("an object of more values than are kept is too large", "[app][json]") {
    const auto list_of = [](std::size_t values) {
        std::string text = "{\"a\":[0";
        for (std::size_t value = 1; value < values; ++value) text += ",0";
        return text + "]}";
    };
    CHECK(object_of(list_of(kJsonValuesMax - 1)).children[0].children.size() == kJsonValuesMax - 1);
    CHECK(summaries_of(list_of(kJsonValuesMax)) == Words{"too large 0+0"});
}

TEST_CASE("a file is written as an array or as lines", "[app][json]") {
    const JsonValue object = object_of("{ \"a\" : [ 1.50, \"\\u0001\\\"\" ] }");
    std::string array;
    JsonRecordsWriter writer(JsonLayout::Array);
    writer.begin(array);
    writer.append(array, object);
    writer.append(array, JsonValue{JsonKind::Object, "", "", {}});
    writer.end(array);
    CHECK(array == "[\n{\"a\":[1.50,\"\\u0001\\\"\"]},\n{}\n]\n");
    std::string lines;
    JsonRecordsWriter line_writer(JsonLayout::Lines);
    line_writer.begin(lines);
    line_writer.append(lines, object);
    line_writer.append(lines, object);
    line_writer.end(lines);
    CHECK(lines == "{\"a\":[1.50,\"\\u0001\\\"\"]}\n{\"a\":[1.50,\"\\u0001\\\"\"]}\n");
    std::string nothing;
    JsonRecordsWriter empty(JsonLayout::Array);
    empty.begin(nothing);
    empty.end(nothing);
    CHECK(nothing == "[]\n");
}

TEST_CASE("broken UTF-8 is mended when it is written", "[app][json]") {
    const JsonValue object{JsonKind::Object, "", "", {{JsonKind::Text, "a\xFF", "\xC3", {}}}};
    std::string text;
    JsonRecordsWriter(JsonLayout::Lines).append(text, object);
    CHECK(text == "{\"a\xEF\xBF\xBD\":\"\xEF\xBF\xBD\"}\n");
}

TEST_CASE("any objects are read as they were written", "[app][json][property]") {
    test::for_all([](std::uint8_t count) {
        JsonRecordsWriter writer(*rc::gen::element(JsonLayout::Array, JsonLayout::Lines));
        std::vector<JsonValue> objects(count % 5);
        std::string text;
        writer.begin(text);
        for (JsonValue& object : objects) {
            object = some_object();
            writer.append(text, object);
        }
        writer.end(text);
        RC_ASSERT(is_utf8(text));
        TextSource source(text);
        JsonRecordsReader reader(source);
        JsonRecord record;
        for (const JsonValue& object : objects) {
            RC_ASSERT(must(reader.next(record)));
            RC_ASSERT(record.problem == JsonProblem::None);
            RC_ASSERT((record.object == object));
        }
        RC_ASSERT_FALSE(must(reader.next(record)));
    });
}

TEST_CASE("any bytes are read as objects or problems to the end of the file",
          "[app][json][property]") {
    test::for_all([](const std::string& bytes) {
        const std::string text = "[" + bytes + "\n{\"b\":1}";
        TextSource source(text);
        JsonRecordsReader reader(source);
        JsonRecord record;
        std::size_t records = 0;
        Result<bool> more = reader.next(record);
        for (; more.has_value() && *more; more = reader.next(record)) {
            ++records;
            RC_ASSERT(record.problem_offset <= source.size());
        }
        RC_ASSERT(more.has_value());
        RC_ASSERT(records <= text.size() + 1);
    });
}
