// Properties of history: whatever people do, every moment can be read again.
#include <map>

#include "life/history_fixture.h"
#include "support/property.h"

using namespace holdfast;
using test::HistoryFixture;
using test::must;
using test::number;
using test::text;

namespace {

/// What one of three records is at one moment; nothing before it was made.
using Model = std::map<std::int64_t, std::vector<std::optional<Record>>>;

struct World : HistoryFixture {
    std::vector<RecordId> ids{make_record_id(environment), make_record_id(environment),
                              make_record_id(environment)};
    Model model;

    void act(std::uint8_t choice) {
        const RecordId& id = ids[choice % ids.size()];
        const auto record = must(store.read(module("project"), id));
        Draft draft = this->draft();
        if (!record)
            draft.create(module("project"), id, values("project", {{"name", text("New")}}));
        else if (record->life == Record::Life::Deleted)
            draft.restore(module("project"), id);
        else
            change(draft, *record, choice / 3);
        pass(1 + choice % 2 * 1'000);
        static_cast<void>(must(store.commit(draft)));
        note();
    }
    void change(Draft& draft, const Record& record, int choice) {
        const std::string state(text_or_empty(value_of(record, "status")));
        switch (choice % 6) {
            case 0:
                draft.remove(record.entity, record.id);
                break;
            case 1:
                draft.transition(record.entity, record.id, state,
                                 state == "open" ? "done" : "open");
                break;
            case 2:
                draft.increment(record.entity, record.id, field("project", "hours"), choice);
                break;
            case 3:
                draft.set(record.entity, record.id, values("project", {{"budget", Value()}}));
                break;
            default:
                draft.set(record.entity, record.id,
                          values("project", {{"name", text("N" + std::to_string(choice))},
                                             {"budget", number(choice % 5)}}));
        }
    }
    void note() {
        std::vector<std::optional<Record>>& now = model[environment.now];
        now.clear();
        for (const RecordId& id : ids) now.push_back(must(store.read(module("project"), id)));
    }
};

bool same(const std::optional<Record>& one, const std::optional<Record>& other) {
    if (!one || !other) return one.has_value() == other.has_value();
    return one->life == other->life && one->values == other->values;
}

}  // namespace

TEST_CASE("as of any moment, a record is what it was then", "[history][property]") {
    test::for_all([](const std::vector<std::uint8_t>& choices) {
        World world;
        for (const std::uint8_t choice : choices) world.act(choice);
        for (const auto& [at_ms, records] : world.model)
            for (std::size_t index = 0; index < records.size(); ++index)
                RC_ASSERT(same(world.as_of("project", world.ids[index], at_ms), records[index]));
    });
}

TEST_CASE("time in states adds up to the record's age", "[history][property]") {
    test::for_all([](const std::vector<std::uint8_t>& choices) {
        World world;
        std::map<RecordId, std::int64_t> made_ms;
        for (const std::uint8_t choice : choices) {
            world.act(choice);
            made_ms.try_emplace(world.ids[choice % world.ids.size()], world.environment.now);
        }
        world.pass(5'000);
        for (const auto& [id, at_ms] : made_ms) {
            std::int64_t total = 0;
            for (const StateDuration& each :
                 must(read_state_durations(world.store, world.module("project"), id)))
                total += each.total_ms;
            RC_ASSERT(total == world.environment.now - at_ms);
        }
    });
}
