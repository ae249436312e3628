// The scan of a whole module.
#include "core/recycle_bin.h"
#include "duplicates/duplicate_fixture.h"

using namespace holdfast;
using test::DuplicateFixture;
using test::must;
using test::text;

TEST_CASE_METHOD(DuplicateFixture, "a scan puts together what agrees, directly or through others",
                 "[duplicates]") {
    const RecordId first =
        create("account", {{"name", text("Berg AB")}, {"phone", text("070-123 45 67")}});
    environment.now += 1;
    create("account", {{"name", text("Dahl")}});
    environment.now += 1;
    const RecordId second =
        create("account", {{"name", text("Bergs")}, {"email", text("info@berg.example")}});
    environment.now += 1;
    const RecordId third =
        create("account", {{"name", text("Third")}, {"email", text("Info@berg.example")}});
    const auto found = groups("account");
    REQUIRE(found.size() == 1);
    CHECK(found[0] == std::vector<RecordId>{first, second, third});
}

TEST_CASE_METHOD(DuplicateFixture, "a scan leaves out what was removed", "[duplicates]") {
    create("account", {{"name", text("Berg AB")}});
    const RecordId twin = create("account", {{"name", text("Berg AB")}});
    CHECK(groups("account").size() == 1);
    save(draft().remove(entity("account").id, twin));
    CHECK(groups("account").empty());
}

TEST_CASE_METHOD(DuplicateFixture, "a scan stops at its limit of groups and says so",
                 "[duplicates]") {
    Draft draft = this->draft();
    const auto limit = static_cast<int>(kDuplicateGroupsMax);
    for (int number = 0; number < 2 * (limit + 5); ++number)
        draft.create(entity("tag").id, make_record_id(environment),
                     values("tag", {{"name", text("Tag " + std::to_string(number / 2))}}));
    save(draft);
    auto scan = must(DuplicateScan::start(store, entity("tag").id));
    while (!scan.done()) must(scan.step(5'000));
    CHECK(scan.groups().size() == kDuplicateGroupsMax);
    CHECK(scan.has_more());
}

TEST_CASE_METHOD(DuplicateFixture, "a record that is removed during the scan is no harm",
                 "[duplicates]") {
    create("account", {{"name", text("Berg AB")}});
    const RecordId twin = create("account", {{"name", text("Berg AB")}});
    auto scan = must(DuplicateScan::start(store, entity("account").id));
    must(scan.step(1'000));
    save(draft().remove(entity("account").id, twin));
    must(purge_record(store, entity("account").id, twin));
    while (!scan.done()) must(scan.step(1'000));
    CHECK(scan.groups().empty());
}
