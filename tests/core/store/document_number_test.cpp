#include "core/document_number.h"

#include "core/app/undo.h"
#include "core/store_fixture.h"
#include "store/taken_number.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

constexpr char kBill[] = R"json({
    "id": 901, "key": "bill", "icon": "box", "title": ["number"],
    "number": {"field": "number", "prefix": "B", "policy": "authority",
               "format": "B-{yyyy}-{n:3}", "when": ["issued"]},
    "fields": [
        {"id": 1, "key": "number", "type": "number", "index": true},
        {"id": 2, "key": "status", "type": "state"}
    ],
    "state": {"field": "status", "initial": "draft",
        "states": [{"key": "draft", "category": "draft"}, {"key": "issued", "category": "open"}],
        "transitions": ["draft > issued", "issued > draft"]},
    "list": {"columns": ["number"], "order": "number"},
    "form": [{"section": "main", "fields": ["number"]}]
})json";
constexpr char kOffer[] = R"json({
    "id": 902, "key": "offer", "icon": "box", "title": ["number"],
    "number": {"field": "number", "prefix": "O", "format": "O-{n:3}", "when": ["sent"],
               "keep": "first_number"},
    "fields": [
        {"id": 1, "key": "number", "type": "number"},
        {"id": 2, "key": "status", "type": "state"},
        {"id": 3, "key": "first_number", "type": "text", "merge": "server"}
    ],
    "state": {"field": "status", "initial": "draft",
        "states": [{"key": "draft", "category": "draft"}, {"key": "sent", "category": "open"}],
        "transitions": ["draft > sent"]},
    "list": {"columns": ["number"], "order": "number"},
    "form": [{"section": "main", "fields": ["number"]}]
})json";

const Registry& definitions() {
    static const Registry registry =
        must(Registry::compile({{"bill.json", kBill}, {"offer.json", kOffer}}, nullptr));
    return registry;
}

struct Office : StoreFixture {
    Office() : StoreFixture(definitions()) {}
    Value issue(const RecordId& bill) {
        save(draft().transition(entity("bill").id, bill, "draft", "issued"));
        return get("bill", bill, "number");
    }
    /// The server was put back; its rows are those of the delta.
    Delta restored(std::uint64_t decided_upto, std::vector<RowImage> bills) {
        Delta anew = delta(9'000, decided_upto);
        anew.rebaseline = true;
        anew.from = ServerSeq::None;
        anew.epoch = 2;
        anew.rows.push_back({entity("bill").id, std::move(bills)});
        return anew;
    }
};

}  // namespace

TEST_CASE("without a server the workspace gives numbers itself, without gaps", "[core][numbers]") {
    Office office;
    const RecordId first = office.create("bill", {});
    const RecordId second = office.create("bill", {});
    const RecordId third = office.create("bill", {});
    CHECK(is_null(office.get("bill", first, "number")));
    CHECK(office.issue(second) == text("B-2023-001"));
    CHECK(office.issue(first) == text("B-2023-002"));
    office.environment.now += std::int64_t{60} * 86'400'000;  // The next year begins anew.
    CHECK(office.issue(third) == text("B-2024-001"));
}

TEST_CASE("a draft that is not saved takes no number", "[core][numbers]") {
    Office office;
    const RecordId bill = office.create("bill", {});
    Draft wrong = office.draft();
    wrong.transition(office.entity("bill").id, bill, "draft", "issued");
    wrong.set(office.entity("bill").id, bill, office.values("bill", {{"number", text("X")}}));
    CHECK(office.refuse(wrong).at(0).kind == IssueKind::ReadOnly);
    CHECK(office.issue(bill) == text("B-2023-001"));
}

TEST_CASE("taking a move back leaves the number that it asked for", "[core][numbers][undo]") {
    Office office;
    const RecordId bill = office.create("bill", {});
    Draft issue = office.draft();
    issue.transition(office.entity("bill").id, bill, "draft", "issued");
    const CommitWithUndo made = must(commit_with_undo(office.store, issue));
    REQUIRE(made.undo.has_value());
    REQUIRE(std::holds_alternative<Saved>(must(take_back(office.store, *made.undo))));
    CHECK(office.get("bill", bill, "status") == text("draft"));
    CHECK(office.get("bill", bill, "number") == text("B-2023-001"));
    CHECK(office.issue(bill) == text("B-2023-001"));
    CHECK(office.issue(office.create("bill", {})) == text("B-2023-002"));
}

TEST_CASE("a number that was brought along is passed over", "[core][numbers]") {
    Office office;
    office.create("bill", {{"number", text("B-2023-001")}, {"status", text("issued")}});
    CHECK(office.issue(office.create("bill", {})) == text("B-2023-002"));
}

TEST_CASE("the number of a record in the recycle bin is passed over", "[core][numbers]") {
    Office office;
    const RecordId gone =
        office.create("bill", {{"number", text("B-2023-001")}, {"status", text("issued")}});
    office.save(office.draft().remove(office.entity("bill").id, gone));
    CHECK(office.issue(office.create("bill", {})) == text("B-2023-002"));
}

TEST_CASE("whether a number is taken is looked up in an index", "[core][numbers]") {
    StoreFixture office;
    const std::string sql = taken_number_sql(office.entity("invoice"));
    Statement statement = must(office.store.database().prepare("EXPLAIN QUERY PLAN " + sql));
    std::string plan;
    while (must(statement.step())) plan += std::string(statement.text(3)) + "\n";
    CAPTURE(plan);
    CHECK(plan.find("invoice_by_number") != std::string::npos);
    CHECK(plan.find("SCAN") == std::string::npos);
}

TEST_CASE("a device's number is kept beside the final one", "[core][numbers]") {
    Office office;
    const RecordId offer = office.create("offer", {});
    CHECK(office.get("offer", offer, "number") == text("O-0001"));
    office.save(office.draft().transition(office.entity("offer").id, offer, "draft", "sent"));
    CHECK(office.get("offer", offer, "number") == text("O-001"));
    CHECK(office.get("offer", offer, "first_number") == text("O-0001"));
}

TEST_CASE("a device with a server leaves final numbers to it", "[core][numbers]") {
    Office office;
    office.enrol();
    const RecordId bill = office.create("bill", {});
    CHECK(is_null(office.issue(bill)));
    CHECK(office.get("offer", office.create("offer", {}), "number") == text("O-K7-0001"));
}

TEST_CASE("pairing sends the numbers that the workspace gave", "[core][numbers]") {
    Office office;
    const RecordId bill = office.create("bill", {});
    office.issue(bill);
    office.enrol();
    const Operation sent = office.queued().at(0).operations.at(0);
    CHECK(sent.record == bill);
    CHECK(sent.edits.at(0).value == text("B-2023-001"));
}

TEST_CASE("a device reports the numbers that a restored server lacks", "[core][numbers]") {
    Office office;
    office.enrol();
    const RecordId known = make_record_id(office.environment);
    const RecordId lost = make_record_id(office.environment);
    Delta first = office.delta(10);
    first.rows.push_back(
        {office.entity("bill").id,
         {office.row("bill", known, 9,
                     {{"number", text("B-2023-001")}, {"status", text("issued")}}),
          office.row("bill", lost, 10,
                     {{"number", text("B-2023-002")}, {"status", text("issued")}})}});
    must(office.store.apply(first));

    must(office.store.apply(
        office.restored(0, {office.row("bill", known, 9, {{"number", text("B-2023-001")}}),
                            office.row("bill", lost, 8, {{"status", text("draft")}})})));
    const std::vector<TransactionRecord> queued = office.queued();
    REQUIRE(queued.size() == 1);
    CHECK(queued[0].no == TransactionNo{1});
    REQUIRE(queued[0].operations.size() == 2);
    const Operation& reported = queued[0].operations[0];
    CHECK(reported.kind == OperationKind::ReportNumber);
    CHECK(reported.record == lost);
    CHECK(reported.edits.at(0).value == text("B-2023-002"));
    const Operation& end = queued[0].operations[1];
    CHECK(end.entity == EntityId::None);
    CHECK(end.edits.at(0).value == number(2));
    CHECK(is_null(office.get("bill", lost, "number")));
    // Work goes on under the numbers after the report.
    office.create("bill", {});
    CHECK(office.queued().back().no == TransactionNo{2});
}

TEST_CASE("a new start from the same server reports nothing", "[core][numbers]") {
    Office office;
    office.enrol();
    Delta anew = office.restored(0, {});
    anew.epoch = 1;
    must(office.store.apply(anew));
    CHECK(office.queued().empty());
}

TEST_CASE("a report of more numbers than one transaction takes is sent in parts",
          "[core][numbers]") {
    Office office;
    office.enrol();
    Delta first = office.delta(10);
    first.rows.push_back({office.entity("bill").id, {}});
    for (int n = 1; n <= 600; ++n)
        first.rows[0].rows.push_back(
            office.row("bill", make_record_id(office.environment), 9,
                       {{"number", text(number_in_series("B-2023-{n:3}", n))}}));
    must(office.store.apply(first));
    must(office.store.apply(office.restored(0, {})));
    const std::vector<TransactionRecord> queued = office.queued();
    REQUIRE(queued.size() == 2);
    CHECK(queued[0].operations.size() == 500);
    CHECK(queued[1].operations.size() == 101);
    CHECK(office.store.state().next_no == TransactionNo{3});
}
