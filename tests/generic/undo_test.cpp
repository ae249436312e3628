// The generic suite: every kind of change of every module is taken back and done again.
#include <algorithm>

#include "core/app/undo.h"
#include "core/history.h"
#include "generic/scene.h"

using namespace holdfast;
using test::for_each_module;
using test::issues_of;
using test::must;
using test::RecordMaker;
using test::Scene;
using test::shown;
using test::world;

namespace {

/// Some values may be nobody else's.
std::uint64_t next_seed() {
    static std::uint64_t seed = 700;
    return seed += 20;
}

/// A record of its own, and the stack of what a person does to it.
class Hands {
public:
    explicit Hands(const EntityDef& entity)
        : entity_(entity), id_(world().maker.create(entity, next_seed())) {
        stack_.note(last_history_group(world().store));
    }
    [[nodiscard]] Record record() const { return *must(world().store.read(entity_.id, id_)); }
    [[nodiscard]] const RecordId& id() const { return id_; }
    [[nodiscard]] bool commit(const Draft& draft) {
        const std::int64_t before = last_history_group(world().store);
        if (!issues_of(world().store, draft).empty()) return false;
        const std::int64_t group = last_history_group(world().store);
        if (group == before) return false;
        stack_.note(group);
        return true;
    }
    UndoOutcome undo() { return must(stack_.undo(world().store)); }
    UndoOutcome redo() { return must(stack_.redo(world().store)); }
    /// There and back and there again, and back in the end.
    void check_both_ways(const Record& before) {
        const Record after = record();
        for (int round = 0; round < 2; ++round) {
            CHECK(undo() == UndoOutcome::Done);
            CHECK(record().values == before.values);
            CHECK(record().life == before.life);
            if (round == 1) break;
            CHECK(redo() == UndoOutcome::Done);
            CHECK(record().values == after.values);
            CHECK(record().life == after.life);
        }
    }

private:
    const EntityDef& entity_;
    RecordId id_;
    UndoStack stack_;
};

}  // namespace

TEST_CASE("every edit of every field of every module is undone and redone", "[generic]") {
    int total = 0;
    for_each_module("undo, redo", 85, [&](const EntityDef& entity) {
        Hands hands(entity);
        int cases = 0;
        for (const FieldDef& field : entity.fields) {
            if (!RecordMaker::is_typed(entity, field)) continue;
            const Value next = RecordMaker::value_for(entity, field, 702);
            const Record before = hands.record();
            if (is_null(next) || next == shown(before, entity, field)) continue;
            CAPTURE(field.key);
            if (!hands.commit(world().draft().set(entity.id, hands.id(), {{field.id, next}})))
                continue;
            hands.check_both_ways(before);
            ++cases;
        }
        total += cases;
        return cases;
    });
    CHECK(total > 600);
}

TEST_CASE("making and removing a record of any module is undone and redone", "[generic]") {
    int removed = 0;
    for_each_module("undo of life", 100, [&](const EntityDef& entity) {
        Hands hands(entity);
        const Record before = hands.record();
        int cases = 2;
        if (hands.commit(world().draft().remove(entity.id, hands.id()))) {
            hands.check_both_ways(before);
            cases += 2;
            ++removed;
        }
        // Its creation is next.
        CHECK(hands.undo() == UndoOutcome::Done);
        CHECK(hands.record().life == Record::Life::Deleted);
        CHECK(hands.redo() == UndoOutcome::Done);
        CHECK(hands.record().values == before.values);
        CHECK(hands.record().life == Record::Life::Living);
        return cases;
    });
    CHECK(removed > 80);
}

TEST_CASE("a move of any module is undone where its machine leads back, and else says so",
          "[generic]") {
    int undone = 0;
    int kept = 0;
    for_each_module("undo of moves", 20, [&](const EntityDef& entity) {
        int cases = 0;
        if (entity.states.empty()) return 0;
        for (const std::string_view to : entity.states_after(entity.initial_state)) {
            CAPTURE(to);
            Hands hands(entity);
            const Record before = hands.record();
            const std::string from(
                text_or_empty(before.values[entity.index_of(entity.state_field)]));
            if (!hands.commit(
                    world().draft().transition(entity.id, hands.id(), from, std::string(to))))
                continue;
            if (entity.allows(to, from)) {
                hands.check_both_ways(before);
                ++undone;
            } else {
                const Record after = hands.record();
                CHECK(hands.undo() == UndoOutcome::NoWayBack);
                CHECK(hands.record().values == after.values);
                ++kept;
            }
            ++cases;
        }
        return cases;
    });
    CHECK(undone > 15);
    CHECK(kept > 15);
}
