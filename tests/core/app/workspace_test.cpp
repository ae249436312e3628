#include "core/app/workspace.h"

#include "core/app/sources.h"
#include "core/app/workspace_fixture.h"

namespace {

namespace intent = holdfast::intent;
using holdfast::EntityId;
using holdfast::FieldId;
using holdfast::HostRequest;
using holdfast::RecordId;
using holdfast::Registry;
using holdfast::ScreenKind;
using holdfast::Value;
using holdfast::Workspace;
using holdfast::test::must;
using holdfast::test::source_of;
using holdfast::test::WorkspaceFixture;

TEST_CASE_METHOD(WorkspaceFixture, "a new record is saved, announced and has an address",
                 "[app][workspace]") {
    workspace.navigate("#/account");
    REQUIRE(workspace.list() != nullptr);
    CHECK(workspace.list()->row_count() == 0);
    const RecordId id = save_account("Norrsken AB");
    CHECK(toast() == "Norrsken AB saved");
    CHECK(workspace.toast()->undo);
    CHECK(workspace.route().address == "#/account/" + to_text(id));
    CHECK(asked(HostRequest::Kind::LocalChange) == 1);
    workspace.handle(intent::GoTo{"#/account"});
    CHECK(workspace.list()->row_count() == 1);
    CHECK(workspace.form() == nullptr);
}

TEST_CASE_METHOD(WorkspaceFixture, "undo takes back the last edit, deletion or move",
                 "[app][workspace]") {
    const RecordId id = save_account("Before");
    SECTION("an edit") {
        workspace.handle(intent::BeginEdit{});
        type("account", "name", "After");
        workspace.handle(intent::Save{});
        REQUIRE(name_of(id) == "After");
        undo();
        CHECK(name_of(id) == "Before");
        CHECK(toast() == "Undone");
    }
    SECTION("a deletion") {
        workspace.handle(intent::Delete{});
        CHECK(workspace.route().address == "#/account");
        CHECK(workspace.list()->row_count() == 0);
        CHECK(toast() == "Before moved to the recycle bin");
        undo();
        CHECK(workspace.list()->row_count() == 1);
    }
    SECTION("a move that has a way back") {
        workspace.handle(intent::MoveTo{"active"});
        CHECK(toast() == "Before: Active");
        workspace.handle(intent::MoveTo{"on_hold"});
        REQUIRE(workspace.toast()->undo);
        undo();
        CHECK(workspace.form()->state_label() == "Active");
    }
    SECTION("but a move without a way back offers none") {
        workspace.handle(intent::MoveTo{"active"});
        CHECK_FALSE(workspace.toast()->undo);
    }
}

TEST_CASE_METHOD(WorkspaceFixture, "each toast undoes its own step, also an older one",
                 "[app][workspace]") {
    const RecordId first = save_account("First");
    const RecordId second = save_account("Second");
    const auto remove = [&](const RecordId& id) {
        workspace.handle(intent::GoTo{"#/account/" + to_text(id)});
        workspace.handle(intent::Delete{});
        return workspace.toast()->token;
    };
    const std::uint32_t older = remove(first);
    const std::uint32_t newer = remove(second);
    CHECK(older != newer);
    const auto is_deleted = [&](const RecordId& id) {
        return must(workspace.store().read(entity("account"), id))->life ==
               holdfast::Record::Life::Deleted;
    };
    workspace.handle(intent::Undo{older});
    CHECK(toast() == "Undone");
    CHECK_FALSE(is_deleted(first));
    CHECK(is_deleted(second));
    workspace.handle(intent::Undo{older});
    CHECK(is_deleted(second));
    workspace.handle(intent::Undo{newer});
    CHECK_FALSE(is_deleted(second));
}

TEST_CASE_METHOD(WorkspaceFixture, "mistakes are announced and keep what was typed",
                 "[app][workspace]") {
    workspace.handle(intent::NewRecord{entity("account")});
    type("account", "email", "nobody");
    workspace.handle(intent::Save{});
    CHECK(workspace.toast()->problem);
    CHECK(toast() == "Not saved yet: correct the marked fields.");
    CHECK(workspace.form()->mode() == holdfast::FormMode::Create);
    CHECK(asked(HostRequest::Kind::LocalChange) == 0);
}

TEST_CASE_METHOD(WorkspaceFixture, "the back button does not throw away unsaved input",
                 "[app][workspace]") {
    const RecordId id = save_account("Before");
    workspace.handle(intent::BeginEdit{});
    type("account", "name", "Typed");
    CHECK(workspace.has_unsaved_input());
    const std::string here = workspace.route().address;
    workspace.navigate("#/account");
    CHECK(workspace.route().address == here);
    CHECK(workspace.held_address() == "#/account");
    workspace.handle(intent::GoTo{workspace.held_address()});
    CHECK(workspace.route().address == "#/account");
    CHECK_FALSE(workspace.has_unsaved_input());
    CHECK(name_of(id) == "Before");
}

TEST_CASE_METHOD(WorkspaceFixture, "a list looks as it was left", "[app][workspace]") {
    save_account("Norrsken AB");
    save_account("Aurora Ltda.");
    workspace.handle(intent::GoTo{"#/account"});
    workspace.handle(intent::SetSearch{"norr"});
    REQUIRE(workspace.list()->row_count() == 1);
    workspace.handle(intent::GoTo{"#/contact"});
    workspace.handle(intent::GoBack{});
    CHECK(workspace.route().address == "#/account");
    CHECK(workspace.list()->search() == "norr");
    CHECK(workspace.list()->row_count() == 1);
}

TEST_CASE_METHOD(WorkspaceFixture, "language and theme are kept on the device",
                 "[app][workspace]") {
    workspace.set_preferred_language("fr-CA");
    CHECK(workspace.modules().front().label == "Comptes");
    workspace.handle(intent::SetLanguage{"ja"});
    workspace.handle(intent::SetTheme{"dark"});
    CHECK(workspace.modules().front().label == "取引先");
    workspace.set_preferred_language("fr");
    CHECK(workspace.strings().language() == holdfast::Language::Japanese);
    CHECK(must(workspace.store().read_setting("language")) == "ja");
    CHECK(workspace.theme() == "dark");
}

TEST_CASE_METHOD(WorkspaceFixture, "an import runs in steps and its toast undoes it",
                 "[app][workspace]") {
    workspace.handle(intent::OpenImport{entity("contact")});
    CHECK(workspace.route().address == "#/contact/import");
    CHECK(asked(HostRequest::Kind::PickFile) == 1);
    workspace.on_file_picked("broken.csv", source_of(""));
    CHECK(workspace.import() == nullptr);
    CHECK(workspace.import_problem() == "This file is empty. Choose another one.");
    workspace.on_file_picked("people.csv", source_of("Last name,Company\nLee,North\nRay,North\n"));
    REQUIRE(workspace.import() != nullptr);
    workspace.handle(intent::ImportStart{});
    CHECK(workspace.has_unsaved_input());
    while (workspace.step(8)) continue;
    CHECK(toast() == "2 rows imported");
    CHECK(asked(HostRequest::Kind::LocalChange) == 1);
    REQUIRE(workspace.last_import().has_value());
    CHECK(workspace.last_import()->file_name == "people.csv");

    undo();
    while (workspace.step(8)) continue;
    CHECK(toast() == "3 records moved to the recycle bin");
    CHECK_FALSE(workspace.last_import().has_value());
    workspace.handle(intent::GoTo{"#/contact"});
    CHECK(workspace.list()->row_count() == 0);
}

TEST_CASE_METHOD(WorkspaceFixture, "a list is exported as it is shown", "[app][workspace]") {
    save_account("Norrsken AB");
    save_account("Aurora Ltda.");
    workspace.handle(intent::GoTo{"#/account"});
    workspace.handle(intent::SetColumns{{field("account", "name"), field("account", "status")}});
    workspace.handle(intent::SetSearch{"norr"});
    static_cast<void>(workspace.take_requests());
    workspace.handle(intent::ExportList{});
    while (workspace.step(8)) continue;
    const auto requests = workspace.take_requests();
    REQUIRE(requests.size() == 1);
    CHECK(requests.front().kind == HostRequest::Kind::Download);
    CHECK(requests.front().name == "account.csv");
    CHECK(requests.front().content == "\xEF\xBB\xBFName,Status\r\nNorrsken AB,Prospect\r\n");
    CHECK(toast() == "1 row exported");
}

TEST_CASE_METHOD(WorkspaceFixture, "a long export is handed over in pieces", "[app][workspace]") {
    holdfast::Draft many("test.many", workspace.store().state().checkpoint);
    for (int row = 0; row < 300; ++row)
        many.create(entity("account"), holdfast::make_record_id(environment),
                    {{field("account", "name"), "N" + std::to_string(1'000 + row)},
                     {field("account", "notes"), std::string(10'000, 'x')}});
    REQUIRE(std::holds_alternative<holdfast::Saved>(must(workspace.store().commit(many))));
    workspace.handle(intent::GoTo{"#/account"});
    workspace.handle(intent::SetColumns{{field("account", "name"), field("account", "notes")}});
    static_cast<void>(workspace.take_requests());
    workspace.handle(intent::ExportList{});
    while (workspace.step(8)) continue;
    std::string file;
    std::size_t pieces = 0;
    for (const HostRequest& request : workspace.take_requests()) {
        file += request.content;
        if (request.kind == HostRequest::Kind::DownloadPart) ++pieces;
    }
    // One that begins the file anew, one of the first 250 rows.
    CHECK(pieces == 2);
    CHECK(file.size() > 3'000'000);
    for (const int row : {1'000, 1'249, 1'250, 1'299})
        CHECK(file.find("N" + std::to_string(row) + ",x") != std::string::npos);
}

TEST_CASE_METHOD(WorkspaceFixture, "a selection is exported in the order of the list",
                 "[app][workspace]") {
    const RecordId third = save_account("C");
    const RecordId first = save_account("A");
    save_account("B");
    workspace.handle(intent::GoTo{"#/account"});
    workspace.handle(intent::SetColumns{{field("account", "name")}});
    workspace.handle(intent::SetSort{field("account", "name"), holdfast::SortDirection::Ascending});
    static_cast<void>(workspace.take_requests());
    workspace.handle(intent::ExportList{holdfast::FileFormat::Csv, {third, first, RecordId{9, 9}}});
    while (workspace.step(8)) continue;
    const auto requests = workspace.take_requests();
    REQUIRE(requests.size() == 1);
    CHECK(requests.front().content == "\xEF\xBB\xBFName\r\nA\r\nC\r\n");
}

TEST_CASE_METHOD(WorkspaceFixture, "a search over all modules groups what it finds",
                 "[app][workspace]") {
    const RecordId account = save_account("Norrsken AB");
    workspace.handle(
        intent::NewRecord{entity("contact"), {{field("contact", "account"), Value(account)}}});
    type("contact", "last_name", "Norrby");
    workspace.handle(intent::Save{});
    workspace.navigate("#/search?q=norr");
    REQUIRE(workspace.search_groups().size() == 2);
    CHECK(workspace.search_groups()[0].label == "Accounts");
    CHECK(workspace.search_groups()[0].rows.front().title.find("Norrsken") != std::string::npos);
    CHECK(workspace.search_groups()[1].count == 1);
    workspace.handle(intent::SetSearch{"nothing like it"});
    CHECK(workspace.search_groups().empty());
}

TEST_CASE_METHOD(WorkspaceFixture,
                 "the overview counts every pinned module and names its first records",
                 "[app][workspace]") {
    CHECK(workspace.overview().size() == 3);
    CHECK(workspace.overview().size() < workspace.modules().size());
    CHECK(workspace.overview().front().count == 0);
    save_account("Norrsken AB");
    const auto& accounts = workspace.overview().front();
    CHECK(accounts.label == "Accounts");
    CHECK(accounts.count == 1);
    REQUIRE(accounts.rows.size() == 1);
    CHECK(accounts.rows.front().title.find("Norrsken AB") != std::string::npos);
}

TEST_CASE_METHOD(WorkspaceFixture, "a record's page lists what links to it", "[app][workspace]") {
    const RecordId account = save_account("Norrsken AB");
    workspace.handle(
        intent::NewRecord{entity("contact"), {{field("contact", "account"), Value(account)}}});
    type("contact", "last_name", "Ek");
    workspace.handle(intent::Save{});
    workspace.handle(intent::GoTo{"#/account/" + to_text(account)});
    std::int64_t contacts = -1;
    for (std::size_t index = 0; index < workspace.related().size(); ++index) {
        const auto& related = workspace.related()[index];
        if (related.entity != entity("contact")) continue;
        contacts = related.count;
        REQUIRE(workspace.related_list(index) != nullptr);
        CHECK(workspace.related_list(index)->row(0).title == "Ek");
    }
    CHECK(contacts == 1);
}

TEST_CASE_METHOD(WorkspaceFixture, "an address with a code enrols at once and ends at home",
                 "[app][workspace]") {
    workspace.navigate("#/enrol?code=7K2Q9");
    CHECK(workspace.route().address == "#/sync");
    const auto requests = workspace.take_requests();
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].kind == HostRequest::Kind::ReplaceAddress);
    CHECK(requests[0].name == "#/sync");
    CHECK(requests[1].kind == HostRequest::Kind::Enrol);
    CHECK(requests[1].name == "7K2Q9");
    workspace.set_sync_status({});
    CHECK(workspace.route().screen == ScreenKind::Sync);
    enrol();
    workspace.set_sync_status({});
    CHECK(workspace.route().address == "#/home");
    static_cast<void>(workspace.take_requests());
    workspace.navigate("#/enrol?code=7K2Q9");
    CHECK(workspace.route().address == "#/home");
    CHECK(asked(HostRequest::Kind::Enrol) == 0);
}

TEST_CASE_METHOD(WorkspaceFixture, "records made before are given to a server only when asked",
                 "[app][workspace]") {
    save_account("Norrsken AB");
    workspace.navigate("#/enrol?code=7K2Q9");
    CHECK(workspace.route().code == "7K2Q9");
    CHECK(asked(HostRequest::Kind::Enrol) == 0);
}

TEST_CASE_METHOD(WorkspaceFixture, "a refused change is filled in again and sent anew",
                 "[app][workspace]") {
    enrol();
    save_account("Norrsken AB");
    refuse(1, holdfast::RejectionCode::Invalid);
    workspace.navigate("#/attention");
    REQUIRE(workspace.attention().size() == 1);
    CHECK(workspace.attention().front().name.find("Norrsken AB") != std::string::npos);

    workspace.handle(intent::CopyAttention{holdfast::TransactionNo{1}});
    CHECK(asked(HostRequest::Kind::CopyText) == 1);
    CHECK(toast() != "Copied");
    workspace.on_copied(holdfast::Clipboard::Taken);
    CHECK(toast() == "Copied");
    workspace.on_copied(holdfast::Clipboard::Refused);
    CHECK(workspace.toast()->problem);
    workspace.handle(intent::EditAndResend{holdfast::TransactionNo{1}});
    REQUIRE(workspace.form() != nullptr);
    type("account", "phone", "+46 70 123 45 67");
    workspace.handle(intent::Save{});
    CHECK(workspace.attention().empty());
    CHECK(name_of(workspace.form()->id()) == "Norrsken AB");
    const auto queued =
        must(workspace.store().read_queued(holdfast::TransactionNo{1}, 10, 1 << 20));
    CHECK(queued.size() == 1);
}

TEST_CASE_METHOD(WorkspaceFixture, "a toast ends by the clock", "[app][workspace]") {
    save_account("Norrsken AB");
    REQUIRE(workspace.next_wake_ms().has_value());
    environment.now = *workspace.next_wake_ms() - 1;
    static_cast<void>(workspace.step(8));
    CHECK(workspace.toast().has_value());
    environment.now += 1;
    static_cast<void>(workspace.step(8));
    CHECK_FALSE(workspace.toast().has_value());
}

TEST_CASE_METHOD(WorkspaceFixture, "what the host could not do is said as a problem",
                 "[app][workspace]") {
    workspace.on_problem("The download could not be prepared.");
    CHECK(toast() == "The download could not be prepared.");
    CHECK(workspace.toast()->problem);
}

struct ChipCase {
    holdfast::SyncStatus status;
    std::string text;
};

TEST_CASE("the sync chip says its state in words", "[app][workspace]") {
    using holdfast::SyncPhase;
    const auto status = [](SyncPhase phase, std::int64_t pending, std::int64_t attention = 0) {
        holdfast::SyncStatus made;
        made.phase = phase;
        made.pending = pending;
        made.needs_attention = attention;
        made.last_synced_ms = 38'520'000;
        return made;
    };
    const ChipCase given = GENERATE_COPY(values<ChipCase>({
        {status(SyncPhase::Standalone, 0), "Only on this device"},
        {status(SyncPhase::Offline, 3), "Offline, 3 changes waiting"},
        {status(SyncPhase::Offline, 1), "Offline, 1 change waiting"},
        {status(SyncPhase::Offline, 0), "Offline"},
        {status(SyncPhase::Syncing, 2), "Syncing, 2 changes to send"},
        {status(SyncPhase::Synced, 0), "Synced at 10:42"},
        {status(SyncPhase::Attention, 0, 1), "1 item needs attention"},
        {status(SyncPhase::Attention, 4, 2), "2 items need attention; 4 waiting"},
        {status(SyncPhase::Attention, 0, 0), "Syncing has stopped"},
        {status(SyncPhase::Attention, 3, 0), "Syncing has stopped; 3 waiting"},
    }));
    CHECK(sync_sentence(holdfast::Strings(), given.status, 0) == given.text);
}

}  // namespace
