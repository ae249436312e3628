#include "kit/line_break.h"
#include "support/test.h"

namespace {

using holdfast::ui::find_line_end;
using holdfast::ui::LineEnd;

LineEnd end_of(std::u16string_view text, std::size_t fits) {
    const std::vector<std::uint16_t> codes(text.begin(), text.end());
    return find_line_end(codes, fits);
}

struct Case {
    std::u16string text;
    std::size_t fits;
    std::size_t drawn;
    std::size_t used;
};

}  // namespace

TEST_CASE("a line ends where a reader expects it", "[ui][text]") {
    const auto each = GENERATE(values<Case>({
        {u"one two three", 9, 7, 8},     // at the last space that fits
        {u"one two", 7, 7, 7},           // everything fits
        {u"incomprehensible", 6, 6, 6},  // a word wider than the line is cut
        {u"a\nb", 3, 1, 2},              // a line break always counts
        {u"one   two", 4, 3, 6},         // spaces at the end are not drawn
        {u"日本語文章", 3, 3, 3},        // between ideographs
        {u"日本語。文", 3, 2, 2},        // a full stop never begins a line
        {u"日本「語文", 3, 2, 2},        // an opening bracket never ends one
        {u"well-known", 6, 5, 5},        // behind a hyphen
    }));
    CAPTURE(each.fits);
    const LineEnd end = end_of(each.text, each.fits);
    CHECK(end.drawn == each.drawn);
    CHECK(end.used == each.used);
}

TEST_CASE("a line always moves on, however narrow it is", "[ui][text]") {
    CHECK(end_of(u"abc", 0).used == 1);
}
