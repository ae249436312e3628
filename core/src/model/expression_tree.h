// ExpressionTree: a compiled expression, typed, with every name resolved. Private to core/src.
#pragma once

#include <cstdint>
#include <vector>

#include "core/expression.h"
#include "model/expression_operation.h"

namespace holdfast {

using ExpressionIndex = std::uint32_t;
inline constexpr ExpressionIndex kNoExpression = UINT32_MAX;

/// A field of `entity`, by position.
struct ExpressionStep {
    const EntityDef* entity = nullptr;
    std::size_t position = 0;
    const EntityDef* target = nullptr;  ///< Of a link to one entity.
    [[nodiscard]] const FieldDef& field() const { return entity->fields[position]; }
};

struct ExpressionNode {
    ExpressionOperation operation = ExpressionOperation::Literal;
    ExpressionType type;
    Value literal;
    std::vector<ExpressionIndex> operands;
    std::vector<std::int64_t> settings;  ///< Further arguments of an operation, from compilation.
    std::vector<ExpressionStep> path;    ///< Links, and the field itself where it is one.
    /// Of an aggregate: the records, their link that points here, and parts that are worked out
    /// over each of them.
    const EntityDef* child = nullptr;
    const FieldDef* link = nullptr;
    ExpressionIndex item = kNoExpression;
    ExpressionIndex condition = kNoExpression;
    /// Of DocumentTotals: discount, prices with tax, currency and tax mode of the document, then
    /// quantity, price, discount and tax rate of its lines. No entity: there is no such field.
    std::vector<ExpressionStep> columns;
};

struct ExpressionTree {
    const EntityDef* entity = nullptr;
    const Registry* registry = nullptr;  ///< While it is compiled.
    std::vector<ExpressionNode> nodes;   ///< Operands stand before what uses them.
    ExpressionIndex root = 0;
};

}  // namespace holdfast
