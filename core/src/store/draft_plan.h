// DraftPlan: a draft checked against the registry and the stored rows. Reads, never writes.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <vector>

#include "core/store.h"
#include "store/commit_scope.h"
#include "store/merge_log.h"
#include "store/store_impl.h"

namespace holdfast {

struct MoveDemands;

/// A row that the draft touches: as stored, and as it will be.
struct PlannedRow {
    enum class Origin : std::uint8_t { Stored, Created };

    const EntityDef* entity = nullptr;
    Origin origin = Origin::Stored;
    EntityTable::StoredRow row;  ///< As it will be.
    Record stored;               ///< As it is; without values when the draft creates it.
    /// A message to somebody else about the draft: not in the author's history.
    bool is_message = false;

    /// Positions whose value the draft changes.
    [[nodiscard]] std::vector<std::size_t> changed_positions() const;
    [[nodiscard]] bool is_changed() const;
};

/// What a draft comes to: the operations as they are logged, the rows as they are written, or what
/// the person has to correct first.
class DraftPlan {
public:
    DraftPlan(Store::Impl& store, const Draft& draft, const CommitScope& scope = {})
        : store_(&store), draft_(&draft), merge_(scope.merge), conversion_(scope.conversion) {}

    /// Nobody is told of the change: there is no room for it.
    void leave_news() { tells_ = false; }
    /// Fails like Store::commit(). Afterwards either issues() or operations() tell what to do.
    [[nodiscard]] Status make();

    [[nodiscard]] std::vector<FieldIssue>& issues() { return issues_; }
    [[nodiscard]] std::vector<Operation>& operations() { return operations_; }
    [[nodiscard]] std::deque<PlannedRow>& rows() { return rows_; }
    /// Next free document numbers, by name of the counter, where one was given.
    [[nodiscard]] const std::map<std::string, std::int64_t>& next_numbers() const {
        return next_numbers_;
    }
    /// Numbers from blocks, by planned row.
    [[nodiscard]] const std::map<const PlannedRow*, std::string>& leased_numbers() const {
        return leased_numbers_;
    }
    [[nodiscard]] PlannedRow* find(EntityId entity, const RecordId& id);

private:
    [[nodiscard]] Result<PlannedRow*> load(const EntityDef& entity, const RecordId& id);
    [[nodiscard]] Status plan(const Operation& wanted);
    [[nodiscard]] Status plan_create(const EntityDef& entity, const Operation& wanted);
    [[nodiscard]] Status plan_set(PlannedRow& planned, const Operation& wanted);
    [[nodiscard]] Status plan_increment(PlannedRow& planned, const Operation& wanted);
    void plan_transition(PlannedRow& planned, const Operation& wanted);
    void plan_life(PlannedRow& planned, const Operation& wanted);
    [[nodiscard]] Status tell_followers();
    /// Moves records whose state follows what the draft has changed (plan_follow.cpp).
    [[nodiscard]] Status follow_states();
    [[nodiscard]] Status follow_state(PlannedRow& planned);
    void add_stamp(PlannedRow& planned, const StateDef& state, const Operation& wanted,
                   Operation& operation) const;
    // Change sets (plan_changes.cpp).
    [[nodiscard]] Status put_change_sets_last();
    [[nodiscard]] Status check_change_sets();
    [[nodiscard]] Status check_contents();
    // Document numbers (plan_numbers.cpp).
    /// A new record's, by the policy of its module; null when the authority gives it later.
    [[nodiscard]] Result<Value> first_number(const EntityDef& entity);
    /// A standalone workspace is its own authority; an enrolled device has its blocks.
    [[nodiscard]] Status give_numbers();
    void write_number(PlannedRow& planned, std::string number);
    /// Empty when no block has one left: the authority gives it later.
    [[nodiscard]] Result<std::string> next_leased(const PlannedRow& planned);
    [[nodiscard]] Result<std::string> next_in_series(const PlannedRow& planned);
    [[nodiscard]] Result<bool> is_number_taken(const EntityDef& entity, const std::string& number);
    [[nodiscard]] Result<const std::set<std::string>*> numbers_in_bin(const EntityDef& entity);
    /// The next free number by the name of its counter, to be moved on; never null.
    [[nodiscard]] Result<std::int64_t*> counter(const std::string& name);
    [[nodiscard]] Status check_links(const PlannedRow& planned, const Operation& operation);
    void check_values(const PlannedRow& planned);
    void check_entered(const PlannedRow& planned, const StateDef& state);
    /// Whether the operation is the work of a merge, not of a person.
    [[nodiscard]] bool is_of_merge(const PlannedRow& planned, const Operation& operation) const;
    /// Whether a conversion of the record, or its undo, may write the field.
    [[nodiscard]] bool is_of_conversion(const PlannedRow& planned, FieldId field) const;
    /// What a conversion moves has to meet what the state demands, though no transition leads
    /// there.
    void note_conversion(PlannedRow& planned, const FieldEdit& edit);
    /// Whether it moves a link from one of the merged records to another.
    [[nodiscard]] bool is_moved_link(const PlannedRow& planned, const FieldEdit& edit) const;
    [[nodiscard]] Status check_rules();
    /// What stays as it is, and where links lead, by what the draft's author wants.
    [[nodiscard]] Status check_frozen();
    [[nodiscard]] Status check_targets();
    [[nodiscard]] Status check_duplicates();
    [[nodiscard]] Status check_rights();
    // What moves between states need (plan_moves.cpp).
    [[nodiscard]] Status check_moves();
    [[nodiscard]] Status check_steps(const PlannedRow& planned);
    [[nodiscard]] Status check_move(const PlannedRow& planned, const MoveDemands& move);
    [[nodiscard]] Status check_by_hand(const PlannedRow& planned, std::string_view from,
                                       std::string_view to);
    void report(FieldIssue issue);
    void report(const RecordId& record, FieldId field, IssueKind kind) {
        report(FieldIssue{record, field, kind, {}});
    }
    /// Adds to the previous operation when that one edits the same record.
    void add_operation(Operation operation);

    Store::Impl* store_;
    const Draft* draft_;
    bool tells_ = true;
    const MergeScope* merge_;
    const ConversionScope* conversion_;
    const Policy* policy_ = nullptr;  ///< Null: everything is allowed.
    std::deque<PlannedRow> rows_;     // Addresses stay: index_ and callers point into it.
    std::map<std::pair<EntityId, RecordId>, PlannedRow*> index_;
    /// A state that a transition has led to; without a move out of a state that is no more.
    struct Entered {
        PlannedRow* planned;
        const StateDef* state;
        const TransitionDef* move;
    };
    std::vector<Entered> entered_;
    std::vector<Operation> operations_;
    std::vector<FieldIssue> issues_;
    std::map<std::string, std::int64_t> next_numbers_;
    std::map<EntityId, std::set<std::string>> numbers_in_bin_;
    std::map<const PlannedRow*, std::string> leased_numbers_;
};

}  // namespace holdfast
