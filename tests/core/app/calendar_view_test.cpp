#include "core/app/calendar_view.h"

#include "core/store_fixture.h"

using namespace holdfast;
using test::must;
using test::number;
using test::text;

namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kHourMs = 3'600'000;
/// Monday, 16 November 2026.
constexpr std::int64_t kMonday = 20'773;

class CalendarFixture : public test::StoreFixture {
public:
    CalendarFixture() { environment.now = kMonday * kDayMs + 12 * kHourMs; }
    /// Hours are those of the wall clock two hours ahead of UTC.
    RecordId order(std::string subject, std::int64_t day, std::int64_t from, std::int64_t to) {
        return create("work_order", {{"subject", text(std::move(subject))},
                                     {"planned_start", at(day, from)},
                                     {"planned_end", at(day, to)}});
    }
    static Value at(std::int64_t day, std::int64_t hour) {
        return number(day * kDayMs + (hour - 2) * kHourMs);
    }
    CalendarView calendar(CalendarMode mode = CalendarMode::Week) {
        CalendarView view(store, entity("work_order").id, strings, 120);
        view.set_mode(mode);
        return view;
    }
    Strings strings;
};

}  // namespace

TEST_CASE("a month is shown in whole weeks that begin as the language has it", "[app][calendar]") {
    test::StoreFixture fixture;
    fixture.environment.now = kMonday * kDayMs;
    const EntityId module = fixture.entity("work_order").id;
    CalendarView english(fixture.store, module, Strings(Language::English), 0);
    CHECK(english.title() == "November 2026");
    CHECK(english.first_day() == kMonday - 21);
    CHECK(english.day_count() == 42);
    CHECK(english.in_month(kMonday));
    CHECK_FALSE(english.in_month(english.first_day()));
    CalendarView japanese(fixture.store, module, Strings(Language::Japanese), 0);
    CHECK(japanese.first_day() == kMonday - 15);
    CHECK(japanese.day_count() == 35);
    japanese.step(-1);
    CHECK(japanese.in_month(kMonday - 30));
}

TEST_CASE_METHOD(CalendarFixture, "hours are those of the person's clock", "[app][calendar]") {
    order("Pump", kMonday, 9, 11);
    CalendarView view = calendar();
    REQUIRE(view.entries().size() == 1);
    const CalendarEntry& entry = view.entries()[0];
    CHECK(entry.first_day == kMonday);
    CHECK(entry.first_minute == 9 * 60);
    CHECK(entry.last_minute == 11 * 60);
    CHECK(entry.time ==
          "09:00\xE2\x80\x93"
          "11:00");
    view.set_zone_offset_minutes(-600);
    view.set_day(kMonday - 1);
    REQUIRE(view.entries().size() == 1);
    CHECK(view.entries()[0].first_day == kMonday - 1);
}

TEST_CASE_METHOD(CalendarFixture, "what overlaps stands side by side, what does not has all room",
                 "[app][calendar]") {
    order("A", kMonday, 8, 12);
    order("B", kMonday, 9, 10);
    order("C", kMonday, 10, 11);
    order("D", kMonday, 14, 15);
    CalendarView view = calendar(CalendarMode::Day);
    const std::vector<CalendarPlace> places = view.places_on(kMonday);
    REQUIRE(places.size() == 4);
    CHECK(places[0].lane == 0);
    CHECK(places[1].lane == 1);
    CHECK(places[2].lane == 1);
    CHECK(places[0].lanes == 2);
    CHECK(places[2].lanes == 2);
    CHECK(places[3].lane == 0);
    CHECK(places[3].lanes == 1);
}

TEST_CASE_METHOD(CalendarFixture, "what reaches into the range is shown on each of its days",
                 "[app][calendar]") {
    create("work_order", {{"subject", text("Long")},
                          {"planned_start", at(kMonday - 3, 22)},
                          {"planned_end", at(kMonday + 1, 8)}});
    CalendarView view = calendar();
    CHECK(view.entries_on(kMonday).size() == 1);
    CHECK(view.entries_on(kMonday + 1).size() == 1);
    CHECK(view.entries_on(kMonday + 2).empty());
    const std::vector<CalendarPlace> whole = view.places_on(kMonday);
    REQUIRE(whole.size() == 1);
    CHECK(whole[0].first_minute == 0);
    CHECK(whole[0].last_minute == kMinutesPerDay);
}

TEST_CASE_METHOD(CalendarFixture, "moving keeps the length, and undo brings it back",
                 "[app][calendar]") {
    const RecordId id = order("Pump", kMonday, 9, 11);
    CalendarView view = calendar();
    const CommitWithUndo change = must(view.move(id, {1, 30}));
    CHECK(get("work_order", id, "planned_start") ==
          number((kMonday + 1) * kDayMs + 7 * kHourMs + 30 * 60'000));
    CHECK(view.entries()[0].last_minute == 11 * 60 + 30);
    must(take_back(store, change.undo.value()));
    CHECK(get("work_order", id, "planned_start") == at(kMonday, 9));
    CHECK(get("work_order", id, "planned_end") == at(kMonday, 11));
}

TEST_CASE_METHOD(CalendarFixture, "an end cannot be drawn before the start", "[app][calendar]") {
    const RecordId id = order("Pump", kMonday, 9, 11);
    CalendarView view = calendar();
    must(view.resize(id, {0, 60}));
    CHECK(get("work_order", id, "planned_end") == at(kMonday, 12));
    must(view.resize(id, {0, -24 * 60}));
    CHECK(get("work_order", id, "planned_end") == at(kMonday, 9));
}

TEST_CASE_METHOD(CalendarFixture, "what has no date waits beside the calendar until it is placed",
                 "[app][calendar]") {
    const RecordId id = create("work_order", {{"subject", text("Some day")}});
    CalendarView view = calendar();
    CHECK(view.undated_count() == 1);
    REQUIRE(view.undated().size() == 1);
    must(view.place(id, kMonday));
    CHECK(view.undated_count() == 0);
    REQUIRE(view.entries_on(kMonday).size() == 1);
    CHECK(view.entries()[0].first_minute == 9 * 60);
}

TEST_CASE_METHOD(CalendarFixture, "a module of days has whole days and moves by days",
                 "[app][calendar]") {
    const RecordId task =
        create("task", {{"subject", text("Call Acme")}, {"due", number(kMonday)}});
    CalendarView view(store, entity("task").id, strings, 120);
    CHECK_FALSE(view.has_hours());
    REQUIRE(view.entries_on(kMonday).size() == 1);
    CHECK(view.entries()[0].all_day);
    CHECK(view.places_on(kMonday).empty());
    must(view.move(task, {2, 300}));
    CHECK(get("task", task, "due") == number(kMonday + 2));
}
