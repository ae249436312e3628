#include "core/ids.h"

#include "core/fixed_environment.h"
#include "support/test.h"

using namespace holdfast;

TEST_CASE("a record id is read from its text in every usual spelling", "[core][ids]") {
    struct Case {
        std::string_view text;
        std::optional<RecordId> expected;
    };
    const RecordId id{0x018BCFE568007ABC, 0x8123456789ABCDEF};
    const auto [text, expected] = GENERATE_COPY(values<Case>({
        {"018bcfe5-6800-7abc-8123-456789abcdef", id},
        {"018BCFE5-6800-7ABC-8123-456789ABCDEF", id},
        {"018bcfe568007abc8123456789abcdef", id},
        {"", std::nullopt},
        {"018bcfe5-6800-7abc-8123-456789abcde", std::nullopt},
        {"018bcfe5-6800-7abc-8123-456789abcdeg", std::nullopt},
        {"018bcfe5x6800-7abc-8123-456789abcdef", std::nullopt},
        {"018bcfe568007abc8123456789abcde-", std::nullopt},
        {"018bcfe5--6800-7abc-8123-456789abcdef", std::nullopt},
    }));
    CAPTURE(text);
    CHECK(parse_record_id(text) == expected);
}

TEST_CASE("the text of a record id is lower case with dashes", "[core][ids]") {
    CHECK(to_text(RecordId{0x018BCFE568007ABC, 0x8123456789ABCDEF}) ==
          "018bcfe5-6800-7abc-8123-456789abcdef");
    CHECK(to_text(RecordId{}) == "00000000-0000-0000-0000-000000000000");
}

TEST_CASE("a new record id carries the time, version 7 and the RFC variant", "[core][ids]") {
    test::FixedEnvironment environment;
    for (int round = 0; round < 100; ++round) {
        const RecordId id = make_record_id(environment);
        CHECK(static_cast<std::int64_t>(id.high >> 16) == environment.now);
        CHECK(((id.high >> 12) & 0xF) == 7);
        CHECK((id.low >> 62) == 2);
        CHECK(parse_record_id(to_text(id)) == id);
    }
}

TEST_CASE("record ids of later milliseconds sort later", "[core][ids]") {
    test::FixedEnvironment environment;
    const RecordId first = make_record_id(environment);
    ++environment.now;
    CHECK(first < make_record_id(environment));
}
