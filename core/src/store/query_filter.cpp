#include "store/query_filter.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "model/calendar.h"
#include "model/comparison.h"

namespace holdfast {
namespace {

using Kind = FilterNode::Kind;

/// A full tree of full lists fits; long expressions in every leaf, which SQLite might refuse, do
/// not.
constexpr std::size_t kSqlBytesMax = 200'000;

bool has_order(ExpressionKind kind) {
    return kind != ExpressionKind::Boolean && kind != ExpressionKind::Link;
}

bool is_of_kind(const Value& value, ExpressionKind kind) {
    if (kind == ExpressionKind::Text) return std::holds_alternative<std::string>(value);
    if (kind == ExpressionKind::Link) return std::holds_alternative<RecordId>(value);
    return std::holds_alternative<std::int64_t>(value);
}

/// How many values an operator takes; kFilterValuesMax: any number.
std::size_t wanted_values(FilterOperator op) {
    switch (op) {
        case FilterOperator::IsEmpty:
        case FilterOperator::IsNotEmpty:
        case FilterOperator::During:
            return 0;
        case FilterOperator::InList:
            return kFilterValuesMax;
        default:
            return 1;
    }
}

/// The key as it stands in the list that a Choices field holds.
std::string choice_in_list(std::string_view key) {
    using Json = nlohmann::json;
    return Json(std::string(key)).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

bool is_empty_value(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text ? text->empty() : is_null(value);
}

std::string folded(std::string_view text) {
    std::string result;
    append_folded(result, text);
    return result;
}

Result<std::string> QueryFilter::write(const FilterNode& root) {
    std::string sql = TRY(write_node(root, {"filter", 1}));
    if (sql.size() > kSqlBytesMax) return terms_->refuse(QueryProblem::TooLong, "filter");
    return sql;
}

QueryFilter::Sql QueryFilter::write_node(const FilterNode& node, const Place& place) {
    if (++nodes_ > kFilterNodesMax) return terms_->refuse(QueryProblem::TooManyNodes, place.name);
    if (place.depth > kFilterDepthMax) return terms_->refuse(QueryProblem::TooDeep, place.name);
    switch (node.kind) {
        case Kind::And:
        case Kind::Or:
            return write_children(node, place);
        case Kind::Not:
            return write_not(node, place);
        default:
            return "(" + TRY(write_leaf(node, place.name)) + ")";
    }
}

QueryFilter::Sql QueryFilter::write_children(const FilterNode& node, const Place& place) {
    const bool all = node.kind == Kind::And;
    if (node.children.empty()) return std::string(all ? "1" : "0");
    std::string sql = "(";
    for (std::size_t index = 0; index < node.children.size(); ++index) {
        if (index > 0) sql += all ? " AND " : " OR ";
        const std::string name = place.name + (all ? ".all[" : ".any[");
        sql += TRY(write_node(node.children[index],
                              {name + std::to_string(index) + "]", place.depth + 1}));
    }
    return sql + ")";
}

QueryFilter::Sql QueryFilter::write_not(const FilterNode& node, const Place& place) {
    if (node.children.size() != 1)
        return terms_->refuse(QueryProblem::WrongShape, place.name, {"not"});
    return "(" + TRY(write_node(node.children[0], {place.name + ".not", place.depth + 1})) +
           " IS NOT TRUE)";
}

QueryFilter::Sql QueryFilter::write_leaf(const FilterNode& leaf, const std::string& place) {
    if (!leaf.expression.empty())
        return terms_->sql_of(
            TRY(terms_->compile_condition(leaf.expression, place + ".expression")));
    const QueryTerm term = TRY(terms_->resolve(leaf.path, place + ".path"));
    TRY(expect_values(leaf, term, place));
    switch (leaf.op) {
        case FilterOperator::IsEmpty:
            return "ifnull(" + value_of(term) + ", '') = ''";
        case FilterOperator::IsNotEmpty:
            return "ifnull(" + value_of(term) + ", '') <> ''";
        case FilterOperator::Contains:
        case FilterOperator::StartsWith:
            return find_text(leaf, term, place);
        case FilterOperator::InList:
            return find_in_list(leaf, term, place);
        case FilterOperator::During:
            return find_during(leaf, term, place);
        default:
            return compare(leaf, term, place);
    }
}

Status QueryFilter::expect_values(const FilterNode& leaf, const QueryTerm& term,
                                  const std::string& place) {
    const std::size_t wanted = wanted_values(leaf.op);
    if (leaf.values.size() > kFilterValuesMax)
        return terms_->refuse(QueryProblem::TooManyValues, place + ".values");
    if (wanted != kFilterValuesMax && leaf.values.size() != wanted)
        return terms_->refuse(QueryProblem::WrongValue, place + ".values");
    for (std::size_t index = 0; index < leaf.values.size(); ++index)
        if (!is_empty_value(leaf.values[index]) && !is_of_kind(leaf.values[index], term.type.kind))
            return terms_->refuse(QueryProblem::WrongValue,
                                  place + ".values[" + std::to_string(index) + "]");
    return {};
}

QueryFilter::Sql QueryFilter::compare(const FilterNode& leaf, const QueryTerm& term,
                                      const std::string& place) {
    const Comparison* comparison = find_comparison(leaf.op);
    if (!comparison) return terms_->refuse(QueryProblem::WrongShape, place + ".op", {"operator"});
    const bool ordered = asks_order(*comparison);
    if (ordered && !has_order(term.type.kind))
        return terms_->refuse(QueryProblem::WrongOperator, place + ".op");
    const bool empty = is_empty_value(leaf.values[0]);
    if (ordered && is_null(leaf.values[0]))
        return terms_->refuse(QueryProblem::WrongValue, place + ".values[0]");
    const std::string value = value_of(term);
    if (empty && !ordered) return "ifnull(" + value + ", '')" + std::string(comparison->sql) + "''";
    // A missing value is not the one that is named.
    const std::string_view sign =
        leaf.op == FilterOperator::NotEqual ? " IS NOT " : comparison->sql;
    return value + std::string(sign) + terms_->parameter(leaf.values[0]);
}

QueryFilter::Sql QueryFilter::find_text(const FilterNode& leaf, const QueryTerm& term,
                                        const std::string& place) {
    const bool begins = leaf.op == FilterOperator::StartsWith;
    const bool is_list = term.field->type == FieldType::Choices;
    if (term.type.kind != ExpressionKind::Text || (begins && is_list))
        return terms_->refuse(QueryProblem::WrongOperator, place + ".op");
    const std::string_view part = text_or_empty(leaf.values[0]);
    const std::string value = value_of(term);
    if (is_list) return "instr(" + value + ", " + terms_->parameter(choice_in_list(part)) + ") > 0";
    const std::string needle = terms_->parameter(folded(part));
    return (begins ? "holdfast_begins(" + needle + ", " : "holdfast_found(" + needle + ", 0, ") +
           value + ")";
}

QueryFilter::Sql QueryFilter::find_in_list(const FilterNode& leaf, const QueryTerm& term,
                                           const std::string&) {
    std::string list;
    for (const Value& value : leaf.values) {
        if (is_empty_value(value)) continue;
        list += (list.empty() ? "" : ", ") + terms_->parameter(value);
    }
    if (std::none_of(leaf.values.begin(), leaf.values.end(), is_empty_value))
        return list.empty() ? std::string("0") : value_of(term) + " IN (" + list + ")";
    return "ifnull(" + value_of(term) + ", '') IN (''" + (list.empty() ? "" : ", ") + list + ")";
}

QueryFilter::Sql QueryFilter::find_during(const FilterNode& leaf, const QueryTerm& term,
                                          const std::string& place) {
    const bool is_moment = term.type.kind == ExpressionKind::DateTime;
    if (!is_moment && term.type.kind != ExpressionKind::Date)
        return terms_->refuse(QueryProblem::WrongOperator, place + ".op");
    const std::optional<DaySpan> days = days_of(leaf.during, terms_->today());
    if (!days) return terms_->refuse(QueryProblem::WrongValue, "today");
    std::int64_t first = days->first;
    std::int64_t last = days->last;
    if (is_moment) {
        const std::int64_t zone = terms_->zone_offset_minutes() * kMillisecondsPerMinute;
        first = first * kMillisecondsPerDay - zone;
        last = (last + 1) * kMillisecondsPerDay - zone - 1;
    }
    const std::string value = value_of(term);
    const std::string from = terms_->parameter(first);
    return value + " BETWEEN " + from + " AND " + terms_->parameter(last);
}

std::string QueryFilter::value_of(const QueryTerm& term) {
    return term.expression ? terms_->sql_of(term) : column_(*term.field);
}

}  // namespace holdfast
