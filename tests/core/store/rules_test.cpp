#include "core/rules.h"
#include "core/query.h"
#include "core/record_source.h"
#include "core/store_fixture.h"

using namespace holdfast;
using test::must;
using test::number;
using test::text;

namespace {

/// A quote of 2 pieces at 100.00 less 10 %, taxed with 25 %, and one of 0.05 without tax.
class QuoteFixture : public test::StoreFixture {
public:
    QuoteFixture() {
        account = create("account", {{"name", text("Acme")}});
        quote = create("quote", {{"account", account}, {"currency", text("EUR")}});
    }
    RecordId add_line(std::int64_t price, std::int64_t discount, std::int64_t rate) {
        return create("quote_line", {{"quote", quote},
                                     {"description", text("Pump")},
                                     {"quantity", number(2'000'000)},
                                     {"unit_price", number(price)},
                                     {"discount", number(discount)},
                                     {"tax_rate", number(rate)}});
    }
    /// By SQL and over the record, which have to agree.
    Value computed(std::string_view key, const RecordId& id, std::string_view field_key) {
        const EntityDef& module = entity(key);
        const FieldDef* computed_field = module.find_computed(field_key);
        REQUIRE(computed_field != nullptr);
        const Value selected =
            must(read_computed(store, module.id, id, {computed_field->id}, 0)).at(0);
        RecordSource source(store);
        const Expression* expression = registry.rules(module.id).computed(computed_field->id);
        const auto record = must(store.read(module.id, id));
        CHECK(must(expression->evaluate(*record, source, 0)) == selected);
        return selected;
    }
    FieldIssue refused_move(std::string to) {
        const Value from = get("quote", quote, "status");
        return refuse(draft().transition(entity("quote").id, quote,
                                         std::string(text_or_empty(from)), std::move(to)))
            .at(0);
    }
    RecordId account;
    RecordId quote;
};

}  // namespace

TEST_CASE_METHOD(QuoteFixture,
                 "the sums of a document follow its lines, the same by both back ends",
                 "[core][rules][totals]") {
    CHECK(computed("quote", quote, "total") == number(0));
    const RecordId pump = add_line(1'000'000, 100'000, 250'000);
    add_line(250, 0, 0);
    CHECK(computed("quote_line", pump, "net") == number(18'000));
    CHECK(computed("quote_line", pump, "tax") == number(4'500));
    CHECK(computed("quote", quote, "net") == number(18'005));
    CHECK(computed("quote", quote, "tax") == number(4'500));
    CHECK(computed("quote", quote, "total") == number(22'505));
    set("quote", quote, {{"discount", number(500'000)}});
    CHECK(computed("quote", quote, "total") == number(11'252));
    save(draft().remove(entity("quote_line").id, pump));
    CHECK(computed("quote", quote, "net") == number(2));
}

TEST_CASE_METHOD(QuoteFixture, "amounts in yen have no decimals to round to",
                 "[core][rules][totals]") {
    set("quote", quote, {{"currency", text("JPY")}});
    add_line(333'300, 0, 100'000);
    CHECK(computed("quote", quote, "net") == number(6'700));
    CHECK(computed("quote", quote, "total") == number(7'400));
}

TEST_CASE_METHOD(QuoteFixture, "a guard keeps a state closed until it holds", "[core][rules]") {
    set("quote", quote, {{"issue_date", number(20'000)}});
    const FieldIssue issue = refused_move("sent");
    CHECK(issue.kind == IssueKind::GuardFailed);
    CHECK(issue.detail == "sent");
    CHECK(issue.field == field("quote", "status"));
    add_line(1'000'000, 0, 0);
    save(draft().transition(entity("quote").id, quote, "draft", "sent"));
    CHECK(get("quote", quote, "status") == text("sent"));
}

TEST_CASE_METHOD(QuoteFixture, "a line that comes with the move counts for its guard",
                 "[core][rules]") {
    Draft both = draft();
    both.set(entity("quote").id, quote, values("quote", {{"issue_date", number(20'000)}}));
    both.create(entity("quote_line").id, make_record_id(environment),
                values("quote_line", {{"quote", quote}, {"description", text("Pump")}}));
    both.transition(entity("quote").id, quote, "draft", "sent");
    save(both);
}

TEST_CASE_METHOD(QuoteFixture, "a check stands at its field, and only when what it reads changes",
                 "[core][rules]") {
    const auto wrong = refuse(draft().set(
        entity("quote").id, quote,
        values("quote", {{"issue_date", number(20'000)}, {"valid_to", number(19'000)}})));
    REQUIRE(wrong.size() == 1);
    CHECK(wrong[0] ==
          FieldIssue{quote, field("quote", "valid_to"), IssueKind::CheckFailed, "valid_to"});
    // As it may come from elsewhere; nobody is kept from editing something else.
    must(store.database().run("UPDATE quote SET issue_date = 20000, valid_to = 19000"));
    set("quote", quote, {{"notes", text("called")}});
}

TEST_CASE_METHOD(QuoteFixture, "what a rule makes read-only stays as it is", "[core][rules]") {
    set("quote", quote, {{"issue_date", number(20'000)}});
    add_line(1'000'000, 0, 0);
    save(draft().transition(entity("quote").id, quote, "draft", "sent"));
    const auto refused = refuse(
        draft().set(entity("quote").id, quote, values("quote", {{"currency", text("SEK")}})));
    CHECK(refused.at(0).kind == IssueKind::ReadOnly);
    CHECK(get("quote", quote, "currency") == text("EUR"));
}

TEST_CASE_METHOD(test::StoreFixture, "a field is demanded when its rule says so", "[core][rules]") {
    const RecordId shared = create("tag", {{"name", text("urgent")}});
    const auto missing =
        refuse(draft().set(entity("tag").id, shared, values("tag", {{"scope", text("private")}})));
    REQUIRE(missing.size() == 1);
    CHECK(missing[0].field == field("tag", "owner"));
    CHECK(missing[0].kind == IssueKind::Missing);
}

TEST_CASE_METHOD(test::StoreFixture, "a link to any module leads to a record of the one it names",
                 "[core][rules]") {
    const RecordId account = create("account", {{"name", text("Acme")}});
    const auto comment = [&](std::string module, const RecordId& id) {
        return draft().create(entity("comment").id, make_record_id(environment),
                              values("comment", {{"text", text("Called")},
                                                 {"record_entity", text(std::move(module))},
                                                 {"record", id}}));
    };
    save(comment("account", account));
    CHECK(refuse(comment("contact", account)).at(0).kind == IssueKind::UnknownLink);
    CHECK(refuse(comment("nothing", account)).at(0).kind == IssueKind::NotAChoice);
}

TEST_CASE_METHOD(test::StoreFixture, "no two living records share what must be unique",
                 "[core][rules]") {
    const auto user = [&](std::string name) {
        return draft().create(
            entity("user").id, make_record_id(environment),
            values("user", {{"name", text(std::move(name))}, {"login", text("ana")}}));
    };
    save(user("Ana"));
    const auto taken = refuse(user("Other Ana"));
    CHECK(taken.at(0).kind == IssueKind::NotUnique);
    CHECK(taken.at(0).field == field("user", "login"));
}

TEST_CASE_METHOD(test::StoreFixture, "a device that has a server leaves uniqueness to it",
                 "[core][rules]") {
    enrol();
    for (const char* name : {"Ana", "Other Ana"})
        create("user", {{"name", text(name)}, {"login", text("ana")}});
}

TEST_CASE_METHOD(test::StoreFixture, "a tree of records has no circles", "[core][rules]") {
    const RecordId top = create("account", {{"name", text("Group")}});
    const RecordId middle = create("account", {{"name", text("Nordic")}, {"parent", top}});
    const RecordId leaf = create("account", {{"name", text("Malmo")}, {"parent", middle}});
    const auto circle =
        refuse(draft().set(entity("account").id, top, values("account", {{"parent", leaf}})));
    CHECK(circle.at(0).kind == IssueKind::Cyclic);
    CHECK(refuse(draft().set(entity("account").id, top, values("account", {{"parent", top}})))
              .at(0)
              .kind == IssueKind::Cyclic);
    set("account", leaf, {{"parent", top}});
}

namespace {

/// A deal in a pipeline with an open and two closing stages.
class DealFixture : public test::StoreFixture {
public:
    DealFixture() {
        pipeline = create("pipeline", {{"name", text("Sales")}});
        talking = stage("Talking", "open");
        won = stage("Won", "won");
        lost = stage("Lost", "lost");
        deal = create("deal", {{"name", text("Lift")}, {"stage", talking}});
    }
    RecordId stage(std::string name, std::string category) {
        return create("stage", {{"pipeline", pipeline},
                                {"name", text(std::move(name))},
                                {"category", text(std::move(category))}});
    }
    Draft to_stage(const RecordId& target) {
        return draft().set(entity("deal").id, deal, {{field("deal", "stage"), Value(target)}});
    }
    RecordId pipeline;
    RecordId talking;
    RecordId won;
    RecordId lost;
    RecordId deal;
};

}  // namespace

TEST_CASE_METHOD(DealFixture, "a state that follows a link moves when the link is changed",
                 "[core][rules]") {
    Draft closing = to_stage(won);
    closing.set(entity("deal").id, deal, {{field("deal", "close_date"), number(20'000)}});
    save(closing);
    CHECK(get("deal", deal, "status") == text("won"));
    CHECK_FALSE(is_null(get("deal", deal, "closed_at")));
    save(to_stage(talking));
    CHECK(get("deal", deal, "status") == text("open"));
}

TEST_CASE_METHOD(DealFixture, "a state that follows is entered with what it requires, or not",
                 "[core][rules]") {
    const std::vector<FieldIssue> issues = refuse(to_stage(won));
    REQUIRE_FALSE(issues.empty());
    CHECK(issues[0].field == field("deal", "close_date"));
    CHECK(issues[0].kind == IssueKind::Missing);
    CHECK(get("deal", deal, "stage") == Value(talking));
    CHECK(get("deal", deal, "status") == text("open"));
}

TEST_CASE_METHOD(DealFixture, "a new record begins in the state that its link names",
                 "[core][rules]") {
    const RecordId closed =
        create("deal", {{"name", text("Old")}, {"stage", lost}, {"lost_reason", text("price")}});
    CHECK(get("deal", closed, "status") == text("lost"));
}

TEST_CASE_METHOD(DealFixture, "a move against the link is refused by the module's own check",
                 "[core][rules]") {
    const auto issues = refuse(draft().transition(entity("deal").id, deal, "open", "won"));
    REQUIRE_FALSE(issues.empty());
    CHECK(get("deal", deal, "status") == text("open"));
}
