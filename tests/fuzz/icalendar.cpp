// Calendars of strangers: every item is bounded, and what is written of it is read back unchanged.
#include "app/icalendar.h"

#include "base/utf8.h"
#include "core/app/sources.h"
#include "fuzz/target.h"

namespace holdfast::test {
namespace {

std::string write(const CalendarItem& item) {
    std::string text;
    append_calendar_beginning(text, "-//Holdfast//Fuzz//EN");
    if (!append_calendar_item(text, item, 0)) return {};
    append_calendar_end(text);
    return text;
}

void expect_same_again(const CalendarItem& item) {
    const std::string written = write(item);
    if (written.empty()) return;
    TextSource source(written);
    CalendarReader reader(source);
    CalendarComponent copy;
    const Result<bool> found = reader.next(copy);
    HOLDFAST_ASSERT(found && *found && copy.problem == CalendarProblem::None);
    HOLDFAST_ASSERT(copy.damaged_lines == 0 && copy.unknown_properties == 0 && copy.issues.empty());
    HOLDFAST_ASSERT(write(copy.item) == written);
}

}  // namespace

std::vector<Bytes> seeds() {
    std::vector<Bytes> made;
    for (const std::string_view text :
         {"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:Z\r\nBEGIN:DAYLIGHT\r\n"
          "DTSTART:19700329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
          "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20301231T000000Z\r\nEND:DAYLIGHT\r\n"
          "BEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
          "RRULE:FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=25,26,27;BYDAY=SU\r\nRDATE:19711025T030000\r\n"
          "END:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Z:20261122T130000"
          "\r\nDURATION:P1DT2H\r\nSUMMARY:A\\, b\r\nATTENDEE;CN=\"A, "
          "B\";PARTSTAT=ACCEPTED:mailto:a@b."
          "example\r\nRRULE:FREQ=DAILY\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:"
          "VEVENT"
          "\r\nEND:VCALENDAR\r\n",
          "BEGIN:VTODO\nUID:2\nDUE;VALUE=DATE:20261224\nCOMPLETED:20261223T120000Z\nPRIORITY:1\n"
          "PERCENT-COMPLETE:50\nSTATUS:IN-PROCESS\nCATEGORIES:a,b\nEND:VTODO\n"})
        made.emplace_back(text.begin(), text.end());
    return made;
}

void feed(std::span<const std::uint8_t> bytes) {
    TextSource source(std::string(bytes.begin(), bytes.end()));
    CalendarReader reader(source);
    CalendarComponent entry;
    Result<bool> more = reader.next(entry);
    std::size_t entries = 0;
    for (; more && *more; more = reader.next(entry)) {
        HOLDFAST_ASSERT(++entries <= bytes.size());
        HOLDFAST_ASSERT(entry.issues.size() <= kCalendarIssuesMax);
        HOLDFAST_ASSERT(is_utf8(entry.item.summary) && is_utf8(entry.item.description));
        expect_same_again(entry.item);
    }
    HOLDFAST_ASSERT(more.has_value());
}

}  // namespace holdfast::test
