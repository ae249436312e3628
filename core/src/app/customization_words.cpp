#include "core/app/customization_words.h"

namespace holdfast {
namespace {

std::string_view key_of(CustomizationProblem problem) {
    switch (problem) {
        case CustomizationProblem::NotJson:
            return "customization.not_json";
        case CustomizationProblem::TooLarge:
            return "customization.too_large";
        case CustomizationProblem::TooDeep:
            return "customization.too_deep";
        case CustomizationProblem::TooMany:
            return "customization.too_many";
        case CustomizationProblem::UnknownWord:
            return "customization.unknown_word";
        case CustomizationProblem::WrongKind:
            return "customization.wrong_kind";
        case CustomizationProblem::BadKey:
            return "customization.bad_key";
        case CustomizationProblem::NoPrefix:
            return "customization.no_prefix";
        case CustomizationProblem::Taken:
            return "customization.taken";
        case CustomizationProblem::UnknownModule:
            return "customization.unknown_module";
        case CustomizationProblem::UnknownField:
            return "customization.unknown_field";
        case CustomizationProblem::UnknownChoice:
            return "customization.unknown_choice";
        case CustomizationProblem::UnknownState:
            return "customization.unknown_state";
        case CustomizationProblem::UnknownMenu:
            return "customization.unknown_menu";
        case CustomizationProblem::NotChangeable:
            return "customization.not_changeable";
        case CustomizationProblem::NeedsLabel:
            return "customization.needs_label";
        case CustomizationProblem::BadLabel:
            return "customization.bad_label";
        case CustomizationProblem::HiddenRequired:
            return "customization.hidden_required";
        case CustomizationProblem::InUse:
            return "customization.in_use";
        case CustomizationProblem::BadDefault:
            return "customization.bad_default";
        case CustomizationProblem::BadExpression:
            return "customization.bad_expression";
        case CustomizationProblem::BadDefinition:
            return "customization.bad_definition";
        case CustomizationProblem::StateInUse:
            return "customization.state_in_use";
    }
    return "customization.bad_definition";
}

/// What the sentence speaks of: the thing itself, or what an expression or a definition lacks.
std::string detail_of(const Strings& strings, const CustomizationIssue& issue) {
    if (issue.problem == CustomizationProblem::BadDefinition) return issue.reason;
    if (issue.problem != CustomizationProblem::BadExpression) return issue.subject;
    if (!Strings::has(issue.expression_key)) return issue.reason;
    return strings.format(issue.expression_key, issue.expression_arguments);
}

}  // namespace

std::string sentence(const Strings& strings, const CustomizationIssue& issue) {
    const std::string text = strings.format(
        key_of(issue.problem), {detail_of(strings, issue), std::to_string(issue.count)});
    if (issue.name.empty()) return issue.path + ": " + text;
    return strings.format("customization.where", {issue.name, issue.path, text});
}

}  // namespace holdfast
