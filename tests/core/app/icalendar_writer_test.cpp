#include "app/icalendar.h"
#include "core/app/format_lines.h"
#include "core/app/sources.h"

using namespace holdfast;
using test::are_well_folded;
using test::must;
using test::some_optional_text;
using test::some_text;
using test::TextSource;

namespace {

constexpr std::int64_t kNow = 1'795'352'880'000;  // 2026-11-22 13:08 UTC

std::string written(const CalendarItem& item) {
    std::string text;
    append_calendar_beginning(text, "-//Holdfast//EN");
    must(append_calendar_item(text, item, kNow));
    append_calendar_end(text);
    return text;
}

CalendarComponent read_back(const std::string& text) {
    TextSource source(text);
    CalendarReader reader(source);
    CalendarComponent entry;
    if (!must(reader.next(entry))) FAIL("there is no item in " << text);
    CalendarComponent second;
    CHECK_FALSE(must(reader.next(second)));
    return entry;
}

CalendarTime time_of(std::string_view text) {
    const auto time = parse_calendar_time(text);
    REQUIRE(time.has_value());
    return *time;
}

CalendarItem event() {
    CalendarItem item;
    item.uid = "1@holdfast.example";
    item.start = time_of("20261122T130800Z");
    return item;
}

/// A time in the years 1 to 9999, to the second.
CalendarTime some_time(CalendarClock clock) {
    CalendarTime time;
    time.clock = clock;
    if (clock == CalendarClock::None) return time;
    const std::int64_t days = *rc::gen::inRange<std::int64_t>(-719'162, 2'932'897);
    time.local_ms = days * 86'400'000;
    if (clock == CalendarClock::Date) return time;
    time.local_ms += *rc::gen::inRange<std::int64_t>(0, 86'400) * 1'000;
    if (clock == CalendarClock::Utc) time.utc_ms = time.local_ms;
    return time;
}

CalendarPerson some_participant() {
    const std::string mail = *rc::gen::element<std::string>("a@b.example", "é+x@b.example");
    const std::string status = *rc::gen::element<std::string>("", "ACCEPTED", "NEEDS-ACTION");
    return {mail, some_optional_text(), status};
}

CalendarItem some_item() {
    CalendarItem item;
    item.kind = *rc::gen::element(CalendarKind::Event, CalendarKind::ToDo);
    const bool is_event = item.kind == CalendarKind::Event;
    item.uid = some_text();
    for (std::string* text : {&item.summary, &item.description, &item.location})
        *text = some_optional_text();
    item.status =
        *rc::gen::element<std::string>("", "CANCELLED", is_event ? "TENTATIVE" : "COMPLETED");
    item.recurrence = *rc::gen::element<std::string>("", "FREQ=DAILY;COUNT=3;BYDAY=-1SU,MO");
    item.url = *rc::gen::element<std::string>("", "https://a.example/b;c,d?e=%20#f");
    const CalendarClock clock =
        *rc::gen::element(CalendarClock::Date, CalendarClock::Utc, CalendarClock::Floating);
    item.start = some_time(clock);
    const auto ending = *rc::gen::inRange(0, 3);
    if (ending == 1) item.end = some_time(clock);
    if (ending == 2) item.duration_s = *rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000);
    item.recurrence_id = some_time(*rc::gen::element(CalendarClock::None, clock));
    if (*rc::gen::arbitrary<bool>()) item.organizer = some_participant();
    item.attendees.resize(*rc::gen::inRange<std::size_t>(0, 4));
    for (CalendarPerson& person : item.attendees) person = some_participant();
    item.categories.resize(*rc::gen::inRange<std::size_t>(0, 4));
    for (std::string& category : item.categories) category = some_text();
    if (*rc::gen::arbitrary<bool>()) item.priority = *rc::gen::inRange(0, 10);
    if (is_event) return item;
    if (*rc::gen::arbitrary<bool>()) item.percent_complete = *rc::gen::inRange(0, 101);
    item.completed = some_time(*rc::gen::element(CalendarClock::None, CalendarClock::Utc));
    return item;
}

}  // namespace

TEST_CASE("an event is written as a valid calendar", "[app][icalendar]") {
    CalendarItem item = event();
    item.summary = "Pump; repair";
    item.duration_s = 5'400;
    item.attendees = {{"n@x.example", "Okafor, \"Ngozi\"", "ACCEPTED"}, {"", "Without mail", ""}};
    CHECK(written(item) ==
          "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Holdfast//EN\r\nCALSCALE:GREGORIAN\r\n"
          "BEGIN:VEVENT\r\nUID:1@holdfast.example\r\nDTSTAMP:20261122T130800Z\r\n"
          "DTSTART:20261122T130800Z\r\nDURATION:PT1H30M\r\nSUMMARY:Pump\\; repair\r\n"
          "ATTENDEE;CN=\"Okafor, ^'Ngozi^'\";PARTSTAT=ACCEPTED:mailto:n@x.example\r\n"
          "END:VEVENT\r\nEND:VCALENDAR\r\n");
}

TEST_CASE("a time of a zone is written in UTC when it is known, else floating",
          "[app][icalendar]") {
    CalendarItem item = event();
    item.start = time_of("20260701T120000");
    item.start.clock = CalendarClock::Zoned;
    item.start.zone = "Europe/Stockholm";
    CHECK(written(item).find("DTSTART:20260701T120000\r\n") != std::string::npos);
    item.start.utc_ms = time_of("20260701T100000Z").utc_ms;
    CHECK(written(item).find("DTSTART:20260701T100000Z\r\n") != std::string::npos);
}

TEST_CASE("words that a calendar does not have are left out", "[app][icalendar]") {
    CalendarItem item = event();
    item.status = "COMPLETED\r\nEND:VEVENT";
    item.recurrence = "FREQ=DAILY\r\nATTACH:x";
    item.percent_complete = 5;
    item.organizer = {"a@b.example\r\nX:y", "A\r\nB", "x:y"};
    const std::string text = written(item);
    CHECK(are_well_folded(text));
    const CalendarComponent entry = read_back(text);
    CHECK(entry.unknown_properties == 0);
    CHECK(entry.item.status.empty());
    CHECK(entry.item.recurrence.empty());
    CHECK(entry.item.organizer == CalendarPerson{"a@b.example%0D%0AX:y", "A\nB", ""});
}

TEST_CASE("an item that would not be valid is refused and nothing is written", "[app][icalendar]") {
    CalendarItem item = event();
    SECTION("no uid") {
        item.uid.clear();
    }
    SECTION("an event without start") {
        item.start = {};
    }
    SECTION("a day as the end of a time") {
        item.end = time_of("20261123");
    }
    SECTION("a year beyond the calendar") {
        item.start.local_ms = 400'000'000'000'000;
    }
    SECTION("a priority beyond 9") {
        item.priority = 10;
    }
    SECTION("more than all of it done") {
        item.percent_complete = 101;
    }
    std::string text;
    const Status status = append_calendar_item(text, item, kNow);
    REQUIRE_FALSE(status.has_value());
    CHECK(status.error().code == ErrorCode::BadInput);
    CHECK(text.empty());
}

TEST_CASE("any item is read as it was written", "[app][icalendar][property]") {
    test::for_all([] {
        const CalendarItem item = some_item();
        const std::string text = written(item);
        RC_ASSERT(are_well_folded(text));
        const CalendarComponent entry = read_back(text);
        RC_ASSERT(entry.problem == CalendarProblem::None);
        RC_ASSERT(entry.unknown_properties + entry.damaged_lines == 0);
        RC_ASSERT((entry.issues.empty()));
        RC_ASSERT((entry.item == item));
    });
}

TEST_CASE("any length is read as it was written", "[app][icalendar][property]") {
    test::for_all([](std::int32_t seconds) {
        RC_ASSERT(parse_calendar_duration(calendar_duration_text(seconds)) == seconds);
    });
}
