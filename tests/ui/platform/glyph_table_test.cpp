#include "platform/glyph_table.h"
#include "support/test.h"

namespace {

using holdfast::ui::GlyphTable;
using holdfast::ui::kClusterFirst;

using Codes = std::vector<std::uint16_t>;

Codes prepare(GlyphTable& table, std::string_view text) {
    Codes codes;
    table.prepare(text, codes);
    return codes;
}

}  // namespace

TEST_CASE("plain text keeps its code points", "[ui][glyphs]") {
    GlyphTable table;
    CHECK(prepare(table, "Åsa") == Codes{0xC5, 's', 'a'});
    CHECK(prepare(table, "日本") == Codes{0x65E5, 0x672C});
    CHECK(prepare(table, "").empty());
}

TEST_CASE("a character beyond the basic plane becomes one code of our own", "[ui][glyphs]") {
    GlyphTable table;
    const Codes codes = prepare(table, "a😀b");
    REQUIRE(codes.size() == 3);
    CHECK(codes[1] >= kClusterFirst);
    CHECK(table.text_of(codes[1]) == "😀");
    CHECK(prepare(table, "😀") == Codes{codes[1]});
}

TEST_CASE("joined emoji and flags stay together", "[ui][glyphs]") {
    GlyphTable table;
    const auto text = GENERATE(values<std::string>({"👩‍👩‍👧", "🇸🇪", "🧑‍🚒"}));
    const Codes codes = prepare(table, text);
    REQUIRE(codes.size() == 1);
    CHECK(table.text_of(codes[0]) == text);
}

TEST_CASE("a right-to-left phrase is one picture, words and spaces", "[ui][glyphs]") {
    GlyphTable table;
    const Codes codes = prepare(table, "Mr مرحبا عربي 5");
    REQUIRE(codes.size() == 6);
    CHECK(table.text_of(codes[3]) == "مرحبا عربي");
    CHECK(codes[4] == ' ');
    CHECK(codes[5] == '5');
}

TEST_CASE("a combining mark takes the letter before it along", "[ui][glyphs]") {
    GlyphTable table;
    const Codes codes = prepare(table, "xe\xCC\x81y");
    REQUIRE(codes.size() == 3);
    CHECK(table.text_of(codes[1]) == "e\xCC\x81");
}

TEST_CASE("malformed bytes show as replacement characters", "[ui][glyphs]") {
    GlyphTable table;
    CHECK(prepare(table, "a\xFF\xC3") == Codes{'a', 0xFFFD, 0xFFFD});
}

TEST_CASE("a full table asks to be forgotten and works again", "[ui][glyphs]") {
    GlyphTable table;
    Codes codes;
    for (char32_t each = 0; !table.full(); ++each) {
        const char32_t character = 0x20000 + each;
        const char bytes[] = {static_cast<char>(0xF0 | (character >> 18U)),
                              static_cast<char>(0x80 | ((character >> 12U) & 0x3F)),
                              static_cast<char>(0x80 | ((character >> 6U) & 0x3F)),
                              static_cast<char>(0x80 | (character & 0x3F))};
        table.prepare({bytes, sizeof bytes}, codes);
    }
    CHECK(prepare(table, "👍") == Codes{0xFFFD});
    table.forget();
    CHECK_FALSE(table.full());
    CHECK(table.text_of(prepare(table, "👍")[0]) == "👍");
}
