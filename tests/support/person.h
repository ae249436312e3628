// One person with a profile of their own: as records of a store, and as tables of rights alone.
#pragma once

#include <string>

#include "core/policy_tables.h"
#include "core/store_fixture.h"

namespace holdfast::test {

struct Person {
    RecordId user;
    RecordId profile;
};

/// `read`, `write`: levels of the profile where no right of it names the module.
inline Person add_person(StoreFixture& fixture, const std::string& name, const std::string& login,
                         const std::string& read = "all", const std::string& write = "all") {
    Person person;
    person.user = fixture.create("user", {{"name", text(name)}, {"login", text(login)}});
    person.profile = fixture.create("profile", {{"name", text("Of " + login)},
                                                {"default_read", text(read)},
                                                {"default_write", text(write)}});
    fixture.create("user_profile", {{"user", person.user}, {"profile", person.profile}});
    return person;
}

/// Tom's alone; nothing else is said about rights.
inline PolicyTables tables_of_one(const RecordId& user, RightsLevel level = RightsLevel::All) {
    const RecordId profile{0xA11CE, 2};
    PolicyTables tables;
    tables.users.push_back({user, "Tom", "tom", true, {}, {}});
    tables.profiles.push_back({profile, level, level, false, false});
    tables.user_profiles.push_back({user, profile});
    return tables;
}

/// A line of the profile in tables_of_one(): hides one field of the module.
inline void hide_field(PolicyTables& tables, std::string entity, std::string field) {
    PolicyRight right;
    right.profile = tables.profiles.front().id;
    right.entity = std::move(entity);
    right.field = std::move(field);
    right.access = FieldAccess::Hidden;
    tables.rights.push_back(std::move(right));
}

/// Another one: nobody with the profile may do anything with the module.
inline void close_module(PolicyTables& tables, std::string entity) {
    PolicyRight right;
    right.profile = tables.profiles.front().id;
    right.entity = std::move(entity);
    right.levels.fill(RightsLevel::None);
    tables.rights.push_back(std::move(right));
}

}  // namespace holdfast::test
