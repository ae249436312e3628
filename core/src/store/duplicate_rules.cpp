#include "store/duplicate_rules.h"

#include <algorithm>
#include <set>

#include "core/record_source.h"
#include "store/duplicate_text.h"
#include "store/hidden_fields.h"
#include "store/store_impl.h"

namespace holdfast {
namespace {

bool have_same_fields(const DuplicateRule& one, const DuplicateRule& two) {
    return std::set<FieldId>(one.fields.begin(), one.fields.end()) ==
           std::set<FieldId>(two.fields.begin(), two.fields.end());
}

/// What the person may not see is not compared: a suggestion would tell what it holds.
bool reads_only_seen_fields(const Policy* policy, const EntityDef& entity,
                            const CountingRule& rule) {
    std::vector<FieldId> fields = rule.rule.fields;
    if (rule.condition)
        for (const ExpressionDependency& read : rule.condition->dependencies())
            fields.push_back(read.field);
    return std::none_of(fields.begin(), fields.end(),
                        [&](FieldId field) { return is_hidden(policy, entity, field); });
}

bool serves(const CountingRule& rule, RuleUse use) {
    if (use == RuleUse::Block) return rule.blocks;
    return use == RuleUse::Scan || rule.while_typing;
}

Result<bool> holds(Store::Impl& store, const CountingRule& rule, const Record& record) {
    if (!rule.condition) return true;
    RecordSource source(store);
    const std::int64_t today = day_of(store.environment->now_ms(), 0);
    return integer_or(TRY(rule.condition->evaluate(record, source, today)), 0) != 0;
}

/// Living records of the module of rules that are switched on, by the key of the module that they
/// compare, the oldest first.
Result<std::map<std::string, std::vector<Record>>> read_kept(Store::Impl& store) {
    std::map<std::string, std::vector<Record>> kept;
    const RuleModule module = find_rule_module(*store.registry);
    if (!module.entity) return kept;
    const EntityTable& table = store.table(*module.entity);
    Statement row = TRY(store.db.prepare("SELECT " + table.columns() + " FROM " +
                                         quoted(module.entity->key) + " WHERE _deleted = 0 AND " +
                                         quoted(module.active->key) + " = 1 ORDER BY id"));
    while (TRY(row.step())) {
        Record record = table.read_row(row).record;
        const std::size_t position = module.entity->index_of(module.compared->id);
        kept[std::string(text_or_empty(record.values[position]))].push_back(std::move(record));
    }
    return kept;
}

bool have_same_values(const std::vector<Record>& one, const std::vector<Record>& two) {
    return std::equal(one.begin(), one.end(), two.begin(), two.end(),
                      [](const Record& left, const Record& right) {
                          return left.id == right.id && left.values == right.values;
                      });
}

DuplicateRules compile_rules(const Registry& registry, const EntityDef& entity,
                             const std::vector<Record>& kept) {
    const RuleModule module = find_rule_module(registry);
    DuplicateRules added;
    for (const Record& record : kept) {
        KeptRule read = read_kept_rule(registry, module, record);
        if (read.compared != &entity || !read.issues.empty()) continue;
        if (added.size() < kKeptRulesMax) added.push_back(std::move(read.rule));
    }
    DuplicateRules rules;
    for (const DuplicateRule& rule : entity.duplicates)
        if (std::none_of(added.begin(), added.end(), [&](const CountingRule& each) {
                return have_same_fields(each.rule, rule);
            }))
            rules.push_back({rule, 0, {}, true, false});
    rules.insert(rules.end(), added.begin(), added.end());
    return rules;
}

}  // namespace

Status DuplicateRuleBook::refresh(Store::Impl& store) {
    if (generation_ == store.generation) return {};
    std::map<std::string, std::vector<Record>> kept = TRY(read_kept(store));
    std::erase_if(rules_, [&](const auto& each) {
        const std::string& key = store.registry->find(each.first)->key;
        return !have_same_values(kept_[key], kept[key]);
    });
    kept_ = std::move(kept);
    generation_ = store.generation;
    return {};
}

Result<std::shared_ptr<const DuplicateRules>> DuplicateRuleBook::rules_of(Store::Impl& store,
                                                                          const EntityDef& entity) {
    TRY(refresh(store));
    std::shared_ptr<const DuplicateRules>& rules = rules_[entity.id];
    if (!rules)
        rules = std::make_shared<const DuplicateRules>(
            compile_rules(*store.registry, entity, kept_[entity.key]));
    return rules;
}

Result<UsableRules> usable_rules(Store::Impl& store, const EntityDef& entity, RuleUse use) {
    const Policy* policy = TRY(store.person.get(store));
    UsableRules usable{TRY(store.duplicate_rules.rules_of(store, entity)), {}};
    for (std::size_t number = 0; number < usable.rules->size(); ++number) {
        const CountingRule& rule = (*usable.rules)[number];
        if (serves(rule, use) && reads_only_seen_fields(policy, entity, rule))
            usable.numbers.push_back(number);
    }
    return usable;
}

Result<bool> agree_by(Store::Impl& store, const EntityDef& entity, const CountingRule& rule,
                      const Record& one, const Record& two) {
    if (!agree(entity, rule, one, two)) return false;
    if (!TRY(holds(store, rule, one))) return false;
    return TRY(holds(store, rule, two));
}

}  // namespace holdfast
