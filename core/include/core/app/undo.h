// Undo and redo: how to take back committed changes of a person, as long as nobody built on them.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/store.h"

namespace holdfast {

/// Plain data; holds no view and no database. The inverse of one group of history.
struct UndoStep {
    enum class Kind : std::uint8_t { Set, Remove, Restore };
    struct Change {
        Kind kind = Kind::Set;
        EntityId entity = EntityId::None;
        RecordId record;
        std::vector<Draft::FieldValue> expected;    ///< What must still stand there.
        std::vector<Draft::FieldValue> restored;    ///< What is written instead.
        std::vector<Draft::FieldValue> increments;  ///< Counters: what is added.
    };
    std::int64_t group = 0;  ///< Of history: what is taken back.
    std::int64_t last = 0;   ///< Key of the group's last entry. 0: nobody asks what came later.
    std::string reason = "undo";  ///< Draft::reason() of taking it back.
    std::vector<Change> changes;
};

/// How to take back an own transaction, by its group of history (core/history.h). Nothing when the
/// group is unknown, or when it moved a record to a state from which its machine has no way back,
/// or none that is open to the person here (docs/adr/0029).
[[nodiscard]] Result<std::optional<UndoStep>> find_undo(Store& store, std::int64_t group);

struct CommitWithUndo {
    CommitOutcome outcome;
    std::optional<UndoStep> undo;  ///< Nothing when it changed nothing or there is no way back.
};
/// Store::commit(), and how to take it back. What cannot be found out about the way back leaves
/// `undo` empty: the commit itself has succeeded.
[[nodiscard]] Result<CommitWithUndo> commit_with_undo(Store& store, const Draft& draft);

/// Takes the step back in one ordinary transaction. Fails with Conflict, changing nothing, when a
/// value is no longer what the step left behind, or when a record that it would remove has had
/// something added since: lines, comments, tags.
[[nodiscard]] Result<CommitOutcome> take_back(Store& store, const UndoStep& step);
/// The same for each record on its own, so that one that somebody changed does not keep the others
/// from coming back. As few transactions as the rules and the limits of a transaction let it be.
/// Gives the records that were left as they are.
[[nodiscard]] Result<std::vector<RecordId>> take_back_each(Store& store, const UndoStep& step);

enum class UndoOutcome : std::uint8_t {
    Nothing,  ///< There is nothing to take back, or to do again.
    Done,
    Changed,    ///< Somebody changed it later, or a rule forbids it: it stays as it is.
    NoWayBack,  ///< The record moved to a state that it cannot leave that way.
};

/// The person's own commits of this session, the newest last. What was refused is forgotten, so
/// that the one before it comes next.
class UndoStack {
public:
    static constexpr std::size_t kStepsMax = 20;

    /// The person committed; what was taken back before cannot be done again after it.
    void note(std::int64_t group);
    [[nodiscard]] bool can_undo() const { return !done_.empty(); }
    [[nodiscard]] bool can_redo() const { return !taken_back_.empty(); }
    /// The group that undo() takes back next; 0 when there is none.
    [[nodiscard]] std::int64_t next_group() const { return done_.empty() ? 0 : done_.back(); }
    [[nodiscard]] Result<UndoOutcome> undo(Store& store);
    [[nodiscard]] Result<UndoOutcome> redo(Store& store);
    /// Takes back one certain commit, e.g. that of a toast, wherever it stands in the stack.
    [[nodiscard]] Result<UndoOutcome> undo(Store& store, std::int64_t group);

private:
    [[nodiscard]] Result<UndoOutcome> move_last(Store& store, std::deque<std::int64_t>& from,
                                                std::deque<std::int64_t>& to);

    std::deque<std::int64_t> done_;
    std::deque<std::int64_t> taken_back_;
    std::int64_t newest_ = 0;  ///< Of all groups that were ever here.
};

}  // namespace holdfast
