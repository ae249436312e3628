// ExpressionChecker: a syntax tree to a typed tree, with every name looked up. Private to
// core/src/model.
#pragma once

#include "model/expression_builder.h"

namespace holdfast {

class ExpressionChecker {
public:
    ExpressionChecker(ExpressionTree& tree, const SyntaxTree& syntax,
                      const ExpressionOptions& options, ExpressionError& mistake)
        : tree_(tree),
          syntax_(syntax),
          options_(options),
          mistake_(mistake),
          build_(tree, mistake) {}
    /// For the text of `computed`, which `outer` has come to.
    ExpressionChecker(const ExpressionChecker& outer, const SyntaxTree& syntax,
                      const ExpressionOptions& options, const FieldDef& computed)
        : tree_(outer.tree_),
          syntax_(syntax),
          options_(options),
          mistake_(outer.mistake_),
          build_(outer.tree_, outer.mistake_),
          outer_(&outer),
          computed_(&computed) {}

    /// Adds the text's nodes, which read records of `entity`, and returns the last one. Fails with
    /// BadInput and fills the mistake.
    [[nodiscard]] ExpressionBuilder::Index check(const EntityDef& entity);
    /// As check(), for a derived field, which has no text.
    [[nodiscard]] ExpressionBuilder::Index check_derived(const EntityDef& entity,
                                                         const FieldDef& field) {
        return add_derived(entity, field);
    }

private:
    using Index = ExpressionBuilder::Index;
    enum class Place : std::uint8_t { Record, Children };
    /// What names mean here: fields of `entity`.
    struct Scope {
        const EntityDef* entity;
        Place place;
    };

    [[nodiscard]] Index check_node(SyntaxIndex index, const Scope& scope);
    [[nodiscard]] Index check_number(const ExpressionToken& token);
    [[nodiscard]] Index check_unary(const SyntaxNode& node, const Scope& scope);
    [[nodiscard]] Index check_binary(const SyntaxNode& node, const Scope& scope);
    [[nodiscard]] Index check_in(const SyntaxNode& node, const Scope& scope);
    [[nodiscard]] Result<std::vector<ExpressionIndex>> check_operands(const SyntaxNode& node,
                                                                      const Scope& scope);

    // Functions.
    [[nodiscard]] Index check_call(const SyntaxNode& node, const Scope& scope);
    [[nodiscard]] Index check_plain_function(const SyntaxNode& node,
                                             std::vector<ExpressionIndex> operands);
    [[nodiscard]] Index check_if(const SyntaxNode& node, std::vector<ExpressionIndex> operands);
    [[nodiscard]] Index check_date(const SyntaxNode& node);
    [[nodiscard]] Index check_today(const SyntaxNode& node);
    [[nodiscard]] Index check_round(const SyntaxNode& node, const Scope& scope);
    [[nodiscard]] Status expect_count(const SyntaxNode& node, std::size_t least, std::size_t most);

    // Names.
    using Names = std::span<const ExpressionToken>;
    [[nodiscard]] Index check_path(Names names, const EntityDef& from);
    [[nodiscard]] Index check_computed(const ExpressionToken& name, const EntityDef& entity,
                                       const FieldDef& field, std::vector<ExpressionStep> links);
    [[nodiscard]] Index check_text_of(const ExpressionToken& name, const EntityDef& entity,
                                      const FieldDef& field);
    [[nodiscard]] Index add_derived(const EntityDef& entity, const FieldDef& field);
    [[nodiscard]] Status check_not_within(const ExpressionToken& name, const FieldDef& field);
    [[nodiscard]] Index check_aggregate(const SyntaxNode& node, const Scope& scope);
    [[nodiscard]] Status check_aggregate_type(const SyntaxNode& node, ExpressionNode& aggregate);

    ExpressionTree& tree_;
    const SyntaxTree& syntax_;
    const ExpressionOptions& options_;
    ExpressionError& mistake_;
    ExpressionBuilder build_;
    const ExpressionChecker* outer_ = nullptr;
    const FieldDef* computed_ = nullptr;  ///< Whose text this is; null: nobody's.
};

}  // namespace holdfast
