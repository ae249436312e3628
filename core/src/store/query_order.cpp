#include "store/query_order.h"

#include "core/policy.h"

namespace holdfast {
namespace {

std::string_view word_of(SortDirection direction) {
    return direction == SortDirection::Descending ? " DESC" : "";
}

std::string_view sign_of(SortDirection direction) {
    return direction == SortDirection::Descending ? " < " : " > ";
}

std::string parameter_at(std::size_t number) {
    return "?" + std::to_string(number);
}

/// SQLite takes null for the smallest value.
bool is_usual_place(const OrderTerm& term) {
    return (term.direction == SortDirection::Descending) == (term.nulls == NullPlace::Last);
}

}  // namespace

Result<QueryOrder> QueryOrder::compile(QueryTerms& terms, const Query& query) {
    QueryOrder order;
    if (query.sort.empty()) TRY(order.add_single(terms, query));
    if (query.sort.size() > kSortKeysMax) return terms.refuse(QueryProblem::TooManyValues, "sort");
    for (std::size_t index = 0; index < query.sort.size(); ++index)
        TRY(order.add(terms, query.sort[index], "sort[" + std::to_string(index) + "].path"));
    return order;
}

Status QueryOrder::add(QueryTerms& terms, const SortKey& key, const std::string& place) {
    const QueryTerm term = TRY(terms.resolve(key.path, place));
    terms_.push_back({terms.sql_of(term), collation_of(term), key.direction, NullPlace::Last});
    return {};
}

// Lists by one field turn round exactly, missing values and ties included.
Status QueryOrder::add_single(QueryTerms& terms, const Query& query) {
    const EntityDef& entity = terms.entity();
    const FieldId id = query.sort_field == FieldId::None ? entity.list_order : query.sort_field;
    const FieldDef* field = entity.find_any(id);
    if (!field) return terms.refuse(QueryProblem::UnknownField, "sort", {std::to_string(raw(id))});
    const bool descending = query.direction == SortDirection::Descending;
    id_direction_ = query.direction;
    // Nobody asked for the default order, so its field being hidden is no reason to fail.
    const Policy* policy = terms.policy();
    if (policy && policy->field_access(entity.id, id) == FieldAccess::Hidden) return {};
    TRY(add(terms, {field->key, query.direction}, "sort"));
    terms_.back().nulls = descending ? NullPlace::Last : NullPlace::First;
    return {};
}

std::string QueryOrder::sorted_from(std::size_t index) const {
    std::string sql;
    for (; index < terms_.size(); ++index) {
        const OrderTerm& term = terms_[index];
        sql += term.value + term.collation + std::string(word_of(term.direction));
        if (!is_usual_place(term))
            sql += term.nulls == NullPlace::Last ? " NULLS LAST" : " NULLS FIRST";
        sql += ", ";
    }
    return sql + "id" + std::string(word_of(id_direction_));
}

std::string QueryOrder::order_by() const {
    return " ORDER BY " + sorted_from(0);
}

std::string QueryOrder::columns() const {
    std::string sql;
    for (const OrderTerm& term : terms_) sql += ", " + term.value;
    return sql;
}

std::string QueryOrder::behind(const PageKey& key, std::size_t first_parameter,
                               std::size_t index) const {
    if (index == terms_.size())
        return "id" + std::string(sign_of(id_direction_)) + parameter_at(first_parameter + index);
    const OrderTerm& term = terms_[index];
    const std::string rest = behind(key, first_parameter, index + 1);
    const bool nulls_last = term.nulls == NullPlace::Last;
    if (is_null(key.values[index])) {
        if (nulls_last) return "(" + term.value + " IS NULL AND " + rest + ")";
        return "(" + term.value + " IS NOT NULL OR " + rest + ")";
    }
    const std::string value = term.value + term.collation;
    const std::string bound = parameter_at(first_parameter + index);
    std::string sql = "(" + value + std::string(sign_of(term.direction)) + bound + " OR (" + value +
                      " = " + bound + " AND " + rest + ")";
    if (nulls_last) sql += " OR " + term.value + " IS NULL";
    return sql + ")";
}

// The first term decides where an index is entered, so each run has one condition on it alone.
std::vector<OrderedRun> QueryOrder::runs_behind(const PageKey& key,
                                                std::size_t first_parameter) const {
    if (terms_.empty())
        return {{behind(key, first_parameter, 0), order_by(), OrderedRun::Key::Used}};
    const OrderTerm& term = terms_.front();
    const std::string is_missing = term.value + " IS NULL";
    const std::string rest = behind(key, first_parameter, 1);
    const std::string order_of_rest = " ORDER BY " + sorted_from(1);
    std::vector<OrderedRun> runs;
    if (is_null(key.values[0])) {
        runs.push_back({is_missing + " AND " + rest, order_of_rest, OrderedRun::Key::Used});
        if (term.nulls == NullPlace::First)
            runs.push_back({term.value + " IS NOT NULL", order_by(), OrderedRun::Key::Unused});
        return runs;
    }
    const std::string value = term.value + term.collation;
    const std::string bound = parameter_at(first_parameter);
    const std::string beyond(sign_of(term.direction));
    const std::string sign = term.direction == SortDirection::Descending ? " <= " : " >= ";
    const std::string condition =
        value + sign + bound + " AND (" + value + beyond + bound + " OR " + rest + ")";
    const std::string direction(word_of(term.direction));
    runs.push_back({condition, " ORDER BY " + value + direction + ", " + sorted_from(1),
                    OrderedRun::Key::Used});
    if (term.nulls == NullPlace::Last)
        runs.push_back({is_missing, order_of_rest, OrderedRun::Key::Unused});
    return runs;
}

}  // namespace holdfast
