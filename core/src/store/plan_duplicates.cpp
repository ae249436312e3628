#include "store/plan_duplicates.h"

#include <algorithm>
#include <limits>

#include "store/duplicate_text.h"
#include "store/person_policy.h"
#include "store/plan_rules.h"

namespace holdfast {
namespace {

/// With one key; a switchboard that half of all customers share keeps nobody waiting.
constexpr std::size_t kRowsComparedMax = 60;

bool comes_to_life(const PlannedRow& planned) {
    return planned.origin == PlannedRow::Origin::Created ||
           planned.stored.life == Record::Life::Deleted;
}

/// What was alike before does not keep people from changing something else.
bool is_touched(const PlannedRow& planned, const CountingRule& rule) {
    if (comes_to_life(planned)) return true;
    if (rule.condition && is_touched(planned, *rule.condition)) return true;
    return std::any_of(rule.rule.fields.begin(), rule.rule.fields.end(), [&](FieldId field) {
        const std::size_t position = planned.entity->index_of(field);
        return planned.stored.values[position] != planned.row.record.values[position];
    });
}

Result<std::optional<Record>> read_seen(Store::Impl& store, const EntityDef& entity,
                                        std::int64_t pk) {
    const EntityTable& table = store.table(entity);
    Statement row = TRY(store.db.prepare("SELECT " + table.columns() + " FROM " +
                                         quoted(entity.key) + " WHERE pk = ?1 AND _deleted = 0"));
    row.bind(0, pk);
    if (!TRY(row.step())) return std::optional<Record>();
    return as_seen(store, entity, table.read_row(row).record);
}

}  // namespace

bool PlanDuplicates::is_planned(EntityId entity, const RecordId& id) {
    if (planned_ids_.empty())
        for (const PlannedRow& planned : *rows_)
            planned_ids_.emplace(planned.entity->id, planned.row.record.id);
    return planned_ids_.contains({entity, id});
}

Status PlanDuplicates::check(const PlannedRow& planned) {
    if (planned.row.record.life == Record::Life::Deleted || !planned.is_changed()) return {};
    if (planned.entity == module_.entity) TRY(check_kept_rule(planned));
    return check_blocked(planned);
}

Status PlanDuplicates::check_kept_rule(const PlannedRow& planned) {
    const Record& record = planned.row.record;
    if (integer_or(record.values[module_.entity->index_of(module_.active->id)], 0) == 0) return {};
    KeptRule rule = read_kept_rule(*store_->registry, module_, record);
    issues_.insert(issues_.end(), rule.issues.begin(), rule.issues.end());
    if (begins_to_count(planned) && TRY(are_too_many(planned)))
        issues_.push_back(
            {record.id, module_.compared->id, IssueKind::CheckFailed, "too_many_rules"});
    return {};
}

bool PlanDuplicates::counts(const Record& record) const {
    return record.life == Record::Life::Living &&
           integer_or(record.values[module_.entity->index_of(module_.active->id)], 0) != 0;
}

bool PlanDuplicates::begins_to_count(const PlannedRow& planned) const {
    if (planned.origin == PlannedRow::Origin::Created || !counts(planned.stored)) return true;
    const std::size_t position = module_.entity->index_of(module_.compared->id);
    return planned.stored.values[position] != planned.row.record.values[position];
}

/// Those of the draft that count already, or come before `planned`.
std::size_t PlanDuplicates::count_planned(const PlannedRow& planned) const {
    const std::size_t position = module_.entity->index_of(module_.compared->id);
    std::size_t count = 0;
    bool later = false;
    for (const PlannedRow& other : *rows_) {
        later = later || &other == &planned;
        if (&other == &planned || other.entity != module_.entity || !counts(other.row.record))
            continue;
        if (later && begins_to_count(other)) continue;
        if (other.row.record.values[position] == planned.row.record.values[position]) ++count;
    }
    return count;
}

Result<bool> PlanDuplicates::are_too_many(const PlannedRow& planned) {
    const std::size_t position = module_.entity->index_of(module_.compared->id);
    Statement rows = TRY(store_->db.prepare(
        "SELECT id FROM " + quoted(module_.entity->key) + " WHERE _deleted = 0 AND " +
        quoted(module_.active->key) + " = 1 AND " + quoted(module_.compared->key) + " = ?1"));
    rows.bind(0, planned.row.record.values[position]);
    std::size_t count = count_planned(planned);
    while (count < kKeptRulesMax && TRY(rows.step()))
        if (!is_planned(module_.entity->id, rows.record_id(0))) ++count;
    return count >= kKeptRulesMax;
}

Status PlanDuplicates::check_blocked(const PlannedRow& planned) {
    const EntityDef& entity = *planned.entity;
    const UsableRules usable = TRY(usable_rules(*store_, entity, RuleUse::Block));
    for (const std::size_t number : usable.numbers) {
        const CountingRule& rule = (*usable.rules)[number];
        if (!is_touched(planned, rule)) continue;
        const auto keys = duplicate_keys(entity, number, rule.rule, planned.row.record.values);
        const bool alike = TRY(has_planned_like(planned, number, rule, keys)) ||
                           TRY(has_stored_like(planned, rule, keys));
        if (alike)
            issues_.push_back(
                {planned.row.record.id, rule.rule.fields[0], IssueKind::NotUnique, "alike"});
    }
    return {};
}

// What the draft writes itself is compared as it will be: one import may bring the same twice.
const PlanDuplicates::PlannedByKey& PlanDuplicates::planned_by_key(const EntityDef& entity,
                                                                   std::size_t number,
                                                                   const DuplicateRule& rule) {
    const auto [place, fresh] = planned_by_key_.try_emplace({entity.id, number});
    if (!fresh) return place->second;
    for (const PlannedRow& planned : *rows_) {
        if (planned.entity != &entity || planned.row.record.life == Record::Life::Deleted) continue;
        for (const std::uint32_t key :
             duplicate_keys(entity, number, rule, planned.row.record.values))
            place->second.emplace(key, &planned);
    }
    return place->second;
}

Result<bool> PlanDuplicates::has_planned_like(const PlannedRow& planned, std::size_t number,
                                              const CountingRule& rule,
                                              const std::vector<std::uint32_t>& keys) {
    const EntityDef& entity = *planned.entity;
    const PlannedByKey& others = planned_by_key(entity, number, rule.rule);
    for (const std::uint32_t key : keys) {
        std::size_t left = kRowsComparedMax;
        bool seen_itself = false;
        for (auto other = others.lower_bound(key);
             other != others.end() && other->first == key && left > 0; ++other, --left) {
            // Of two that come together the later one is told.
            seen_itself = seen_itself || other->second == &planned;
            if (seen_itself && is_touched(*other->second, rule)) continue;
            const Record& record = other->second->row.record;
            if (TRY(agree_by(*store_, entity, rule, planned.row.record, record))) return true;
        }
    }
    return false;
}

Result<bool> PlanDuplicates::has_stored_like(const PlannedRow& planned, const CountingRule& rule,
                                             const std::vector<std::uint32_t>& keys) {
    const EntityDef& entity = *planned.entity;
    const DuplicateIndex& index =
        *TRY(advance_duplicate_index(*store_, entity, std::numeric_limits<std::int64_t>::max()));
    for (const std::uint32_t key : keys)
        for (const std::int64_t pk : index.find(key, kRowsComparedMax)) {
            const std::optional<Record> other = TRY(read_seen(*store_, entity, pk));
            if (!other || is_planned(entity.id, other->id)) continue;
            if (TRY(agree_by(*store_, entity, rule, planned.row.record, *other))) return true;
        }
    return false;
}

}  // namespace holdfast
