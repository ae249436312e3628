#include "core/open_database.h"

#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "core/slot_vfs.h"
#include "fake_slots.h"
#include "raw_sql.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

std::string answer(Database& db, const std::string& sql) {
    Statement statement = must(db.prepare(sql));
    return must(statement.step()) ? std::string(statement.text(0)) : "";
}

struct SlotStore {
    MemoryFiles files{kDatabaseSlotCount};
    SeededEnvironment environment;
    std::unique_ptr<SlotVfs> vfs = must(SlotVfs::mount(files, environment));

    [[nodiscard]] Result<Database> open() {
        return open_database(SlotVfs::kDatabasePath, {.vfs = vfs->name()});
    }
};

// A path in the temporary folder, removed with its log at both ends.
class TemporaryFile {
public:
    TemporaryFile() { remove(); }
    ~TemporaryFile() { remove(); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    void remove() const {
        for (const char* suffix : {"", "-wal", "-shm", "-journal"})
            std::filesystem::remove(path_ + suffix);
    }
    std::string path_ = (std::filesystem::temp_directory_path() /
                         ("holdfast_open_" + std::to_string(::getpid()) + ".db"))
                            .string();
};

TEST_CASE("a new database has our settings", "[store][open]") {
    struct Setting {
        std::string pragma;
        std::string expected;
    };
    const auto [pragma, expected] = GENERATE(values<Setting>({{"locking_mode", "exclusive"},
                                                              {"journal_mode", "wal"},
                                                              {"synchronous", "2"},
                                                              {"page_size", "8192"},
                                                              {"cache_size", "-65536"},
                                                              {"auto_vacuum", "2"},
                                                              {"wal_autocheckpoint", "4000"},
                                                              {"foreign_keys", "1"},
                                                              {"trusted_schema", "0"},
                                                              {"cell_size_check", "1"},
                                                              {"application_id", "1212568404"}}));
    SlotStore store;
    Database db = must(store.open());
    CAPTURE(pragma);
    CHECK(answer(db, "PRAGMA " + pragma) == expected);
}

TEST_CASE("a database in WAL mode opens again, also after a crash", "[store][open]") {
    SlotStore store;
    {
        Database db = must(store.open());
        must(db.run("CREATE TABLE note(body); INSERT INTO note VALUES('kept')"));
    }
    {
        Database db = must(store.open());
        CHECK(answer(db, "SELECT body FROM note") == "kept");
        must(db.run("INSERT INTO note VALUES('in the log')"));
        MemoryFiles crashed = store.files;
        REQUIRE(crashed.size(kWalSlot) > 0);
        SeededEnvironment environment;
        const auto vfs = must(SlotVfs::mount(crashed, environment, "after-crash"));
        Database again = must(open_database(SlotVfs::kDatabasePath, {.vfs = vfs->name()}));
        CHECK(answer(again, "SELECT count(*) FROM note") == "2");
    }
}

TEST_CASE("a plain file can be shared by a reader and a writer", "[store][open]") {
    const TemporaryFile file;
    const OpenOptions options{.sharing = Sharing::Shared};
    Database writer = must(open_database(file.path(), options));
    must(writer.run("CREATE TABLE note(body); INSERT INTO note VALUES('kept')"));
    Database reader = must(open_database(file.path(), options));
    CHECK(answer(reader, "SELECT body FROM note") == "kept");
    CHECK(answer(reader, "PRAGMA locking_mode") == "normal");
    CHECK(answer(reader, "PRAGMA journal_mode") == "wal");
}

TEST_CASE("a file that is damaged or not ours is refused and left byte for byte as it was",
          "[store][open]") {
    const std::string kind = GENERATE("text", "foreign", "no application", "damaged header");
    SlotStore store;
    if (kind == "text") {
        const std::string text(5000, 'x');
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
        REQUIRE(store.files.write(kDatabaseSlot, 0, {bytes, text.size()}) == SlotFault::None);
    } else {
        RawSql sql(store.vfs->name());
        sql.run("PRAGMA locking_mode=EXCLUSIVE; CREATE TABLE theirs(a)");
        if (kind == "foreign") sql.run("PRAGMA application_id=252006673");
    }
    if (kind == "damaged header") {
        const std::vector<std::uint8_t> zeros(16, 0);
        REQUIRE(store.files.write(kDatabaseSlot, 0, zeros) == SlotFault::None);
    }
    store.vfs.reset();
    store.vfs = must(SlotVfs::mount(store.files, store.environment));
    const std::vector<std::uint8_t> before = store.files.contents(kDatabaseSlot);

    CAPTURE(kind);
    const auto opened = store.open();
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().code == ErrorCode::Corrupt);
    CHECK(store.files.contents(kDatabaseSlot) == before);
}

TEST_CASE("batches are written without flushing, and flushed when they end", "[store][open]") {
    SlotStore store;
    Database db = must(store.open());
    must(db.run("CREATE TABLE note(body)"));
    must(set_durability(db, Durability::Batch));
    must(db.run("INSERT INTO note VALUES('first')"));
    store.vfs->reset_statistics();
    must(db.run("INSERT INTO note VALUES('second')"));
    CHECK(store.vfs->statistics().writes >= 1);
    CHECK(store.vfs->statistics().flushes == 0);
    must(set_durability(db, Durability::Every));
    CHECK(store.vfs->statistics().flushes >= 1);
    CHECK(answer(db, "PRAGMA synchronous") == "2");
    store.vfs->reset_statistics();
    must(db.run("INSERT INTO note VALUES('third')"));
    CHECK(store.vfs->statistics().flushes >= 1);
}

TEST_CASE("a restart checkpoint empties the log and an idle one keeps the file", "[store][open]") {
    SlotStore store;
    Database db = must(store.open());
    must(db.run("CREATE TABLE note(body); INSERT INTO note VALUES('kept')"));
    REQUIRE(store.files.size(kWalSlot) > 0);
    const std::int64_t before = store.files.size(kDatabaseSlot);
    must(run_checkpoint(db, Checkpoint::Idle));
    CHECK(store.files.size(kDatabaseSlot) > before);
    CHECK(store.files.size(kWalSlot) > 0);
    must(run_checkpoint(db, Checkpoint::Restart));
    CHECK(store.files.size(kWalSlot) == 0);
}

CheckState check_all(DatabaseCheck& check, Status& failure) {
    for (int steps = 0; steps < 100; ++steps) {
        const auto state = check.step();
        if (!state) {
            failure = tl::unexpected<Error>(state.error());
            return CheckState::Running;
        }
        if (*state == CheckState::Sound) return CheckState::Sound;
    }
    return CheckState::Running;
}

TEST_CASE("a check goes through every table and finds the file sound", "[store][open]") {
    SlotStore store;
    Database db = must(store.open());
    must(
        db.run("CREATE TABLE \"odd ' name\"(a); CREATE TABLE b(a REFERENCES c(id));"
               "CREATE TABLE c(id INTEGER PRIMARY KEY)"));
    DatabaseCheck check = must(DatabaseCheck::begin(db));
    Status failure;
    CHECK(check_all(check, failure) == CheckState::Sound);
    CHECK(failure.has_value());
}

TEST_CASE("a check finds a reference to nothing", "[store][open]") {
    SlotStore store;
    Database db = must(store.open());
    must(
        db.run("PRAGMA foreign_keys = OFF; CREATE TABLE c(id INTEGER PRIMARY KEY);"
               "CREATE TABLE b(a REFERENCES c(id)); INSERT INTO b VALUES(9)"));
    DatabaseCheck check = must(DatabaseCheck::begin(db));
    Status failure;
    check_all(check, failure);
    REQUIRE_FALSE(failure.has_value());
    CHECK(failure.error().code == ErrorCode::Corrupt);
}

TEST_CASE("a check finds a damaged page", "[store][open]") {
    SlotStore store;
    {
        Database db = must(store.open());
        must(
            db.run("CREATE TABLE note(body);"
                   "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                   "INSERT INTO note SELECT printf('%.*c', 200, 'x') FROM n"));
    }
    const std::vector<std::uint8_t> noise(200, 0x77);
    REQUIRE(store.files.write(kDatabaseSlot, store.files.size(kDatabaseSlot) - 8192, noise) ==
            SlotFault::None);
    Database db = must(store.open());
    DatabaseCheck check = must(DatabaseCheck::begin(db));
    Status failure;
    check_all(check, failure);
    REQUIRE_FALSE(failure.has_value());
    CHECK(failure.error().code == ErrorCode::Corrupt);
}

}  // namespace
}  // namespace holdfast::test
