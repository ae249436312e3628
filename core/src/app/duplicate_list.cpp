#include "core/app/duplicate_list.h"

#include <algorithm>
#include <optional>
#include <set>

#include "core/record.h"
#include "look_alikes.h"
#include "presentation.h"

namespace holdfast {
namespace {

/// At two microseconds for each that is read into the index, at twenty for each that is compared.
constexpr std::int64_t kRowsPerSlice = 1'500;

}  // namespace

struct DuplicateListView::Impl {
    Impl(Store& opened, const EntityDef& module, DuplicateScan begun, const Strings& words)
        : store(&opened),
          entity(&module),
          scan(std::move(begun)),
          strings(words),
          titles(opened, words) {}

    void take_found() {
        found = scan.groups();
        shown_for.reset();
    }

    [[nodiscard]] bool is_open(std::size_t number) const {
        return number < found.size() && !settled.contains(number);
    }

    Status read_groups() {
        groups.clear();
        titles.clear();
        more = false;
        gone = 0;
        for (std::size_t number = 0; number < found.size() && !more; ++number) {
            if (!is_open(number)) continue;
            AlikeGroup group = TRY(read_group(number));
            if (group.count < 2) {
                ++gone;  // Until a merge is taken back.
                continue;
            }
            more = groups.size() == groups_max;
            if (!more) groups.push_back(std::move(group));
        }
        shown_for = store->generation();
        return {};
    }

    Result<AlikeGroup> read_group(std::size_t number) {
        AlikeGroup group;
        group.number = number;
        std::vector<Record> records;
        for (const RecordId& id : found[number]) {
            std::optional<Record> record = TRY(store->read(entity->id, id));
            if (!record || record->life != Record::Life::Living) continue;
            ++group.count;
            if (records.size() < kGroupRecordsShown) records.push_back(*std::move(record));
        }
        if (records.size() < 2) return group;
        const std::vector<FieldId> fields = TRY(common_fields(records));
        group.fields = labels_of(strings, *entity, fields);
        for (const Record& record : records) {
            std::string title = TRY(titles.title_of(*entity, record));
            std::string detail = TRY(detail_of(record, fields));
            if (detail == title) detail.clear();
            group.records.push_back({record.id, std::move(title),
                                     "#/" + entity->key + "/" + to_text(record.id),
                                     std::move(detail)});
        }
        return group;
    }

    /// Of any two neighbours: those at the ends of a chain may have nothing in common.
    Result<std::vector<FieldId>> common_fields(const std::vector<Record>& records) {
        std::vector<FieldId> fields;
        for (std::size_t first = 0; first < records.size(); ++first)
            for (std::size_t second = first + 1; second < records.size(); ++second)
                for (const FieldId field :
                     TRY(fields_in_common(*store, records[first], records[second])))
                    if (std::find(fields.begin(), fields.end(), field) == fields.end())
                        fields.push_back(field);
        return fields;
    }

    Result<std::string> detail_of(const Record& record, const std::vector<FieldId>& fields) {
        std::string detail;
        for (const FieldId id : fields) {
            const FieldDef* field = entity->find_field(id);
            const Value& value = record.values[entity->index_of(id)];
            const std::string text =
                TRY(show_value(strings, titles, {entity, field, &value, &record}, 0));
            if (!text.empty()) detail += (detail.empty() ? "" : " \xC2\xB7 ") + text;
        }
        return detail;
    }

    Store* store;
    const EntityDef* entity;
    DuplicateScan scan;
    Strings strings;
    LinkTitles titles;
    Phase phase = Phase::Searching;
    std::vector<std::vector<RecordId>> found;
    std::set<std::size_t> settled;  ///< Numbers of groups that are skipped or kept apart.
    std::vector<AlikeGroup> groups;
    std::size_t groups_max = kGroupsPerPage;
    bool more = false;
    std::size_t gone = 0;  ///< Groups before the last shown one that have fewer than two left.
    std::optional<std::uint64_t> shown_for;  ///< Generation of the store that `groups` shows.
};

DuplicateListView::DuplicateListView(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
DuplicateListView::DuplicateListView(DuplicateListView&&) noexcept = default;
DuplicateListView& DuplicateListView::operator=(DuplicateListView&&) noexcept = default;
DuplicateListView::~DuplicateListView() = default;

Result<DuplicateListView> DuplicateListView::start(Store& store, EntityId entity,
                                                   const Strings& strings) {
    DuplicateScan scan = TRY(DuplicateScan::start(store, entity));
    return DuplicateListView(
        std::make_unique<Impl>(store, *store.registry().find(entity), std::move(scan), strings));
}

Status DuplicateListView::step() {
    if (impl_->phase != Phase::Searching) return {};
    TRY(impl_->scan.step(kRowsPerSlice));
    if (!impl_->scan.done()) return {};
    impl_->phase = Phase::Done;
    impl_->take_found();
    return {};
}

void DuplicateListView::stop() {
    if (impl_->phase != Phase::Searching) return;
    impl_->phase = Phase::Stopped;
    impl_->take_found();
}

EntityId DuplicateListView::entity() const {
    return impl_->entity->id;
}
DuplicateListView::Phase DuplicateListView::phase() const {
    return impl_->phase;
}
double DuplicateListView::share_done() const {
    return impl_->scan.share_done();
}

Result<const std::vector<AlikeGroup>*> DuplicateListView::groups() {
    if (impl_->shown_for != impl_->store->generation()) TRY(impl_->read_groups());
    return &impl_->groups;
}

std::size_t DuplicateListView::group_count() const {
    return impl_->found.size() - impl_->settled.size() - impl_->gone;
}
bool DuplicateListView::can_show_more() const {
    return impl_->more;
}
void DuplicateListView::show_more() {
    impl_->groups_max += kGroupsPerPage;
    impl_->shown_for.reset();
}
bool DuplicateListView::has_more_in_module() const {
    return impl_->scan.has_more();
}

std::vector<RecordId> DuplicateListView::records_of(std::size_t number) {
    std::vector<RecordId> records;
    const auto group =
        std::find_if(impl_->groups.begin(), impl_->groups.end(),
                     [number](const AlikeGroup& each) { return each.number == number; });
    if (group == impl_->groups.end()) return records;
    for (const AlikeRecord& record : group->records) records.push_back(record.record);
    return records;
}

void DuplicateListView::skip(std::size_t number) {
    if (impl_->is_open(number)) impl_->settled.insert(number);
    impl_->shown_for.reset();
}

Status DuplicateListView::keep_group_apart(std::size_t number) {
    if (!impl_->is_open(number)) return {};
    TRY(keep_apart(*impl_->store, impl_->found[number]));
    skip(number);
    return {};
}

Status DuplicateListView::take_back_apart(std::size_t number) {
    if (impl_->settled.erase(number) == 0) return {};
    impl_->shown_for.reset();
    return forget_apart(*impl_->store, impl_->found[number]);
}

void DuplicateListView::set_strings(const Strings& strings) {
    impl_->strings = strings;
    impl_->titles.set_strings(strings);
    impl_->shown_for.reset();
}

}  // namespace holdfast
