#include <array>

#include "support/test.h"
#include "ui/layout.h"

namespace {

using holdfast::ui::Breakpoint;
using holdfast::ui::breakpoint_for;
using holdfast::ui::divide;
using holdfast::ui::fill;
using holdfast::ui::fixed;
using holdfast::ui::Part;

using Widths = std::vector<float>;

Widths divided(const std::vector<Part>& parts, float width, float gap) {
    Widths widths(parts.size());
    divide(parts, width, gap, widths);
    return widths;
}

}  // namespace

TEST_CASE("a row gives fixed parts their width and shares the rest", "[ui][layout]") {
    CHECK(divided({fixed(100), fill(), fill()}, 420, 10) == Widths{100, 150, 150});
    CHECK(divided({fill(1), fill(3)}, 400, 0) == Widths{100, 300});
}

TEST_CASE("a part that reaches its bound leaves its share to the others", "[ui][layout]") {
    CHECK(divided({fill(1, 0, 100), fill()}, 500, 0) == Widths{100, 400});
    CHECK(divided({fill(1, 300), fill()}, 500, 0) == Widths{300, 200});
}

TEST_CASE("a row that is too narrow never gives negative widths", "[ui][layout]") {
    CHECK(divided({fixed(300), fill()}, 200, 10) == Widths{300, 0});
}

TEST_CASE("breakpoints follow the width", "[ui][layout]") {
    CHECK(breakpoint_for(390) == Breakpoint::Phone);
    CHECK(breakpoint_for(599) == Breakpoint::Phone);
    CHECK(breakpoint_for(600) == Breakpoint::Tablet);
    CHECK(breakpoint_for(1024) == Breakpoint::Desktop);
}
