// DuplicateRules: the rules of duplicates that count in a module now: those of its definition, and
// those that administrators keep as records. Private to core/src/store.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/duplicates.h"
#include "core/expression.h"
#include "core/store.h"

namespace holdfast {

/// One rule that counts. Immutable.
struct CountingRule {
    DuplicateRule rule;
    /// Fuzzy names only: the share of letters that has to be the same, 100 % is kWholeSimilarity.
    std::int64_t similarity_min = 0;
    std::optional<Expression> condition;  ///< Has to hold for both records; of own fields only.
    bool while_typing = true;
    bool blocks = false;  ///< A record that agrees with another one is not saved.
};
inline constexpr std::int64_t kWholeSimilarity = 1'000'000;  ///< As a percentage of scale 4.
using DuplicateRules = std::vector<CountingRule>;

inline constexpr std::size_t kRuleFieldsMax = 4;
/// Rules kept as records that count in one module; the oldest.
inline constexpr std::size_t kKeptRulesMax = 10;

/// The module whose records are rules, and its fields; without an entity when there is none.
struct RuleModule {
    const EntityDef* entity = nullptr;
    const FieldDef* compared = nullptr;
    const FieldDef* active = nullptr;
    const FieldDef* fields = nullptr;
    const FieldDef* method = nullptr;
    const FieldDef* threshold = nullptr;
    const FieldDef* condition = nullptr;
    const FieldDef* while_typing = nullptr;
    const FieldDef* action = nullptr;
};
[[nodiscard]] RuleModule find_rule_module(const Registry& registry);

/// What a record of that module comes to. It counts when `compared` is there and nothing is wrong.
struct KeptRule {
    const EntityDef* compared = nullptr;
    CountingRule rule;
    std::vector<FieldIssue> issues;
};
/// `fields` is read as a JSON list of keys, or as keys between commas.
[[nodiscard]] KeptRule read_kept_rule(const Registry& registry, const RuleModule& module,
                                      const Record& record);

/// The rules of every module, read again when the store has changed.
class DuplicateRuleBook {
public:
    /// Those of the definition, then the kept ones by age; one that is kept for the same fields
    /// stands for the definition's. The same object as long as none of them has changed. Fails
    /// with Storage or Corrupt.
    [[nodiscard]] Result<std::shared_ptr<const DuplicateRules>> rules_of(Store::Impl& store,
                                                                         const EntityDef& entity);

private:
    [[nodiscard]] Status refresh(Store::Impl& store);

    std::uint64_t generation_ = 0;
    std::map<std::string, std::vector<Record>> kept_;  ///< Records by key of the compared module.
    std::map<EntityId, std::shared_ptr<const DuplicateRules>> rules_;
};

/// Rules that may be used here: the person may see all fields that they read.
struct UsableRules {
    std::shared_ptr<const DuplicateRules> rules;
    std::vector<std::size_t> numbers;  ///< Positions in `rules`.
};
[[nodiscard]] Result<UsableRules> usable_rules(Store::Impl& store, const EntityDef& entity,
                                               RuleUse use);
/// Whether the records agree by the rule, and its condition holds for both.
[[nodiscard]] Result<bool> agree_by(Store::Impl& store, const EntityDef& entity,
                                    const CountingRule& rule, const Record& one, const Record& two);

}  // namespace holdfast
