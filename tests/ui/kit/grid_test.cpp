#include <array>
#include <set>

#include "support/test.h"
#include "ui/kit.h"
#include "ui/support/headless_ui.h"

namespace {

using namespace holdfast::ui;
using holdfast::test::HeadlessUi;
using holdfast::test::LambdaApp;

constexpr std::array<GridColumn, 3> kColumns = {
    {{"Name", CellKind::Avatar, 2, 200, true, CardPlace::Title},
     {"City", CellKind::Text, 1, 120, true, CardPlace::Meta},
     {"Note", CellKind::Muted, 1, 120, false, CardPlace::Hidden}}};

class Rows final : public GridSource {
public:
    explicit Rows(int count) : count_(count) {}
    [[nodiscard]] int row_count() const override { return count_; }
    bool read_row(int index, GridRow& row) override {
        asked.insert(index);
        row.key = "account/" + std::to_string(index);
        row.cells[0].text = "Account " + std::to_string(index);
        row.cells[1].text = "City " + std::to_string(index % 7);
        row.cells[2].text = "note";
        row.check_label = "Choose " + std::to_string(index);
        return index < loaded;
    }
    std::set<int> asked;
    int loaded = 1 << 30;

private:
    int count_;
};

struct GridScreen {
    explicit GridScreen(int count) : rows(count) {}
    void draw(Frame& frame) {
        const GridEvents now = grid(frame, "Accounts", kColumns, rows, state);
        if (now.activated >= 0) activated = now.activated;
        if (now.activated >= 0) extended = now.extends;
        if (now.sort_changed) ++sorts;
    }
    Rows rows;
    GridState state;
    int activated = -1;
    bool extended = false;
    int sorts = 0;
};

// aria-rowindex of the focused row; the head is row 1.
std::string focused_row(HeadlessUi& screen) {
    for (const Node& node : screen.platform().nodes())
        if (node.id == screen.platform().focused())
            return std::string(node.property(Property::RowIndex));
    return {};
}

}  // namespace

TEST_CASE("of a hundred thousand rows only the visible ones are read and told", "[ui][grid]") {
    GridScreen grid_screen(100000);
    LambdaApp app([&](Frame& frame) { grid_screen.draw(frame); });
    HeadlessUi screen(app);
    CHECK(screen.node(Role::Grid, "Accounts").property(Property::RowCount) == "100001");
    CHECK(grid_screen.rows.asked.size() < 40);
    CHECK(screen.count(Role::Row) < 40);
    CHECK(screen.count(Role::ColumnHeader) == 3);
}

TEST_CASE("a row opens by pointer and is found by its content", "[ui][grid]") {
    GridScreen grid_screen(50);
    LambdaApp app([&](Frame& frame) { grid_screen.draw(frame); });
    HeadlessUi screen(app);
    screen.tap(Role::GridCell, "Account 3");
    CHECK(grid_screen.activated == 3);
}

TEST_CASE("keys walk the rows, by one, by page and to the ends", "[ui][grid]") {
    GridScreen grid_screen(100000);
    LambdaApp app([&](Frame& frame) { grid_screen.draw(frame); });
    HeadlessUi screen(app);
    screen.tap(Role::GridCell, "Account 1");
    screen.press(Key::Down);
    CHECK(focused_row(screen) == "4");
    screen.press(Key::PageDown);
    CHECK(grid_screen.state.cursor > 10);
    const int paged = grid_screen.state.cursor;
    CHECK(focused_row(screen) == std::to_string(paged + 2));
    screen.press(Key::End);
    CHECK(focused_row(screen) == "100001");
    screen.press(Key::Enter);
    CHECK(grid_screen.activated == 99999);
    screen.press(Key::Home);
    CHECK(focused_row(screen) == "2");
}

TEST_CASE("a screen reader asks for the next rows", "[ui][grid]") {
    GridScreen grid_screen(1000);
    LambdaApp app([&](Frame& frame) { grid_screen.draw(frame); });
    HeadlessUi screen(app);
    const int last = grid_screen.state.last_visible;
    screen.activate(Role::Button, "Next rows");
    CHECK(grid_screen.state.first_visible >= last - 3);
    CHECK(grid_screen.state.last_visible > last + 5);
}

TEST_CASE("a grid that is shown whole offers no next rows", "[ui][grid]") {
    GridScreen grid_screen(3);
    LambdaApp app([&](Frame& frame) { grid_screen.draw(frame); });
    HeadlessUi screen(app);
    CHECK_FALSE(screen.shows(Role::Button, "Next rows"));
}

TEST_CASE("the focus stays with the record when rows move", "[ui][grid]") {
    GridScreen grid_screen(1000);
    LambdaApp app([&](Frame& frame) { grid_screen.draw(frame); });
    HeadlessUi screen(app);
    screen.tap(Role::GridCell, "Account 5");
    const NodeId before = screen.platform().focused();
    screen.wheel({600, 400}, 80);
    CHECK(screen.platform().focused() == before);
    CHECK(focused_row(screen) == "7");
}

TEST_CASE("pressing a head sorts up, then down", "[ui][grid]") {
    GridScreen grid_screen(50);
    LambdaApp app([&](Frame& frame) { grid_screen.draw(frame); });
    HeadlessUi screen(app);
    screen.tap(Role::ColumnHeader, "City");
    CHECK(grid_screen.state.sort_order == SortOrder::Ascending);
    CHECK(screen.node(Role::ColumnHeader, "City").property(Property::Sort) == "ascending");
    screen.tap(Role::ColumnHeader, "City");
    CHECK(grid_screen.state.sort_order == SortOrder::Descending);
    screen.tap(Role::ColumnHeader, "Note");
    CHECK(grid_screen.sorts == 2);
}

TEST_CASE("columns that do not fit are left out, and a phone shows cards", "[ui][grid]") {
    GridScreen grid_screen(50);
    LambdaApp app([&](Frame& frame) { grid_screen.draw(frame); });
    SECTION("a narrow tablet keeps the first columns") {
        HeadlessUi screen(app, {.width = 620, .height = 500});
        CHECK(screen.count(Role::ColumnHeader) == 3);
    }
    SECTION("a phone has no heads and keeps rows and cells") {
        HeadlessUi screen(app, {.width = 390, .height = 844, .preferences = kPrefsCoarsePointer});
        CHECK(screen.count(Role::ColumnHeader) == 0);
        CHECK(screen.shows(Role::GridCell, "Account 0"));
        CHECK_FALSE(screen.shows(Role::GridCell, "note"));
    }
}

TEST_CASE("rows that are not loaded yet are drawn without meaning", "[ui][grid]") {
    GridScreen grid_screen(50);
    grid_screen.rows.loaded = 2;
    LambdaApp app([&](Frame& frame) { grid_screen.draw(frame); });
    HeadlessUi screen(app);
    CHECK(screen.count(Role::Row) == 3);
}

TEST_CASE("while rows are chosen each has a check box, and a press chooses instead of opening",
          "[ui][grid]") {
    GridScreen grid_screen(50);
    grid_screen.state.choosing = true;
    LambdaApp app([&](Frame& frame) { grid_screen.draw(frame); });
    HeadlessUi screen(app);
    CHECK(screen.count(Role::CheckBox) == screen.count(Role::Row) - 1);
    CHECK(screen.count(Role::ColumnHeader) == 4);
    CHECK(screen.node(Role::GridCell, "Account 3").property(Property::ColumnIndex) == "2");
    CHECK(screen.node(Role::ColumnHeader, "City").property(Property::ColumnIndex) == "3");
    screen.tap(Role::CheckBox, "Choose 3");
    CHECK(grid_screen.activated == 3);
    CHECK_FALSE(grid_screen.extended);
    screen.press(Key::Down);
    screen.press(Key::Space, kShift);
    CHECK(grid_screen.activated == 4);
    CHECK(grid_screen.extended);
}
