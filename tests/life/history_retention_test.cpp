// How long history is kept: days that were lived, slices, and what is known afterwards.
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

TEST_CASE("old entries are forgotten in slices, and what they knew with them", "[history]") {
    HistoryFixture office;
    must(office.store.write_setting(kHistoryDaysSetting, "30"));
    const RecordId id = office.create("project", {{"name", text("Roof")}});
    const std::int64_t made_ms = office.environment.now;
    office.pass(kHourMs);
    for (int budget = 1; budget <= 5; ++budget)
        office.set("project", id, {{"budget", number(budget)}});
    CHECK(must(prune_history(office.store, 100)) == 0);
    office.live(31);
    office.set("project", id, {{"budget", number(6)}});
    CHECK(must(prune_history(office.store, 2)) == 2);
    CHECK(must(prune_history(office.store, 100)) == 4);
    CHECK(must(prune_history(office.store, 100)) == 0);
    CHECK(office.history("project", id).size() == 1);
    const RecordMoment forgotten{office.module("project"), id, made_ms + 1};
    CHECK(read_as_of(office.store, forgotten).error().code == ErrorCode::NotFound);
    CHECK(office.value_of(*office.as_of("project", id, office.environment.now - kDayMs),
                          "budget") == number(5));

    must(office.store.write_setting(kHistoryDaysSetting, "0"));
    office.live(90);
    office.set("project", id, {{"budget", number(7)}});
    CHECK(must(prune_history(office.store, 100)) == 0);
}

TEST_CASE("a device whose clock is years wrong forgets no history", "[history]") {
    HistoryFixture office;
    const RecordId id = office.create("project", {{"name", text("Roof")}});
    office.set("project", id, {{"budget", number(1)}});
    CHECK(must(prune_history(office.store, 100)) == 0);
    office.pass(3'650 * kDayMs);
    office.set("project", id, {{"budget", number(2)}});
    CHECK(must(prune_history(office.store, 100)) == 0);
    office.pass(-3'650 * kDayMs);
    office.set("project", id, {{"budget", number(3)}});
    CHECK(must(prune_history(office.store, 100)) == 0);
    CHECK(office.history("project", id).size() == 4);
}

TEST_CASE("a long transaction is forgotten in slices, and what is left of it keeps its head",
          "[history]") {
    HistoryFixture office;
    must(office.store.write_setting(kHistoryDaysSetting, "30"));
    std::vector<RecordId> ids;
    Draft many("import", office.store.state().checkpoint);
    for (int index = 0; index < 50; ++index) {
        ids.push_back(make_record_id(office.environment));
        many.create(office.module("project"), ids.back(),
                    office.values("project", {{"name", text("Roof")}}));
    }
    office.save(many);
    office.live(31);
    office.set("project", ids[0], {{"budget", number(1)}});
    CHECK(must(prune_history(office.store, 20)) == 19);
    REQUIRE(office.history("project", ids[49]).size() == 1);
    CHECK(office.history("project", ids[49])[0].reason == "import");
    CHECK(office.history("project", ids[5]).empty());
    CHECK(must(prune_history(office.store, 20)) == 19);
    CHECK(must(prune_history(office.store, 20)) == 12);
    CHECK(must(prune_history(office.store, 20)) == 0);
    CHECK(office.history("project", ids[0]).size() == 1);
}
