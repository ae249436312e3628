#include <algorithm>

#include "content_text.h"
#include "icalendar.h"

namespace holdfast {
namespace {

constexpr std::string_view kEventStates[] = {"TENTATIVE", "CONFIRMED", "CANCELLED"};
constexpr std::string_view kToDoStates[] = {"NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"};

void append_text(std::string& out, std::string_view name, std::string_view text) {
    if (text.empty()) return;
    std::string line(name);
    line += ':';
    append_escaped(line, text);
    append_folded_line(out, line);
}

void append_plain(std::string& out, std::string_view name, std::string_view value) {
    append_folded_line(out, std::string(name).append(":").append(value));
}

void append_time(std::string& out, std::string_view name, const CalendarTime& time) {
    switch (time.clock) {
        case CalendarClock::None:
            return;
        case CalendarClock::Date:
            return append_plain(out, std::string(name) + ";VALUE=DATE",
                                calendar_date_text(time.local_ms));
        case CalendarClock::Utc:
            return append_plain(out, name, calendar_time_text(time.local_ms) + 'Z');
        case CalendarClock::Zoned:
            if (time.utc_ms) return append_plain(out, name, calendar_time_text(*time.utc_ms) + 'Z');
            break;
        case CalendarClock::Floating:
            break;
    }
    append_plain(out, name, calendar_time_text(time.local_ms));
}

bool is_word(std::string_view text, std::string_view more) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char character) {
        return (character >= 'A' && character <= 'Z') || (character >= '0' && character <= '9') ||
               more.find(character) != std::string_view::npos;
    });
}

void append_person(std::string& out, std::string_view name, const CalendarPerson& person) {
    if (person.mail.empty()) return;
    std::string line(name);
    if (!person.name.empty()) {
        line += ";CN=";
        append_parameter(line, person.name);
    }
    if (is_word(person.status, "-")) line += ";PARTSTAT=" + person.status;
    line += ":mailto:";
    append_uri(line, person.mail);
    append_folded_line(out, line);
}

void append_categories(std::string& out, const std::vector<std::string>& categories) {
    if (categories.empty()) return;
    std::string line = "CATEGORIES";
    for (const std::string& category : categories) {
        line += &category == categories.data() ? ':' : ',';
        append_escaped(line, category);
    }
    append_folded_line(out, line);
}

bool is_known_status(const CalendarItem& item) {
    const auto has = [&](const auto& states) {
        return std::find(std::begin(states), std::end(states), item.status) != std::end(states);
    };
    return item.kind == CalendarKind::Event ? has(kEventStates) : has(kToDoStates);
}

bool is_writable(const CalendarTime& time) {
    return time.clock == CalendarClock::None ||
           (is_calendar_time(time.local_ms) && (!time.utc_ms || is_calendar_time(*time.utc_ms)));
}

bool are_same_kind(const CalendarTime& start, const CalendarTime& end) {
    if (start.clock == CalendarClock::None || end.clock == CalendarClock::None) return true;
    return (start.clock == CalendarClock::Date) == (end.clock == CalendarClock::Date);
}

bool is_valid(const CalendarItem& item) {
    const bool event = item.kind == CalendarKind::Event;
    const bool in_calendar = is_writable(item.start) && is_writable(item.end) &&
                             is_writable(item.completed) && is_writable(item.recurrence_id);
    const std::int32_t priority = item.priority.value_or(0);
    const std::int32_t percent = item.percent_complete.value_or(0);
    return !item.uid.empty() && (!event || item.start.clock != CalendarClock::None) &&
           in_calendar && are_same_kind(item.start, item.end) && priority >= 0 && priority <= 9 &&
           percent >= 0 && percent <= 100;
}

void append_times(std::string& out, const CalendarItem& item) {
    const bool event = item.kind == CalendarKind::Event;
    const bool has_start = item.start.clock != CalendarClock::None;
    const bool has_end = item.end.clock != CalendarClock::None;
    append_time(out, "RECURRENCE-ID", item.recurrence_id);
    append_time(out, "DTSTART", item.start);
    append_time(out, event ? "DTEND" : "DUE", item.end);
    // A length stands instead of an end, and a to-do needs a start for it.
    if (item.duration_s && !has_end && has_start)
        append_plain(out, "DURATION", calendar_duration_text(*item.duration_s));
    const bool completed = item.completed.utc_ms.has_value();
    if (completed && !event)
        append_plain(out, "COMPLETED", calendar_time_text(*item.completed.utc_ms) + 'Z');
}

}  // namespace

void append_calendar_beginning(std::string& out, std::string_view product_id) {
    out += "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n";
    append_text(out, "PRODID", product_id);
    out += "CALSCALE:GREGORIAN\r\n";
}

Status append_calendar_item(std::string& out, const CalendarItem& item, std::int64_t stamp_ms) {
    if (!is_valid(item) || !is_calendar_time(stamp_ms))
        return fail(ErrorCode::BadInput, "icalendar.append_item");
    const bool event = item.kind == CalendarKind::Event;
    append_plain(out, "BEGIN", event ? "VEVENT" : "VTODO");
    append_text(out, "UID", item.uid);
    append_plain(out, "DTSTAMP", calendar_time_text(stamp_ms) + 'Z');
    append_times(out, item);
    if (is_word(item.recurrence, "=;,+-")) append_plain(out, "RRULE", item.recurrence);
    append_text(out, "SUMMARY", item.summary);
    append_text(out, "DESCRIPTION", item.description);
    append_text(out, "LOCATION", item.location);
    if (is_known_status(item)) append_plain(out, "STATUS", item.status);
    if (!item.url.empty()) {
        std::string line = "URL:";
        append_uri(line, item.url);
        append_folded_line(out, line);
    }
    append_person(out, "ORGANIZER", item.organizer);
    for (const CalendarPerson& attendee : item.attendees) append_person(out, "ATTENDEE", attendee);
    append_categories(out, item.categories);
    if (item.priority) append_plain(out, "PRIORITY", std::to_string(*item.priority));
    if (item.percent_complete && !event)
        append_plain(out, "PERCENT-COMPLETE", std::to_string(*item.percent_complete));
    append_plain(out, "END", event ? "VEVENT" : "VTODO");
    return {};
}

void append_calendar_end(std::string& out) {
    out += "END:VCALENDAR\r\n";
}

}  // namespace holdfast
