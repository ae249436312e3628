// Finding candidates while a form is filled.
#include "duplicates/duplicate_fixture.h"

using namespace holdfast;
using test::DuplicateFixture;
using test::must;
using test::text;

using Titles = std::vector<std::string>;

TEST_CASE_METHOD(DuplicateFixture, "a form is told of records with the same phone or name",
                 "[duplicates]") {
    create("account",
           {{"name", text("Berg Installation AB")}, {"phone", text("+46 70 123 45 67")}});
    create("account", {{"name", text("Dahl Bygg")}, {"phone", text("08-555 000 11")}});
    CHECK(titles("account", {{"name", text("bergs installation")}}) ==
          Titles{"Berg Installation AB"});
    CHECK(titles("account", {{"phone", text("070-1234567")}}) == Titles{"Berg Installation AB"});
    CHECK(titles("account", {{"name", text("Elektro Nord")}}).empty());
    CHECK(titles("account", {}).empty());
}

TEST_CASE_METHOD(DuplicateFixture, "what agrees by more rules comes first and says by which fields",
                 "[duplicates]") {
    create("account", {{"name", text("A Berg")}, {"phone", text("070-1234567")}});
    create("account", {{"name", text("Zett")},
                       {"phone", text("070-1234567")},
                       {"email", text("info@zett.example")}});
    const auto found = candidates(
        "account", {{"phone", text("0701234567")}, {"email", text("INFO@zett.example")}});
    REQUIRE(found.size() == 2);
    CHECK(found[0].title == "Zett");
    CHECK(found[0].fields ==
          std::vector<FieldId>{field("account", "phone"), field("account", "email")});
    CHECK(found[1].title == "A Berg");
}

TEST_CASE_METHOD(DuplicateFixture, "a rule of several fields needs all of them", "[duplicates]") {
    create("contact", {{"first_name", text("Ana")}, {"last_name", text("Berg")}});
    CHECK(titles("contact", {{"last_name", text("Berg")}}).empty());
    CHECK(titles("contact", {{"first_name", text("Eva")}, {"last_name", text("Berg")}}).empty());
    CHECK(titles("contact", {{"first_name", text("ana")}, {"last_name", text("BERG")}}) ==
          Titles{"Ana Berg"});
}

TEST_CASE_METHOD(DuplicateFixture, "the record itself and removed ones are no candidates",
                 "[duplicates]") {
    const RecordId self = create("account", {{"name", text("Berg Installation")}});
    const RecordId gone = create("account", {{"name", text("Berg Installation")}});
    save(draft().remove(entity("account").id, gone));
    CHECK(candidates("account", {{"name", text("Berg Installation")}}, self).empty());
    save(draft().restore(entity("account").id, gone));
    CHECK(candidates("account", {{"name", text("Berg Installation")}}, self).size() == 1);
}

TEST_CASE_METHOD(DuplicateFixture, "candidates follow edits, new records and what comes by sync",
                 "[duplicates]") {
    enrol();
    const RecordId id = create("account", {{"name", text("Nord")}});
    CHECK(titles("account", {{"name", text("Nord")}}) == Titles{"Nord"});
    set("account", id, {{"name", text("Elektro Syd")}});
    CHECK(titles("account", {{"name", text("Nord")}}).empty());
    CHECK(titles("account", {{"name", text("Elektro Syd")}}) == Titles{"Elektro Syd"});
    create("account", {{"name", text("Elektro Syd AB")}});
    CHECK(titles("account", {{"name", text("Elektro Syd")}}).size() == 2);
    Delta news = delta(1);
    const RecordId foreign = make_record_id(environment);
    news.rows.push_back({entity("account").id,
                         {row("account", foreign, 1,
                              {{"name", text("Elektro Syd")}, {"kind", text("business")}})}});
    must(store.apply(news));
    CHECK(titles("account", {{"name", text("Elektro Syd")}}).size() == 3);
}

TEST_CASE_METHOD(DuplicateFixture, "a large module is read in slices until the answer is complete",
                 "[duplicates]") {
    for (int number = 0; number < 25; ++number)
        create("account", {{"name", text("Kund " + std::to_string(number))}});
    DuplicateQuery query;
    query.entity = entity("account").id;
    query.values = values("account", {{"name", text("Kund 24")}});
    query.index_rows_max = 10;
    CHECK_FALSE(must(find_duplicates(store, query)).complete);
    CHECK_FALSE(must(find_duplicates(store, query)).complete);
    const DuplicateAnswer answer = must(find_duplicates(store, query));
    CHECK(answer.complete);
    CHECK(answer.candidates.size() == 1);
}

TEST_CASE_METHOD(DuplicateFixture, "no more than five are told, however many agree",
                 "[duplicates]") {
    for (int number = 0; number < 300; ++number)
        create("account",
               {{"name", text("Kund " + std::to_string(number))}, {"phone", text("08 123 45 67")}});
    create("account", {{"name", text("Berg")}, {"email", text("berg@example.com")}});
    CHECK(candidates("account", {{"phone", text("08 123 45 67")}}).size() == 5);
    // A switchboard that everybody has does not hide the others.
    const auto both =
        titles("account", {{"phone", text("08 123 45 67")}, {"email", text("berg@example.com")}});
    CHECK(std::find(both.begin(), both.end(), "Berg") != both.end());
}

TEST_CASE_METHOD(DuplicateFixture, "a module without rules and an unknown one have no candidates",
                 "[duplicates]") {
    CHECK(candidates("work_order", {{"subject", text("Pump")}}).empty());
    DuplicateQuery query;
    query.entity = EntityId{61'000};
    CHECK(find_duplicates(store, query).error().code == ErrorCode::BadInput);
    CHECK(DuplicateScan::start(store, entity("work_order").id).error().code == ErrorCode::BadInput);
}
