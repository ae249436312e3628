// RulesCompiler: one entity's expressions, as written, to EntityRules. Private to core/src/model.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "core/rules.h"
#include "model/definition_reader.h"

namespace holdfast {

/// Of an expression that stands at `path`.
[[nodiscard]] DefinitionMistake mistake_of(const std::string& path, const ExpressionError& error);

class RulesCompiler {
public:
    RulesCompiler(const Registry& registry, const EntityDef& entity, DefinitionMistake& mistake)
        : registry_(&registry), entity_(&entity), mistake_(&mistake) {}

    /// As the definition has them: there is nothing to compile.
    void set_only_one(std::vector<OnlyOneRule> rules) { made_.only_one_ = std::move(rules); }
    /// The JSON of "convert", empty when the module has none.
    void set_conversions(std::string json) { conversions_json_ = std::move(json); }

    /// Fails with BadInput and fills the mistake: the first one, computed fields before others.
    [[nodiscard]] Result<EntityRules> compile();

private:
    std::optional<Expression> compile(std::string_view source, const std::string& path,
                                      const ExpressionOptions& options);
    std::optional<Expression> condition(std::string_view source, const std::string& path);
    void compile_field(const FieldDef& field);
    void compile_computed(const FieldDef& field);
    void compile_follows();
    void compile_conversions();

    const Registry* registry_;
    const EntityDef* entity_;
    DefinitionMistake* mistake_;
    bool ok_ = true;
    std::string conversions_json_;
    /// Compiled ones; their texts lie in the entity.
    std::vector<std::pair<std::string_view, Expression>> conditions_;
    EntityRules made_;
};

}  // namespace holdfast
