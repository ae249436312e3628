// Leads that become customers and deals: what is made, what is linked instead, what is refused.
#include <algorithm>

#include "core/app/undo.h"
#include "core/record_source.h"
#include "core/rules.h"
#include "core/store/policy_fixture.h"
#include "core/store/selling.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

/// A lead of a company, with a sales process to put deals into.
struct Leads : Selling {
    Leads() {
        old = add_pipeline("Old", 0);
        const RecordId main = add_pipeline("Main", 1);
        add_stage(old, "Never", 1);
        add_stage(main, "Won", 1, "won");
        talks = add_stage(main, "Talks", 3);
        first = add_stage(main, "First", 2);
        lead = create("lead", {{"name", text("Ana Ek")},
                               {"company", text("Berg AB")},
                               {"email", text("ana@berg.example")},
                               {"street", text("Storgatan 1")},
                               {"source", text("referral")}});
    }
    RecordId add_pipeline(const std::string& name, std::int64_t is_default) {
        return create("pipeline", {{"name", text(name)},
                                   {"is_default", number(is_default)},
                                   {"status", text("published")}});
    }
    RecordId add_stage(const RecordId& pipeline, const std::string& name, std::int64_t position,
                       const std::string& category = "open") {
        return create("stage", {{"pipeline", pipeline},
                                {"name", text(name)},
                                {"category", text(category)},
                                {"position", number(position)}});
    }
    RecordId lead, first, talks, old;
};

}  // namespace

TEST_CASE_METHOD(Leads, "a lead becomes an account, a contact and a deal, and is converted",
                 "[store][conversion]") {
    CHECK(offers("lead", lead) == std::vector<std::string>{"customer", "deal"});
    const ConversionDone done = convert("lead", lead, "deal");
    REQUIRE(done.answer == ConversionAnswer::Made);
    REQUIRE(done.records.size() == 3);
    const RecordId account = done.records[0].record;
    const RecordId contact = done.records[1].record;
    const RecordId deal = done.records[2].record;
    CHECK(get("account", account, "name") == text("Berg AB"));
    CHECK(get("account", account, "billing_street") == text("Storgatan 1"));
    CHECK(get("contact", contact, "first_name") == text("Ana"));
    CHECK(get("contact", contact, "last_name") == text("Ek"));
    CHECK(get("contact", contact, "account") == Value(account));
    CHECK(get("deal", deal, "account") == Value(account));
    CHECK(get("deal", deal, "contact") == Value(contact));
    CHECK(get("deal", deal, "source") == text("referral"));
    CHECK(get("deal", deal, "stage") == Value(first));
    CHECK(get("deal", deal, "pipeline") == get("stage", first, "pipeline"));
    CHECK(done.shown == 2);
    CHECK(get("lead", lead, "status") == text("converted"));
    CHECK(get("lead", lead, "converted_at") == number(environment.now_ms()));
    CHECK(get("lead", lead, "converted_account") == Value(account));
    CHECK(get("lead", lead, "converted_contact") == Value(contact));
    CHECK(get("lead", lead, "converted_deal") == Value(deal));
    CHECK(offers("lead", lead).empty());
}

TEST_CASE_METHOD(Leads, "from the lead to the invoice the total stays what the quote said",
                 "[store][conversion]") {
    const auto total_of = [&](std::string_view module, const RecordId& id) {
        const EntityDef& document = entity(module);
        const Expression* total =
            registry.rules(document.id).computed(document.find_computed("total")->id);
        RecordSource source(store);
        return must(total->evaluate(*must(store.read(document.id, id)), source, 0));
    };
    const RecordId deal = convert("lead", lead, "deal").records.at(2).record;
    const RecordId offer = make("deal", deal, "quote");
    CHECK(get("quote", offer, "deal") == Value(deal));
    set("quote", offer, {{"discount", number(75'000)}, {"currency", text("SEK")}});
    const RecordId line = add_line("quote", offer, "Pump", 3);
    set("quote_line", line, {{"discount", number(33'333)}, {"tax_rate", number(250'000)}});
    add_line("quote", offer, "Hose", 7);
    move("quote", offer, "accepted");
    const RecordId order = make("quote", offer, "sales_order");
    move("sales_order", order, "confirmed");
    const RecordId invoice = make("sales_order", order, "invoice");
    CHECK(integer_or(total_of("quote", offer), 0) > 0);
    CHECK(total_of("sales_order", order) == total_of("quote", offer));
    CHECK(total_of("invoice", invoice) == total_of("quote", offer));
    CHECK(get("invoice", invoice, "account") == get("deal", deal, "account"));
}

TEST_CASE_METHOD(Leads, "undo makes a converted lead what it was", "[store][conversion]") {
    const std::int64_t accounts = count("account");
    const auto before = must(store.read(entity("lead").id, lead));
    UndoStack stack;
    stack.note(convert("lead", lead, "customer").group);
    CHECK(must(stack.undo(store)) == UndoOutcome::Done);
    CHECK(must(store.read(entity("lead").id, lead))->values == before->values);
    CHECK(count("account") == accounts);
    CHECK(count("contact") == 0);
    CHECK(must(stack.redo(store)) == UndoOutcome::Done);
    CHECK(get("lead", lead, "status") == text("converted"));
    CHECK(count("contact") == 1);
}

TEST_CASE_METHOD(Leads, "an account and a contact that are here already are linked, not doubled",
                 "[store][conversion]") {
    const RecordId berg = create("account", {{"name", text("berg ab")}});
    create("account", {{"name", text("Bergs Ab Holding")}});
    const RecordId ana = create("contact", {{"first_name", text("ana")},
                                            {"last_name", text("Ek")},
                                            {"email", text("Ana@Berg.example")}});
    const std::int64_t accounts = count("account");
    const ConversionDone done = convert("lead", lead, "deal");
    REQUIRE(done.answer == ConversionAnswer::Made);
    CHECK(done.records[0].origin == ConvertedTo::Origin::Found);
    CHECK(done.records[0].record == berg);
    CHECK(done.records[1].record == ana);
    CHECK(done.records[2].origin == ConvertedTo::Origin::Made);
    CHECK(count("account") == accounts);
    CHECK(count("contact") == 1);
    CHECK(get("deal", done.records[2].record, "account") == Value(berg));
    // As it was: what is linked is not written over.
    CHECK(get("contact", ana, "last_name") == text("Ek"));
    CHECK(get("contact", ana, "account") == Value());
}

TEST_CASE_METHOD(Leads, "a lead without a company becomes a contact without an account",
                 "[store][conversion]") {
    set("lead", lead, {{"company", Value()}});
    const std::int64_t accounts = count("account");
    const ConversionDone done = convert("lead", lead, "customer");
    REQUIRE(done.answer == ConversionAnswer::Made);
    REQUIRE(done.records.size() == 1);
    CHECK(done.records[0].key == "contact");
    CHECK(count("account") == accounts);
    CHECK(get("lead", lead, "converted_account") == Value());
    CHECK(get("lead", lead, "status") == text("converted"));
}

TEST_CASE_METHOD(Selling, "without a stage to put the deal into nothing of a lead is converted",
                 "[store][conversion]") {
    const RecordId lead = create("lead", {{"name", text("Ana")}, {"company", text("Dahl")}});
    const std::int64_t accounts = count("account");
    const ConversionDone done = convert("lead", lead, "deal");
    CHECK(done.answer == ConversionAnswer::Refused);
    REQUIRE_FALSE(done.issues.empty());
    CHECK(done.issues[0].entity == entity("deal").id);
    CHECK(done.issues[0].issue.field == field("deal", "stage"));
    CHECK(count("account") == accounts);
    CHECK(get("lead", lead, "status") == text("new"));
}

TEST_CASE_METHOD(Leads,
                 "people neither write the links of a conversion nor move a lead to converted",
                 "[store][conversion]") {
    const EntityId module = entity("lead").id;
    const auto issues =
        refuse(draft().set(module, lead, values("lead", {{"converted_account", acme}})));
    CHECK(issues.at(0).kind == IssueKind::ReadOnly);
    CHECK(refuse(draft().transition(module, lead, "new", "converted")).at(0).kind ==
          IssueKind::NotAllowed);
}

TEST_CASE_METHOD(Leads, "a shared address alone makes nobody the same contact",
                 "[store][conversion]") {
    create("contact", {{"first_name", text("Bo")},
                       {"last_name", text("Ek")},
                       {"email", text("ana@berg.example")}});
    create("contact", {{"last_name", text("Ek")}, {"email", text("ana@berg.example")}});
    const ConversionDone done = convert("lead", lead, "customer");
    REQUIRE(done.answer == ConversionAnswer::Made);
    CHECK(done.records.at(1).origin == ConvertedTo::Origin::Made);
    CHECK(count("contact") == 3);
}

TEST_CASE_METHOD(Leads, "a lead with one name is the contact who has no other name either",
                 "[store][conversion]") {
    set("lead", lead, {{"name", text("Ek")}});
    const RecordId ek =
        create("contact", {{"last_name", text("Ek")}, {"email", text("ana@berg.example")}});
    const ConversionDone done = convert("lead", lead, "customer");
    REQUIRE(done.answer == ConversionAnswer::Made);
    CHECK(done.records.at(1).record == ek);
}

TEST_CASE_METHOD(Leads, "of two people without an address the name alone makes nobody the same",
                 "[store][conversion]") {
    set("lead", lead, {{"email", Value()}});
    create("contact", {{"first_name", text("Ana")}, {"last_name", text("Ek")}});
    const ConversionDone done = convert("lead", lead, "customer");
    REQUIRE(done.answer == ConversionAnswer::Made);
    CHECK(done.records.at(1).origin == ConvertedTo::Origin::Made);
}

TEST_CASE_METHOD(Leads, "a deal is not put into a pipeline that lies in the recycle bin",
                 "[store][conversion]") {
    const RecordId other = add_pipeline("Other", 0);
    const RecordId stage = add_stage(other, "Start", 9);
    const RecordId main = std::get<RecordId>(get("stage", first, "pipeline"));
    save(draft().remove(entity("pipeline").id, main));
    save(draft().remove(entity("pipeline").id, old));
    const ConversionDone done = convert("lead", lead, "deal");
    REQUIRE(done.answer == ConversionAnswer::Made);
    CHECK(get("deal", done.records.at(2).record, "stage") == Value(stage));
    CHECK(get("deal", done.records.at(2).record, "pipeline") == Value(other));
}

TEST_CASE_METHOD(SellingOn<PolicyFixture>,
                 "a lead is offered to who may write its links and make what is not here yet",
                 "[store][conversion][rights]") {
    const RecordId lead =
        create("lead", {{"name", text("Ana Ek")}, {"company", text("Berg AB")}, {"owner", tom}});
    const RecordId alone = create("lead", {{"name", text("Bo Dal")}, {"owner", tom}});
    const RecordId boss = must(read_policy_tables(store)).users.at(0).id;
    const auto is_offered = [&](const RecordId& id) {
        become(tom);
        const auto keys = offers("lead", id);
        become(boss);
        return std::find(keys.begin(), keys.end(), "customer") != keys.end();
    };
    CHECK(is_offered(lead));
    allow("account", "create_level", "none");
    CHECK_FALSE(is_offered(lead));
    // No account is made of a lead without a company, nor of one whose account is here.
    CHECK(is_offered(alone));
    create("account", {{"name", text("berg ab")}, {"owner", text("tom")}});
    CHECK(is_offered(lead));
    restrict_field("lead", "status", "read");
    CHECK_FALSE(is_offered(alone));
}
