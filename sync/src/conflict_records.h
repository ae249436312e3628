// ConflictRecords: losing values become records of the entity `conflict`, which sync like any
// other.
//
// The conflicts of one record lie in numbered slots whose ids follow from the record's id, so that
// they are found without an index. A slot is used again only when it was closed and the record has
// had kConflictSlotsKept conflicts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "merge.h"
#include "staged_rows.h"

namespace holdfast::sync {

inline constexpr std::size_t kConflictSlotsKept = 16;
/// Unit of the pseudo-field kFieldDeleted, in conflict records: {"deleted":1}.
inline constexpr std::string_view kLifeUnit = "deleted";

/// Id of the conflict record in `slot` of a record: a UUIDv8 made of its arguments.
[[nodiscard]] RecordId conflict_id(EntityId entity, const RecordId& record, std::uint32_t slot);

struct ConflictSide {
    std::string value;  ///< JSON object {field key: value}.
    std::string user;
    std::string device;  ///< Short code, e.g. "K7".
    std::int64_t at_ms = 0;
};
/// What a conflict is about: one unit of one record.
struct ConflictSubject {
    const EntityDef* entity = nullptr;
    RecordId record;
    std::string_view unit;  ///< Field key or name of the merge group.
};

class ConflictRecords {
public:
    /// `definition`: the entity `conflict`.
    ConflictRecords(const EntityDef& definition, StagedRows& rows)
        : definition_(&definition), rows_(&rows) {}

    struct Collision {
        std::string seen;  ///< JSON like the sides: what the later author had started from.
        ConflictSide winner;
        ConflictSide loser;
        std::string_view rule;  ///< Why it collided, e.g. "scalar".
    };
    /// Records that the loser's value is not shown although nobody chose so.
    [[nodiscard]] Status open(const ConflictSubject& subject, const Collision& collision);
    /// After a write of the unit: closes what its author had seen or what became equal, and shows
    /// the new value in what stays open.
    [[nodiscard]] Status settle(const ConflictSubject& subject, ServerSeq base,
                                const ConflictSide& shown);
    /// Whether the record ever had a conflict: one look, for the many records that had none.
    [[nodiscard]] Result<bool> has_any(const EntityDef& entity, const RecordId& record);
    [[nodiscard]] Result<bool> has_open(const ConflictSubject& subject);
    /// Whether `field` of a conflict record is the one that devices may write: its state.
    [[nodiscard]] bool is_state(FieldId field) const;
    /// A write of `user` to a conflict record, whose edits were checked. Ignored when the record
    /// changed since the person saw it: the choice was made about other values.
    [[nodiscard]] Status choose(const Operation& operation, const std::string& user);

private:
    [[nodiscard]] Result<std::vector<StagedRow*>> slots(const ConflictSubject& subject);
    [[nodiscard]] bool is_open(const StagedRow& staged, std::string_view unit) const;
    void set(StagedRow& staged, std::string_view field_key, Value value);
    [[nodiscard]] std::string_view text_of(const StagedRow& staged,
                                           std::string_view field_key) const;
    void show(StagedRow& staged, const ConflictSide& shown);

    const EntityDef* definition_;
    StagedRows* rows_;
};

}  // namespace holdfast::sync
