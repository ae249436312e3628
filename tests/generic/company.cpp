#include "generic/company.h"

#include <algorithm>

namespace holdfast::test {
namespace {

constexpr Whose kPeople[] = {Whose::Mias,        Whose::Mates,       Whose::Norths,
                             Whose::Technicians, Whose::Apprentices, Whose::Strangers};
constexpr const char* kLogins[] = {"mia", "max", "nils", "tom", "ada", "sue"};

bool leads_to(const FieldDef& field, std::string_view module) {
    const EntityDef* target = Registry::base().find(field.target);
    return field.type == FieldType::Link && target && target->key == module;
}

}  // namespace

std::vector<const FieldDef*> Company::person_fields(const EntityDef& entity) {
    std::vector<const FieldDef*> fields;
    for (const char* key : {"owner", "assignee", "user"}) {
        const FieldDef* field = entity.find_field(key);
        const bool last = std::string_view(key) == "user";
        if (field && (field->type == FieldType::Text || leads_to(*field, "user")) &&
            (!last || fields.empty()))
            fields.push_back(field);
    }
    return fields;
}

const FieldDef* Company::followed(const EntityDef& entity) {
    if (entity.parent_field != FieldId::None) return entity.find_field(entity.parent_field);
    if (entity.kind != EntityKind::Link || !person_fields(entity).empty()) return nullptr;
    for (const FieldDef& field : entity.fields)
        if (field.type == FieldType::Link && field.need == Need::Required) return &field;
    return nullptr;
}

bool Company::carries_rights(const EntityDef& entity) {
    const std::set<std::string_view> rights = {
        "user",  "role",         "profile",         "profile_right", "user_profile",
        "group", "group_member", "sharing_default", "sharing_rule",  "record_share"};
    return rights.contains(entity.key);
}

bool Company::is_everybodys(const EntityDef& entity) {
    const EntityDef& judged = judged_by(entity);
    const bool setting = judged.kind == EntityKind::Config && person_fields(judged).empty();
    return setting || carries_rights(judged) || carries_rights(entity);
}

bool Company::is_message(const EntityDef& entity) {
    return std::count(entity.purposes.begin(), entity.purposes.end(), "notification") > 0;
}

bool Company::names_people(const EntityDef& entity) {
    return !is_everybodys(entity) && !is_message(entity) && !followed(entity) &&
           !person_fields(entity).empty();
}

const EntityDef& Company::judged_by(const EntityDef& entity) {
    const EntityDef* at = &entity;
    for (const FieldDef* link = followed(*at); link; link = followed(*at))
        at = Registry::base().find(link->target);
    return *at;
}

Company::Company() : maker_(store, environment, 500) {
    make_people();
    for (const EntityDef& entity : registry.entities())
        if (!RecordMaker::is_servers_own(entity)) make_records(entity);
}

void Company::make_people() {
    eva_ = create("user", {{"name", text("Eva")}, {"login", text("eva")}});
    profile_ = create(
        "profile",
        {{"name", text("Leads")}, {"default_read", text("none")}, {"default_write", text("none")}});
    north_ = create("group", {{"name", text("North")}});
    const RecordId leads = create(
        "role", {{"name", text("Leads")}, {"sees", text("subordinates")}, {"profile", profile_}});
    const RecordId technicians =
        create("role", {{"name", text("Technicians")}, {"parent", leads}, {"sees", text("own")}});
    const RecordId apprentices = create(
        "role", {{"name", text("Apprentices")}, {"parent", technicians}, {"sees", text("own")}});
    const RecordId others = create("role", {{"name", text("Others")}, {"sees", text("own")}});
    const std::map<Whose, RecordId> roles = {
        {Whose::Mias, leads}, {Whose::Technicians, technicians}, {Whose::Apprentices, apprentices}};
    for (std::size_t index = 0; index < std::size(kPeople); ++index) {
        const auto role = roles.find(kPeople[index]);
        logins_[kPeople[index]] = kLogins[index];
        people_[kPeople[index]] =
            create("user", {{"name", text(std::string("Name of ") + kLogins[index])},
                            {"login", text(kLogins[index])},
                            {"role", role == roles.end() ? others : role->second}});
    }
    for (const Whose member : {Whose::Mias, Whose::Mates})
        create("group_member", {{"group", north_}, {"user", people_.at(member)}});
}

void Company::set_level(const std::string& level) {
    set("profile", profile_, {{"default_read", text(level)}, {"default_write", text(level)}});
}

RecordMaker::Given Company::owned_by(const EntityDef& entity, Whose whose) const {
    RecordMaker::Given given;
    for (const FieldDef* field : person_fields(entity))
        given[field->id] =
            field->type == FieldType::Text ? Value(logins_.at(whose)) : Value(people_.at(whose));
    if (const FieldDef* team = entity.find_field("team"); team && leads_to(*team, "group"))
        given[team->id] = whose == Whose::Norths ? Value(north_) : Value();
    // So that the items of vendors, which follow them, can be anybody's.
    if (const FieldDef* vendor = entity.find_field("is_vendor")) given[vendor->id] = number(1);
    return given;
}

// What follows another record is made once for each of those.
void Company::make_records(const EntityDef& entity) {
    if (records_.contains(entity.id)) return;
    std::vector<Owned>& made = records_[entity.id];
    const auto make = [&](Whose whose, const RecordMaker::Given& given) {
        CAPTURE(entity.key, static_cast<int>(whose));
        seed_ += 3;
        made.push_back({maker_.create(entity, seed_, given), whose});
    };
    // Of shares there are some where they are tested.
    if (entity.key == "record_share") return;
    if (is_everybodys(entity)) return make(Whose::Nobodys, {});
    if (const FieldDef* link = followed(entity)) {
        const EntityDef& parent = *registry.find(link->target);
        make_records(parent);
        for (const Owned& owned : records_.at(parent.id)) make(owned.whose, {{link->id, owned.id}});
        return;
    }
    if (person_fields(entity).empty()) return make(Whose::Nobodys, {});
    const FieldDef* team = entity.find_field("team");
    for (const Whose whose : kPeople)
        if (whose != Whose::Norths || (team && leads_to(*team, "group")))
            make(whose, owned_by(entity, whose));
}

}  // namespace holdfast::test
