// History: what a store remembers of its records, from its own commits and from the server.
#include "life/history_fixture.h"

using namespace holdfast;
using test::HistoryFixture;
using test::must;
using test::number;
using test::text;

namespace {

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kDayMs = 24 * kHourMs;

}  // namespace

TEST_CASE("every commit leaves an entry with person, time, reason and values", "[history]") {
    HistoryFixture office;
    office.enrol();
    const RecordId id = office.create("project", {{"name", text("Roof")}, {"budget", number(5)}});
    const std::int64_t created_ms = office.environment.now;
    office.pass(kHourMs);
    office.set("project", id, {{"name", text("Roof and walls")}, {"budget", Value()}});

    const auto entries = office.history("project", id);
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].kind == HistoryKind::Changed);
    CHECK(entries[0].source == HistorySource::Here);
    CHECK(entries[0].user == "ana");
    CHECK(entries[0].at_ms == created_ms + kHourMs);
    CHECK(entries[0].reason == "test.edit");
    CHECK(entries[0].changes ==
          std::vector<HistoryChange>{
              {office.field("project", "name"), text("Roof"), text("Roof and walls")},
              {office.field("project", "budget"), number(5), Value()}});
    CHECK(entries[1].kind == HistoryKind::Created);
    CHECK(entries[1].at_ms == created_ms);
    CHECK(entries[1].changes.empty());
    CHECK(entries[0].key > entries[1].key);
}

TEST_CASE("a standalone workspace has history too", "[history]") {
    HistoryFixture office;
    const RecordId id = office.create("project", {{"name", text("Roof")}});
    office.set("project", id, {{"budget", number(7)}});
    const auto entries = office.history("project", id);
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].user.empty());
    CHECK(entries[0].changes.size() == 1);
}

TEST_CASE("what is refused or changes nothing leaves no entry", "[history]") {
    HistoryFixture office;
    const RecordId id = office.create("project", {{"name", text("Roof")}});
    office.set("project", id, {{"name", text("Roof")}});
    office.refuse(office.draft().set(office.module("project"), id,
                                     office.values("project", {{"name", Value()}})));
    CHECK(office.history("project", id).size() == 1);
}

TEST_CASE("a move, a removal and a return have their own kinds", "[history]") {
    HistoryFixture office;
    const RecordId id = office.create("project", {{"name", text("Roof")}});
    office.save(office.draft().transition(office.module("project"), id, "open", "done"));
    office.remove("project", id);
    office.restore("project", id);
    const auto entries = office.history("project", id);
    REQUIRE(entries.size() == 4);
    CHECK(entries[0].kind == HistoryKind::Restored);
    CHECK(entries[1].kind == HistoryKind::Removed);
    CHECK(entries[2].kind == HistoryKind::Moved);
    CHECK(entries[2].changes.size() == 2);
}

TEST_CASE("one transaction is one group", "[history]") {
    HistoryFixture office;
    const RecordId project = office.create("project", {{"name", text("Roof")}});
    const RecordId step = make_record_id(office.environment);
    Draft draft = office.draft();
    draft.set(office.module("project"), project, office.values("project", {{"budget", number(3)}}));
    draft.create(office.module("step"), step,
                 office.values("step", {{"project", project}, {"name", text("Tiles")}}));
    office.save(draft);
    const auto group = must(read_history_group(office.store, last_history_group(office.store)));
    REQUIRE(group.size() == 2);
    CHECK(group[0].record == project);
    CHECK(group[1].record == step);
    CHECK(group[1].kind == HistoryKind::Created);
    CHECK(group[1].at_ms == office.environment.now);
    CHECK(group[1].reason == "test.edit");
}

TEST_CASE("pages of history follow each other without a gap", "[history]") {
    HistoryFixture office;
    const RecordId id = office.create("project", {{"name", text("Roof")}});
    for (int budget = 1; budget <= 9; ++budget)
        office.set("project", id, {{"budget", number(budget)}});
    HistoryQuery query{office.module("project"), id};
    query.count_max = 4;
    std::vector<std::int64_t> keys;
    do {
        const HistoryPage page = must(read_history(office.store, query));
        for (const HistoryEntry& entry : page.entries) keys.push_back(entry.key);
        query.before = page.next_before;
    } while (query.before != 0);
    CHECK(keys.size() == 10);
    CHECK(std::is_sorted(keys.rbegin(), keys.rend()));
}

TEST_CASE("the history of a record can include its parts, removed ones too", "[history]") {
    HistoryFixture office;
    const RecordId project = office.create("project", {{"name", text("Roof")}});
    const RecordId other = office.create("project", {{"name", text("Cellar")}});
    const RecordId step = office.create("step", {{"project", project}, {"name", text("Tiles")}});
    office.create("step", {{"project", other}, {"name", text("Dig")}});
    office.set("step", step, {{"name", text("Slates")}});
    office.remove("step", step);
    HistoryQuery query{office.module("project"), project};
    CHECK(must(read_history(office.store, query)).entries.size() == 1);
    query.parts = HistoryParts::With;
    const auto entries = must(read_history(office.store, query)).entries;
    REQUIRE(entries.size() == 4);
    CHECK(entries[0].kind == HistoryKind::Removed);
    CHECK(entries[0].record == step);
    CHECK(entries[3].record == project);
}

TEST_CASE("a record is read as it was at any time", "[history]") {
    HistoryFixture office;
    office.pass(kDayMs);
    const RecordId id = office.create("project", {{"name", text("Roof")}, {"budget", number(1)}});
    const std::int64_t start = office.environment.now;
    office.pass(kHourMs);
    office.set("project", id, {{"budget", number(2)}});
    office.pass(kHourMs);
    office.remove("project", id);

    CHECK_FALSE(office.as_of("project", id, start - 1).has_value());
    CHECK(office.value_of(*office.as_of("project", id, start), "budget") == number(1));
    CHECK(office.value_of(*office.as_of("project", id, start + kHourMs - 1), "budget") ==
          number(1));
    const auto later = office.as_of("project", id, start + kHourMs);
    CHECK(office.value_of(*later, "budget") == number(2));
    CHECK(later->life == Record::Life::Living);
    CHECK(office.as_of("project", id, start + 2 * kHourMs)->life == Record::Life::Deleted);
}

TEST_CASE("what came by sync is in the history as the difference it made", "[history]") {
    HistoryFixture office;
    office.enrol();
    const RecordId id = office.create("project", {{"name", text("Roof")}, {"budget", number(1)}});
    Delta accepted = office.delta(1, 1);
    accepted.rows.push_back({office.module("project"),
                             {office.row("project", id, 1,
                                         {{"name", text("Roof")},
                                          {"budget", number(1)},
                                          {"status", text("open")},
                                          {"hours", number(0)}})}});
    must(office.store.apply(accepted));
    CHECK(office.history("project", id).size() == 1);

    office.pass(kHourMs);
    Delta theirs = office.delta(2, 1);
    theirs.rows.push_back({office.module("project"),
                           {office.row("project", id, 2,
                                       {{"name", text("Roof")},
                                        {"budget", number(9)},
                                        {"status", text("open")},
                                        {"hours", number(0)}})}});
    must(office.store.apply(theirs));
    const auto entries = office.history("project", id);
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].source == HistorySource::Sync);
    CHECK(entries[0].user.empty());
    CHECK(entries[0].version == ServerSeq{2});
    CHECK(entries[0].at_ms == office.environment.now);
    CHECK(entries[0].changes ==
          std::vector<HistoryChange>{{office.field("project", "budget"), number(1), number(9)}});
}

TEST_CASE("an own edit that the server refuses is taken back in the history", "[history]") {
    HistoryFixture office;
    office.enrol();
    const RecordId id = make_record_id(office.environment);
    Delta first = office.delta(1);
    first.rows.push_back(
        {office.module("project"),
         {office.row("project", id, 1, {{"name", text("Roof")}, {"status", text("open")}})}});
    must(office.store.apply(first));
    const TransactionNo no = office.set("project", id, {{"name", text("Tower")}});
    Delta refusal = office.delta(2, raw(no));
    TransactionResult result;
    result.no = no;
    result.status = TransactionStatus::Rejected;
    result.code = RejectionCode::NotAllowed;
    refusal.refusals.push_back(result);
    must(office.store.apply(refusal));
    const auto entries = office.history("project", id);
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].source == HistorySource::Sync);
    CHECK(entries[0].changes[0].from == text("Tower"));
    CHECK(entries[0].changes[0].to == text("Roof"));
}

TEST_CASE("what a device did not know yet it does not claim to know", "[history]") {
    HistoryFixture office;
    office.enrol();
    const RecordId old = make_record_id(office.environment);
    office.pass(30 * kDayMs);
    Delta first = office.delta(1);
    first.rows.push_back(
        {office.module("project"), {office.row("project", old, 1, {{"name", text("Roof")}})}});
    must(office.store.apply(first));
    const std::int64_t known_ms = office.environment.now;
    CHECK(must(read_history(office.store, {office.module("project"), old})).known_since_ms ==
          known_ms);
    CHECK(office.as_of("project", old, known_ms).has_value());
    const RecordMoment before{office.module("project"), old, known_ms - kDayMs};
    CHECK(read_as_of(office.store, before).error().code == ErrorCode::NotFound);
    CHECK_FALSE(office.as_of("project", old, known_ms - 31 * kDayMs).has_value());

    office.pass(kDayMs);
    const RecordId later = make_record_id(office.environment);
    office.pass(kDayMs);
    Delta second = office.delta(2);
    second.rows.push_back(
        {office.module("project"), {office.row("project", later, 2, {{"name", text("Wall")}})}});
    must(office.store.apply(second));
    REQUIRE(office.history("project", later).size() == 1);
    CHECK(office.history("project", later)[0].kind == HistoryKind::Arrived);
    const RecordMoment unseen{office.module("project"), later, office.environment.now - 1};
    CHECK(read_as_of(office.store, unseen).error().code == ErrorCode::NotFound);
}

TEST_CASE("a new start from the server keeps the history of what is still there", "[history]") {
    HistoryFixture office;
    office.enrol();
    const RecordId id = make_record_id(office.environment);
    Delta first = office.delta(1);
    first.rows.push_back(
        {office.module("project"),
         {office.row("project", id, 1, {{"name", text("Roof")}, {"budget", number(1)}})}});
    must(office.store.apply(first));
    office.pass(kHourMs);
    Delta anew = office.delta(5);
    anew.rebaseline = true;
    anew.epoch = 9;
    anew.rows.push_back(
        {office.module("project"),
         {office.row("project", id, 5, {{"name", text("Roof")}, {"budget", number(4)}})}});
    must(office.store.apply(anew));
    const auto entries = office.history("project", id);
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].changes[0].from == number(1));
    CHECK(entries[0].changes[0].to == number(4));
    CHECK(office.value_of(*office.as_of("project", id, office.environment.now - 1), "budget") ==
          number(1));
}

TEST_CASE("time in states is what the moves say", "[history]") {
    HistoryFixture office;
    const RecordId id = office.create("project", {{"name", text("Roof")}});
    const auto move = [&](const char* from, const char* to) {
        office.save(office.draft().transition(office.module("project"), id, from, to));
    };
    office.pass(2 * kHourMs);
    move("open", "done");
    office.pass(kHourMs);
    move("done", "open");
    office.pass(4 * kHourMs);
    office.set("project", id, {{"budget", number(1)}});
    const auto durations = must(read_state_durations(office.store, office.module("project"), id));
    CHECK(durations == std::vector<StateDuration>{{"open", 6 * kHourMs, 2}, {"done", kHourMs, 1}});
}

TEST_CASE("a hidden field appears nowhere in the history", "[history]") {
    HistoryFixture office;
    const RecordId id = office.create("project", {{"name", text("Roof")}, {"budget", number(1)}});
    office.set("project", id, {{"budget", number(2)}});
    office.set("project", id, {{"budget", number(3)}, {"name", text("Wall")}});
    office.save(office.draft().transition(office.module("project"), id, "open", "done"));

    PolicyTables tables;
    const RecordId profile{1, 1};
    const RecordId user{1, 2};
    const RecordId role{1, 3};
    PolicyProfile open;
    open.id = profile;
    open.read = open.write = RightsLevel::All;
    tables.profiles.push_back(open);
    PolicyRole somebody;
    somebody.id = role;
    somebody.profile = profile;
    tables.roles.push_back(somebody);
    PolicyUser ana;
    ana.id = user;
    ana.active = true;
    ana.role = role;
    tables.users.push_back(ana);
    for (const char* key : {"budget", "status"}) {
        PolicyRight hidden;
        hidden.profile = profile;
        hidden.entity = "project";
        hidden.field = key;
        tables.rights.push_back(hidden);
    }
    const Policy policy = Policy::compile(office.registry, tables, user);
    HistoryQuery query{office.module("project"), id};
    query.policy = &policy;
    const auto entries = must(read_history(office.store, query)).entries;
    for (const HistoryEntry& entry : entries)
        for (const HistoryChange& change : entry.changes) {
            CHECK(change.field != office.field("project", "budget"));
            CHECK(change.field != office.field("project", "status"));
        }
    // The creation, the new name, and of the move only its stamp.
    CHECK(entries.size() == 3);
    const auto then = must(
        read_as_of(office.store, {office.module("project"), id, office.environment.now}, &policy));
    CHECK(is_null(office.value_of(*then, "budget")));
    CHECK(office.value_of(*then, "name") == text("Wall"));
    CHECK(must(read_state_durations(office.store, office.module("project"), id, &policy)).empty());
}

TEST_CASE("an edit costs history little room", "[history]") {
    HistoryFixture office;
    const auto bytes = [&] {
        Statement pages = must(office.store.database().prepare(
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"));
        must(pages.step());
        return pages.integer(0);
    };
    constexpr int kCount = 3'000;
    std::vector<RecordId> ids;
    for (int index = 0; index < kCount; ++index) {
        office.pass(1);
        ids.push_back(office.create("project", {{"name", text("Roof")}, {"budget", number(0)}}));
    }
    const std::int64_t before = bytes();
    for (const RecordId& id : ids) office.set("project", id, {{"budget", number(9)}});
    const std::int64_t each = (bytes() - before) / kCount;
    CHECK(each > 0);
    CHECK(each < 140);
}
