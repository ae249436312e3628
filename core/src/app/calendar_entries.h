// CalendarEntries: stored records as what stands in a calendar. Private to core/src/app.
#pragma once

#include "core/app/calendar_view.h"

namespace holdfast {

/// The fields that place a module's records, and where the person is.
struct CalendarFields {
    CalendarFields(const EntityDef& module, int zone_minutes);

    [[nodiscard]] const Value& value_of(const Record& record, const FieldDef& field) const;
    /// The moment a day begins, as the field counts.
    [[nodiscard]] Value begin_of(const FieldDef& field, std::int64_t day) const;
    [[nodiscard]] Value shifted(const FieldDef& field, const Value& value,
                                const CalendarShift& by) const;
    /// Place, hours and colour; not the title. Nothing when the record has no start.
    [[nodiscard]] std::optional<CalendarEntry> place(const Record& record) const;

    const EntityDef* entity;
    const FieldDef* start;
    const FieldDef* end;     ///< Null: records have none.
    const FieldDef* colour;  ///< Null: all look the same.
    int zone;

private:
    void set_start(CalendarEntry& entry, std::int64_t begins) const;
    void set_end(CalendarEntry& entry, const Value& ends) const;
};

[[nodiscard]] bool holds_hours(const FieldDef& field);
/// By day, whole days first, then by minute.
[[nodiscard]] bool comes_before(const CalendarEntry& left, const CalendarEntry& right);

/// How long something without an end is shown, in minutes.
inline constexpr int kMinutesShown = 60;

}  // namespace holdfast
