#include "icalendar.h"

#include <utility>

#include "content_text.h"
#include "icalendar_properties.h"

namespace holdfast {
namespace {

constexpr std::string_view kEvent = "VEVENT";
constexpr std::string_view kToDo = "VTODO";
constexpr std::string_view kZone = "VTIMEZONE";
constexpr std::string_view kCalendar = "VCALENDAR";
constexpr std::string_view kUnwanted[] = {"ATTACH", "IMAGE"};

/// BEGIN:VTIMEZONE is taken; so are its lines up to its end.
Result<bool> read_zone_lines(ContentLineReader& lines, ContentLine& line, CalendarZones& zones) {
    zones.add(line);
    while (TRY(lines.next(line))) {
        const bool lost = line.is_mark("BEGIN", kEvent) || line.is_mark("BEGIN", kToDo) ||
                          line.is_mark("END", kCalendar);
        if (lost) return true;
        zones.add(line);
        if (line.is_mark("END", kZone)) return false;
    }
    return false;
}

}  // namespace

CalendarReader::CalendarReader(ByteSource& source) : source_(&source), lines_(source, kUnwanted) {}

Result<bool> CalendarReader::take_line() {
    if (std::exchange(line_waits_, false)) return true;
    return lines_.next(line_);
}

Status CalendarReader::read_zone() {
    line_waits_ = TRY(read_zone_lines(lines_, line_, zones_));
    return {};
}

Result<bool> CalendarReader::find_item() {
    while (TRY(take_line())) {
        if (line_.is_mark("BEGIN", kEvent) || line_.is_mark("BEGIN", kToDo)) return true;
        if (line_.is_mark("BEGIN", kZone)) TRY(read_zone());
        if (line_.is_mark("BEGIN", kCalendar)) method_.clear();
        if (line_.name == "METHOD") method_ = upper_ascii(excerpt_of(stripped(line_.value)));
    }
    return false;
}

/// Lines where an item must have ended, even when it does not say so.
bool CalendarReader::is_border() const {
    for (const std::string_view component : {kEvent, kToDo, kZone})
        if (line_.is_mark("BEGIN", component)) return true;
    return line_.is_mark("END", kEvent) || line_.is_mark("END", kToDo) ||
           line_.is_mark("END", kCalendar);
}

/// An alarm within an item.
Status CalendarReader::pass_component() {
    const std::string name(stripped(line_.value));
    while (TRY(take_line())) {
        if (line_.is_mark("END", name)) return {};
        line_waits_ = is_border();
        if (line_waits_) return {};
    }
    return {};
}

/// The next line of the item itself.
Result<bool> CalendarReader::take_own_line() {
    while (TRY(take_line())) {
        if (line_.name != "BEGIN" || is_border()) return true;
        TRY(pass_component());
    }
    return false;
}

Status CalendarReader::read_item(CalendarComponent& entry) {
    const std::string_view component = entry.item.kind == CalendarKind::Event ? kEvent : kToDo;
    entry.problem = CalendarProblem::NoEnd;
    std::size_t bytes = 0;
    bool over = false;
    while (TRY(take_own_line())) {
        if (line_.is_mark("END", component)) {
            entry.problem = over ? CalendarProblem::TooLarge : CalendarProblem::None;
            return {};
        }
        line_waits_ = is_border();
        if (line_waits_) return {};
        bytes += line_.bytes;
        over = bytes > kCalendarItemBytesMax;
        if (!over) add_calendar_line(entry, line_);
    }
    return {};
}

/// Zones may stand behind the items that use them.
Status CalendarReader::find_zones() {
    searched_ = true;
    ContentLineReader lines(*source_, kUnwanted);
    ContentLine line;
    while (TRY(lines.next(line)))
        if (line.is_mark("BEGIN", kZone)) TRY(read_zone_lines(lines, line, zones_));
    return {};
}

Status CalendarReader::resolve(CalendarComponent& entry, std::string_view property,
                               CalendarTime& time) {
    if (time.clock != CalendarClock::Zoned) return {};
    time.utc_ms = zones_.utc_ms(time.zone, time.local_ms);
    if (!time.utc_ms && !searched_) {
        TRY(find_zones());
        time.utc_ms = zones_.utc_ms(time.zone, time.local_ms);
    }
    if (!time.utc_ms)
        add_calendar_issue(entry, CalendarIssueKind::UnknownZone, property, time.zone);
    return {};
}

Result<bool> CalendarReader::next(CalendarComponent& entry) {
    if (!TRY(find_item())) return false;
    entry = CalendarComponent{};
    entry.line = line_.line;
    CalendarItem& item = entry.item;
    item.kind = line_.is_mark("BEGIN", kEvent) ? CalendarKind::Event : CalendarKind::ToDo;
    TRY(read_item(entry));
    TRY(resolve(entry, "DTSTART", item.start));
    TRY(resolve(entry, item.kind == CalendarKind::Event ? "DTEND" : "DUE", item.end));
    TRY(resolve(entry, "COMPLETED", item.completed));
    TRY(resolve(entry, "RECURRENCE-ID", item.recurrence_id));
    return true;
}

}  // namespace holdfast
