// CalendarView: a module's dated records by month, week, day, or as an agenda. Headless.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/app/list_view.h"
#include "core/app/undo.h"
#include "core/store.h"
#include "core/strings.h"

namespace holdfast {

enum class CalendarMode : std::uint8_t { Month, Week, Day, Agenda };
inline constexpr std::size_t kCalendarEntriesMax = 5'000;
inline constexpr std::size_t kUndatedShownMax = 20;
inline constexpr int kMinutesPerDay = 24 * 60;

/// One record. Days are since 1970-01-01 and minutes of the day, both where the person is.
struct CalendarEntry {
    RecordId id;
    std::string title;
    std::string time;  ///< "09:00–10:30"; empty when it takes whole days.
    std::int64_t first_day = 0;
    std::int64_t last_day = 0;  ///< Included.
    int first_minute = 0;       ///< Of first_day.
    int last_minute = 0;        ///< Of last_day, not included.
    bool all_day = false;
    Tone tone = Tone::Neutral;
    RowMark mark = RowMark::None;
};
/// An entry in one day's column: overlapping ones stand side by side.
struct CalendarPlace {
    std::size_t entry = 0;  ///< Position in entries().
    int first_minute = 0;   ///< Of this day, cut at its ends.
    int last_minute = 0;
    int lane = 0;
    int lanes = 1;  ///< Of the group of overlapping ones.
};
/// By how much a record is put off.
struct CalendarShift {
    std::int64_t days = 0;
    int minutes = 0;  ///< Without meaning for fields that hold days.
};

/// Reads what begins in the shown range, and what reaches into it. Everything blocks on disk
/// shortly; failures show up in error(). The store must outlive it.
class CalendarView {
public:
    /// Whether the module says where its records stand in a calendar.
    [[nodiscard]] static bool fits(const EntityDef& entity);
    /// 0 Sunday, 1 Monday: the day a week begins with where the language is spoken.
    [[nodiscard]] static int first_weekday(Language language);

    /// Shows the month of today. The module must fit.
    CalendarView(Store& store, EntityId entity, const Strings& strings, int zone_offset_minutes);
    CalendarView(CalendarView&&) noexcept;
    CalendarView& operator=(CalendarView&&) noexcept;
    ~CalendarView();

    [[nodiscard]] const EntityDef& entity() const;
    [[nodiscard]] CalendarMode mode() const;
    void set_mode(CalendarMode mode);
    [[nodiscard]] std::int64_t day() const;  ///< The day around which is shown.
    void set_day(std::int64_t day);
    /// To the next (1) or the previous (-1) month, week or day.
    void step(int direction);
    [[nodiscard]] std::int64_t today() const;

    /// "November 2026", "16 Nov 2026 – 22 Nov 2026".
    [[nodiscard]] std::string title() const;
    [[nodiscard]] std::int64_t first_day() const;  ///< Of the shown range.
    [[nodiscard]] int day_count() const;           ///< Month: whole weeks. Agenda: 30.
    [[nodiscard]] bool in_month(std::int64_t day) const;
    /// 1 to 31.
    [[nodiscard]] static int day_of_month(std::int64_t day);
    [[nodiscard]] std::string_view weekday_label(std::int64_t day) const;  ///< "Mon"
    [[nodiscard]] std::string day_label(std::int64_t day) const;  ///< "Monday, 16 Nov 2026"

    /// By day, whole days first, then by minute.
    [[nodiscard]] const std::vector<CalendarEntry>& entries();
    [[nodiscard]] bool complete();  ///< False: more than kCalendarEntriesMax stand in the range.
    /// Positions in entries() of what touches the day, in their order.
    [[nodiscard]] std::vector<std::size_t> entries_on(std::int64_t day);
    /// What has hours on the day, laid side by side where it overlaps.
    [[nodiscard]] std::vector<CalendarPlace> places_on(std::int64_t day);
    /// Whether the module's records have hours at all.
    [[nodiscard]] bool has_hours() const;
    /// Records without a start, the first kUndatedShownMax by the list's order.
    [[nodiscard]] const std::vector<ListRow>& undated();
    [[nodiscard]] std::int64_t undated_count();

    /// Whether people may change when records begin, and when they end.
    [[nodiscard]] bool movable() const;
    [[nodiscard]] bool resizable() const;
    /// Start and end by as much, in one transaction. NotFound when the record is not here.
    [[nodiscard]] Result<CommitWithUndo> move(const RecordId& id, const CalendarShift& shift);
    /// The end alone; an end before the start becomes the start.
    [[nodiscard]] Result<CommitWithUndo> resize(const RecordId& id, const CalendarShift& shift);
    /// Gives a record that has no start one: the day, at nine where it has hours.
    [[nodiscard]] Result<CommitWithUndo> place(const RecordId& id, std::int64_t day);

    [[nodiscard]] const std::string& search() const;
    void set_search(std::string text);
    void set_filters(std::vector<FieldFilter> filters);
    /// A tree of conditions that must hold as well.
    void set_filter(FilterNode filter);
    void set_strings(const Strings& strings);
    void set_zone_offset_minutes(int minutes);
    [[nodiscard]] const Error* error() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
