#include "app/locale.h"

#include <limits>

#include "support/test.h"

namespace {

using holdfast::CivilDate;
using holdfast::Language;

struct NumberCase {
    Language language;
    std::int64_t hundredths;
    std::string text;
};

constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();

TEST_CASE("money is written with the signs of its language", "[core][locale]") {
    const NumberCase number = GENERATE(values<NumberCase>({
        {Language::English, 123'456'789, "1,234,567.89"},
        {Language::Portuguese, 123'456, "1.234,56"},
        {Language::Swedish, 123'456, "1\u00A0234,56"},
        {Language::Japanese, 123'456, "1,234.56"},
        {Language::French, 123'456, "1\u202F234,56"},
        {Language::Spanish, 123'456, "1234,56"},
        {Language::Spanish, 1'234'567, "12.345,67"},
        {Language::English, -5, "-0.05"},
        {Language::English, 0, "0.00"},
        {Language::English, kLowest, "-92,233,720,368,547,758.08"},
    }));
    const std::string text = holdfast::format_decimal(number.language, number.hundredths,
                                                      {.scale = 2, .decimals_min = 2});
    CHECK(text == number.text);
    if (number.hundredths != kLowest) {
        CHECK(holdfast::parse_decimal(number.language, text, 2) == number.hundredths);
    }
}

struct TypedNumber {
    Language language;
    std::string text;
    std::optional<std::int64_t> hundredths;
};

TEST_CASE("a typed number is read as people of that language mean it", "[core][locale]") {
    const TypedNumber typed = GENERATE(values<TypedNumber>({
        {Language::English, "1234.5", 123'450},
        {Language::English, "1,234", 123'400},
        {Language::English, "1.234,56", 123'456},
        {Language::Swedish, "12.5", 1'250},
        {Language::Swedish, "12.500", 1'250'000},
        {Language::French, "1 234,5", 123'450},
        {Language::Portuguese, "1.234.567", 123'456'700},
        {Language::Spanish, "0,005", 1},
        {Language::English, "0.004", 0},
        {Language::English, "0.995", 100},
        {Language::English, "-.5", -50},
        {Language::Japanese, "\uFF11\uFF12", 1'200},
        {Language::English, "12a", std::nullopt},
        {Language::English, "1,23,4", std::nullopt},
        {Language::English, "", std::nullopt},
        {Language::English, "-", std::nullopt},
        {Language::English, "99999999999999999999", std::nullopt},
    }));
    CAPTURE(typed.text);
    CHECK(holdfast::parse_decimal(typed.language, typed.text, 2) == typed.hundredths);
}

struct DateCase {
    Language language;
    std::string text;
    std::optional<CivilDate> date;
};

TEST_CASE("a typed date is read in the order of its language", "[core][locale]") {
    const DateCase typed = GENERATE(values<DateCase>({
        {Language::English, "2026-11-21", CivilDate{2026, 11, 21}},
        {Language::French, "2026-11-21", CivilDate{2026, 11, 21}},
        {Language::Portuguese, "05/11/2026", CivilDate{2026, 11, 5}},
        {Language::English, "11/5/2026", CivilDate{2026, 11, 5}},
        {Language::English, "5 Nov 2026", CivilDate{2026, 11, 5}},
        {Language::Spanish, "5.11.26", CivilDate{2026, 11, 5}},
        {Language::Japanese, "2026/11/05", CivilDate{2026, 11, 5}},
        {Language::English, "2024-02-29", CivilDate{2024, 2, 29}},
        {Language::English, "2026-02-29", std::nullopt},
        {Language::English, "2026-13-01", std::nullopt},
        {Language::English, "soon", std::nullopt},
        {Language::English, "2026-11-", std::nullopt},
        {Language::English, "", std::nullopt},
    }));
    CAPTURE(typed.text);
    const auto days = holdfast::parse_date(typed.language, typed.text);
    REQUIRE(days.has_value() == typed.date.has_value());
    if (days) CHECK(holdfast::civil_from_days(*days) == *typed.date);
}

TEST_CASE("the browser's date field gets ISO 8601 for a date typed in any language",
          "[core][locale]") {
    const std::int64_t day = holdfast::days_from_civil({2026, 12, 4});
    for (const Language language : holdfast::kLanguages) {
        const holdfast::Strings strings(language);
        CAPTURE(holdfast::tag_of(language));
        CHECK(strings.iso_date(holdfast::edit_date(language, day)) == "2026-12-04");
        CHECK(strings.iso_date("2026-12-04") == "2026-12-04");
        CHECK(strings.iso_date("tomorrow") == "tomorrow");
        CHECK(strings.iso_date("").empty());
    }
}

TEST_CASE("days of eight centuries survive writing and reading in every language",
          "[core][locale]") {
    const std::int64_t first = holdfast::days_from_civil({1600, 1, 1});
    const std::int64_t last = holdfast::days_from_civil({2400, 1, 1});
    std::int64_t wrong = 0;
    for (std::int64_t day = first; day < last; day += 31) {
        const Language language = holdfast::kLanguages[(day - first) % 6];
        if (holdfast::parse_date(language, holdfast::format_date(language, day)) != day) ++wrong;
        if (holdfast::parse_date(language, holdfast::edit_date(language, day)) != day) ++wrong;
    }
    CHECK(wrong == 0);
    CHECK(holdfast::days_from_civil({1970, 1, 1}) == 0);
}

TEST_CASE("a time of day is read with a colon, an h or nothing between", "[core][locale]") {
    CHECK(holdfast::parse_time_of_day("14:05") == 845);
    CHECK(holdfast::parse_time_of_day("9h30") == 570);
    CHECK(holdfast::parse_time_of_day("1405") == 845);
    CHECK(holdfast::parse_time_of_day("24:00") == std::nullopt);
    CHECK(holdfast::parse_time_of_day("12:60") == std::nullopt);
    CHECK(holdfast::parse_time_of_day(":30") == std::nullopt);
    CHECK(holdfast::parse_time_of_day("12:3") == std::nullopt);
}

}  // namespace
