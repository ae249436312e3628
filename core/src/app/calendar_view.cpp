#include "core/app/calendar_view.h"

#include <algorithm>
#include <set>

#include "calendar_entries.h"
#include "calendar_range.h"
#include "core/policy.h"
#include "core/query.h"
#include "core/record_source.h"
#include "locale.h"
#include "presentation.h"
#include "shown_fields.h"

namespace holdfast {
namespace {

constexpr int kMinutesLeast = 15;
constexpr int kMorning = 9 * 60;
constexpr std::int64_t kDaysReachingMax = 31;

/// By people, and by this one.
bool is_written_here(Store& store, const EntityDef& entity, const FieldDef* field) {
    if (field == nullptr || field->access == Access::ReadOnly || field->merge == MergeKind::Server)
        return false;
    const Result<Policy> policy = store.policy();
    return policy && policy->can(entity.id, Action::Edit) &&
           policy->field_access(entity.id, field->id) == FieldAccess::Write;
}

}  // namespace

struct CalendarView::Impl {
    Impl(Store& owner, EntityId entity_id, const Strings& words, int zone_minutes)
        : store(&owner),
          entity(owner.registry().find(entity_id)),
          strings(words),
          titles(owner, words),
          fields(*entity, zone_minutes),
          start(fields.start),
          end(fields.end) {
        query.entity = entity_id;
        query.zone_offset_minutes = zone_minutes;
        day = today();
        leave_out_hidden();
    }

    [[nodiscard]] bool shows(FieldId field) const { return shows_field(*store, *entity, field); }

    /// Who may not see when something ends, or what it is coloured by, sees the rest.
    void leave_out_hidden() {
        fields = CalendarFields(*entity, fields.zone);
        if (fields.end != nullptr && !shows(fields.end->id)) fields.end = nullptr;
        if (fields.colour != nullptr && !shows(fields.colour->id)) fields.colour = nullptr;
        end = fields.end;
    }

    [[nodiscard]] std::int64_t today() const {
        return day_of(store->environment().now_ms(), fields.zone);
    }
    [[nodiscard]] CalendarRange range() const { return range_of(mode, day, strings.language()); }

    void forget() { fresh = false; }

    void ensure_fresh() {
        if (generation != store->generation()) {
            generation = store->generation();
            titles.clear();
            forget();
            leave_out_hidden();
        }
        if (fresh) return;
        fresh = true;
        error.reset();
        const Status read = load();
        if (!read) error = read.error();
    }

    Status load() {
        entries.clear();
        complete = true;
        const bool has_hours = holds_hours(*start);
        conflicted = TRY(find_conflicted_records(*store));
        const CalendarRange shown = range();
        Query inside = query;
        inside.sort_field = start->id;
        inside.filters.push_back(
            {start->id, FilterOperator::GreaterOrEqual, fields.begin_of(*start, shown.first)});
        inside.filters.push_back(
            {start->id, FilterOperator::Less, fields.begin_of(*start, shown.end())});
        TRY(take(inside));
        if (end != nullptr) {
            Query reaching = query;
            reaching.filters.push_back(
                {end->id, FilterOperator::GreaterOrEqual, fields.begin_of(*end, shown.first)});
            reaching.filters.push_back(
                {start->id, FilterOperator::Less, fields.begin_of(*start, shown.first)});
            // Or every appointment of the past would be looked at for one that is still going on.
            if (has_hours)
                reaching.filters.push_back(
                    {start->id, FilterOperator::GreaterOrEqual,
                     fields.begin_of(*start, shown.first - kDaysReachingMax)});
            TRY(take(reaching));
        }
        std::sort(entries.begin(), entries.end(), comes_before);
        return load_undated();
    }

    Status take(const Query& asked) {
        const auto room = static_cast<std::int64_t>(kCalendarEntriesMax - entries.size());
        const auto rows = TRY(find_rows(*store, asked, room + 1));
        if (static_cast<std::int64_t>(rows.size()) > room) complete = false;
        for (const Record& record : TRY(read_rows(*store, entity->id, rows, query.policy))) {
            if (entries.size() == kCalendarEntriesMax) return {};
            std::optional<CalendarEntry> entry = fields.place(record);
            if (!entry || entry->last_day < range().first) continue;
            entries.push_back(TRY(complete_entry(record, *std::move(entry))));
        }
        return {};
    }

    Status load_undated() {
        undated.clear();
        Query asked = query;
        if (shows(entity->list_order)) asked.sort_field = entity->list_order;
        asked.filters.push_back({start->id, FilterOperator::IsEmpty, {}});
        const auto rows =
            TRY(find_rows(*store, asked, static_cast<std::int64_t>(kUndatedShownMax)));
        for (const Record& record : TRY(read_rows(*store, entity->id, rows, query.policy))) {
            std::string title = TRY(titles.title_of(*entity, record));
            undated.push_back({record.id, std::move(title), {}, {}});
        }
        const auto found = static_cast<std::int64_t>(undated.size());
        const bool all = found < static_cast<std::int64_t>(kUndatedShownMax);
        undated_count = all ? found : TRY(count_rows(*store, asked));
        return {};
    }

    Result<CalendarEntry> complete_entry(const Record& record, CalendarEntry entry) {
        entry.title = TRY(titles.title_of(*entity, record));
        if (conflicted.contains(record.id)) {
            entry.mark = RowMark::Conflict;
        } else if (TRY(store->has_pending(entity->id, record.id))) {
            entry.mark = RowMark::Pending;
        }
        return entry;
    }

    Result<Record> read(const RecordId& id) {
        std::optional<Record> record = TRY(store->read(entity->id, id));
        if (!record || record->life == Record::Life::Deleted)
            return fail(ErrorCode::NotFound, "calendar.record");
        return *std::move(record);
    }

    Result<CommitWithUndo> commit(const Record& record, std::vector<Draft::FieldValue> values) {
        Draft draft(entity->key + ".plan", store->state().checkpoint);
        draft.set(entity->id, record.id, std::move(values));
        return commit_with_undo(*store, draft);
    }

    Store* store;
    const EntityDef* entity;
    Strings strings;
    LinkTitles titles;
    CalendarFields fields;
    const FieldDef* start;
    const FieldDef* end;
    Query query;
    CalendarMode mode = CalendarMode::Month;
    std::int64_t day = 0;
    std::vector<CalendarEntry> entries;
    bool complete = true;
    std::vector<ListRow> undated;
    std::int64_t undated_count = 0;
    std::set<RecordId> conflicted;
    std::uint64_t generation = 0;
    bool fresh = false;
    std::optional<Error> error;
};

bool CalendarView::fits(const EntityDef& entity) {
    return entity.find_field(entity.calendar.start) != nullptr;
}

int CalendarView::first_weekday(Language language) {
    const bool sunday = language == Language::Portuguese || language == Language::Japanese;
    return sunday ? 0 : 1;
}

CalendarView::CalendarView(Store& store, EntityId entity, const Strings& strings,
                           int zone_offset_minutes)
    : impl_(std::make_unique<Impl>(store, entity, strings, zone_offset_minutes)) {}
CalendarView::CalendarView(CalendarView&&) noexcept = default;
CalendarView& CalendarView::operator=(CalendarView&&) noexcept = default;
CalendarView::~CalendarView() = default;

const EntityDef& CalendarView::entity() const {
    return *impl_->entity;
}
CalendarMode CalendarView::mode() const {
    return impl_->mode;
}
std::int64_t CalendarView::day() const {
    return impl_->day;
}
std::int64_t CalendarView::today() const {
    return impl_->today();
}
std::int64_t CalendarView::first_day() const {
    return impl_->range().first;
}
int CalendarView::day_count() const {
    return impl_->range().count;
}
std::string CalendarView::title() const {
    return range_title(impl_->strings, impl_->mode, impl_->day);
}

void CalendarView::set_mode(CalendarMode mode) {
    if (impl_->mode == mode) return;
    impl_->mode = mode;
    impl_->forget();
}

void CalendarView::set_day(std::int64_t day) {
    if (impl_->day == day) return;
    impl_->day = day;
    impl_->forget();
}

void CalendarView::step(int direction) {
    set_day(stepped(impl_->mode, impl_->day, direction));
}

bool CalendarView::in_month(std::int64_t day) const {
    const CivilDate shown = civil_from_days(impl_->day);
    const CivilDate asked = civil_from_days(day);
    return shown.year == asked.year && shown.month == asked.month;
}

int CalendarView::day_of_month(std::int64_t day) {
    return static_cast<int>(civil_from_days(day).day);
}

std::string_view CalendarView::weekday_label(std::int64_t day) const {
    return impl_->strings.get("calendar.weekday." + std::to_string(weekday_of(day)));
}

std::string CalendarView::day_label(std::int64_t day) const {
    const std::string key = "calendar.weekday_long." + std::to_string(weekday_of(day));
    return impl_->strings.format("calendar.day",
                                 {std::string(impl_->strings.get(key)), impl_->strings.date(day)});
}

const std::vector<CalendarEntry>& CalendarView::entries() {
    impl_->ensure_fresh();
    return impl_->entries;
}

bool CalendarView::complete() {
    impl_->ensure_fresh();
    return impl_->complete;
}

std::vector<std::size_t> CalendarView::entries_on(std::int64_t day) {
    impl_->ensure_fresh();
    std::vector<std::size_t> found;
    for (std::size_t index = 0; index < impl_->entries.size(); ++index) {
        const CalendarEntry& entry = impl_->entries[index];
        if (entry.first_day > day) break;
        if (entry.last_day >= day) found.push_back(index);
    }
    return found;
}

std::vector<CalendarPlace> CalendarView::places_on(std::int64_t day) {
    std::vector<CalendarPlace> places;
    for (const std::size_t index : entries_on(day)) {
        const CalendarEntry& entry = impl_->entries[index];
        if (entry.all_day) continue;
        CalendarPlace place;
        place.entry = index;
        place.first_minute = entry.first_day == day ? entry.first_minute : 0;
        place.last_minute = entry.last_day == day ? entry.last_minute : kMinutesPerDay;
        // Even what takes no time needs room to be seen and pressed.
        place.last_minute = std::max(place.last_minute, place.first_minute + 2 * kMinutesLeast);
        places.push_back(place);
    }
    std::stable_sort(places.begin(), places.end(),
                     [](const CalendarPlace& left, const CalendarPlace& right) {
                         return left.first_minute < right.first_minute;
                     });
    lay_side_by_side(places);
    return places;
}

bool CalendarView::has_hours() const {
    return holds_hours(*impl_->start);
}

const std::vector<ListRow>& CalendarView::undated() {
    impl_->ensure_fresh();
    return impl_->undated;
}

std::int64_t CalendarView::undated_count() {
    impl_->ensure_fresh();
    return impl_->undated_count;
}

bool CalendarView::movable() const {
    const bool start = is_written_here(*impl_->store, *impl_->entity, impl_->start);
    return start && (impl_->end == nullptr || resizable());
}

bool CalendarView::resizable() const {
    return is_written_here(*impl_->store, *impl_->entity, impl_->end);
}

Result<CommitWithUndo> CalendarView::move(const RecordId& id, const CalendarShift& shift) {
    const Record record = TRY(impl_->read(id));
    const Value& begins = impl_->fields.value_of(record, *impl_->start);
    if (is_null(begins)) return fail(ErrorCode::NotFound, "calendar.move");
    std::vector<Draft::FieldValue> values;
    values.push_back({impl_->start->id, impl_->fields.shifted(*impl_->start, begins, shift)});
    if (impl_->end != nullptr && !is_null(impl_->fields.value_of(record, *impl_->end)))
        values.push_back(
            {impl_->end->id, impl_->fields.shifted(
                                 *impl_->end, impl_->fields.value_of(record, *impl_->end), shift)});
    return impl_->commit(record, std::move(values));
}

Result<CommitWithUndo> CalendarView::resize(const RecordId& id, const CalendarShift& shift) {
    if (impl_->end == nullptr) return fail(ErrorCode::BadInput, "calendar.resize");
    const Record record = TRY(impl_->read(id));
    const Value& begins = impl_->fields.value_of(record, *impl_->start);
    const Value& ends = impl_->fields.value_of(record, *impl_->end);
    const bool same_kind = impl_->start->type == impl_->end->type;
    Value wanted;
    if (is_null(ends) && same_kind) {
        const CalendarShift shown{0, kMinutesShown};
        wanted = impl_->fields.shifted(*impl_->end,
                                       impl_->fields.shifted(*impl_->start, begins, shown), shift);
    } else {
        wanted = impl_->fields.shifted(*impl_->end, ends, shift);
    }
    if (same_kind && integer_or(wanted, 0) < integer_or(begins, 0)) wanted = begins;
    return impl_->commit(record, {{impl_->end->id, std::move(wanted)}});
}

Result<CommitWithUndo> CalendarView::place(const RecordId& id, std::int64_t day) {
    const Record record = TRY(impl_->read(id));
    Value begins = impl_->fields.begin_of(*impl_->start, day);
    if (has_hours()) begins = impl_->fields.shifted(*impl_->start, begins, {0, kMorning});
    return impl_->commit(record, {{impl_->start->id, std::move(begins)}});
}

const std::string& CalendarView::search() const {
    return impl_->query.search;
}

void CalendarView::set_search(std::string text) {
    if (text == impl_->query.search) return;
    impl_->query.search = std::move(text);
    impl_->forget();
}

void CalendarView::set_filters(std::vector<FieldFilter> filters) {
    impl_->query.filters = std::move(filters);
    impl_->forget();
}

void CalendarView::set_filter(FilterNode filter) {
    impl_->query.filter = std::move(filter);
    impl_->forget();
}

void CalendarView::set_strings(const Strings& strings) {
    impl_->strings = strings;
    impl_->titles.set_strings(strings);
    impl_->forget();
}

void CalendarView::set_zone_offset_minutes(int minutes) {
    if (impl_->fields.zone == minutes) return;
    impl_->fields.zone = minutes;
    impl_->query.zone_offset_minutes = minutes;
    impl_->forget();
}

const Error* CalendarView::error() const {
    return impl_->error ? &*impl_->error : nullptr;
}

}  // namespace holdfast
