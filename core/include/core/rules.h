// Rules: the expressions of one module's definition, compiled, and what holds between its records.
// Registry::rules() has them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/conversion_rule.h"
#include "core/expression.h"

namespace holdfast {

/// Conditions of one field; nothing where the definition has none.
struct FieldRules {
    std::optional<Expression> visible_if;
    std::optional<Expression> required_if;
    std::optional<Expression> readonly_if;
    std::optional<Expression> content_of;  ///< Names the module that the content speaks of.
    std::vector<std::pair<std::string, Expression>> options_if;  ///< Choice, when it is offered.
};

/// At most one living record of those whose link `per` leads to the same record has the boolean
/// `field`: who is given it takes it from the others, in the same transaction.
struct OnlyOneRule {
    FieldId field = FieldId::None;
    FieldId per = FieldId::None;
};

/// Immutable, may be used by several threads. Lives as long as its registry.
class EntityRules {
public:
    /// Null when the field has no conditions.
    [[nodiscard]] const FieldRules* find(FieldId field) const;
    /// What works out a field of EntityDef::computed; null when it is none.
    [[nodiscard]] const Expression* computed(FieldId field) const;
    /// What must hold to enter the state; null when it has no guard.
    [[nodiscard]] const Expression* guard(std::string_view state) const;
    /// Names the state that the record is in by its other fields; null when nothing does.
    [[nodiscard]] const Expression* state_follows() const {
        return follows_ ? &*follows_ : nullptr;
    }
    /// By position of EntityDef::checks.
    [[nodiscard]] const std::vector<Expression>& checks() const { return checks_; }
    [[nodiscard]] const std::vector<OnlyOneRule>& only_one() const { return only_one_; }
    [[nodiscard]] const std::vector<ConversionRule>& conversions() const { return conversions_; }
    /// Null when the module has none of that key.
    [[nodiscard]] const ConversionRule* find_conversion(std::string_view key) const;
    /// Whether a conversion moves its source to the state.
    [[nodiscard]] bool is_converted_state(std::string_view state) const;
    /// Whether a conversion writes the field of its source: a link to what was made.
    [[nodiscard]] bool is_conversion_link(FieldId field) const;

private:
    friend class RulesCompiler;
    std::map<FieldId, FieldRules> fields_;
    std::map<FieldId, Expression> computed_;
    std::map<std::string, Expression, std::less<>> guards_;
    std::vector<Expression> checks_;
    std::optional<Expression> follows_;
    std::vector<OnlyOneRule> only_one_;
    std::vector<ConversionRule> conversions_;
};

}  // namespace holdfast
