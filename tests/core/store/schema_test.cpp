#include "store/schema.h"

#include "core/fixed_environment.h"
#include "core/store.h"
#include "support/test.h"

using namespace holdfast;
using test::must;

namespace {

Registry registry_of(const std::string& more_fields, const std::string& order = "a") {
    const std::string text =
        R"({"id":1,"key":"thing","icon":"box","menu":"m","title":["a"],"fields":[)"
        R"({"id":1,"key":"a","type":"text"})" +
        more_fields + R"(],"list":{"columns":["a"],"order":")" + order +
        R"("},"form":[{"section":"main","fields":["a"]}]})";
    return must(Registry::compile({{"thing.json", text}}, nullptr));
}

std::vector<std::string> index_names(Database& db) {
    Statement statement =
        must(db.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'thing'"
                        " AND sql IS NOT NULL ORDER BY name"));
    std::vector<std::string> names;
    while (must(statement.step())) names.emplace_back(statement.text(0));
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a newer definition adds columns and indexes and keeps the rows", "[core][schema]") {
    Database db = must(Database::open(":memory:"));
    must(bring_up_schema(db, registry_of("")));
    must(db.run("INSERT INTO thing (id, a) VALUES (x'00112233445566778899aabbccddeeff', 'kept')"));
    CHECK(index_names(db) == Names{"thing_by_a"});

    const Registry newer = registry_of(
        R"(,{"id":2,"key":"b","type":"integer","index":true},{"id":3,"key":"c","type":"date"})",
        "b");
    must(bring_up_schema(db, newer));
    CHECK(index_names(db) == Names{"thing_by_b"});
    Statement statement = must(db.prepare("SELECT a, b, c FROM thing"));
    REQUIRE(must(statement.step()));
    CHECK(statement.text(0) == "kept");
    CHECK(statement.is_null(1));
    CHECK(statement.is_null(2));
}

TEST_CASE("a database of a program that dropped what it did not know asks for everything",
          "[core][schema]") {
    Database db = must(Database::open(":memory:"));
    const auto epoch = [&] {
        Statement statement = must(db.prepare("SELECT value FROM sync_state WHERE key = 'epoch'"));
        REQUIRE(must(statement.step()));
        return statement.integer(0);
    };
    const std::string second = R"(,{"id":2,"key":"b","type":"integer"})";
    must(bring_up_schema(db, registry_of(second)));
    must(db.run("INSERT INTO sync_state VALUES ('epoch', 7)"));
    must(bring_up_schema(db, registry_of(second, "b")));
    CHECK(epoch() == 7);
    const std::string third = second + R"(,{"id":3,"key":"c","type":"date"})";
    must(bring_up_schema(db, registry_of(third, "b")));
    CHECK(epoch() == 7);  // What came for the new field was carried.
    must(db.run("DROP TABLE sync_carried"));
    must(bring_up_schema(db, registry_of(third + R"(,{"id":4,"key":"d","type":"text"})", "b")));
    CHECK(epoch() == 0);
}

TEST_CASE("bringing up the same definition twice changes nothing", "[core][schema]") {
    Database db = must(Database::open(":memory:"));
    const auto schema_version = [&] {
        Statement statement = must(db.prepare("PRAGMA schema_version"));
        REQUIRE(must(statement.step()));
        return statement.integer(0);
    };
    must(bring_up_schema(db, registry_of("")));
    const std::int64_t before = schema_version();
    must(bring_up_schema(db, registry_of("")));
    CHECK(schema_version() == before);
}

TEST_CASE("tables of a newer program are left alone", "[core][schema]") {
    Database db = must(Database::open(":memory:"));
    must(bring_up_schema(db, registry_of("")));
    must(db.run("PRAGMA user_version = 99"));
    CHECK(bring_up_schema(db, registry_of("")).error().code == ErrorCode::Unsupported);
}

TEST_CASE("columns that an older program does not know survive its writes", "[core][schema]") {
    Database db = must(Database::open(":memory:"));
    must(bring_up_schema(db, registry_of(R"(,{"id":2,"key":"b","type":"text"})")));
    must(
        db.run("INSERT INTO thing (id, a, b) VALUES (x'00000000000000010000000000000002',"
               " 'old', 'newer')"));
    const Registry older = registry_of("");
    test::FixedEnvironment environment;
    Store store = must(Store::open(std::move(db), older, environment));
    Draft draft("test", ServerSeq::None);
    draft.set(EntityId{1}, RecordId{1, 2}, {{FieldId{1}, std::string("edited")}});
    REQUIRE(std::holds_alternative<Saved>(must(store.commit(draft))));
    Statement statement = must(store.database().prepare("SELECT a, b FROM thing"));
    REQUIRE(must(statement.step()));
    CHECK(statement.text(0) == "edited");
    CHECK(statement.text(1) == "newer");
}

TEST_CASE("a whole list and a list by state are read from an index alone", "[core][schema]") {
    Database db = must(Database::open(":memory:"));
    must(bring_up_schema(db, Registry::base()));
    const std::string where = GENERATE(as<std::string>(), "", " AND status = 'open'");
    Statement statement =
        must(db.prepare("EXPLAIN QUERY PLAN SELECT pk FROM work_order"
                        " WHERE _deleted = 0" +
                        where + " ORDER BY planned_start, id LIMIT 50"));
    std::string plan;
    while (must(statement.step())) plan += std::string(statement.text(3)) + "\n";
    CAPTURE(plan);
    CHECK(plan.find("COVERING INDEX") != std::string::npos);
    CHECK(plan.find("TEMP B-TREE") == std::string::npos);
}
