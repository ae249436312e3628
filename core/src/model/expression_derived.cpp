// Derived fields of ExpressionChecker: sums of a document, as one node that both back ends know.
#include "model/expression_checker.h"

namespace holdfast {
namespace {

bool is_of_line(Derive which) {
    return which == Derive::LineNet || which == Derive::LineTax;
}

/// Absent where the entity has no such field.
ExpressionStep step_of(const EntityDef& entity, const FieldDef* field) {
    return field ? ExpressionStep{&entity, entity.index_of(field->id), nullptr} : ExpressionStep{};
}

}  // namespace

ExpressionChecker::Index ExpressionChecker::add_derived(const EntityDef& entity,
                                                        const FieldDef& field) {
    const bool of_line = is_of_line(field.derive);
    const FieldDef* parent = of_line ? entity.find_field(entity.parent_field) : nullptr;
    const EntityDef* document = of_line ? tree_.registry->find(parent->target) : &entity;
    const EntityDef& line = *tree_.registry->find(document->totals.lines);
    ExpressionNode node;
    node.operation = ExpressionOperation::DocumentTotals;
    node.type = expression_type_of(field);
    node.child = &line;
    node.link = line.find_field(line.parent_field);
    if (of_line) node.path.push_back({&entity, entity.index_of(parent->id), document});
    const TotalsDef& totals = document->totals;
    node.columns = {step_of(*document, document->find_field(totals.discount)),
                    step_of(*document, document->find_field(totals.prices_include_tax)),
                    step_of(*document, document->find_field(totals.currency)),
                    step_of(*document, document->find_field("tax_mode"))};
    for (const char* key : {"quantity", "unit_price", "discount", "tax_rate"})
        node.columns.push_back(step_of(line, line.find_field(key)));
    node.settings = {raw(field.derive), field.scale, line.find_field("unit_price")->scale};
    return build_.add(std::move(node));
}

}  // namespace holdfast
