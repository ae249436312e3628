#include "core/search.h"
#include "core/store/policy_fixture.h"
#include "core/summary.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

/// Three products of Tom and one of Tina; what they cost is hidden.
struct Shop : PolicyFixture {
    Shop() {
        restrict_field("product", "cost", "hidden");
        restrict_field("product", "name", "write");
        for (const auto& [name, cost] : {std::pair("Pump", 700), {"Valve", 50}, {"Meter", 90}})
            add_product(name, cost, tom);
        tinas = add_product("Pipe", 30, tina);
    }
    RecordId add_product(const std::string& name, std::int64_t cost, const RecordId& owner) {
        return create("product", {{"name", text(name)}, {"cost", number(cost)}, {"owner", owner}});
    }
    Query query(const Policy& policy) {
        Query result;
        result.entity = entity("product").id;
        result.policy = &policy;
        return result;
    }
    RecordId tinas;
};

template <typename T>
bool is_refused(const Result<T>& result) {
    return !result && result.error().code == ErrorCode::Unauthorized;
}

}  // namespace

TEST_CASE("lists, counts, searches and reports hold only what the user may read",
          "[core][policy][query]") {
    Shop shop;
    const Policy policy = shop.compile(shop.tom);
    Query query = shop.query(policy);
    CHECK(must(find_rows(shop.store, query, 100)).size() == 3);
    CHECK(must(count_rows(shop.store, query)) == 3);
    const std::vector<ReportRow> groups = must(report(shop.store, query, {}, FieldId::None));
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].count == 3);
    query.search = "pipe";
    CHECK(must(count_rows(shop.store, query)) == 0);
    query.search = "pump";
    CHECK(must(count_rows(shop.store, query)) == 1);

    const Policy managers = shop.compile(shop.mia);
    CHECK(must(count_rows(shop.store, shop.query(managers))) == 4);
}

TEST_CASE("rows are read without hidden values, and handles alone open nothing",
          "[core][policy][query]") {
    Shop shop;
    const Policy policy = shop.compile(shop.tom);
    Query everything;
    everything.entity = shop.entity("product").id;
    const std::vector<RowHandle> handles = must(find_rows(shop.store, everything, 100));
    REQUIRE(handles.size() == 4);
    const std::vector<Record> records =
        must(read_rows(shop.store, everything.entity, handles, &policy));
    REQUIRE(records.size() == 3);
    const EntityDef& product = shop.entity("product");
    for (const Record& record : records) {
        CHECK(is_null(record.values[product.index_of(shop.field("product", "cost"))]));
        CHECK_FALSE(is_null(record.values[product.index_of(shop.field("product", "name"))]));
        CHECK_FALSE(record.id == shop.tinas);
    }
}

TEST_CASE("a hidden field cannot be asked for in any way", "[core][policy][query]") {
    Shop shop;
    const Policy policy = shop.compile(shop.tom);
    const FieldId cost = shop.field("product", "cost");
    const Query plain = shop.query(policy);
    Query filtered = plain;
    filtered.filters.push_back({cost, FilterOperator::Greater, number(60)});
    CHECK(is_refused(find_rows(shop.store, filtered, 10)));
    CHECK(is_refused(count_rows(shop.store, filtered)));
    CHECK(is_refused(report(shop.store, filtered, {}, FieldId::None)));
    CHECK(policy.find_hidden_field(filtered) == cost);
    Query sorted = plain;
    sorted.sort_field = cost;
    CHECK(is_refused(find_rows(shop.store, sorted, 10)));
    CHECK(is_refused(report(shop.store, plain, {cost}, FieldId::None)));
    CHECK(is_refused(report(shop.store, plain, {}, cost)));
    CHECK(policy.find_hidden_field(plain) == FieldId::None);
}

TEST_CASE("hidden texts are not searched and do not order a list", "[core][policy][query]") {
    PolicyFixture office;
    const RecordId first =
        office.create("task", {{"subject", text("Zebra")}, {"owner", office.tom}});
    office.create("task", {{"subject", text("Apple")}, {"owner", office.tom}});
    const EntityDef& task = office.entity("task");
    office.restrict_field("task", "subject", "hidden");
    office.restrict_field("task", task.find_field(task.list_order)->key, "hidden");
    const Policy policy = office.compile(office.tom);
    Query query;
    query.entity = task.id;
    query.policy = &policy;
    const auto handles = must(find_rows(office.store, query, 10));
    CHECK(handles.size() == 2);
    CHECK(must(read_rows(office.store, query.entity, handles, &policy)).size() == 2);
    query.search = "zebra";
    CHECK(must(count_rows(office.store, query)) == 0);
    query.policy = nullptr;
    CHECK(must(count_rows(office.store, query)) == 1);
    CHECK(office.get("task", first, "subject") == text("Zebra"));
}

TEST_CASE("trees, expressions, sort keys and summaries do not look at hidden fields",
          "[core][policy][query]") {
    Shop shop;
    const Policy policy = shop.compile(shop.tom);
    const Query plain = shop.query(policy);
    FilterNode leaf;
    leaf.kind = FilterNode::Kind::Leaf;
    leaf.path = "cost";
    leaf.op = FilterOperator::Greater;
    leaf.values = {number(60)};
    Query in_tree = plain;
    in_tree.filter.children = {leaf};
    Query in_expression = plain;
    in_expression.filter.kind = FilterNode::Kind::Leaf;
    in_expression.filter.expression = "cost > 60";
    Query sorted = plain;
    sorted.sort = {{"cost", SortDirection::Ascending}};
    for (const Query& query : {in_tree, in_expression, sorted}) {
        CHECK(is_refused(find_rows(shop.store, query, 10)));
        CHECK(is_refused(find_rows_after(shop.store, query, {}, 10)));
        CHECK(find_query_issue(shop.registry, query)->problem == QueryProblem::HiddenField);
    }
    CHECK(is_refused(summarize(shop.store, plain, {{"cost", DateBucket::None}}, {})));
    CHECK(is_refused(summarize(shop.store, plain, {}, {{AggregateKind::Sum, "cost"}})));
    in_tree.filter.children[0].path = "name";
    in_tree.filter.children[0].values = {text("N")};
    CHECK(must(count_rows(shop.store, in_tree)) == 2);
}

TEST_CASE("the search over all modules finds only what the user may read",
          "[core][policy][search]") {
    Shop shop;
    const Policy policy = shop.compile(shop.tom);
    SearchLimits limits;
    limits.policy = &policy;
    CHECK(must(search_everywhere(shop.store, "pump", limits)).modules.size() == 1);
    CHECK(must(search_everywhere(shop.store, "pipe", limits)).modules.empty());
    CHECK(must(search_everywhere(shop.store, "pipe")).modules.size() == 1);
}
