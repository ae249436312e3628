// Company: people above, beside and below one of them, and records of every module that are theirs.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "generic/record_maker.h"
#include "support/person.h"

namespace holdfast::test {

/// Seen from Mia, who leads the technicians and is in the group North.
enum class Whose : std::uint8_t {
    Mias,
    Mates,        ///< Of somebody else in North.
    Norths,       ///< Of a stranger, but the group's.
    Technicians,  ///< Of somebody in the role below hers.
    Apprentices,  ///< Of somebody two roles below.
    Strangers,
    Nobodys,  ///< The module names nobody.
};

struct Owned {
    RecordId id;
    Whose whose;
};

class Company : public StoreFixture {
public:
    Company();

    /// From now on Mia's profile allows this for every module that no right of it names.
    void set_level(const std::string& level);
    /// Until leave() the store is Mia's; before, Eva's, who is the administrator.
    void enter() { must(store.write_setting("person", to_text(people_.at(Whose::Mias)))); }
    void leave() { must(store.write_setting("person", to_text(eva_))); }
    [[nodiscard]] const RecordId& person(Whose whose) const { return people_.at(whose); }
    [[nodiscard]] const std::vector<Owned>& records(const EntityDef& entity) const {
        return records_.at(entity.id);
    }

    /// Links and texts that say whose a record is.
    [[nodiscard]] static std::vector<const FieldDef*> person_fields(const EntityDef& entity);
    /// The link to the record whose rights it has; null when it has its own.
    [[nodiscard]] static const FieldDef* followed(const EntityDef& entity);
    /// Rights are made of its records.
    [[nodiscard]] static bool carries_rights(const EntityDef& entity);
    /// Everybody with a profile reads what rights are made of, and settings that are nobody's.
    [[nodiscard]] static bool is_everybodys(const EntityDef& entity);
    /// Messages are read by whom they are for, whatever a level or a share says.
    [[nodiscard]] static bool is_message(const EntityDef& entity);
    /// Whether the module itself says whose a record is, and levels and shares go by that.
    [[nodiscard]] static bool names_people(const EntityDef& entity);
    /// The module that it follows at last, or itself.
    [[nodiscard]] static const EntityDef& judged_by(const EntityDef& entity);

private:
    void make_people();
    void make_records(const EntityDef& entity);
    [[nodiscard]] RecordMaker::Given owned_by(const EntityDef& entity, Whose whose) const;

    RecordMaker maker_;
    RecordId eva_;
    RecordId profile_;
    RecordId north_;
    std::map<Whose, RecordId> people_;
    std::map<Whose, std::string> logins_;
    std::map<EntityId, std::vector<Owned>> records_;
    std::uint64_t seed_ = 0;
};

}  // namespace holdfast::test
