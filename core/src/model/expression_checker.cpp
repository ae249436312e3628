#include "model/expression_checker.h"

#include <charconv>

namespace holdfast {
namespace {

using Kind = ExpressionKind;
using Operation = ExpressionOperation;

constexpr ExpressionType kBoolean{Kind::Boolean, 0, EntityId::None};
constexpr ExpressionType kText{Kind::Text, 0, EntityId::None};
constexpr std::size_t kDecimalsMax = 9;

std::string unquoted(std::string_view written) {
    const char quote = written.front();
    const std::string_view inside = written.substr(1, written.size() - 2);
    std::string text;
    for (std::size_t position = 0; position < inside.size(); ++position) {
        text.push_back(inside[position]);
        if (inside[position] == quote) ++position;  // A doubled one.
    }
    return text;
}

}  // namespace

ExpressionChecker::Index ExpressionChecker::check(const EntityDef& entity) {
    const ExpressionIndex root = TRY(check_node(syntax_.root, {&entity, Place::Record}));
    if (!options_.result) return root;
    const ExpressionType& wanted = *options_.result;
    const ExpressionType found = build_.type_of(root);
    const bool fits =
        found.kind == Kind::Null || (found.kind == wanted.kind && found.target == wanted.target);
    if (!fits)
        return build_.refuse_type(syntax_.nodes[syntax_.root].token, word_of(wanted.kind), root);
    return wanted.kind == Kind::Number ? build_.with_scale(root, wanted.scale) : root;
}

ExpressionChecker::Index ExpressionChecker::check_node(SyntaxIndex index, const Scope& scope) {
    const SyntaxNode& node = syntax_.nodes[index];
    switch (node.kind) {
        case SyntaxKind::Number:
            return check_number(node.token);
        case SyntaxKind::Text:
            return build_.literal(kText, unquoted(node.token.text));
        case SyntaxKind::True:
            return build_.literal(kBoolean, std::int64_t{1});
        case SyntaxKind::False:
            return build_.literal(kBoolean, std::int64_t{0});
        case SyntaxKind::Null:
            return build_.literal({}, {});
        case SyntaxKind::Path:
            return check_path(node.names, *scope.entity);
        case SyntaxKind::Unary:
            return check_unary(node, scope);
        case SyntaxKind::Binary:
            return check_binary(node, scope);
        case SyntaxKind::In:
            return check_in(node, scope);
        case SyntaxKind::Call:
            return check_call(node, scope);
        default:
            return check_aggregate(node, scope);
    }
}

ExpressionChecker::Index ExpressionChecker::check_number(const ExpressionToken& token) {
    std::string digits(token.text);
    const std::size_t point = digits.find('.');
    std::size_t decimals = 0;
    if (point != std::string::npos) {
        decimals = digits.size() - point - 1;
        digits.erase(point, 1);
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || decimals > kDecimalsMax)
        return refuse(mistake_, ExpressionErrorCode::NumberTooLarge, token.position,
                      {std::string(token.text)});
    return build_.literal({Kind::Number, static_cast<std::int32_t>(decimals), EntityId::None},
                          number);
}

Result<std::vector<ExpressionIndex>> ExpressionChecker::check_operands(const SyntaxNode& node,
                                                                       const Scope& scope) {
    std::vector<ExpressionIndex> operands;
    operands.reserve(node.operands.size());
    for (const SyntaxIndex operand : node.operands)
        operands.push_back(TRY(check_node(operand, scope)));
    return operands;
}

ExpressionChecker::Index ExpressionChecker::check_unary(const SyntaxNode& node,
                                                        const Scope& scope) {
    const ExpressionIndex operand = TRY(check_node(node.operands[0], scope));
    const ExpressionToken& at = syntax_.nodes[node.operands[0]].token;
    if (node.word == "-") return build_.negation(at, operand);
    TRY(build_.expect(operand, Kind::Boolean, at));
    return build_.call(Operation::Not, kBoolean, {operand});
}

ExpressionChecker::Index ExpressionChecker::check_binary(const SyntaxNode& node,
                                                         const Scope& scope) {
    std::vector<ExpressionIndex> operands = TRY(check_operands(node, scope));
    if (node.word == "and" || node.word == "or") {
        TRY(build_.expect(operands[0], Kind::Boolean, syntax_.nodes[node.operands[0]].token));
        TRY(build_.expect(operands[1], Kind::Boolean, syntax_.nodes[node.operands[1]].token));
        return build_.call(node.word == "and" ? Operation::And : Operation::Or, kBoolean,
                           std::move(operands));
    }
    if (node.word == "??") {
        const ExpressionType type = TRY(build_.unify(operands, node.token));
        return build_.call(Operation::Coalesce, type, std::move(operands));
    }
    const bool is_arithmetic = std::string_view("+-*/").find(node.word) != std::string_view::npos;
    if (is_arithmetic) return build_.arithmetic(node.token, node.word, operands[0], operands[1]);
    return build_.comparison(node.token, node.word, operands[0], operands[1]);
}

ExpressionChecker::Index ExpressionChecker::check_in(const SyntaxNode& node, const Scope& scope) {
    std::vector<ExpressionIndex> operands = TRY(check_operands(node, scope));
    for (std::size_t item = 0; item < operands.size(); ++item)
        if (build_.type_of(operands[item]).kind == Kind::Null)
            return refuse(mistake_, ExpressionErrorCode::ComparedWithNull,
                          syntax_.nodes[node.operands[item]].token.position);
    TRY(build_.unify(operands, node.token));
    return build_.call(Operation::In, kBoolean, std::move(operands));
}

}  // namespace holdfast
