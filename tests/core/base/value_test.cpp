#include "core/value.h"

#include "support/test.h"

using namespace holdfast;

TEST_CASE("a value keeps its kind through JSON", "[core][value]") {
    struct Case {
        Value value;
        std::string_view json;
    };
    const RecordId id{0x018BCFE568007ABC, 0x8123456789ABCDEF};
    const auto [value, json] = GENERATE_COPY(values<Case>({
        {Value(), "null"},
        {Value(std::int64_t{12}), "12"},
        {Value(INT64_MIN), "-9223372036854775808"},
        {Value(INT64_MAX), "9223372036854775807"},
        {Value(std::string("Malmö \"x\"\n")), "\"Malmö \\\"x\\\"\\n\""},
        {Value(std::string()), "\"\""},
        {Value(id), "{\"id\":\"018bcfe5-6800-7abc-8123-456789abcdef\"}"},
    }));
    CAPTURE(json);
    CHECK(to_json(value) == json);
    CHECK(test::must(value_from_json(json)) == value);
}

TEST_CASE("JSON that is not a value is refused", "[core][value]") {
    const std::string_view json =
        GENERATE(as<std::string_view>(), "", "nul", "1.5", "true", "[]", "{}", "{\"id\":1}",
                 "{\"id\":\"no\"}", "{\"id\":\"018bcfe568007abc8123456789abcdef\",\"more\":1}",
                 "9223372036854775808", "1e3", "\"open", "12 13");
    CAPTURE(json);
    const Result<Value> value = value_from_json(json);
    REQUIRE_FALSE(value.has_value());
    CHECK(value.error().code == ErrorCode::BadInput);
}

TEST_CASE("reading a value as another kind gives the stated fallback", "[core][value]") {
    CHECK(integer_or(Value(std::string("12")), 7) == 7);
    CHECK(integer_or(Value(std::int64_t{12}), 7) == 12);
    CHECK(text_or_empty(Value(std::int64_t{12})).empty());
    CHECK(text_or_empty(Value(std::string("x"))) == "x");
    CHECK(link_or_none(Value()).is_none());
    CHECK(link_or_none(Value(RecordId{1, 2})) == RecordId{1, 2});
}
