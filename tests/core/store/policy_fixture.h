// PolicyFixture: a service company with its rights, written as records and compiled from them.
#pragma once

#include "core/policy.h"
#include "core/query.h"
#include "core/record_source.h"
#include "core/store_fixture.h"

namespace holdfast::test {

/// A manager above two technicians; each has the profile "field": modules at level subordinates,
/// own records in nothing else.
struct PolicyFixture : StoreFixture {
    explicit PolicyFixture(const Registry& definitions = Registry::base())
        : StoreFixture(definitions) {
        add_user("Boss", "boss", {});  // Who sets this up, and whose store it is.
        profile = create("profile", {{"name", text("Field")},
                                     {"default_read", text("subordinates")},
                                     {"default_write", text("subordinates")}});
        managers = create(
            "role",
            {{"name", text("Managers")}, {"sees", text("subordinates")}, {"profile", profile}});
        technicians = create("role", {{"name", text("Technicians")},
                                      {"parent", managers},
                                      {"sees", text("own")},
                                      {"profile", profile}});
        mia = add_user("Mia", "mia", managers);
        tom = add_user("Tom", "tom", technicians);
        tina = add_user("Tina", "tina", technicians);
    }
    RecordId add_user(const std::string& name, const std::string& login, const RecordId& role) {
        return create("user", {{"name", text(name)},
                               {"login", text(login)},
                               {"role", role.is_none() ? Value() : Value(role)}});
    }
    /// From now on the store is this user's.
    void become(const RecordId& user) { must(store.write_setting("person", to_text(user))); }
    RecordId add_task(const std::string& subject, const RecordId& owner) {
        return create("task", {{"subject", text(subject)}, {"owner", owner}});
    }
    /// One line of the profile about a module.
    void allow(std::string_view module, std::string_view level_field, const std::string& level) {
        create("profile_right", {{"profile", profile},
                                 {"entity", text(std::string(module))},
                                 {level_field, text(level)}});
    }
    void restrict_field(std::string_view module, const std::string& key,
                        const std::string& access) {
        create("profile_right", {{"profile", profile},
                                 {"entity", text(std::string(module))},
                                 {"field", text(key)},
                                 {"access", text(access)}});
    }
    Policy compile(const RecordId& user) {
        return Policy::compile(registry, must(read_policy_tables(store)), user);
    }
    /// Asked in memory; SQL has to say the same.
    bool can(const RecordId& user, Action action, std::string_view module, const RecordId& id) {
        const Policy policy = compile(user);
        const auto record = must(store.read(entity(module).id, id));
        REQUIRE(record.has_value());
        RecordSource source(store);
        const bool allowed = must(policy.can(action, *record, source));
        CHECK(allowed == is_found(policy, action, module, id));
        return allowed;
    }
    bool is_found(const Policy& policy, Action action, std::string_view module,
                  const RecordId& id) {
        const SqlPredicate sql = policy.where(entity(module).id, action, {"", 2});
        Statement statement = must(store.database().prepare(
            "SELECT 1 FROM \"" + std::string(module) + "\" WHERE id = ?1 AND " + sql.text));
        statement.bind(0, id);
        for (std::size_t index = 0; index < sql.parameters.size(); ++index)
            statement.bind(static_cast<int>(index) + 1, sql.parameters[index]);
        return must(statement.step());
    }
    FieldAccess access(const RecordId& user, std::string_view module, std::string_view key) {
        const FieldDef* found = entity(module).find_field(key);
        if (!found) found = entity(module).find_computed(key);
        REQUIRE(found != nullptr);
        return compile(user).field_access(entity(module).id, found->id);
    }

    RecordId profile, managers, technicians, mia, tom, tina;
};

}  // namespace holdfast::test
