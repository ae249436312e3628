// What a draft may not touch any more, and where its links may lead.
#include "core/frozen.h"

#include <algorithm>

#include "core/store/policy_fixture.h"

using namespace holdfast;
using test::must;
using test::number;
using test::text;

namespace {

/// An invoice with one line, issued when issue() says so.
struct InvoiceFixture : test::StoreFixture {
    InvoiceFixture() {
        account = create("account", {{"name", text("Acme")}});
        invoice = create("invoice", {{"account", account},
                                     {"currency", text("EUR")},
                                     {"issue_date", number(20'000)},
                                     {"due", number(20'030)}});
        line = create("invoice_line", {{"invoice", invoice}, {"description", text("Pump")}});
    }
    Draft issuing() { return draft().transition(entity("invoice").id, invoice, "draft", "issued"); }
    Draft adding_line() {
        return draft().create(
            entity("invoice_line").id, make_record_id(environment),
            values("invoice_line", {{"invoice", invoice}, {"description", text("Seal")}}));
    }
    std::size_t line_count() {
        return must(store.read_children(entity("invoice_line").id, invoice)).size();
    }
    RecordId account, invoice, line;
};

constexpr FieldId kWhole = FieldId::None;

}  // namespace

TEST_CASE_METHOD(InvoiceFixture, "lines come with the move that issues, and none after it",
                 "[core][frozen]") {
    Draft both = adding_line();
    both.transition(entity("invoice").id, invoice, "draft", "issued");
    save(both);
    CHECK(line_count() == 2);
    const std::vector<FieldIssue> issues = refuse(adding_line());
    CHECK(issues.front().kind == IssueKind::Frozen);
    CHECK(issues.front().field == kWhole);
    CHECK(line_count() == 2);
}

TEST_CASE_METHOD(InvoiceFixture, "an invoice that was issued is neither removed nor set back",
                 "[core][frozen]") {
    save(issuing());
    const EntityId module = entity("invoice").id;
    CHECK(refuse(draft().remove(module, invoice)) ==
          std::vector<FieldIssue>{{invoice, kWhole, IssueKind::Frozen, {}}});
    CHECK(refuse(draft().set(module, invoice, values("invoice", {{"status", text("draft")}}))) ==
          std::vector<FieldIssue>{{invoice, kWhole, IssueKind::Frozen, {}}});
    CHECK(get("invoice", invoice, "status") == text("issued"));
    // Nor can both be had in one go.
    Draft together = draft();
    together.set(module, invoice, values("invoice", {{"status", text("draft")}}));
    together.remove(module, invoice);
    CHECK(refuse(together).front().kind == IssueKind::Frozen);
}

TEST_CASE_METHOD(InvoiceFixture, "no other issued state is a step on the way out of an issued one",
                 "[core][frozen]") {
    const RecordId quote = create("quote", {{"account", account}, {"currency", text("EUR")}});
    const auto put = [&](const char* state) {
        return draft().set(entity("quote").id, quote, values("quote", {{"status", text(state)}}));
    };
    save(put("accepted"));
    CHECK(refuse(put("awaiting_approval")).front().kind == IssueKind::Frozen);
    CHECK(get("quote", quote, "status") == text("accepted"));
    save(put("superseded"));
}

TEST_CASE_METHOD(InvoiceFixture, "what only links to an issued invoice stays free",
                 "[core][frozen]") {
    save(issuing());
    const RecordId payment = create("payment", {{"account", account},
                                                {"date", number(20'010)},
                                                {"method", text("cash")},
                                                {"amount", number(1'000)},
                                                {"currency", text("EUR")}});
    const RecordId allocation =
        create("payment_allocation",
               {{"payment", payment}, {"invoice", invoice}, {"amount", number(1'000)}});
    save(draft().remove(entity("payment_allocation").id, allocation));
    create("comment",
           {{"text", text("Called")}, {"record_entity", text("invoice")}, {"record", invoice}});
    set("invoice", invoice, {{"notes", text("Reminded")}});
    save(draft().transition(entity("invoice").id, invoice, "issued", "credited"));
}

TEST_CASE_METHOD(InvoiceFixture, "an order that goes back to draft thaws", "[core][frozen]") {
    const RecordId order = create("sales_order", {{"account", account}, {"currency", text("EUR")}});
    const RecordId part =
        create("sales_order_line", {{"sales_order", order}, {"description", text("Pump")}});
    const EntityId module = entity("sales_order").id;
    save(draft().set(module, order, values("sales_order", {{"status", text("confirmed")}})));
    const Draft removing = draft().remove(entity("sales_order_line").id, part);
    CHECK(refuse(removing).front().kind == IssueKind::Frozen);
    save(draft().transition(module, order, "confirmed", "draft"));
    save(removing);
}

TEST_CASE_METHOD(InvoiceFixture, "a document that is imported as issued brings its lines along",
                 "[core][frozen]") {
    const RecordId old = make_record_id(environment);
    Draft history = draft();
    history.create(entity("invoice").id, old,
                   values("invoice", {{"account", account}, {"status", text("paid")}}));
    history.create(entity("invoice_line").id, make_record_id(environment),
                   values("invoice_line", {{"invoice", old}, {"description", text("Pump")}}));
    save(history);
    CHECK(
        must(is_part_of_frozen(store, entity("invoice_line"),
                               must(store.read_children(entity("invoice_line").id, old)).front())));
}

TEST_CASE_METHOD(test::StoreFixture, "a device takes what a delta does to an issued invoice",
                 "[core][frozen]") {
    enrol();
    const auto id = [](std::uint64_t low) { return RecordId{1, low}; };
    const EntityId lines = entity("invoice_line").id;
    const auto line = [&](std::uint64_t low, std::uint64_t version) {
        return row("invoice_line", id(low), version,
                   {{"invoice", id(1)}, {"description", text("Pump")}});
    };
    Delta first = delta(10);
    first.rows.push_back(
        {entity("invoice").id, {row("invoice", id(1), 10, {{"status", text("issued")}})}});
    first.rows.push_back({lines, {line(2, 10)}});
    must(store.apply(first));
    CHECK(refuse(draft().remove(lines, id(2))).front().kind == IssueKind::Frozen);

    Delta second = delta(20);
    RowImage removed = line(2, 20);
    removed.deleted = true;
    second.rows.push_back({lines, {removed, line(3, 20)}});
    must(store.apply(second));
    const std::vector<Record> left = must(store.read_children(lines, id(1)));
    REQUIRE(left.size() == 1);
    CHECK(left[0].id == id(3));
}

namespace {

/// Two accounts, one of them in the recycle bin.
struct LinkFixture : test::StoreFixture {
    LinkFixture() {
        account = create("account", {{"name", text("Acme")}});
        gone = create("account", {{"name", text("Gone")}});
        save(draft().remove(entity("account").id, gone));
    }
    Draft contact_of(const RecordId& employer) {
        return draft().create(
            entity("contact").id, make_record_id(environment),
            values("contact", {{"last_name", text("Berg")}, {"account", employer}}));
    }
    RecordId account, gone;
};

}  // namespace

TEST_CASE_METHOD(LinkFixture, "nobody links to what lies in the recycle bin",
                 "[core][rules][links]") {
    const std::vector<FieldIssue> issues = refuse(contact_of(gone));
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].kind == IssueKind::UnknownLink);
    CHECK(issues[0].detail == "removed");
    CHECK(issues[0].field == field("contact", "account"));
    const RecordId contact = create("contact", {{"last_name", text("Berg")}, {"account", account}});
    CHECK(refuse(draft().set(entity("contact").id, contact, values("contact", {{"account", gone}})))
              .front()
              .detail == "removed");
    save(draft().restore(entity("account").id, gone));
    set("contact", contact, {{"account", gone}});
}

TEST_CASE_METHOD(LinkFixture, "a link from before keeps nobody from editing something else",
                 "[core][rules][links]") {
    const RecordId contact = create("contact", {{"last_name", text("Berg")}, {"account", account}});
    save(draft().remove(entity("account").id, account));
    set("contact", contact, {{"first_name", text("Ana")}, {"account", account}});
    CHECK(get("contact", contact, "first_name") == text("Ana"));
}

TEST_CASE_METHOD(LinkFixture, "a part of what is removed cannot be linked to either",
                 "[core][rules][links]") {
    const RecordId order = create("sales_order", {{"account", account}, {"currency", text("EUR")}});
    const RecordId part =
        create("sales_order_line", {{"sales_order", order}, {"description", text("Pump")}});
    const RecordId note = create("delivery_note", {{"account", account}});
    save(draft().remove(entity("sales_order").id, order));
    const std::vector<FieldIssue> issues = refuse(draft().create(
        entity("delivery_note_line").id, make_record_id(environment),
        values("delivery_note_line",
               {{"delivery_note", note}, {"description", text("Pump")}, {"origin_line", part}})));
    CHECK(std::find(issues.begin(), issues.end(),
                    FieldIssue{issues.front().record, field("delivery_note_line", "origin_line"),
                               IssueKind::UnknownLink, "removed"}) != issues.end());
}

TEST_CASE_METHOD(test::PolicyFixture,
                 "a record that may not be read is refused as if it did not exist",
                 "[core][rules][links]") {
    const RecordId toms = add_task("Fix pump", tom);
    const RecordId tinas = add_task("Read meter", tina);
    allow("comment", "create_level", "all");
    become(tom);
    const auto linking = [&](const RecordId& to) {
        return draft().create(
            entity("comment").id, make_record_id(environment),
            values("comment",
                   {{"text", text("Seen")}, {"record_entity", text("task")}, {"record", to}}));
    };
    save(linking(toms));
    const std::vector<FieldIssue> issues = refuse(linking(tinas));
    const FieldIssue unknown{
        issues.front().record, field("comment", "record"), IssueKind::UnknownLink, {}};
    CHECK(std::find(issues.begin(), issues.end(), unknown) != issues.end());
}

namespace {

/// A made-up module: "express" is offered to small parcels only, "note" is closed while it is open.
const Registry& parcels() {
    static const Registry registry =
        must(Registry::compile({{"parcel.json",
                                 R"({"id":1,"key":"parcel","icon":"box","title":["name"],
              "fields":[{"id":1,"key":"name","type":"text"},
                        {"id":2,"key":"size","type":"choice","choices":["small","big"]},
                        {"id":3,"key":"way","type":"choice","choices":["express","post"],
                         "options_if":{"express":"size == 'small'"}},
                        {"id":4,"key":"note","type":"text","readonly_if":"size == 'big'"},
                        {"id":5,"key":"opened","type":"integer","merge":"counter",
                         "readonly_if":"size == 'big'"}],
              "list":{"columns":["name"],"order":"name"},
              "form":[{"section":"main","fields":["name","size","way","note"]}]})"}},
                               nullptr));
    return registry;
}

struct ParcelFixture : test::StoreFixture {
    ParcelFixture() : StoreFixture(parcels()) {}
    Draft parcel(std::initializer_list<test::Given> given) {
        return draft().create(EntityId{1}, make_record_id(environment), values("parcel", given));
    }
    void check_issue(const std::vector<FieldIssue>& issues, std::string_view key, IssueKind kind) {
        REQUIRE(issues.size() == 1);
        CHECK(issues[0].field == field("parcel", key));
        CHECK(issues[0].kind == kind);
    }
};

}  // namespace

TEST_CASE_METHOD(ParcelFixture, "a choice that is not offered to a record is refused",
                 "[core][rules]") {
    save(parcel({{"size", text("small")}, {"way", text("express")}}));
    check_issue(refuse(parcel({{"size", text("big")}, {"way", text("express")}})), "way",
                IssueKind::NotAChoice);
    const RecordId big = create("parcel", {{"size", text("big")}, {"way", text("post")}});
    check_issue(refuse(draft().set(EntityId{1}, big, values("parcel", {{"way", text("express")}}))),
                "way", IssueKind::NotAChoice);
    // What was chosen when it was offered stays.
    const RecordId small = create("parcel", {{"size", text("small")}, {"way", text("express")}});
    set("parcel", small, {{"size", text("big")}});
    CHECK(get("parcel", small, "way") == text("express"));
}

TEST_CASE_METHOD(ParcelFixture, "a field that is closed takes nothing with a new record either",
                 "[core][rules]") {
    save(parcel({{"size", text("small")}, {"note", text("Fragile")}}));
    check_issue(refuse(parcel({{"size", text("big")}, {"note", text("Fragile")}})), "note",
                IssueKind::ReadOnly);
    const RecordId big = create("parcel", {{"size", text("big")}});
    check_issue(refuse(draft().increment(EntityId{1}, big, field("parcel", "opened"), 1)), "opened",
                IssueKind::ReadOnly);
    const RecordId small = create("parcel", {{"size", text("small")}});
    save(draft().increment(EntityId{1}, small, field("parcel", "opened"), 1));
    CHECK(get("parcel", small, "opened") == number(1));
}
