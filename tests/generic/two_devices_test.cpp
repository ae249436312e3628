// Every module on two devices and the server: what one writes, the other has.
#include <cstdio>

#include "core/policy_tables.h"
#include "generic/record_maker.h"
#include "support/office.h"

using namespace holdfast;
using test::issues_of;
using test::must;
using test::Office;
using test::RecordMaker;

namespace {

/// Ana and Ben of one office, in step.
struct Pair {
    Pair()
        : office(Registry::base()),
          ana(office.add_device()),
          ben(office.add_device()),
          maker(ana.store, ana.environment) {
        let_in(ben);
        meet();
    }
    /// Ana makes the first user, which makes her an administrator, and then the other one, too.
    void let_in(Office::Device& device) {
        const RecordId user = make_record_id(ana.environment);
        const std::string& login = device.store.state().enrolment.user;
        create("user", user, {{"name", login}, {"login", login}});
        const RecordId profile = must(read_policy_tables(ana.store)).profiles.at(0).id;
        create("user_profile", make_record_id(ana.environment),
               {{"user", user}, {"profile", profile}});
    }
    void create(std::string_view module, const RecordId& id,
                std::vector<std::pair<std::string_view, Value>> given) {
        const EntityDef& entity = *Registry::base().find(module);
        std::vector<Draft::FieldValue> values;
        for (auto& [key, value] : given)
            values.push_back({entity.find_field(key)->id, std::move(value)});
        Draft draft("test.set_up", ana.store.state().checkpoint);
        draft.create(entity.id, id, std::move(values));
        REQUIRE(issues_of(ana.store, draft).empty());
    }
    void meet() {
        refused += count_refused(office.sync(ana));
        refused += count_refused(office.sync(ben));
        refused += count_refused(office.sync(ana));
    }
    static int count_refused(const std::vector<TransactionResult>& results) {
        int count = 0;
        for (const TransactionResult& result : results)
            count += result.status == TransactionStatus::Rejected ? 1 : 0;
        return count;
    }
    static Value value(Office::Device& device, const EntityDef& entity, const RecordId& id,
                       const FieldDef& field) {
        const auto record = must(device.store.read(entity.id, id));
        REQUIRE(record.has_value());
        return record->values[entity.index_of(field.id)];
    }
    static bool write(Office::Device& device, const EntityDef& entity, const RecordId& id,
                      const FieldDef& field, const Value& wanted) {
        Draft draft("test.edit", device.store.state().checkpoint);
        draft.set(entity.id, id, {{field.id, wanted}});
        return issues_of(device.store, draft).empty();
    }
    Office office;
    Office::Device& ana;
    Office::Device& ben;
    RecordMaker maker;
    int refused = 0;
};

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
