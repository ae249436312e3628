// Real files and 100,000 rows: seconds each.
#include "core/app/import.h"
#include "core/app/list_view.h"
#include "core/app/sources.h"
#include "core/query.h"
#include "core/store_fixture.h"
#include "support/test.h"

namespace {

using holdfast::Import;
using holdfast::ImportPhase;
using holdfast::ListView;
using holdfast::Query;
using holdfast::Strings;
using holdfast::test::FileSource;
using holdfast::test::must;
using holdfast::test::StoreFixture;

std::int64_t taken(const Import& import) {
    const holdfast::ImportCounts& counts = import.counts();
    return counts.created + counts.updated + counts.skipped;
}

struct FileFixture : StoreFixture {
    Import open(const char* path, std::string_view key) {
        std::string problem;
        auto opened =
            Import::open(std::make_unique<FileSource>(path), store, entity(key).id, {}, &problem);
        CAPTURE(path, problem);
        return must(std::move(opened));
    }
    static void finish(Import& import) {
        while (import.phase() == ImportPhase::Running || import.phase() == ImportPhase::Undoing) {
            import.step(8);
        }
    }
    std::int64_t count(std::string_view key) {
        Query query;
        query.entity = entity(key).id;
        return must(count_rows(store, query));
    }
};

TEST_CASE_METHOD(FileFixture, "superstore.csv becomes its customers' accounts and contacts",
                 "[files]") {
    Import import = open(HOLDFAST_SUPERSTORE_CSV, "contact");
    CHECK(import.missing_fields().empty());
    import.start();
    finish(import);
    REQUIRE(import.phase() == ImportPhase::Done);
    CHECK(taken(import) == 9'994);
    CHECK(import.counts().refused == 0);
    CHECK(count("contact") == 793);
    CHECK(count("account") == 793);
    CHECK(import.counts().records_created == 2 * 793);
    CHECK(import.counts().skipped == 9'994 - 793);
    CHECK(import.bytes_done() == import.bytes_total());

    import.undo();
    finish(import);
    CHECK(count("contact") + count("account") == 0);
}

TEST_CASE_METHOD(FileFixture, "superstore.csv as accounts gives the same customers", "[files]") {
    Import contacts = open(HOLDFAST_SUPERSTORE_CSV, "contact");
    contacts.start();
    finish(contacts);
    Import accounts = open(HOLDFAST_SUPERSTORE_CSV, "account");
    CHECK(accounts.missing_fields().empty());
    accounts.start();
    finish(accounts);
    CHECK(accounts.counts().skipped == 9'994);
    CHECK(count("account") == 793);
}

TEST_CASE_METHOD(FileFixture, "bank-full.csv comes in whole once its rows have names", "[files]") {
    Import import = open(HOLDFAST_BANK_CSV, "contact");
    CHECK(import.dialect().delimiter == ';');
    REQUIRE(import.missing_fields().size() == 1);
    const std::size_t made_up = import.column_names().size() - 1;
    import.map_column(made_up, import.missing_fields().front());
    for (std::size_t column = 0; column < made_up; ++column) {
        if (import.mapping()[column] == holdfast::FieldId::None) {
            import.map_column(column, field("contact", "notes"));
        }
    }
    import.start();
    finish(import);
    CHECK(taken(import) == 45'211);
    CHECK(import.counts().refused == 0);
    CHECK(count("contact") == 45'211);
}

TEST_CASE_METHOD(FileFixture, "a list of 100,000 records reads only the pages looked at",
                 "[files]") {
    for (int batch = 0; batch < 25; ++batch) {
        holdfast::Draft accounts = draft();
        for (int index = 0; index < 4'000; ++index) {
            accounts.create(
                entity("account").id, make_record_id(environment),
                values("account", {{"name", "Account " + std::to_string(index * batch)}}));
        }
        save(accounts);
    }
    REQUIRE(count("account") == 100'000);

    static std::int64_t steps = 0;
    steps = 0;
    store.database().set_progress_handler(
        100,
        [](void*) {
            steps += 100;
            return false;
        },
        nullptr);
    ListView list(store, entity("account").id, Strings());
    CHECK(list.row_count() == 100'000);
    for (std::int64_t row = 0; row < 50; ++row) CHECK_FALSE(list.row(row).id.is_none());
    const std::int64_t first_page = steps;
    steps = 0;
    for (std::int64_t row = 99'950; row < 100'000; ++row) CHECK_FALSE(list.row(row).id.is_none());
    const std::int64_t last_page = steps;
    steps = 0;
    for (std::int64_t row = 99'950; row < 100'000; ++row) CHECK_FALSE(list.row(row).id.is_none());
    const std::int64_t again = steps;
    store.database().set_progress_handler(0, nullptr, nullptr);
    CAPTURE(first_page, last_page);
    // Reading every row's columns would take more than thirty steps a row: three million. What is
    // left at the first page is the count, and at the last one the handles, both from an index.
    CHECK(first_page < 600'000);
    CHECK(last_page < 900'000);
    CHECK(again == 0);
}

}  // namespace
