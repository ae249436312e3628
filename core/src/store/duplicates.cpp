#include "core/duplicates.h"

#include <algorithm>
#include <set>

#include "core/query.h"
#include "store/duplicate_rules.h"
#include "store/duplicate_text.h"
#include "store/store_impl.h"

namespace holdfast {
namespace {

/// Rows that are read to be compared; a rule that leads to more is not worth waiting for.
constexpr std::size_t kRowsComparedMax = 120;

Record typed_record(const EntityDef& entity, const std::vector<Draft::FieldValue>& values) {
    Record record;
    record.entity = entity.id;
    record.values.resize(entity.fields.size());
    for (const Draft::FieldValue& typed : values)
        if (entity.find_field(typed.field) != nullptr)
            record.values[entity.index_of(typed.field)] = typed.value;
    return record;
}

/// Each rule has its share, so that a telephone exchange does not hide the others.
std::vector<RowHandle> rows_to_compare(const EntityDef& entity, const DuplicateIndex& index,
                                       const UsableRules& usable, const Record& typed) {
    std::set<std::int64_t> rows;
    for (const std::size_t number : usable.numbers) {
        std::size_t left = kRowsComparedMax / usable.numbers.size();
        const DuplicateRule& rule = (*usable.rules)[number].rule;
        for (const std::uint32_t key : duplicate_keys(entity, number, rule, typed.values)) {
            const DuplicateIndex::Rows found = index.find(key, left);
            rows.insert(found.begin(), found.end());
            left -= found.size();
        }
    }
    std::vector<RowHandle> handles;
    for (const std::int64_t pk : rows) handles.push_back(RowHandle{pk});
    return handles;
}

struct Agreement {
    std::size_t rules = 0;
    std::vector<FieldId> fields;
};

Result<Agreement> agreement_of(Store::Impl& store, const EntityDef& entity,
                               const UsableRules& usable, const Record& typed,
                               const Record& stored) {
    Agreement agreement;
    for (const std::size_t number : usable.numbers) {
        const CountingRule& rule = (*usable.rules)[number];
        if (!TRY(agree_by(store, entity, rule, typed, stored))) continue;
        ++agreement.rules;
        for (const FieldId field : rule.rule.fields)
            if (std::find(agreement.fields.begin(), agreement.fields.end(), field) ==
                agreement.fields.end())
                agreement.fields.push_back(field);
    }
    return agreement;
}

struct Ranked {
    std::size_t rules = 0;
    DuplicateCandidate candidate;
};

}  // namespace

Result<bool> has_duplicate_rules(Store& store, const EntityDef& entity) {
    Store::Impl& internals = store.internals();
    return !TRY(internals.duplicate_rules.rules_of(internals, entity))->empty();
}

Result<std::vector<FieldId>> fields_in_common(Store& store, const Record& one, const Record& two) {
    const EntityDef* entity = store.registry().find(one.entity);
    if (!entity || two.entity != one.entity) return fail(ErrorCode::BadInput, "duplicates.entity");
    Store::Impl& internals = store.internals();
    const UsableRules usable = TRY(usable_rules(internals, *entity, RuleUse::Scan));
    return TRY(agreement_of(internals, *entity, usable, one, two)).fields;
}

Result<DuplicateAnswer> find_duplicates(Store& store, const DuplicateQuery& query) {
    const EntityDef* entity = store.registry().find(query.entity);
    if (!entity) return fail(ErrorCode::BadInput, "duplicates.entity");
    DuplicateAnswer answer;
    Store::Impl& internals = store.internals();
    const UsableRules usable = TRY(usable_rules(internals, *entity, query.use));
    if (usable.numbers.empty()) return answer;
    const DuplicateIndex& index =
        *TRY(advance_duplicate_index(internals, *entity, query.index_rows_max));
    answer.complete = index.complete();
    const Record typed = typed_record(*entity, query.values);
    std::vector<Ranked> found;
    for (const Record& record :
         TRY(read_rows(store, entity->id, rows_to_compare(*entity, index, usable, typed)))) {
        if (record.id == query.self || record.life != Record::Life::Living) continue;
        Agreement agreement = TRY(agreement_of(internals, *entity, usable, typed, record));
        if (agreement.rules == 0 || TRY(are_kept_apart(store, query.self, record.id))) continue;
        found.push_back(
            {agreement.rules, {record.id, title_of(*entity, record), std::move(agreement.fields)}});
    }
    std::stable_sort(found.begin(), found.end(), [](const Ranked& one, const Ranked& two) {
        if (one.rules != two.rules) return one.rules > two.rules;
        return one.candidate.title < two.candidate.title;
    });
    if (found.size() > query.count_max) found.resize(query.count_max);
    for (Ranked& each : found) answer.candidates.push_back(std::move(each.candidate));
    return answer;
}

}  // namespace holdfast
