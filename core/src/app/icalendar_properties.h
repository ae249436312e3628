// IcalendarProperties: one line of an event or to-do after the other becomes an item. Private to
// core/src/app.
#pragma once

#include "icalendar.h"

namespace holdfast {

/// Adds what `line` says to the entry. Zones of times stay to be resolved.
void add_calendar_line(CalendarComponent& entry, const ContentLine& line);

void add_calendar_issue(CalendarComponent& entry, CalendarIssueKind kind, std::string_view property,
                        std::string_view text);

}  // namespace holdfast
