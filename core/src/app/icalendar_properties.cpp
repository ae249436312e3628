#include "icalendar_properties.h"

#include <algorithm>

#include "content_text.h"

namespace holdfast {
namespace {

struct TextProperty {
    std::string_view name;
    std::string CalendarItem::*text;
};
constexpr TextProperty kTextProperties[] = {
    {"UID", &CalendarItem::uid},
    {"SUMMARY", &CalendarItem::summary},
    {"DESCRIPTION", &CalendarItem::description},
    {"LOCATION", &CalendarItem::location},
};
/// Values without backslash sequences.
constexpr TextProperty kPlainProperties[] = {
    {"STATUS", &CalendarItem::status},
    {"RRULE", &CalendarItem::recurrence},
    {"URL", &CalendarItem::url},
};

struct TimeProperty {
    std::string_view name;
    CalendarTime CalendarItem::*time;
};
constexpr TimeProperty kTimeProperties[] = {
    {"DTSTART", &CalendarItem::start},
    {"DTEND", &CalendarItem::end},
    {"DUE", &CalendarItem::end},
    {"COMPLETED", &CalendarItem::completed},
    {"RECURRENCE-ID", &CalendarItem::recurrence_id},
};

/// Properties about the file and its versions.
constexpr std::string_view kAboutTheFile[] = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE",
                                              "END"};

std::string text_of(std::string_view value) {
    return std::string(stripped(unescaped(value, ContentEscapes::Modern)));
}

bool add_text(CalendarItem& item, const ContentLine& line) {
    for (const TextProperty& property : kTextProperties) {
        if (property.name != line.name) continue;
        std::string& text = item.*property.text;
        if (text.empty()) text = text_of(line.value);
        return true;
    }
    for (const TextProperty& property : kPlainProperties) {
        if (property.name != line.name) continue;
        std::string& text = item.*property.text;
        if (text.empty()) text = stripped(line.value);
        if (line.name == "STATUS") text = upper_ascii(text);
        return true;
    }
    return false;
}

bool add_time(CalendarComponent& entry, const ContentLine& line) {
    const auto* property =
        std::find_if(std::begin(kTimeProperties), std::end(kTimeProperties),
                     [&](const TimeProperty& each) { return each.name == line.name; });
    if (property == std::end(kTimeProperties)) return false;
    auto time = parse_calendar_time(line.value);
    const bool wants_date = is_same_word(line.parameter("VALUE"), "DATE");
    if (!time) {
        add_calendar_issue(entry, CalendarIssueKind::BadTime, line.name, line.value);
        return true;
    }
    if (wants_date && time->clock != CalendarClock::Date) {
        add_calendar_issue(entry, CalendarIssueKind::BadTime, line.name, line.value);
        return true;
    }
    const std::string_view zone = stripped(line.parameter("TZID"));
    if (time->clock == CalendarClock::Floating && !zone.empty()) {
        time->clock = CalendarClock::Zoned;
        time->zone = zone;
    }
    CalendarTime& known = entry.item.*property->time;
    if (known.clock == CalendarClock::None) known = *std::move(time);
    return true;
}

/// Some servers put their own address into the value and the mail into a parameter.
std::string mail_of(const ContentLine& line) {
    const std::string_view value = stripped(line.value);
    const std::string_view mail = without_prefix(value, "mailto:");
    if (mail.size() < value.size()) return std::string(stripped(mail));
    const std::string_view parameter = stripped(line.parameter("EMAIL"));
    if (!parameter.empty()) return std::string(without_prefix(parameter, "mailto:"));
    const bool plain =
        mail.find('@') != std::string_view::npos && mail.find(':') == std::string_view::npos;
    return std::string(plain ? mail : std::string_view());
}

CalendarPerson person_of(const ContentLine& line) {
    CalendarPerson person;
    person.mail = mail_of(line);
    person.name = stripped(line.parameter("CN"));
    person.status = upper_ascii(stripped(line.parameter("PARTSTAT")));
    return person;
}

bool add_person(CalendarComponent& entry, const ContentLine& line) {
    if (line.name == "ORGANIZER") {
        if (entry.item.organizer == CalendarPerson{}) entry.item.organizer = person_of(line);
        return true;
    }
    if (line.name != "ATTENDEE") return false;
    CalendarPerson person = person_of(line);
    if (person.mail.empty() && person.name.empty()) return true;
    if (entry.item.attendees.size() == kCalendarAttendeesMax)
        add_calendar_issue(entry, CalendarIssueKind::TooMany, line.name, person.mail);
    else
        entry.item.attendees.push_back(std::move(person));
    return true;
}

bool add_number(CalendarComponent& entry, const ContentLine& line) {
    const bool priority = line.name == "PRIORITY";
    if (!priority && line.name != "PERCENT-COMPLETE") return false;
    const auto number = number_of_digits(stripped(line.value));
    if (!number || *number > (priority ? 9 : 100))
        add_calendar_issue(entry, CalendarIssueKind::BadNumber, line.name, line.value);
    else
        (priority ? entry.item.priority : entry.item.percent_complete) = *number;
    return true;
}

bool add_duration(CalendarComponent& entry, const ContentLine& line) {
    if (line.name != "DURATION") return false;
    const auto seconds = parse_calendar_duration(line.value);
    if (seconds)
        entry.item.duration_s = *seconds;
    else
        add_calendar_issue(entry, CalendarIssueKind::BadDuration, line.name, line.value);
    return true;
}

bool add_categories(CalendarComponent& entry, const ContentLine& line) {
    if (line.name != "CATEGORIES") return false;
    auto& categories = entry.item.categories;
    for (const std::string_view piece :
         split_escaped(line.value, ',', kCalendarCategoriesMax + 1)) {
        std::string text = text_of(piece);
        if (text.empty()) continue;
        if (categories.size() == kCalendarCategoriesMax)
            add_calendar_issue(entry, CalendarIssueKind::TooMany, line.name, text);
        else
            categories.push_back(std::move(text));
    }
    return true;
}

}  // namespace

void add_calendar_issue(CalendarComponent& entry, CalendarIssueKind kind, std::string_view property,
                        std::string_view text) {
    if (entry.issues.size() == kCalendarIssuesMax) return;
    entry.issues.push_back({kind, std::string(property), excerpt_of(text)});
}

void add_calendar_line(CalendarComponent& entry, const ContentLine& line) {
    const bool damaged =
        line.state != ContentLineState::Whole && line.state != ContentLineState::PassedOver;
    if (damaged) ++entry.damaged_lines;
    if (damaged && line.state != ContentLineState::Unreadable) return;
    const bool known =
        line.state != ContentLineState::PassedOver &&
        (add_text(entry.item, line) || add_time(entry, line) || add_person(entry, line) ||
         add_number(entry, line) || add_duration(entry, line) || add_categories(entry, line) ||
         std::find(std::begin(kAboutTheFile), std::end(kAboutTheFile), line.name) !=
             std::end(kAboutTheFile));
    if (!known) ++entry.unknown_properties;
}

}  // namespace holdfast
