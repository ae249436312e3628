#include "store/write_guard.h"

#include "support/test.h"

using namespace holdfast;
using test::must;

#ifndef NDEBUG
TEST_CASE("the guard sees every row that changes, except the store's own tables", "[core][guard]") {
    Database db = must(Database::open(":memory:"));
    must(
        db.run("CREATE TABLE thing (pk INTEGER PRIMARY KEY, a);"
               "CREATE TABLE sync_own (pk INTEGER PRIMARY KEY, a);"
               "INSERT INTO thing VALUES (1, 'x'), (2, 'y')"));
    WriteGuard guard(db);
    must(db.run("UPDATE thing SET a = 'z' WHERE pk = 2; INSERT INTO sync_own VALUES (1, 1)"));
    CHECK(guard.changed_count() == 1);
    guard.cover("thing", 2);
    guard.check();
    must(db.run("DELETE FROM thing WHERE pk = 1"));
    CHECK(guard.changed_count() == 2);
    guard.cover("thing", 1);
    guard.check();
}
#endif
