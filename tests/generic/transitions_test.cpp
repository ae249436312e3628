// The generic suite: the state machine of every module. Each move between two states is taken
// where the machine, the guard and what must be filled allow it, and refused by name elsewhere.
#include <algorithm>

#include "core/record_source.h"
#include "core/rules.h"
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

bool names(const std::vector<FieldIssue>& issues, FieldId field, IssueKind kind) {
    return std::any_of(issues.begin(), issues.end(), [&](const FieldIssue& issue) {
        return issue.field == field && issue.kind == kind;
    });
}

/// One record of a module, brought into one state after the other.
class Machine {
public:
    explicit Machine(const EntityDef& entity)
        : entity_(entity), id_(world().maker.create(entity, 500)) {
        fill_required();
    }

    /// By correction, which asks nobody; false when a rule of the module forbids it.
    bool put_into(const StateDef& state) {
        return set({{entity_.state_field, state.key}}) && state_of(read()) == state.key;
    }
    /// One move; what came of it is checked against the definition alone.
    int try_move(const StateDef& from, const StateDef& to) {
        CAPTURE(from.key, to.key);
        const Record before = read();
        world().environment.now += 60'000;
        const std::vector<FieldIssue> issues =
            issues_of(world().store, world().draft().transition(entity_.id, id_, from.key, to.key));
        const Record after = read();
        if (!entity_.allows(from.key, to.key)) {
            CHECK(names(issues, entity_.state_field, IssueKind::NotAllowed));
            CHECK(after.values == before.values);
            return 1;
        }
        if (issues.empty()) {
            check_moved(before, after, to);
            ++moved_;
        } else {
            check_refused(before, after, to, issues);
        }
        return 1;
    }
    [[nodiscard]] int moved() const { return moved_; }

private:
    [[nodiscard]] Record read() const { return *must(world().store.read(entity_.id, id_)); }
    [[nodiscard]] std::string state_of(const Record& record) const {
        return std::string(text_or_empty(record.values[entity_.index_of(entity_.state_field)]));
    }
    bool set(std::vector<Draft::FieldValue> values) {
        return issues_of(world().store, world().draft().set(entity_.id, id_, std::move(values)))
            .empty();
    }
    /// What any state or move demands, as far as people write it.
    void fill_required() {
        for (const StateDef& state : entity_.states)
            for (const FieldId id : state.required) fill(id);
        for (const TransitionDef& move : entity_.transitions)
            if (move.reason != FieldId::None) fill(move.reason);
    }
    void fill(FieldId id) {
        const FieldDef& field = *entity_.find_field(id);
        const bool typed = RecordMaker::is_typed(entity_, field);
        if (typed && is_null(shown(read(), entity_, field)))
            set({{id, RecordMaker::value_for(entity_, field, 500)}});
    }
    /// Judged over the record as it would be.
    [[nodiscard]] bool guard_holds(const Record& before, const StateDef& to) const {
        const Expression* guard = world().store.registry().rules(entity_.id).guard(to.key);
        if (!guard) return true;
        Record wanted = before;
        wanted.values[entity_.index_of(entity_.state_field)] = to.key;
        stamp(wanted, to);
        RecordSource source(world().store);
        source.put(wanted);
        const std::int64_t today = day_of(world().environment.now, 0);
        return integer_or(must(guard->evaluate(wanted, source, today)), 0) != 0;
    }
    void stamp(Record& record, const StateDef& to) const {
        if (to.stamp == FieldId::None) return;
        Value& value = record.values[entity_.index_of(to.stamp)];
        if (to.stamp_rule == StampRule::EveryTime || is_null(value))
            value = world().environment.now;
    }
    void check_moved(const Record& before, const Record& after, const StateDef& to) const {
        CHECK(state_of(after) == to.key);
        CHECK(guard_holds(before, to));
        for (const FieldId field : to.required)
            CHECK_FALSE(is_null(after.values[entity_.index_of(field)]));
        if (to.stamp == FieldId::None) return;
        Record wanted = before;
        stamp(wanted, to);
        const std::size_t position = entity_.index_of(to.stamp);
        CHECK(after.values[position] == wanted.values[position]);
    }
    void check_refused(const Record& before, const Record& after, const StateDef& to,
                       const std::vector<FieldIssue>& issues) const {
        CHECK(after.values == before.values);
        CHECK(names(issues, entity_.state_field, IssueKind::GuardFailed) !=
              guard_holds(before, to));
        CHECK_FALSE(names(issues, entity_.state_field, IssueKind::NotAllowed));
        for (const FieldId field : to.required)
            if (is_null(before.values[entity_.index_of(field)]) && field != to.stamp)
                CHECK(names(issues, field, IssueKind::Missing));
    }

    const EntityDef& entity_;
    RecordId id_;
    int moved_ = 0;
};

}  // namespace

TEST_CASE("every move of every module is taken or refused as its machine says", "[generic]") {
    int machines = 0;
    for_each_module("transitions", 25, [&](const EntityDef& entity) {
        if (entity.states.empty()) return 0;
        Scene scene(entity);
        Machine machine(entity);
        int cases = 0;
        for (const StateDef& from : entity.states)
            for (const StateDef& to : entity.states) {
                if (from.key == to.key || !machine.put_into(from)) continue;
                cases += machine.try_move(from, to);
            }
        // A state that follows another field is not moved by hand.
        if (entity.state_follows.empty()) CHECK(machine.moved() > 0);
        ++machines;
        return cases;
    });
    CHECK(machines > 20);
}

TEST_CASE("no record of any module is moved to a state that it does not have", "[generic]") {
    for_each_module("unknown state", 25, [](const EntityDef& entity) {
        if (entity.states.empty()) return 0;
        Scene scene(entity);
        const Record before = scene.first();
        const auto issues = issues_of(
            scene.store,
            scene.draft().transition(entity.id, before.id, entity.initial_state, "no_such_state"));
        CHECK(names(issues, entity.state_field, IssueKind::NotAllowed));
        CHECK(names(issues_of(scene.store, scene.draft().set(entity.id, before.id,
                                                             {{entity.state_field,
                                                               std::string("no_such_state")}})),
                    entity.state_field, IssueKind::NotAChoice));
        CHECK(scene.first().values == before.values);
        return 2;
    });
}
