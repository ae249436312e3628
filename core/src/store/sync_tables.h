// SyncTables: the device's own tables: state, the log of own transactions, and the overlay.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/overlay.h"
#include "core/sqlite.h"
#include "core/store.h"

namespace holdfast {

/// Overlay pseudo-field: the record was created here and its creation is undecided. The cell's base
/// value is NULL while the server has no such record, 1 once it has.
inline constexpr FieldId kFieldExists{0xFFFE};

struct CellKey {
    EntityId entity = EntityId::None;
    RecordId record;
    FieldId field = FieldId::None;
    auto operator<=>(const CellKey&) const = default;
};

// ---- sync_state: one value per key -------------------------------------------------------------
[[nodiscard]] Result<Value> read_state_value(Database& db, std::string_view key);
[[nodiscard]] Status write_state_value(Database& db, std::string_view key, const Value& value);
/// Settings of this device, which never leave it. Empty text when unset.
[[nodiscard]] Result<std::string> read_device_setting(Database& db, std::string_view key);
[[nodiscard]] Status write_device_setting(Database& db, std::string_view key,
                                          std::string_view text);
[[nodiscard]] Status read_store_state(Database& db, StoreState& state);
[[nodiscard]] Status write_enrolment(Database& db, const Enrolment& enrolment);
/// Writes next_no and hlc: what every own transaction moves.
[[nodiscard]] Status write_clock(Database& db, TransactionNo next_no, Hlc hlc);

// ---- sync_overlay: cells with undecided own edits
// ------------------------------------------------
[[nodiscard]] Result<std::optional<OverlayCell>> read_cell(Database& db, const CellKey& key);
[[nodiscard]] Status write_cell(Database& db, const CellKey& key, const OverlayCell& cell);
[[nodiscard]] Status erase_cell(Database& db, const CellKey& key);
[[nodiscard]] Status erase_cells(Database& db, EntityId entity, const RecordId& record);
struct FieldCell {
    FieldId field;
    OverlayCell cell;
};
[[nodiscard]] Result<std::vector<FieldCell>> read_cells(Database& db, EntityId entity,
                                                        const RecordId& record);
[[nodiscard]] Result<bool> has_cells(Database& db, EntityId entity);
[[nodiscard]] Result<bool> has_cells(Database& db, EntityId entity, const RecordId& record);

// ---- sync_pending: own transactions, kept until they are decided and a while longer
// --------------
[[nodiscard]] Status append_pending(Database& db, const TransactionRecord& transaction,
                                    std::span<const std::uint8_t> bytes, std::int64_t now_ms);
/// Transactions in `state` with no in (after, upto], oldest first.
[[nodiscard]] Result<std::vector<TransactionRecord>> read_pending(Database& db, PendingState state,
                                                                  TransactionNo after,
                                                                  TransactionNo upto);
/// `decided_ms`: by the age clock of retention.h.
[[nodiscard]] Status write_decision(Database& db, TransactionNo no, PendingState state,
                                    std::int64_t decided_ms);
[[nodiscard]] Status write_refusal(Database& db, const TransactionResult& result,
                                   std::int64_t decided_ms);
/// Everything after `after` that the server once accepted counts as undecided again. What it
/// refused stays with its author, who may have done it again in another way.
[[nodiscard]] Status requeue_acknowledged(Database& db, TransactionNo after);
/// Whether there was such a refused transaction.
[[nodiscard]] Result<bool> forget_refused(Database& db, TransactionNo no);
[[nodiscard]] Status forget_acknowledged(Database& db, std::int64_t decided_before_ms);
[[nodiscard]] Result<std::vector<PendingTransaction>> read_refused(Database& db);

}  // namespace holdfast
