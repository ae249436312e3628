// People who write on devices of their own while the server is killed, and what must be true then.
#pragma once

#include <atomic>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/open_database.h"
#include "core/query.h"
#include "secrets.h"
#include "support/native_device.h"
#include "support/server_process.h"
#include "support/test.h"

namespace holdfast::test {

/// How much everybody writes: so many transactions, or until there is enough.
struct Load {
    int devices = 3;
    int transactions_each = 170;
    const std::atomic<bool>* enough = nullptr;  ///< Null: never.
    int queued_max = 3;                         ///< Who has more waits before writing on.
};
inline constexpr int kPatienceMs = 120'000;

inline const EntityDef& account() {
    return *Registry::base().find("account");
}

inline FieldId field(std::string_view key) {
    return account().find_field(key)->id;
}

/// HOLDFAST_FAULT_SEED chooses the same faults as in the run that printed it.
inline std::uint64_t seed_of_faults() {
    if (const char* given = std::getenv("HOLDFAST_FAULT_SEED"))
        return std::strtoull(given, nullptr, 10);
    server::SystemEnvironment environment;
    return environment.random() % 1'000'000;
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
    void work(const RecordId& shared, std::atomic<int>& decided, const Load& load = {}) {
        while (saved < load.transactions_each && !(load.enough && *load.enough)) {
            const std::string name = name_of(number_, saved);
            Draft draft("account.create", seen());
            draft.create(account().id, make_record_id(environment_), {{field("name"), name}});
            draft.set(account().id, shared, {{field("name"), name}});
            device.commit(draft);
            ++saved;
            const auto has_room = [&] {
                decided += decided_since_last_look();
                return device.status().pending < load.queued_max;
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
    int saved = 0;  ///< Transactions that were acknowledged to the person.
    std::atomic<bool> finished = false;
};

using People = std::vector<std::unique_ptr<Person>>;

/// Everybody works at once; `disturb` is called each time as many more transactions are decided as
/// `every` says.
inline void work_together(People& people, const RecordId& shared, const Load& load,
                          const std::function<int()>& every, const std::function<void()>& disturb) {
    std::atomic<int> decided = 0;
    std::atomic<int> working = static_cast<int>(people.size());
    std::vector<std::thread> threads;
    for (auto& person : people)
        threads.emplace_back([&, worker = person.get()] {
            worker->work(shared, decided, load);
            --working;
        });
    for (int next = every(); working > 0; std::this_thread::yield()) {
        if (decided < next) continue;
        disturb();
        next = decided + every();
    }
    for (std::thread& thread : threads) thread.join();
    for (auto& person : people) CHECK(person->finished);
}

inline People gather(const Workspace& workspace, std::uint16_t port, const RecordId& shared,
                     const Load& load = {}) {
    People people;
    for (int i = 0; i < load.devices; ++i)
        people.push_back(std::make_unique<Person>(i, port, workspace.code()));
    people[0]->create_shared(shared);
    for (auto& person : people) REQUIRE(person->knows(shared));
    return people;
}

/// A workspace with its server, and everybody in it.
struct Company {
    explicit Company(const Load& load = {}) {
        REQUIRE(server.is_ready());
        people = gather(workspace, server.port(), shared, load);
    }
    server::SystemEnvironment environment;
    const RecordId shared = make_record_id(environment);
    const Workspace workspace;
    ServerProcess server{workspace.data};
    People people;
};

inline std::int64_t query(Database& db, const std::string& sql) {
    Statement select = must(db.prepare(sql));
    REQUIRE(must(select.step()));
    return select.integer(0);
}

/// The server's file, also while it works.
inline Database open_beside(const std::filesystem::path& data) {
    OpenOptions options;
    options.sharing = Sharing::Shared;
    return must(open_database((data / "holdfast.db").string(), options));
}

inline int count_saved(const People& people) {
    int saved = 1;  // The shared account.
    for (const auto& person : people) saved += person->saved;
    return saved;
}

/// What the server's file holds: every transaction once, in one order, and every account.
inline void check_database(const std::filesystem::path& data, const People& people) {
    Database db = open_beside(data);
    const int expected = count_saved(people);
    CHECK(query(db, "SELECT count(*) FROM server_log") == expected);
    CHECK(query(db, "SELECT head FROM server_state") >=
          query(db, "SELECT max(seq) FROM server_log"));
    CHECK(query(db, "SELECT count(*) FROM (SELECT DISTINCT device, no FROM server_log)") ==
          expected);
    CHECK(query(db, "SELECT count(*) FROM server_result WHERE status = 1") == expected);
    CHECK(query(db, "SELECT count(*) FROM server_result") == expected);
    CHECK(query(db, "SELECT count(*) FROM account") == expected);
    for (std::size_t person = 0; person < people.size(); ++person)
        for (int i = 0; i < people[person]->saved; ++i) {
            const std::string name = Person::name_of(static_cast<int>(person), i);
            CAPTURE(name);
            const std::int64_t found =
                query(db, "SELECT count(*) FROM account WHERE name = '" + name + "'");
            CHECK((found == 1 || found == 2));  // Twice when the shared account has it too.
        }
    Statement integrity = must(db.prepare("PRAGMA integrity_check"));
    REQUIRE(must(integrity.step()));
    CHECK(integrity.text(0) == "ok");
}

/// Who is called what, and what waits as a conflict: everything that the tests write.
using ShownValues = std::map<std::string, std::string>;

inline ShownValues content_of(Store& store) {
    ShownValues content;
    for (const char* key : {"account", "conflict"}) {
        const EntityDef& entity = *Registry::base().find(key);
        Query all;
        all.entity = entity.id;
        const auto rows = must(find_rows(store, all, 1'000'000));
        for (const Record& record : must(read_rows(store, entity.id, rows)))
            for (const char* shown : {"name", "winner", "loser", "state"})
                if (const FieldDef* known = entity.find_field(shown))
                    content[to_text(record.id) + shown] =
                        std::string(text_or_empty(record.values[entity.index_of(known->id)]));
    }
    return content;
}

inline ShownValues content_of_server(Database& db) {
    ShownValues content;
    const auto add = [&](const std::string& table, const std::vector<std::string>& columns) {
        std::string sql = "SELECT _id";
        for (const std::string& column : columns) sql += ", \"" + column + "\"";
        Statement select = must(db.prepare(sql + " FROM \"" + table + "\""));
        while (must(select.step()))
            for (std::size_t at = 0; at < columns.size(); ++at)
                content[to_text(select.record_id(0)) + columns[at]] =
                    std::string(select.text(static_cast<int>(at) + 1));
    };
    add("account", {"name"});
    add("conflict", {"winner", "loser", "state"});
    return content;
}

/// Every device shows what the server has, value by value.
inline void check_devices(const std::filesystem::path& data, People& people) {
    Database db = open_beside(data);
    const ServerSeq head{static_cast<std::uint64_t>(query(db, "SELECT head FROM server_state"))};
    const ShownValues expected = content_of_server(db);
    for (auto& person : people) {
        REQUIRE(person->device.run_until([&] { return person->seen() == head; }, kPatienceMs));
        const ShownValues shown = content_of(person->device.store());
        CHECK(shown.size() == expected.size());
        CHECK((shown == expected));
    }
}

}  // namespace holdfast::test
