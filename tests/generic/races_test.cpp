// The generic suite: two people who do not know of each other write links, counters, strict fields
// and states of every module, and both see the same in the end.
#include <algorithm>
#include <cstdio>

#include "core/query.h"
#include "core/state_race.h"
#include "generic/pair.h"

using namespace holdfast;
using test::must;
using test::Office;
using test::Pair;
using test::RecordMaker;

namespace {

struct Counts {
    int links = 0;
    int counters = 0;
    int strict = 0;
    int states = 0;
};

class Race {
public:
    Race(Pair& pair, const EntityDef& entity, const RecordId& id)
        : pair_(pair), entity_(entity), id_(id) {}

    /// Both lead it somewhere else.
    bool on_link(const FieldDef& field) {
        const EntityDef& target = *Registry::base().find(field.target);
        const RecordId mine = target_of(target, 0);
        const RecordId theirs = target_of(target, 1);
        return Pair::write(pair_.ana, entity_, id_, field, mine) &&
               Pair::write(pair_.ben, entity_, id_, field, theirs);
    }
    bool on_value(const FieldDef& field) {
        const Value mine = RecordMaker::value_for(entity_, field, 42);
        const Value theirs = RecordMaker::value_for(entity_, field, 44);
        return !is_null(mine) && Pair::write(pair_.ana, entity_, id_, field, mine) &&
               Pair::write(pair_.ben, entity_, id_, field, theirs);
    }
    bool on_counter(const FieldDef& field) {
        const auto add = [&](Office::Device& device, std::int64_t delta) {
            return Pair::commit(device,
                                Pair::draft(device).increment(entity_.id, id_, field.id, delta));
        };
        return add(pair_.ana, 3) && add(pair_.ben, 4);
    }
    /// Two moves that the machine allows from where both see the record; the states that they lead
    /// to, nothing when there are no two.
    std::vector<std::string> on_state() {
        const std::string from = state(pair_.ana);
        std::vector<std::string> taken;
        for (const std::string_view to : entity_.states_after(from)) {
            Office::Device& device = taken.empty() ? pair_.ana : pair_.ben;
            const Draft move =
                Pair::draft(device).transition(entity_.id, id_, from, std::string(to));
            if (taken.size() < 2 && Pair::commit(device, move)) taken.emplace_back(to);
        }
        return taken;
    }
    std::string state(Office::Device& device) {
        return std::string(text_or_empty(
            Pair::value(device, entity_, id_, *entity_.find_field(entity_.state_field))));
    }
    void check_alike() {
        for (const FieldDef& field : entity_.fields) {
            CAPTURE(field.key);
            CHECK(Pair::value(pair_.ana, entity_, id_, field) ==
                  Pair::value(pair_.ben, entity_, id_, field));
        }
    }

    /// Made once for each module, and known to both.
    RecordId target_of(const EntityDef& target, std::size_t which) {
        static std::map<EntityId, std::vector<RecordId>> made;
        std::vector<RecordId>& ids = made[target.id];
        while (ids.size() < 2) ids.push_back(pair_.maker.create(target, 60'000 + 20 * ids.size()));
        pair_.meet();
        return ids[which];
    }

private:
    Pair& pair_;
    const EntityDef& entity_;
    RecordId id_;
};

}  // namespace

TEST_CASE("links, counters, strict fields and states of every module end alike after a race",
          "[generic][sync]") {
    Pair pair;
    Counts counts;
    for (const EntityDef& entity : Registry::base().entities()) {
        if (RecordMaker::is_servers_own(entity)) continue;
        CAPTURE(entity.key);
        const RecordId id = pair.maker.create(entity, 40);
        pair.meet();
        Race race(pair, entity, id);
        std::vector<std::pair<const FieldDef*, std::int64_t>> counted;
        for (const FieldDef& field : entity.fields) {
            CAPTURE(field.key);
            const bool typed = RecordMaker::is_typed(entity, field);
            if (typed && field.type == FieldType::Link) {
                counts.links += race.on_link(field) ? 1 : 0;
            } else if (typed && field.merge == MergeKind::Strict) {
                counts.strict += race.on_value(field) ? 1 : 0;
            } else if (field.merge == MergeKind::Counter) {
                const Value before = Pair::value(pair.ana, entity, id, field);
                if (race.on_counter(field)) counted.emplace_back(&field, integer_or(before, 0));
            }
        }
        pair.meet();
        race.check_alike();
        for (const auto& [field, before] : counted) {
            CAPTURE(field->key);
            CHECK(Pair::value(pair.ben, entity, id, *field) == Value(before + 7));
            ++counts.counters;
        }
        if (entity.states.empty()) continue;
        const std::vector<std::string> wanted = race.on_state();
        pair.meet();
        race.check_alike();
        if (wanted.size() < 2) continue;
        const std::string end = race.state(pair.ana);
        const bool by_rule = std::any_of(entity.races.begin(), entity.races.end(),
                                         [&](const RaceDef& each) { return each.result == end; });
        CAPTURE(wanted[0], wanted[1], end);
        CHECK((end == wanted[0] || end == wanted[1] || by_rule));
        ++counts.states;
    }
    std::printf("generic suite: races: %d links, %d counters, %d strict fields, %d states\n",
                counts.links, counts.counters, counts.strict, counts.states);
    CHECK(counts.links > 100);
    CHECK(counts.counters >= 3);
    CHECK(counts.strict >= 5);
    CHECK(counts.states > 15);
}

namespace {

/// A work order that both are at work on, and the tasks that races make of it.
struct Dispute {
    Dispute() : id(make_record_id(pair.ana.environment)) {
        pair.create("work_order", id, {{"subject", std::string("Boiler")}});
        resume();
    }
    const EntityDef& module(std::string_view key) const { return *Registry::base().find(key); }
    Value value(Office::Device& device, std::string_view entity, const RecordId& record,
                std::string_view key) const {
        const EntityDef& definition = module(entity);
        return Pair::value(device, definition, record, *definition.find_field(key));
    }
    void set(std::string_view entity, const RecordId& record, std::string_view key,
             const std::string& wanted) {
        const EntityDef& definition = module(entity);
        REQUIRE(Pair::write(pair.ana, definition, record, *definition.find_field(key), wanted));
    }
    void resume() {
        set("work_order", id, "status", "in_progress");
        pair.meet();
    }
    bool move(Office::Device& device, std::string_view to) {
        return Pair::commit(device, Pair::draft(device).transition(module("work_order").id, id,
                                                                   "in_progress", std::string(to)));
    }
    /// The technician completes it, the dispatcher cancels it.
    void race() {
        set("work_order", id, "resolution_code", "repaired");
        REQUIRE(move(pair.ana, "completed"));
        REQUIRE(move(pair.ben, "cancelled"));
        pair.meet();
        REQUIRE(value(pair.ben, "work_order", id, "status") == Value(std::string("disputed")));
    }
    std::vector<RecordId> tasks(Office::Device& device) const {
        Query query;
        query.entity = module("task").id;
        std::vector<RecordId> ids;
        for (const Record& record :
             must(read_rows(device.store, query.entity, must(find_rows(device.store, query, 10)))))
            ids.push_back(record.id);
        return ids;
    }
    Pair pair;
    RecordId id;
};

}  // namespace

TEST_CASE("a race that a rule decides makes one task about the record on every device",
          "[generic][sync]") {
    Dispute dispute;
    dispute.race();
    const std::vector<RecordId> made = dispute.tasks(dispute.pair.ana);
    REQUIRE(made.size() == 1);
    for (Office::Device* device : {&dispute.pair.ana, &dispute.pair.ben}) {
        CHECK(dispute.tasks(*device) == made);
        const auto of_task = [&](std::string_view key) {
            return dispute.value(*device, "task", made[0], key);
        };
        CHECK(of_task("record") == Value(dispute.id));
        CHECK(of_task("record_entity") == Value(std::string("work_order")));
        CHECK(of_task("occasion") == Value(std::string("review_dispute")));
        CHECK(of_task("status") == Value(std::string("not_started")));
        CHECK(of_task("priority") == Value(std::string("normal")));
        // Not the record's title, which is not for everybody who reads tasks.
        CHECK(of_task("subject") == Value(std::string("Work order")));
    }
    CHECK(dispute.pair.refused == 0);
}

TEST_CASE("a dispute that comes again opens its task anew and makes no second one",
          "[generic][sync]") {
    Dispute dispute;
    dispute.race();
    const RecordId task = dispute.tasks(dispute.pair.ana).at(0);
    dispute.set("task", task, "status", "completed");
    dispute.resume();
    CHECK(dispute.value(dispute.pair.ben, "task", task, "status") ==
          Value(std::string("completed")));
    dispute.race();
    CHECK(dispute.tasks(dispute.pair.ben) == std::vector<RecordId>{task});
    CHECK(dispute.value(dispute.pair.ben, "task", task, "status") ==
          Value(std::string("not_started")));
}

TEST_CASE("a race without a task, and moves that know of each other, make none",
          "[generic][sync]") {
    Dispute dispute;
    REQUIRE(dispute.move(dispute.pair.ana, "on_hold") == false);  // It needs its reason.
    dispute.set("work_order", dispute.id, "resolution_code", "repaired");
    REQUIRE(dispute.move(dispute.pair.ana, "cannot_complete"));
    REQUIRE(dispute.move(dispute.pair.ben, "cancelled"));
    dispute.pair.meet();
    CHECK(dispute.value(dispute.pair.ben, "work_order", dispute.id, "status") ==
          Value(std::string("cannot_complete")));
    CHECK(dispute.tasks(dispute.pair.ana).empty());
}
