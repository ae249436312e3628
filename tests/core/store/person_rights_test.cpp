// The one person of a store: what they read and write goes by their rights, wherever they ask.
#include <algorithm>

#include "core/search.h"
#include "core/store/policy_fixture.h"
#include "core/summary.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

constexpr std::int64_t kDayMs = 86'400'000;

std::vector<FieldIssue> rights_of(const std::vector<FieldIssue>& issues) {
    std::vector<FieldIssue> found;
    std::copy_if(issues.begin(), issues.end(), std::back_inserter(found),
                 [](const FieldIssue& issue) { return issue.kind == IssueKind::NoRight; });
    return found;
}

/// Two tasks, and Tom in front of the screen.
struct TomsStore : PolicyFixture {
    TomsStore() {
        toms = add_task("Fix pump", tom);
        tinas = add_task("Read meter", tina);
        become(tom);
    }
    Query tasks() {
        Query query;
        query.entity = entity("task").id;
        return query;
    }
    /// Why the draft is refused; it must be for rights alone.
    FieldIssue refused(const Draft& draft) {
        const std::vector<FieldIssue> issues = refuse(draft);
        REQUIRE(issues.size() == 1);
        CHECK(rights_of(issues).size() == 1);
        return issues.front();
    }
    RecordId toms, tinas;
};

}  // namespace

TEST_CASE("who makes the first user becomes an administrator with it", "[core][policy]") {
    StoreFixture demo;
    const RecordId ana = demo.create("user", {{"name", text("Ana")}, {"login", text("ana")}});
    const PolicyTables tables = must(read_policy_tables(demo.store));
    REQUIRE(tables.users.size() == 1);
    REQUIRE(tables.profiles.size() == 1);
    CHECK(tables.profiles[0].admin);
    REQUIRE(tables.user_profiles.size() == 1);
    CHECK(tables.user_profiles[0].user == ana);
    CHECK(must(demo.store.read_setting("person")) == to_text(ana));

    const RecordId bo = demo.create("user", {{"name", text("Bo")}, {"login", text("bo")}});
    CHECK(must(read_policy_tables(demo.store)).user_profiles.size() == 1);
    const EntityId account = demo.entity("account").id;
    CHECK(must(demo.store.policy()).can(account, Action::Delete));
    must(demo.store.write_setting("person", to_text(bo)));
    CHECK_FALSE(must(demo.store.policy()).can(account, Action::Read));
}

TEST_CASE("on a device with a server the first user brings the device's own user along",
          "[core][policy]") {
    StoreFixture device;
    device.enrol();
    device.create("user", {{"name", text("Bo")}, {"login", text("bo")}});
    const PolicyTables tables = must(read_policy_tables(device.store));
    REQUIRE(tables.users.size() == 2);
    const auto ana = std::find_if(tables.users.begin(), tables.users.end(),
                                  [](const PolicyUser& user) { return user.login == "ana"; });
    REQUIRE(ana != tables.users.end());
    REQUIRE(tables.user_profiles.size() == 1);
    CHECK(tables.user_profiles[0].user == ana->id);
    CHECK(must(device.store.policy()).can(device.entity("profile").id, Action::Edit));
    CHECK(device.queued().size() == 1);  // One commit: nobody is ever locked out halfway.
}

TEST_CASE("reading shows what the person of the store may see, whoever asks", "[core][policy]") {
    TomsStore store;
    const EntityId task = store.entity("task").id;
    CHECK(must(store.store.read(task, store.toms)).has_value());
    CHECK_FALSE(must(store.store.read(task, store.tinas)).has_value());
    CHECK(must(count_rows(store.store, store.tasks())) == 1);
    CHECK(must(find_rows(store.store, store.tasks(), 10)).size() == 1);
    CHECK(must(find_rows_after(store.store, store.tasks(), {}, 10)).rows.size() == 1);
    const std::vector<ReportRow> groups = must(report(store.store, store.tasks(), {}, {}));
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].count == 1);
    const Summary summary = must(summarize(store.store, store.tasks(), {}, {{}}));
    CHECK(summary.rows.at(0).values.at(0) == number(1));
    CHECK(must(search_everywhere(store.store, "pump")).modules.size() == 1);
    CHECK(must(search_everywhere(store.store, "meter")).modules.empty());

    store.become(store.mia);
    CHECK(must(count_rows(store.store, store.tasks())) == 2);
    CHECK(must(search_everywhere(store.store, "meter")).modules.size() == 1);
}

TEST_CASE("a hidden field is null wherever a record is read", "[core][policy]") {
    PolicyFixture shop;
    shop.restrict_field("product", "cost", "hidden");
    const RecordId pump =
        shop.create("product", {{"name", text("Pump")}, {"cost", number(7)}, {"owner", shop.tom}});
    shop.become(shop.tom);
    CHECK(is_null(shop.get("product", pump, "cost")));
    CHECK(shop.get("product", pump, "name") == text("Pump"));
    Query query;
    query.entity = shop.entity("product").id;
    const auto rows = must(find_rows(shop.store, query, 1));
    const std::vector<Record> records = must(read_rows(shop.store, query.entity, rows));
    REQUIRE(records.size() == 1);
    CHECK(
        is_null(records[0].values[shop.entity("product").index_of(shop.field("product", "cost"))]));
    for (const FieldDef& computed : shop.entity("product").computed) {
        const FieldAccess access =
            must(shop.store.policy()).field_access(query.entity, computed.id);
        const auto values = must(read_computed(shop.store, query.entity, pump, {computed.id}, 0));
        if (access == FieldAccess::Hidden) CHECK(is_null(values.at(0)));
    }
}

TEST_CASE("what the person may not do is refused, and nothing of the draft is written",
          "[core][policy]") {
    TomsStore store;
    const EntityId task = store.entity("task").id;
    const FieldId subject = store.field("task", "subject");
    const auto with = [&](const RecordId& id) {
        return store.draft().set(task, id, {{subject, text("Mine now")}});
    };
    CHECK(store.refused(with(store.tinas)).detail == "edit");
    CHECK(store.refused(store.draft().remove(task, store.tinas)).detail == "delete");
    // A name written into the record gives no right to it.
    const FieldId owner = store.field("task", "owner");
    CHECK(store.refused(store.draft().set(task, store.tinas, {{owner, store.tom}})).detail ==
          "edit");

    const std::uint64_t before = store.store.generation();
    Draft both = with(store.toms);
    both.set(task, store.tinas, {{subject, text("Mine now")}});
    CHECK(store.refused(both).record == store.tinas);
    CHECK(store.store.generation() == before);
    CHECK(store.get("task", store.toms, "subject") == text("Fix pump"));
    store.save(with(store.toms));
    CHECK(store.get("task", store.toms, "subject") == text("Mine now"));
}

TEST_CASE("a field that is only to be read is not written, a module that is closed gets no record",
          "[core][policy]") {
    PolicyFixture shop;
    shop.restrict_field("product", "cost", "read");
    shop.allow("task", "create_level", "none");
    const RecordId pump =
        shop.create("product", {{"name", text("Pump")}, {"cost", number(7)}, {"owner", shop.tom}});
    shop.become(shop.tom);
    const EntityId product = shop.entity("product").id;
    const FieldId cost = shop.field("product", "cost");
    std::vector<FieldIssue> issues =
        shop.refuse(shop.draft().set(product, pump, {{cost, number(9)}}));
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].field == cost);
    CHECK(issues[0].detail == "field");
    // What the field holds already is no change.
    shop.save(shop.draft().set(
        product, pump, {{cost, number(7)}, {shop.field("product", "name"), text("Big pump")}}));

    const RecordId id = make_record_id(shop.environment);
    issues = rights_of(shop.refuse(shop.draft().create(
        shop.entity("task").id, id, shop.values("task", {{"subject", text("Paint")}}))));
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].field == FieldId::None);
    CHECK(issues[0].detail == "create");
}

TEST_CASE("a record that names nobody becomes its maker's", "[core][policy]") {
    TomsStore store;
    const RecordId task = store.create("task", {{"subject", text("Paint")}});
    CHECK(store.get("task", task, "owner") == Value(store.tom));
    const RecordId given = store.create("task", {{"subject", text("Sweep")}, {"owner", store.tom}});
    CHECK(store.get("task", given, "owner") == Value(store.tom));
    // Only found on site: it is assigned to nobody, and he may only make his own.
    const RecordId order = store.create("work_order", {{"subject", text("Leak")}});
    CHECK(store.get("work_order", order, "assignee") == text("tom"));
}

TEST_CASE("a line is judged by the document that it is drafted with", "[core][policy]") {
    TomsStore store;
    const RecordId order = make_record_id(store.environment);
    const RecordId line = make_record_id(store.environment);
    Draft draft = store.draft();
    draft.create(store.entity("work_order").id, order,
                 store.values("work_order", {{"subject", text("Leak")}}));
    draft.create(
        store.entity("work_order_line").id, line,
        store.values("work_order_line", {{"work_order", order}, {"description", text("Hose")}}));
    store.save(draft);
    CHECK(must(store.store.read_children(store.entity("work_order_line").id, order)).size() == 1);
    store.become(store.tina);
    CHECK(must(store.store.read_children(store.entity("work_order_line").id, order)).empty());
}

TEST_CASE("rights that arrive from the server count at once", "[core][policy]") {
    StoreFixture device;
    device.enrol();
    const RecordId ana = make_record_id(device.environment);
    const RecordId profile = make_record_id(device.environment);
    const EntityId account = device.entity("account").id;
    CHECK(must(device.store.policy()).can(account, Action::Read));

    Delta delta = device.delta(1);
    delta.rows.push_back(
        {device.entity("user").id,
         {device.row("user", ana, 1,
                     {{"name", text("Ana")}, {"login", text("Ana")}, {"active", number(1)}})}});
    must(device.store.apply(delta));
    CHECK_FALSE(must(device.store.policy()).can(account, Action::Read));

    delta = device.delta(2);
    delta.rows.push_back({device.entity("profile").id,
                          {device.row("profile", profile, 2,
                                      {{"name", text("Field")},
                                       {"default_read", text("all")},
                                       {"default_write", text("none")}})}});
    delta.rows.push_back({device.entity("user_profile").id,
                          {device.row("user_profile", make_record_id(device.environment), 2,
                                      {{"user", ana}, {"profile", profile}})}});
    must(device.store.apply(delta));
    CHECK(must(device.store.policy()).can(account, Action::Read));
    CHECK_FALSE(must(device.store.policy()).can(account, Action::Create));
}

TEST_CASE("a new day brings new rights, because shares end", "[core][policy]") {
    PolicyFixture store;
    const EntityId task = store.entity("task").id;
    const RecordId tinas = store.add_task("Read meter", store.tina);
    store.create("record_share", {{"record_entity", text("task")},
                                  {"record", tinas},
                                  {"user", store.tom},
                                  {"until", number(day_of(store.environment.now, 0))}});
    store.become(store.tom);
    CHECK(must(store.store.read(task, tinas)).has_value());
    store.environment.now += kDayMs;
    CHECK_FALSE(must(store.store.read(task, tinas)).has_value());
}

TEST_CASE("a user who is switched off does not become the administrator", "[core][policy]") {
    StoreFixture demo;
    demo.create("user", {{"name", text("Bo")}, {"login", text("bo")}, {"active", number(0)}});
    CHECK(must(read_policy_tables(demo.store)).profiles.empty());
    CHECK(must(demo.store.policy()).can(demo.entity("account").id, Action::Delete));
}

TEST_CASE("nobody takes his own administrator's rights away, whichever way he tries",
          "[core][policy]") {
    StoreFixture demo;
    const RecordId ana = demo.create("user", {{"name", text("Ana")}, {"login", text("ana")}});
    const EntityId user = demo.entity("user").id;
    const EntityId profile = demo.entity("profile").id;
    const EntityId join = demo.entity("user_profile").id;
    const RecordId admin = must(read_policy_tables(demo.store)).profiles.at(0).id;
    Query joins;
    joins.entity = join;
    const RecordId link =
        must(read_rows(demo.store, join, must(find_rows(demo.store, joins, 1)))).at(0).id;

    const auto refused = [&](const Draft& draft) {
        const std::vector<FieldIssue> issues = demo.refuse(draft);
        REQUIRE(issues.size() == 1);
        CHECK(issues[0].kind == IssueKind::NoRight);
        CHECK(issues[0].detail == "own");
        CHECK(must(demo.store.policy()).is_unlimited());
    };
    refused(demo.draft().remove(user, ana));
    refused(demo.draft().set(user, ana, {{demo.field("user", "active"), number(0)}}));
    refused(demo.draft().remove(join, link));
    refused(demo.draft().remove(profile, admin));
    refused(demo.draft().set(profile, admin, {{demo.field("profile", "admin"), number(0)}}));
    CHECK(must(demo.store.read(user, ana))->life == Record::Life::Living);
    CHECK(demo.get("profile", admin, "admin") == number(1));

    // Another profile that allows everything may take its place, and another administrator may act.
    const RecordId other = demo.create("profile", {{"name", text("Owner")},
                                                   {"default_read", text("all")},
                                                   {"default_write", text("all")},
                                                   {"admin", number(1)}});
    demo.create("user_profile", {{"user", ana}, {"profile", other}});
    demo.save(demo.draft().remove(join, link));
    const RecordId bo = demo.create("user", {{"name", text("Bo")}, {"login", text("bo")}});
    demo.create("user_profile", {{"user", bo}, {"profile", other}});
    must(demo.store.write_setting("person", to_text(bo)));
    demo.save(demo.draft().set(user, ana, {{demo.field("user", "active"), number(0)}}));
}

TEST_CASE("profiles that are there before the first user are no obstacle", "[core][policy]") {
    StoreFixture demo;
    SECTION("one of an administrator is taken") {
        const RecordId profile = demo.create("profile", {{"name", text("Boss")},
                                                         {"default_read", text("all")},
                                                         {"default_write", text("all")},
                                                         {"admin", number(1)}});
        demo.create("user", {{"name", text("Ana")}, {"login", text("ana")}});
        const PolicyTables tables = must(read_policy_tables(demo.store));
        REQUIRE(tables.profiles.size() == 1);
        CHECK(tables.user_profiles.at(0).profile == profile);
    }
    SECTION("one that only has the name is left alone") {
        demo.create("profile", {{"name", text("Administrator")},
                                {"default_read", text("own")},
                                {"default_write", text("own")}});
        demo.create("user", {{"name", text("Ana")}, {"login", text("ana")}});
        const PolicyTables tables = must(read_policy_tables(demo.store));
        CHECK(tables.profiles.size() == 2);
    }
    CHECK(must(demo.store.policy()).is_unlimited());
}
