// The generic suite: filters, orders and sums of every field of every module against looking at
// each record.
#include "core/store/brute_force.h"

#include <algorithm>

#include "generic/scene.h"

using namespace holdfast;
using test::for_each_module;
using test::found_by;
using test::must;
using test::Scene;
using test::shown;

namespace {

/// Everything but `during`, whose days depend on a clock; those of ranges in pairs.
constexpr FilterOperator kOfAllFields[] = {FilterOperator::NotEqual, FilterOperator::InList,
                                           FilterOperator::IsNotEmpty};
constexpr FilterOperator kOfOrdered[] = {FilterOperator::Less, FilterOperator::LessOrEqual,
                                         FilterOperator::Greater, FilterOperator::GreaterOrEqual};
constexpr FilterOperator kOfTexts[] = {FilterOperator::Contains, FilterOperator::StartsWith};

FilterNode leaf_of(const FieldDef& field, FilterOperator op, std::vector<Value> values) {
    FilterNode leaf;
    leaf.kind = FilterNode::Kind::Leaf;
    leaf.path = field.key;
    leaf.op = op;
    leaf.values = std::move(values);
    return leaf;
}

FilterNode all_of(std::vector<FilterNode> children) {
    FilterNode node;
    node.kind = FilterNode::Kind::And;
    node.children = std::move(children);
    return node;
}

bool holds(const FilterNode& node, const FieldDef& field, const Value& value) {
    if (node.kind == FilterNode::Kind::Leaf) return test::leaf_holds_for(node, field, value);
    return std::all_of(node.children.begin(), node.children.end(),
                       [&](const FilterNode& child) { return holds(child, field, value); });
}

/// The smallest and the largest value of a field; nothing when no record has one.
std::vector<Value> ends_of(const std::vector<Record>& records, const EntityDef& entity,
                           const FieldDef& field) {
    std::vector<Value> values;
    for (const Record& record : records)
        if (!is_null(shown(record, entity, field))) values.push_back(shown(record, entity, field));
    if (values.empty()) return {};
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return {*least, *most};
}

/// The conditions that a person could build on the field.
std::vector<FilterNode> questions_on(const FieldDef& field, const std::vector<Value>& ends) {
    std::vector<FilterNode> nodes;
    for (const FilterOperator op : kOfAllFields) {
        const bool list = op == FilterOperator::InList;
        const bool none = op == FilterOperator::IsNotEmpty;
        nodes.push_back(leaf_of(field, op,
                                none   ? std::vector<Value>{}
                                : list ? ends
                                       : std::vector<Value>{ends[0]}));
    }
    for (const FilterOperator op : kOfOrdered) nodes.push_back(leaf_of(field, op, {ends[1]}));
    // Between two values, both included.
    nodes.push_back(all_of({leaf_of(field, FilterOperator::GreaterOrEqual, {ends[0]}),
                            leaf_of(field, FilterOperator::LessOrEqual, {ends[0]})}));
    const auto* text = std::get_if<std::string>(&ends[1]);
    if (!text) return nodes;
    // A part of it, in the other case: the end of plain letters.
    std::string part = text->substr(text->size() / 2);
    std::transform(part.begin(), part.end(), part.begin(), [](char letter) {
        return letter >= 'a' && letter <= 'z' ? letter - 32 : letter;
    });
    nodes.push_back(
        leaf_of(field, kOfTexts[0], {field.type == FieldType::Choices ? std::string("x") : part}));
    nodes.push_back(leaf_of(field, kOfTexts[1], {text->substr(0, text->size() / 2)}));
    return nodes;
}

bool must_be_answered(const FieldDef& field, const FilterNode& node) {
    const ValueKind kind = info_of(field.type).kind;
    const bool number = kind == ValueKind::Integer && field.type != FieldType::Boolean;
    if (node.kind == FilterNode::Kind::And) return number;
    if (std::find(std::begin(kOfAllFields), std::end(kOfAllFields), node.op) !=
        std::end(kOfAllFields))
        return true;
    const bool ordered =
        std::find(std::begin(kOfOrdered), std::end(kOfOrdered), node.op) != std::end(kOfOrdered);
    if (ordered) return number;
    return info_of(field.type).free_text;
}

std::vector<RecordId> sorted_by(const std::vector<Record>& records, const EntityDef& entity,
                                const FieldDef& field, SortDirection direction) {
    std::vector<std::pair<Value, RecordId>> keys;
    for (const Record& record : records)
        keys.emplace_back(test::sorted_as(field, shown(record, entity, field)), record.id);
    std::sort(keys.begin(), keys.end(), [&](const auto& left, const auto& right) {
        if (left.first == right.first) return left.second < right.second;
        if (is_null(left.first) || is_null(right.first)) return is_null(right.first);
        return direction == SortDirection::Ascending ? left.first < right.first
                                                     : right.first < left.first;
    });
    std::vector<RecordId> ids;
    for (const auto& key : keys) ids.push_back(key.second);
    return ids;
}

constexpr AggregateKind kAggregates[] = {AggregateKind::Count,   AggregateKind::Sum,
                                         AggregateKind::Minimum, AggregateKind::Maximum,
                                         AggregateKind::Average, AggregateKind::Distinct};

bool can_be_added_up(const FieldDef& field) {
    constexpr FieldType kNumbers[] = {FieldType::Integer,  FieldType::Decimal, FieldType::Money,
                                      FieldType::Quantity, FieldType::Percent, FieldType::Duration};
    return std::find(std::begin(kNumbers), std::end(kNumbers), field.type) != std::end(kNumbers);
}

/// A state or choice by which the records are grouped; null when the module has none.
const FieldDef* find_grouping(const EntityDef& entity) {
    for (const FieldDef& field : entity.fields)
        if (field.type == FieldType::State || field.type == FieldType::Choice) return &field;
    return nullptr;
}

std::vector<Summary::Row> summed_up(const std::vector<Record>& records, const EntityDef& entity,
                                    const FieldDef* grouping, const FieldDef& field,
                                    const std::vector<Aggregate>& aggregates) {
    std::map<std::vector<Value>, std::vector<Value>> groups;
    if (!grouping) groups[{}];
    for (const Record& record : records) {
        std::vector<Value> key;
        if (grouping) key.push_back(shown(record, entity, *grouping));
        std::vector<Value>& values = groups[key];
        if (!is_null(shown(record, entity, field))) values.push_back(shown(record, entity, field));
    }
    std::vector<Summary::Row> rows;
    for (const auto& [key, values] : groups) {
        Summary::Row row{key, {}};
        for (const Aggregate& aggregate : aggregates)
            row.values.push_back(test::aggregated_over(aggregate.kind, field, values));
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

TEST_CASE("every condition on every field of every module finds what looking at each record does",
          "[generic]") {
    for_each_module("filter operators", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        const std::vector<Record> records = scene.all();
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            const std::vector<Value> ends = ends_of(records, entity, field);
            if (ends.empty()) continue;
            for (const FilterNode& node : questions_on(field, ends)) {
                Query query;
                query.entity = entity.id;
                query.filter = node;
                query.sort = {{entity.fields.front().key, SortDirection::Ascending}};
                CAPTURE(field.key, static_cast<int>(node.op));
                if (find_query_issue(scene.store.registry(), query)) {
                    CHECK_FALSE(must_be_answered(field, node));
                    continue;
                }
                std::vector<RecordId> wanted;
                for (const Record& record : records)
                    if (holds(node, field, shown(record, entity, field)))
                        wanted.push_back(record.id);
                std::vector<RecordId> found = found_by(scene.store, query);
                std::sort(found.begin(), found.end());
                std::sort(wanted.begin(), wanted.end());
                CHECK(found == wanted);
                ++cases;
            }
        }
        return cases;
    });
}

TEST_CASE("every field of every module orders its records as comparing each pair does",
          "[generic]") {
    for_each_module("order", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        const std::vector<Record> records = scene.all();
        int cases = 0;
        for (const FieldDef& field : entity.fields)
            for (const SortDirection direction :
                 {SortDirection::Ascending, SortDirection::Descending}) {
                CAPTURE(field.key, static_cast<int>(direction));
                Query query;
                query.entity = entity.id;
                query.sort = {{field.key, direction}};
                CHECK(found_by(scene.store, query) == sorted_by(records, entity, field, direction));
                ++cases;
            }
        return cases;
    });
}

TEST_CASE("every sum over every field of every module is what adding up its records gives",
          "[generic]") {
    for_each_module("aggregates", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        const std::vector<Record> records = scene.all();
        Query query;
        query.entity = entity.id;
        const FieldDef* grouping = find_grouping(entity);
        std::vector<GroupKey> keys;
        if (grouping) keys.push_back({grouping->key, DateBucket::None});
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            std::vector<Aggregate> aggregates;
            for (const AggregateKind kind : kAggregates) {
                const Aggregate wanted{kind, field.key};
                const bool refused =
                    find_summary_issue(scene.store.registry(), entity.id, keys, {wanted})
                        .has_value();
                CAPTURE(field.key, static_cast<int>(kind));
                if (can_be_added_up(field) || kind == AggregateKind::Count) CHECK_FALSE(refused);
                if (!refused) aggregates.push_back(wanted);
            }
            const Summary summary = must(summarize(scene.store, query, keys, aggregates));
            CAPTURE(field.key);
            CHECK(summary.rows == summed_up(records, entity, grouping, field, aggregates));
            cases += static_cast<int>(aggregates.size());
        }
        return cases;
    });
}

TEST_CASE("every field of every module groups its records as sorting them into heaps does",
          "[generic]") {
    for_each_module("groups", 100, [](const EntityDef& entity) {
        Scene scene(entity);
        const std::vector<Record> records = scene.all();
        Query query;
        query.entity = entity.id;
        const auto number =
            std::find_if(entity.fields.begin(), entity.fields.end(), can_be_added_up);
        const FieldDef& added = number == entity.fields.end() ? entity.fields.front() : *number;
        std::vector<Aggregate> aggregates{{AggregateKind::Count, added.key}};
        if (can_be_added_up(added)) aggregates.push_back({AggregateKind::Sum, added.key});
        int cases = 0;
        for (const FieldDef& grouping : entity.fields) {
            CAPTURE(grouping.key, added.key);
            const std::vector<GroupKey> keys{{grouping.key, DateBucket::None}};
            const bool asked =
                !find_summary_issue(scene.store.registry(), entity.id, keys, aggregates);
            // Days are grouped by what they are part of; everything else as it is.
            CHECK((asked || grouping.type == FieldType::Json));
            if (!asked) continue;
            const Summary summary = must(summarize(scene.store, query, keys, aggregates));
            CHECK(summary.rows == summed_up(records, entity, &grouping, added, aggregates));
            ++cases;
        }
        return cases;
    });
}
