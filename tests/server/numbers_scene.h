// Devices of the product and a server folder, without a network between them: for document numbers.
#pragma once

#include <unistd.h>

#include <filesystem>

#include "accounts.h"
#include "core/fixed_environment.h"
#include "core/store.h"
#include "server_schema.h"
#include "sync/server_rules.h"
#include "test_store.h"

namespace holdfast::server::test {

namespace fs = std::filesystem;

inline constexpr std::uint64_t kFirstEpoch = 1;

/// A device of the product, without a network: what it sends is handed over.
class Tablet {
public:
    Tablet(const Registry& registry, const DeviceIdentity& identity)
        : environment_(raw(identity.device)),
          identity_(identity),
          store_(must(Store::open(must(Database::open(":memory:")), registry, environment_))) {}

    /// What its bills are from now on: "bill", numbered by the server, or "slip", from blocks.
    void work_on(std::string kind) { kind_ = std::move(kind); }
    void wait_days(int days) { environment_.now += std::int64_t{days} * 86'400'000; }
    Store& store() { return store_; }
    void enrol() {
        must(store_.enrol({identity_.device, identity_.code, "token", "https://crm.example",
                           identity_.user, kFirstEpoch}));
    }
    RecordId bill(std::string state, Value number = {}) {
        const EntityDef& bill = *store_.registry().find(kind_);
        const RecordId id = make_record_id(environment_);
        Draft draft("test", store_.state().checkpoint);
        std::vector<Draft::FieldValue> values = {{bill.state_field, std::move(state)}};
        if (!is_null(number)) values.push_back({bill.number_field, std::move(number)});
        draft.create(bill.id, id, std::move(values));
        REQUIRE(std::holds_alternative<Saved>(must(store_.commit(draft))));
        return id;
    }
    void issue(const RecordId& id) {
        Draft draft("test", store_.state().checkpoint);
        draft.transition(store_.registry().find(kind_)->id, id, "draft", "issued");
        REQUIRE(std::holds_alternative<Saved>(must(store_.commit(draft))));
    }
    /// Empty: none yet, or no such bill here.
    std::string number_of(const RecordId& id) {
        const EntityDef& bill = *store_.registry().find(kind_);
        const auto record = must(store_.read(bill.id, id));
        if (!record) return "";
        return std::string(text_or_empty(record->values[bill.index_of(bill.number_field)]));
    }
    void push(SqliteStore& server) {
        const auto queued = must(store_.read_queued(TransactionNo::None, 100, 1 << 20));
        sync::ServerContext context{&server.registry(), &server, environment_.now};
        must(server.begin());
        must(sync::handle_push(context, identity_.device,
                               {store_.state().enrolment.epoch, 1, queued}));
        must(server.commit());
    }
    void pull(SqliteStore& server) {
        sync::ServerContext context{&server.registry(), &server, environment_.now};
        must(server.begin_snapshot());
        const sync::DeltaRequest asked{store_.state().enrolment.epoch, store_.state().checkpoint,
                                       TransactionNo::None, 0};
        const Delta delta = must(sync::build_delta(context, identity_.device, asked));
        server.end_snapshot();
        must(store_.apply(delta));
    }
    void synchronise(SqliteStore& server) {
        push(server);
        pull(server);
    }

private:
    holdfast::test::FixedEnvironment environment_;
    DeviceIdentity identity_;
    Store store_;
    std::string kind_ = "bill";
};

inline std::string numbered_definition(const std::string& id, const std::string& key,
                                       const std::string& prefix, const std::string& policy) {
    return R"({"id": )" + id + R"(, "key": ")" + key + R"(", "icon": "box", "title": ["number"],
        "number": {"field": "number", "prefix": ")" +
           prefix + R"(", "policy": ")" + policy + R"(", "format": ")" + prefix +
           R"(-{n:3}", "when": ["issued"]},
        "fields": [{"id": 1, "key": "number", "type": "number"},
                   {"id": 2, "key": "status", "type": "state"}],
        "state": {"field": "status", "initial": "draft",
            "states": [{"key": "draft", "category": "draft"},
                       {"key": "issued", "category": "open"}],
            "transitions": ["draft > issued"]},
        "list": {"columns": ["number"], "order": "number"},
        "form": [{"section": "main", "fields": ["number"]}]})";
}

inline const Registry& bills() {
    static const std::string bill = numbered_definition("901", "bill", "B", "authority");
    static const std::string slip = numbered_definition("902", "slip", "S", "leased");
    static const std::string conflict = conflict_definition();
    static const std::string block = base_definition("number_block");
    static const std::string no_use = base_definition("number_void");
    static const Registry registry = must(Registry::compile({{"bill.json", bill},
                                                             {"slip.json", slip},
                                                             {"conflict.json", conflict},
                                                             {"number_block.json", block},
                                                             {"number_void.json", no_use}},
                                                            nullptr));
    return registry;
}

/// A folder with a workspace, and two devices that its server knows.
class Company {
public:
    Company() {
        fs::remove_all(path_);
        fs::create_directories(path_);
        Database db = must(open_server_database(database()));
        must(prepare_server_schema(db, bills(), kFirstEpoch));
        ada_ = std::make_unique<Tablet>(bills(), must(add_device(db, {"ada", "Tablet", "a", 1})));
        ben_ = std::make_unique<Tablet>(bills(), must(add_device(db, {"ben", "Phone", "b", 1})));
    }
    ~Company() {
        server_.reset();
        fs::remove_all(path_);
    }
    SqliteStore& server() {
        if (!server_) server_.emplace(must(open_server_database(database())), bills());
        return *server_;
    }
    Tablet& ada() { return *ada_; }
    Tablet& ben() { return *ben_; }
    void back_up() { must(server().database().run("VACUUM INTO '" + database() + ".backup'")); }
    void restore() {
        server_.reset();
        for (const char* part : {"", "-wal", "-shm"}) fs::remove(database() + part);
        fs::copy_file(database() + ".backup", database());
        ++restores_;
        Database db = must(open_server_database(database()));
        must(db.run("UPDATE server_state SET epoch = " + std::to_string(100 + restores_) +
                    ", head = head + 4294967296"));
        must(db.run("UPDATE server_device SET owes_numbers = 1 WHERE token_hash IS NOT NULL"));
    }

private:
    [[nodiscard]] std::string database() const { return (path_ / "holdfast.db").string(); }
    fs::path path_ = fs::temp_directory_path() / ("holdfast-numbers-" + std::to_string(getpid()));
    std::optional<SqliteStore> server_;
    std::unique_ptr<Tablet> ada_;
    std::unique_ptr<Tablet> ben_;
    std::uint64_t restores_ = 0;
};

}  // namespace holdfast::server::test
