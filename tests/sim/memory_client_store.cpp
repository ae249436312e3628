#include "memory_client_store.h"

#include <algorithm>
#include <utility>

namespace holdfast::sim {
namespace {

Value life_value(Record::Life life) {
    return Value{std::int64_t{life == Record::Life::Deleted ? 1 : 0}};
}

}  // namespace

MemoryClientStore::MemoryClientStore(const Registry& registry, Environment& environment,
                                     DeviceNo device, Mutation mutation, Random& random)
    : registry_(&registry), environment_(&environment), mutation_(mutation), random_(&random) {
    state_.authority = Authority::Enrolled;
    state_.enrolment.device = device;
    state_.enrolment.device_code = "K" + std::to_string(raw(device));
    state_.enrolment.token = "token";
    state_.enrolment.epoch = 1;
}

Status MemoryClientStore::enrol(const Enrolment& enrolment) {
    state_.authority = Authority::Enrolled;
    state_.enrolment = enrolment;
    return {};
}

// ---- reading -----------------------------------------------------------------------------------

MemoryClientStore::Row* MemoryClientStore::find_row(const RecordId& id) {
    const auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : &found->second;
}

MemoryClientStore::Row& MemoryClientStore::row_of(EntityId entity, const RecordId& id) {
    const auto [found, added] = rows_.try_emplace(id);
    if (added) {
        found->second.shown.entity = entity;
        found->second.shown.id = id;
        found->second.shown.values.resize(registry_->find(entity)->fields.size());
    }
    return found->second;
}

MemoryClientStore::Cell* MemoryClientStore::find_cell(Row& row, FieldId field) {
    for (Cell& cell : row.cells)
        if (cell.field == field) return &cell;
    return nullptr;
}

Value MemoryClientStore::shown_value(const Row& row, FieldId field) const {
    if (field == kFieldDeleted) return life_value(row.shown.life);
    return row.shown.values[registry_->find(row.shown.entity)->index_of(field)];
}

void MemoryClientStore::show(Row& row, FieldId field, const Value& value) const {
    if (field == kFieldDeleted)
        row.shown.life = integer_or(value, 0) == 1 ? Record::Life::Deleted : Record::Life::Living;
    else
        row.shown.values[registry_->find(row.shown.entity)->index_of(field)] = value;
}

Result<const Record*> MemoryClientStore::find(EntityId entity, const RecordId& id) {
    const Row* row = find_row(id);
    const bool exists = row != nullptr && row->shown.entity == entity &&
                        (row->origin == Row::Origin::Server || row->creation);
    return exists ? &row->shown : nullptr;
}

Result<std::size_t> MemoryClientStore::count(EntityId entity) {
    std::size_t found = 0;
    for (const auto& [id, row] : rows_)
        if (row.shown.entity == entity && (row.origin == Row::Origin::Server || row.creation))
            ++found;
    return found;
}

Result<std::vector<TransactionRecord>> MemoryClientStore::read_queued(TransactionNo after,
                                                                      std::size_t count_max,
                                                                      std::size_t) {
    std::vector<TransactionRecord> queued;
    for (const Pending& pending : pending_) {
        if (pending.state != PendingState::Queued || pending.record.no <= after) continue;
        if (queued.size() == count_max) break;
        queued.push_back(pending.record);
    }
    return queued;
}

Result<PendingCounts> MemoryClientStore::pending_counts() {
    PendingCounts counts;
    for (const Pending& pending : pending_) {
        if (pending.state == PendingState::Queued) ++counts.queued;
        if (pending.state == PendingState::Rejected || pending.state == PendingState::Blocked)
            ++counts.needs_attention;
    }
    return counts;
}

Result<std::vector<TransactionNo>> MemoryClientStore::needing_attention() {
    std::vector<TransactionNo> numbers;
    for (const Pending& pending : pending_)
        if (pending.state == PendingState::Rejected || pending.state == PendingState::Blocked)
            numbers.push_back(pending.record.no);
    return numbers;
}

Status MemoryClientStore::discard(TransactionNo no) {
    std::erase_if(pending_, [no](const Pending& pending) { return pending.record.no == no; });
    return {};
}

// ---- local work --------------------------------------------------------------------------------

Result<TransactionNo> MemoryClientStore::commit(const LocalWork& work) {
    TransactionRecord transaction;
    transaction.no = state_.next_no;
    transaction.hlc = next_hlc(state_.hlc, environment_->now_ms());
    transaction.schema_version = registry_->version();
    stamp(work, transaction);
    const TransactionNo no = transaction.no;
    state_.hlc = transaction.hlc;
    state_.next_no = TransactionNo{raw(state_.next_no) + 1};
    pending_.push_back({std::move(transaction), PendingState::Queued});
    ask_where_low(work);
    return no;
}

void MemoryClientStore::stamp(const LocalWork& work, TransactionRecord& transaction) {
    for (const Operation& wanted : work.operations) {
        Operation operation = wanted;
        operation.base = work.seen;
        if (Row* row = find_row(operation.record)) {
            const EntityDef& entity = *registry_->find(operation.entity);
            if (operation.kind == OperationKind::Set || operation.kind == OperationKind::Transition)
                complete_groups(entity, row->shown.values, operation.edits);
            operation.base = really_seen(*row, kFieldDeleted, work.seen);
            if (row->creation) note_dependency(*row->creation, transaction);
            if (const Cell* life = find_cell(*row, kFieldDeleted)) {
                note_dependency(life->overlay, transaction);
                operation.base = life->overlay.base;
                operation.own_no = life->overlay.first_no;
            }
        }
        stamp_edits(work.seen, operation, transaction);
        apply_local(operation, transaction.no);
        transaction.operations.push_back(std::move(operation));
    }
    give_leased(work, transaction);
    std::sort(transaction.depends_on.begin(), transaction.depends_on.end());
}

void MemoryClientStore::stamp_edits(ServerSeq seen, Operation& operation,
                                    TransactionRecord& transaction) {
    Row* row = find_row(operation.record);
    for (FieldEdit& edit : operation.edits) {
        edit.base = seen;
        if (row == nullptr) continue;
        edit.seen = shown_value(*row, edit.field);
        const Cell* cell = find_cell(*row, edit.field);
        edit.base = really_seen(*row, edit.field, seen);
        if (cell == nullptr) continue;
        note_dependency(cell->overlay, transaction);
        edit.own_no = cell->overlay.first_no;
        edit.base =
            mutation_ == Mutation::SecondEditTakesNewBase ? state_.checkpoint : cell->overlay.base;
    }
}

ServerSeq MemoryClientStore::really_seen(const Row& row, FieldId field, ServerSeq seen) const {
    if (row.ended.empty() || mutation_ == Mutation::FormForgetsPending) return seen;
    std::vector<EndedOverlay> ended;
    for (const Ended& one : row.ended)
        if (one.field == field) ended.push_back(one.overlay);
    return overlay_seen(ended, seen);
}

void MemoryClientStore::note_dependency(const OverlayCell& cell,
                                        TransactionRecord& transaction) const {
    std::vector<TransactionNo>& numbers = transaction.depends_on;
    const bool new_one = cell.last_no != transaction.no &&
                         std::find(numbers.begin(), numbers.end(), cell.last_no) == numbers.end();
    if (new_one && mutation_ != Mutation::DependentsApplied) numbers.push_back(cell.last_no);
}

void MemoryClientStore::edit_cell(Row& row, FieldId field, const Value& value, ServerSeq seen,
                                  TransactionNo no) {
    Cell* cell = find_cell(row, field);
    const auto existing = cell == nullptr ? std::optional<OverlayCell>{} : cell->overlay;
    OverlayCell overlay = overlay_local_edit(existing, shown_value(row, field), seen, no);
    if (cell == nullptr)
        row.cells.push_back({field, std::move(overlay)});
    else
        cell->overlay = std::move(overlay);
    show(row, field, value);
}

void MemoryClientStore::apply_local(const Operation& operation, TransactionNo no) {
    if (operation.kind == OperationKind::ReportNumber) return;
    Row& row = row_of(operation.entity, operation.record);
    if (operation.kind == OperationKind::Create) {
        const EntityDef& entity = *registry_->find(operation.entity);
        row.creation = overlay_local_edit(row.creation, Value{}, operation.base, no);
        for (std::size_t position = 0; position < entity.fields.size(); ++position)
            row.shown.values[position] = entity.fields[position].initial;
        if (entity.state_field != FieldId::None)
            show(row, entity.state_field, entity.initial_state);
        for (const FieldEdit& edit : operation.edits) show(row, edit.field, edit.value);
        return;
    }
    if (operation.kind == OperationKind::Remove || operation.kind == OperationKind::Restore) {
        const auto life =
            operation.kind == OperationKind::Remove ? Record::Life::Deleted : Record::Life::Living;
        edit_cell(row, kFieldDeleted, life_value(life), operation.base, no);
        return;
    }
    for (const FieldEdit& edit : operation.edits) {
        Value value = edit.value;
        if (operation.kind == OperationKind::Increment)
            value = integer_or(shown_value(row, edit.field), 0) + integer_or(edit.value, 0);
        edit_cell(row, edit.field, value, edit.base, no);
    }
}

// ---- deltas ------------------------------------------------------------------------------------

Status MemoryClientStore::apply(const Delta& delta) {
    if (delta.rebaseline) {
        start_over(delta);
        return {};
    }
    if (delta.epoch != state_.enrolment.epoch || delta.from != state_.checkpoint)
        return fail(ErrorCode::Conflict, "sim.apply");
    if (mutation_ == Mutation::CursorBeforeData) {
        state_.checkpoint = delta.to;
        if (random_->chance(3)) return fail(ErrorCode::Storage, "sim.crash");
    }
    take_rows(delta.rows);
    settle(delta);
    end_overlays(delta.decided_upto, ended_at(delta.from, delta.to));
    show_counters();
    state_.checkpoint = delta.to;
    state_.mark = delta.mark;
    if (mutation_ == Mutation::RebaseMovesBase)
        for (Pending& pending : pending_)
            for (Operation& operation : pending.record.operations)
                for (FieldEdit& edit : operation.edits)
                    if (pending.state == PendingState::Queued) edit.base = state_.checkpoint;
    return {};
}

void MemoryClientStore::take_rows(const std::vector<EntityRows>& rows) {
    for (const EntityRows& part : rows)
        for (const RowImage& image : part.rows) take_row(part.entity, image);
}

void MemoryClientStore::take_row(EntityId entity, const RowImage& image) {
    Row& row = row_of(entity, image.id);
    row.origin = Row::Origin::Server;
    row.shown.version = image.version;
    const EntityDef& definition = *registry_->find(entity);
    if (row.cells.empty()) {
        row.shown.values = image.values;
        row.shown.values.resize(definition.fields.size());
        row.shown.life = image.deleted ? Record::Life::Deleted : Record::Life::Living;
        return;
    }
    for (std::size_t position = 0; position < definition.fields.size(); ++position)
        take_value(row, definition.fields[position].id,
                   position < image.values.size() ? image.values[position] : Value{});
    take_value(row, kFieldDeleted,
               life_value(image.deleted ? Record::Life::Deleted : Record::Life::Living));
}

void MemoryClientStore::take_value(Row& row, FieldId field, const Value& value) const {
    Cell* cell = row.cells.empty() ? nullptr : find_cell(row, field);
    if (cell == nullptr || mutation_ == Mutation::ServerValueOverPending) {
        show(row, field, value);
        return;
    }
    ServerValueEffect effect = overlay_server_value(cell->overlay, value);
    if (effect.overlay) cell->overlay = *std::move(effect.overlay);
    if (effect.show) show(row, field, *effect.show);
}

void MemoryClientStore::settle(const Delta& delta) {
    for (Pending& pending : pending_)
        if (pending.state == PendingState::Queued && pending.record.no <= delta.decided_upto)
            pending.state = PendingState::Acknowledged;
    for (const TransactionResult& refusal : delta.refusals)
        for (Pending& pending : pending_)
            if (pending.record.no == refusal.no && pending.state == PendingState::Acknowledged)
                pending.state = refusal.status == TransactionStatus::Blocked
                                    ? PendingState::Blocked
                                    : PendingState::Rejected;
    if (mutation_ == Mutation::AcknowledgedNotRetained)
        std::erase_if(pending_, [](const Pending& pending) {
            return pending.state == PendingState::Acknowledged;
        });
}

void MemoryClientStore::end_overlays(TransactionNo upto, ServerSeq at_checkpoint) {
    for (auto at = rows_.begin(); at != rows_.end();) {
        Row& row = at->second;
        for (Cell& cell : row.cells)
            if (const DecidedEffect effect = overlay_decided(cell.overlay, upto); effect.show) {
                show(row, cell.field, *effect.show);
                row.ended.push_back({cell.field, {cell.overlay.base, at_checkpoint}});
                cell.overlay.last_no = TransactionNo::None;
            }
        std::erase_if(row.cells,
                      [](const Cell& cell) { return cell.overlay.last_no == TransactionNo::None; });
        if (row.creation && overlay_decided(*row.creation, upto).show) row.creation.reset();
        const bool gone = row.origin == Row::Origin::Local && !row.creation && row.cells.empty();
        at = gone ? rows_.erase(at) : std::next(at);
    }
}

std::int64_t MemoryClientStore::undecided_delta(const RecordId& id, FieldId field) const {
    std::int64_t total = 0;
    for (const Pending& pending : pending_) {
        if (pending.state != PendingState::Queued) continue;
        for (const Operation& operation : pending.record.operations)
            if (operation.kind == OperationKind::Increment && operation.record == id &&
                operation.edits.front().field == field)
                total += integer_or(operation.edits.front().value, 0);
    }
    return total;
}

void MemoryClientStore::show_counters() {
    if (mutation_ == Mutation::CounterAsScalar) return;
    for (auto& [id, row] : rows_)
        for (const Cell& cell : row.cells) {
            const FieldDef* field = registry_->find(row.shown.entity)->find_field(cell.field);
            if (field == nullptr || field->merge != MergeKind::Counter) continue;
            show(row, cell.field,
                 integer_or(cell.overlay.base_value, 0) + undecided_delta(id, cell.field));
        }
}

/// Forms that were opened before a new start are still open after it.
void MemoryClientStore::keep_ended(const std::unordered_map<RecordId, Row>& before,
                                   const Delta& delta) {
    for (const auto& [id, row] : before) {
        Row& kept = row_of(row.shown.entity, id);
        kept.ended = row.ended;
        for (const Cell& cell : row.cells)
            kept.ended.push_back({cell.field, {cell.overlay.base, delta.to}});
    }
}

void MemoryClientStore::start_over(const Delta& delta) {
    const bool restored = delta.epoch != state_.enrolment.epoch;
    state_.enrolment.epoch = delta.epoch;
    state_.checkpoint = delta.to;
    state_.mark = delta.mark;
    const std::unordered_map<RecordId, Row> before = std::exchange(rows_, {});
    keep_ended(before, delta);
    take_rows(delta.rows);
    if (mutation_ == Mutation::BlockKeptAfterRestore) keep_blocks(before);
    if (mutation_ == Mutation::BlockStartedAgain) next_of_block_.clear();
    for (Pending& pending : pending_)
        if (pending.state == PendingState::Acknowledged && pending.record.no > delta.decided_upto)
            pending.state = PendingState::Queued;
    settle(delta);
    for (const Pending& pending : pending_)
        if (pending.state == PendingState::Queued)
            for (const Operation& operation : pending.record.operations)
                apply_local(operation, pending.record.no);
    if (restored) report_numbers(before);
}

void MemoryClientStore::drop_acknowledged(TransactionNo upto) {
    std::erase_if(pending_, [upto](const Pending& pending) { return pending.record.no <= upto; });
    end_overlays(upto, state_.checkpoint);
}

void MemoryClientStore::apply_rows_only(const Delta& delta) {
    if (delta.rebaseline || delta.epoch != state_.enrolment.epoch) return;
    take_rows({delta.rows.begin(),
               delta.rows.begin() + static_cast<std::ptrdiff_t>((delta.rows.size() + 1) / 2)});
}

}  // namespace holdfast::sim
