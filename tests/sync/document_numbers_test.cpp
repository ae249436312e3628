#include "document_numbers.h"

#include "rules_bench.h"

namespace holdfast::sync {
namespace {

using namespace sync::test;
namespace part = sim::part;

RecordId seal(std::uint64_t low) {
    return {8, low};
}

Operation on_part(OperationKind kind, const RecordId& id, std::vector<FieldEdit> edits) {
    Operation made = operation(kind, std::move(edits));
    made.entity = sim::kPart;
    made.record = id;
    return made;
}

Operation created(const RecordId& id, std::vector<FieldEdit> more = {}) {
    more.insert(more.begin(), edit(part::kItemLink, kPump, 1));
    return on_part(OperationKind::Create, id, std::move(more));
}

Operation reported(const RecordId& id, std::string number) {
    return on_part(OperationKind::ReportNumber, id, {edit(part::kNumber, std::move(number), 0)});
}

Operation end_of_report(std::int64_t epoch) {
    Operation made = operation(OperationKind::ReportNumber, {edit(FieldId::None, epoch, 0)});
    made.entity = EntityId::None;
    made.record = {};
    return made;
}

/// The pump's parts are numbered as soon as they exist: P-1, P-2, ...
struct NumbersBench : RulesBench {
    Value number_of(const RecordId& id) const {
        const ServerRow* row = store.find(sim::kPart, id);
        return row == nullptr ? Value{} : row->values[sim::position_of(part::kNumber)];
    }
    void move(const char* from, const char* to) {
        Operation made =
            operation(OperationKind::Transition, {edit(item::kStatus, text_value(to), 9)});
        made.from_state = from;
        must_apply(kAna, {made});
    }
    /// As after a restore: the device may know numbers that the database lost.
    void owe(DeviceNo device) {
        DeviceState state = *must(store.read_device(device));
        state.owes_numbers = true;
        must(store.write_device(state));
        store.commit();
    }
};

TEST_CASE("numbers are given in the order of acceptance, without gaps", "[numbers]") {
    NumbersBench bench;
    bench.must_apply(kBen, {created(seal(1)), created(seal(2))});
    bench.must_apply(kAna, {created(seal(3))});
    CHECK(bench.number_of(seal(1)) == text_value("P-1"));
    CHECK(bench.number_of(seal(2)) == text_value("P-2"));
    CHECK(bench.number_of(seal(3)) == text_value("P-3"));
}

TEST_CASE("a transaction that is refused takes no number", "[numbers]") {
    NumbersBench bench;
    const Operation stray =
        on_part(OperationKind::Set, seal(9), {edit(part::kAmount, std::int64_t{1}, 1)});
    CHECK(bench.push(kAna, {created(seal(1)), stray}).status == TransactionStatus::Rejected);
    bench.must_apply(kAna, {created(seal(2))});
    CHECK(bench.number_of(seal(2)) == text_value("P-1"));
}

TEST_CASE("a push that is sent again gives no second number", "[numbers]") {
    NumbersBench bench;
    TransactionRecord transaction;
    transaction.no = TransactionNo{1};
    transaction.operations = {created(seal(1))};
    const PushRequest push{1, 1, {transaction}};
    bench.must_reply(kBen, push);
    bench.must_reply(kBen, push);
    bench.must_apply(kAna, {created(seal(2))});
    CHECK(bench.number_of(seal(1)) == text_value("P-1"));
    CHECK(bench.number_of(seal(2)) == text_value("P-2"));
}

TEST_CASE("a record gets its number when its state asks for it, and keeps it", "[numbers]") {
    NumbersBench bench;
    bench.move("open", "active");
    CHECK(is_null(bench.value(item::kNumber)));
    bench.move("active", "done");
    CHECK(bench.value(item::kNumber) == text_value("I-1"));
    bench.move("done", "active");
    bench.move("active", "done");
    CHECK(bench.value(item::kNumber) == text_value("I-1"));
}

TEST_CASE("what a device writes into a final number is ignored", "[numbers]") {
    NumbersBench bench;
    bench.must_apply(kAna,
                     {operation(OperationKind::Set, {edit(item::kNumber, text_value("I-77"), 1),
                                                     edit(item::kPlan, std::int64_t{5}, 1)})});
    CHECK(is_null(bench.value(item::kNumber)));
    CHECK(bench.value(item::kPlan) == Value{std::int64_t{5}});
}

TEST_CASE("numbers that were brought along stay, and are passed over", "[numbers]") {
    NumbersBench bench;
    bench.must_apply(kAna, {created(seal(1), {edit(part::kNumber, text_value("P-2"), 0)})});
    bench.must_apply(kBen, {created(seal(2)), created(seal(3))});
    CHECK(bench.number_of(seal(1)) == text_value("P-2"));
    CHECK(bench.number_of(seal(2)) == text_value("P-1"));
    CHECK(bench.number_of(seal(3)) == text_value("P-3"));
}

TEST_CASE("of two workspaces that bring the same number the second gets its tag behind it",
          "[numbers]") {
    NumbersBench bench;
    const auto bring = [&](DeviceNo device, std::uint64_t low) {
        bench.must_apply(device, {created(seal(low), {edit(part::kNumber, text_value("P-1"), 0)})});
    };
    bring(kAna, 1);
    bring(kBen, 2);
    bring(kBen, 3);
    CHECK(bench.number_of(seal(1)) == text_value("P-1"));
    CHECK(bench.number_of(seal(2)) == text_value("P-1-K2"));
    CHECK(bench.number_of(seal(3)) == text_value("P-1-K2-2"));
}

TEST_CASE("a long number that is brought twice still fits its field", "[numbers]") {
    NumbersBench bench;
    const std::string longest(40, 'x');
    for (std::uint64_t low = 1; low <= 3; ++low)
        bench.must_apply(kAna, {created(seal(low), {edit(part::kNumber, longest, 0)})});
    CHECK(text_or_empty(bench.number_of(seal(3))).size() == 40);
    CHECK(bench.number_of(seal(2)) != bench.number_of(seal(3)));
}

TEST_CASE("a copy of a workspace brings the number of a record that is known without one",
          "[numbers]") {
    NumbersBench bench;
    // The copy issued what the server knows as open only.
    const auto copied = operation(
        OperationKind::Create,
        {edit(item::kNumber, text_value("I-1"), 0), edit(item::kStatus, text_value("done"), 0)});
    CHECK(bench.push(kBen, {copied}, 1'000).status == TransactionStatus::Applied);
    CHECK(bench.value(item::kStatus) == text_value("done"));
    CHECK(bench.value(item::kNumber) == text_value("I-1"));
    const auto noted = must(bench.store.find_number(sim::kItem, "I-1"));
    REQUIRE(noted.has_value());
    CHECK(noted->record == kPump);
}

TEST_CASE("of two copies that bring the same number for different records both keep one",
          "[numbers]") {
    NumbersBench bench;
    const auto brings = edit(item::kNumber, text_value("I-1"), 0);
    Operation other = operation(OperationKind::Create, {brings});
    other.record = {7, 8};
    bench.must_apply(kAna, {other});
    bench.must_apply(kBen, {operation(OperationKind::Create, {brings})});
    CHECK(bench.value(item::kNumber) == text_value("I-1-K2"));
}

TEST_CASE("a copy that moved a known record to where it needs a number gets it one", "[numbers]") {
    NumbersBench bench;
    const auto copied =
        operation(OperationKind::Create, {edit(item::kStatus, text_value("done"), 0)});
    CHECK(bench.push(kBen, {copied}, 1'000).status == TransactionStatus::Applied);
    CHECK(bench.value(item::kNumber) == text_value("I-1"));
}

TEST_CASE("a number that a known record has is not replaced by that of a copy", "[numbers]") {
    NumbersBench bench;
    bench.must_apply(kAna, {created(seal(1))});
    bench.must_apply(kBen, {created(seal(1), {edit(part::kNumber, text_value("P-9"), 0)})});
    CHECK(bench.number_of(seal(1)) == text_value("P-1"));
}

TEST_CASE("a number that stands on a copy's paper is given to no other record", "[numbers]") {
    NumbersBench bench;
    bench.must_apply(kAna, {created(seal(1))});
    bench.must_apply(kBen, {created(seal(1), {edit(part::kNumber, text_value("P-2"), 0)})});
    bench.must_apply(kAna, {created(seal(2))});
    CHECK(bench.number_of(seal(1)) == text_value("P-1"));
    CHECK(bench.number_of(seal(2)) == text_value("P-3"));
}

TEST_CASE("a restored server gives no number until every device has reported", "[numbers]") {
    NumbersBench bench;
    bench.owe(kAna);
    bench.owe(kBen);
    bench.must_apply(kAna, {created(seal(1))});
    bench.must_apply(kAna, {end_of_report(1)});
    CHECK(is_null(bench.number_of(seal(1))));
    bench.must_apply(kBen, {created(seal(2))});
    CHECK(is_null(bench.number_of(seal(2))));
    // Ben has seen P-1 and P-2 on parts; the server lost both.
    bench.must_apply(kBen, {reported(seal(2), "P-1"), reported(seal(7), "P-2"), end_of_report(1)});
    CHECK(bench.number_of(seal(2)) == text_value("P-1"));
    CHECK(bench.number_of(seal(1)) == text_value("P-3"));
    bench.must_apply(kAna, {created(seal(7))});
    CHECK(bench.number_of(seal(7)) == text_value("P-2"));
    bench.must_apply(kAna, {created(seal(8))});
    CHECK(bench.number_of(seal(8)) == text_value("P-4"));
}

TEST_CASE("who waited for a number gets it also when the record went on meanwhile", "[numbers]") {
    NumbersBench bench;
    bench.owe(kBen);
    bench.move("open", "active");
    bench.move("active", "done");
    bench.move("done", "active");
    CHECK(is_null(bench.value(item::kNumber)));
    bench.must_apply(kBen, {end_of_report(1)});
    CHECK(bench.value(item::kStatus) == text_value("active"));
    CHECK(bench.value(item::kNumber) == text_value("I-1"));
}

TEST_CASE("a report that was made for an earlier restore is not the end", "[numbers]") {
    NumbersBench bench;
    bench.owe(kAna);
    bench.must_apply(kAna, {end_of_report(0)});
    bench.must_apply(kBen, {created(seal(1))});
    CHECK(is_null(bench.number_of(seal(1))));
    bench.must_apply(kAna, {end_of_report(1)});
    CHECK(bench.number_of(seal(1)) == text_value("P-1"));
}

TEST_CASE("who owes no report cannot take numbers away", "[numbers]") {
    NumbersBench bench;
    bench.must_apply(kBen, {reported(seal(7), "P-1"), end_of_report(1)});
    bench.must_apply(kAna, {created(seal(1))});
    CHECK(bench.number_of(seal(1)) == text_value("P-1"));
}

TEST_CASE("reports that make no sense change nothing", "[numbers]") {
    NumbersBench bench;
    bench.owe(kAna);
    Operation unknown = reported(seal(1), "P-9");
    unknown.entity = EntityId{777};
    Operation empty = reported(seal(1), "");
    Operation bare = reported(seal(1), "P-9");
    bare.edits.clear();
    Operation number = reported(seal(1), "P-9");
    number.edits[0].value = std::int64_t{5};
    Operation nobody = reported({}, "P-9");
    const Operation huge = reported(seal(1), std::string(1'000, 'x'));
    bench.must_apply(kAna, {unknown, empty, bare, number, nobody, huge});
    CHECK(bench.store.numbers().empty());
    // Two devices say different things: the first stays, and neither number is used again.
    bench.must_apply(kAna, {reported(seal(1), "P-1"), reported(seal(2), "P-1"),
                            reported(seal(1), "P-2"), end_of_report(1)});
    bench.must_apply(kBen, {created(seal(2)), created(seal(1)), created(seal(3))});
    CHECK(bench.number_of(seal(1)) == text_value("P-1"));
    CHECK(bench.number_of(seal(2)) == text_value("P-3"));
    CHECK(bench.number_of(seal(3)) == text_value("P-4"));
}

}  // namespace
}  // namespace holdfast::sync
