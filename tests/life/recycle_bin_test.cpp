// The recycle bin: what lies there, what comes back with it, and what goes for good.
#include "core/query.h"
#include "life/history_fixture.h"
#include "support/office.h"

using namespace holdfast;
using test::HistoryFixture;
using test::must;
using test::number;
using test::text;

namespace {

constexpr std::int64_t kDayMs = 86'400'000;

std::int64_t count_living(HistoryFixture& office, std::string_view key) {
    Query query;
    query.entity = office.module(key);
    return must(count_rows(office.store, query));
}

}  // namespace

TEST_CASE("the bin tells what was removed, by whom, when, and when it goes", "[bin]") {
    HistoryFixture office;
    office.enrol();
    const RecordId roof = office.create("project", {{"name", text("Roof")}});
    const RecordId note = office.create("note", {{"text", text("Call")}});
    office.remove("project", roof);
    office.pass(1'000);
    office.remove("note", note);
    const auto records = must(read_bin(office.store, {}));
    REQUIRE(records.size() == 2);
    CHECK(records[0].record == note);
    CHECK(records[0].user == "ana");
    CHECK(records[0].deleted_ms == office.environment.now);
    CHECK(records[0].purged_ms == office.environment.now + 30 * kDayMs);
    CHECK(must(read_bin(office.store, {office.module("project")})).size() == 1);
    const auto counts = must(count_bin(office.store));
    REQUIRE(counts.size() == 2);
    CHECK(counts[0].records == 1);
    office.restore("note", note);
    CHECK(must(read_bin(office.store, {})).size() == 1);
}

TEST_CASE("removing clears the links that say so, in the same transaction", "[bin]") {
    HistoryFixture office;
    office.enrol();
    const RecordId roof = office.create("project", {{"name", text("Roof")}});
    const RecordId note = office.create("note", {{"text", text("Call")}, {"about", roof}});
    office.remove("project", roof);
    CHECK(is_null(office.get("note", note, "about")));
    const auto sent = office.queued();
    REQUIRE(sent.back().operations.size() == 2);
    CHECK(sent.back().operations[0].kind == OperationKind::Remove);
    CHECK(sent.back().operations[1].kind == OperationKind::Set);
    CHECK(office.history("note", note)[0].changes[0].from == Value(roof));
}

TEST_CASE("what is restored has its links back, but not those that lead elsewhere by now",
          "[bin]") {
    HistoryFixture office;
    const RecordId roof = office.create("project", {{"name", text("Roof")}});
    const RecordId wall = office.create("project", {{"name", text("Wall")}});
    const RecordId kept = office.create("note", {{"text", text("Kept")}, {"about", roof}});
    const RecordId moved = office.create("note", {{"text", text("Moved")}, {"about", roof}});
    const RecordId cleared = office.create("note", {{"text", text("Cleared")}, {"about", roof}});
    const RecordId binned = office.create("note", {{"text", text("Binned")}, {"about", roof}});
    office.set("note", cleared, {{"about", Value()}});
    office.remove("project", roof);
    office.set("note", moved, {{"about", wall}});
    office.remove("note", binned);
    office.restore("project", roof);
    CHECK(office.get("note", kept, "about") == Value(roof));
    CHECK(office.get("note", moved, "about") == Value(wall));
    CHECK(is_null(office.get("note", cleared, "about")));
    office.restore("note", binned);
    CHECK(office.get("note", binned, "about") == Value(roof));
}

TEST_CASE("a record takes its parts along and brings back exactly those", "[bin]") {
    HistoryFixture office;
    const RecordId roof = office.create("project", {{"name", text("Roof")}});
    const RecordId tiles = office.create("step", {{"project", roof}, {"name", text("Tiles")}});
    const RecordId moss = office.create("step", {{"project", roof}, {"name", text("Moss")}});
    office.remove("step", moss);
    office.remove("project", roof);
    CHECK(count_living(office, "step") == 0);
    office.restore("project", roof);
    CHECK(count_living(office, "step") == 1);
    CHECK(office.lives("step", tiles));
    CHECK_FALSE(office.lives("step", moss));
}

TEST_CASE("after thirty days a record goes for good, with its parts", "[bin]") {
    HistoryFixture office;
    const RecordId roof = office.create("project", {{"name", text("Roof")}});
    const RecordId tiles = office.create("step", {{"project", roof}, {"name", text("Tiles")}});
    const RecordId young = office.create("project", {{"name", text("Young")}});
    office.remove("project", roof);
    office.live(29);
    office.remove("project", young);
    CHECK(must(purge_aged(office.store, 100)) == 0);
    office.pass(kDayMs);
    CHECK(must(purge_aged(office.store, 100)) == 1);
    CHECK_FALSE(must(office.store.read(office.module("project"), roof)).has_value());
    CHECK_FALSE(must(office.store.read(office.module("step"), tiles)).has_value());
    CHECK(must(read_bin(office.store, {})).size() == 1);
    CHECK(must(purge_aged(office.store, 100)) == 0);
    CHECK_FALSE(office.as_of("project", roof, office.environment.now).has_value());
}

TEST_CASE("a device whose clock is years wrong empties no bin", "[bin]") {
    HistoryFixture office;
    const RecordId roof = office.create("project", {{"name", text("Roof")}});
    office.remove("project", roof);
    CHECK(must(purge_aged(office.store, 100)) == 0);
    office.pass(3'650 * kDayMs);
    CHECK(must(purge_aged(office.store, 100)) == 0);
    const RecordId later = office.create("project", {{"name", text("Later")}});
    office.remove("project", later);
    office.pass(-3'650 * kDayMs);
    CHECK(must(purge_aged(office.store, 100)) == 0);
    // The jump was one of the thirty days.
    office.live(28);
    CHECK(must(purge_aged(office.store, 100)) == 0);
    office.live(1);
    CHECK(must(purge_aged(office.store, 100)) == 1);
    // What was removed while the clock was wrong goes in its turn.
    office.live(2);
    CHECK(must(purge_aged(office.store, 100)) == 1);
    CHECK(must(read_bin(office.store, {})).empty());
}

TEST_CASE("a record that is removed again begins its days anew", "[bin]") {
    HistoryFixture office;
    const RecordId roof = office.create("project", {{"name", text("Roof")}});
    office.remove("project", roof);
    office.live(20);
    office.restore("project", roof);
    office.pass(60'000);
    office.remove("project", roof);
    office.live(29);
    CHECK(must(purge_aged(office.store, 100)) == 0);
    office.live(1);
    CHECK(must(purge_aged(office.store, 100)) == 1);
}

TEST_CASE("only what lies in the bin is erased, and only where no server decides", "[bin]") {
    HistoryFixture office;
    const RecordId roof = office.create("project", {{"name", text("Roof")}});
    const auto purge = [&] { return purge_record(office.store, office.module("project"), roof); };
    CHECK(purge().error().code == ErrorCode::NotFound);
    office.remove("project", roof);
    office.enrol();
    CHECK(purge().error().code == ErrorCode::Conflict);
    office.live(99);
    CHECK(must(purge_aged(office.store, 100)) == 0);
    CHECK(must(read_bin(office.store, {})).size() == 1);
}

TEST_CASE("a record that is erased by hand is gone at once", "[bin]") {
    HistoryFixture office;
    const RecordId roof = office.create("project", {{"name", text("Roof")}});
    office.remove("project", roof);
    must(purge_record(office.store, office.module("project"), roof));
    CHECK_FALSE(must(office.store.read(office.module("project"), roof)).has_value());
    CHECK(must(read_bin(office.store, {})).empty());
}

TEST_CASE("links come back when another device restores the record", "[bin][sync]") {
    const Registry& registry = test::history_registry();
    test::Office office(registry);
    auto& ana = office.add_device();
    auto& ben = office.add_device();
    const EntityDef& project = *registry.find("project");
    const EntityDef& note = *registry.find("note");
    const RecordId roof = make_record_id(ana.environment);
    const RecordId call = make_record_id(ana.environment);
    const auto commit = [](test::Office::Device& device, auto&& fill) {
        Draft draft("test", device.store.state().checkpoint);
        fill(draft);
        CHECK(std::holds_alternative<Saved>(must(device.store.commit(draft))));
    };
    commit(ana, [&](Draft& draft) {
        draft.create(project.id, roof, {{project.find_field("name")->id, text("Roof")}});
        draft.create(
            note.id, call,
            {{note.find_field("text")->id, text("Call")}, {note.find_field("about")->id, roof}});
    });
    office.sync(ana);
    office.sync(ben);
    commit(ana, [&](Draft& draft) { draft.remove(project.id, roof); });
    office.sync(ana);
    office.sync(ben);
    const auto about = [&](test::Office::Device& device) {
        return must(device.store.read(note.id, call))
            ->values[note.index_of(note.find_field("about")->id)];
    };
    CHECK(is_null(about(ben)));
    REQUIRE(must(read_bin(ben.store, {})).size() == 1);
    commit(ben, [&](Draft& draft) { draft.restore(project.id, roof); });
    office.sync(ben);
    office.sync(ana);
    CHECK(about(ben) == Value(roof));
    CHECK(about(ana) == Value(roof));
    CHECK(must(read_bin(ana.store, {})).empty());
}
