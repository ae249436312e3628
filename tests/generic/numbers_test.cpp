// The generic suite: the numbers of every module that has them, as its policy says: alone, offline
// in an office, and after the authority has the records.
#include <cstdio>
#include <set>

#include "core/document_number.h"
#include "generic/pair.h"
#include "generic/scene.h"

using namespace holdfast;
using test::must;
using test::Pair;
using test::RecordMaker;
using test::shown;

namespace {

const FieldDef& number_of(const EntityDef& entity) {
    return *entity.find_field(entity.number_field);
}

bool starts_with(const Value& value, const std::string& prefix) {
    return text_or_empty(value).starts_with(prefix);
}

/// Whether a record has no number until it enters one of certain states.
bool waits_for_state(const EntityDef& entity) {
    return entity.number_policy != NumberPolicy::Provisional &&
           !entity.number_series.states.empty();
}

/// Whether the authority gives one as soon as it has the record.
bool is_given_at_once(const EntityDef& entity) {
    return gives_numbers(entity) && entity.number_series.states.empty();
}

}  // namespace

TEST_CASE("alone, every module with numbers gives each record its own or waits for its state",
          "[generic]") {
    test::for_each_module("numbers alone", 13, [](const EntityDef& entity) {
        if (entity.number_field == FieldId::None) return 0;
        std::set<std::string> seen;
        int cases = 0;
        for (std::uint64_t seed = 1'100; seed < 1'160; seed += 20) {
            const RecordId id = test::world().maker.create(entity, seed);
            const Record record = *must(test::world().store.read(entity.id, id));
            const Value number = shown(record, entity, number_of(entity));
            ++cases;
            if (waits_for_state(entity)) {
                CHECK(is_null(number));
                continue;
            }
            CHECK(starts_with(number, entity.number_prefix + "-"));
            CHECK(seen.insert(std::string(text_or_empty(number))).second);
        }
        return cases;
    });
}

TEST_CASE("in an office, numbers of every module are the device's or the authority's as declared",
          "[generic][sync]") {
    Pair pair;
    int modules = 0;
    for (const EntityDef& entity : Registry::base().entities()) {
        if (entity.number_field == FieldId::None) continue;
        CAPTURE(entity.key);
        RecordMaker bens(pair.ben.store, pair.ben.environment);
        const RecordId mine = pair.maker.create(entity, 1);
        const RecordId theirs = bens.create(entity, 41);
        const FieldDef& field = number_of(entity);
        const bool own =
            entity.number_policy != NumberPolicy::Authority && !waits_for_state(entity);
        const Value offline = Pair::value(pair.ana, entity, mine, field);
        // Each device has a code of its own, so no two of them give the same.
        if (own) CHECK(starts_with(offline, entity.number_prefix + "-K1-"));
        if (own)
            CHECK(starts_with(Pair::value(pair.ben, entity, theirs, field),
                              entity.number_prefix + "-K2-"));
        if (!own) CHECK(is_null(offline));
        pair.meet();
        const Value accepted = Pair::value(pair.ana, entity, mine, field);
        const Value other = Pair::value(pair.ana, entity, theirs, field);
        CHECK(accepted == Pair::value(pair.ben, entity, mine, field));
        CHECK(other == Pair::value(pair.ben, entity, theirs, field));
        if (is_given_at_once(entity)) {
            CHECK(starts_with(accepted, entity.number_prefix + "-"));
            CHECK(accepted != other);
        } else {
            CHECK(accepted == offline);
        }
        ++modules;
    }
    std::printf("generic suite: numbers in an office: %d modules\n", modules);
    CHECK(modules >= 10);
}
