// Boards, calendars and what stands around a record, driven by role and name.
#include <algorithm>

#include "support/test.h"
#include "ui/screens/product.h"

namespace {

using holdfast::Draft;
using holdfast::EntityDef;
using holdfast::RecordId;
using holdfast::Value;
using holdfast::test::must;
using holdfast::test::Product;
using holdfast::ui::EventKind;
using holdfast::ui::Key;
using holdfast::ui::Node;
using holdfast::ui::Role;
using holdfast::ui::Vec2;

constexpr holdfast::test::Screen kPhone{390, 844, 2};
constexpr holdfast::test::Screen kWide{1900, 900, 1};
constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kDayMs = 24 * kHourMs;

Value value_of(Product& product, std::string_view entity, const RecordId& id,
               std::string_view field) {
    const EntityDef* module = product.workspace.store().registry().find(entity);
    const auto record = must(product.workspace.store().read(module->id, id));
    return record->values[module->index_of(module->find_field(field)->id)];
}

std::string state_of(Product& product, std::string_view entity, const RecordId& id) {
    return std::string(text_or_empty(value_of(product, entity, id, "status")));
}

/// The button whose name begins with `begin`.
const Node& card(Product& product, std::string_view begin) {
    for (const Node& node : product.ui.platform().nodes())
        if (node.role == Role::Button && node.name.starts_with(begin)) return node;
    FAIL("no card " << begin);
    return product.ui.platform().nodes().front();
}

bool says_card(Product& product, std::string_view begin) {
    const auto& nodes = product.ui.platform().nodes();
    return std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) {
        return node.role == Role::Button && node.name.starts_with(begin);
    });
}

void focus(Product& product, std::string_view begin) {
    product.ui.platform().on_action(holdfast::ui::Action::Focus, card(product, begin).id, 1);
    product.settle();
}

Vec2 head_of(Product& product, std::string_view column) {
    return product.ui.node(Role::Heading, column).rect.center();
}

void drag_by_mouse(Product& product, Vec2 from, Vec2 to) {
    product.ui.pointer(EventKind::Move, from);
    product.ui.pointer(EventKind::Down, from);
    for (int step = 1; step <= 8; ++step) {
        const float share = static_cast<float>(step) / 8;
        product.ui.pointer(EventKind::Move,
                           {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share});
    }
    product.ui.pointer(EventKind::Up, to);
    product.settle();
}

RecordId plan_order(Product& product, std::string subject, std::int64_t start_ms) {
    const RecordId id = product.create("work_order", {{"subject", std::move(subject)}});
    const EntityDef* module = product.workspace.store().registry().find("work_order");
    Draft draft("test.plan", holdfast::ServerSeq::None);
    draft.set(module->id, id,
              {{module->find_field("planned_start")->id, Value(start_ms)},
               {module->find_field("planned_end")->id, Value(start_ms + 2 * kHourMs)}});
    must(product.workspace.store().commit(draft));
    product.workspace.on_data_changed();
    product.settle();
    return id;
}

}  // namespace

TEST_CASE("a list offers the board and the calendar of its module", "[ui][board]") {
    Product product;
    product.create("task", {{"subject", "Call Acme"}});
    product.go_to("#/task");
    CHECK(product.shows(Role::TabList, "View"));
    product.tap(Role::Tab, "Board");
    CHECK(product.address() == "#/task/kanban");
    CHECK(product.shows(Role::Main, "Tasks"));
    CHECK(says_card(product, "Call Acme"));
    product.tap(Role::Tab, "Calendar");
    CHECK(product.address() == "#/task/calendar");
    product.tap(Role::Tab, "List");
    CHECK(product.address() == "#/task");
}

TEST_CASE("the keyboard lifts a card, carries it and drops it; undo brings it back",
          "[ui][board]") {
    Product product(kWide);
    const RecordId task = product.create("task", {{"subject", "Call Acme"}});
    const std::string before = state_of(product, "task", task);
    product.go_to("#/task/kanban");
    focus(product, "Call Acme");
    product.press(Key::Space);
    product.press(Key::Right);
    CHECK(state_of(product, "task", task) == before);
    product.press(Key::Space);
    CHECK(state_of(product, "task", task) != before);
    CHECK(product.ui.focused_name().starts_with("Call Acme"));
    product.tap(Role::Button, "Undo");
    CHECK(state_of(product, "task", task) == before);
}

TEST_CASE("Escape puts a lifted card back", "[ui][board]") {
    Product product(kWide);
    const RecordId task = product.create("task", {{"subject", "Call Acme"}});
    const std::string before = state_of(product, "task", task);
    product.go_to("#/task/kanban");
    focus(product, "Call Acme");
    product.press(Key::Space);
    product.press(Key::Right);
    product.press(Key::Escape);
    product.press(Key::Space);
    product.press(Key::Space);
    CHECK(state_of(product, "task", task) == before);
}

TEST_CASE("arrows walk from card to card and Enter opens one", "[ui][board]") {
    Product product(kWide);
    product.create("task", {{"subject", "Call Acme"}});
    product.create("task", {{"subject", "Visit Berg"}});
    product.go_to("#/task/kanban");
    focus(product, "Call Acme");
    const bool first =
        card(product, "Call Acme").rect.min.y < card(product, "Visit Berg").rect.min.y;
    product.press(first ? Key::Down : Key::Up);
    CHECK(product.ui.focused_name().starts_with("Visit Berg"));
    product.press(Key::Enter);
    CHECK(product.shows(Role::Main, "Visit Berg"));
}

TEST_CASE("a mouse drags a card into another column", "[ui][board]") {
    Product product(kWide);
    const RecordId task = product.create("task", {{"subject", "Call Acme"}});
    product.go_to("#/task/kanban");
    const std::string before = state_of(product, "task", task);
    const auto& columns = product.workspace.kanban()->columns();
    REQUIRE(columns.size() > 1);
    drag_by_mouse(product, card(product, "Call Acme").rect.center(),
                  head_of(product, columns[1].label));
    CHECK(state_of(product, "task", task) == text_or_empty(columns[1].value));
    CHECK(state_of(product, "task", task) != before);
    CHECK(product.address() == "#/task/kanban");
}

TEST_CASE("a forbidden move changes nothing and says why", "[ui][board]") {
    Product product({2600, 900, 1});
    const RecordId order = product.create("work_order", {{"subject", "Pump"}});
    product.go_to("#/work_order/kanban");
    drag_by_mouse(product, card(product, "WO-0001 Pump").rect.center(), head_of(product, "Closed"));
    CHECK(state_of(product, "work_order", order) == "draft");
    CHECK(product.says("there is no way"));
}

TEST_CASE("a finger that rests on a card carries it to a column's name on a phone", "[ui][board]") {
    Product product(kPhone);
    const RecordId task = product.create("task", {{"subject", "Call Acme"}});
    product.go_to("#/task/kanban");
    const std::string before = state_of(product, "task", task);
    product.ui.carry(card(product, "Call Acme").rect.center(), {195, 740});
    product.settle();
    CHECK(state_of(product, "task", task) != before);
}

TEST_CASE("a swipe over cards does not move them", "[ui][board]") {
    Product product(kPhone);
    const RecordId task = product.create("task", {{"subject", "Call Acme"}});
    product.go_to("#/task/kanban");
    const std::string before = state_of(product, "task", task);
    product.ui.drag(card(product, "Call Acme").rect.center(), {195, 740});
    product.settle();
    CHECK(state_of(product, "task", task) == before);
    CHECK(product.address() == "#/task/kanban");
}

TEST_CASE("a move that asks for more opens the form on it", "[ui][board]") {
    Product product({2600, 900, 1});
    product.create("work_order", {{"subject", "Pump"}, {"status", "in_progress"}});
    product.go_to("#/work_order/kanban");
    drag_by_mouse(product, card(product, "WO-0001 Pump").rect.center(),
                  head_of(product, "On hold"));
    CHECK(product.shows(Role::Form, "Work order"));
    CHECK(product.says("Reason for hold"));
}

TEST_CASE("a calendar shows a record on its day and opens it", "[ui][calendar]") {
    Product product;
    const std::int64_t day = product.environment.now / kDayMs * kDayMs;
    plan_order(product, "Pump", day + 9 * kHourMs);
    product.go_to("#/work_order/calendar");
    CHECK(says_card(product, "WO-0001 Pump, 09:00"));
    product.tap(Role::Button, card(product, "WO-0001 Pump").name);
    CHECK(product.shows(Role::Main, "WO-0001 Pump"));
}

TEST_CASE("the keyboard moves an entry by days and minutes, and undo takes it back",
          "[ui][calendar]") {
    Product product;
    const std::int64_t start = product.environment.now / kDayMs * kDayMs + 9 * kHourMs;
    const RecordId order = plan_order(product, "Pump", start);
    product.go_to("#/work_order/calendar");
    focus(product, "WO-0001 Pump");
    product.press(Key::Space);
    product.press(Key::Right);
    product.press(Key::Space);
    CHECK(value_of(product, "work_order", order, "planned_start") == Value(start + kDayMs));
    product.tap(Role::Button, "Undo");
    CHECK(value_of(product, "work_order", order, "planned_start") == Value(start));
    product.tap(Role::Tab, "Day");
    focus(product, "WO-0001 Pump");
    product.press(Key::Space);
    product.press(Key::Down);
    product.press(Key::Down);
    product.press(Key::Space);
    CHECK(value_of(product, "work_order", order, "planned_start") == Value(start + kHourMs / 2));
}

TEST_CASE("the keyboard draws an entry's end with Shift", "[ui][calendar]") {
    Product product;
    const std::int64_t start = product.environment.now / kDayMs * kDayMs + 9 * kHourMs;
    const RecordId order = plan_order(product, "Pump", start);
    product.go_to("#/work_order/calendar");
    product.tap(Role::Tab, "Day");
    focus(product, "WO-0001 Pump");
    product.press(Key::Space);
    product.press(Key::Down, holdfast::ui::kShift);
    product.press(Key::Space);
    CHECK(value_of(product, "work_order", order, "planned_start") == Value(start));
    CHECK(value_of(product, "work_order", order, "planned_end") ==
          Value(start + 2 * kHourMs + kHourMs / 4));
}

TEST_CASE("a mouse drags an entry to another day of the month", "[ui][calendar]") {
    Product product;
    const std::int64_t start = product.environment.now / kDayMs * kDayMs + 9 * kHourMs;
    const RecordId order = plan_order(product, "Pump", start);
    product.go_to("#/work_order/calendar");
    const holdfast::CalendarView& view = *product.workspace.calendar();
    const std::int64_t today = view.today();
    const std::int64_t other = view.in_month(today + 7) ? today + 7 : today - 7;
    drag_by_mouse(product, card(product, "WO-0001 Pump").rect.center(),
                  product.ui.node(Role::Group, view.day_label(other)).rect.center());
    CHECK(value_of(product, "work_order", order, "planned_start") ==
          Value(start + (other - today) * kDayMs));
}

TEST_CASE("a calendar goes on and back and keeps its place", "[ui][calendar]") {
    Product product;
    product.go_to("#/work_order/calendar");
    const std::string now = product.workspace.calendar()->title();
    product.tap(Role::Button, "Next");
    const std::string next = product.workspace.calendar()->title();
    CHECK(next != now);
    product.go_to("#/work_order");
    product.go_to("#/work_order/calendar");
    CHECK(product.workspace.calendar()->title() == next);
    product.tap(Role::Button, "Today");
    CHECK(product.workspace.calendar()->title() == now);
}

TEST_CASE("a phone's month lists the entries of the day that was touched", "[ui][calendar]") {
    Product product(kPhone);
    const std::int64_t start = product.environment.now / kDayMs * kDayMs + 9 * kHourMs;
    plan_order(product, "Pump", start);
    product.go_to("#/work_order/calendar");
    CHECK(says_card(product, "WO-0001 Pump"));
    product.tap(Role::Tab, "Agenda");
    CHECK(product.shows(Role::Link, "WO-0001 Pump"));
}

TEST_CASE("a comment and a tag stand on the record at once", "[ui][aside]") {
    Product product({1280, 2400, 1});
    const RecordId id = product.create("account", {{"name", "Acme"}});
    product.go_to("#/account/" + to_text(id));
    CHECK(product.says("Created"));  // What happened so far.
    product.type(Role::TextBox, "Write a comment", "Called back");
    product.tap(Role::Button, "Add comment");
    CHECK(product.says("Called back"));
    CHECK(product.says("Created"));
    product.tap(Role::Button, "Add tag");
    product.type(Role::TextBox, "Tag", "VIP");
    product.tap(Role::Button, "Save");
    CHECK(must(holdfast::RecordCompany(product.workspace.store(),
                                       product.workspace.form()->entity().id, id)
                   .tags(product.workspace.strings()))
              .size() == 1);
    product.tap(Role::Button, "Remove tag VIP");
    CHECK_FALSE(product.shows(Role::Button, "Remove tag VIP"));
}

TEST_CASE("a list kept under a name comes back with its filter", "[ui][views]") {
    Product product;
    product.create("account", {{"name", "Acme"}, {"kind", "business"}});
    product.create("account", {{"name", "Olle"}, {"kind", "person"}});
    product.go_to("#/account");
    product.tap(Role::Button, "Filter");
    product.choose("Kind", "Person");
    product.tap(Role::Button, "Apply");
    product.tap(Role::Button, "Saved views");
    product.tap(Role::MenuItem, "Save this view");
    product.type(Role::TextBox, "Name of the view", "People");
    product.tap(Role::Button, "Save");
    product.tap(Role::Button, "Saved views");
    product.tap(Role::MenuItem, "Everything");
    CHECK(product.workspace.list()->row_count() == 2);
    product.tap(Role::Button, "Saved views");
    product.tap(Role::MenuItem, "People");
    CHECK(product.workspace.list()->row_count() == 1);
    CHECK(product.shows(Role::GridCell, "Olle"));
}
