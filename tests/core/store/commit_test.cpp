#include "core/store_fixture.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

std::vector<IssueKind> kinds_of(const std::vector<FieldIssue>& issues) {
    std::vector<IssueKind> kinds;
    for (const FieldIssue& issue : issues) kinds.push_back(issue.kind);
    return kinds;
}

RecordId open_order(StoreFixture& fixture) {
    return fixture.create("work_order",
                          {{"subject", text("Replace pump")}, {"status", text("open")}});
}

Draft move(StoreFixture& fixture, const RecordId& order, std::string from, std::string to) {
    Draft draft = fixture.draft();
    draft.transition(fixture.entity("work_order").id, order, std::move(from), std::move(to));
    return draft;
}

}  // namespace

TEST_CASE("a new record has its defaults, first state and a document number", "[core][store]") {
    StoreFixture fixture;
    const RecordId first = fixture.create("work_order", {{"subject", text("Pump")}});
    const RecordId second = fixture.create("work_order", {{"subject", text("Valve")}});
    CHECK(fixture.get("work_order", first, "number") == text("WO-0001"));
    CHECK(fixture.get("work_order", second, "number") == text("WO-0002"));
    CHECK(fixture.get("work_order", first, "status") == text("draft"));
    CHECK(fixture.get("work_order", first, "priority") == text("normal"));
    CHECK(is_null(fixture.get("work_order", first, "assignee")));
}

TEST_CASE("numbers given offline carry the device's code and go on counting", "[core][store]") {
    StoreFixture fixture;
    fixture.create("work_order", {{"subject", text("Pump")}});
    fixture.enrol();
    const RecordId id = fixture.create("work_order", {{"subject", text("Valve")}});
    CHECK(fixture.get("work_order", id, "number") == text("WO-K7-0002"));
}

TEST_CASE("a number is not used up by a draft that was not saved", "[core][store]") {
    StoreFixture fixture;
    Draft incomplete = fixture.draft();
    incomplete.create(fixture.entity("work_order").id, RecordId{1, 1}, {});
    CHECK(kinds_of(fixture.refuse(incomplete)) == std::vector{IssueKind::Missing});
    const RecordId id = fixture.create("work_order", {{"subject", text("Pump")}});
    CHECK(fixture.get("work_order", id, "number") == text("WO-0001"));
}

TEST_CASE("what a person has to correct is named field by field, and nothing is written",
          "[core][store]") {
    struct Case {
        std::string_view field;
        Value value;
        IssueKind kind;
    };
    const auto [field, value, kind] = GENERATE(values<Case>({
        {"name", text(""), IssueKind::Missing},
        {"email", text("nobody"), IssueKind::NotAnEmail},
        {"kind", text("robot"), IssueKind::NotAChoice},
        {"status", text("asleep"), IssueKind::NotAChoice},
        {"parent", Value(RecordId{9, 9}), IssueKind::UnknownLink},
        {"number", text("ACC-1"), IssueKind::ReadOnly},
    }));
    StoreFixture fixture;
    const RecordId id = fixture.create("account", {{"name", text("Okafor")}});
    const std::uint64_t generation = fixture.store.generation();
    Draft draft = fixture.draft();
    draft.set(fixture.entity("account").id, id,
              fixture.values("account", {{"phone", text("12345")}}));
    draft.set(fixture.entity("account").id, id, fixture.values("account", {{field, value}}));
    const std::vector<FieldIssue> issues = fixture.refuse(draft);
    CHECK(issues == std::vector{FieldIssue{id, fixture.field("account", field), kind}});
    CHECK(is_null(fixture.get("account", id, "phone")));
    CHECK(fixture.store.generation() == generation);
}

TEST_CASE("several records are saved together or not at all", "[core][store]") {
    StoreFixture fixture;
    const RecordId order = make_record_id(fixture.environment);
    const RecordId line = make_record_id(fixture.environment);
    Draft draft = fixture.draft();
    draft.create(fixture.entity("work_order").id, order,
                 fixture.values("work_order", {{"subject", text("Pump")}}));
    draft.create(
        fixture.entity("work_order_line").id, line,
        fixture.values("work_order_line", {{"work_order", order}, {"description", text("Seal")}}));
    fixture.save(draft);
    const EntityId line_entity = fixture.entity("work_order_line").id;
    CHECK(must(fixture.store.read_children(line_entity, order)).size() == 1);

    Draft second = fixture.draft();
    second.set(fixture.entity("work_order").id, order,
               fixture.values("work_order", {{"subject", text("Changed")}}));
    second.create(line_entity, make_record_id(fixture.environment),
                  fixture.values("work_order_line", {{"work_order", order}}));
    CHECK(kinds_of(fixture.refuse(second)) == std::vector{IssueKind::Missing});
    CHECK(fixture.get("work_order", order, "subject") == text("Pump"));
}

TEST_CASE("children come in the order of their position", "[core][store]") {
    StoreFixture fixture;
    const RecordId order = open_order(fixture);
    for (const int position : {3, 1, 2})
        fixture.create("work_order_line", {{"work_order", order},
                                           {"description", text(std::to_string(position))},
                                           {"position", number(position)}});
    std::string shown;
    for (const Record& line :
         must(fixture.store.read_children(fixture.entity("work_order_line").id, order)))
        shown += title_of(fixture.entity("work_order_line"), line);
    CHECK(shown == "123");
}

TEST_CASE("a move follows the state machine and stamps what the state asks for", "[core][store]") {
    StoreFixture fixture;
    const RecordId order = open_order(fixture);
    CHECK(kinds_of(fixture.refuse(move(fixture, order, "open", "completed"))) ==
          std::vector{IssueKind::NotAllowed});
    CHECK(kinds_of(fixture.refuse(move(fixture, order, "open", "nowhere"))) ==
          std::vector{IssueKind::NotAllowed});

    const std::int64_t start = fixture.environment.now;
    fixture.save(move(fixture, order, "open", "in_progress"));
    CHECK(fixture.get("work_order", order, "status") == text("in_progress"));
    CHECK(fixture.get("work_order", order, "actual_start") == number(start));

    CHECK(fixture.refuse(move(fixture, order, "in_progress", "on_hold")) ==
          std::vector{
              FieldIssue{order, fixture.field("work_order", "hold_reason"), IssueKind::Missing}});
    Draft pause = move(fixture, order, "in_progress", "on_hold");
    pause.set(fixture.entity("work_order").id, order,
              fixture.values("work_order", {{"hold_reason", text("weather")}}));
    fixture.save(pause);
    fixture.environment.now += 60'000;
    fixture.save(move(fixture, order, "on_hold", "in_progress"));
    CHECK(fixture.get("work_order", order, "actual_start") == number(start));
}

TEST_CASE("a correction sets a state without asking the machine", "[core][store]") {
    StoreFixture fixture;
    const RecordId order = open_order(fixture);
    fixture.set("work_order", order, {{"status", text("closed")}});
    CHECK(fixture.get("work_order", order, "status") == text("closed"));
    CHECK(is_null(fixture.get("work_order", order, "actual_end")));
}

TEST_CASE("removing and restoring keep the record readable", "[core][store]") {
    StoreFixture fixture;
    const RecordId id = fixture.create("account", {{"name", text("Okafor")}});
    const EntityId account = fixture.entity("account").id;
    fixture.save(fixture.draft().remove(account, id));
    CHECK(must(fixture.store.read(account, id))->life == Record::Life::Deleted);
    fixture.save(fixture.draft().restore(account, id));
    CHECK(must(fixture.store.read(account, id))->life == Record::Life::Living);
}

TEST_CASE("a draft that changes nothing writes nothing", "[core][store]") {
    StoreFixture fixture;
    fixture.enrol();
    const RecordId id = fixture.create("account", {{"name", text("Okafor")}});
    const std::size_t queued = fixture.queued().size();
    CHECK(fixture.set("account", id, {{"name", text("Okafor")}, {"industry", text("")}}) ==
          TransactionNo::None);
    CHECK(fixture.save(fixture.draft()) == TransactionNo::None);
    CHECK(fixture.queued().size() == queued);
}

TEST_CASE("commits that make no sense fail and say how", "[core][store]") {
    StoreFixture fixture;
    const RecordId id = fixture.create("account", {{"name", text("Okafor")}});
    const EntityId account = fixture.entity("account").id;
    const auto code_of = [&](const Draft& draft) {
        const Result<CommitOutcome> outcome = fixture.store.commit(draft);
        REQUIRE_FALSE(outcome.has_value());
        return outcome.error().code;
    };
    CHECK(code_of(fixture.draft().set(account, RecordId{1, 1}, {})) == ErrorCode::NotFound);
    CHECK(code_of(fixture.draft().create(account, id, {})) == ErrorCode::Conflict);
    CHECK(code_of(fixture.draft().set(account, id, {{FieldId{999}, text("x")}})) ==
          ErrorCode::BadInput);
    CHECK(code_of(fixture.draft().remove(EntityId{99}, id)) == ErrorCode::BadInput);
    Draft huge = fixture.draft();
    for (std::size_t count = 0; count <= kOperationsPerTransactionMax; ++count)
        huge.remove(account, id);
    CHECK(code_of(huge) == ErrorCode::LimitExceeded);
}

TEST_CASE("standalone work is not logged; enrolled work is, with what its author had seen",
          "[core][store]") {
    StoreFixture fixture;
    const RecordId id = fixture.create("account", {{"name", text("Okafor")}});
    CHECK(fixture.queued().empty());
    fixture.enrol();
    Delta delta = fixture.delta(5, 1);
    delta.rows.push_back({fixture.entity("account").id,
                          {fixture.row("account", id, 5, {{"name", text("Okafor")}})}});
    must(fixture.store.apply(delta));
    CHECK(fixture.set("account", id, {{"name", text("Okafor & Co")}}) == TransactionNo{2});
    const std::vector<TransactionRecord> queued = fixture.queued();
    REQUIRE(queued.size() == 1);
    CHECK(queued[0].reason == "test.edit");
    CHECK(queued[0].schema_version == fixture.registry.version());
    const FieldEdit& edit = queued[0].operations.at(0).edits.at(0);
    CHECK(edit.base == ServerSeq{5});
    CHECK(edit.seen == text("Okafor"));
    CHECK(edit.value == text("Okafor & Co"));
}

TEST_CASE("one field of a merge group takes the whole group along", "[core][store]") {
    StoreFixture fixture;
    fixture.enrol();
    const RecordId order =
        fixture.create("work_order", {{"subject", text("Pump")}, {"planned_end", number(2'000)}});
    fixture.set("work_order", order, {{"planned_start", number(1'000)}});
    const std::vector<FieldEdit> edits = fixture.queued().back().operations.at(0).edits;
    REQUIRE(edits.size() == 2);
    CHECK(edits[1].field == fixture.field("work_order", "planned_end"));
    CHECK(edits[1].value == number(2'000));
}

TEST_CASE("two edits of one record in one draft become one operation", "[core][store]") {
    StoreFixture fixture;
    fixture.enrol();
    const RecordId id = make_record_id(fixture.environment);
    const EntityId account = fixture.entity("account").id;
    Draft draft = fixture.draft();
    draft.create(account, id, fixture.values("account", {{"name", text("A")}}));
    draft.set(account, id, fixture.values("account", {{"name", text("B")}}));
    fixture.save(draft);
    REQUIRE(fixture.queued().at(0).operations.size() == 1);
    CHECK(fixture.queued()[0].operations[0].edits.at(0).value == text("B"));
    CHECK(fixture.get("account", id, "name") == text("B"));
}

TEST_CASE("settings are kept and start empty", "[core][store]") {
    StoreFixture fixture;
    CHECK(must(fixture.store.read_setting("theme")).empty());
    must(fixture.store.write_setting("theme", "dark"));
    must(fixture.store.write_setting("theme", "light"));
    CHECK(must(fixture.store.read_setting("theme")) == "light");
}
