// The functions of ExpressionChecker: their arguments and what they give.
#include <algorithm>

#include "model/expression_checker.h"
#include "model/expression_dates.h"

namespace holdfast {
namespace {

using Kind = ExpressionKind;
using Operation = ExpressionOperation;

/// Functions that take fixed kinds. Every Number among the arguments is a whole one.
struct PlainFunction {
    std::string_view name;
    Operation operation;
    Kind result;
    std::vector<Kind> arguments;
};

const std::vector<PlainFunction>& plain_functions() {
    static const std::vector<PlainFunction> functions = {
        {"lower", Operation::Lower, Kind::Text, {Kind::Text}},
        {"upper", Operation::Upper, Kind::Text, {Kind::Text}},
        {"trim", Operation::Trim, Kind::Text, {Kind::Text}},
        {"length", Operation::Length, Kind::Number, {Kind::Text}},
        {"contains", Operation::Contains, Kind::Boolean, {Kind::Text, Kind::Text}},
        {"starts_with", Operation::StartsWith, Kind::Boolean, {Kind::Text, Kind::Text}},
        {"days_between", Operation::DaysBetween, Kind::Number, {Kind::Date, Kind::Date}},
        {"add_days", Operation::AddDays, Kind::Date, {Kind::Date, Kind::Number}},
        {"year", Operation::Year, Kind::Number, {Kind::Date}},
        {"month", Operation::Month, Kind::Number, {Kind::Date}},
        {"day", Operation::Day, Kind::Number, {Kind::Date}},
    };
    return functions;
}

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kScaleMax = 9;

ExpressionType of_kind(Kind kind) {
    return {kind, 0, EntityId::None};
}

}  // namespace

Status ExpressionChecker::expect_count(const SyntaxNode& node, std::size_t least,
                                       std::size_t most) {
    if (node.operands.size() >= least && node.operands.size() <= most) return {};
    return refuse(mistake_, ExpressionErrorCode::WrongArgumentCount, node.token.position,
                  {std::string(node.word)});
}

ExpressionChecker::Index ExpressionChecker::check_call(const SyntaxNode& node, const Scope& scope) {
    if (node.word == "date") return check_date(node);
    if (node.word == "today") return check_today(node);
    if (node.word == "round") return check_round(node, scope);
    std::vector<ExpressionIndex> operands = TRY(check_operands(node, scope));
    if (node.word == "if") return check_if(node, std::move(operands));
    if (node.word == "is_null") {
        TRY(expect_count(node, 1, 1));
        return build_.call(Operation::IsNull, of_kind(Kind::Boolean), std::move(operands));
    }
    if (node.word == "minutes") {
        TRY(expect_count(node, 1, 1));
        TRY(build_.expect_whole(operands[0], node.token));
        operands.push_back(build_.literal(of_kind(Kind::Number), kMinuteMs));
        return build_.call(Operation::Multiply, of_kind(Kind::Duration), std::move(operands), {0});
    }
    if (node.word == "concat") {
        TRY(expect_count(node, 1, kExpressionItemsMax));
        for (std::size_t index = 0; index < operands.size(); ++index)
            TRY(build_.expect(operands[index], Kind::Text,
                              syntax_.nodes[node.operands[index]].token));
        return build_.call(Operation::Concat, of_kind(Kind::Text), std::move(operands));
    }
    return check_plain_function(node, std::move(operands));
}

ExpressionChecker::Index ExpressionChecker::check_plain_function(
    const SyntaxNode& node, std::vector<ExpressionIndex> operands) {
    const auto& functions = plain_functions();
    const auto function = std::find_if(functions.begin(), functions.end(),
                                       [&](const auto& each) { return each.name == node.word; });
    if (function == functions.end())
        return refuse(mistake_, ExpressionErrorCode::UnknownFunction, node.token.position,
                      {std::string(node.word)});
    TRY(expect_count(node, function->arguments.size(), function->arguments.size()));
    for (std::size_t index = 0; index < operands.size(); ++index) {
        const ExpressionToken& at = syntax_.nodes[node.operands[index]].token;
        if (function->arguments[index] == Kind::Number)
            TRY(build_.expect_whole(operands[index], at));
        else
            TRY(build_.expect(operands[index], function->arguments[index], at));
    }
    return build_.call(function->operation, of_kind(function->result), std::move(operands));
}

ExpressionChecker::Index ExpressionChecker::check_if(const SyntaxNode& node,
                                                     std::vector<ExpressionIndex> operands) {
    TRY(expect_count(node, 3, 3));
    TRY(build_.expect(operands[0], Kind::Boolean, syntax_.nodes[node.operands[0]].token));
    std::vector<ExpressionIndex> answers = {operands[1], operands[2]};
    const ExpressionType type = TRY(build_.unify(answers, node.token));
    return build_.call(Operation::If, type, {operands[0], answers[0], answers[1]});
}

ExpressionChecker::Index ExpressionChecker::check_date(const SyntaxNode& node) {
    TRY(expect_count(node, 1, 1));
    const SyntaxNode& argument = syntax_.nodes[node.operands[0]];
    const std::string_view written = argument.token.text;
    std::optional<std::int64_t> days;
    if (argument.kind == SyntaxKind::Text)
        days = date_from_text(written.substr(1, written.size() - 2));
    if (!days)
        return refuse(mistake_, ExpressionErrorCode::BadDate, argument.token.position,
                      {std::string(written)});
    return build_.literal(of_kind(Kind::Date), *days);
}

ExpressionChecker::Index ExpressionChecker::check_today(const SyntaxNode& node) {
    TRY(expect_count(node, 0, 0));
    if (options_.today == ExpressionToday::Refused)
        return refuse(mistake_, ExpressionErrorCode::TodayNotAllowed, node.token.position);
    return build_.call(Operation::Today, of_kind(Kind::Date), {});
}

ExpressionChecker::Index ExpressionChecker::check_round(const SyntaxNode& node,
                                                        const Scope& scope) {
    TRY(expect_count(node, 1, 2));
    const ExpressionIndex operand = TRY(check_node(node.operands[0], scope));
    TRY(build_.expect(operand, Kind::Number, syntax_.nodes[node.operands[0]].token));
    if (node.operands.size() == 1) return build_.with_scale(operand, 0);
    // The type depends on it, so it has to be known now.
    const SyntaxNode& written = syntax_.nodes[node.operands[1]];
    const ExpressionIndex decimals = TRY(check_node(node.operands[1], scope));
    const bool is_literal = tree_.nodes[decimals].operation == Operation::Literal;
    const std::int64_t scale = integer_or(tree_.nodes[decimals].literal, -1);
    if (!is_literal || build_.type_of(decimals) != of_kind(Kind::Number) || scale < 0 ||
        scale > kScaleMax)
        return build_.refuse_type(written.token, "whole number from 0 to 9", decimals);
    return build_.with_scale(operand, static_cast<std::int32_t>(scale));
}

}  // namespace holdfast
