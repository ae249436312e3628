// Every module on two devices and the server: what one writes, the other has.
#include <cstdio>

#include "generic/pair.h"

using namespace holdfast;
using test::must;
using test::Pair;
using test::RecordMaker;

namespace {

/// Whether both people may write the field at once and one value stays.
bool can_race(const EntityDef& entity, const FieldDef& field) {
    return RecordMaker::is_typed(entity, field) && field.merge != MergeKind::Strict &&
           info_of(field.type).kind != ValueKind::Link && field.type != FieldType::Entity;
}

}  // namespace

TEST_CASE("every field of every module reaches the other device, and races end alike",
          "[generic][sync]") {
    Pair pair;
    int records = 0;
    int fields = 0;
    int races = 0;
    for (const EntityDef& entity : Registry::base().entities()) {
        if (RecordMaker::is_servers_own(entity)) continue;
        CAPTURE(entity.key);
        const RecordId id = pair.maker.create(entity, 1);
        pair.meet();
        CHECK(pair.refused == 0);
        pair.refused = 0;
        REQUIRE(must(pair.ben.store.read(entity.id, id)).has_value());
        ++records;
        for (const FieldDef& field : entity.fields) {
            CAPTURE(field.key);
            CHECK(Pair::value(pair.ana, entity, id, field) ==
                  Pair::value(pair.ben, entity, id, field));
            ++fields;
            if (!can_race(entity, field)) continue;
            const Value mine = RecordMaker::value_for(entity, field, 2);
            const Value theirs = RecordMaker::value_for(entity, field, 3);
            const bool both = Pair::write(pair.ana, entity, id, field, mine) &&
                              Pair::write(pair.ben, entity, id, field, theirs);
            races += both ? 1 : 0;
        }
        pair.meet();
        for (const FieldDef& field : entity.fields) {
            CAPTURE(field.key);
            CHECK(Pair::value(pair.ana, entity, id, field) ==
                  Pair::value(pair.ben, entity, id, field));
        }
        pair.refused = 0;
    }
    std::printf("generic suite: two devices: %d modules, %d fields, %d races\n", records, fields,
                races);
    CHECK(races > records);
}
