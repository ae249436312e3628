// What several devices may not each do for themselves: one primary role, and telling followers.
#include "core/policy.h"
#include "core/record_source.h"
#include "customization/two_devices.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

struct Company : Two {
    RecordId ana_user, ben_user, account, order;

    Company() {
        // The first user becomes an administrator.
        ana_user = add_user(ana, "Ana", "user1");
        const RecordId profile =
            create(ana, "profile",
                   {{field("profile", "name"), text("All")}, {field("profile", "admin"), one()}});
        ben_user = add_user(ana, "Ben", "user2");
        create(ana, "user_profile",
               {{field("user_profile", "user"), ben_user},
                {field("user_profile", "profile"), profile}});
        account = create_account(ana);
        order = create(ana, "work_order",
                       {{field("work_order", "subject"), text("Pump")},
                        {field("work_order", "account"), account}});
        sync_all();
    }
    static Value one() { return std::int64_t{1}; }
    static FieldId field(const char* entity, const char* key) {
        return field_of(Registry::base(), entity, key);
    }
    RecordId add_user(Device& device, const char* name, const char* login) {
        return create(device, "user",
                      {{field("user", "name"), text(name)}, {field("user", "login"), text(login)}});
    }
    /// Tom reads everything but the subjects of work orders.
    RecordId add_reader_without_subjects() {
        const RecordId closed = create(ana, "profile",
                                       {{field("profile", "name"), text("Field")},
                                        {field("profile", "default_read"), text("all")},
                                        {field("profile", "default_write"), text("none")}});
        create(ana, "profile_right",
               {{field("profile_right", "profile"), closed},
                {field("profile_right", "entity"), text("work_order")},
                {field("profile_right", "field"), text("subject")},
                {field("profile_right", "access"), text("hidden")}});
        const RecordId tom = add_user(ana, "Tom", "tom");
        create(ana, "user_profile",
               {{field("user_profile", "user"), tom}, {field("user_profile", "profile"), closed}});
        return tom;
    }
    RecordId add_role(Device& device, Value primary) {
        const RecordId contact =
            create(device, "contact", {{field("contact", "last_name"), text("Ek")}});
        return create(device, "contact_link",
                      {{field("contact_link", "record_entity"), text("account")},
                       {field("contact_link", "record"), account},
                       {field("contact_link", "contact"), contact},
                       {field("contact_link", "is_primary"), std::move(primary)}});
    }
    RecordId follow(Device& device, const RecordId& user, const RecordId& record) {
        return create(device, "follow",
                      {{field("follow", "user"), user},
                       {field("follow", "record_entity"), text("work_order")},
                       {field("follow", "record"), record}});
    }
    /// "field winner loser" per line.
    static std::string conflicts(Device& device) {
        Statement rows = must(device.store.database().prepare(
            "SELECT field || ' ' || winner || ' ' || loser FROM conflict WHERE state = 'open'"));
        std::string lines;
        while (must(rows.step())) lines += std::string(rows.text(0)) + "\n";
        return lines;
    }
    static std::int64_t told(Device& device) {
        return count(device, "SELECT count(*) FROM notification WHERE _deleted = 0");
    }
    static RecordId last_told(Device& device) {
        Statement statement = must(device.store.database().prepare(
            "SELECT id FROM notification ORDER BY pk DESC LIMIT 1"));
        must(statement.step());
        return statement.record_id(0);
    }
    void rename(Device& device, const char* subject) {
        set(device, "work_order", order, "subject", text(subject));
    }
};

}  // namespace

TEST_CASE_METHOD(Company, "two people who each name a primary contact end with one",
                 "[only_one][two_devices]") {
    const RecordId first = add_role(ana, one());
    const RecordId of_ana = add_role(ana, std::int64_t{0});
    const RecordId of_ben = add_role(ana, std::int64_t{0});
    sync_all();
    const bool ana_first = GENERATE(true, false);
    CAPTURE(ana_first);
    set(ana, "contact_link", of_ana, "is_primary", one());
    ben.environment.now = ana.environment.now + 60'000;
    set(ben, "contact_link", of_ben, "is_primary", one());
    if (ana_first) sync(ana);
    sync(ben);
    sync_all();
    for (Device* device : {&ana, &ben}) {
        CHECK(get(*device, "contact_link", first, "is_primary") == Value(std::int64_t{0}));
        // The later clock's, whoever came first.
        CHECK(get(*device, "contact_link", of_ana, "is_primary") == Value(std::int64_t{0}));
        CHECK(get(*device, "contact_link", of_ben, "is_primary") == one());
    }
}

TEST_CASE_METHOD(Company, "of two primary contacts the one that lost is a conflict to look at",
                 "[only_one][two_devices]") {
    const RecordId of_ana = add_role(ana, std::int64_t{0});
    const RecordId of_ben = add_role(ana, std::int64_t{0});
    sync_all();
    const bool ana_first = GENERATE(true, false);
    CAPTURE(ana_first);
    set(ana, "contact_link", of_ana, "is_primary", one());
    ben.environment.now = ana.environment.now + 60'000;
    set(ben, "contact_link", of_ben, "is_primary", one());
    if (ana_first) sync(ana);
    sync(ben);
    sync_all();
    CHECK(conflicts(ana) == "is_primary {\"is_primary\":0} {\"is_primary\":1}\n");
    CHECK(conflicts(ben) == conflicts(ana));
}

TEST_CASE_METHOD(Company,
                 "a role that comes out of the bin, or from elsewhere, does not take the primary",
                 "[only_one][two_devices]") {
    const bool restored = GENERATE(true, false);
    CAPTURE(restored);
    const RecordId first = add_role(ana, one());
    const RecordId second = add_role(ana, std::int64_t{0});
    const EntityDef& role = *Registry::base().find("contact_link");
    const RecordId elsewhere = create_account(ana);
    if (restored)
        save(ana, Draft("test.remove", ana.store.state().checkpoint).remove(role.id, first));
    else
        set(ana, "contact_link", first, "record", elsewhere);
    sync_all();
    set(ben, "contact_link", second, "is_primary", one());
    ana.environment.now = ben.environment.now + 60'000;
    if (restored)
        save(ana, Draft("test.restore", ana.store.state().checkpoint).restore(role.id, first));
    else
        set(ana, "contact_link", first, "record", account);
    sync(ben);
    sync_all();
    for (Device* device : {&ana, &ben}) {
        CHECK(get(*device, "contact_link", first, "is_primary") == Value(std::int64_t{0}));
        CHECK(get(*device, "contact_link", second, "is_primary") == one());
    }
}

TEST_CASE_METHOD(Company, "who follows a record is told once what somebody else did to it",
                 "[notify][two_devices]") {
    follow(ben, ben_user, order);
    sync_all();
    move(ana, "work_order", order, "draft", "open");
    rename(ana, "Pump 2");
    CHECK(told(ana) == 1);
    sync_all();
    REQUIRE(told(ben) == 1);
    const RecordId id = last_told(ben);
    CHECK(get(ben, "notification", id, "user") == Value(ben_user));
    CHECK(get(ben, "notification", id, "kind") == text("change"));
    CHECK(get(ben, "notification", id, "record") == Value(order));
    CHECK(get(ben, "notification", id, "message_key") == text("notification.changed"));
    CHECK(get(ben, "notification", id, "message_arguments") ==
          text(R"({"fields":["status"],"from":"draft","module":"work_order",)"
               R"("to":"open","user":"Ana"})"));
    const std::string told_text(text_or_empty(get(ben, "notification", id, "text")));
    CHECK(told_text.find("Pump \xC2\xB7 Ana") != std::string::npos);

    // Once it was read, the next change makes another one.
    set(ben, "notification", id, "read_at", ben.environment.now);
    sync_all();
    rename(ana, "Pump 3");
    rename(ana, "Pump 4");
    sync_all();
    CHECK(told(ben) == 2);
    // Another hour, another one.
    ana.environment.now += 3'600'000;
    rename(ana, "Pump 5");
    CHECK(told(ana) == 3);
}

TEST_CASE_METHOD(Company, "nobody is told what he did himself, on any device, nor once unfollowed",
                 "[notify][two_devices]") {
    const RecordId by_ben = follow(ben, ben_user, order);
    follow(ana, ana_user, order);
    sync_all();
    rename(ben, "Pump 2");
    CHECK(told(ben) == 1);  // Ana's.
    CHECK(get(ben, "notification", last_told(ben), "user") == Value(ana_user));
    save(ben, Draft("test.unfollow", ben.store.state().checkpoint)
                  .remove(Registry::base().find("follow")->id, by_ben));
    sync_all();
    rename(ana, "Pump 3");
    sync_all();
    CHECK(told(ben) == 1);
}

TEST_CASE_METHOD(Company, "a line that is added, and an order that is removed, are told too",
                 "[notify][two_devices]") {
    follow(ben, ben_user, order);
    sync_all();
    create(ana, "work_order_line",
           {{field("work_order_line", "work_order"), order},
            {field("work_order_line", "description"), text("Seal")}});
    CHECK(get(ana, "notification", last_told(ana), "message_key") == text("notification.added"));
    CHECK(get(ana, "notification", last_told(ana), "record") == Value(order));
    ana.environment.now += 3'600'000;
    save(ana, Draft("test.remove", ana.store.state().checkpoint)
                  .remove(Registry::base().find("work_order")->id, order));
    CHECK(get(ana, "notification", last_told(ana), "message_key") == text("notification.removed"));
    sync_all();
    CHECK(told(ben) == 2);
}

TEST_CASE_METHOD(Company, "who may not read a record, or not the field, is told nothing of it",
                 "[notify][two_devices]") {
    const RecordId tom = add_reader_without_subjects();
    const RecordId nobody = add_user(ana, "Nobody", "nobody");
    follow(ana, tom, order);
    follow(ana, nobody, order);
    rename(ana, "Secret");
    CHECK(told(ana) == 0);
    set(ana, "work_order", order, "site_city", text("Lund"));
    REQUIRE(told(ana) == 1);
    CHECK(get(ana, "notification", last_told(ana), "user") == Value(tom));
    const std::string told_text(text_or_empty(get(ana, "notification", last_told(ana), "text")));
    CHECK(told_text.find("Secret") == std::string::npos);
}

TEST_CASE_METHOD(Company, "what one person is told nobody else reads, however wide the rights are",
                 "[notify][two_devices]") {
    const RecordId open = create(ana, "profile",
                                 {{field("profile", "name"), text("Open")},
                                  {field("profile", "default_read"), text("all")},
                                  {field("profile", "default_write"), text("all")}});
    create(ana, "profile_right",
           {{field("profile_right", "profile"), open},
            {field("profile_right", "entity"), text("notification")},
            {field("profile_right", "read_level"), text("all")},
            {field("profile_right", "edit_level"), text("all")}});
    create(ana, "sharing_default",
           {{field("sharing_default", "entity"), text("notification")},
            {field("sharing_default", "level"), text("write")}});
    const RecordId tom = add_user(ana, "Tom", "tom");
    const RecordId eve = add_user(ana, "Eve", "eve");
    for (const RecordId& person : {tom, eve})
        create(ana, "user_profile",
               {{field("user_profile", "user"), person}, {field("user_profile", "profile"), open}});
    follow(ana, tom, order);
    rename(ana, "Secret");
    REQUIRE(told(ana) == 1);
    const EntityDef& notification = *Registry::base().find("notification");
    const Record message = *must(ana.store.read(notification.id, last_told(ana)));
    const PolicyTables tables = must(read_policy_tables(ana.store));
    RecordSource source(ana.store);
    for (const Action action : {Action::Read, Action::Edit}) {
        const auto may = [&](const RecordId& person) {
            const Policy policy = Policy::compile(Registry::base(), tables, person);
            return must(policy.can(action, message, source));
        };
        CHECK(may(tom));
        CHECK_FALSE(may(eve));
    }
}

TEST_CASE_METHOD(Company, "a change that may not be seen does not hide one of the same transaction",
                 "[notify][two_devices]") {
    const RecordId tom = add_reader_without_subjects();
    follow(ana, tom, order);
    const EntityDef& line = *Registry::base().find("work_order_line");
    Draft draft("test.both", ana.store.state().checkpoint);
    draft.set(Registry::base().find("work_order")->id, order,
              {{field("work_order", "subject"), text("Secret")}});
    draft.create(line.id, make_record_id(ana.environment),
                 {{field("work_order_line", "work_order"), order},
                  {field("work_order_line", "description"), text("Seal")}});
    save(ana, draft);
    REQUIRE(told(ana) == 1);
    CHECK(get(ana, "notification", last_told(ana), "message_key") == text("notification.added"));
}

TEST_CASE_METHOD(Company, "one commit tells two hundred followers, and is saved with more",
                 "[notify][two_devices]") {
    constexpr int kOrders = 201;
    const EntityDef& work = *Registry::base().find("work_order");
    const EntityDef& followed = *Registry::base().find("follow");
    std::vector<RecordId> orders;
    Draft made("test.orders", ana.store.state().checkpoint);
    for (int count = 0; count < kOrders; ++count) {
        orders.push_back(make_record_id(ana.environment));
        made.create(work.id, orders.back(),
                    {{field("work_order", "subject"), text("Pump")},
                     {field("work_order", "account"), account}});
        made.create(followed.id, make_record_id(ana.environment),
                    {{field("follow", "user"), ben_user},
                     {field("follow", "record_entity"), text("work_order")},
                     {field("follow", "record"), orders.back()}});
    }
    save(ana, made);
    Draft renamed("test.rename", ana.store.state().checkpoint);
    for (const RecordId& each : orders)
        renamed.set(work.id, each, {{field("work_order", "subject"), text("Valve")}});
    save(ana, renamed);
    CHECK(told(ana) == 200);
    CHECK(get(ana, "work_order", orders.back(), "subject") == text("Valve"));
}

TEST_CASE_METHOD(Company, "work that leaves no room for news is saved, and nobody is told",
                 "[notify][two_devices]") {
    constexpr std::size_t kOrders = 60;
    constexpr std::size_t kFirst = 500'000;
    constexpr std::size_t kRoomLeft = 60;  // Less than any news takes.
    const EntityDef& work = *Registry::base().find("work_order");
    std::vector<RecordId> orders(kOrders, order);
    for (std::size_t place = 1; place < kOrders; ++place)
        orders[place] = create(ana, "work_order",
                               {{field("work_order", "subject"), text("Pump")},
                                {field("work_order", "account"), account}});
    char sign = 'a';
    const auto describe = [&](std::size_t bytes) {
        ++sign;
        Draft draft("test.write", ana.store.state().checkpoint);
        for (std::size_t place = 0; place < kOrders; ++place)
            draft.set(work.id, orders[place],
                      {{field("work_order", "description"),
                        Value(std::string(bytes / kOrders + (place < bytes % kOrders), sign))}});
        save(ana, draft);
        return static_cast<std::size_t>(
            count(ana, "SELECT length(bytes) FROM sync_pending ORDER BY no DESC LIMIT 1"));
    };
    // From the second time on a change says what it builds on.
    CHECK(describe(kFirst) > kFirst);
    const std::size_t whole = describe(kFirst);
    REQUIRE(whole < kTransactionBytesMax);
    follow(ana, ben_user, order);
    CHECK(describe(kFirst + kTransactionBytesMax - whole - kRoomLeft) > whole);
    CHECK(told(ana) == 0);
    rename(ana, "Valve");
    CHECK(told(ana) == 1);
}
