// What a server tells a device: rows as of a checkpoint, and what became of its transactions.
//
// Plain data between sync/ (which puts it on the wire) and the store (which applies it).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/value.h"

namespace holdfast {

/// A row of the server's truth. Values by position of EntityRows::fields; a missing tail means
/// NULL.
struct RowImage {
    RecordId id;
    ServerSeq version = ServerSeq::None;
    bool deleted = false;
    std::vector<Value> values;
    bool operator==(const RowImage&) const = default;
};
struct EntityRows {
    EntityId entity = EntityId::None;
    std::vector<RowImage> rows;
    /// What the positions of the values stand for, each field once. Empty: the fields of the
    /// reader's own definition, in its order.
    std::vector<FieldId> fields{};
    bool operator==(const EntityRows&) const = default;
};

/// Numbers are on the wire and on disk: never change them.
enum class TransactionStatus : std::uint8_t {
    Applied = 1,
    Rejected = 2,
    Blocked = 3,
    Deferred = 4
};

/// Why a transaction was refused, in words the UI can turn into a sentence.
enum class RejectionCode : std::uint8_t {
    None = 0,
    Stale = 1,          ///< A strict field was changed by somebody else meanwhile.
    BadTransition = 2,  ///< The record is in a state that does not allow the move.
    MissingRecord = 3,  ///< The record (or its parent) does not exist on the server.
    Invalid = 4,        ///< A value breaks its definition.
    OutOfBounds = 5,    ///< A counter would pass its bound.
    DependsOnRejected = 6,
    NotAllowed = 7,
    TooNew = 8,  ///< Made by a newer definition than the server's.
};

struct TransactionResult {
    TransactionNo no = TransactionNo::None;
    TransactionStatus status = TransactionStatus::Applied;
    ServerSeq seq = ServerSeq::None;
    RejectionCode code = RejectionCode::None;
    EntityId entity = EntityId::None;  ///< Where, for Rejected.
    FieldId field = FieldId::None;
    TransactionNo blocked_by = TransactionNo::None;
    std::string current;  ///< JSON of the server's current value, for Stale and BadTransition.
    bool operator==(const TransactionResult&) const = default;
};

inline constexpr std::size_t kHistoryMarkBytesMax = 64;

/// Everything between two checkpoints. Applied in one SQLite transaction or not at all.
struct Delta {
    std::uint64_t epoch = 0;  ///< Changes when the server was restored from a backup.
    ServerSeq from = ServerSeq::None;
    ServerSeq to = ServerSeq::None;
    /// What proves, back at the server, that it once stood at `to`. Opaque; empty: no proof.
    std::string mark{};
    TransactionNo decided_upto = TransactionNo::None;  ///< Of the receiving device.
    bool rebaseline = false;  ///< True: `rows` are everything; what is not in them is gone.
    std::vector<EntityRows> rows;
    std::vector<TransactionResult> refusals;  ///< All not-applied ones after the oldest pending.
    bool operator==(const Delta&) const = default;
};

}  // namespace holdfast
