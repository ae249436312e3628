// The generic suite: rights over every module in a company with roles, groups and shares. What a
// level opens, the check in memory, the SQL of questions and the lists on screen are the same.
#include "generic/company.h"

#include <algorithm>

#include "core/app/list_view.h"
#include "core/policy.h"
#include "core/query.h"
#include "core/record_source.h"
#include "generic/scene.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

using Ids = std::set<RecordId>;

Ids listed(Company& company, const EntityDef& entity) {
    ListView list(company.store, entity.id, Strings());
    CHECK(list.error() == nullptr);
    const auto ids = must(list.read_ids(0, list.row_count()));
    return {ids.begin(), ids.end()};
}

/// Among all living records of the module, those of people outside this test included.
Ids found(Company& company, const EntityDef& entity, Action action, const Policy* policy) {
    Query query;
    query.entity = entity.id;
    query.action = action;
    query.policy = policy;
    const std::vector<RecordId> ids = found_by(company.store, query);
    return {ids.begin(), ids.end()};
}

/// What the check in memory lets Mia do among those that Eva sees.
Ids allowed(Company& company, const EntityDef& entity, Action action, const Policy& mias) {
    const Policy everything = Policy::compile(company.registry, {}, {});
    Query query;
    query.entity = entity.id;
    query.policy = &everything;
    RecordSource source(company.store);
    Ids ids;
    const auto rows = must(find_rows(company.store, query, 1'000));
    for (const Record& record : must(read_rows(company.store, entity.id, rows, &everything)))
        if (must(mias.can(action, record, source))) ids.insert(record.id);
    return ids;
}

/// Looks at every module as Mia; `opens`: whose records she is to see.
template <typename Opens>
void check_modules(Company& company, const char* check, Opens&& opens) {
    company.enter();
    const Policy policy = must(company.store.policy());
    for (const EntityDef& entity : company.registry.entities()) {
        if (RecordMaker::is_servers_own(entity)) continue;
        CAPTURE(entity.key);
        const Ids list = listed(company, entity);
        CHECK(list == allowed(company, entity, Action::Read, policy));
        for (const Action action : {Action::Edit, Action::Delete, Action::Export, Action::Approve})
            CHECK(found(company, entity, action, nullptr) ==
                  allowed(company, entity, action, policy));
        // No profile here says anything of approving.
        CHECK(found(company, entity, Action::Approve, nullptr) ==
              found(company, entity, Action::Edit, nullptr));
        int cases = 6;
        for (const Owned& owned : company.records(entity)) {
            CAPTURE(static_cast<int>(owned.whose));
            const bool open =
                Company::is_everybodys(entity) ||
                (Company::is_message(entity) ? owned.whose == Whose::Mias : opens(owned.whose));
            CHECK(list.contains(owned.id) == open);
            ++cases;
        }
        note(check, entity, cases);
    }
    company.leave();
}

/// Whose records each level opens, each with those before it.
bool opens_at(std::size_t level, Whose whose) {
    constexpr Whose kAdded[][2] = {{Whose::Mias, Whose::Mias},
                                   {Whose::Mates, Whose::Norths},
                                   {Whose::Technicians, Whose::Apprentices},
                                   {Whose::Strangers, Whose::Nobodys}};
    for (std::size_t index = 0; index < level; ++index)
        if (std::find(std::begin(kAdded[index]), std::end(kAdded[index]), whose) !=
            std::end(kAdded[index]))
            return true;
    return false;
}

}  // namespace

TEST_CASE("every level opens in every module the records of those people and of nobody else",
          "[generic]") {
    Company company;
    const char* levels[] = {"none", "own", "group", "subordinates", "all"};
    for (std::size_t level = 0; level < std::size(levels); ++level) {
        CAPTURE(levels[level]);
        company.set_level(levels[level]);
        check_modules(company, "company levels",
                      [&](Whose whose) { return opens_at(level, whose); });
    }
    check_asked("company levels", 100);
}

TEST_CASE("a sharing rule and a single share open what they name in every module, and no more",
          "[generic]") {
    Company company;
    company.set_level("own");
    const auto share_from = [&](const EntityDef& entity, Whose whose,
                                const std::string& condition) {
        company.create("sharing_rule", {{"name", text(entity.key)},
                                        {"entity", text(entity.key)},
                                        {"from_kind", text("user")},
                                        {"from_user", company.person(whose)},
                                        {"to_kind", text("user")},
                                        {"to_user", company.person(Whose::Mias)},
                                        {"condition", text(condition)}});
    };
    for (const EntityDef& entity : company.registry.entities()) {
        if (RecordMaker::is_servers_own(entity) || !Company::names_people(entity)) continue;
        share_from(entity, Whose::Strangers, "");
        share_from(entity, Whose::Apprentices, "1 > 2");
        for (const Owned& owned : company.records(entity)) {
            const bool ended = owned.whose == Whose::Mates;
            if (!ended && owned.whose != Whose::Technicians) continue;
            company.create("record_share", {{"record_entity", text(entity.key)},
                                            {"record", owned.id},
                                            {"user", company.person(Whose::Mias)},
                                            {"level", text("write")},
                                            {"until", ended ? number(10'000) : Value()}});
        }
    }
    check_modules(company, "company shares", [](Whose whose) {
        return whose == Whose::Mias || whose == Whose::Strangers || whose == Whose::Technicians;
    });
    check_asked("company shares", 100);
    // What is shared to be read cannot be edited, what is shared to be written can.
    company.enter();
    for (const EntityDef& entity : company.registry.entities()) {
        if (RecordMaker::is_servers_own(entity) || !Company::names_people(entity)) continue;
        CAPTURE(entity.key);
        const Ids editable = found(company, entity, Action::Edit, nullptr);
        for (const Owned& owned : company.records(entity)) {
            if (owned.whose == Whose::Strangers) CHECK_FALSE(editable.contains(owned.id));
            if (owned.whose == Whose::Technicians) CHECK(editable.contains(owned.id));
        }
    }
}
