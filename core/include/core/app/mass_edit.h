// MassEdit: the same fields set on many records, in slices, by the rules of every other edit.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/query.h"
#include "core/store.h"

namespace holdfast {

inline constexpr std::int64_t kMassEditRecordsMax = 100'000;
inline constexpr std::size_t kMassEditRefusalsKept = 1'000;

enum class MassEditPhase : std::uint8_t { Running, Cancelled, Done, Undoing, Undone, Failed };

/// A record that stays as it was, and why.
struct MassEditRefusal {
    RecordId record;
    std::vector<FieldIssue> issues;
};

/// How many records stay as they were for the same reason.
struct MassEditReason {
    FieldIssue issue;  ///< Of the first of them.
    std::int64_t count = 0;
};

struct MassEditRequest {
    EntityId entity = EntityId::None;
    std::vector<Draft::FieldValue> values;  ///< NULL clears a field.
};

/// One mass edit, from start to undo. A transaction holds a few hundred records; what a rule
/// forbids for one of them keeps the others from nothing. Other edits may happen in between.
class MassEdit {
public:
    /// Of these records. Fails with LimitExceeded above kMassEditRecordsMax, BadInput for an
    /// unknown module, no fields, or a field that the module does not have, Unauthorized without
    /// the right to mass edits of the module.
    [[nodiscard]] static Result<MassEdit> start(Store& store, MassEditRequest request,
                                                std::vector<RecordId> records);
    /// Of all records that the query finds now, whatever it finds later. Blocks on disk.
    [[nodiscard]] static Result<MassEdit> start(Store& store, MassEditRequest request,
                                                const Query& query);
    MassEdit(MassEdit&&) noexcept;
    MassEdit& operator=(MassEdit&&) noexcept;
    ~MassEdit();

    /// Edits or takes back for about `budget_ms` by the environment's clock, at least one
    /// transaction. Does nothing in phases that have ended.
    void step(int budget_ms);
    void cancel();  ///< What is edited stays, and can be taken back.
    /// Takes back what this mass edit wrote, through step(), the last transaction first. Records
    /// that somebody changed later stay as they are. Once Done, Cancelled or Failed; again after an
    /// undo that failed.
    void undo();

    [[nodiscard]] MassEditPhase phase() const;
    [[nodiscard]] std::int64_t records_total() const;
    [[nodiscard]] std::int64_t records_seen() const;    ///< Edited, unchanged, missing or refused.
    [[nodiscard]] std::int64_t records_edited() const;  ///< Written.
    [[nodiscard]] std::int64_t records_refused() const;
    [[nodiscard]] std::int64_t records_kept() const;  ///< Not taken back by undo.
    /// The first kMassEditRefusalsKept.
    [[nodiscard]] const std::vector<MassEditRefusal>& refusals() const;
    /// All refusals by their first issue, in the order in which they were met.
    [[nodiscard]] const std::vector<MassEditReason>& reasons() const;
    /// The newest group of history that it wrote and has not taken back; 0 when there is none.
    [[nodiscard]] std::int64_t last_group() const;
    [[nodiscard]] const std::optional<Error>& error() const;  ///< Of phase Failed.

private:
    struct Impl;
    explicit MassEdit(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
