// Every filter, order and grouping on every type of field, against looking at every record.
#include "core/query_json.h"
#include "core/random.h"
#include "core/store/query_world.h"
#include "support/property.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

/// Times 200 seeds: 4,000 lists, each paged, too, and 1,600 summaries.
constexpr int kListsPerSeed = 20;
constexpr int kSummariesPerSeed = 8;

template <typename T>
const T& one_of(Random& random, const std::vector<T>& choices) {
    return choices[random.below(choices.size())];
}

class QueryGenerator {
public:
    QueryGenerator(QueryWorld& world, std::uint64_t seed) : world_(&world), random_(seed) {}

    Query list() {
        Query query = world_->query();
        query.filter = node(1);
        if (random_.below(5) == 0) {
            query.sort_field = world_->field_at(world_->paths()[random_.below(27)]).id;
            query.direction =
                random_.below(2) == 0 ? SortDirection::Ascending : SortDirection::Descending;
            return query;
        }
        for (std::uint64_t count = 1 + random_.below(3); count > 0; --count)
            query.sort.push_back({path(), random_.below(2) == 0 ? SortDirection::Ascending
                                                                : SortDirection::Descending});
        return query;
    }
    std::vector<GroupKey> group() {
        std::vector<GroupKey> keys;
        for (std::uint64_t count = random_.below(3); count > 0; --count) {
            GroupKey key{path(), DateBucket::None};
            const ExpressionKind kind = kind_of(key.path);
            if (kind == ExpressionKind::Date || kind == ExpressionKind::DateTime)
                key.bucket = static_cast<DateBucket>(random_.below(6));
            keys.push_back(std::move(key));
        }
        return keys;
    }
    std::vector<Aggregate> totals() {
        std::vector<Aggregate> aggregates = {{AggregateKind::Count, ""}};
        for (std::uint64_t count = random_.below(4); count > 0; --count) {
            const std::string chosen = path();
            const ExpressionKind kind = kind_of(chosen);
            const bool adds_up = kind == ExpressionKind::Number || kind == ExpressionKind::Duration;
            const bool compares = kind != ExpressionKind::Boolean && kind != ExpressionKind::Link;
            std::vector<AggregateKind> kinds = {AggregateKind::Count, AggregateKind::Distinct};
            if (compares)
                kinds.insert(kinds.end(), {AggregateKind::Minimum, AggregateKind::Maximum});
            if (adds_up) kinds.insert(kinds.end(), {AggregateKind::Sum, AggregateKind::Average});
            aggregates.push_back({one_of(random_, kinds), chosen});
        }
        return aggregates;
    }
    std::int64_t page_size() { return 1 + static_cast<std::int64_t>(random_.below(15)); }

private:
    std::string path() { return one_of(random_, world_->paths()); }
    ExpressionKind kind_of(std::string_view path) {
        return expression_type_of(world_->field_at(path)).kind;
    }

    FilterNode node(int depth) {
        const std::uint64_t choice = random_.below(depth < 4 ? 8 : 4);
        if (choice < 4) return leaf();
        FilterNode made;
        made.kind = choice == 4   ? FilterNode::Kind::Not
                    : choice == 5 ? FilterNode::Kind::Or
                                  : FilterNode::Kind::And;
        const bool is_not = made.kind == FilterNode::Kind::Not;
        for (std::uint64_t count = is_not ? 1 : random_.below(4); count > 0; --count)
            made.children.push_back(node(depth + 1));
        return made;
    }

    FilterNode leaf() {
        static const std::vector<std::string> expressions = {
            "f_money > 3 and f_link.score < 10", "is_null(f_date) or f_date < today()",
            "f_choice in ('a', 'b') or c_late", "f_percent * 2 >= f_decimal",
            "(f_link.boss.name ?? 'x') != f_text"};
        FilterNode made;
        made.kind = FilterNode::Kind::Leaf;
        if (random_.below(10) == 0) {
            made.expression = one_of(random_, expressions);
            return made;
        }
        made.path = path();
        made.op = one_of(random_, operators_for(made.path));
        std::uint64_t count = 1;
        if (made.op == FilterOperator::InList) count = random_.below(4);
        if (made.op == FilterOperator::IsEmpty || made.op == FilterOperator::IsNotEmpty) count = 0;
        if (made.op == FilterOperator::During) {
            made.during = static_cast<DateRange>(random_.below(5));
            count = 0;
        }
        for (; count > 0; --count) made.values.push_back(value_for(made));
        return made;
    }

    std::vector<FilterOperator> operators_for(std::string_view path) {
        using Op = FilterOperator;
        std::vector<Op> operators = {Op::Equal, Op::NotEqual, Op::IsEmpty, Op::IsNotEmpty,
                                     Op::InList};
        const ExpressionKind kind = kind_of(path);
        if (kind != ExpressionKind::Boolean && kind != ExpressionKind::Link)
            operators.insert(operators.end(),
                             {Op::Less, Op::LessOrEqual, Op::Greater, Op::GreaterOrEqual});
        const bool is_list = world_->field_at(path).type == FieldType::Choices;
        if (kind == ExpressionKind::Text) operators.push_back(Op::Contains);
        if (kind == ExpressionKind::Text && !is_list) operators.push_back(Op::StartsWith);
        if (kind == ExpressionKind::Date || kind == ExpressionKind::DateTime)
            operators.insert(operators.end(), {Op::During, Op::During, Op::During});
        return operators;
    }

    /// Mostly one that a record has.
    Value value_for(const FilterNode& made) {
        static const std::vector<std::string> words = {"a", "B", "ab", "e", "É", "京"};
        const ExpressionKind kind = kind_of(made.path);
        const bool finds =
            made.op == FilterOperator::Contains || made.op == FilterOperator::StartsWith;
        if (finds || (kind == ExpressionKind::Text && random_.below(4) == 0))
            return one_of(random_, words);
        Value value = world_->value_at(one_of(random_, world_->things()), made.path);
        const bool takes_null = made.op == FilterOperator::Equal ||
                                made.op == FilterOperator::NotEqual ||
                                made.op == FilterOperator::InList;
        if (!is_null(value) || takes_null) return value;
        if (kind == ExpressionKind::Text) return std::string("a");
        return std::int64_t{QueryWorld::kToday};
    }

    QueryWorld* world_;
    Random random_;
};

QueryWorld& world() {
    static QueryWorld made;
    return made;
}

std::string words_of(const Query& query) {
    return to_json(world().store.registry(), {query, {}, {}, {}});
}

std::vector<RowHandle> read_by_pages(const Query& query, std::int64_t page_size) {
    std::vector<RowHandle> rows;
    PageKey last;
    for (;;) {
        RowPage page = must(find_rows_after(world().store, query, last, page_size));
        if (page.rows.empty()) return rows;
        rows.insert(rows.end(), page.rows.begin(), page.rows.end());
        last = std::move(page.last);
    }
}

}  // namespace

TEST_CASE("filters, orders and pages give what looking at every record gives",
          "[core][query][property]") {
    int queries = 0;
    for_all([&](std::uint64_t seed) {
        QueryGenerator generator(world(), seed);
        for (int count = 0; count < kListsPerSeed; ++count, ++queries) {
            const Query query = generator.list();
            const auto rows = find_rows(world().store, query, 1'000);
            if (!rows) RC_FAIL(std::string(rows.error().context) + " of " + words_of(query));
            if (world().ids_of(*rows) != world().find(query)) RC_FAIL(words_of(query));
            RC_ASSERT(must(count_rows(world().store, query)) ==
                      static_cast<std::int64_t>(rows->size()));
            if (read_by_pages(query, generator.page_size()) != *rows)
                RC_FAIL("by pages: " + words_of(query));
        }
    });
    CHECK(queries >= kListsPerSeed * kPropertyCases);
}

TEST_CASE("groups and totals are what looking at every record gives", "[core][query][property]") {
    for_all([](std::uint64_t seed) {
        QueryGenerator generator(world(), seed);
        for (int count = 0; count < kSummariesPerSeed; ++count) {
            const Query query = generator.list();
            const std::vector<GroupKey> keys = generator.group();
            const std::vector<Aggregate> totals = generator.totals();
            const auto summary = summarize(world().store, query, keys, totals);
            const std::string words = to_json(world().store.registry(), {query, keys, totals, {}});
            if (!summary) RC_FAIL(std::string(summary.error().context) + " of " + words);
            if (summary->rows != world().summarize(query, keys, totals)) RC_FAIL(words);
        }
    });
}

TEST_CASE("a query that was saved and read again asks for the same", "[core][query][property]") {
    for_all([](std::uint64_t seed) {
        QueryGenerator generator(world(), seed);
        const SavedQuery saved{
            generator.list(), generator.group(), generator.totals(), {"f_text", "f_link.name"}};
        const Registry& registry = world().store.registry();
        const auto again = query_from_json(registry, to_json(registry, saved));
        RC_ASSERT(again.has_value());
        RC_ASSERT(again->query.filter == saved.query.filter);
        RC_ASSERT(again->query.sort == saved.query.sort);
        RC_ASSERT(again->group == saved.group);
        RC_ASSERT(again->totals == saved.totals);
        RC_ASSERT(again->columns == saved.columns);
    });
}
