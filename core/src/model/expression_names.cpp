// The names of ExpressionChecker: fields, paths over links, aggregates over children.
#include <algorithm>

#include "model/expression_checker.h"

namespace holdfast {
namespace {

using Kind = ExpressionKind;
using Operation = ExpressionOperation;

Operation aggregate_of(std::string_view name) {
    if (name == "count") return Operation::Count;
    if (name == "sum") return Operation::Sum;
    if (name == "min") return Operation::Minimum;
    if (name == "max") return Operation::Maximum;
    return Operation::Average;
}

}  // namespace

ExpressionChecker::Index ExpressionChecker::check_path(Names names, const EntityDef& from) {
    if (names.size() > kExpressionHopsMax + 1)
        return refuse(mistake_, ExpressionErrorCode::TooManyHops,
                      names[kExpressionHopsMax + 1].position);
    ExpressionNode node;
    node.operation = Operation::Field;
    const EntityDef* entity = &from;
    for (const ExpressionToken& name : names) {
        if (!entity)
            return refuse(mistake_, ExpressionErrorCode::NotALink, name.position,
                          {node.path.back().field().key});
        const FieldDef* field = entity->find_field(name.text);
        const FieldDef* computed = entity->find_computed(name.text);
        if (computed && &name == &names.back())
            return check_computed(name, *entity, *computed, std::move(node.path));
        if (!field)
            return refuse(
                mistake_,
                computed ? ExpressionErrorCode::NotALink : ExpressionErrorCode::UnknownField,
                name.position, {std::string(name.text), entity->key});
        const bool is_link = field->type == FieldType::Link;
        const EntityDef* target = is_link ? tree_.registry->find(field->target) : nullptr;
        node.path.push_back({entity, entity->index_of(field->id), target});
        entity = target;
    }
    node.type = expression_type_of(node.path.back().field());
    return build_.add(std::move(node));
}

Status ExpressionChecker::check_not_within(const ExpressionToken& name, const FieldDef& field) {
    int depth = 0;
    for (const ExpressionChecker* each = this; each; each = each->outer_) {
        if (each->computed_ == &field)
            return refuse(mistake_, ExpressionErrorCode::CyclicField, name.position, {field.key});
        if (++depth > kExpressionComputedDepthMax)
            return refuse(mistake_, ExpressionErrorCode::TooDeep, name.position);
    }
    return {};
}

// The field's own text takes the place of its name.
ExpressionChecker::Index ExpressionChecker::check_text_of(const ExpressionToken& name,
                                                          const EntityDef& entity,
                                                          const FieldDef& field) {
    if (field.derive != Derive::None) return add_derived(entity, field);
    TRY(check_not_within(name, field));
    ExpressionError inner_mistake;
    const Result<SyntaxTree> syntax = parse_expression(field.logic.compute, inner_mistake);
    if (!syntax)
        return refuse(mistake_, ExpressionErrorCode::BrokenField, name.position, {field.key});
    if (tree_.nodes.size() + syntax->nodes.size() > kExpressionTreeNodesMax)
        return refuse(mistake_, ExpressionErrorCode::TooComplex, name.position);
    ExpressionOptions options;
    options.result = expression_type_of(field);
    const Index root = ExpressionChecker(*this, *syntax, options, field).check(entity);
    if (!root && mistake_.code != ExpressionErrorCode::CyclicField)
        return refuse(mistake_, ExpressionErrorCode::BrokenField, name.position, {field.key});
    return root;
}

ExpressionChecker::Index ExpressionChecker::check_computed(const ExpressionToken& name,
                                                           const EntityDef& entity,
                                                           const FieldDef& field,
                                                           std::vector<ExpressionStep> links) {
    const Index root = check_text_of(name, entity, field);
    if (!root || links.empty()) return root;
    ExpressionNode node;
    node.operation = Operation::Through;
    node.type = expression_type_of(field);
    node.path = std::move(links);
    node.operands = {*root};
    return build_.add(std::move(node));
}

ExpressionChecker::Index ExpressionChecker::check_aggregate(const SyntaxNode& node,
                                                            const Scope& scope) {
    if (scope.place == Place::Children)
        return refuse(mistake_, ExpressionErrorCode::NestedAggregate, node.token.position);
    const Names names = node.names;
    ExpressionNode aggregate;
    aggregate.operation = aggregate_of(node.word);
    const InverseDef* inverse = scope.entity->find_inverse(names[0].text);
    if (!inverse)
        return refuse(mistake_, ExpressionErrorCode::UnknownChildren, names[0].position,
                      {std::string(names[0].text), scope.entity->key});
    aggregate.child = tree_.registry->find(inverse->entity);
    aggregate.link = aggregate.child->find_field(inverse->field);
    if (names.size() > 1) aggregate.item = TRY(check_path(names.subspan(1), *aggregate.child));
    if (!node.operands.empty()) {
        const Scope inside{aggregate.child, Place::Children};
        aggregate.condition = TRY(check_node(node.operands[0], inside));
        TRY(build_.expect(aggregate.condition, Kind::Boolean,
                          syntax_.nodes[node.operands[0]].token));
    }
    TRY(check_aggregate_type(node, aggregate));
    return build_.add(std::move(aggregate));
}

Status ExpressionChecker::check_aggregate_type(const SyntaxNode& node, ExpressionNode& aggregate) {
    if (aggregate.operation == Operation::Count) {
        aggregate.type = {Kind::Number, 0, EntityId::None};
        return {};
    }
    if (aggregate.item == kNoExpression)
        return refuse(mistake_, ExpressionErrorCode::WrongArgumentCount, node.token.position,
                      {std::string(node.word)});
    aggregate.type = build_.type_of(aggregate.item);
    const Kind kind = aggregate.type.kind;
    const bool adds_up =
        aggregate.operation == Operation::Sum || aggregate.operation == Operation::Average;
    const bool fits = adds_up ? kind == Kind::Number || kind == Kind::Duration
                              : kind != Kind::Boolean && kind != Kind::Link;
    if (!fits)
        return build_.refuse_type(node.names.back(), adds_up ? "number" : "number, text or date",
                                  aggregate.item);
    if (aggregate.operation == Operation::Average && kind == Kind::Number) {
        const std::int32_t scale = std::max(aggregate.type.scale, kExpressionQuotientScale);
        aggregate.settings = {scale - aggregate.type.scale};
        aggregate.type.scale = scale;
    } else if (aggregate.operation == Operation::Average) {
        aggregate.settings = {0};
    }
    return {};
}

}  // namespace holdfast
