// Three devices write, the server is killed and stopped while they do: nothing lost, nothing twice.
#include <atomic>
#include <thread>

#include "core/open_database.h"
#include "core/query.h"
#include "secrets.h"
#include "support/native_device.h"
#include "support/server_process.h"
#include "support/test.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

constexpr int kDevices = 3;
constexpr int kTransactionsEach = 170;
constexpr int kQueuedMax = 3;
constexpr int kPatienceMs = 120'000;

const EntityDef& account() {
    return *Registry::base().find("account");
}

FieldId field(std::string_view key) {
    return account().find_field(key)->id;
}

/// A new workspace with one user, and the code for one more device of hers.
class Workspace {
public:
    Workspace() : data(folder_.path() / "data") {
        REQUIRE(server::prepare_secrets());
        const auto added = run_server_program(
            {"user", "add", "ada", "--role", "technician", "--data", data.string()});
        REQUIRE(added.exit_code == 0);
    }
    std::string code() const {
        const auto made =
            run_server_program({"device", "code", "--user", "ada", "--data", data.string()});
        REQUIRE(made.exit_code == 0);
        return made.out.substr(0, made.out.find('\n'));
    }

private:
    ScratchFolder folder_;

public:
    const std::filesystem::path data;
};

/// One person: creates accounts of her own, and with each one renames the account that all share.
class Person {
public:
    Person(int number, std::uint16_t port, const std::string& code)
        : number_(number), device(port, environment_) {
        device.enrol(code);
        REQUIRE(device.run_until([this] { return is_enrolled(); }, kPatienceMs));
    }
    void create_shared(const RecordId& shared) {
        Draft draft("account.create", seen());
        draft.create(account().id, shared, {{field("name"), std::string("shared")}});
        device.commit(draft);
        REQUIRE(settles());
    }
    [[nodiscard]] bool knows(const RecordId& id) {
        return device.run_until(
            [&] { return must(device.store().read(account().id, id)).has_value(); }, kPatienceMs);
    }
    /// Called on the person's own thread.
    void work(const RecordId& shared, std::atomic<int>& decided) {
        for (int i = 0; i < kTransactionsEach; ++i) {
            const std::string name = name_of(number_, i);
            Draft draft("account.create", seen());
            draft.create(account().id, make_record_id(environment_), {{field("name"), name}});
            draft.set(account().id, shared, {{field("name"), name}});
            device.commit(draft);
            const auto has_room = [&] {
                decided += decided_since_last_look();
                return device.status().pending < kQueuedMax;
            };
            if (!device.run_until(has_room, kPatienceMs)) return;
        }
        finished = settles();
        decided += decided_since_last_look();
    }
    [[nodiscard]] bool settles() {
        return device.run_until([this] { return device.status().pending == 0; }, kPatienceMs);
    }
    static std::string name_of(int person, int number) {
        return "person " + std::to_string(person) + " account " + std::to_string(number);
    }
    [[nodiscard]] ServerSeq seen() { return device.store().state().checkpoint; }

private:
    bool is_enrolled() { return device.store().state().authority == Authority::Enrolled; }
    int decided_since_last_look() {
        const int committed = static_cast<int>(raw(device.store().state().next_no)) - 1;
        const int now = committed - static_cast<int>(device.status().pending);
        return now - std::exchange(decided_, now);
    }

    int number_;
    int decided_ = 0;
    server::SystemEnvironment environment_;

public:
    NativeDevice device;
    std::atomic<bool> finished = false;
};

/// Everybody works at once; `disturb` is called each time another `every` transactions are decided.
void work_together(std::vector<std::unique_ptr<Person>>& people, const RecordId& shared, int every,
                   const std::function<void()>& disturb) {
    std::atomic<int> decided = 0;
    std::atomic<int> working = kDevices;
    std::vector<std::thread> threads;
    for (auto& person : people)
        threads.emplace_back([&, worker = person.get()] {
            worker->work(shared, decided);
            --working;
        });
    for (int next = every; working > 0; std::this_thread::yield()) {
        if (decided < next) continue;
        disturb();
        next += every;
    }
    for (std::thread& thread : threads) thread.join();
    for (auto& person : people) CHECK(person->finished);
}

std::vector<std::unique_ptr<Person>> gather(const Workspace& workspace, std::uint16_t port,
                                            const RecordId& shared) {
    std::vector<std::unique_ptr<Person>> people;
    for (int i = 0; i < kDevices; ++i)
        people.push_back(std::make_unique<Person>(i, port, workspace.code()));
    people[0]->create_shared(shared);
    for (auto& person : people) REQUIRE(person->knows(shared));
    return people;
}

std::int64_t query(Database& db, const std::string& sql) {
    Statement select = must(db.prepare(sql));
    REQUIRE(must(select.step()));
    return select.integer(0);
}

/// The server's file, also while it works.
Database open_beside(const std::filesystem::path& data) {
    OpenOptions options;
    options.sharing = Sharing::Shared;
    return must(open_database((data / "holdfast.db").string(), options));
}

/// What the server's file holds: every transaction once, in one order, and every account.
void check_database(const std::filesystem::path& data) {
    Database db = open_beside(data);
    const int expected = kDevices * kTransactionsEach + 1;
    CHECK(query(db, "SELECT count(*) FROM server_log") == expected);
    CHECK(query(db, "SELECT head FROM server_state") >=
          query(db, "SELECT max(seq) FROM server_log"));
    CHECK(query(db, "SELECT count(*) FROM (SELECT DISTINCT device, no FROM server_log)") ==
          expected);
    CHECK(query(db, "SELECT count(*) FROM server_result WHERE status = 1") == expected);
    CHECK(query(db, "SELECT count(*) FROM server_result") == expected);
    CHECK(query(db, "SELECT count(*) FROM account") == expected);
    for (int person = 0; person < kDevices; ++person)
        for (int i = 0; i < kTransactionsEach; ++i) {
            const std::string name = Person::name_of(person, i);
            CAPTURE(name);
            const std::int64_t found =
                query(db, "SELECT count(*) FROM account WHERE name = '" + name + "'");
            CHECK((found == 1 || found == 2));  // Twice when the shared account has it too.
        }
    Statement integrity = must(db.prepare("PRAGMA integrity_check"));
    REQUIRE(must(integrity.step()));
    CHECK(integrity.text(0) == "ok");
}

/// Every device shows the same as every other.
void check_devices(const std::filesystem::path& data, std::vector<std::unique_ptr<Person>>& people,
                   const RecordId& shared) {
    Database db = open_beside(data);
    const ServerSeq head{static_cast<std::uint64_t>(query(db, "SELECT head FROM server_state"))};
    std::vector<Value> names;
    for (auto& person : people) {
        REQUIRE(person->device.run_until([&] { return person->seen() == head; }, kPatienceMs));
        Query all;
        all.entity = account().id;
        CHECK(must(count_rows(person->device.store(), all)) == kDevices * kTransactionsEach + 1);
        const auto record = must(person->device.store().read(account().id, shared));
        REQUIRE(record);
        names.push_back(record->values[account().index_of(field("name"))]);
    }
    CHECK(names == std::vector<Value>(kDevices, names[0]));
}

}  // namespace

TEST_CASE("the server killed ten times while 510 transactions flow loses and doubles nothing",
          "[faults]") {
    const Workspace workspace;
    ServerProcess server(workspace.data);
    REQUIRE(server.is_ready());
    server::SystemEnvironment environment;
    const RecordId shared = make_record_id(environment);
    auto people = gather(workspace, server.port(), shared);
    int kills = 0;
    work_together(people, shared, 40, [&] {
        server.kill();
        ++kills;
        server.start_again();
    });
    CHECK(kills >= 10);
    check_devices(workspace.data, people, shared);
    CHECK(server.stop() == 0);
    check_database(workspace.data);
}

TEST_CASE("the server stopped politely while transactions flow ends well and goes on", "[faults]") {
    const Workspace workspace;
    ServerProcess server(workspace.data);
    REQUIRE(server.is_ready());
    server::SystemEnvironment environment;
    const RecordId shared = make_record_id(environment);
    auto people = gather(workspace, server.port(), shared);
    int stops = 0;
    work_together(people, shared, 130, [&] {
        CHECK(server.stop() == 0);
        ++stops;
        std::error_code none;
        const auto wal = std::filesystem::file_size(workspace.data / "holdfast.db-wal", none);
        CHECK((none || wal == 0));
        server.start_again();
    });
    CHECK(stops >= 3);
    check_devices(workspace.data, people, shared);
    CHECK(server.stop() == 0);
    check_database(workspace.data);
}

TEST_CASE("a backup that is put back without a word takes nothing that a device still knows",
          "[faults]") {
    const Workspace workspace;
    ServerProcess server(workspace.data);
    REQUIRE(server.is_ready());
    server::SystemEnvironment environment;
    const RecordId shared = make_record_id(environment);
    Person ana(0, server.port(), workspace.code());
    ana.create_shared(shared);
    CHECK(server.stop() == 0);
    const auto backup = workspace.data.parent_path() / "backup";
    std::filesystem::copy(workspace.data, backup, std::filesystem::copy_options::recursive);
    server.start_again();

    std::atomic<int> decided = 0;
    ana.work(shared, decided);
    REQUIRE(ana.finished);
    const auto epoch = ana.device.store().state().enrolment.epoch;
    const ServerSeq before = ana.seen();
    CHECK(server.stop() == 0);
    std::filesystem::remove_all(workspace.data);
    std::filesystem::rename(backup, workspace.data);
    server.start_again();

    const auto began_anew = [&] {
        return ana.device.store().state().enrolment.epoch != epoch &&
               ana.device.status().pending == 0;
    };
    REQUIRE(ana.device.run_until(began_anew, kPatienceMs));
    CHECK(ana.seen() > before);
    CHECK(server.stop() == 0);
    Database db = open_beside(workspace.data);
    for (int i = 0; i < kTransactionsEach; ++i) {
        CAPTURE(i);
        CHECK(query(db, "SELECT count(*) FROM account WHERE name = '" + Person::name_of(0, i) +
                            "'") >= 1);
    }
    CHECK(query(db, "SELECT count(*) FROM account") == kTransactionsEach + 1);
    CHECK(query(db, "SELECT count(*) FROM server_log") ==
          query(db, "SELECT count(*) FROM server_result WHERE status = 1"));
}
