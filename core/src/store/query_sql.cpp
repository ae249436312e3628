#include "store/query_sql.h"

#include <algorithm>

#include "core/policy.h"
#include "core/record_source.h"
#include "model/comparison.h"
#include "store/query_filter.h"
#include "store/schema.h"
#include "store/search_catalogue.h"
#include "store/search_text.h"

namespace holdfast {
namespace {

/// Up to here it is cheaper to look at each candidate than to walk the list in order until enough
/// are found.
constexpr std::int64_t kCandidatesToVisitMax = 3'000;

/// All indexes are of living records; "+" keeps the planner from taking one of them.
constexpr const char* kLiving = "_deleted = 0";
constexpr const char* kLivingWithoutIndex = "+_deleted = 0";

/// Further than this a filter's matches are not counted: it is not selective.
constexpr std::int64_t kMatchesCountedMax = 4'000;

/// Conditions of the tree that must hold in any case, as far as they ask for one value of a column.
void gather_equalities(const EntityDef& entity, const FilterNode& node,
                       std::vector<FieldFilter>& found) {
    if (node.kind == FilterNode::Kind::And)
        for (const FilterNode& child : node.children) gather_equalities(entity, child, found);
    if (node.kind != FilterNode::Kind::Leaf || !node.expression.empty()) return;
    const FieldDef* field = entity.find_field(node.path);
    const bool asks_for_one = node.op == FilterOperator::Equal && node.values.size() == 1 &&
                              !is_empty_value(node.values[0]);
    if (field && asks_for_one) found.push_back({field->id, node.op, node.values[0]});
}

std::int64_t today_of(Store::Impl& store, const Query& query) {
    if (query.today) return *query.today;
    return day_of(store.environment->now_ms(), query.zone_offset_minutes);
}

class Compiler {
public:
    Compiler(Store::Impl& store, QueryTerms& terms, QuerySql& sql)
        : store_(&store), entity_(&terms.entity()), terms_(&terms), sql_(&sql) {}

    Status compile(const Query& query, RowsRead rows) {
        if (query.policy && query.policy->find_hidden_field(query) != FieldId::None)
            return fail(ErrorCode::Unauthorized, "query.hidden_field");
        add_parent_condition();
        add_policy(query.policy, query.action);
        TRY(add_search(query.search, query.policy));
        if (!visits_candidates_) leading_ = TRY(choose_leading_filter(query));
        for (const FieldFilter& filter : query.filters) TRY(add_filter(filter));
        TRY(add_tree(query.filter));
        const bool walks_table = rows == RowsRead::Every && !is_selective_;
        sql_->from_where = " FROM " + quoted(entity_->key) + " WHERE " +
                           (walks_table ? kLivingWithoutIndex : kLiving) + where_;
        return {};
    }

private:
    std::string parameter(Value value) { return terms_->parameter(std::move(value)); }

    /// Parts of a record in the recycle bin are not found either.
    void add_parent_condition() {
        if (entity_->parent_field == FieldId::None) return;
        const FieldDef& link = *entity_->find_field(entity_->parent_field);
        where_ += " AND NOT EXISTS (SELECT 1 FROM " +
                  quoted(store_->registry->find(link.target)->key) +
                  " AS parent WHERE parent.id = " + quoted(entity_->key) + "." + quoted(link.key) +
                  " AND parent._deleted <> 0)";
    }

    void add_policy(const Policy* policy, Action action) {
        if (!policy) return;
        const int first = static_cast<int>(sql_->parameters.size()) + 1;
        SqlPredicate visible = policy->where(entity_->id, action, {"", first});
        if (visible.text != "1") where_ += " AND " + visible.text;
        for (Value& value : visible.parameters) parameter(std::move(value));
    }

    Status add_search(const std::string& search, const Policy* policy) {
        const std::string needle = folded(search);
        const SearchFields fields = searched_fields(*entity_, policy);
        if (needle.empty()) return {};
        if (fields.positions.empty()) {
            where_ += " AND 0";
            return {};
        }
        if (needle.size() >= SearchIndex::kTextBytesMin) TRY(add_candidates(needle));
        where_ +=
            " AND holdfast_found(" + parameter(needle) + ", " + std::to_string(fields.title_count);
        for (const std::size_t position : fields.positions)
            where_ += ", " + quoted(entity_->fields[position].key);
        where_ += ")";
        return {};
    }

    Status add_candidates(std::string_view needle) {
        const SearchIndex* index = TRY(complete_search_index(*store_, *entity_));
        sql_->candidates = index->find(needle);
        visits_candidates_ = sql_->candidates.count() <= kCandidatesToVisitMax;
        if (!visits_candidates_) {
            sql_->uses_candidates = true;
            where_ += " AND holdfast_candidate(pk)";
            return {};
        }
        where_ += " AND pk IN (SELECT value FROM json_each(" +
                  parameter(json_list(sql_->candidates)) + "))";
        return {};
    }

    /// The indexed field whose filter leaves the fewest records, by counting a few index entries:
    /// SQLite only knows averages, and those say little about "open" against "on hold".
    Result<FieldId> choose_leading_filter(const Query& query) {
        std::vector<FieldFilter> filters = query.filters;
        gather_equalities(*entity_, query.filter, filters);
        std::erase_if(filters, [this](const FieldFilter& filter) { return !can_lead(filter); });
        // Where no filter leaves few, the fields with many values stay first: the walk along such
        // an index meets the other filters' values sooner than the other way round.
        std::stable_partition(filters.begin(), filters.end(), [this](const FieldFilter& filter) {
            return walks_far_apart(*entity_->find_field(filter.field));
        });
        FieldId leading = FieldId::None;
        std::int64_t fewest = kMatchesCountedMax + 1;
        for (const FieldFilter& filter : filters) {
            const FieldDef& field = *entity_->find_field(filter.field);
            const std::int64_t most = std::min(kMatchesCountedMax, fewest);
            const std::int64_t matches = TRY(count_matches(field, filter.value, most));
            if (matches >= fewest) continue;
            fewest = matches;
            leading = field.id;
        }
        is_selective_ = fewest < kMatchesCountedMax;
        return leading;
    }

    [[nodiscard]] bool can_lead(const FieldFilter& filter) const {
        const FieldDef* field = entity_->find_field(filter.field);
        return field && field->indexing != Indexing::None && !is_null(filter.value) &&
               filter.op == FilterOperator::Equal;
    }

    /// Many values, each with its records in the list's order.
    [[nodiscard]] bool walks_far_apart(const FieldDef& field) const {
        return !info_of(field.type).few_values && carries_list_order(*entity_, field);
    }

    Result<std::int64_t> count_matches(const FieldDef& field, const Value& value,
                                       std::int64_t most) {
        Statement statement = TRY(
            store_->db.prepare("SELECT count(*) FROM (SELECT 1 FROM " + quoted(entity_->key) +
                               " WHERE _deleted = 0 AND " + quoted(field.key) + " = ?1 LIMIT ?2)"));
        statement.bind(0, value).bind(1, most);
        TRY(statement.step());
        return statement.integer(0);
    }

    /// "+" hides a column from the indexes, so that only the chosen one can lead.
    [[nodiscard]] std::string column(const FieldDef& field) const {
        const bool hidden =
            visits_candidates_ || (leading_ != FieldId::None && leading_ != field.id);
        return (hidden ? "+" : "") + quoted(field.key);
    }

    Status add_filter(const FieldFilter& filter) {
        const FieldDef* field = entity_->find_field(filter.field);
        if (!field)
            return terms_->refuse(QueryProblem::UnknownField, "filters",
                                  {std::to_string(raw(filter.field)), entity_->key});
        const std::string name = column(*field);
        const bool empty = is_empty_value(filter.value);
        where_ += " AND ";
        if (filter.op == FilterOperator::IsEmpty || (filter.op == FilterOperator::Equal && empty)) {
            where_ += "(" + name + " IS NULL OR " + name + " = '')";
        } else if (filter.op == FilterOperator::IsNotEmpty ||
                   (filter.op == FilterOperator::NotEqual && empty)) {
            where_ += "(" + name + " IS NOT NULL AND " + name + " <> '')";
        } else if (filter.op == FilterOperator::Contains) {
            where_ += "holdfast_found(" + parameter(folded(text_or_empty(filter.value))) + ", 0, " +
                      quoted(field->key) + ")";
        } else {
            const Comparison* comparison = find_comparison(filter.op);
            if (!comparison) return terms_->refuse(QueryProblem::WrongOperator, "filters");
            // A missing value is not the one that is named.
            const std::string_view sign =
                filter.op == FilterOperator::NotEqual ? " IS NOT " : comparison->sql;
            where_ += name + std::string(sign) + parameter(filter.value);
        }
        return {};
    }

    Status add_tree(const FilterNode& root) {
        if (root == FilterNode{}) return {};
        QueryFilter filter(*terms_, [this](const FieldDef& field) { return column(field); });
        where_ += " AND " + TRY(filter.write(root));
        return {};
    }

    Store::Impl* store_;
    const EntityDef* entity_;
    QueryTerms* terms_;
    QuerySql* sql_;
    std::string where_;
    bool visits_candidates_ = false;
    FieldId leading_ = FieldId::None;
    bool is_selective_ = false;  ///< The leading filter leaves few records.
};

}  // namespace

SearchFields searched_fields(const EntityDef& entity, const Policy* policy) {
    const SearchFields all = search_fields_of(entity);
    if (!policy) return all;
    SearchFields shown;
    for (std::size_t index = 0; index < all.positions.size(); ++index) {
        const FieldDef& field = entity.fields[all.positions[index]];
        if (policy->field_access(entity.id, field.id) == FieldAccess::Hidden) continue;
        shown.positions.push_back(all.positions[index]);
        if (index < all.title_count) ++shown.title_count;
    }
    return shown;
}

Result<CompiledQuery> CompiledQuery::compile(Store::Impl& store, const Query& asked,
                                             RowsRead rows) {
    const EntityDef* entity = store.registry->find(asked.entity);
    if (!entity) return fail(ErrorCode::BadInput, "query.entity");
    Query query = asked;
    query.policy = TRY(policy_or_person(store, asked.policy));
    CompiledQuery compiled(*store.registry, *entity);
    compiled.terms().set_clock(today_of(store, query), query.zone_offset_minutes);
    compiled.terms().set_policy(query.policy);
    TRY(Compiler(store, compiled.terms(), compiled.parts_->sql).compile(query, rows));
    return compiled;
}

Result<Statement> RunningQuery::prepare(const std::string& columns, const std::string& after_where,
                                        const std::vector<Value>& more) {
    Statement statement =
        TRY(store_->db.prepare("SELECT " + columns + sql_->from_where + after_where));
    int position = 0;
    for (const Value& value : sql_->parameters) statement.bind(position++, value);
    for (const Value& value : more) statement.bind(position++, value);
    return statement;
}

std::optional<QueryIssue> find_query_issue(const Registry& registry, const Query& query) {
    const EntityDef* entity = registry.find(query.entity);
    if (!entity) return QueryIssue{QueryProblem::UnknownEntity, "entity", {}};
    std::vector<Value> parameters;
    QueryIssue issue;
    QueryTerms terms(registry, *entity, parameters, issue);
    terms.set_clock(query.today.value_or(0), query.zone_offset_minutes);
    terms.set_policy(query.policy);
    for (const FieldFilter& filter : query.filters)
        if (!entity->find_field(filter.field))
            return QueryIssue{QueryProblem::UnknownField, "filters", {}};
    const auto plain = [](const FieldDef& field) { return quoted(field.key); };
    if (!QueryFilter(terms, plain).write(query.filter)) return issue;
    if (!QueryOrder::compile(terms, query)) return issue;
    return std::nullopt;
}

}  // namespace holdfast
