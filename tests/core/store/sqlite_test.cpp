#include "core/sqlite.h"

#include "support/test.h"

using namespace holdfast;
using test::must;

namespace {

Database open_memory() {
    Database db = must(Database::open(":memory:"));
    must(db.run("CREATE TABLE t (k INTEGER PRIMARY KEY, v)"));
    return db;
}

Status insert(Database& db, const Value& value) {
    Statement statement = TRY(db.prepare("INSERT INTO t (v) VALUES (?1)"));
    statement.bind(0, value);
    return statement.run();
}

std::int64_t count(Database& db) {
    Statement statement = must(db.prepare("SELECT count(*) FROM t"));
    REQUIRE(must(statement.step()));
    return statement.integer(0);
}

}  // namespace

TEST_CASE("every kind of value comes back from a column as it went in", "[core][sqlite]") {
    const Value value =
        GENERATE(values<Value>({Value(), Value(INT64_MIN), Value(INT64_MAX), Value(std::string()),
                                Value(std::string("Malmö\0x", 8)), Value(RecordId{1, 2})}));
    Database db = open_memory();
    must(insert(db, value));
    Statement statement = must(db.prepare("SELECT v FROM t"));
    REQUIRE(must(statement.step()));
    CHECK(statement.value(0) == value);
    CHECK(statement.is_null(0) == is_null(value));
    CHECK_FALSE(must(statement.step()));
}

TEST_CASE("a transaction that is not committed leaves nothing behind", "[core][sqlite]") {
    Database db = open_memory();
    {
        const Transaction transaction = must(Transaction::begin(db));
        must(insert(db, Value(std::int64_t{1})));
    }
    CHECK(count(db) == 0);
    Transaction transaction = must(Transaction::begin(db));
    must(insert(db, Value(std::int64_t{1})));
    must(transaction.commit());
    CHECK(count(db) == 1);
}

TEST_CASE("a statement can be used again after its owner is gone", "[core][sqlite]") {
    Database db = open_memory();
    for (int round = 0; round < 3; ++round) must(insert(db, Value(std::int64_t{round})));
    {
        Statement unfinished = must(db.prepare("SELECT k FROM t"));
        REQUIRE(must(unfinished.step()));
    }
    Statement again = must(db.prepare("SELECT k FROM t"));
    REQUIRE(must(again.step()));
    CHECK(again.integer(0) == 1);
}

TEST_CASE("many distinct statements do not disturb one that is in use", "[core][sqlite]") {
    Database db = open_memory();
    must(insert(db, Value(std::int64_t{5})));
    Statement kept = must(db.prepare("SELECT v FROM t"));
    for (int number = 0; number < 600; ++number) {
        Statement other = must(db.prepare("SELECT " + std::to_string(number)));
        REQUIRE(must(other.step()));
        REQUIRE(other.integer(0) == number);
    }
    REQUIRE(must(kept.step()));
    CHECK(kept.integer(0) == 5);
}

TEST_CASE("failures name what went wrong", "[core][sqlite]") {
    Database db = open_memory();
    CHECK(db.prepare("SELECT nothing FROM nowhere").error().code == ErrorCode::Storage);
    must(db.run("PRAGMA max_page_count = 2"));
    Status inserted;
    while (inserted) inserted = insert(db, Value(std::string(2'000, 'x')));
    CHECK(inserted.error().code == ErrorCode::Full);
    CHECK(Database::open("/nowhere/at/all").error().code == ErrorCode::Storage);
}

TEST_CASE("a long statement can be stopped", "[core][sqlite]") {
    Database db = open_memory();
    int calls = 0;
    const auto stop = [](void* context) { return ++*static_cast<int*>(context) == 3; };
    db.set_progress_handler(1'000, stop, &calls);
    const Status endless = db.run(
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT sum(x) FROM n");
    CHECK_FALSE(endless.has_value());
    CHECK(calls == 3);
    db.set_progress_handler(0, nullptr, nullptr);
    CHECK(count(db) == 0);
}
