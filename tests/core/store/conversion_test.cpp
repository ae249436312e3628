// Documents made from documents: what is made, what is left out, what is refused.
#include "core/app/undo.h"
#include "core/operation.h"
#include "core/store/policy_fixture.h"
#include "core/store/selling.h"

using namespace holdfast;
using namespace holdfast::test;

TEST_CASE_METHOD(Selling, "an accepted quote becomes an order with its lines and its prices",
                 "[store][conversion]") {
    CHECK(offers("quote", quote).empty());
    CHECK(convert("quote", quote, "sales_order").answer == ConversionAnswer::NotOffered);
    CHECK(count("sales_order") == 0);
    set("quote", quote, {{"prices_include_tax", number(1)}, {"tax_mode", text("document")}});
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
    CHECK(get("sales_order", order, "prices_include_tax") == number(1));
    CHECK(get("sales_order", order, "tax_mode") == text("document"));
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

TEST_CASE_METHOD(Selling, "what lies in the recycle bin, is cancelled or credited takes nothing",
                 "[store][conversion]") {
    const RecordId order = confirmed_order();
    const RecordId binned = make("sales_order", order, "invoice");
    save(draft().remove(entity("invoice").id, binned));
    const RecordId cancelled = make("sales_order", order, "invoice");
    move("invoice", cancelled, "cancelled");
    const RecordId credited = make("sales_order", order, "invoice");
    set("invoice", credited, {{"due", get("invoice", credited, "issue_date")}});
    move("invoice", credited, "issued");
    move("invoice", credited, "credited");
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

TEST_CASE_METHOD(Selling,
                 "more lines than one transaction holds are refused before they are written",
                 "[store][conversion]") {
    // Four thousand short commits would take longer than the test may.
    const std::size_t lines = kOperationsPerTransactionMax;
    std::size_t made = 2;
    while (made < lines) {
        Draft many = draft();
        for (std::size_t in_draft = 0; in_draft < 2'000 && made < lines; ++in_draft, ++made)
            many.create(
                entity("quote_line").id, make_record_id(environment),
                values("quote_line",
                       {{"quote", quote}, {"description", text("x")}, {"quantity", number(kOne)}}));
        save(many);
    }
    move("quote", quote, "accepted");
    const auto done = convert_record(store, {entity("quote").id, quote, "sales_order", 0});
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().code == ErrorCode::LimitExceeded);
    CHECK(std::string(done.error().context) == "conversion.lines");
    CHECK(count("sales_order") == 0);
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
    set("quote", quote, {{"subject", text("Secret")}, {"terms", text("Net 30")}});
    restrict_field("quote", "subject", "hidden");
    restrict_field("sales_order", "terms", "hidden");
    become(tom);
    const RecordId order = make("quote", quote, "sales_order");
    become(must(read_policy_tables(store)).users.at(0).id);
    CHECK(get("sales_order", order, "subject") == Value());
    CHECK(get("sales_order", order, "terms") == Value());
    CHECK(get("sales_order", order, "discount") == number(50'000));
    CHECK(get("sales_order", order, "owner") == Value(tom));
    CHECK(lines_of("sales_order_line", order).size() == 2);
    allow("sales_order", "create_level", "none");
    become(tom);
    CHECK(offers("quote", quote).empty());
    CHECK(convert("quote", quote, "sales_order").answer == ConversionAnswer::NotOffered);
}

TEST_CASE_METHOD(SellingOn<PolicyFixture>,
                 "with a hidden field that totals or open quantities need nothing is made",
                 "[store][conversion][rights]") {
    struct Case {
        const char* module;
        const char* field;
    };
    set("account", acme, {{"owner", text("tom")}});
    set("quote", quote, {{"owner", tom}});
    move("quote", quote, "accepted");
    const RecordId boss = must(read_policy_tables(store)).users.at(0).id;
    const auto try_hidden = [&](const Case& hidden) {
        CAPTURE(hidden.module, hidden.field);
        const RecordId rule = create("profile_right", {{"profile", profile},
                                                       {"entity", text(hidden.module)},
                                                       {"field", text(hidden.field)},
                                                       {"access", text("hidden")}});
        become(tom);
        const ConversionDone done = convert("quote", quote, "sales_order");
        CHECK(done.answer == ConversionAnswer::Hidden);
        CHECK(done.hidden == entity("sales_order").id);
        CHECK(done.records.empty());
        become(boss);
        CHECK(count("sales_order") == 0);
        save(draft().remove(entity("profile_right").id, rule));
    };
    for (const Case& hidden : {Case{"quote", "discount"}, Case{"quote", "prices_include_tax"},
                               Case{"quote_line", "unit_price"}, Case{"sales_order", "discount"},
                               Case{"sales_order_line", "quantity"}})
        try_hidden(hidden);
    become(tom);
    CHECK(convert("quote", quote, "sales_order").answer == ConversionAnswer::Made);
}
