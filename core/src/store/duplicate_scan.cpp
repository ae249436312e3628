#include <algorithm>
#include <map>

#include "core/duplicates.h"
#include "core/query.h"
#include "store/duplicate_rules.h"
#include "store/duplicate_text.h"

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
    }
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
};

}  // namespace

struct DuplicateScan::Impl {
    Impl(Store& opened, const EntityDef& module) : store(&opened), entity(&module) {}

    Status index_more(std::int64_t rows_max) {
        DuplicateIndex& index =
            *TRY(advance_duplicate_index(store->internals(), *entity, rows_max));
        if (!index.complete()) return {};
        sets = index.shared(kDuplicatesComparedMax);
        indexed = true;
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
                if (agree_by_any(records[first], records[second]))
                    together.join(records[first].id, records[second].id);
        return {};
    }

    [[nodiscard]] bool agree_by_any(const Record& one, const Record& two) const {
        return std::any_of(rules.begin(), rules.end(), [&](std::size_t rule) {
            return agree(*entity, entity->duplicates[rule], one, two);
        });
    }

    Store* store;
    const EntityDef* entity;
    std::vector<std::size_t> rules;
    bool indexed = false;
    std::vector<DuplicateIndex::Rows> sets;
    std::size_t next = 0;
    Together together;
    bool cut = false;
};

DuplicateScan::DuplicateScan(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
DuplicateScan::DuplicateScan(DuplicateScan&&) noexcept = default;
DuplicateScan& DuplicateScan::operator=(DuplicateScan&&) noexcept = default;
DuplicateScan::~DuplicateScan() = default;

Result<DuplicateScan> DuplicateScan::start(Store& store, EntityId entity) {
    const EntityDef* definition = store.registry().find(entity);
    if (!definition || definition->duplicates.empty())
        return fail(ErrorCode::BadInput, "duplicates.entity");
    auto impl = std::make_unique<Impl>(store, *definition);
    impl->rules = TRY(usable_rules(store.internals(), *definition));
    return DuplicateScan(std::move(impl));
}

Status DuplicateScan::step(std::int64_t rows_max) {
    if (!impl_->indexed) return impl_->index_more(rows_max);
    for (std::int64_t left = rows_max; left > 0 && !done(); ++impl_->next) {
        const DuplicateIndex::Rows& rows = impl_->sets[impl_->next];
        TRY(impl_->compare(rows));
        left -= static_cast<std::int64_t>(rows.size());
    }
    impl_->cut = impl_->together.groups().size() > kDuplicateGroupsMax;
    return {};
}

bool DuplicateScan::done() const {
    if (impl_->rules.empty() || impl_->cut) return true;
    return impl_->indexed && impl_->next >= impl_->sets.size();
}

std::vector<std::vector<RecordId>> DuplicateScan::groups() const {
    std::vector<std::vector<RecordId>> groups = impl_->together.groups();
    if (groups.size() > kDuplicateGroupsMax) groups.resize(kDuplicateGroupsMax);
    return groups;
}

bool DuplicateScan::has_more() const {
    return impl_->cut;
}

}  // namespace holdfast
