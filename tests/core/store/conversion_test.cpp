// Documents made from documents: what is made, what is left out, what is refused.
#include "core/conversion.h"

#include "core/app/undo.h"
#include "core/history.h"
#include "core/query.h"
#include "core/rules.h"
#include "core/store/policy_fixture.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

constexpr std::int64_t kOne = 1'000'000;  // Of a quantity.

/// An account with an accepted quote of two lines: five pumps and two hoses.
template <typename Base>
struct SellingOn : Base {
    SellingOn() {
        acme = this->create(
            "account",
            {{"name", text("Acme")}, {"billing_city", text("Lund")}, {"currency", text("SEK")}});
        quote = this->create("quote", {{"subject", text("Pumps")},
                                       {"account", acme},
                                       {"discount", number(50'000)},
                                       {"currency", text("SEK")}});
        pumps = add_line("quote", quote, "Pump", 5);
        hoses = add_line("quote", quote, "Hose", 2);
    }
    RecordId add_line(const std::string& document, const RecordId& parent, const std::string& name,
                      std::int64_t count) {
        return this->create(document + "_line", {{document, parent},
                                                 {"description", text(name)},
                                                 {"quantity", number(count * kOne)},
                                                 {"position", number(++positions)},
                                                 {"unit_price", number(1'000'000)}});
    }
    void move(std::string_view module, const RecordId& id, const std::string& to) {
        const EntityDef& definition = this->entity(module);
        const Value from =
            this->get(module, id, definition.find_field(definition.state_field)->key);
        this->save(
            this->draft().transition(definition.id, id, std::string(text_or_empty(from)), to));
    }
    std::vector<std::string> offers(std::string_view module, const RecordId& id) {
        return must(find_conversions(this->store, this->entity(module).id, id, 0));
    }
    ConversionDone convert(std::string_view module, const RecordId& id, const std::string& key) {
        return must(convert_record(this->store, {this->entity(module).id, id, key, 0}));
    }
    /// The record that a conversion of one makes.
    RecordId make(std::string_view module, const RecordId& id, const std::string& key) {
        const ConversionDone done = convert(module, id, key);
        REQUIRE(done.answer == ConversionAnswer::Made);
        return done.records.front().record;
    }
    std::vector<Record> lines_of(std::string_view part, const RecordId& parent) {
        return must(this->store.read_children(this->entity(part).id, parent));
    }
    Value of(std::string_view part, const Record& record, std::string_view key) {
        return record.values[this->entity(part).index_of(this->field(part, key))];
    }
    std::int64_t count(std::string_view module) {
        Query query;
        query.entity = this->entity(module).id;
        return must(count_rows(this->store, query));
    }
    RecordId accept_and_order() {
        move("quote", quote, "accepted");
        return make("quote", quote, "sales_order");
    }
    RecordId confirmed_order() {
        const RecordId order = accept_and_order();
        move("sales_order", order, "confirmed");
        return order;
    }
    std::int64_t positions = 0;
    RecordId acme, quote, pumps, hoses;
};
using Selling = SellingOn<StoreFixture>;

/// A lead of a company, with a sales process to put deals into.
struct Leads : Selling {
    Leads() {
        const RecordId draft = add_pipeline("Old", 0);
        const RecordId main = add_pipeline("Main", 1);
        add_stage(draft, "Never", 1);
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
    RecordId lead, first, talks;
};

}  // namespace

TEST_CASE_METHOD(Selling, "an accepted quote becomes an order with its lines and its prices",
                 "[store][conversion]") {
    CHECK(offers("quote", quote).empty());
    CHECK(convert("quote", quote, "sales_order").answer == ConversionAnswer::NotOffered);
    CHECK(count("sales_order") == 0);
    move("quote", quote, "accepted");
    CHECK(offers("quote", quote) == std::vector<std::string>{"sales_order"});
    enrol();
    const std::size_t before = queued().size();
    const RecordId order = make("quote", quote, "sales_order");
    CHECK(queued().size() == before + 1);
    CHECK(get("sales_order", order, "status") == text("draft"));
    CHECK(get("sales_order", order, "quote") == Value(quote));
    CHECK(get("sales_order", order, "account") == Value(acme));
    CHECK(get("sales_order", order, "billing_city") == text("Lund"));
    CHECK(get("sales_order", order, "shipping_city") == text("Lund"));
    CHECK(get("sales_order", order, "discount") == number(50'000));
    CHECK(get("sales_order", order, "order_date") == number(environment.now_ms() / 86'400'000));
    const auto lines = lines_of("sales_order_line", order);
    REQUIRE(lines.size() == 2);
    CHECK(of("sales_order_line", lines[0], "description") == text("Pump"));
    CHECK(of("sales_order_line", lines[1], "description") == text("Hose"));
    CHECK(of("sales_order_line", lines[0], "quantity") == number(5 * kOne));
    CHECK(of("sales_order_line", lines[0], "unit_price") == number(1'000'000));
    CHECK(of("sales_order_line", lines[0], "origin_line") == Value(pumps));
    CHECK(get("quote", quote, "status") == text("accepted"));
}

TEST_CASE_METHOD(Selling, "a second conversion makes only what is still open",
                 "[store][conversion]") {
    const RecordId order = confirmed_order();
    const RecordId first = make("sales_order", order, "delivery_note");
    CHECK(convert("sales_order", order, "delivery_note").answer == ConversionAnswer::NothingOpen);
    CHECK(count("delivery_note") == 1);
    // Three of the pumps are on the truck; all the hoses are.
    const auto lines = lines_of("delivery_note_line", first);
    REQUIRE(lines.size() == 2);
    set("delivery_note_line", lines[0].id, {{"quantity", number(3 * kOne)}});
    const RecordId second = make("sales_order", order, "delivery_note");
    const auto rest = lines_of("delivery_note_line", second);
    REQUIRE(rest.size() == 1);
    CHECK(of("delivery_note_line", rest[0], "description") == text("Pump"));
    CHECK(of("delivery_note_line", rest[0], "quantity") == number(2 * kOne));
    CHECK(convert("sales_order", order, "delivery_note").answer == ConversionAnswer::NothingOpen);
}

TEST_CASE_METHOD(Selling, "what lies in the recycle bin or is cancelled takes nothing",
                 "[store][conversion]") {
    const RecordId order = confirmed_order();
    const RecordId binned = make("sales_order", order, "invoice");
    save(draft().remove(entity("invoice").id, binned));
    const RecordId cancelled = make("sales_order", order, "invoice");
    move("invoice", cancelled, "cancelled");
    const RecordId third = make("sales_order", order, "invoice");
    CHECK(lines_of("invoice_line", third).size() == 2);
    CHECK(convert("sales_order", order, "invoice").answer == ConversionAnswer::NothingOpen);
}

TEST_CASE_METHOD(Selling, "services are invoiced and not delivered", "[store][conversion]") {
    const RecordId service = create("service", {{"name", text("Fitting")}});
    const RecordId line = add_line("quote", quote, "Fitting", 1);
    set("quote_line", line, {{"service", service}});
    const RecordId order = confirmed_order();
    const RecordId note = make("sales_order", order, "delivery_note");
    CHECK(lines_of("delivery_note_line", note).size() == 2);
    const RecordId invoice = make("sales_order", order, "invoice");
    CHECK(lines_of("invoice_line", invoice).size() == 3);
    CHECK(get("invoice", invoice, "billing_city") == text("Lund"));
}

TEST_CASE_METHOD(Selling, "one undo takes back all that a conversion made, and redo makes it again",
                 "[store][conversion]") {
    move("quote", quote, "accepted");
    UndoStack stack;
    const ConversionDone done = convert("quote", quote, "sales_order");
    stack.note(done.group);
    CHECK(must(stack.undo(store)) == UndoOutcome::Done);
    CHECK(count("sales_order") == 0);
    CHECK(count("sales_order_line") == 0);
    CHECK(must(stack.redo(store)) == UndoOutcome::Done);
    CHECK(count("sales_order_line") == 2);
    CHECK(must(stack.undo(store)) == UndoOutcome::Done);
    CHECK(lines_of("sales_order_line", make("quote", quote, "sales_order")).size() == 2);
}

TEST_CASE_METHOD(Selling, "a link to what was removed is left out of what is made",
                 "[store][conversion]") {
    const RecordId gone = create("contact", {{"last_name", text("Ek")}});
    set("quote", quote, {{"contact", gone}});
    save(draft().remove(entity("contact").id, gone));
    const RecordId order = accept_and_order();
    CHECK(get("sales_order", order, "contact") == Value());
}

TEST_CASE_METHOD(Selling, "what a rule of the target forbids is refused whole",
                 "[store][conversion]") {
    move("quote", quote, "accepted");
    save(draft().remove(entity("account").id, acme));
    const ConversionDone done = convert("quote", quote, "sales_order");
    CHECK(done.answer == ConversionAnswer::Refused);
    REQUIRE(done.issues.size() == 1);
    CHECK(done.issues[0].entity == entity("sales_order").id);
    CHECK(done.issues[0].issue.kind == IssueKind::Missing);
    CHECK(done.issues[0].issue.field == field("sales_order", "account"));
    CHECK(done.records.empty());
    CHECK(count("sales_order") == 0);
    CHECK(count("sales_order_line") == 0);
}

TEST_CASE_METHOD(Selling,
                 "only what the module declares can be asked for, of a record that is here",
                 "[store][conversion]") {
    const auto code_of = [&](const ConversionRequest& request) {
        const auto done = convert_record(store, request);
        REQUIRE_FALSE(done.has_value());
        return done.error().code;
    };
    const EntityId module = entity("quote").id;
    CHECK(code_of({module, quote, "invoice", 0}) == ErrorCode::BadInput);
    CHECK(code_of({EntityId{39'998}, quote, "sales_order", 0}) == ErrorCode::BadInput);
    CHECK(code_of({module, acme, "sales_order", 0}) == ErrorCode::NotFound);
    CHECK(code_of({module, {}, "sales_order", 0}) == ErrorCode::NotFound);
    save(draft().remove(module, quote));
    CHECK(code_of({module, quote, "sales_order", 0}) == ErrorCode::NotFound);
    CHECK(offers("quote", quote).empty());
    CHECK(find_conversions(store, EntityId{39'998}, quote, 0).error().code == ErrorCode::BadInput);
}

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
    CHECK(get("contact", contact, "last_name") == text("Ana Ek"));
    CHECK(get("contact", contact, "account") == Value(account));
    CHECK(get("deal", deal, "account") == Value(account));
    CHECK(get("deal", deal, "contact") == Value(contact));
    CHECK(get("deal", deal, "source") == text("referral"));
    CHECK(get("deal", deal, "stage") == Value(first));
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
    const RecordId ana =
        create("contact", {{"last_name", text("Ek")}, {"email", text("Ana@Berg.example")}});
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

TEST_CASE_METHOD(Selling, "billable parts and hours of a finished work order are invoiced once",
                 "[store][conversion]") {
    create("user", {{"name", text("Eva")}, {"login", text("eva")}});
    const RecordId user = create("user", {{"name", text("Tom")}, {"login", text("tom")}});
    const RecordId work = create("work_order", {{"subject", text("Pump")},
                                                {"account", acme},
                                                {"status", text("completed")},
                                                {"resolution_code", text("repaired")}});
    add_line("work_order", work, "Seal", 2);
    const RecordId free = add_line("work_order", work, "Bolt", 1);
    set("work_order_line", free, {{"coverage", text("warranty")}});
    const RecordId hours = create("time_log", {{"work_order", work},
                                               {"user", user},
                                               {"start", number(0)},
                                               {"minutes", number(90)},
                                               {"rate", number(80'000)},
                                               {"status", text("logged")}});
    const RecordId invoice = make("work_order", work, "invoice");
    const auto lines = lines_of("invoice_line", invoice);
    REQUIRE(lines.size() == 2);
    CHECK(of("invoice_line", lines[0], "description") == text("Seal"));
    CHECK(of("invoice_line", lines[1], "time_log") == Value(hours));
    CHECK(of("invoice_line", lines[1], "quantity") == number(1'500'000));
    CHECK(of("invoice_line", lines[1], "unit_price") == number(8'000'000));
    CHECK(get("invoice", invoice, "currency") == text("SEK"));
    CHECK(convert("work_order", work, "invoice").answer == ConversionAnswer::NothingOpen);
}

TEST_CASE_METHOD(SellingOn<PolicyFixture>,
                 "a conversion needs the right to make its records, and copies nothing hidden",
                 "[store][conversion][rights]") {
    set("account", acme, {{"owner", text("tom")}});
    set("quote", quote, {{"owner", tom}});
    move("quote", quote, "accepted");
    become(tom);
    // The profile opens own records alone: the order becomes his, as the quote is.
    CHECK(offers("quote", quote) == std::vector<std::string>{"sales_order"});
    become(tina);
    CHECK(convert_record(store, {entity("quote").id, quote, "sales_order", 0}).error().code ==
          ErrorCode::NotFound);
    become(must(read_policy_tables(store)).users.at(0).id);
    restrict_field("quote", "discount", "hidden");
    restrict_field("sales_order", "terms", "hidden");
    become(tom);
    const RecordId order = make("quote", quote, "sales_order");
    become(must(read_policy_tables(store)).users.at(0).id);
    CHECK(get("sales_order", order, "discount") == Value());
    CHECK(get("sales_order", order, "owner") == Value(tom));
    CHECK(lines_of("sales_order_line", order).size() == 2);
    allow("sales_order", "create_level", "none");
    become(tom);
    CHECK(offers("quote", quote).empty());
    CHECK(convert("quote", quote, "sales_order").answer == ConversionAnswer::NotOffered);
}
