// Filter trees, sorting by several keys, pages behind a row, summaries, saved queries: by example.
#include "core/query_json.h"
#include "core/store_fixture.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

using Names = std::vector<std::string>;

FilterNode leaf(std::string path, FilterOperator op, std::vector<Value> values = {}) {
    FilterNode node;
    node.kind = FilterNode::Kind::Leaf;
    node.path = std::move(path);
    node.op = op;
    node.values = std::move(values);
    return node;
}

FilterNode node(FilterNode::Kind kind, std::vector<FilterNode> children) {
    FilterNode made;
    made.kind = kind;
    made.children = std::move(children);
    return made;
}

FilterNode condition(std::string expression) {
    FilterNode made;
    made.kind = FilterNode::Kind::Leaf;
    made.expression = std::move(expression);
    return made;
}

/// Work orders of two accounts, one of them without an account.
struct Orders : StoreFixture {
    Orders() {
        acme = create("account", {{"name", text("Acme")}, {"payment_terms_days", number(30)}});
        berg = create("account", {{"name", text("Berg")}, {"payment_terms_days", number(10)}});
        create("work_order",
               {{"subject", text("Boiler")}, {"account", acme}, {"amount", number(300)}});
        create("work_order",
               {{"subject", text("Pump")}, {"account", berg}, {"amount", number(100)}});
        create("work_order", {{"subject", text("Valve")}, {"account", acme}});
        create("work_order", {{"subject", text("Drain")}, {"amount", number(200)}});
    }
    [[nodiscard]] Query query() const {
        Query result;
        result.entity = entity("work_order").id;
        result.sort = {{"subject", SortDirection::Ascending}};
        return result;
    }
    Names subjects(const std::vector<RowHandle>& rows) {
        Names names;
        const std::size_t at = entity("work_order").index_of(field("work_order", "subject"));
        for (const Record& record : must(read_rows(store, entity("work_order").id, rows)))
            names.emplace_back(text_or_empty(record.values[at]));
        return names;
    }
    Names subjects(const FilterNode& filter) {
        Query wanted = query();
        wanted.filter = filter;
        return subjects(must(find_rows(store, wanted, 100)));
    }
    RecordId acme;
    RecordId berg;
};

QueryProblem problem_of(const Orders& orders, const Query& query) {
    const std::optional<QueryIssue> issue = find_query_issue(orders.registry, query);
    REQUIRE(issue.has_value());
    return issue->problem;
}

}  // namespace

TEST_CASE("a filter follows links, and not turns every answer round", "[core][query]") {
    using Kind = FilterNode::Kind;
    using Op = FilterOperator;
    Orders orders;
    const FilterNode is_acme = leaf("account.name", Op::Equal, {text("Acme")});
    CHECK(orders.subjects(is_acme) == Names{"Boiler", "Valve"});
    CHECK(orders.subjects(node(Kind::Not, {is_acme})) == Names{"Drain", "Pump"});
    CHECK(orders.subjects(leaf("account.name", Op::NotEqual, {text("Acme")})) ==
          Names{"Drain", "Pump"});
    CHECK(orders.subjects(leaf("account.payment_terms_days", Op::Less, {number(30)})) ==
          Names{"Pump"});
    CHECK(orders.subjects(leaf("account.name", Op::IsEmpty)) == Names{"Drain"});
    CHECK(orders.subjects(node(Kind::Or, {leaf("amount", Op::Greater, {number(250)}),
                                          leaf("subject", Op::StartsWith, {text("dRÁ")})})) ==
          Names{"Boiler", "Drain"});
    CHECK(orders.subjects(leaf("account", Op::InList, {Value(orders.berg), Value()})) ==
          Names{"Drain", "Pump"});
    CHECK(orders.subjects(condition("account.payment_terms_days > amount / 10")) ==
          Names{"Boiler", "Pump"});
    CHECK(orders.subjects(node(Kind::Or, {})).empty());
    CHECK(orders.subjects(node(Kind::And, {})).size() == 4);
    std::vector<Value> amounts(kFilterValuesMax, number(7));
    amounts.back() = number(300);
    const std::vector<FilterNode> full(kFilterNodesMax - 1, leaf("amount", Op::InList, amounts));
    CHECK(orders.subjects(node(Kind::And, full)) == Names{"Boiler"});
}

TEST_CASE("days of a moment begin where the person is", "[core][query]") {
    StoreFixture fixture;
    const std::int64_t midnight = 20'779LL * 86'400'000;  // 2026-11-22 in UTC, a Sunday
    const std::int64_t hour = 3'600'000;
    fixture.create("work_order",
                   {{"subject", text("Early")}, {"planned_start", number(midnight - 9 * hour)}});
    fixture.create("work_order",
                   {{"subject", text("Late")}, {"planned_start", number(midnight + 15 * hour)}});
    Query query;
    query.entity = fixture.entity("work_order").id;
    query.filter = leaf("planned_start", FilterOperator::During);
    const auto count = [&] { return must(count_rows(fixture.store, query)); };
    query.today = 20'779;
    CHECK(count() == 1);
    query.zone_offset_minutes = 540;  // Tokyo: the first is at midnight, the second a day later.
    CHECK(count() == 1);
    query.filter.during = DateRange::ThisWeek;
    CHECK(count() == 1);
    query.filter.during = DateRange::Next7Days;
    CHECK(count() == 2);
    query.today.reset();
    fixture.environment.now = midnight + 16 * hour;  // Monday in Tokyo.
    query.filter.during = DateRange::Today;
    CHECK(count() == 1);
    query.filter.during = DateRange::Last30Days;
    CHECK(count() == 2);
}

TEST_CASE("several sort keys apply in turn, and missing values come last in both directions",
          "[core][query]") {
    Orders orders;
    Query query = orders.query();
    query.sort = {{"account.name", SortDirection::Descending},
                  {"amount", SortDirection::Ascending}};
    CHECK(orders.subjects(must(find_rows(orders.store, query, 100))) ==
          Names{"Pump", "Boiler", "Valve", "Drain"});
    query.sort[0].direction = SortDirection::Ascending;
    query.sort[1].direction = SortDirection::Descending;
    CHECK(orders.subjects(must(find_rows(orders.store, query, 100))) ==
          Names{"Boiler", "Valve", "Pump", "Drain"});
}

TEST_CASE("pages neither lose nor repeat rows while others come and go", "[core][query]") {
    StoreFixture fixture;
    std::vector<RecordId> ids;
    for (int count = 0; count < 30; ++count)
        ids.push_back(fixture.create("account", {{"name", text(std::to_string(100 + count))}}));
    Query query;
    query.entity = fixture.entity("account").id;
    const auto names_after = [&](const PageKey& after, PageKey& last) {
        const RowPage page = must(find_rows_after(fixture.store, query, after, 10));
        last = page.last;
        Names names;
        for (const Record& record : must(read_rows(fixture.store, query.entity, page.rows)))
            names.push_back(title_of(fixture.entity("account"), record).substr(0, 3));
        return names;
    };
    PageKey last;
    CHECK(names_after({}, last).back() == "109");
    // One page further up grows, and the row that the page ended with goes.
    fixture.create("account", {{"name", text("105b")}});
    fixture.save(fixture.draft().remove(query.entity, ids[9]));
    fixture.set("account", ids[12], {{"name", text("999")}});
    const Names second = names_after(last, last);
    CHECK(second == Names{"110", "111", "113", "114", "115", "116", "117", "118", "119", "120"});
    CHECK(names_after(last, last).back() == "999");
    PageKey foreign;
    foreign.id = ids[0];
    CHECK(find_rows_after(fixture.store, query, foreign, 10).error().code == ErrorCode::BadInput);
}

TEST_CASE("a summary groups by the names of linked records and by months", "[core][query]") {
    Orders orders;
    const std::vector<Aggregate> totals = {{AggregateKind::Count, ""},
                                           {AggregateKind::Sum, "amount"},
                                           {AggregateKind::Maximum, "subject"}};
    const Summary summary =
        must(summarize(orders.store, orders.query(), {{"account.name", DateBucket::None}}, totals));
    using Row = Summary::Row;
    CHECK(summary.rows ==
          std::vector<Row>{{{Value()}, {number(1), number(200), text("Drain")}},
                           {{text("Acme")}, {number(2), number(300), text("Valve")}},
                           {{text("Berg")}, {number(1), number(100), text("Pump")}}});
    CHECK(summary.value_types[1].scale == 2);
    CHECK(must(summarize(orders.store, orders.query(), {}, {{AggregateKind::Average, "amount"}}))
              .rows[0]
              .values[0] == number(2'000'000));
    CHECK_FALSE(summarize(orders.store, orders.query(), {{"subject", DateBucket::Month}}, totals));
}

TEST_CASE("sums beyond 64 bits are said, never wrapped round", "[core][query]") {
    Orders orders;
    must(orders.store.database().run("UPDATE work_order SET amount = 9223372036854775807"));
    CHECK(report(orders.store, orders.query(), {}, orders.field("work_order", "amount"))
              .error()
              .code == ErrorCode::LimitExceeded);
    const Summary summary =
        must(summarize(orders.store, orders.query(), {}, {{AggregateKind::Sum, "amount"}}));
    CHECK(is_null(summary.rows[0].values[0]));
}

TEST_CASE("a query that cannot be asked says why and where", "[core][query]") {
    using Kind = FilterNode::Kind;
    using Op = FilterOperator;
    struct Case {
        FilterNode filter;
        QueryProblem problem;
    };
    FilterNode deep = leaf("subject", Op::IsEmpty);
    for (std::size_t depth = 0; depth < kFilterDepthMax; ++depth) deep = node(Kind::And, {deep});
    const std::vector<FilterNode> many(kFilterNodesMax, leaf("subject", Op::IsEmpty));
    const std::vector<Value> values(kFilterValuesMax + 1, number(1));
    std::string long_expression = "amount > 0";
    for (int count = 0; count < 50; ++count)
        long_expression += " or account.parent.parent.payment_terms_days > 1";
    const std::vector<FilterNode> long_ones(40, condition(long_expression));
    const std::vector<Case> cases = {
        {leaf("nothing", Op::IsEmpty), QueryProblem::UnknownField},
        {leaf("", Op::IsEmpty), QueryProblem::UnknownField},
        {leaf("account.", Op::IsEmpty), QueryProblem::UnknownField},
        {leaf("subject.name", Op::IsEmpty), QueryProblem::NotALink},
        {leaf("account.parent.parent.parent.parent.name", Op::IsEmpty), QueryProblem::TooManyHops},
        {leaf("amount", Op::Equal, {text("many")}), QueryProblem::WrongValue},
        {leaf("amount", Op::Equal), QueryProblem::WrongValue},
        {leaf("amount", Op::Less, {Value()}), QueryProblem::WrongValue},
        {leaf("account", Op::Less, {Value(RecordId{1, 1})}), QueryProblem::WrongOperator},
        {leaf("amount", Op::Contains, {number(1)}), QueryProblem::WrongOperator},
        {leaf("amount", Op::During), QueryProblem::WrongOperator},
        {leaf("amount", Op::InList, values), QueryProblem::TooManyValues},
        {condition("amount +"), QueryProblem::BadExpression},
        {condition("amount"), QueryProblem::BadExpression},
        {node(Kind::Not, {}), QueryProblem::WrongShape},
        {node(Kind::Or, many), QueryProblem::TooManyNodes},
        {deep, QueryProblem::TooDeep},
        {node(Kind::Or, long_ones), QueryProblem::TooLong},
    };
    Orders orders;
    for (const Case& wrong : cases) {
        Query query = orders.query();
        query.filter = wrong.filter;
        CAPTURE(wrong.filter.path, wrong.filter.expression);
        CHECK(problem_of(orders, query) == wrong.problem);
        const auto refused = find_rows(orders.store, query, 10);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::BadInput);
        CHECK(count_rows(orders.store, query).error().code == ErrorCode::BadInput);
    }
}

TEST_CASE("a saved query names what it does not know", "[core][query]") {
    struct Case {
        std::string_view json;
        QueryProblem problem;
        std::string_view place;
    };
    const auto [json, problem, place] = GENERATE(values<Case>({
        {"{", QueryProblem::NotJson, ""},
        {"[]", QueryProblem::WrongShape, ""},
        {R"({"entity":"unheard"})", QueryProblem::UnknownEntity, "entity"},
        {R"({"entity":"account","colour":1})", QueryProblem::UnknownWord, ""},
        {R"({"entity":"account","columns":["gone"]})", QueryProblem::UnknownField, "columns"},
        {R"({"entity":"account","filter":{"all":[{"path":"gone","op":"is_empty"}]}})",
         QueryProblem::UnknownField, "filter.all[0].path"},
        {R"({"entity":"account","filter":{"any":[{"not":{"path":"name","op":"like"}}]}})",
         QueryProblem::UnknownWord, "filter.any[0].not.op"},
        {R"({"entity":"account","filter":{"path":"name","op":"equal","values":[1.5]}})",
         QueryProblem::WrongValue, "filter.values"},
        {R"({"entity":"account","filter":{"path":"name","op":"equal","values":[[[]]]}})",
         QueryProblem::WrongValue, "filter.values"},
        {R"({"entity":"account","sort":[{"path":"gone","direction":"ascending"}]})",
         QueryProblem::UnknownField, "sort[0].path"},
        {R"({"entity":"account","group":[{"path":"name","by":"month"}]})",
         QueryProblem::WrongOperator, "group[0].by"},
        {R"({"entity":"account","totals":[{"kind":"sum","path":"name"}]})",
         QueryProblem::WrongOperator, "totals[0].kind"},
    }));
    CAPTURE(json);
    const auto saved = query_from_json(Registry::base(), json);
    REQUIRE_FALSE(saved);
    CHECK(saved.error().problem == problem);
    CHECK(saved.error().place == place);
}

TEST_CASE("conditions on fields and the order of a list are saved, too", "[core][query]") {
    Orders orders;
    SavedQuery saved{orders.query(), {}, {}, {}};
    saved.query.sort.clear();
    saved.query.search = "pump";
    saved.query.filters = {
        {orders.field("work_order", "account"), FilterOperator::Equal, Value(orders.berg)}};
    saved.query.sort_field = orders.field("work_order", "amount");
    saved.query.direction = SortDirection::Descending;
    const std::string json = to_json(orders.registry, saved);
    const auto again = query_from_json(orders.registry, json);
    REQUIRE(again.has_value());
    CHECK(to_json(orders.registry, *again) == json);
    CHECK(orders.subjects(must(find_rows(orders.store, again->query, 10))) == Names{"Pump"});
}
