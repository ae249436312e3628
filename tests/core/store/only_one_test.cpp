// What at most one of several records has: on the device that gives it to another one.
#include "core/rules.h"
#include "core/store_fixture.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

struct Roles : StoreFixture {
    Roles() {
        acme = create("account", {{"name", text("Acme")}});
        berg = create("account", {{"name", text("Berg")}});
    }
    RecordId add_role(const RecordId& account, std::int64_t primary) {
        const RecordId contact = create("contact", {{"last_name", text("Ek")}});
        return create("contact_link", {{"record_entity", text("account")},
                                       {"record", account},
                                       {"contact", contact},
                                       {"is_primary", primary}});
    }
    bool is_primary(const RecordId& role) {
        return get("contact_link", role, "is_primary") == number(1);
    }
    RecordId acme, berg;
};

}  // namespace

TEST_CASE_METHOD(Roles, "who is made primary takes it from the one before, in the same commit",
                 "[store][only_one]") {
    const RecordId first = add_role(acme, 1);
    const RecordId elsewhere = add_role(berg, 1);
    const RecordId second = add_role(acme, 0);
    enrol();
    const std::size_t before = queued().size();
    set("contact_link", second, {{"is_primary", number(1)}});
    CHECK(is_primary(second));
    CHECK_FALSE(is_primary(first));
    CHECK(is_primary(elsewhere));
    REQUIRE(queued().size() == before + 1);
    CHECK(queued().back().operations.size() == 2);
    const RecordId third = add_role(acme, 1);
    CHECK(is_primary(third));
    CHECK_FALSE(is_primary(second));
    set("contact_link", third, {{"is_primary", number(0)}});
    CHECK_FALSE(is_primary(second));
}

TEST_CASE_METHOD(Roles, "of several that one draft makes primary the last one stays",
                 "[store][only_one]") {
    const RecordId one = add_role(acme, 0);
    const RecordId other = add_role(acme, 0);
    const RecordId known = add_role(acme, 1);
    const EntityId link = entity("contact_link").id;
    save(draft()
             .set(link, one, values("contact_link", {{"is_primary", number(1)}}))
             .set(link, other, values("contact_link", {{"is_primary", number(1)}})));
    CHECK_FALSE(is_primary(one));
    CHECK(is_primary(other));
    CHECK_FALSE(is_primary(known));
}

TEST_CASE_METHOD(Roles, "what comes back or is moved beside a primary one is primary no longer",
                 "[store][only_one]") {
    const EntityId link = entity("contact_link").id;
    const RecordId binned = add_role(acme, 1);
    save(draft().remove(link, binned));
    const RecordId now = add_role(acme, 1);
    save(draft().restore(link, binned));
    CHECK(is_primary(now));
    CHECK_FALSE(is_primary(binned));
    const RecordId moved = add_role(berg, 1);
    set("contact_link", moved, {{"record", acme}});
    CHECK(is_primary(now));
    CHECK_FALSE(is_primary(moved));
    // Alone, it keeps what it had.
    const RecordId alone = add_role(berg, 1);
    save(draft().remove(link, alone));
    save(draft().restore(link, alone));
    CHECK(is_primary(alone));
}

TEST_CASE("a definition says of what only one has what, and mistakes in it are named",
          "[core][registry][only_one]") {
    const auto mistake_of = [](const std::string& only_one) {
        std::string mistake;
        const auto registry = Registry::compile(
            {{"thing.json", R"({"id":1,"key":"thing","icon":"box","title":["name"],"only_one":)" +
                                only_one +
                                R"(,"fields":[{"id":1,"key":"name","type":"text"},
                {"id":2,"key":"main","type":"boolean"},
                {"id":3,"key":"up","type":"link","to":"thing"}],
                "list":{"columns":["name"],"order":"name"},
                "form":[{"section":"main","fields":["name","main","up"]}]})"}},
            &mistake);
        if (registry) CHECK(registry->rules(EntityId{1}).only_one().size() == 1);
        return registry ? std::string("none") : mistake;
    };
    CHECK(mistake_of(R"([{"field":"main","per":"up"}])") == "none");
    CHECK(mistake_of(R"([{"field":"name","per":"up"}])") ==
          "thing.json: $.only_one[0].field: must be a boolean");
    CHECK(mistake_of(R"([{"field":"main","per":"name"}])") ==
          "thing.json: $.only_one[0].per: must be a link");
    CHECK(mistake_of(R"([{"field":"main"}])").find("$.only_one[0].per") != std::string::npos);
    CHECK(mistake_of(R"([1])") == "thing.json: $.only_one[0]: must be an object");
    CHECK(mistake_of(R"({})").find("$.only_one") != std::string::npos);
    CHECK(mistake_of(R"([{"field":"gone","per":"up"}])") ==
          "thing.json: $.only_one[0].field: there is no field \"gone\"");
}
