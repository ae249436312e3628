// Icalendar: events and to-dos in iCalendar files, read one at a time and written. Private to
// core/src/app.
//
// RFC 5545. Times of a zone are turned into UTC by the VTIMEZONE of the same file, wherever it
// stands in it; there is no other table of zones. Alarms, journals and free times are passed over.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content_lines.h"
#include "core/app/byte_source.h"
#include "icalendar_time.h"
#include "icalendar_zone.h"

namespace holdfast {

/// Unfolded bytes of one event without attachments; the rest of a larger one is read past.
inline constexpr std::size_t kCalendarItemBytesMax = 1 << 20;
inline constexpr std::size_t kCalendarAttendeesMax = 500;
inline constexpr std::size_t kCalendarCategoriesMax = 100;
inline constexpr std::size_t kCalendarIssuesMax = 20;

enum class CalendarKind : std::uint8_t { Event, ToDo };

struct CalendarPerson {
    std::string mail;    ///< Without "mailto:"; may be empty.
    std::string name;    ///< CN
    std::string status;  ///< PARTSTAT, upper case: "ACCEPTED", "NEEDS-ACTION", ...
    bool operator==(const CalendarPerson&) const = default;
};

/// One VEVENT or VTODO. Texts are UTF-8 with "\n" as line end; what is not said is empty.
struct CalendarItem {
    CalendarKind kind = CalendarKind::Event;
    std::string uid;
    std::string summary;
    std::string description;
    std::string location;
    std::string status;      ///< Upper case: "CONFIRMED", "IN-PROCESS", ...
    std::string recurrence;  ///< The text of RRULE.
    std::string url;
    CalendarTime start;
    CalendarTime end;  ///< DTEND (of whole days: the day behind the last one) or DUE.
    CalendarTime completed;
    CalendarTime recurrence_id;              ///< Which one of a series this item replaces.
    std::optional<std::int64_t> duration_s;  ///< Instead of `end`.
    CalendarPerson organizer;
    std::vector<CalendarPerson> attendees;
    std::vector<std::string> categories;
    std::optional<std::int32_t> priority;          ///< 1 (highest) to 9; 0 = undefined.
    std::optional<std::int32_t> percent_complete;  ///< 0 to 100.
    bool operator==(const CalendarItem&) const = default;
};

enum class CalendarIssueKind : std::uint8_t {
    UnknownZone,  ///< A zone that the file does not define; the local time is there, UTC is not.
    BadTime,
    BadDuration,
    BadNumber,
    TooMany,  ///< More attendees or categories than are kept.
};

struct CalendarIssue {
    CalendarIssueKind kind = CalendarIssueKind::BadTime;
    std::string property;  ///< "DTSTART"
    std::string text;      ///< Name of the zone or beginning of the value, at most 120 bytes.
    bool operator==(const CalendarIssue&) const = default;
};

enum class CalendarProblem : std::uint8_t {
    None,
    NoEnd,     ///< The file ends or another item begins first; the last line may be cut off.
    TooLarge,  ///< More than kCalendarItemBytesMax; what came later is missing.
};

struct CalendarComponent {
    std::int64_t line = 0;  ///< 1-based line of the file where it begins.
    CalendarItem item;
    CalendarProblem problem = CalendarProblem::None;
    std::vector<CalendarIssue> issues;    ///< At most kCalendarIssuesMax.
    std::int32_t unknown_properties = 0;  ///< Lines that CalendarItem has no place for.
    std::int32_t damaged_lines = 0;       ///< Unreadable or binary, not lines, longer than 1 MB.
};

/// Items of a source in bounded memory, whatever its bytes are.
class CalendarReader {
public:
    /// `source` must outlive the reader.
    explicit CalendarReader(ByteSource& source);
    /// False at the end of the file. Fails only when the source does. The first time that a zone
    /// is not known yet, the whole file is searched for it.
    [[nodiscard]] Result<bool> next(CalendarComponent& entry);
    [[nodiscard]] std::int64_t bytes_done() const { return lines_.bytes_done(); }
    /// METHOD of the calendar read last, upper case: "PUBLISH", "REQUEST", "CANCEL" or empty.
    [[nodiscard]] const std::string& method() const { return method_; }

private:
    [[nodiscard]] Result<bool> take_line();
    [[nodiscard]] Result<bool> take_own_line();
    [[nodiscard]] Result<bool> find_item();
    [[nodiscard]] Status read_zone();
    [[nodiscard]] Status read_item(CalendarComponent& entry);
    [[nodiscard]] Status pass_component();
    [[nodiscard]] Status find_zones();
    [[nodiscard]] Status resolve(CalendarComponent& entry, std::string_view property,
                                 CalendarTime& time);
    [[nodiscard]] bool is_border() const;

    ByteSource* source_;
    ContentLineReader lines_;
    ContentLine line_;
    CalendarZones zones_;
    std::string method_;
    bool line_waits_ = false;
    bool searched_ = false;
};

/// Begins a calendar; `product_id` names the program ("-//Holdfast//EN").
void append_calendar_beginning(std::string& out, std::string_view product_id);
/// Appends one item with CRLF; `stamp_ms`: now, in ms UTC. A Zoned time is written in UTC when it
/// is known, else as a floating one. Unknown words in `status` and a `recurrence` that is none are
/// left out. Fails with BadInput when it would not be valid: no uid, an event without start, an
/// end of another kind (day or time) than the start, years beyond 1 to 9999, numbers out of range.
[[nodiscard]] Status append_calendar_item(std::string& out, const CalendarItem& item,
                                          std::int64_t stamp_ms);
void append_calendar_end(std::string& out);

}  // namespace holdfast
