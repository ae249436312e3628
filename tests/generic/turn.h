// ReadersTurn: for the length of a block the world's store is somebody's from whom fields are
// hidden.
#pragma once

#include <string>
#include <vector>

#include "generic/scene.h"
#include "support/person.h"

namespace holdfast::test {

/// Reads and writes everything else. The store is Eva's again afterwards.
class ReadersTurn {
public:
    ReadersTurn(const EntityDef& entity, const std::vector<const FieldDef*>& hidden)
        : eva_(must(world().store.read_setting("person"))) {
        static const Person reader = add_person(world(), "Reader", "reader");
        Draft draft = world().draft();
        for (const FieldDef* field : hidden) {
            rights_.push_back(make_record_id(world().environment));
            draft.create(world().entity("profile_right").id, rights_.back(),
                         world().values("profile_right", {{"profile", reader.profile},
                                                          {"entity", entity.key},
                                                          {"field", field->key},
                                                          {"access", "hidden"}}));
        }
        world().save(draft);
        must(world().store.write_setting("person", to_text(reader.user)));
    }
    ReadersTurn(const ReadersTurn&) = delete;
    ReadersTurn& operator=(const ReadersTurn&) = delete;
    ~ReadersTurn() {
        must(world().store.write_setting("person", eva_));
        Draft draft = world().draft();
        for (const RecordId& right : rights_)
            draft.remove(world().entity("profile_right").id, right);
        world().save(draft);
    }

private:
    std::string eva_;
    std::vector<RecordId> rights_;
};

}  // namespace holdfast::test
