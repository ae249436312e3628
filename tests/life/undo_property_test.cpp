// Properties of undo: taking back everything restores the start, deleting and restoring is nothing.
#include <map>

#include "core/app/undo.h"
#include "life/history_fixture.h"
#include "support/property.h"

using namespace holdfast;
using test::HistoryFixture;
using test::must;
using test::number;
using test::text;

namespace {

using Records = std::map<RecordId, Record>;

/// Two projects with steps and notes, and a person who does anything to them.
struct Office : HistoryFixture {
    Office() {
        for (int index = 0; index < 2; ++index) {
            projects.push_back(create("project", {{"name", text("P")}, {"budget", number(index)}}));
            notes.push_back(create("note", {{"text", text("N")}, {"about", projects.back()}}));
            create("step", {{"project", projects.back()}, {"name", text("S")}});
        }
    }
    void act(std::uint8_t choice) {
        const RecordId& project = projects[choice % 2];
        const RecordId& note = notes[choice / 2 % 2];
        Draft draft = this->draft();
        switch (choice / 4 % 6) {
            case 0:
                turn(draft, "project", project);
                break;
            case 1:
                turn(draft, "note", note);
                break;
            case 2:
                // Nobody can choose what lies in the bin.
                if (lives("project", project))
                    draft.set(module("note"), note, values("note", {{"about", project}}));
                break;
            case 3:
                draft.set(module("project"), project,
                          values("project", {{"budget", number(choice)}}));
                draft.set(module("note"), note,
                          values("note", {{"text", text(std::to_string(choice))}}));
                break;
            case 4:
                draft.increment(module("project"), project, field("project", "hours"), choice);
                break;
            default:
                move(draft, project);
        }
        pass(1);
        static_cast<void>(must(store.commit(draft)));
        stack.note(last_history_group(store));
    }
    void turn(Draft& draft, std::string_view key, const RecordId& id) {
        if (lives(key, id))
            draft.remove(module(key), id);
        else
            draft.restore(module(key), id);
    }
    /// Only along moves that can be taken back.
    void move(Draft& draft, const RecordId& id) {
        const bool open = get("project", id, "status") == text("open");
        draft.transition(module("project"), id, open ? "open" : "done", open ? "done" : "open");
    }
    Records all() {
        Records records;
        for (const EntityDef& each : registry.entities())
            for (const auto* ids : {&projects, &notes})
                for (const RecordId& id : *ids)
                    if (auto record = must(store.read(each.id, id)))
                        records[id] = *std::move(record);
        return records;
    }
    std::vector<RecordId> projects;
    std::vector<RecordId> notes;
    UndoStack stack;
};

bool same(const Records& one, const Records& other) {
    return one.size() == other.size() &&
           std::equal(one.begin(), one.end(), other.begin(), [](const auto& a, const auto& b) {
               return a.first == b.first && a.second.life == b.second.life &&
                      a.second.values == b.second.values;
           });
}

}  // namespace

TEST_CASE("taking back every step restores the start, doing all again the end",
          "[undo][property]") {
    test::for_all([](std::vector<std::uint8_t> choices) {
        if (choices.size() > UndoStack::kStepsMax) choices.resize(UndoStack::kStepsMax);
        Office office;
        const Records start = office.all();
        for (const std::uint8_t choice : choices) office.act(choice);
        const Records end = office.all();
        while (office.stack.can_undo())
            RC_ASSERT(must(office.stack.undo(office.store)) == UndoOutcome::Done);
        RC_ASSERT(same(office.all(), start));
        while (office.stack.can_redo())
            RC_ASSERT(must(office.stack.redo(office.store)) == UndoOutcome::Done);
        RC_ASSERT(same(office.all(), end));
    });
}

TEST_CASE("deleting and restoring changes nothing", "[bin][property]") {
    test::for_all([](const std::vector<std::uint8_t>& choices, bool second) {
        Office office;
        for (const std::uint8_t choice : choices) office.act(choice);
        const RecordId& id = office.projects[second ? 1 : 0];
        if (!office.lives("project", id)) return;
        const Records before = office.all();
        office.remove("project", id);
        office.restore("project", id);
        RC_ASSERT(same(office.all(), before));
    });
}
