// Store: the one write API and the one reader of records. There is no other writer of record
// tables.
//
// Every call runs on the single thread that owns the database and blocks on disk. A commit that
// returned is durable. On a device that is enrolled with a server, a commit also appends the
// transaction to the log (which is the outbox) and keeps the overlay, all in one SQLite
// transaction.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/environment.h"
#include "core/operation.h"
#include "core/record.h"
#include "core/registry.h"
#include "core/replica.h"
#include "core/result.h"
#include "core/sqlite.h"

namespace holdfast {

class Policy;

/// Who decides in this workspace. Standalone: this device itself (demo, kiosk); nothing is logged
/// for sending, document numbers are final. Enrolled: a server decides and orders.
enum class Authority : std::uint8_t { Standalone = 0, Enrolled = 1 };

struct Enrolment {
    DeviceNo device = DeviceNo::None;
    std::string device_code;  ///< Short tag inside document numbers, e.g. "K7".
    std::string token;        ///< Opaque secret of this device.
    std::string server;       ///< Origin the device syncs with, e.g. "https://crm.example".
    std::string user;         ///< Who works here.
    std::uint64_t epoch = 0;
};

struct StoreState {
    Authority authority = Authority::Standalone;
    Enrolment enrolment;
    ServerSeq checkpoint = ServerSeq::None;
    std::string mark;  ///< Of the checkpoint, as the server gave it: sent with every question.
    TransactionNo next_no{1};
    Hlc hlc;
    bool operator==(const StoreState&) const = delete;
};

/// One application transaction under construction. No I/O; commit it with Store::commit().
class Draft {
public:
    /// `reason` as in TransactionRecord. `seen` is the checkpoint of what the person was looking at
    /// (Store::state().checkpoint when the form was opened), so that a delta arriving while a form
    /// is open cannot hide a conflict.
    Draft(std::string reason, ServerSeq seen) : reason_(std::move(reason)), seen_(seen) {}

    struct FieldValue {
        FieldId field;
        Value value;
    };
    /// Fields not given get their defaults, a document number and the first state. A given number,
    /// state or stamp is kept: that is how history is imported.
    Draft& create(EntityId entity, const RecordId& id, std::vector<FieldValue> values);
    /// Changed fields only; an empty text is stored as NULL. Setting a state is a correction: it
    /// moves the record without asking the state machine and without stamps.
    Draft& set(EntityId entity, const RecordId& id, std::vector<FieldValue> values);
    Draft& increment(EntityId entity, const RecordId& id, FieldId field, std::int64_t delta);
    /// Along the state machine, judged by where the record is now. What the target state requires
    /// must be filled when the whole draft is applied. The target's stamp takes its time from
    /// `stamps` if it is there, else from the clock.
    Draft& transition(EntityId entity, const RecordId& id, std::string from, std::string to,
                      std::vector<FieldValue> stamps = {});
    /// To the recycle bin. Its child records are not found either while it lies there.
    Draft& remove(EntityId entity, const RecordId& id);
    Draft& restore(EntityId entity, const RecordId& id);
    /// The draft holds all of the refused transaction `no`, which is forgotten in the same commit,
    /// so that it cannot be sent twice. A draft that changes nothing forgets nothing.
    Draft& instead_of(TransactionNo no);

    /// What the draft removes was added here before: an undo. Only so a log loses a record again.
    Draft& take_back();

    [[nodiscard]] bool takes_back() const { return takes_back_; }
    [[nodiscard]] TransactionNo replaced() const { return replaced_; }
    [[nodiscard]] const std::string& reason() const { return reason_; }
    [[nodiscard]] ServerSeq seen() const { return seen_; }
    [[nodiscard]] const std::vector<Operation>& operations() const { return operations_; }
    [[nodiscard]] bool empty() const { return operations_.empty(); }

private:
    std::string reason_;
    ServerSeq seen_;
    TransactionNo replaced_ = TransactionNo::None;
    bool takes_back_ = false;
    std::vector<Operation> operations_;
};

/// Durable. `no` is None in a standalone workspace.
struct Saved {
    TransactionNo no = TransactionNo::None;
};
/// Nothing was written; the person has to correct these first.
struct NeedsWork {
    std::vector<FieldIssue> issues;
};
using CommitOutcome = std::variant<Saved, NeedsWork>;

/// Where an own transaction stands. Numbers are on disk.
enum class PendingState : std::uint8_t { Queued = 0, Acknowledged = 1, Rejected = 2, Blocked = 3 };

struct PendingTransaction {
    TransactionRecord record;
    PendingState state = PendingState::Queued;
    std::optional<TransactionResult> result;  ///< For Rejected and Blocked.
    std::int64_t created_ms = 0;
};

struct PendingCounts {
    std::int64_t queued = 0;
    std::int64_t needs_attention = 0;  ///< Rejected and blocked ones nobody has dealt with.
};

/// One store has one person: the user whose login the server let in, or, standalone, the first user
/// that was made here. Reading (here and in core/query.h, core/search.h) shows what this person may
/// see, and a commit is refused where the person may not do it. Until somebody makes the first
/// user, everything is allowed; that commit also makes its author an administrator.
class Store {
public:
    /// Takes over an opened database (core/open_database.h): creates or migrates its tables for
    /// `registry`. Fails with Unsupported when a newer program made them, Corrupt, Storage, Full.
    /// `registry` and `environment` must outlive the store.
    [[nodiscard]] static Result<Store> open(Database database, const Registry& registry,
                                            Environment& environment);
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    [[nodiscard]] const Registry& registry() const;
    [[nodiscard]] Environment& environment();
    [[nodiscard]] const StoreState& state() const;
    /// For query compilation and batch reads in core/src/app; nobody else writes through it.
    [[nodiscard]] Database& database();

    /// Whose rights count here, as of now. Cheap while nothing about rights has changed. Fails with
    /// Storage or Corrupt.
    [[nodiscard]] Result<Policy> policy();
    /// The user record of the person; nothing while nobody is named.
    [[nodiscard]] Result<std::optional<RecordId>> person();

    // ---- writing -------------------------------------------------------------------------------
    /// Checks, stamps and applies the draft; logs it when enrolled. Durable when it returns Saved.
    /// Fills in document numbers and state stamps. Fails with LimitExceeded above
    /// kOperationsPerTransactionMax or kTransactionBytesMax, NotFound when a change names an
    /// unknown record, Conflict when a create names a known one, BadInput when a field does not
    /// exist. A draft that changes nothing writes nothing and gives Saved without a number.
    [[nodiscard]] Result<CommitOutcome> commit(const Draft& draft);

    // ---- reading -------------------------------------------------------------------------------
    /// The record as the person sees it, also when it lies in the recycle bin: hidden fields are
    /// null. Nothing if it is unknown or may not be read.
    [[nodiscard]] Result<std::optional<Record>> read(EntityId entity, const RecordId& id);
    /// Living child records of `parent`, by their position field if they have one, then by id
    /// (which follows creation to the millisecond).
    [[nodiscard]] Result<std::vector<Record>> read_children(EntityId child, const RecordId& parent);
    /// Whether an undecided own edit touches the record.
    [[nodiscard]] Result<bool> has_pending(EntityId entity, const RecordId& id);
    /// Grows by one with every commit and applied delta; views compare it to know they are stale.
    [[nodiscard]] std::uint64_t generation() const;

    // ---- the replica's side (used by sync/)
    // ------------------------------------------------------
    /// Binds this workspace to a server. A standalone workspace's records become queued Create
    /// transactions, so that nothing is lost. Fails with Conflict when already enrolled elsewhere.
    [[nodiscard]] Status enrol(const Enrolment& enrolment);
    /// Queued transactions with no > `after`, oldest first, at most `count_max` and about
    /// `bytes_max` encoded bytes (always at least one).
    [[nodiscard]] Result<std::vector<TransactionRecord>> read_queued(TransactionNo after,
                                                                     std::size_t count_max,
                                                                     std::size_t bytes_max);
    /// Applies rows, checkpoint, decisions and refusals in ONE SQLite transaction. Ignores (returns
    /// Conflict) a delta whose `from` is not the checkpoint or whose epoch is foreign, unless it is
    /// a rebaseline, which also re-queues acknowledged transactions after `decided_upto`.
    [[nodiscard]] Status apply(const Delta& delta);
    [[nodiscard]] Result<PendingCounts> pending_counts();
    /// Rejected and blocked transactions, oldest first, with everything the person typed.
    [[nodiscard]] Result<std::vector<PendingTransaction>> read_needing_attention();
    /// Forgets a rejected or blocked transaction after the person chose so. NotFound if it is not
    /// one.
    [[nodiscard]] Status discard(TransactionNo no);

    // ---- small settings
    // --------------------------------------------------------------------------
    /// Device-local settings (language, theme, ...), never synced. Empty text when unset.
    [[nodiscard]] Result<std::string> read_setting(std::string_view key);
    [[nodiscard]] Status write_setting(std::string_view key, std::string_view text);

    struct Impl;
    [[nodiscard]] Impl& internals() { return *impl_; }  ///< For core/src/store only.

private:
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
