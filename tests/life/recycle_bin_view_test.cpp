// The recycle bin in words, and in the workspace.
#include "core/app/recycle_bin_view.h"

#include "core/app/workspace_fixture.h"

using namespace holdfast;
using test::must;
using test::WorkspaceFixture;

namespace {

constexpr std::int64_t kDayMs = 86'400'000;

struct BinFixture : WorkspaceFixture {
    RecordId delete_account(const std::string& name) {
        const RecordId id = save_account(name);
        workspace.handle(intent::Delete{});
        return id;
    }
    void run_steps() {
        for (int step = 0; step < 1'000 && workspace.step(8); ++step) environment.now += 1;
    }
    bool exists(const RecordId& id) {
        return must(workspace.store().read(entity("account"), id)).has_value();
    }
    BinKey key(const RecordId& id) const { return {entity("account"), id}; }
};

}  // namespace

TEST_CASE_METHOD(BinFixture, "the bin says what was deleted, when, and how long it stays",
                 "[app][bin]") {
    CHECK(workspace.recycle_bin().total == 0);
    delete_account("Norrsken AB");
    environment.now += 1;
    delete_account("Berg AB");
    environment.now += 20 * kDayMs;
    workspace.handle(intent::GoTo{"#/recycle_bin"});
    const RecycleBinView& bin = workspace.recycle_bin();
    REQUIRE(bin.items.size() == 2);
    CHECK(bin.items[0].title == "Berg AB");
    CHECK(bin.items[0].module == "Account");
    CHECK(bin.items[0].removed.starts_with("Deleted "));
    CHECK(bin.items[0].left == "Goes for good in 10 days");
    CHECK(bin.can_purge);
    REQUIRE(bin.modules.size() == 1);
    CHECK(bin.modules[0].label == "Accounts");
    CHECK(bin.modules[0].count == 2);
    environment.now += 10 * kDayMs;
    CHECK(must(read_recycle_bin(workspace.store(), workspace.strings(), {})).items[0].left ==
          "Goes for good today");
}

TEST_CASE_METHOD(BinFixture, "an enrolled device says who deleted, and leaves the emptying alone",
                 "[app][bin]") {
    enrol();
    const RecordId id = delete_account("Norrsken AB");
    const RecycleBinView& bin = workspace.recycle_bin();
    CHECK(bin.items.at(0).removed.starts_with("Deleted by ana, "));
    CHECK_FALSE(bin.can_purge);
    CHECK(bin.items.at(0).left.empty());
    workspace.handle(intent::PurgeFromBin{{key(id)}});
    CHECK(workspace.toast()->problem);
    CHECK(exists(id));
    environment.now += 60 * kDayMs;
    run_steps();
    CHECK(exists(id));
}

TEST_CASE_METHOD(BinFixture, "several records are restored at once, and that is undone",
                 "[app][bin]") {
    const RecordId one = delete_account("One");
    const RecordId two = delete_account("Two");
    workspace.handle(intent::RestoreFromBin{{key(one), key(two)}});
    CHECK(toast() == "2 records restored");
    CHECK(workspace.recycle_bin().total == 0);
    undo();
    CHECK(workspace.recycle_bin().total == 2);
    workspace.handle(intent::RedoLast{});
    CHECK(workspace.recycle_bin().total == 0);
}

TEST_CASE_METHOD(BinFixture, "the address chooses the module", "[app][bin]") {
    delete_account("One");
    workspace.handle(intent::GoTo{"#/recycle_bin/contact"});
    CHECK(workspace.recycle_bin().items.empty());
    CHECK(workspace.recycle_bin().item_count == 0);
    CHECK(workspace.recycle_bin().total == 1);
    workspace.handle(intent::GoTo{"#/recycle_bin/account"});
    CHECK(workspace.recycle_bin().items.size() == 1);
    workspace.handle(intent::GoTo{"#/recycle_bin/nonsense"});
    CHECK(workspace.route().screen == ScreenKind::NotFound);
}

TEST_CASE_METHOD(BinFixture, "a long bin is shown in parts", "[app][bin]") {
    for (int index = 0; index < 60; ++index) delete_account(std::to_string(index));
    workspace.handle(intent::GoTo{"#/recycle_bin"});
    CHECK(workspace.recycle_bin().items.size() == 50);
    CHECK(workspace.recycle_bin().item_count == 60);
    workspace.handle(intent::ShowMoreOfBin{});
    CHECK(workspace.recycle_bin().items.size() == 60);
}

TEST_CASE_METHOD(BinFixture, "what is old goes while the workspace works", "[app][bin]") {
    std::vector<RecordId> ids;
    for (int index = 0; index < 12; ++index) ids.push_back(delete_account("Old"));
    const RecordId kept = save_account("Kept");
    run_steps();
    for (const RecordId& id : ids) CHECK(exists(id));
    // A month away is one day.
    environment.now += 31 * kDayMs;
    run_steps();
    for (const RecordId& id : ids) CHECK(exists(id));
    for (int day = 0; day < 30; ++day) {
        environment.now += kDayMs;
        run_steps();
    }
    for (const RecordId& id : ids) CHECK_FALSE(exists(id));
    CHECK(exists(kept));
    CHECK(workspace.recycle_bin().total == 0);
}

TEST_CASE_METHOD(BinFixture, "deleting for good leaves nothing", "[app][bin]") {
    const RecordId id = delete_account("Norrsken AB");
    workspace.handle(intent::PurgeFromBin{{key(id)}});
    CHECK(toast() == "1 record deleted for good");
    CHECK_FALSE(exists(id));
}

TEST_CASE_METHOD(BinFixture, "Ctrl+Z walks back through what the person did", "[app][undo]") {
    const RecordId id = save_account("First");
    workspace.handle(intent::BeginEdit{});
    type("account", "name", "Second");
    workspace.handle(intent::UndoLast{});
    CHECK(toast() == "Save or cancel what you are editing first.");
    workspace.handle(intent::Save{});
    workspace.handle(intent::UndoLast{});
    CHECK(name_of(id) == "First");
    CHECK(workspace.form()->title() == "First");
    workspace.handle(intent::RedoLast{});
    CHECK(name_of(id) == "Second");
    CHECK(toast() == "Done again");
    workspace.handle(intent::UndoLast{});
    workspace.handle(intent::UndoLast{});
    CHECK(workspace.recycle_bin().total == 1);
    workspace.handle(intent::UndoLast{});
    CHECK(toast() == "There is nothing more to undo or do again.");
}

TEST_CASE_METHOD(BinFixture, "an undo that would overwrite somebody says so", "[app][undo]") {
    const RecordId id = save_account("First");
    workspace.handle(intent::BeginEdit{});
    type("account", "name", "Second");
    workspace.handle(intent::Save{});
    Draft theirs("other", workspace.store().state().checkpoint);
    theirs.set(entity("account"), id, {{field("account", "name"), std::string("Theirs")}});
    REQUIRE(std::holds_alternative<Saved>(must(workspace.store().commit(theirs))));
    workspace.handle(intent::UndoLast{});
    CHECK(workspace.toast()->problem);
    CHECK(toast().starts_with("Somebody changed this meanwhile"));
    CHECK(name_of(id) == "Theirs");
}
