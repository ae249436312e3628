// Scene: a module with records of its own in one store for all modules, and the table of what was
// asked of how many modules.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/query.h"
#include "core/store_fixture.h"
#include "generic/record_maker.h"

namespace holdfast::test {

/// One store for all modules: records of one are linked by those of others.
struct World : StoreFixture {
    World() : maker(store, environment) {
        // Whoever sets up rights first is the administrator; the users of the scenes come and go.
        create("user", {{"name", "Eva"}, {"login", "eva"}});
    }
    RecordMaker maker;
    std::map<EntityId, std::vector<RecordId>> made;
};
inline World& world() {
    static World only;
    return only;
}

/// A module with five records of its own.
struct Scene {
    explicit Scene(const EntityDef& definition)
        : module(definition), store(world().store), ids(world().made[definition.id]) {
        while (ids.size() < 5) {
            world().environment.now += 1'000;
            ids.push_back(world().maker.create(module, ids.size() * 3 + 1));
        }
    }
    /// All living records, those that others have linked to included.
    [[nodiscard]] std::vector<Record> all() const {
        Query query;
        query.entity = module.id;
        return must(read_rows(store, module.id, must(find_rows(store, query, 1'000))));
    }
    [[nodiscard]] Record first() const { return *must(store.read(module.id, ids[0])); }
    [[nodiscard]] Record last() const { return *must(store.read(module.id, ids[4])); }
    [[nodiscard]] Draft draft() const { return world().draft(); }
    const EntityDef& module;
    Store& store;
    std::vector<RecordId>& ids;
};

/// What one check came to; printed at the end.
struct Tally {
    std::set<EntityId> visited;  ///< Modules it came to.
    std::set<EntityId> asked;    ///< Those of them that it found a case in.
    int cases = 0;
};
inline std::map<std::string, Tally>& table() {
    static std::map<std::string, Tally> tallies;
    return tallies;
}
inline void note(const std::string& check, const EntityDef& entity, int cases) {
    Tally& tally = table()[check];
    tally.visited.insert(entity.id);
    if (cases > 0) tally.asked.insert(entity.id);
    tally.cases += cases;
}
/// A check that passes over what it is to look at has looked at nothing.
inline void check_asked(const std::string& check, std::size_t modules_min) {
    INFO(check);
    CHECK(table()[check].asked.size() >= modules_min);
}

/// `check` tells how many cases it found in a module; `modules_min`: in so many it must find one.
template <typename Check>
void for_each_module(const char* name, std::size_t modules_min, Check&& check) {
    for (const EntityDef& entity : Registry::base().entities()) {
        if (RecordMaker::is_servers_own(entity)) continue;
        CAPTURE(entity.key);
        note(name, entity, check(entity));
    }
    check_asked(name, modules_min);
}

/// The ids of all records that fit, in the query's order.
inline std::vector<RecordId> found_by(Store& store, const Query& query) {
    std::vector<RecordId> ids;
    for (const Record& record :
         must(read_rows(store, query.entity, must(find_rows(store, query, 1'000)))))
        ids.push_back(record.id);
    return ids;
}

inline Value shown(const Record& record, const EntityDef& entity, const FieldDef& field) {
    return record.values[entity.index_of(field.id)];
}

}  // namespace holdfast::test
