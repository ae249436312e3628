#include <algorithm>
#include <map>
#include <optional>

#include "core/duplicates.h"
#include "core/query.h"
#include "store/duplicate_rules.h"
#include "store/store_impl.h"

namespace holdfast {
namespace {

/// Which records belong together, by the smallest of each group.
class Together {
public:
    void join(const RecordId& one, const RecordId& two) {
        above_.emplace(one, one);
        above_.emplace(two, two);
        const RecordId first = first_of(one);
        const RecordId second = first_of(two);
        if (first == second) return;
        above_[std::max(first, second)] = std::min(first, second);
        ++joined_;
    }
    /// Every joining of two makes one less.
    [[nodiscard]] std::size_t count() const { return above_.size() - joined_; }
    [[nodiscard]] std::vector<std::vector<RecordId>> groups() const {
        std::map<RecordId, std::vector<RecordId>> by_first;
        for (const auto& [id, above] : above_) by_first[first_of(id)].push_back(id);
        std::vector<std::vector<RecordId>> groups;
        for (auto& [first, ids] : by_first) groups.push_back(std::move(ids));
        return groups;
    }

private:
    [[nodiscard]] RecordId first_of(RecordId id) const {
        for (auto found = above_.find(id); found != above_.end() && found->second != id;
             found = above_.find(id))
            id = found->second;
        return id;
    }
    std::map<RecordId, RecordId> above_;  ///< The first of a group is above itself.
    std::size_t joined_ = 0;
};

}  // namespace

struct DuplicateScan::Impl {
    Impl(Store& opened, const EntityDef& module) : store(&opened), entity(&module) {}

    Status index_more(DuplicateIndex& index) {
        if (rows_in_all < 0) rows_in_all = TRY(last_row());
        rows_indexed = index.last_pk;
        indexed = index.complete();
        return {};
    }

    Result<std::int64_t> last_row() {
        Statement row = TRY(store->internals().db.prepare("SELECT coalesce(max(pk), 0) FROM " +
                                                          quoted(entity->key)));
        TRY(row.step());
        return row.integer(0);
    }

    Status compare_more(DuplicateIndex& index, std::int64_t left) {
        while (left > 0 && !all_compared && !cut) {
            const DuplicateIndex::SharedKey shared =
                index.next_shared(key, kDuplicatesComparedMax, left);
            all_compared = shared.rows.empty() && left > 0;
            key = shared.key;
            TRY(compare(shared.rows));
            cut = together.count() > kDuplicateGroupsMax;
        }
        return {};
    }

    Status compare(const DuplicateIndex::Rows& rows) {
        std::vector<RowHandle> handles;
        for (const std::int64_t pk : rows) handles.push_back(RowHandle{pk});
        std::vector<Record> records = TRY(read_rows(*store, entity->id, handles));
        std::erase_if(records,
                      [](const Record& record) { return record.life != Record::Life::Living; });
        for (std::size_t first = 0; first < records.size(); ++first)
            for (std::size_t second = first + 1; second < records.size(); ++second)
                if (TRY(are_alike(records[first], records[second])))
                    together.join(records[first].id, records[second].id);
        return {};
    }

    Result<bool> are_alike(const Record& one, const Record& two) {
        for (const std::size_t number : usable.numbers)
            if (TRY(agree_by(store->internals(), *entity, (*usable.rules)[number], one, two))) {
                const bool apart = TRY(are_kept_apart(*store, one.id, two.id));
                return !apart;
            }
        return false;
    }

    Store* store;
    const EntityDef* entity;
    UsableRules usable;
    std::int64_t rows_in_all = -1;  ///< Row number of the last one when it began; -1: not asked.
    std::int64_t rows_indexed = 0;
    bool indexed = false;
    std::optional<std::uint32_t> key;  ///< Of the index, to which all were compared.
    bool all_compared = false;
    Together together;
    bool cut = false;
};

DuplicateScan::DuplicateScan(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
DuplicateScan::DuplicateScan(DuplicateScan&&) noexcept = default;
DuplicateScan& DuplicateScan::operator=(DuplicateScan&&) noexcept = default;
DuplicateScan::~DuplicateScan() = default;

Result<DuplicateScan> DuplicateScan::start(Store& store, EntityId entity) {
    const EntityDef* definition = store.registry().find(entity);
    if (!definition || !TRY(has_duplicate_rules(store, *definition)))
        return fail(ErrorCode::BadInput, "duplicates.entity");
    auto impl = std::make_unique<Impl>(store, *definition);
    impl->usable = TRY(usable_rules(store.internals(), *definition, RuleUse::Scan));
    return DuplicateScan(std::move(impl));
}

Status DuplicateScan::step(std::int64_t rows_max) {
    if (done()) return {};
    // Rules that were changed meanwhile begin anew: keys of another index mean nothing.
    const UsableRules now =
        TRY(usable_rules(impl_->store->internals(), *impl_->entity, RuleUse::Scan));
    if (now.rules != impl_->usable.rules) {
        impl_ = std::make_unique<Impl>(*impl_->store, *impl_->entity);
        impl_->usable = now;
        return {};
    }
    DuplicateIndex& index =
        *TRY(advance_duplicate_index(impl_->store->internals(), *impl_->entity, rows_max));
    if (!impl_->indexed || !index.complete()) return impl_->index_more(index);
    return impl_->compare_more(index, rows_max);
}

bool DuplicateScan::done() const {
    return impl_->usable.numbers.empty() || impl_->cut || impl_->all_compared;
}

double DuplicateScan::share_done() const {
    if (done()) return 1;
    if (impl_->rows_in_all < 1) return 0;
    const auto all = static_cast<double>(impl_->rows_in_all);
    const double read = std::min(1.0, static_cast<double>(impl_->rows_indexed) / all);
    const double compared = static_cast<double>(impl_->key.value_or(0)) / UINT32_MAX;
    return impl_->indexed ? (1 + compared) / 2 : read / 2;
}

std::vector<std::vector<RecordId>> DuplicateScan::groups() const {
    std::vector<std::vector<RecordId>> groups = impl_->together.groups();
    if (groups.size() > kDuplicateGroupsMax) groups.resize(kDuplicateGroupsMax);
    return groups;
}

std::size_t DuplicateScan::group_count() const {
    return std::min(impl_->together.count(), kDuplicateGroupsMax);
}

bool DuplicateScan::has_more() const {
    return impl_->cut;
}

}  // namespace holdfast
