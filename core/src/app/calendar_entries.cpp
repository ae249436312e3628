#include "calendar_entries.h"

#include <algorithm>

#include "local_time.h"
#include "presentation.h"

namespace holdfast {
namespace {

constexpr std::int64_t kMsPerMinute = 60'000;
constexpr std::int64_t kMsPerDay = 86'400'000;

std::string clock(int minutes) {
    return two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
}

}  // namespace

bool holds_hours(const FieldDef& field) {
    return field.type == FieldType::DateTime;
}

bool comes_before(const CalendarEntry& left, const CalendarEntry& right) {
    if (left.first_day != right.first_day) return left.first_day < right.first_day;
    if (left.all_day != right.all_day) return left.all_day;
    if (left.first_minute != right.first_minute) return left.first_minute < right.first_minute;
    return left.id < right.id;
}

CalendarFields::CalendarFields(const EntityDef& module, int zone_minutes)
    : entity(&module),
      start(module.find_field(module.calendar.start)),
      end(module.find_field(module.calendar.end)),
      colour(module.find_field(module.calendar.colour)),
      zone(zone_minutes) {
    HOLDFAST_ASSERT(start != nullptr);
    if (colour == nullptr) colour = module.find_field(module.state_field);
}

const Value& CalendarFields::value_of(const Record& record, const FieldDef& field) const {
    return record.values[entity->index_of(field.id)];
}

Value CalendarFields::begin_of(const FieldDef& field, std::int64_t of_day) const {
    if (!holds_hours(field)) return Value(of_day);
    return Value(of_day * kMsPerDay - zone * kMsPerMinute);
}

Value CalendarFields::shifted(const FieldDef& field, const Value& value,
                              const CalendarShift& by) const {
    const std::int64_t present = integer_or(value, 0);
    if (!holds_hours(field)) return Value(present + by.days);
    return Value(present + by.days * kMsPerDay + by.minutes * kMsPerMinute);
}

std::optional<CalendarEntry> CalendarFields::place(const Record& record) const {
    const Value& begins = value_of(record, *start);
    if (is_null(begins)) return std::nullopt;
    CalendarEntry entry;
    entry.id = record.id;
    entry.all_day = !holds_hours(*start);
    set_start(entry, integer_or(begins, 0));
    set_end(entry, end == nullptr ? Value() : value_of(record, *end));
    if (!entry.all_day)
        entry.time = clock(entry.first_minute) + "\xE2\x80\x93" + clock(entry.last_minute);
    if (colour != nullptr) entry.tone = tone_of(*entity, *colour, value_of(record, *colour));
    return entry;
}

void CalendarFields::set_start(CalendarEntry& entry, std::int64_t begins) const {
    if (entry.all_day) {
        entry.first_day = begins;
        return;
    }
    const LocalTime local = local_time(begins, zone);
    entry.first_day = local.days;
    entry.first_minute = static_cast<int>(local.minutes);
}

// A missing end, or one before the start, gives the shortest that can be seen.
void CalendarFields::set_end(CalendarEntry& entry, const Value& ends) const {
    entry.last_day = entry.first_day;
    entry.last_minute = std::min(entry.first_minute + kMinutesShown, kMinutesPerDay);
    if (is_null(ends)) return;
    const std::int64_t value = integer_or(ends, 0);
    if (!holds_hours(*end) || entry.all_day) {
        const std::int64_t last = holds_hours(*end) ? local_time(value - 1, zone).days : value;
        entry.last_day = std::max(last, entry.first_day);
        if (!entry.all_day && entry.last_day > entry.first_day) entry.last_minute = kMinutesPerDay;
        return;
    }
    const LocalTime local = local_time(value, zone);
    const bool after = local.days > entry.first_day ||
                       (local.days == entry.first_day && local.minutes > entry.first_minute);
    if (!after) return;
    entry.last_day = local.days;
    entry.last_minute = static_cast<int>(local.minutes);
    if (entry.last_minute > 0) return;
    // Until midnight is until the end of the day before.
    --entry.last_day;
    entry.last_minute = kMinutesPerDay;
}

}  // namespace holdfast
