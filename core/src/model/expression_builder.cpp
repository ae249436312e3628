#include "model/expression_builder.h"

#include <algorithm>

#include "model/comparison.h"
#include "model/expression_arithmetic.h"

namespace holdfast {
namespace {

using Kind = ExpressionKind;
using Operation = ExpressionOperation;

constexpr ExpressionType kNumber{Kind::Number, 0, EntityId::None};
constexpr std::string_view kSameEntity = "link to the same entity";

bool has_order(Kind kind) {
    return kind != Kind::Boolean && kind != Kind::Link;
}

}  // namespace

std::string_view word_of(ExpressionKind kind) {
    static constexpr std::string_view kWords[] = {"null", "condition", "number",   "text",
                                                  "date", "date-time", "duration", "link"};
    return kWords[static_cast<std::size_t>(kind)];
}

ExpressionIndex ExpressionBuilder::add(ExpressionNode node) {
    tree_.nodes.push_back(std::move(node));
    return static_cast<ExpressionIndex>(tree_.nodes.size() - 1);
}

ExpressionIndex ExpressionBuilder::literal(ExpressionType type, Value value) {
    ExpressionNode node;
    node.type = type;
    node.literal = std::move(value);
    return add(std::move(node));
}

ExpressionIndex ExpressionBuilder::call(ExpressionOperation operation, ExpressionType type,
                                        std::vector<ExpressionIndex> operands,
                                        std::vector<std::int64_t> settings) {
    ExpressionNode node;
    node.operation = operation;
    node.type = type;
    node.operands = std::move(operands);
    node.settings = std::move(settings);
    return add(std::move(node));
}

tl::unexpected<Error> ExpressionBuilder::refuse_type(const ExpressionToken& at,
                                                     std::string_view wanted,
                                                     ExpressionIndex found) {
    return refuse(mistake_, ExpressionErrorCode::WrongType, at.position,
                  {std::string(wanted), std::string(word_of(type_of(found).kind))});
}

Status ExpressionBuilder::expect(ExpressionIndex index, ExpressionKind kind,
                                 const ExpressionToken& at) {
    const Kind found = type_of(index).kind;
    if (found == kind || found == Kind::Null) return {};
    return refuse_type(at, word_of(kind), index);
}

Status ExpressionBuilder::expect_whole(ExpressionIndex index, const ExpressionToken& at) {
    TRY(expect(index, Kind::Number, at));
    if (type_of(index).scale == 0) return {};
    return refuse_type(at, "whole number", index);
}

void ExpressionBuilder::fit_literal(ExpressionIndex index, std::int32_t scale) {
    ExpressionNode& node = tree_.nodes[index];
    const auto* value = std::get_if<std::int64_t>(&node.literal);
    const bool is_number = node.operation == Operation::Literal && node.type.kind == Kind::Number;
    if (!is_number || !value) return;
    const std::int64_t decimals = scale - node.type.scale;
    const std::optional<std::int64_t> fitted = rescaled(*value, decimals);
    if (!fitted || rescaled(*fitted, -decimals) != *value) return;
    node.literal = *fitted;
    node.type.scale = scale;
}

ExpressionIndex ExpressionBuilder::with_scale(ExpressionIndex index, std::int32_t scale) {
    fit_literal(index, scale);
    const ExpressionType type = type_of(index);
    if (type.kind != Kind::Number || type.scale == scale) return index;
    return call(Operation::Rescale, {Kind::Number, scale, EntityId::None}, {index},
                {scale - type.scale});
}

Result<ExpressionType> ExpressionBuilder::unify(std::vector<ExpressionIndex>& operands,
                                                const ExpressionToken& at) {
    ExpressionType common;
    for (const ExpressionIndex operand : operands) {
        const ExpressionType type = type_of(operand);
        if (type.kind == Kind::Null) continue;
        if (common.kind == Kind::Null) common = type;
        if (type.kind != common.kind) return refuse_type(at, word_of(common.kind), operand);
        if (type.target != common.target) return refuse_type(at, kSameEntity, operand);
        common.scale = std::max(common.scale, type.scale);
    }
    for (ExpressionIndex& operand : operands) operand = with_scale(operand, common.scale);
    return common;
}

ExpressionBuilder::Index ExpressionBuilder::addition(const ExpressionToken& at,
                                                     ExpressionOperation operation,
                                                     ExpressionIndex left, ExpressionIndex right) {
    const Kind left_kind = type_of(left).kind;
    const Kind right_kind = type_of(right).kind;
    const auto of_kind = [](Kind kind) { return ExpressionType{kind, 0, EntityId::None}; };
    if (left_kind == Kind::DateTime && right_kind == Kind::Duration)
        return call(operation, of_kind(Kind::DateTime), {left, right});
    if (left_kind == Kind::DateTime && right_kind == Kind::DateTime &&
        operation == Operation::Subtract)
        return call(operation, of_kind(Kind::Duration), {left, right});
    if (left_kind != Kind::Duration && right_kind != Kind::Duration) {
        TRY(expect(left, Kind::Number, at));
        TRY(expect(right, Kind::Number, at));
    }
    std::vector<ExpressionIndex> operands = {left, right};
    const ExpressionType type = TRY(unify(operands, at));
    return call(operation, type.kind == Kind::Null ? kNumber : type, std::move(operands));
}

ExpressionBuilder::Index ExpressionBuilder::multiplication(const ExpressionToken& at,
                                                           ExpressionIndex left,
                                                           ExpressionIndex right) {
    const ExpressionType left_type = type_of(left);
    const ExpressionType right_type = type_of(right);
    // A duration times a number, either way round; its product is a duration again.
    if (left_type.kind == Kind::Duration || right_type.kind == Kind::Duration) {
        const bool left_is_duration = left_type.kind == Kind::Duration;
        TRY(expect(left_is_duration ? right : left, Kind::Number, at));
        const std::int32_t decimals = left_is_duration ? right_type.scale : left_type.scale;
        return call(Operation::Multiply, {Kind::Duration, 0, EntityId::None}, {left, right},
                    {decimals});
    }
    TRY(expect(left, Kind::Number, at));
    TRY(expect(right, Kind::Number, at));
    const auto [fewer, more] = std::minmax(left_type.scale, right_type.scale);
    return call(Operation::Multiply, {Kind::Number, more, EntityId::None}, {left, right}, {fewer});
}

ExpressionBuilder::Index ExpressionBuilder::division(const ExpressionToken& at,
                                                     ExpressionIndex left, ExpressionIndex right) {
    const ExpressionType left_type = type_of(left);
    const ExpressionType right_type = type_of(right);
    if (left_type.kind == Kind::Duration && right_type.kind != Kind::Duration) {
        TRY(expect(right, Kind::Number, at));
        return call(Operation::Divide, left_type, {left, right}, {right_type.scale});
    }
    if (left_type.kind != Kind::Duration) {
        TRY(expect(left, Kind::Number, at));
        TRY(expect(right, Kind::Number, at));
    }
    const std::int32_t scale =
        std::max({left_type.scale, right_type.scale, kExpressionQuotientScale});
    return call(Operation::Divide, {Kind::Number, scale, EntityId::None}, {left, right},
                {scale + right_type.scale - left_type.scale});
}

ExpressionBuilder::Index ExpressionBuilder::arithmetic(const ExpressionToken& at,
                                                       std::string_view word, ExpressionIndex left,
                                                       ExpressionIndex right) {
    if (word == "*") return multiplication(at, left, right);
    if (word == "/") return division(at, left, right);
    return addition(at, word == "+" ? Operation::Add : Operation::Subtract, left, right);
}

ExpressionBuilder::Index ExpressionBuilder::negation(const ExpressionToken& at,
                                                     ExpressionIndex operand) {
    if (type_of(operand).kind != Kind::Duration) TRY(expect(operand, Kind::Number, at));
    ExpressionNode& node = tree_.nodes[operand];
    const auto* value = std::get_if<std::int64_t>(&node.literal);
    if (node.operation == Operation::Literal && value) {
        node.literal = -*value;  // A literal is never the smallest integer.
        return operand;
    }
    const ExpressionType type = node.type;
    return call(Operation::Negate, type.kind == Kind::Null ? kNumber : type, {operand});
}

ExpressionBuilder::Index ExpressionBuilder::comparison(const ExpressionToken& at,
                                                       std::string_view word, ExpressionIndex left,
                                                       ExpressionIndex right) {
    const Comparison* compared = find_comparison(word);
    HOLDFAST_ASSERT(compared != nullptr);
    const Operation operation = compared->operation;
    if (type_of(left).kind == Kind::Null || type_of(right).kind == Kind::Null)
        return refuse(mistake_, ExpressionErrorCode::ComparedWithNull, at.position);
    if (type_of(left).kind != type_of(right).kind)
        return refuse_type(at, word_of(type_of(left).kind), right);
    if (type_of(left).target != type_of(right).target) return refuse_type(at, kSameEntity, right);
    if (asks_order(*compared) && !has_order(type_of(left).kind))
        return refuse_type(at, "number, text or date", left);

    const ExpressionType answer{Kind::Boolean, 0, EntityId::None};
    fit_literal(left, type_of(right).scale);
    fit_literal(right, type_of(left).scale);
    const std::int32_t decimals = type_of(right).scale - type_of(left).scale;
    if (decimals == 0) return call(operation, answer, {left, right});
    const ExpressionIndex order = call(Operation::Compare, kNumber, {left, right}, {decimals});
    const ExpressionIndex zero = literal(kNumber, std::int64_t{0});
    return call(operation, answer, {order, zero});
}

}  // namespace holdfast
