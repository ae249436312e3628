#include "core/expression.h"

#include "model/expression_checker.h"

namespace holdfast {

ExpressionType expression_type_of(const FieldDef& field) {
    switch (field.type) {
        case FieldType::Integer:
        case FieldType::Decimal:
        case FieldType::Money:
        case FieldType::Quantity:
        case FieldType::Percent:
        case FieldType::Time:
            return {ExpressionKind::Number, field.scale, EntityId::None};
        case FieldType::Boolean:
            return {ExpressionKind::Boolean, 0, EntityId::None};
        case FieldType::Date:
            return {ExpressionKind::Date, 0, EntityId::None};
        case FieldType::DateTime:
            return {ExpressionKind::DateTime, 0, EntityId::None};
        case FieldType::Duration:
            return {ExpressionKind::Duration, 0, EntityId::None};
        case FieldType::Link:
        case FieldType::LinkAny:
            return {ExpressionKind::Link, 0, field.target};
        default:
            return {ExpressionKind::Text, 0, EntityId::None};
    }
}

tl::expected<Expression, ExpressionError> Expression::compile(const Registry& registry,
                                                              const EntityDef& entity,
                                                              std::string_view source,
                                                              const ExpressionOptions& options) {
    ExpressionError mistake;
    const Result<SyntaxTree> syntax = parse_expression(source, mistake);
    if (!syntax) return tl::unexpected<ExpressionError>(std::move(mistake));
    auto tree = std::make_shared<ExpressionTree>();
    tree->entity = &entity;
    tree->registry = &registry;
    const auto root = ExpressionChecker(*tree, *syntax, options, mistake).check(entity);
    if (!root) return tl::unexpected<ExpressionError>(std::move(mistake));
    tree->root = *root;
    tree->registry = nullptr;
    return Expression(std::move(tree));
}

Expression Expression::derived(const Registry& registry, const EntityDef& entity,
                               const FieldDef& field) {
    auto tree = std::make_shared<ExpressionTree>();
    tree->entity = &entity;
    tree->registry = &registry;
    const SyntaxTree no_text;
    ExpressionError mistake;
    const ExpressionOptions options;
    tree->root = *ExpressionChecker(*tree, no_text, options, mistake).check_derived(entity, field);
    tree->registry = nullptr;
    return Expression(std::move(tree));
}

const ExpressionType& Expression::type() const {
    return tree_->nodes[tree_->root].type;
}

}  // namespace holdfast
