#include "store_sqlite.h"

#include "demo.h"
#include "secrets.h"
#include "test_store.h"

using namespace holdfast;
using namespace holdfast::server;
using namespace holdfast::server::test;

TEST_CASE("a row comes back with the position of every field", "[server][store]") {
    const Registry registry = thing_registry();
    SqliteStore store = open_store(registry);
    must(store.begin());
    sync::ServerRow row = row_of(record(1), ServerSeq{5}, "Pump");
    row.values[1] = std::int64_t{-3};
    row.values[2] = record(9);
    row.field_seqs[0] = ServerSeq{2};
    row.deleted = true;
    row.deleted_seq = ServerSeq{4};
    must(store.write_row(kThing, row));
    must(store.commit());

    must(store.begin_snapshot());
    const auto found = must(store.read_row(kThing, record(1)));
    REQUIRE(found);
    CHECK(found->version == ServerSeq{5});
    CHECK(found->values == row.values);
    CHECK(found->field_seqs == row.field_seqs);
    CHECK(found->deleted);
    CHECK(found->deleted_seq == ServerSeq{4});
    CHECK_FALSE(must(store.read_row(kThing, record(2))));
    store.end_snapshot();
}

TEST_CASE("writing a row again replaces it", "[server][store]") {
    const Registry registry = thing_registry();
    SqliteStore store = open_store(registry);
    must(store.begin());
    must(store.write_row(kThing, row_of(record(1), ServerSeq{1}, "old")));
    must(store.write_row(kThing, row_of(record(1), ServerSeq{2}, "new")));
    const auto changes = must(store.read_changes(ServerSeq::None));
    must(store.commit());
    REQUIRE(changes.size() == 1);
    REQUIRE(changes[0].rows.size() == 1);
    CHECK(changes[0].rows[0].values[0] == Value{std::string("new")});
}

TEST_CASE("changes after a position come in the order of their versions", "[server][store]") {
    const Registry registry = thing_registry();
    SqliteStore store = open_store(registry);
    must(store.begin());
    for (const std::uint64_t version : {4u, 2u, 3u, 1u})
        must(store.write_row(kThing, row_of(record(version), ServerSeq{version}, "x")));
    const auto changes = must(store.read_changes(ServerSeq{1}));
    CHECK(must(store.read_changes(ServerSeq{4})).empty());
    must(store.commit());
    REQUIRE(changes.size() == 1);
    std::vector<std::uint64_t> versions;
    for (const RowImage& row : changes[0].rows) versions.push_back(raw(row.version));
    CHECK(versions == std::vector<std::uint64_t>{2, 3, 4});
}

TEST_CASE("positions that were taken but not committed are given again", "[server][store]") {
    const Registry registry = thing_registry();
    SqliteStore store = open_store(registry);
    must(store.begin());
    CHECK(must(store.take_seq()) == ServerSeq{1});
    must(store.commit());
    must(store.begin());
    CHECK(must(store.take_seq()) == ServerSeq{2});
    store.rollback();
    must(store.begin());
    CHECK(must(store.head()) == ServerSeq{1});
    CHECK(must(store.take_seq()) == ServerSeq{2});
    must(store.commit());
}

TEST_CASE("work that fails apart takes only its own writes with it", "[server][store]") {
    const Registry registry = thing_registry();
    SqliteStore store = open_store(registry);
    const auto write = [](std::uint64_t low) {
        return [low](SqliteStore& inner) -> Status {
            const ServerSeq seq = TRY(inner.take_seq());
            return inner.write_row(kThing, row_of(record(low), seq, "x"));
        };
    };
    must(store.begin());
    must(store.run_apart(write(1)));
    const Status failed = store.run_apart([&](SqliteStore& inner) -> Status {
        TRY(write(2)(inner));
        return fail(ErrorCode::BadInput, "on purpose");
    });
    CHECK_FALSE(failed);
    CHECK(store.in_transaction());
    must(store.run_apart(write(3)));
    must(store.commit());

    must(store.begin_snapshot());
    CHECK(must(store.read_row(kThing, record(1))));
    CHECK_FALSE(must(store.read_row(kThing, record(2))));
    CHECK(must(store.read_row(kThing, record(3)))->version == ServerSeq{2});
    CHECK(must(store.head()) == ServerSeq{2});
    store.end_snapshot();
}

TEST_CASE("a new history that is taken back leaves the old one", "[server][store]") {
    const Registry registry = thing_registry();
    SqliteStore store = open_store(registry);
    must(store.begin());
    const Status failed = store.run_apart([](SqliteStore& inner) -> Status {
        TRY(inner.begin_new_history(kEpoch + 1, 0));
        return fail(ErrorCode::Storage, "on purpose");
    });
    CHECK_FALSE(failed);
    CHECK(must(store.epoch()) == kEpoch);
    CHECK_FALSE(must(store.had_epoch(kEpoch + 1)));
    CHECK(must(store.head()) == ServerSeq::None);
    must(store.commit());
}

TEST_CASE("a log without a chain, of an earlier program, goes on with one", "[server][store]") {
    const Registry registry = thing_registry();
    Database db = must(open_server_database(":memory:"));
    must(prepare_server_schema(db, registry, kEpoch));
    must(db.run("ALTER TABLE server_log DROP COLUMN chain"));
    must(db.run("INSERT INTO server_log VALUES (1, 1, 1, 5, 'ada', x'')"));
    must(db.run("UPDATE server_state SET head = 1"));
    must(db.run("PRAGMA user_version = 1"));
    must(prepare_server_schema(db, registry, kEpoch));
    SqliteStore store(std::move(db), registry);
    must(store.begin());
    CHECK(must(store.read_chain(ServerSeq{1})) == 0);
    sync::LogEntry entry{DeviceNo{1}, TransactionNo{2}, Hlc{6}, "ada"};
    entry.chain = 99;
    const ServerSeq next = must(store.take_seq());
    must(store.append_log(next, entry, {}));
    CHECK(must(store.read_chain(next)) == 99);
    CHECK(must(store.read_log(ServerSeq{1}))->user == "ada");
    must(store.commit());
}

TEST_CASE("the demo company moves into a workspace that was started and holds nothing",
          "[server][store]") {
    SystemEnvironment environment;
    Database db = must(open_server_database(":memory:"));
    must(prepare_server_schema(db, Registry::base(), kEpoch));
    SqliteStore store(std::move(db), Registry::base());
    must(store.begin());
    store.skip_to(ServerSeq{1'000});
    must(store.commit());
    const DemoSize small{3, 3, 3};
    CHECK(must(seed_demo(store, environment, small)) == Seeding::Done);
    CHECK(must(seed_demo(store, environment, small)) == Seeding::AlreadyThere);
}

TEST_CASE("devices, results and the log are read back whole", "[server][store]") {
    const Registry registry = thing_registry();
    SqliteStore store = open_store(registry);
    must(store.begin());
    CHECK_FALSE(must(store.read_device(DeviceNo{4})));
    must(store.write_device({DeviceNo{4}, "D1", "ada", TransactionNo{2}, Hlc{UINT64_MAX}}));
    const auto device = must(store.read_device(DeviceNo{4}));
    REQUIRE(device);
    CHECK(device->code == "D1");
    CHECK(device->user == "ada");
    CHECK(device->last_no == TransactionNo{2});
    CHECK(device->last_hlc == Hlc{UINT64_MAX});

    TransactionResult refused;
    refused.no = TransactionNo{2};
    refused.status = TransactionStatus::Rejected;
    refused.code = RejectionCode::Stale;
    refused.entity = kThing;
    refused.field = FieldId{2};
    refused.blocked_by = TransactionNo{1};
    refused.current = "12";
    TransactionResult applied;
    applied.no = TransactionNo{1};
    applied.seq = ServerSeq{8};
    must(store.write_result(DeviceNo{4}, refused));
    must(store.write_result(DeviceNo{4}, applied));
    using Results = std::vector<TransactionResult>;
    CHECK(must(store.read_results(DeviceNo{4}, TransactionNo::None, TransactionNo{9})) ==
          Results{applied, refused});
    CHECK(must(store.read_results(DeviceNo{4}, TransactionNo{1}, TransactionNo{2})) ==
          Results{refused});
    CHECK(must(store.read_results(DeviceNo{5}, TransactionNo::None, TransactionNo{9})).empty());

    must(store.append_log(ServerSeq{8}, {DeviceNo{4}, TransactionNo{1}, Hlc{99}, "ada"}, {}));
    const auto entry = must(store.read_log(ServerSeq{8}));
    REQUIRE(entry);
    CHECK(entry->device == DeviceNo{4});
    CHECK(entry->no == TransactionNo{1});
    CHECK(entry->hlc == Hlc{99});
    CHECK(entry->user == "ada");
    CHECK_FALSE(must(store.read_log(ServerSeq{9})));
    must(store.commit());
}

TEST_CASE("the epoch of a database is the one it was made with", "[server][store]") {
    const Registry registry = thing_registry();
    Database db = must(open_server_database(":memory:"));
    must(prepare_server_schema(db, registry, 5));
    must(prepare_server_schema(db, registry, 6));
    SqliteStore store(std::move(db), registry);
    must(store.begin_snapshot());
    CHECK(must(store.epoch()) == 5);
    store.end_snapshot();
}

TEST_CASE("a database of a newer server is refused", "[server][store]") {
    const Registry registry = thing_registry();
    Database db = must(open_server_database(":memory:"));
    must(db.run("PRAGMA user_version = " + std::to_string(kSchemaFormat + 1)));
    const Status prepared = prepare_server_schema(db, registry, kEpoch);
    REQUIRE_FALSE(prepared);
    CHECK(prepared.error().code == ErrorCode::Unsupported);
}

TEST_CASE("records of which one at most has something are found by an index", "[server][store]") {
    const std::string conflict = conflict_definition();
    const Registry registry = must(Registry::compile({{"role.json", R"json({
        "id": 901, "key": "role", "icon": "box", "title": ["name"],
        "fields": [
            {"id": 1, "key": "name", "type": "text"},
            {"id": 2, "key": "place", "type": "link", "to": "role"},
            {"id": 3, "key": "main", "type": "boolean", "default": 0}
        ],
        "only_one": [{"field": "main", "per": "place"}],
        "list": {"columns": ["name"], "order": "name"},
        "form": [{"section": "main", "fields": ["name", "place", "main"]}]})json"},
                                                      {"conflict.json", conflict}},
                                                     nullptr));
    Database db = must(open_server_database(":memory:"));
    must(prepare_server_schema(db, registry, kEpoch));
    Statement plan =
        must(db.prepare("EXPLAIN QUERY PLAN SELECT _id FROM role WHERE place = ?1 AND _v > ?2"));
    REQUIRE(must(plan.step()));
    CHECK(std::string(plan.text(3)).find("server_beside_role_place") != std::string::npos);
}

TEST_CASE("a field that joins the definitions gets its column", "[server][store]") {
    const Registry registry = thing_registry();
    Database db = must(open_server_database(":memory:"));
    must(prepare_server_schema(db, registry, kEpoch));
    must(db.run("ALTER TABLE thing DROP COLUMN amount"));
    must(prepare_server_schema(db, registry, kEpoch));
    SqliteStore store(std::move(db), registry);
    must(store.begin());
    must(store.write_row(kThing, row_of(record(1), ServerSeq{1}, "x")));
    must(store.commit());
}
