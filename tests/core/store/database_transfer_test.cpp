#include "core/database_transfer.h"

#include <string>
#include <vector>

#include "fake_slots.h"
#include "raw_sql.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

using Bytes = std::vector<std::uint8_t>;
constexpr std::int32_t kVersionMax = 7;
constexpr std::size_t kSliceBytes = 10'000;

std::string answer(Database& db, const std::string& sql) {
    Statement statement = must(db.prepare(sql));
    return must(statement.step()) ? std::string(statement.text(0)) : "";
}

// A workspace with one table whose only row is `text`.
struct OpenWorkspace {
    explicit OpenWorkspace(const std::string& text) : OpenWorkspace() {
        must(database->run("CREATE TABLE note(body); INSERT INTO note VALUES('" + text + "')"));
    }
    explicit OpenWorkspace(MemoryFiles found = MemoryFiles(kWorkspaceFileCount))
        : files(std::move(found)) {
        vfs = must(SlotVfs::mount(slots, environment, "workspace"));
        database = std::make_unique<Database>(
            must(open_database(SlotVfs::kDatabasePath, {.vfs = "workspace"})));
    }
    void close() {
        database.reset();
        vfs.reset();
    }

    MemoryFiles files;
    SeededEnvironment environment;
    WorkspaceFiles workspace = must(WorkspaceFiles::open(files));
    GenerationSlots slots = workspace.active_slots();
    std::unique_ptr<SlotVfs> vfs;
    std::unique_ptr<Database> database;
};

Bytes exported(OpenWorkspace& from) {
    DatabaseExport transfer = must(DatabaseExport::begin(*from.database, from.slots));
    Bytes file;
    Bytes slice(kSliceBytes);
    while (const std::size_t count = must(transfer.read(slice)))
        file.insert(file.end(), slice.begin(), slice.begin() + static_cast<std::ptrdiff_t>(count));
    CHECK(static_cast<std::int64_t>(file.size()) == transfer.size());
    return file;
}

Bytes database_file(const std::string& text, const std::string& pragmas = "") {
    OpenWorkspace source(text);
    if (!pragmas.empty()) must(source.database->run(pragmas));
    Bytes file = exported(source);
    source.close();
    return file;
}

// Everything up to accept(); the first failure, if any.
Status import_file(DatabaseImport& import, const Bytes& file) {
    for (std::size_t at = 0; at < file.size(); at += kSliceBytes)
        TRY(import.append({file.data() + at, std::min(kSliceBytes, file.size() - at)}));
    for (int steps = 0; steps < 100; ++steps)
        if (TRY(import.check()) == CheckState::Sound) return {};
    return fail(ErrorCode::Storage, "the check does not end");
}

TEST_CASE("an exported file can be imported elsewhere and lives there", "[store][transfer]") {
    const Bytes file = database_file("from the old laptop");
    OpenWorkspace target("own");
    DatabaseImport import =
        must(DatabaseImport::begin(target.workspace, target.environment, kVersionMax));
    must(import_file(import, file));
    CHECK(answer(*target.database, "SELECT body FROM note") == "own");
    target.close();
    must(import.accept());

    OpenWorkspace restarted(target.files);
    CHECK(restarted.workspace.active() == Generation::B);
    CHECK(answer(*restarted.database, "SELECT body FROM note") == "from the old laptop");
    CHECK(restarted.workspace.spare_slots().size(kDatabaseSlot) > 0);
}

TEST_CASE("an export is the state of its beginning, whatever is saved meanwhile",
          "[store][transfer]") {
    OpenWorkspace source("before");
    Bytes file;
    {
        DatabaseExport transfer = must(DatabaseExport::begin(*source.database, source.slots));
        Bytes slice(8192);
        while (const std::size_t count = must(transfer.read(slice))) {
            file.insert(file.end(), slice.begin(),
                        slice.begin() + static_cast<std::ptrdiff_t>(count));
            must(source.database->run("INSERT INTO note VALUES(zeroblob(100000))"));
        }
    }
    CHECK(answer(*source.database, "PRAGMA wal_autocheckpoint") == "4000");
    source.close();

    OpenWorkspace target;
    DatabaseImport import =
        must(DatabaseImport::begin(target.workspace, target.environment, kVersionMax));
    must(import_file(import, file));
    target.close();
    must(import.accept());
    OpenWorkspace restarted(target.files);
    CHECK(answer(*restarted.database, "SELECT count(*) FROM note") == "1");
}

TEST_CASE("a file that is not one of ours is refused at its first slice", "[store][transfer]") {
    struct Case {
        std::string what;
        ErrorCode expected;
    };
    const auto [what, expected] =
        GENERATE(values<Case>({{"text", ErrorCode::BadInput},
                               {"short", ErrorCode::BadInput},
                               {"PRAGMA application_id = 1", ErrorCode::BadInput},
                               {"PRAGMA user_version = 8", ErrorCode::Unsupported}}));
    Bytes file;
    if (what == "text") file.assign(5000, 'x');
    if (what == "short") file = {'S', 'Q', 'L', 'i', 't', 'e'};
    if (file.empty()) file = database_file("theirs", what);

    OpenWorkspace target("own");
    DatabaseImport import =
        must(DatabaseImport::begin(target.workspace, target.environment, kVersionMax));
    const Status status = import_file(import, file);
    CAPTURE(what);
    REQUIRE_FALSE(status.has_value());
    CHECK(status.error().code == expected);
    CHECK(answer(*target.database, "SELECT body FROM note") == "own");
}

TEST_CASE("a file that is cut short or damaged is refused by the check", "[store][transfer]") {
    Bytes file = database_file("theirs",
                               "CREATE TABLE more(a); INSERT INTO more "
                               "VALUES(zeroblob(60000))");
    const bool cut = GENERATE(true, false);
    if (cut) file.resize(file.size() / 2);
    if (!cut) std::fill(file.begin() + 8192 + 16, file.begin() + 3 * 8192, std::uint8_t{0x77});
    OpenWorkspace target("own");
    DatabaseImport import =
        must(DatabaseImport::begin(target.workspace, target.environment, kVersionMax));
    const Status status = import_file(import, file);
    CAPTURE(cut);
    REQUIRE_FALSE(status.has_value());
    CHECK(status.error().code == ErrorCode::Corrupt);
    CHECK(target.workspace.active() == Generation::A);
}

TEST_CASE("an import that was dropped half way leaves no trace in the next one",
          "[store][transfer]") {
    const Bytes file = database_file("second try");
    OpenWorkspace target("own");
    {
        DatabaseImport import =
            must(DatabaseImport::begin(target.workspace, target.environment, kVersionMax));
        must(import_file(import, file));
    }
    DatabaseImport import =
        must(DatabaseImport::begin(target.workspace, target.environment, kVersionMax));
    CHECK(target.workspace.spare_slots().size(kDatabaseSlot) == 0);
    must(import_file(import, file));
    target.close();
    must(import.accept());
    OpenWorkspace restarted(target.files);
    CHECK(answer(*restarted.database, "SELECT body FROM note") == "second try");
}

}  // namespace
}  // namespace holdfast::test
