// The groups of a whole module: looked for in slices, shown in pages, skipped and kept apart.
#include "core/app/duplicate_list.h"

#include "duplicates/duplicate_fixture.h"

using namespace holdfast;
using test::must;
using test::text;

namespace {

using Phase = DuplicateListView::Phase;

struct ListFixture : test::DuplicateFixture {
    /// So many pairs of accounts, alike by name and email: "Kund 0", "Kund 0", "Kund 1", ...
    void add_pairs(int count) {
        Draft draft = this->draft();
        for (int number = 0; number < 2 * count; ++number) {
            environment.now += 1;
            const std::string pair = std::to_string(number / 2);
            draft.create(entity("account").id, make_record_id(environment),
                         values("account", {{"name", text("Kund " + pair)},
                                            {"email", text("k" + pair + "@example.com")}}));
        }
        save(draft);
    }
    DuplicateListView start() {
        return must(
            DuplicateListView::start(store, entity("account").id, Strings(Language::English)));
    }
    DuplicateListView search() {
        DuplicateListView view = start();
        for (int slice = 0; view.phase() == Phase::Searching; ++slice) {
            REQUIRE(slice < 1'000);
            must(view.step());
        }
        return view;
    }
};

const std::vector<AlikeGroup>& groups_of(DuplicateListView& view) {
    return *must(view.groups());
}

}  // namespace

TEST_CASE_METHOD(ListFixture, "a group names its records, what agrees and how each has it",
                 "[duplicates][list]") {
    const RecordId first =
        create("account", {{"name", text("Nord")}, {"phone", text("070-123 45 67")}});
    environment.now += 1;
    create("account", {{"name", text("Syd")}, {"phone", text("+46 70 1234567")}});
    DuplicateListView view = search();
    REQUIRE(groups_of(view).size() == 1);
    const AlikeGroup& group = groups_of(view)[0];
    CHECK(group.count == 2);
    CHECK(group.fields == "Phone");
    REQUIRE(group.records.size() == 2);
    CHECK(group.records[0].title == "Nord");
    CHECK(group.records[0].address == "#/account/" + to_text(first));
    CHECK(group.records[0].detail == "070-123 45 67");
    CHECK(view.share_done() == 1);
}

TEST_CASE_METHOD(ListFixture, "a search goes on slice by slice and tells how far it is",
                 "[duplicates][list]") {
    add_pairs(1'000);
    DuplicateListView view = start();
    CHECK(view.share_done() == 0);
    double before = 0;
    int slices = 0;
    while (view.phase() == Phase::Searching) {
        REQUIRE(++slices < 100);
        must(view.step());
        CHECK(view.share_done() >= before);
        before = view.share_done();
    }
    CHECK(slices > 2);
    CHECK(view.group_count() == kDuplicateGroupsMax);
    CHECK(view.has_more_in_module());
}

TEST_CASE_METHOD(ListFixture, "a search that is stopped keeps what it found",
                 "[duplicates][list]") {
    add_pairs(600);
    DuplicateListView view = start();
    for (int slice = 0; slice < 2; ++slice) must(view.step());  // One reads, one compares.
    REQUIRE(view.phase() == Phase::Searching);
    view.stop();
    CHECK(view.phase() == Phase::Stopped);
    const std::size_t found = view.group_count();
    CHECK(found > 0);
    CHECK(found < kDuplicateGroupsMax);
    must(view.step());
    CHECK(view.group_count() == found);
}

TEST_CASE_METHOD(ListFixture, "groups come page by page", "[duplicates][list]") {
    add_pairs(25);
    DuplicateListView view = search();
    CHECK(groups_of(view).size() == kGroupsPerPage);
    CHECK(view.group_count() == 25);
    CHECK(view.can_show_more());
    view.show_more();
    CHECK(groups_of(view).size() == 25);
    CHECK_FALSE(view.can_show_more());
}

TEST_CASE_METHOD(ListFixture, "a group that is skipped comes back with the next search",
                 "[duplicates][list]") {
    add_pairs(2);
    DuplicateListView view = search();
    view.skip(groups_of(view)[0].number);
    CHECK(groups_of(view).size() == 1);
    view = search();
    CHECK(groups_of(view).size() == 2);
}

TEST_CASE_METHOD(ListFixture, "a group that is kept apart stays away until that is taken back",
                 "[duplicates][list]") {
    add_pairs(2);
    DuplicateListView view = search();
    const std::size_t number = groups_of(view)[0].number;
    must(view.keep_group_apart(number));
    CHECK(groups_of(view).size() == 1);
    CHECK(search().group_count() == 1);
    must(view.take_back_apart(number));
    CHECK(groups_of(view).size() == 2);
    CHECK(search().group_count() == 2);
    must(view.take_back_apart(99));
    must(view.keep_group_apart(99));
}

TEST_CASE_METHOD(ListFixture, "what is merged or removed leaves the groups", "[duplicates][list]") {
    add_pairs(3);
    DuplicateListView view = search();
    const std::vector<RecordId> pair = view.records_of(groups_of(view)[0].number);
    const std::int64_t group = merge("account", pair[0], pair[1]);
    CHECK(groups_of(view).size() == 2);
    CHECK(view.group_count() == 2);
    must(undo_merge(store, group));
    CHECK(groups_of(view).size() == 3);
    save(draft().remove(entity("account").id, pair[0]));
    CHECK(groups_of(view).size() == 2);
}
