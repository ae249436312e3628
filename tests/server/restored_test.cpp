#include "restored.h"

#include <unistd.h>

#include <filesystem>

#include "accounts.h"
#include "core/fixed_environment.h"
#include "owed_numbers.h"
#include "server_schema.h"
#include "sqlite_client_store.h"
#include "sync/server_rules.h"
#include "test_store.h"

using namespace holdfast;
using namespace holdfast::server;
using namespace holdfast::server::test;
namespace fs = std::filesystem;

namespace {

constexpr DeviceNo kDevice{1};
constexpr std::uint64_t kFirstEpoch = 1;

/// A folder with a workspace of the product's modules, a backup of it, and one device.
class Scene {
public:
    Scene() {
        fs::remove_all(path_);
        fs::create_directories(path_);
        Database db = must(open_server_database(database()));
        must(prepare_server_schema(db, Registry::base(), kFirstEpoch));
        SqliteStore store(std::move(db), Registry::base());
        must(store.begin());
        must(store.write_device({kDevice, "A1", "ada", TransactionNo::None, {}}));
        must(store.commit());
        device = sim::make_sqlite_store(Registry::base(), environment, kDevice);
    }
    ~Scene() { fs::remove_all(path_); }

    [[nodiscard]] std::string database() const { return (path_ / "holdfast.db").string(); }
    DataFolder folder() { return must(DataFolder::open(path_)); }

    void add_account(const std::string& name) {
        sim::LocalWork work{device->state().checkpoint, {}};
        Operation create;
        create.kind = OperationKind::Create;
        create.entity = account().id;
        create.record = record(++created_);
        FieldEdit edit;
        edit.field = account().find_field("name")->id;
        edit.value = name;
        create.edits = {edit};
        work.operations = {create};
        REQUIRE(must(device->commit(work)) != TransactionNo::None);
    }
    /// Push of all that is queued, then a delta, as often as it takes.
    void synchronise() {
        SqliteStore store(must(open_server_database(database())), Registry::base());
        sync::ServerContext context{&Registry::base(), &store, environment.now};
        for (int round = 0; round < 3; ++round) {
            must(store.begin());
            const sync::PushRequest push{device->state().enrolment.epoch, 1, queued()};
            must(sync::handle_push(context, kDevice, push));
            const sync::DeltaRequest asked{push.epoch, device->state().checkpoint, {}, 0};
            must(device->apply(must(sync::build_delta(context, kDevice, asked))));
            must(store.commit());
        }
    }
    std::vector<TransactionRecord> queued() {
        return must(device->read_queued(TransactionNo::None, 100, 1 << 20));
    }
    std::size_t accounts_on_server() {
        SqliteStore store(must(open_server_database(database())), Registry::base());
        must(store.begin_snapshot());
        for (const EntityRows& rows : must(store.read_changes(ServerSeq::None)))
            if (rows.entity == account().id) return rows.rows.size();
        return 0;
    }
    void back_up() {
        Database db = must(open_server_database(database()));
        must(db.run("VACUUM INTO '" + database() + ".backup'"));
    }
    void put_back() {
        for (const char* part : {"", "-wal", "-shm"}) fs::remove(database() + part);
        fs::copy_file(database() + ".backup", database());
    }
    static const EntityDef& account() { return *Registry::base().find("account"); }

    holdfast::test::FixedEnvironment environment;
    std::unique_ptr<sim::SimStore> device;

private:
    fs::path path_ = fs::temp_directory_path() / ("holdfast-restored-" + std::to_string(getpid()));
    std::uint64_t created_ = 0;
};

}  // namespace

TEST_CASE("nothing is lost when a server is restored from a backup", "[server][restored]") {
    Scene scene;
    scene.add_account("In the backup");
    scene.synchronise();
    scene.back_up();
    scene.add_account("Acknowledged after it");
    scene.synchronise();
    CHECK(scene.queued().empty());
    const ServerSeq ahead = scene.device->state().checkpoint;
    scene.add_account("Still queued");

    scene.put_back();
    CHECK(scene.accounts_on_server() == 1);
    {
        DataFolder folder = scene.folder();
        must(begin_new_history(folder, scene.environment));
    }
    scene.synchronise();
    CHECK(scene.accounts_on_server() == 3);
    CHECK(scene.queued().empty());
    CHECK(must(scene.device->needing_attention()).empty());
    CHECK(must(scene.device->count(Scene::account().id)) == 3);
    CHECK(scene.device->state().enrolment.epoch != kFirstEpoch);
    CHECK(raw(scene.device->state().checkpoint) > raw(ahead) + (kSeqJumpAtRestore >> 1));
}

TEST_CASE("codes from before the backup are worth nothing after it", "[server][restored]") {
    Scene scene;
    Database db = must(open_server_database(scene.database()));
    must(db.run("INSERT INTO server_code VALUES (x'01', 'ada', 99)"));
    DataFolder folder = scene.folder();
    must(begin_new_history(folder, scene.environment));
    Statement count = must(db.prepare("SELECT count(*) FROM server_code"));
    REQUIRE(must(count.step()));
    CHECK(count.integer(0) == 0);
}

TEST_CASE("a device let in after a restore never gets the number of one that was lost",
          "[server][restored]") {
    Scene scene;
    const NewDevice tablet{"ada", "Tablet", "secret", 5};
    scene.back_up();
    Database lost = must(open_server_database(scene.database()));
    const DeviceIdentity before = must(add_device(lost, tablet));
    lost = must(Database::open(":memory:"));
    scene.put_back();
    DataFolder folder = scene.folder();
    must(begin_new_history(folder, scene.environment));
    Database restored = must(open_server_database(scene.database()));
    const DeviceIdentity after = must(add_device(restored, tablet));
    CHECK(raw(after.device) == raw(kDevice) + kDevicesSkippedAtRestore + 1);
    CHECK(after.code != before.code);
}

TEST_CASE("after a restore the devices that may know document numbers are waited for",
          "[server][restored][numbers]") {
    Scene scene;
    {
        Database db = must(open_server_database(scene.database()));
        must(add_device(db, {"ada", "Tablet", "secret", 5}));
    }
    DataFolder folder = scene.folder();
    must(begin_new_history(folder, scene.environment));
    Database db = must(open_server_database(scene.database()));
    const std::vector<OwingDevice> owing = must(read_owing_devices(db));
    REQUIRE(owing.size() == 1);  // The other one has no token: it cannot speak.
    CHECK(owing[0].name == "Tablet");
}

TEST_CASE("a folder that is served, or holds nothing, is not marked", "[server][restored]") {
    Scene scene;
    DataFolder served = scene.folder();
    must(served.lock());
    DataFolder folder = scene.folder();
    CHECK(begin_new_history(folder, scene.environment).error().code == ErrorCode::Conflict);
    fs::remove(scene.database());
    DataFolder empty = must(DataFolder::open(fs::path(scene.database() + ".other")));
    CHECK(begin_new_history(empty, scene.environment).error().code == ErrorCode::NotFound);
    CHECK_FALSE(fs::exists(empty.database_path()));
}
