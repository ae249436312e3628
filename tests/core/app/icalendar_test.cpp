#include "app/icalendar.h"

#include "base/utf8.h"
#include "core/app/sources.h"
#include "support/property.h"

using namespace holdfast;
using namespace std::string_literals;
using test::must;
using test::TextSource;

namespace {

std::vector<CalendarComponent> entries_of(std::string text) {
    TextSource source(std::move(text));
    CalendarReader reader(source);
    std::vector<CalendarComponent> entries;
    CalendarComponent entry;
    while (must(reader.next(entry))) entries.push_back(entry);
    return entries;
}

CalendarComponent entry_of(const std::string& lines, const std::string& around = "") {
    const auto entries =
        entries_of("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + around + "BEGIN:VEVENT\r\nUID:1\r\n" +
                   lines + "END:VEVENT\r\nEND:VCALENDAR\r\n");
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].problem == CalendarProblem::None);
    return entries[0];
}

std::int64_t utc(std::string_view text) {
    const auto time = parse_calendar_time(text);
    REQUIRE(time.has_value());
    REQUIRE(time->clock == CalendarClock::Utc);
    return time->local_ms;
}

const std::string kStockholm =
    "BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm\r\nX-LIC-LOCATION:Europe/Stockholm\r\n"
    "BEGIN:DAYLIGHT\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n"
    "DTSTART:19700329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\n"
    "DTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n"
    "END:VTIMEZONE\r\n";

/// The United States before and after 2007, as Apple writes it: rules that end, and first days.
const std::string kNewYork =
    "BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:19870405T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=20060402T070000Z\r\nEND:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\nDTSTART:19671029T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20061029T060000Z\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14\r\nEND:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\nDTSTART:20071104T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// Changes on single dates, and rules that end after a number of years.
const std::string kOddZones =
    "BEGIN:VTIMEZONE\r\nTZID:Test/Dates\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:20200401T020000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n"
    "RDATE:20200401T020000,20220401T020000\r\nEND:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\nDTSTART:20201001T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\n"
    "RDATE:20221001T020000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VTIMEZONE\r\nTZID:Test/Count\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:20000401T020000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n"
    "RRULE:FREQ=YEARLY;COUNT=2;INTERVAL=2;BYMONTH=4;BYMONTHDAY=1\r\nEND:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\nDTSTART:20001001T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\n"
    "RRULE:FREQ=YEARLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

struct ZoneCase {
    std::string zone;
    std::string local;
    std::string utc;
};

}  // namespace

TEST_CASE("an invitation of Google Calendar is read", "[app][icalendar]") {
    TextSource source(
        "BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\n"
        "CALSCALE:GREGORIAN\r\nMETHOD:REQUEST\r\n" +
        kStockholm +
        "BEGIN:VEVENT\r\nDTSTART;TZID=Europe/Stockholm:20261122T140000\r\n"
        "DTEND;TZID=Europe/Stockholm:20261122T153000\r\nRRULE:FREQ=WEEKLY;BYDAY=SU\r\n"
        "DTSTAMP:20261101T080000Z\r\nORGANIZER;CN=Anna Löf:mailto:anna@fjord.example\r\n"
        "UID:abc123@google.com\r\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT="
        "ACCEPTED;"
        "RSVP=TRUE\r\n ;CN=\"Okafor, Ngozi\";X-NUM-GUESTS=0:mailto:ngozi@mail.example\r\n"
        "DESCRIPTION:First line\\nSecond\\, with a comma\r\nLOCATION:Storgatan 1\\, Lund\r\n"
        "STATUS:CONFIRMED\r\nSUMMARY:Pump re\r\n pair\r\nTRANSP:OPAQUE\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:This is an event reminder\r\n"
        "TRIGGER:-P0DT0H30M0S\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    CalendarReader reader(source);
    CalendarComponent entry;
    REQUIRE(must(reader.next(entry)));
    CHECK(reader.method() == "REQUEST");
    CHECK(entry.problem == CalendarProblem::None);
    CHECK(entry.issues.empty());
    CHECK(entry.unknown_properties == 1);  // TRANSP
    const CalendarItem& item = entry.item;
    CHECK(item.kind == CalendarKind::Event);
    CHECK(item.uid == "abc123@google.com");
    CHECK(item.summary == "Pump repair");
    CHECK(item.description == "First line\nSecond, with a comma");
    CHECK(item.location == "Storgatan 1, Lund");
    CHECK(item.status == "CONFIRMED");
    CHECK(item.recurrence == "FREQ=WEEKLY;BYDAY=SU");
    CHECK(item.start.clock == CalendarClock::Zoned);
    CHECK(item.start.zone == "Europe/Stockholm");
    CHECK(calendar_time_text(item.start.local_ms) == "20261122T140000");
    CHECK(item.start.utc_ms == utc("20261122T130000Z"));
    CHECK(item.end.utc_ms == utc("20261122T143000Z"));
    CHECK(item.organizer == CalendarPerson{"anna@fjord.example", "Anna Löf", ""});
    CHECK(item.attendees ==
          std::vector<CalendarPerson>{{"ngozi@mail.example", "Okafor, Ngozi", "ACCEPTED"}});
    CHECK_FALSE(must(reader.next(entry)));
}

TEST_CASE("an event of Outlook with a Windows zone is read", "[app][icalendar]") {
    const CalendarComponent entry = entry_of(
        "DTSTART;TZID=\"W. Europe Standard Time\":20260701T090000\r\nDURATION:PT1H30M\r\n"
        "PRIORITY:5\r\nCLASS:PUBLIC\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\n",
        "BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\n"
        "DTSTART:16011028T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n"
        "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\n"
        "DTSTART:16010325T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n"
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n");
    CHECK(entry.item.start.utc_ms == utc("20260701T070000Z"));
    CHECK(entry.item.duration_s == 5'400);
    CHECK(entry.item.priority == 5);
    CHECK(entry.unknown_properties == 2);
}

TEST_CASE("a reminder of Apple is a to-do", "[app][icalendar]") {
    const auto entries = entries_of(
        "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:T1\r\nSUMMARY:Call\r\nDUE;VALUE=DATE:20261224\r\n"
        "STATUS:in-process\r\nPERCENT-COMPLETE:40\r\nCATEGORIES:Home,A\\,B\r\nCATEGORIES:C\r\n"
        "COMPLETED:20261223T101500Z\r\nEND:VTODO\r\nEND:VCALENDAR\r\n");
    REQUIRE(entries.size() == 1);
    const CalendarItem& item = entries[0].item;
    CHECK(item.kind == CalendarKind::ToDo);
    CHECK(item.end.clock == CalendarClock::Date);
    CHECK(calendar_date_text(item.end.local_ms) == "20261224");
    CHECK(item.status == "IN-PROCESS");
    CHECK(item.percent_complete == 40);
    CHECK(item.categories == std::vector<std::string>{"Home", "A,B", "C"});
    CHECK(item.completed.utc_ms == utc("20261223T101500Z"));
}

TEST_CASE("local times become UTC by the zone of the file", "[app][icalendar]") {
    const ZoneCase given = GENERATE(values<ZoneCase>({
        {"Europe/Stockholm", "20260115T120000", "20260115T110000Z"},
        {"Europe/Stockholm", "20260329T015959", "20260329T005959Z"},
        // The skipped hour counts on as if the clock had not changed.
        {"Europe/Stockholm", "20260329T023000", "20260329T013000Z"},
        {"Europe/Stockholm", "20260329T030000", "20260329T010000Z"},
        // The hour that comes twice is the first one.
        {"Europe/Stockholm", "20261025T023000", "20261025T003000Z"},
        {"Europe/Stockholm", "20261025T030000", "20261025T020000Z"},
        {"Europe/Stockholm", "19690101T120000", "19690101T110000Z"},
        {"America/New_York", "20060315T120000", "20060315T170000Z"},
        {"America/New_York", "20060415T120000", "20060415T160000Z"},
        {"America/New_York", "20070315T120000", "20070315T160000Z"},
        {"America/New_York", "20261031T120000", "20261031T160000Z"},
        {"America/New_York", "20261101T120000", "20261101T170000Z"},
        {"UTC", "20261101T120000", "20261101T120000Z"},
        {"Test/Dates", "20200501T120000", "20200501T110000Z"},
        {"Test/Dates", "20210501T120000", "20210501T120000Z"},
        {"Test/Dates", "20220501T120000", "20220501T110000Z"},
        {"Test/Dates", "20230501T120000", "20230501T120000Z"},
        {"Test/Count", "20000501T120000", "20000501T110000Z"},
        {"Test/Count", "20010501T120000", "20010501T120000Z"},
        {"Test/Count", "20020501T120000", "20020501T110000Z"},
        {"Test/Count", "20040501T120000", "20040501T120000Z"},
    }));
    CAPTURE(given.zone, given.local);
    const CalendarComponent entry =
        entry_of("DTSTART;TZID=" + given.zone + ":" + given.local + "\r\n",
                 kStockholm + kNewYork + kOddZones);
    CHECK(entry.issues.empty());
    CHECK(entry.item.start.utc_ms == utc(given.utc));
}

TEST_CASE("a zone may stand behind the events that use it", "[app][icalendar]") {
    const auto entries = entries_of(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Europe/Stockholm:20260701T120000\r\n"
        "END:VEVENT\r\n" +
        kStockholm + "END:VCALENDAR\r\n");
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].item.start.utc_ms == utc("20260701T100000Z"));
}

TEST_CASE("an unknown zone is an issue, and the local time is there", "[app][icalendar]") {
    const std::string around = GENERATE(
        std::string(),
        // A rule that does not name a day of each year is not guessed at.
        "BEGIN:VTIMEZONE\r\nTZID:Mars/Base\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=MONTHLY\r\nEND:STANDARD\r\n"
        "END:VTIMEZONE\r\n",
        "BEGIN:VTIMEZONE\r\nTZID:Mars/Base\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n");
    const CalendarComponent entry = entry_of("DTSTART;TZID=Mars/Base:20260701T120000\r\n", around);
    CHECK(entry.issues ==
          std::vector<CalendarIssue>{{CalendarIssueKind::UnknownZone, "DTSTART", "Mars/Base"}});
    CHECK(entry.item.start.clock == CalendarClock::Zoned);
    CHECK(entry.item.start.zone == "Mars/Base");
    CHECK_FALSE(entry.item.start.utc_ms.has_value());
    CHECK(calendar_time_text(entry.item.start.local_ms) == "20260701T120000");
}

TEST_CASE("days, floating times and UTC are told apart", "[app][icalendar]") {
    const CalendarItem item =
        entry_of(
            "DTSTART;VALUE=DATE:20261224\r\nDTEND:20261226\r\nRECURRENCE-ID:20261224T080000\r\n"
            "COMPLETED:20261224T080000Z\r\n")
            .item;
    CHECK(item.start.clock == CalendarClock::Date);
    CHECK(item.end.clock == CalendarClock::Date);
    CHECK(item.recurrence_id.clock == CalendarClock::Floating);
    CHECK_FALSE(item.recurrence_id.utc_ms.has_value());
    CHECK(item.completed.clock == CalendarClock::Utc);
}

TEST_CASE("wrong times, lengths and numbers are issues of their property", "[app][icalendar]") {
    const CalendarComponent entry = entry_of(
        "DTSTART:20260230T120000Z\r\nDTEND;VALUE=DATE:20261224T080000\r\nDURATION:1 hour\r\n"
        "PRIORITY:10\r\nPERCENT-COMPLETE:-1\r\n");
    CHECK(entry.issues ==
          std::vector<CalendarIssue>{{CalendarIssueKind::BadTime, "DTSTART", "20260230T120000Z"},
                                     {CalendarIssueKind::BadTime, "DTEND", "20261224T080000"},
                                     {CalendarIssueKind::BadDuration, "DURATION", "1 hour"},
                                     {CalendarIssueKind::BadNumber, "PRIORITY", "10"},
                                     {CalendarIssueKind::BadNumber, "PERCENT-COMPLETE", "-1"}});
    CHECK(entry.item.start.clock == CalendarClock::None);
    CHECK_FALSE(entry.item.priority.has_value());
}

TEST_CASE("lengths are read as RFC 5545 says", "[app][icalendar]") {
    CHECK(parse_calendar_duration("P15DT5H0M20S") == 15 * 86'400 + 5 * 3'600 + 20);
    CHECK(parse_calendar_duration("-PT15M") == -900);
    CHECK(parse_calendar_duration("P2W") == 14 * 86'400);
    for (const std::string_view wrong :
         {"", "P", "PT", "P1", "P1H", "PT1D", "PT5M1H", "P-1D", "1D", "P99999999999D"})
        CHECK_FALSE(parse_calendar_duration(wrong).has_value());
}

TEST_CASE("people without mail address are found by name or parameter", "[app][icalendar]") {
    const CalendarItem item =
        entry_of(
            "ATTENDEE;CN=Room;EMAIL=room@x.example:/principals/uids/1/\r\n"
            "ATTENDEE;CN=Ben:invalid:nomail\r\nATTENDEE:MAILTO:c@x.example\r\nATTENDEE:urn:x\r\n")
            .item;
    CHECK(item.attendees == std::vector<CalendarPerson>{{"room@x.example", "Room", ""},
                                                        {"", "Ben", ""},
                                                        {"c@x.example", "", ""}});
}

TEST_CASE("more attendees than are kept is one issue, not memory", "[app][icalendar]") {
    std::string lines;
    for (int person = 0; person < 505; ++person)
        lines += "ATTENDEE:mailto:p" + std::to_string(person) + "@x.example\r\n";
    const CalendarComponent entry = entry_of(lines);
    CHECK(entry.item.attendees.size() == kCalendarAttendeesMax);
    REQUIRE_FALSE(entry.issues.empty());
    CHECK(entry.issues[0].kind == CalendarIssueKind::TooMany);
    CHECK(entry.issues.size() <= kCalendarIssuesMax);
}

TEST_CASE("an event without end does not take the next one with it", "[app][icalendar]") {
    const auto entries = entries_of(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:One\nBEGIN:VALARM\nBEGIN:VEVENT\nSUMMARY:Two\n"
        "END:VEVENT\nBEGIN:VTODO\nSUMMARY:Three\nEND:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Fo");
    REQUIRE(entries.size() == 4);
    CHECK(entries[0].problem == CalendarProblem::NoEnd);
    CHECK(entries[0].item.summary == "One");
    CHECK(entries[1].problem == CalendarProblem::None);
    CHECK(entries[1].line == 5);
    CHECK(entries[2].problem == CalendarProblem::NoEnd);
    CHECK(entries[2].item.kind == CalendarKind::ToDo);
    CHECK(entries[3].problem == CalendarProblem::NoEnd);
    CHECK(entries[3].item.summary == "Fo");
}

TEST_CASE("a line of 10 MB costs that line; of a large event the rest is read past",
          "[app][icalendar]") {
    const CalendarComponent entry =
        entry_of("DESCRIPTION:" + std::string(10'000'000, 'x') + "\r\nSUMMARY:Pump\r\n");
    CHECK(entry.damaged_lines == 1);
    CHECK(entry.item.summary == "Pump");
    std::string lines;
    for (int line = 0; line < 25; ++line) lines += "COMMENT:" + std::string(50'000, 'c') + "\r\n";
    const auto entries =
        entries_of("BEGIN:VEVENT\r\nUID:1\r\n" + lines + "SUMMARY:late\r\nEND:VEVENT\r\n");
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].problem == CalendarProblem::TooLarge);
    CHECK(entries[0].item.uid == "1");
    CHECK(entries[0].item.summary.empty());
}

TEST_CASE("an attachment of any size counts nothing against the event", "[app][icalendar]") {
    std::string lines = "ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA\r\n";
    for (int line = 0; line < 40'000; ++line) lines += " " + std::string(74, 'A') + "\r\n";
    CHECK(entry_of(lines + "SUMMARY:Pump\r\n").item.summary == "Pump");
}

TEST_CASE("NUL bytes and broken UTF-8 are counted, files that are no calendar are empty",
          "[app][icalendar]") {
    const CalendarComponent entry =
        entry_of("SUMMARY:Åäö\r\nLOCATION:a\xFF\r\nDESCRIPTION:\0\r\n"s);
    CHECK(entry.damaged_lines == 2);
    CHECK(entry.item.location == "a\xEF\xBF\xBD");
    CHECK(entry.item.description.empty());
    CHECK(entries_of("").empty());
    CHECK(entries_of(std::string(100'000, '\0')).empty());
    CHECK(entries_of("a,b\nc,d\n").empty());
}

TEST_CASE("any bytes are read as a calendar to the end of the file", "[app][icalendar][property]") {
    test::for_all([](const std::string& bytes) {
        TextSource source("BEGIN:VEVENT\nSUMMARY:" + bytes + "\nEND:VEVENT\n");
        CalendarReader reader(source);
        CalendarComponent entry;
        Result<bool> more = reader.next(entry);
        for (; more.has_value() && *more; more = reader.next(entry))
            RC_ASSERT(is_utf8(entry.item.summary));
        RC_ASSERT(more.has_value());
    });
}
