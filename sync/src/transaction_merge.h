// TransactionMerge: decides one transaction against the server's rows, wholly or not at all.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conflict_records.h"
#include "core/registry.h"
#include "document_numbers.h"
#include "merge.h"
#include "merge_unit.h"
#include "number_leases.h"
#include "staged_rows.h"

namespace holdfast {
struct OnlyOneRule;
}

namespace holdfast::sync {

/// Why a transaction is refused, and where.
struct Refusal {
    RejectionCode code = RejectionCode::None;
    EntityId entity = EntityId::None;
    FieldId field = FieldId::None;
    std::string current;  ///< JSON of the server's value, for Stale and BadTransition.
};
/// A number that a device gave, of a block it holds, as it says.
struct NumberClaim {
    StagedRow* staged = nullptr;
    std::string number;
};
/// Nothing: the operation is staged.
using Decision = std::optional<Refusal>;

/// Whether only the server makes the move, and no device.
[[nodiscard]] bool is_servers_move(const EntityDef& judge, const Value& from, const Value& to);

class TransactionMerge {
public:
    /// `seq`: the position the transaction gets if it is accepted.
    /// `now_ms`: the server's time, for document numbers.
    TransactionMerge(const Registry& registry, ServerStore& store, const Author& author,
                     ServerSeq seq, std::int64_t now_ms);

    TransactionMerge(const TransactionMerge&) = delete;
    TransactionMerge& operator=(const TransactionMerge&) = delete;

    /// What says which values and moves are right; must outlive the merge. See ServerContext.
    void judge_by(const Registry& customized) { customized_ = &customized; }
    void lease_by(const LeaseTerms& terms) { leases_.set_terms(terms); }
    /// Stages one operation on top of the ones before it. Nothing is written yet.
    [[nodiscard]] Result<Decision> stage(const Operation& operation);
    /// Gives document numbers and writes everything that was staged.
    [[nodiscard]] Status write();

private:
    [[nodiscard]] Result<Decision> stage_create(const EntityDef& entity,
                                                const Operation& operation);
    [[nodiscard]] Result<Decision> stage_create_again(StagedRow& known, const Operation& operation);
    /// Whether the record had no number and the second create brought one, which is then staged.
    [[nodiscard]] bool takes_number(StagedRow& known, const Operation& operation);
    [[nodiscard]] Result<Decision> stage_change(const EntityDef& entity,
                                                const Operation& operation);
    [[nodiscard]] Decision stage_increment(StagedRow& staged, const Operation& operation);
    [[nodiscard]] Result<Decision> stage_transition(StagedRow& staged, const Operation& operation);
    /// The state that race rules give; nothing: the state machine judges the move.
    [[nodiscard]] Result<std::optional<std::string>> find_race(StagedRow& staged,
                                                               const Operation& operation);
    /// Whether the state machine has no way for the move from where somebody else left the record.
    [[nodiscard]] Result<bool> has_lost_the_way(const StagedRow& staged,
                                                const Operation& operation);
    /// What rides along with a move that met a race is kept, whoever wins.
    [[nodiscard]] Result<Decision> stage_race(StagedRow& staged, const Operation& operation,
                                              const std::string& result);
    [[nodiscard]] Status note_race_task(const StagedRow& staged, const Operation& operation);
    [[nodiscard]] Status stage_life(StagedRow& staged, const Operation& operation);

    // EntityRules::only_one() (transaction_merge_only_one.cpp).
    /// Two authors who did not know of each other may each have given it to one: the later clock's
    /// stays, as with any field, and what the other one chose is a conflict. A record that comes
    /// with it from the bin or from elsewhere loses it to one that has it.
    [[nodiscard]] Status settle_only_one();
    [[nodiscard]] Status settle_only_one(StagedRow& staged);
    [[nodiscard]] Status settle_only_one(StagedRow& staged, const OnlyOneRule& rule);
    /// Whether `staged`, which was given the field at `at` here, keeps it; `other` has it, too.
    [[nodiscard]] Result<bool> settle_two(StagedRow& staged, StagedRow& other, std::size_t at);
    [[nodiscard]] Result<std::vector<StagedRow*>> find_beside(const StagedRow& staged, FieldId per);

    // Fields and entities that administrators added (transaction_merge_custom.cpp).
    /// The entity, or one without fields that stands for an administrator's; null when unknown.
    [[nodiscard]] const EntityDef* find_entity(EntityId id);
    /// The entity as administrators changed it.
    [[nodiscard]] const EntityDef& judge_of(const EntityDef& entity) const;
    [[nodiscard]] std::string key_of(const EntityDef& entity, FieldId field) const;
    [[nodiscard]] Status stage_custom(StagedRow& staged, const FieldEdit& edit);
    [[nodiscard]] Status apply_custom(StagedRow& staged, const FieldEdit& edit);
    /// Whether it writes, as any other value, what only the server makes of the state.
    [[nodiscard]] bool is_servers_correction(const StagedRow& staged, const FieldEdit& edit) const;
    [[nodiscard]] Decision stage_custom_move(StagedRow& staged, const Operation& operation);

    [[nodiscard]] Decision check_edits(const EntityDef& entity, const Operation& operation) const;
    [[nodiscard]] Result<Decision> check_parent(const EntityDef& entity,
                                                const Operation& operation);
    /// What an edit of a strict field does whose author had not seen the last write.
    enum class Stale : std::uint8_t { Refuses, Loses };
    [[nodiscard]] Result<Decision> stage_edits(StagedRow& staged, const Edits& edits, Stale stale);
    [[nodiscard]] Result<Decision> stage_unit(StagedRow& staged, const MergeUnit& unit,
                                              Stale stale);
    [[nodiscard]] Result<Decision> stage_collision(StagedRow& staged, const MergeUnit& unit,
                                                   const LogEntry& last, Stale stale);
    [[nodiscard]] Status apply_unit(StagedRow& staged, const MergeUnit& unit);
    [[nodiscard]] Result<Decision> stage_choice(const Operation& operation);
    /// After an edit: who looks for it must find it, also when the record or what it is part of
    /// went to the bin meanwhile.
    [[nodiscard]] Status note_edit(StagedRow& staged, ServerSeq base);
    // A removal and an edit are different cells: an edit's own_no says nothing about the other.
    [[nodiscard]] Status note_edit_in_bin(StagedRow& staged, ServerSeq base);
    [[nodiscard]] Status note_bin_over_edit(StagedRow& staged, ServerSeq base);
    /// A write of the record, or of what is part of it, that the author had not seen.
    [[nodiscard]] Result<std::optional<LogEntry>> unseen_work(const StagedRow& staged,
                                                              ServerSeq base);
    /// The newest write at `positions` that the author had not seen.
    [[nodiscard]] Result<std::optional<LogEntry>> unseen_write(
        const StagedRow& staged, const std::vector<std::size_t>& positions, ServerSeq base);
    [[nodiscard]] Result<std::optional<LogEntry>> unseen_at(ServerSeq seq, ServerSeq base);
    [[nodiscard]] Result<ConflictSide> side_of(const LogEntry& entry, std::string value);

    const Registry* registry_;
    const Registry* customized_ = nullptr;
    std::map<EntityId, EntityDef> shells_;  ///< Of administrators' entities, without fields.
    ServerStore* store_;
    Author author_;
    LogEntry own_entry_;
    ServerSeq base_ = ServerSeq::None;  ///< The newest that the author had seen.
    StagedRows rows_;
    const EntityDef* conflict_definition_;
    ConflictRecords conflicts_;
    NumberLeases leases_;
    DocumentNumbers numbers_;
    std::vector<NumberClaim> claims_;
    std::vector<StagedRow*> created_;      ///< Those that may have brought a number; see changed_.
    std::vector<NumberUseNote> on_paper_;  ///< Numbers of copies, of records that have others.
    std::vector<StagedRow*> changed_;      ///< Created ones, too; in order, perhaps repeatedly.
    std::vector<StagedRow*> restored_;
};

}  // namespace holdfast::sync
