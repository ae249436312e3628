#include "base/utf8.h"

#include "support/test.h"

using namespace holdfast;

TEST_CASE("only well-formed UTF-8 is accepted", "[core][utf8]") {
    struct Case {
        std::string_view text;
        bool expected;
    };
    const auto [text, expected] = GENERATE(values<Case>({
        {"", true},
        {"plain", true},
        {"Malmö 東京 🔧", true},
        {"\xF4\x8F\xBF\xBF", true},
        {"\xC3", false},              // cut short
        {"\xC0\xAF", false},          // longer than needed
        {"\xE0\x80\xAF", false},      // longer than needed
        {"\xED\xA0\x80", false},      // surrogate
        {"\xF4\x90\x80\x80", false},  // beyond the last code point
        {"\xF8\x88\x80\x80\x80", false},
        {"\x80", false},
        {"a\xFFz", false},
    }));
    CAPTURE(text);
    CHECK(is_utf8(text) == expected);
}

TEST_CASE("folding drops case and accents as search needs it", "[core][utf8]") {
    struct Case {
        std::string_view text;
        std::string_view expected;
    };
    const auto [text, expected] = GENERATE(values<Case>({
        {"ABC xyz 12", "abc xyz 12"},
        {"São Paulo", "sao paulo"},
        {"SÃO PAULO", "sao paulo"},
        {"Malmö Ångström", "malmo angstrom"},
        {"Straße Œuvre Æsir Þór", "strasse oeuvre aesir thor"},
        {"Łódź Đặng", "lodz dang"},
        {"e\xCC\x81t\xC3\xA9", "ete"},  // combining and precomposed
        {"ΑΘΗΝΑ", "αθηνα"},
        {"МОСКВА Ёж", "москва ёж"},
        {"ＡＢＣ　１２", "abc 12"},
        {"東京タワー", "東京タワー"},
        {"2 × 3 ÷ 1", "2 × 3 ÷ 1"},
        {"bad \xFF byte", "bad \xFF byte"},
    }));
    CAPTURE(text);
    std::string folded;
    append_folded(folded, text);
    CHECK(folded == expected);
}

TEST_CASE("code points are counted, not bytes", "[core][utf8]") {
    CHECK(count_code_points("") == 0);
    CHECK(count_code_points("Malmö") == 5);
    CHECK(count_code_points("東京🔧") == 3);
}
