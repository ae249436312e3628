#include "sqlite_client_store.h"

#include <string>
#include <utility>

#include "core/open_database.h"

namespace holdfast::sim {
namespace {

/// A workspace of a few records does not need more, and worlds have many devices.
constexpr std::int32_t kCacheKib = 1'024;
/// A save writes once and flushes once as a rule; what copies the log writes more.
constexpr std::size_t kFewChanges = 3;
constexpr std::size_t kManyChanges = 12;

std::vector<Draft::FieldValue> values_of(const Operation& operation) {
    std::vector<Draft::FieldValue> values;
    for (const FieldEdit& edit : operation.edits) values.push_back({edit.field, edit.value});
    return values;
}

void add(Draft& draft, const Operation& operation) {
    const auto& [entity, record] = std::pair(operation.entity, operation.record);
    switch (operation.kind) {
        case OperationKind::Create:
            draft.create(entity, record, values_of(operation));
            return;
        case OperationKind::Set:
            draft.set(entity, record, values_of(operation));
            return;
        case OperationKind::Increment:
            draft.increment(entity, record, operation.edits.front().field,
                            integer_or(operation.edits.front().value, 0));
            return;
        case OperationKind::Transition:
            draft.transition(entity, record, operation.from_state,
                             std::string(text_or_empty(operation.edits.front().value)));
            return;
        case OperationKind::Remove:
            draft.remove(entity, record);
            return;
        case OperationKind::Restore:
            draft.restore(entity, record);
            return;
        case OperationKind::ReportNumber:
            return;
    }
}

}  // namespace

SqliteClientStore::SqliteClientStore(const Registry& registry, Environment& environment,
                                     DeviceNo device, DiskFate fate)
    : registry_(registry),
      environment_(environment),
      faults_(fate.faults),
      random_(fate.seed * 64 + raw(device)),
      slots_(Random(random_.next()), fate.mutation) {
    static std::uint64_t last_name = 0;
    name_ = "sim-" + std::to_string(++last_name);
    Status opened = open();
    HOLDFAST_ASSERT(opened.has_value());
    Enrolment enrolment;
    enrolment.device = device;
    enrolment.device_code = "K" + std::to_string(raw(device));
    enrolment.token = "token";
    enrolment.server = "sim";
    enrolment.user = "user" + std::to_string(raw(device));
    enrolment.epoch = 1;
    opened = enrol(enrolment);
    HOLDFAST_ASSERT(opened.has_value());
}

// ---- the process and its disk ------------------------------------------------------------------

Status SqliteClientStore::open() {
    vfs_ = TRY(SlotVfs::mount(slots_, environment_, name_));
    Database db =
        TRY(open_database(SlotVfs::kDatabasePath, {.vfs = vfs_->name(), .cache_kib = kCacheKib}));
    store_.emplace(TRY(Store::open(std::move(db), registry_, environment_)));
    return {};
}

/// After a death. What the dead process still does on its way out reaches no disk.
Status SqliteClientStore::reopen() {
    store_.reset();
    vfs_.reset();
    slots_.restart();
    return open();
}

Status SqliteClientStore::restart() {
    slots_.die(random_.chance(50) ? Death::PowerCut : Death::Killed);
    return reopen();
}

void SqliteClientStore::plan_fault() {
    if (faults_ == DiskFate::Faults::None) return;
    const std::size_t fate = random_.below(100);
    const std::size_t changes = random_.chance(75) ? kFewChanges : kManyChanges;
    const auto change = 1 + static_cast<std::int64_t>(random_.below(changes));
    if (fate < 3) slots_.die_at(change, Death::Killed);
    if (fate >= 3 && fate < 6) slots_.die_at(change, Death::PowerCut);
    if (fate == 6) slots_.fill_at(change);
}

Result<SqliteClientStore::Standing> SqliteClientStore::standing() {
    const PendingCounts counts = TRY(pending_counts());
    return Standing{state().enrolment.epoch, state().checkpoint, counts.queued,
                    counts.needs_attention};
}

// ---- changes -----------------------------------------------------------------------------------

Result<TransactionNo> SqliteClientStore::commit(const LocalWork& work) {
    Draft draft("sim", work.seen);
    for (const Operation& operation : work.operations) add(draft, operation);
    const TransactionNo next = state().next_no;
    plan_fault();
    const Result<CommitOutcome> outcome = store_->commit(draft);
    slots_.be_calm();
    const bool acknowledged = outcome && std::holds_alternative<Saved>(*outcome);
    if (slots_.is_dead()) {
        TRY(reopen());
        // Nobody heard whether it was saved: it is there wholly, or not at all.
        if (state().next_no > next) return next;
        if (acknowledged) return fail(ErrorCode::Corrupt, "sim.acknowledged_work_is_gone");
        return TransactionNo::None;
    }
    if (!outcome && outcome.error().code == ErrorCode::Full) return TransactionNo::None;
    if (!outcome) return tl::unexpected(outcome.error());
    return acknowledged ? std::get<Saved>(*outcome).no : TransactionNo::None;
}

Status SqliteClientStore::apply(const Delta& delta) {
    const Standing before = TRY(standing());
    plan_fault();
    const Status applied = store_->apply(delta);
    slots_.be_calm();
    if (!slots_.is_dead()) return applied;
    TRY(reopen());
    const Standing after = TRY(standing());
    if (!(after == before)) return {};
    // A delta that changes nothing is there either way.
    if (applied && delta.to != before.checkpoint)
        return fail(ErrorCode::Corrupt, "sim.acknowledged_delta_is_gone");
    return applied ? Status{} : fail(ErrorCode::Storage, "sim.died");
}

Result<const Record*> SqliteClientStore::find(EntityId entity, const RecordId& id) {
    found_ = TRY(store_->read(entity, id));
    return found_ ? &*found_ : nullptr;
}

Result<std::size_t> SqliteClientStore::count(EntityId entity) {
    const std::string& table = store_->registry().find(entity)->key;
    Statement statement = TRY(store_->database().prepare("SELECT count(*) FROM " + table));
    TRY(statement.step());
    return static_cast<std::size_t>(statement.integer(0));
}

Result<std::vector<TransactionNo>> SqliteClientStore::needing_attention() {
    std::vector<TransactionNo> numbers;
    for (const PendingTransaction& pending : TRY(store_->read_needing_attention()))
        numbers.push_back(pending.record.no);
    return numbers;
}

std::unique_ptr<SimStore> make_sqlite_store(const Registry& registry, Environment& environment,
                                            DeviceNo device, DiskFate fate) {
    return std::make_unique<SqliteClientStore>(registry, environment, device, fate);
}

}  // namespace holdfast::sim
