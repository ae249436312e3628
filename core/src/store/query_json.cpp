#include "core/query_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "store/query_terms.h"
#include "store/query_words.h"

namespace holdfast {
namespace {

using Json = nlohmann::json;
using Kind = FilterNode::Kind;

// ---- Writing

/// The form that values have everywhere.
Json json_of(const Value& value) {
    return Json::parse(to_json(value), nullptr, false);
}

Json json_of_leaf(const FilterNode& leaf) {
    if (!leaf.expression.empty()) return Json::object({{"expression", leaf.expression}});
    Json json = {{"path", leaf.path}, {"op", text_of(kOperatorWords, leaf.op)}};
    if (leaf.op == FilterOperator::During) json["range"] = text_of(kRangeWords, leaf.during);
    for (const Value& value : leaf.values) json["values"].push_back(json_of(value));
    return json;
}

Json json_of(const FilterNode& node) {
    if (node.kind == Kind::Leaf) return json_of_leaf(node);
    if (node.kind == Kind::Not && node.children.size() == 1)
        return Json::object({{"not", json_of(node.children[0])}});
    Json children = Json::array();
    for (const FilterNode& child : node.children) children.push_back(json_of(child));
    return Json::object({{node.kind == Kind::Or ? "any" : "all", std::move(children)}});
}

Json json_of(const EntityDef& entity, const FieldFilter& filter) {
    const FieldDef* field = entity.find_field(filter.field);
    HOLDFAST_ASSERT(field != nullptr);
    return {{"field", field->key},
            {"op", text_of(kOperatorWords, filter.op)},
            {"value", json_of(filter.value)}};
}

Json json_of_sorting(const Query& query) {
    Json sort = Json::array();
    for (const SortKey& key : query.sort)
        sort.push_back(
            {{"path", key.path}, {"direction", text_of(kDirectionWords, key.direction)}});
    return sort;
}

Json json_of_groups(const std::vector<GroupKey>& keys) {
    Json group = Json::array();
    for (const GroupKey& key : keys)
        group.push_back({{"path", key.path}, {"by", text_of(kBucketWords, key.bucket)}});
    return group;
}

Json json_of_totals(const std::vector<Aggregate>& aggregates) {
    Json totals = Json::array();
    for (const Aggregate& aggregate : aggregates)
        totals.push_back(
            {{"kind", text_of(kAggregateWords, aggregate.kind)}, {"path", aggregate.path}});
    return totals;
}

// ---- Reading

class QueryReader {
public:
    explicit QueryReader(const Registry& registry) : registry_(&registry) {}

    Result<SavedQuery> read(std::string_view text) {
        if (text.size() > kQueryBytesMax) return refuse(QueryProblem::TooLong, "");
        const Json json = Json::parse(text, nullptr, false);
        if (json.is_discarded()) return refuse(QueryProblem::NotJson, "");
        TRY(expect_members(json, "",
                           {"entity", "filters", "filter", "search", "sort", "order", "group",
                            "totals", "columns"}));
        SavedQuery saved;
        const std::string entity = TRY(this->text(json, "entity", ""));
        entity_ = registry_->find(entity);
        if (!entity_) return refuse(QueryProblem::UnknownEntity, "entity", {entity});
        saved.query.entity = entity_->id;
        TRY(read_conditions(json, saved.query));
        TRY(read_sorting(json, saved.query));
        TRY(read_grouping(json, saved));
        for (const Json* column : TRY(items(json, "columns", kQueryColumnsMax))) {
            if (!column->is_string()) return refuse(QueryProblem::WrongShape, "columns", {"text"});
            saved.columns.push_back(column->get<std::string>());
        }
        TRY(check(saved));
        return saved;
    }

    [[nodiscard]] QueryIssue take_issue() { return std::move(issue_); }

private:
    tl::unexpected<Error> refuse(QueryProblem problem, std::string place,
                                 std::vector<std::string> arguments = {}) {
        issue_ = {problem, std::move(place), std::move(arguments)};
        return fail(ErrorCode::BadInput, "query.json");
    }

    static std::string inside(const std::string& place, std::string_view member) {
        return place.empty() ? std::string(member) : place + "." + std::string(member);
    }

    Status expect_members(const Json& json, const std::string& place,
                          std::initializer_list<std::string_view> known) {
        if (!json.is_object()) return refuse(QueryProblem::WrongShape, place, {"object"});
        for (const auto& [name, value] : json.items())
            if (std::find(known.begin(), known.end(), name) == known.end())
                return refuse(QueryProblem::UnknownWord, place, {name});
        return {};
    }

    Result<std::string> text(const Json& owner, const char* member, const std::string& place) {
        const auto found = owner.find(member);
        if (found != owner.end() && found->is_string()) return found->get<std::string>();
        return refuse(QueryProblem::WrongShape, inside(place, member), {"text"});
    }

    template <typename Enum, std::size_t count>
    Result<Enum> word(const Json& owner, const char* member, const std::string& place,
                      const Word<Enum> (&words)[count]) {
        const std::string written = TRY(text(owner, member, place));
        for (const Word<Enum>& word : words)
            if (word.text == written) return word.meaning;
        return refuse(QueryProblem::UnknownWord, inside(place, member), {written});
    }

    /// Of a list that may be missing.
    Result<std::vector<const Json*>> items(const Json& owner, const char* member,
                                           std::size_t count_max, const std::string& place = "") {
        std::vector<const Json*> result;
        const auto found = owner.find(member);
        if (found == owner.end()) return result;
        if (!found->is_array())
            return refuse(QueryProblem::WrongShape, inside(place, member), {"list"});
        if (found->size() > count_max)
            return refuse(QueryProblem::TooManyValues, inside(place, member));
        for (const Json& item : *found) result.push_back(&item);
        return result;
    }

    Result<Value> value(const Json& json, const std::string& place) {
        if (json.is_null()) return Value();
        if (json.is_string()) return Value(json.get<std::string>());
        const bool fits =
            json.is_number_integer() &&
            !(json.is_number_unsigned() && json.get<std::uint64_t>() > std::uint64_t{INT64_MAX});
        if (fits) return Value(json.get<std::int64_t>());
        const auto id = json.is_object() && json.size() == 1 ? json.find("id") : json.end();
        if (json.is_object() && id != json.end() && id->is_string())
            if (const auto link = parse_record_id(id->get_ref<const std::string&>()))
                return Value(*link);
        return refuse(QueryProblem::WrongValue, place);
    }

    Status read_conditions(const Json& json, Query& query) {
        if (json.contains("search")) query.search = TRY(text(json, "search", ""));
        for (const Json* item : TRY(items(json, "filters", kFilterNodesMax)))
            query.filters.push_back(TRY(read_filter(*item)));
        const auto tree = json.find("filter");
        if (tree != json.end()) query.filter = TRY(read_node(*tree, "filter", 1));
        return {};
    }

    Result<FieldFilter> read_filter(const Json& json) {
        TRY(expect_members(json, "filters", {"field", "op", "value"}));
        const std::string key = TRY(text(json, "field", "filters"));
        const FieldDef* field = entity_->find_field(key);
        if (!field) return refuse(QueryProblem::UnknownField, "filters", {key, entity_->key});
        FieldFilter filter;
        filter.field = field->id;
        filter.op = TRY(word(json, "op", "filters", kOperatorWords));
        if (json.contains("value")) filter.value = TRY(value(json["value"], "filters.value"));
        return filter;
    }

    Result<FilterNode> read_node(const Json& json, const std::string& place, std::size_t depth) {
        if (depth > kFilterDepthMax) return refuse(QueryProblem::TooDeep, place);
        if (++nodes_ > kFilterNodesMax) return refuse(QueryProblem::TooManyNodes, place);
        if (!json.is_object()) return refuse(QueryProblem::WrongShape, place, {"object"});
        if (json.contains("path")) return read_leaf(json, place);
        TRY(expect_members(json, place, {"all", "any", "not", "expression"}));
        if (json.size() != 1) return refuse(QueryProblem::WrongShape, place, {"condition"});
        FilterNode node;
        if (json.contains("expression")) {
            node.kind = Kind::Leaf;
            node.expression = TRY(text(json, "expression", place));
            if (node.expression.empty())
                return refuse(QueryProblem::WrongShape, place, {"expression"});
            return node;
        }
        if (json.contains("not")) {
            node.kind = Kind::Not;
            node.children.push_back(TRY(read_node(json["not"], place + ".not", depth + 1)));
            return node;
        }
        const char* member = json.contains("any") ? "any" : "all";
        node.kind = json.contains("any") ? Kind::Or : Kind::And;
        const std::string list = inside(place, member);
        for (const Json* child : TRY(items(json, member, kFilterNodesMax, place)))
            node.children.push_back(TRY(read_node(
                *child, list + "[" + std::to_string(node.children.size()) + "]", depth + 1)));
        return node;
    }

    Result<FilterNode> read_leaf(const Json& json, const std::string& place) {
        TRY(expect_members(json, place, {"path", "op", "values", "range"}));
        FilterNode leaf;
        leaf.kind = Kind::Leaf;
        leaf.path = TRY(text(json, "path", place));
        leaf.op = TRY(word(json, "op", place, kOperatorWords));
        if (leaf.op == FilterOperator::During)
            leaf.during = TRY(word(json, "range", place, kRangeWords));
        for (const Json* item : TRY(items(json, "values", kFilterValuesMax, place)))
            leaf.values.push_back(TRY(value(*item, inside(place, "values"))));
        return leaf;
    }

    Status read_sorting(const Json& json, Query& query) {
        for (const Json* item : TRY(items(json, "sort", kSortKeysMax))) {
            TRY(expect_members(*item, "sort", {"path", "direction"}));
            SortKey& key = query.sort.emplace_back();
            key.path = TRY(text(*item, "path", "sort"));
            key.direction = TRY(word(*item, "direction", "sort", kDirectionWords));
        }
        const auto order = json.find("order");
        if (order == json.end()) return {};
        TRY(expect_members(*order, "order", {"field", "direction"}));
        const std::string key = TRY(text(*order, "field", "order"));
        const FieldDef* field = entity_->find_field(key);
        if (!field) field = entity_->find_computed(key);
        if (!field) return refuse(QueryProblem::UnknownField, "order", {key, entity_->key});
        query.sort_field = field->id;
        query.direction = TRY(word(*order, "direction", "order", kDirectionWords));
        return {};
    }

    Status read_grouping(const Json& json, SavedQuery& saved) {
        for (const Json* item : TRY(items(json, "group", kGroupKeysMax))) {
            TRY(expect_members(*item, "group", {"path", "by"}));
            GroupKey& key = saved.group.emplace_back();
            key.path = TRY(text(*item, "path", "group"));
            key.bucket = TRY(word(*item, "by", "group", kBucketWords));
        }
        for (const Json* item : TRY(items(json, "totals", kAggregatesMax))) {
            TRY(expect_members(*item, "totals", {"kind", "path"}));
            Aggregate& total = saved.totals.emplace_back();
            total.kind = TRY(word(*item, "kind", "totals", kAggregateWords));
            total.path = TRY(text(*item, "path", "totals"));
        }
        return {};
    }

    Status check(const SavedQuery& saved) {
        std::optional<QueryIssue> found = find_query_issue(*registry_, saved.query);
        if (!found)
            found = find_summary_issue(*registry_, saved.query.entity, saved.group, saved.totals);
        if (found) return refuse(found->problem, found->place, found->arguments);
        std::vector<Value> parameters;
        QueryTerms terms(*registry_, *entity_, parameters, issue_);
        for (const std::string& column : saved.columns) TRY(terms.resolve(column, "columns"));
        return {};
    }

    const Registry* registry_;
    const EntityDef* entity_ = nullptr;
    std::size_t nodes_ = 0;
    QueryIssue issue_;
};

}  // namespace

std::string to_json(const Registry& registry, const SavedQuery& saved) {
    const Query& query = saved.query;
    const EntityDef* entity = registry.find(query.entity);
    HOLDFAST_ASSERT(entity != nullptr);
    Json json = {{"entity", entity->key}};
    for (const FieldFilter& filter : query.filters)
        json["filters"].push_back(json_of(*entity, filter));
    if (query.filter != FilterNode{}) json["filter"] = json_of(query.filter);
    if (!query.search.empty()) json["search"] = query.search;
    if (!query.sort.empty()) json["sort"] = json_of_sorting(query);
    if (const FieldDef* field = entity->find_any(query.sort_field))
        json["order"] = {{"field", field->key},
                         {"direction", text_of(kDirectionWords, query.direction)}};
    if (!saved.group.empty()) json["group"] = json_of_groups(saved.group);
    if (!saved.totals.empty()) json["totals"] = json_of_totals(saved.totals);
    if (!saved.columns.empty()) json["columns"] = saved.columns;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

tl::expected<SavedQuery, QueryIssue> query_from_json(const Registry& registry,
                                                     std::string_view json) {
    QueryReader reader(registry);
    Result<SavedQuery> saved = reader.read(json);
    if (saved) return *std::move(saved);
    return tl::unexpected<QueryIssue>(reader.take_issue());
}

}  // namespace holdfast
