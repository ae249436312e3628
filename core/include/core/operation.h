// Operations and transactions: the unit of change, as written to the log and sent to the server.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/hlc.h"
#include "core/ids.h"
#include "core/value.h"

namespace holdfast {

/// Numbers are on the wire and on disk: never change them.
enum class OperationKind : std::uint8_t {
    Create = 1,      ///< edits: initial values.
    Set = 2,         ///< edits: changed fields only.
    Increment = 3,   ///< one edit: integer delta of a Counter field.
    Transition = 4,  ///< first edit: the state field with its target; further edits: stamps, facts.
    /// What a device knows and a server may not, after it was put back from a backup. edits: one,
    /// the number field with the document number that the record had. Without entity: the end of
    /// the report; the one edit is the epoch it is made for.
    ReportNumber = 5,
    Remove = 8,   ///< to the recycle bin; no edits.
    Restore = 9,  ///< out of the recycle bin; no edits.
};

/// A new value for one field, with what its author had seen when writing it.
struct FieldEdit {
    FieldId field = FieldId::None;
    Value value;
    ServerSeq base = ServerSeq::None;  ///< Checkpoint the author was looking at.
    /// Earliest own undecided transaction it builds on. None: every earlier own one was seen. Kept
    /// for tracing: the rules go by the order of a device's numbers instead (sync/src/merge.h).
    TransactionNo own_no = TransactionNo::None;
    Value seen{};  ///< Set and Transition: what was shown before; a conflict shows it to people.
    bool operator==(const FieldEdit&) const = default;
};

struct Operation {
    OperationKind kind = OperationKind::Set;
    EntityId entity = EntityId::None;
    RecordId record;
    std::string from_state;  ///< Transition only: the state the person saw.
    std::vector<FieldEdit> edits;
    ServerSeq base = ServerSeq::None;            ///< For Create, Remove, Restore.
    TransactionNo own_no = TransactionNo::None;  ///< For Remove, Restore.
    bool operator==(const Operation&) const = default;
};

inline constexpr std::size_t kOperationsPerTransactionMax = 5'000;
inline constexpr std::size_t kTransactionBytesMax = 1 << 20;

/// One application transaction: applied wholly or not at all, everywhere.
struct TransactionRecord {
    TransactionNo no = TransactionNo::None;
    RecordId id;  ///< Same transaction from an exported file is recognised by this.
    Hlc hlc;
    std::uint64_t schema_version = 0;       ///< Registry::version() of the author.
    std::string reason;                     ///< "work_order.edit": for history, at most 64 bytes.
    std::vector<TransactionNo> depends_on;  ///< Own undecided transactions it builds on, ascending.
    std::vector<Operation> operations;
    bool operator==(const TransactionRecord&) const = default;
};

}  // namespace holdfast
