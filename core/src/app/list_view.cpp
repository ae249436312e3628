#include "core/app/list_view.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "core/policy.h"
#include "presentation.h"
#include "preset_scope.h"

namespace holdfast {
namespace {

constexpr std::int64_t kRowsPerPage = 64;
constexpr std::size_t kPagesMax = 32;
/// Handles read at first: what people look at without scrolling far. The rest follows on demand.
constexpr std::int64_t kFirstHandles = 512;
constexpr std::int64_t kIdsPerRead = 512;
constexpr std::int64_t kNotCounted = -1;

struct Page {
    std::vector<ListRow> rows;
    std::uint64_t used = 0;
};

}  // namespace

struct ListView::Impl {
    Impl(Store& owner, EntityId entity_id, const Strings& words)
        : store(&owner),
          entity(owner.registry().find(entity_id)),
          strings(words),
          titles(owner, words) {
        HOLDFAST_ASSERT(entity != nullptr);
        query.entity = entity_id;
        query.sort_field = own_order = entity->list_order;
        set_columns(entity->list_columns);
    }

    /// Without those that are hidden from the person.
    void set_columns(const std::vector<FieldId>& fields) {
        wanted_columns = fields;
        columns.clear();
        for (const FieldId id : fields) {
            const FieldDef* field = entity->find_any(id);
            if (field == nullptr || field->presence == Presence::Hidden || !shows(id)) continue;
            const CellKind kind = columns.empty() ? CellKind::Title : cell_kind_of(*field);
            columns.push_back({id, std::string(strings.label_of(*entity, *field)), kind});
        }
        pages.clear();
    }

    [[nodiscard]] bool shows(FieldId field) const {
        const Result<Policy> policy = store->policy();
        return policy && policy->field_access(entity->id, field) != FieldAccess::Hidden;
    }

    void relabel() {
        set_columns(std::vector<FieldId>(wanted_columns));
        // The module's own order by a field that is hidden: by when records were made.
        if (query.sort_field == own_order && !shows(own_order)) query.sort_field = FieldId::None;
    }

    /// Forgets what was read when the data or the question changed.
    void forget() {
        handles.clear();
        all_handles = false;
        fresh = false;
        count = kNotCounted;
        pages.clear();
    }

    void ensure_fresh() {
        if (generation != store->generation()) {
            generation = store->generation();
            relabel();  // Rights may have changed, too.
            total = kNotCounted;
            titles.clear();
            forget();
        }
        if (fresh) return;
        fresh = true;
        error.reset();
        note(load_first());
    }

    Status load_first() {
        conflicted = TRY(find_conflicted_records(*store));
        handles = TRY(find_rows(*store, query, kFirstHandles));
        all_handles = static_cast<std::int64_t>(handles.size()) < kFirstHandles;
        count = all_handles ? static_cast<std::int64_t>(handles.size())
                            : TRY(count_rows(*store, query));
        return {};
    }

    Status load_all() {
        handles = TRY(find_rows(*store, query, count));
        all_handles = true;
        return {};
    }

    void note(const Status& status) {
        if (!status) error = status.error();
    }

    Result<ListRow> make_row(const Record& record) {
        ListRow row;
        row.id = record.id;
        row.title = TRY(titles.title_of(*entity, record));
        for (const ListColumn& column : columns) {
            const FieldDef& field = *entity->find_any(column.field);
            const Value value = TRY(value_of(*store, *entity, field, record));
            const ShownField shown{entity, &field, &value, &record};
            row.cells.push_back(
                {TRY(show_value(strings, titles, shown, zone)), tone_of(*entity, field, value)});
        }
        if (conflicted.contains(record.id)) {
            row.mark = RowMark::Conflict;
        } else if (TRY(store->has_pending(entity->id, record.id))) {
            row.mark = RowMark::Pending;
        }
        return row;
    }

    Status load_page(std::int64_t number, Page& page) {
        const std::int64_t begin = number * kRowsPerPage;
        const std::int64_t end = std::min(begin + kRowsPerPage, count);
        if (end > static_cast<std::int64_t>(handles.size()) && !all_handles) TRY(load_all());
        const auto available = static_cast<std::int64_t>(handles.size());
        if (begin >= available) return {};
        const std::vector<RowHandle> wanted(
            handles.begin() + static_cast<std::ptrdiff_t>(begin),
            handles.begin() + static_cast<std::ptrdiff_t>(std::min(end, available)));
        for (const Record& record : TRY(read_rows(*store, entity->id, wanted))) {
            page.rows.push_back(TRY(make_row(record)));
        }
        return {};
    }

    /// A part of the rows at a time, so that a hundred thousand records are never held at once.
    Result<std::vector<RecordId>> read_ids(std::int64_t first, std::int64_t end) {
        std::vector<RecordId> ids;
        if (end > static_cast<std::int64_t>(handles.size()) && !all_handles) TRY(load_all());
        end = std::min(end, static_cast<std::int64_t>(handles.size()));
        for (std::int64_t from = first; from < end; from += kIdsPerRead) {
            const auto begin = handles.begin() + static_cast<std::ptrdiff_t>(from);
            const auto size = static_cast<std::ptrdiff_t>(std::min(kIdsPerRead, end - from));
            for (const Record& record :
                 TRY(read_rows(*store, entity->id, std::vector<RowHandle>(begin, begin + size))))
                ids.push_back(record.id);
        }
        return ids;
    }

    Page& page_at(std::int64_t number) {
        const auto known = pages.find(number);
        if (known != pages.end()) {
            known->second.used = ++uses;
            return known->second;
        }
        if (pages.size() >= kPagesMax) {
            pages.erase(std::min_element(pages.begin(), pages.end(), [](auto& left, auto& right) {
                return left.second.used < right.second.used;
            }));
        }
        Page& page = pages[number];
        page.used = ++uses;
        note(load_page(number, page));
        return page;
    }

    Store* store;
    const EntityDef* entity;
    Strings strings;
    LinkTitles titles;
    int zone = 0;
    Query query;
    FilterNode scope;     // Of the preset.
    FieldId own_order{};  // Of the module, or of the preset.
    std::vector<FieldId> wanted_columns;
    std::vector<ListColumn> columns;
    std::vector<RowHandle> handles;
    bool all_handles = false;
    bool fresh = false;
    std::int64_t count = kNotCounted;
    std::int64_t total = kNotCounted;
    std::uint64_t generation = 0;
    std::uint64_t uses = 0;
    std::unordered_map<std::int64_t, Page> pages;
    std::set<RecordId> conflicted;
    std::optional<Error> error;
    ListRow nothing;
};

ListView::ListView(Store& store, EntityId entity, const Strings& strings)
    : impl_(std::make_unique<Impl>(store, entity, strings)) {}
ListView::ListView(ListView&&) noexcept = default;
ListView& ListView::operator=(ListView&&) noexcept = default;
ListView::~ListView() = default;

const EntityDef& ListView::entity() const {
    return *impl_->entity;
}
bool ListView::allows(Action action) const {
    const Result<Policy> policy = impl_->store->policy();
    // Nobody changes what a log says.
    const bool kept = action == Action::MassEdit && impl_->entity->kind == EntityKind::Log;
    return policy && !kept && policy->can(impl_->entity->id, action);
}
const std::vector<ListColumn>& ListView::columns() const {
    return impl_->columns;
}

std::int64_t ListView::row_count() {
    impl_->ensure_fresh();
    return std::max<std::int64_t>(impl_->count, 0);
}

std::int64_t ListView::total_count() {
    impl_->ensure_fresh();
    if (impl_->total != kNotCounted) return impl_->total;
    Query everything;
    everything.entity = impl_->entity->id;
    everything.filter = impl_->scope;
    everything.zone_offset_minutes = impl_->zone;
    const Result<std::int64_t> total = count_rows(*impl_->store, everything);
    if (!total) {
        impl_->error = total.error();
        return 0;
    }
    return impl_->total = *total;
}

const ListRow& ListView::row(std::int64_t index) {
    impl_->ensure_fresh();
    if (index < 0 || index >= impl_->count) return impl_->nothing;
    const Page& page = impl_->page_at(index / kRowsPerPage);
    const auto within = static_cast<std::size_t>(index % kRowsPerPage);
    return within < page.rows.size() ? page.rows[within] : impl_->nothing;
}

Result<std::vector<RecordId>> ListView::read_ids(std::int64_t first, std::int64_t count) {
    impl_->ensure_fresh();
    first = std::max<std::int64_t>(first, 0);
    const std::int64_t rest = std::max<std::int64_t>(impl_->count - first, 0);
    return impl_->read_ids(first, first + std::clamp<std::int64_t>(count, 0, rest));
}

const Query& ListView::query() const {
    return impl_->query;
}
const std::string& ListView::search() const {
    return impl_->query.search;
}
FieldId ListView::sort_field() const {
    return impl_->query.sort_field;
}
SortDirection ListView::sort_direction() const {
    return impl_->query.direction;
}
const std::vector<FieldFilter>& ListView::filters() const {
    return impl_->query.filters;
}

void ListView::set_search(std::string text) {
    if (text == impl_->query.search) return;
    impl_->query.search = std::move(text);
    impl_->forget();
}

void ListView::set_sort(FieldId field, SortDirection direction) {
    impl_->query.sort_field = field;
    impl_->query.direction = direction;
    impl_->query.sort.clear();
    impl_->forget();
}

void ListView::set_filters(std::vector<FieldFilter> filters) {
    impl_->query.filters = std::move(filters);
    impl_->forget();
}

void ListView::set_filter(FilterNode filter) {
    impl_->query.filter = within(impl_->scope, std::move(filter));
    impl_->forget();
}

void ListView::set_preset(const PresetDef& preset) {
    impl_->scope = scope_of(preset);
    if (!preset.list_columns.empty()) impl_->set_columns(preset.list_columns);
    if (preset.list_order != FieldId::None)
        impl_->query.sort_field = impl_->own_order = preset.list_order;
    impl_->total = kNotCounted;
    set_filter({});
}

void ListView::set_sort_keys(std::vector<SortKey> keys) {
    impl_->query.sort = std::move(keys);
    impl_->forget();
}

void ListView::set_columns(const std::vector<FieldId>& fields) {
    impl_->set_columns(fields);
}

std::vector<ListColumn> ListView::available_columns() const {
    std::vector<ListColumn> available;
    for (const std::vector<FieldDef>* fields : {&impl_->entity->fields, &impl_->entity->computed}) {
        for (const FieldDef& field : *fields) {
            if (field.type == FieldType::Json || field.presence == Presence::Hidden) continue;
            if (!impl_->shows(field.id)) continue;
            available.push_back({field.id,
                                 std::string(impl_->strings.label_of(*impl_->entity, field)),
                                 cell_kind_of(field)});
        }
    }
    return available;
}

void ListView::set_strings(const Strings& strings) {
    impl_->strings = strings;
    impl_->titles.set_strings(strings);
    impl_->relabel();
}

void ListView::set_zone_offset_minutes(int minutes) {
    if (impl_->zone == minutes) return;
    impl_->zone = minutes;
    impl_->query.zone_offset_minutes = minutes;
    impl_->forget();
}

const Error* ListView::error() const {
    return impl_->error ? &*impl_->error : nullptr;
}

}  // namespace holdfast
