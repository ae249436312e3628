#include "core/store/policy_world.h"

#include <algorithm>

#include "core/record_source.h"
#include "store/store_impl.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

// First halves of ids: nobody is mistaken for a group.
constexpr std::uint64_t kUsers = 0xA000;
constexpr std::uint64_t kGroups = 0xB000;
constexpr std::uint64_t kRoles = 0xC000;
constexpr std::uint64_t kProfiles = 0xD000;

constexpr std::uint64_t kUserCount = 7;
constexpr std::uint64_t kGroupCount = 5;
constexpr std::uint64_t kRoleCount = 5;
constexpr std::uint64_t kProfileCount = 3;
constexpr std::uint64_t kRecordCount = 8;  // Of each module.
constexpr std::int64_t kToday = 20'779;    // 2026-11-22

constexpr std::string_view kModules[] = {"company", "deal", "line",      "note",  "task",
                                         "job",     "mark", "mark_link", "stage", "place"};

// The same name twice, a name that is somebody's login, one with a quote, one that is broken.
const std::vector<std::string>& names() {
    static const std::vector<std::string> kNames = {"Ana", "Bo",  "ana",      "O'Neil",
                                                    "Bo",  "Åsa", "\xFF\"]}", "Eve"};
    return kNames;
}

constexpr std::string_view kUserJson =
    R"({"id":1,"key":"user","icon":"box","menu":"m","title":["name"],"fields":[
        {"id":1,"key":"name","type":"text"}],
        "list":{"columns":["name"],"order":"name"},"form":[{"section":"main","fields":["name"]}]})";

/// `more`: further keys of the module; `fields`: those after id 1, the title.
std::string module_json(int id, std::string_view key, std::string_view more,
                        std::string_view fields) {
    std::string text = R"({"id":)" + std::to_string(id) + R"(,"key":")" + std::string(key) +
                       R"(","icon":"box","title":["name"],)" + std::string(more) +
                       R"("fields":[{"id":1,"key":"name","type":"text"})";
    text += fields;
    return text + R"(],"list":{"columns":["name"],"order":"name"},)" +
           R"("form":[{"section":"main","fields":["name"]}]})";
}

constexpr std::string_view kOwner = R"(,{"id":2,"key":"owner","type":"link","to":"user"})";
constexpr std::string_view kTeam = R"(,{"id":3,"key":"team","type":"link","to":"group"})";

std::vector<std::string> module_documents() {
    const std::string owner(kOwner);
    const std::string team(kTeam);
    return {std::string(kUserJson),
            module_json(2, "group", "", ""),
            module_json(3, "company", "", owner),
            module_json(4, "deal", "",
                        owner + team +
                            R"(,{"id":4,"key":"company","type":"link","to":"company"},
                            {"id":5,"key":"amount","type":"money"},
                            {"id":6,"key":"due","type":"date"})"),
            module_json(5, "line", R"("kind":"part","parent":"deal",)",
                        R"(,{"id":2,"key":"deal","type":"link","to":"deal","inverse":"lines"})"),
            module_json(6, "note", R"("kind":"part","parent":"line",)",
                        owner + R"(,{"id":3,"key":"line","type":"link","to":"line"})"),
            module_json(7, "task", "",
                        owner + team + R"(,{"id":4,"key":"assignee","type":"link","to":"user"})"),
            module_json(8, "job", "", team + R"(,{"id":2,"key":"assignee","type":"text"})"),
            module_json(9, "mark", "", owner),
            module_json(10, "mark_link", R"("kind":"link",)",
                        R"(,{"id":2,"key":"mark","type":"link","to":"mark","required":true})"),
            module_json(11, "stage", R"("kind":"config",)", ""),
            module_json(12, "place", "", "")};
}

Registry compile_registry() {
    const std::vector<std::string> texts = module_documents();
    std::vector<std::pair<std::string_view, std::string_view>> documents;
    for (const std::string& text : texts) documents.emplace_back("module.json", text);
    std::string error;
    Result<Registry> registry = Registry::compile(documents, &error);
    INFO(error);
    return must(std::move(registry));
}

}  // namespace

const Registry& policy_registry() {
    static const Registry kRegistry = compile_registry();
    return kRegistry;
}

PolicyWorld::PolicyWorld(std::uint64_t seed)
    : random_(seed),
      store_(must(Store::open(must(Database::open(":memory:")), policy_registry(), environment_))) {
    tables.today = kToday;
    make_people();
    make_rights();
    store_records();
}

// One more than there are: some links lead nowhere.
RecordId PolicyWorld::any_id(std::uint64_t kind, std::uint64_t count) {
    if (once_in(6)) return {};
    return {kind, random_.below(count + 1) + 1};
}

RecordId PolicyWorld::any_user() {
    return {kUsers, random_.below(kUserCount + 1) + 1};
}

Principal PolicyWorld::any_principal() {
    switch (random_.below(7)) {
        case 0:
        case 1:
            return {Principal::Kind::User, any_user()};
        case 2:
        case 3:
            return {Principal::Kind::Group, any_id(kGroups, kGroupCount)};
        case 4:
            return {Principal::Kind::Role, any_id(kRoles, kRoleCount)};
        case 5:
            return {Principal::Kind::RoleAndSubordinates, any_id(kRoles, kRoleCount)};
        default:
            return {once_in(2) ? Principal::Kind::Everyone : Principal::Kind::Nobody, {}};
    }
}

std::string PolicyWorld::any_entity() {
    return std::string(kModules[random_.below(std::size(kModules))]);
}

std::array<std::optional<RightsLevel>, kActionCount> PolicyWorld::any_levels() {
    std::array<std::optional<RightsLevel>, kActionCount> levels;
    for (auto& level : levels)
        if (!once_in(4)) level = static_cast<RightsLevel>(random_.below(5));
    return levels;
}

std::string PolicyWorld::any_condition() {
    constexpr std::string_view kConditions[] = {"",
                                                "name == 'Ana'",
                                                "amount > 500",
                                                "is_null(company)",
                                                "company.owner.name == 'Bo'",
                                                "due < today() and amount != 7",
                                                "count(lines) > 1",
                                                "nonsense(",
                                                "not (amount > 500)"};
    return std::string(kConditions[random_.below(std::size(kConditions))]);
}

PolicySharingRule PolicyWorld::any_rule() {
    return {once_in(2) ? "deal" : any_entity(), any_principal(), any_principal(),
            static_cast<ShareLevel>(random_.below(3)), any_condition()};
}

PolicyRecordShare PolicyWorld::any_share() {
    PolicyRecordShare share;
    share.entity = any_entity();
    share.record = {raw(policy_registry().find(share.entity)->id),
                    random_.below(kRecordCount + 1) + 1};
    share.to = any_principal();
    share.level = static_cast<ShareLevel>(random_.below(3));
    if (once_in(2)) share.until = kToday - 1 + static_cast<std::int64_t>(random_.below(3));
    return share;
}

// Parents, members and holders are drawn freely: most worlds have circles.
void PolicyWorld::make_people() {
    for (std::uint64_t no = 1; no <= kUserCount; ++no)
        tables.users.push_back(
            {{kUsers, no},
             names()[random_.below(names().size())],
             once_in(5) ? names()[random_.below(names().size())] : "login" + std::to_string(no),
             !once_in(8),
             any_id(kRoles, kRoleCount),
             any_id(kGroups, kGroupCount)});
    for (std::uint64_t no = 1; no <= kRoleCount; ++no)
        tables.roles.push_back({{kRoles, no},
                                any_id(kRoles, kRoleCount),
                                any_id(kProfiles, kProfileCount),
                                static_cast<RoleView>(random_.below(4))});
    for (std::uint64_t no = 1; no <= kGroupCount; ++no) tables.groups.push_back({kGroups, no});
    for (std::uint64_t count = random_.below(9); count > 0; --count)
        tables.members.push_back({any_id(kGroups, kGroupCount), any_principal()});
}

void PolicyWorld::make_rights() {
    for (std::uint64_t no = 1; no <= kProfileCount; ++no)
        tables.profiles.push_back({{kProfiles, no},
                                   static_cast<RightsLevel>(random_.below(5)),
                                   static_cast<RightsLevel>(random_.below(5)),
                                   once_in(20),
                                   once_in(4)});
    for (std::uint64_t count = random_.below(16); count > 0; --count)
        tables.rights.push_back(
            {any_id(kProfiles, kProfileCount), any_entity(), "", any_levels(), {}});
    for (std::uint64_t count = random_.below(8); count > 0; --count)
        tables.user_profiles.push_back({any_user(), any_id(kProfiles, kProfileCount)});
    for (std::uint64_t count = random_.below(3); count > 0; --count)
        tables.defaults.push_back({any_entity(), static_cast<ShareLevel>(random_.below(3))});
    for (std::uint64_t count = random_.below(6); count > 0; --count)
        tables.rules.push_back(any_rule());
    for (std::uint64_t count = random_.below(10); count > 0; --count)
        tables.shares.push_back(any_share());
}

void PolicyWorld::give_more() {
    switch (random_.below(4)) {
        case 0:
            tables.shares.push_back(any_share());
            return;
        case 1:
            tables.rules.push_back(any_rule());
            return;
        case 2:
            tables.user_profiles.push_back({any_user(), any_id(kProfiles, kProfileCount)});
            return;
        default:
            tables.members.push_back({any_id(kGroups, kGroupCount), any_principal()});
    }
}

Value PolicyWorld::any_value(const EntityDef& entity, const FieldDef& field) {
    if (once_in(8)) return {};
    if (field.key == "amount") return static_cast<std::int64_t>(random_.below(100'000));
    if (field.key == "due") return kToday - 2 + static_cast<std::int64_t>(random_.below(5));
    if (field.type != FieldType::Link)
        return once_in(3) ? "login" + std::to_string(random_.below(kUserCount) + 1)
                          : names()[random_.below(names().size())];
    const EntityDef& target = *policy_registry().find(field.target);
    if (target.key == "user") return any_user();
    if (target.key == "group") return RecordId{kGroups, random_.below(kGroupCount + 1) + 1};
    HOLDFAST_ASSERT(target.id != entity.id);
    return RecordId{raw(target.id), random_.below(kRecordCount + 1) + 1};
}

void PolicyWorld::store_records() {
    for (const PolicyUser& user : tables.users) {
        Record record{policy_registry().find("user")->id, user.id, {}, {}, {user.name}};
        const EntityTable& table = store_.internals().table(*policy_registry().find("user"));
        must(table.insert(store_.database(), record));
    }
    for (const std::string_view key : kModules) {
        const EntityDef& entity = *policy_registry().find(key);
        for (std::uint64_t no = 1; no <= kRecordCount; ++no) {
            Record record{entity.id, {raw(entity.id), no}, {}, {}, {}};
            if (once_in(6)) record.life = Record::Life::Deleted;
            for (const FieldDef& field : entity.fields)
                record.values.push_back(any_value(entity, field));
            must(store_.internals().table(entity).insert(store_.database(), record));
            records_[entity.id].push_back(std::move(record));
        }
    }
}

std::set<RecordId> PolicyWorld::accepted(const Policy& policy, const EntityDef& entity,
                                         Action action) {
    RecordSource source(store_);
    std::set<RecordId> ids;
    for (const Record& record : records(entity))
        if (must(policy.can(action, record, source))) ids.insert(record.id);
    return ids;
}

// Under another name and behind another parameter, as a larger statement would have it.
std::set<RecordId> PolicyWorld::found(const Policy& policy, const EntityDef& entity,
                                      Action action) {
    const SqlPredicate sql = policy.where(entity.id, action, {"some", 2});
    Statement statement =
        must(store_.database().prepare("SELECT some.id FROM " + quoted(entity.key) +
                                       " AS some WHERE some.pk > ?1 AND " + sql.text));
    statement.bind(0, std::int64_t{0});
    for (std::size_t index = 0; index < sql.parameters.size(); ++index)
        statement.bind(static_cast<int>(index) + 1, sql.parameters[index]);
    std::set<RecordId> ids;
    while (must(statement.step())) ids.insert(statement.record_id(0));
    return ids;
}

}  // namespace holdfast::test
