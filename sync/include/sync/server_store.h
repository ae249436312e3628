// ServerStore: what the server's rules need from a database. Implemented by SQLite and by memory.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/hlc.h"
#include "core/operation.h"
#include "core/record.h"
#include "core/replica.h"
#include "core/result.h"

namespace holdfast::sync {

/// A value of a field that administrators added. The server keeps it by number: its tables have
/// columns for the fields of the base definitions only.
struct CustomCell {
    FieldId field = FieldId::None;
    Value value;
    ServerSeq seq = ServerSeq::None;  ///< Of the last write.
    bool operator==(const CustomCell&) const = default;
};

/// A row of the server with the position of the last write of every field.
struct ServerRow {
    RecordId id;
    ServerSeq version = ServerSeq::None;  ///< Of the whole row: the newest of field_seqs.
    bool deleted = false;
    ServerSeq deleted_seq = ServerSeq::None;  ///< Last write of kFieldDeleted.
    std::vector<Value> values;                ///< By position of EntityDef::fields.
    std::vector<ServerSeq> field_seqs;        ///< Same positions.
    std::vector<CustomCell> custom{};         ///< Written ones, ascending by field.
};

/// Who wrote transaction `seq`.
struct LogEntry {
    DeviceNo device = DeviceNo::None;
    TransactionNo no = TransactionNo::None;
    Hlc hlc;
    std::string user;
    std::uint64_t chain = 0;  ///< A hash of this entry and of all before it.
};

struct DeviceState {
    DeviceNo device = DeviceNo::None;
    std::string code;
    std::string user;
    TransactionNo last_no = TransactionNo::None;
    Hlc last_hlc;
    /// Since a backup was put back: it has not said yet which document numbers it knows.
    bool owes_numbers = false;
};

/// Why a document number is taken.
enum class NumberUse : std::uint8_t {
    Given,     ///< By the authority.
    Brought,   ///< The record came with it.
    Reported,  ///< A device has seen it on the record, before a backup was put back.
    Leased,    ///< A device may give it: it is of an open block, and no record's yet.
    Void,      ///< Of a block that was closed; no record's, as far as anybody has said.
};
struct NumberEntry {
    EntityId entity = EntityId::None;
    std::string number;
    RecordId record;  ///< None while Leased and when Void.
    NumberUse use = NumberUse::Given;
    RecordId block{};  ///< Of which it is, if any (core/number_block.h).
};
/// A block whose numbers a device may give.
struct OpenBlock {
    RecordId block;
    EntityId entity = EntityId::None;
    std::string series;
    DeviceNo device = DeviceNo::None;
    std::int64_t expires_ms = 0;  ///< kGivenBack: its device will not come back.
    bool operator==(const OpenBlock&) const = default;
};
inline constexpr std::int64_t kGivenBack = 0;
/// Of those that one transaction closes: a push must not pay for what a whole year left open.
inline constexpr std::size_t kExpiredBlocksMax = 16;
/// What a device gets that asks for final numbers.
struct LeaseTerms {
    std::int64_t numbers = 10;        ///< In one block, at most.
    std::size_t open_blocks_max = 2;  ///< Of one device in one series.
    std::int64_t valid_ms = 30LL * 24 * 60 * 60 * 1000;
};
/// A record that gets its number when the numbers go on.
struct NumberWaiter {
    EntityId entity = EntityId::None;
    RecordId record;
    bool operator==(const NumberWaiter&) const = default;
};

/// Asks for the rows of `entity` whose field `link` holds `parent` and that changed after `after`.
struct ChildQuery {
    EntityId entity = EntityId::None;
    FieldId link = FieldId::None;
    RecordId parent;
    ServerSeq after = ServerSeq::None;
};

/// A server that starts goes on from here at least, so that positions given after a backup was put
/// back, before anybody noticed, are later than all that were given before: what people had seen
/// then covers none of them. 4,096 positions to a millisecond; a number below 2^53 for long.
[[nodiscard]] constexpr ServerSeq first_seq_at(std::int64_t now_ms) {
    constexpr std::int64_t kSince2020Ms = 1'577'836'800'000;
    constexpr std::uint64_t kPerMs = 4'096;
    return now_ms <= kSince2020Ms
               ? ServerSeq::None
               : ServerSeq{static_cast<std::uint64_t>(now_ms - kSince2020Ms) * kPerMs};
}

/// All calls between begin() and commit() of the host belong to one database transaction; a group
/// commit puts several pushes into one. Failures: Storage, Full, Corrupt.
class ServerStore {
public:
    virtual ~ServerStore() = default;
    [[nodiscard]] virtual Result<std::uint64_t> epoch() = 0;
    /// Whether it is the present epoch or one before it.
    [[nodiscard]] virtual Result<bool> had_epoch(std::uint64_t epoch) = 0;
    [[nodiscard]] virtual Result<ServerSeq> head() = 0;
    /// head + 1, taken now; becomes visible with the host's commit.
    [[nodiscard]] virtual Result<ServerSeq> take_seq() = 0;
    [[nodiscard]] virtual Result<std::optional<DeviceState>> read_device(DeviceNo device) = 0;
    [[nodiscard]] virtual Status write_device(const DeviceState& device) = 0;
    [[nodiscard]] virtual Result<std::optional<ServerRow>> read_row(EntityId entity,
                                                                    const RecordId& id) = 0;
    /// Ids of the rows, in order of their ids.
    [[nodiscard]] virtual Result<std::vector<RecordId>> read_changed_children(
        const ChildQuery& query) = 0;
    [[nodiscard]] virtual Status write_row(EntityId entity, const ServerRow& row) = 0;
    [[nodiscard]] virtual Result<std::optional<LogEntry>> read_log(ServerSeq seq) = 0;
    /// LogEntry::chain of the last entry at `upto` or before it; 0 when there is none.
    [[nodiscard]] virtual Result<std::uint64_t> read_chain(ServerSeq upto) = 0;
    [[nodiscard]] virtual Status append_log(ServerSeq seq, const LogEntry& entry,
                                            const TransactionRecord& transaction) = 0;
    [[nodiscard]] virtual Status write_result(DeviceNo device, const TransactionResult& result) = 0;
    /// Results of `device` with no in (after, upto], ascending.
    [[nodiscard]] virtual Result<std::vector<TransactionResult>> read_results(
        DeviceNo device, TransactionNo after, TransactionNo upto) = 0;
    /// The next number of a series (core/document_number.h); 1 when none was given.
    [[nodiscard]] virtual Result<std::int64_t> read_series(EntityId entity,
                                                           const std::string& series) = 0;
    [[nodiscard]] virtual Status write_series(EntityId entity, const std::string& series,
                                              std::int64_t next) = 0;
    /// Who has the number, or is to have it.
    [[nodiscard]] virtual Result<std::optional<NumberEntry>> find_number(
        EntityId entity, const std::string& number) = 0;
    /// The number that was reported for the record; with several the smallest text.
    [[nodiscard]] virtual Result<std::optional<NumberEntry>> find_reported_number(
        EntityId entity, const RecordId& record) = 0;
    /// Instead of what was known of the number, if anything. Corrupt: another record has it, or it
    /// was another one's before; nothing is written then.
    [[nodiscard]] virtual Status write_number(const NumberEntry& entry) = 0;
    [[nodiscard]] virtual Status write_open_block(const OpenBlock& block) = 0;
    [[nodiscard]] virtual Result<std::vector<OpenBlock>> read_open_blocks(DeviceNo device) = 0;
    /// Those that expired at `now_ms` or before, the oldest first; kExpiredBlocksMax at most.
    [[nodiscard]] virtual Result<std::vector<OpenBlock>> read_expired_blocks(
        std::int64_t now_ms) = 0;
    [[nodiscard]] virtual Status forget_open_block(const RecordId& block) = 0;
    /// Whether a device owes what it knows of numbers, so that none may be given.
    [[nodiscard]] virtual Result<bool> numbers_are_held() = 0;
    /// A record that waits already stays where it is in the row.
    [[nodiscard]] virtual Status add_number_waiter(const NumberWaiter& waiter) = 0;
    /// In the order in which they came.
    [[nodiscard]] virtual Result<std::vector<NumberWaiter>> read_number_waiters() = 0;
    [[nodiscard]] virtual Status forget_number_waiters() = 0;
    /// Rows with version > `after`, of all entities, in version order.
    [[nodiscard]] virtual Result<std::vector<EntityRows>> read_changes(ServerSeq after) = 0;
};

}  // namespace holdfast::sync
