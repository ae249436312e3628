#include "store/query_terms.h"

#include "core/policy.h"
#include "store/entity_table.h"

namespace holdfast {
namespace {

const char* context_of(QueryProblem problem) {
    switch (problem) {
        case QueryProblem::UnknownEntity:
            return "query.entity";
        case QueryProblem::UnknownField:
        case QueryProblem::NotALink:
        case QueryProblem::TooManyHops:
            return "query.path";
        case QueryProblem::TooManyNodes:
        case QueryProblem::TooDeep:
        case QueryProblem::TooManyValues:
        case QueryProblem::TooLong:
            return "query.limit";
        case QueryProblem::WrongValue:
            return "query.value";
        case QueryProblem::WrongOperator:
            return "query.operator";
        case QueryProblem::HiddenField:
            return "query.hidden_field";
        case QueryProblem::BadExpression:
            return "query.expression";
        default:
            return "query.shape";
    }
}

/// Takes the path's first name off it.
std::string_view take_name(std::string_view& path) {
    const std::size_t dot = path.find('.');
    const std::string_view name = path.substr(0, dot);
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    return name;
}

}  // namespace

tl::unexpected<Error> QueryTerms::refuse(QueryProblem problem, std::string place,
                                         std::vector<std::string> arguments) {
    *issue_ = {problem, std::move(place), std::move(arguments)};
    return fail(ErrorCode::BadInput, context_of(problem));
}

Status QueryTerms::expect_shown(EntityId entity, FieldId field, const std::string& place) {
    const bool is_hidden = policy_ && field != kFieldDeleted &&
                           policy_->field_access(entity, field) == FieldAccess::Hidden;
    if (!is_hidden) return {};
    *issue_ = {QueryProblem::HiddenField, place, {}};
    return fail(ErrorCode::Unauthorized, "query.hidden_field");
}

Status QueryTerms::expect_shown(const Expression& expression, const std::string& place) {
    if (!policy_) return {};
    for (const ExpressionDependency& read : expression.dependencies())
        TRY(expect_shown(read.entity, read.field, place));
    return {};
}

Result<const FieldDef*> QueryTerms::find_end(std::string_view path, const std::string& place) {
    const EntityDef* entity = entity_;
    std::size_t hops = 0;
    for (;;) {
        const bool is_last = path.find('.') == std::string_view::npos;
        const std::string_view name = take_name(path);
        const FieldDef* field = entity->find_field(name);
        if (!field) field = entity->find_computed(name);
        if (!field)
            return refuse(QueryProblem::UnknownField, place, {std::string(name), entity->key});
        if (is_last) return field;
        if (field->type != FieldType::Link || !field->logic.compute.empty())
            return refuse(QueryProblem::NotALink, place, {field->key});
        if (++hops > kExpressionHopsMax) return refuse(QueryProblem::TooManyHops, place);
        entity = registry_->find(field->target);
        HOLDFAST_ASSERT(entity != nullptr);
    }
}

Result<QueryTerm> QueryTerms::resolve(std::string_view path, const std::string& place) {
    QueryTerm term;
    term.field = TRY(find_end(path, place));
    term.type = expression_type_of(*term.field);
    if (term.field == entity_->find_field(path)) {
        TRY(expect_shown(entity_->id, term.field->id, place));
        return term;
    }
    auto compiled =
        Expression::compile(*registry_, *entity_, path, {ExpressionToday::Allowed, std::nullopt});
    if (!compiled)
        return refuse(QueryProblem::BadExpression, place, {std::move(compiled.error().key)});
    TRY(expect_shown(*compiled, place));
    term.expression = *std::move(compiled);
    return term;
}

Result<Expression> QueryTerms::compile_condition(std::string_view source,
                                                 const std::string& place) {
    ExpressionOptions options;
    options.today = ExpressionToday::Allowed;
    options.result = ExpressionType{ExpressionKind::Boolean, 0, EntityId::None};
    auto compiled = Expression::compile(*registry_, *entity_, source, options);
    if (compiled) {
        TRY(expect_shown(*compiled, place));
        return *std::move(compiled);
    }
    std::vector<std::string> arguments = std::move(compiled.error().arguments);
    arguments.insert(arguments.begin(), std::move(compiled.error().key));
    return refuse(QueryProblem::BadExpression, place, std::move(arguments));
}

std::string QueryTerms::parameter(Value value) {
    parameters_->push_back(std::move(value));
    return "?" + std::to_string(parameters_->size());
}

std::string QueryTerms::sql_of(const QueryTerm& term) {
    return term.expression ? sql_of(*term.expression) : quoted(term.field->key);
}

std::string QueryTerms::sql_of(const Expression& expression) {
    ExpressionSql sql = expression.to_sql({"", static_cast<int>(parameters_->size()) + 1, today_});
    parameters_->insert(parameters_->end(), std::make_move_iterator(sql.parameters.begin()),
                        std::make_move_iterator(sql.parameters.end()));
    return std::move(sql.text);
}

std::string collation_of(const QueryTerm& term) {
    return info_of(term.field->type).free_text ? " COLLATE NOCASE" : "";
}

}  // namespace holdfast
