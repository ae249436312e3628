#include "transaction_merge.h"

#include <algorithm>

#include "core/kept_choices.h"

namespace holdfast::sync {
namespace {

Decision refuse(RejectionCode code, EntityId entity, FieldId field = FieldId::None,
                std::string current = {}) {
    return Refusal{code, entity, field, std::move(current)};
}

/// A value that the field does not take, nor ever did.
bool is_wrong(const FieldDef& field, const Value& value, const RecordId& record) {
    const std::vector<FieldIssue> issues = find_value_issues(field, value, record);
    if (issues.empty()) return false;
    const bool choice = issues.front().kind == IssueKind::NotAChoice &&
                        (field.type == FieldType::Choice || field.type == FieldType::Choices);
    return !choice || !may_have_been_offered(field, value);
}

/// Counters only add up, and a move goes to one state.
bool may_carry(const Operation& operation, const FieldEdit& edit, const FieldDef& field) {
    if (operation.kind == OperationKind::Create) return true;
    const bool is_target = &edit == &operation.edits.front();
    if (operation.kind == OperationKind::Transition && field.merge == MergeKind::State)
        return is_target;
    return field.merge != MergeKind::Counter;
}

std::optional<std::int64_t> sum(std::int64_t first, std::int64_t second) {
    std::int64_t total = 0;
    if (__builtin_add_overflow(first, second, &total)) return std::nullopt;
    return total;
}

const EntityDef& conflict_definition(const Registry& registry) {
    const EntityDef* definition = registry.find("conflict");
    HOLDFAST_ASSERT(definition != nullptr);
    return *definition;
}

}  // namespace

TransactionMerge::TransactionMerge(const Registry& registry, ServerStore& store,
                                   const Author& author, ServerSeq seq, std::int64_t now_ms)
    : registry_(&registry),
      store_(&store),
      author_(author),
      own_entry_{author.device, author.no, author.hlc, author.user},
      rows_(store, seq),
      conflict_definition_(&conflict_definition(registry)),
      conflicts_(*conflict_definition_, rows_),
      leases_({&registry, &store, &rows_, &author_, now_ms}),
      numbers_(store, rows_, author_, leases_, now_ms) {}

// After everything is staged: a transaction that is refused takes no number.
Status TransactionMerge::write() {
    TRY(settle_only_one());
    for (const NumberClaim& claim : claims_) TRY(numbers_.claim(*claim.staged, claim.number));
    for (StagedRow* staged : created_) TRY(numbers_.bring(*staged));
    for (const NumberUseNote& on_paper : on_paper_) TRY(numbers_.keep(on_paper));
    TRY(numbers_.give_waiting(*registry_));
    for (StagedRow* staged : changed_) TRY(numbers_.give(*staged));
    TRY(leases_.grant());
    TRY(leases_.close_expired());
    return rows_.write();
}

Result<Decision> TransactionMerge::stage(const Operation& operation) {
    base_ = std::max(base_, operation.base);
    for (const FieldEdit& edit : operation.edits) base_ = std::max(base_, edit.base);
    if (operation.kind == OperationKind::ReportNumber) {
        TRY(numbers_.report(registry_->find(operation.entity), operation));
        return Decision{};
    }
    const EntityDef* entity = find_entity(operation.entity);
    if (entity == nullptr) return refuse(RejectionCode::TooNew, operation.entity);
    if (entity == conflict_definition_ && operation.kind != OperationKind::Set)
        return refuse(RejectionCode::NotAllowed, entity->id);
    if (leases_.keeps(*entity)) {
        if (!leases_.note_ask(operation)) return refuse(RejectionCode::NotAllowed, entity->id);
        return Decision{};
    }
    if (Decision refusal = check_edits(*entity, operation)) return refusal;
    if (entity == conflict_definition_) return stage_choice(operation);
    if (operation.kind == OperationKind::Create) return stage_create(*entity, operation);
    return stage_change(*entity, operation);
}

Decision TransactionMerge::check_edits(const EntityDef& entity, const Operation& operation) const {
    const EntityDef& judge = judge_of(entity);
    for (const FieldEdit& edit : operation.edits) {
        const FieldDef* field = judge.find_field(edit.field);
        if (field == nullptr && is_custom(edit.field)) continue;
        if (field == nullptr) return refuse(RejectionCode::TooNew, entity.id, edit.field);
        if (field->merge == MergeKind::Server || operation.kind == OperationKind::Increment)
            continue;
        if (!may_carry(operation, edit, *field))
            return refuse(RejectionCode::Invalid, entity.id, edit.field);
        // Records in the recycle bin keep the state that a set was taken back with.
        const bool kept_state =
            operation.kind == OperationKind::Create && is_own_key(text_or_empty(edit.value));
        if (field->id == judge.state_field && !kept_state &&
            judge.find_state(text_or_empty(edit.value)) == nullptr)
            return refuse(RejectionCode::Invalid, entity.id, edit.field);
        if (is_wrong(*field, edit.value, operation.record))
            return refuse(RejectionCode::Invalid, entity.id, edit.field);
    }
    return {};
}

Result<Decision> TransactionMerge::stage_choice(const Operation& operation) {
    for (const FieldEdit& edit : operation.edits)
        if (conflicts_.is_state(edit.field) && text_or_empty(edit.value).empty())
            return refuse(RejectionCode::Invalid, operation.entity, edit.field);
    TRY(conflicts_.choose(operation, author_.user));
    return Decision{};
}

Result<Decision> TransactionMerge::check_parent(const EntityDef& entity,
                                                const Operation& operation) {
    if (entity.parent_field == FieldId::None) return Decision{};
    const FieldDef* link = entity.find_field(entity.parent_field);
    const EntityDef* parent = registry_->find(link->target);
    for (const FieldEdit& edit : operation.edits) {
        if (edit.field != entity.parent_field || parent == nullptr) continue;
        const RecordId id = link_or_none(edit.value);
        if (!id.is_none() && TRY(rows_.find(*parent, id)) == nullptr)
            return refuse(RejectionCode::MissingRecord, entity.id, edit.field);
    }
    return Decision{};
}

Result<Decision> TransactionMerge::stage_create(const EntityDef& entity,
                                                const Operation& operation) {
    if (Decision refusal = TRY(check_parent(entity, operation))) return refusal;
    if (StagedRow* known = TRY(rows_.find(entity, operation.record)))
        return stage_create_again(*known, operation);
    StagedRow& staged = rows_.create(entity, operation.record);
    for (std::size_t position = 0; position < entity.fields.size(); ++position)
        staged.row.values[position] = entity.fields[position].initial;
    if (entity.state_field != FieldId::None)
        staged.row.values[entity.index_of(entity.state_field)] = entity.initial_state;
    for (const FieldEdit& edit : operation.edits) {
        const FieldDef* field = entity.find_field(edit.field);
        if (field == nullptr)
            rows_.set_custom(staged, edit.field, edit.value);
        else if (field->merge != MergeKind::Server)
            rows_.set(staged, entity.index_of(edit.field), edit.value);
    }
    for (std::size_t position = 0; position < entity.fields.size(); ++position) {
        const FieldDef& field = entity.fields[position];
        if (field.need == Need::Required && is_null(staged.row.values[position]))
            return refuse(RejectionCode::Invalid, entity.id, field.id);
    }
    created_.push_back(&staged);
    changed_.push_back(&staged);
    TRY(note_edit(staged, operation.base));
    return Decision{};
}

// The same record can arrive twice, from a copy of a workspace or after a server was restored; the
// second arrival merges like any other write, but refuses nothing: a copy that enrols brings
// hundreds of records at once and cannot write them anew. What it numbered is on paper: it stays.
Result<Decision> TransactionMerge::stage_create_again(StagedRow& known,
                                                      const Operation& operation) {
    std::vector<FieldEdit> edits = operation.edits;
    Edits pointers;
    for (FieldEdit& edit : edits) {
        edit.base = operation.base;
        pointers.push_back(&edit);
    }
    if (Decision refusal = TRY(stage_edits(known, pointers, Stale::Loses))) return refusal;
    if (takes_number(known, operation)) created_.push_back(&known);
    changed_.push_back(&known);
    TRY(note_edit(known, operation.base));
    return Decision{};
}

bool TransactionMerge::takes_number(StagedRow& known, const Operation& operation) {
    const EntityDef& entity = *known.entity;
    for (const FieldEdit& edit : operation.edits) {
        if (!DocumentNumbers::is_given(entity, edit.field) || is_null(edit.value)) continue;
        const std::size_t position = entity.index_of(edit.field);
        if (!is_null(known.row.values[position])) {
            on_paper_.push_back({entity.id, std::string(text_or_empty(edit.value)), known.row.id});
            return false;
        }
        rows_.set(known, position, edit.value);
        return true;
    }
    return false;
}

Result<Decision> TransactionMerge::stage_change(const EntityDef& entity,
                                                const Operation& operation) {
    StagedRow* staged = TRY(rows_.find(entity, operation.record));
    if (staged == nullptr) return refuse(RejectionCode::MissingRecord, entity.id);
    if (operation.kind == OperationKind::Remove || operation.kind == OperationKind::Restore) {
        TRY(stage_life(*staged, operation));
        if (operation.kind == OperationKind::Restore) restored_.push_back(staged);
        return Decision{};
    }
    if (operation.edits.empty()) return refuse(RejectionCode::Invalid, entity.id);
    if (Decision orphan = TRY(check_parent(entity, operation))) return orphan;
    Decision refusal;
    if (operation.kind == OperationKind::Increment) {
        refusal = stage_increment(*staged, operation);
    } else if (operation.kind == OperationKind::Transition) {
        refusal = TRY(stage_transition(*staged, operation));
    } else {
        Edits edits;
        for (const FieldEdit& edit : operation.edits) edits.push_back(&edit);
        refusal = TRY(stage_edits(*staged, edits, Stale::Refuses));
    }
    if (refusal) return refusal;
    changed_.push_back(staged);
    TRY(note_edit(*staged, operation.edits.front().base));
    return Decision{};
}

Decision TransactionMerge::stage_increment(StagedRow& staged, const Operation& operation) {
    for (const FieldEdit& edit : operation.edits) {
        if (staged.entity->find_field(edit.field) == nullptr)
            return refuse(RejectionCode::Invalid, staged.entity->id, edit.field);
        const FieldDef& field = *staged.entity->find_field(edit.field);
        const auto* delta = std::get_if<std::int64_t>(&edit.value);
        if (field.merge != MergeKind::Counter || delta == nullptr)
            return refuse(RejectionCode::Invalid, staged.entity->id, field.id);
        const std::size_t position = staged.entity->index_of(field.id);
        const auto total = sum(integer_or(staged.row.values[position], 0), *delta);
        if (!total || !find_value_issues(field, Value{*total}, operation.record).empty())
            return refuse(RejectionCode::OutOfBounds, staged.entity->id, field.id,
                          to_json(staged.row.values[position]));
        rows_.set(staged, position, *total);
    }
    return {};
}

Result<Decision> TransactionMerge::stage_edits(StagedRow& staged, const Edits& all_edits,
                                               Stale stale) {
    Edits edits;
    for (const FieldEdit* edit : all_edits) {
        // A copy that enrols brings along what the server of its original did.
        if (stale == Stale::Refuses && is_servers_correction(staged, *edit))
            return refuse(RejectionCode::NotAllowed, staged.entity->id, edit->field);
        if (DocumentNumbers::is_given(*staged.entity, edit->field)) {
            if (leases_numbers(*staged.entity) && !is_null(edit->value))
                claims_.push_back({&staged, std::string(text_or_empty(edit->value))});
            continue;
        }
        if (staged.entity->find_field(edit->field))
            edits.push_back(edit);
        else
            TRY(stage_custom(staged, *edit));
    }
    for (std::size_t index = 0; index < edits.size(); ++index) {
        if (is_covered_by_earlier(*staged.entity, edits, index)) continue;
        const MergeUnit unit = unit_of(*staged.entity, edits, index);
        if (Decision refusal = TRY(stage_unit(staged, unit, stale))) return refusal;
    }
    return Decision{};
}

Result<Decision> TransactionMerge::stage_unit(StagedRow& staged, const MergeUnit& unit,
                                              Stale stale) {
    if (unit.kind == MergeKind::Server || holds_already(staged.row, unit)) return Decision{};
    const auto unseen = TRY(unseen_write(staged, unit.watched, unit.base));
    if (unseen) return stage_collision(staged, unit, *unseen, stale);
    TRY(apply_unit(staged, unit));
    return Decision{};
}

Status TransactionMerge::apply_unit(StagedRow& staged, const MergeUnit& unit) {
    for (std::size_t index = 0; index < unit.edits.size(); ++index)
        rows_.set(staged, unit.positions[index], unit.edits[index]->value);
    // The JSON is only needed when a conflict is open, which is rare; most records have none.
    if (!TRY(conflicts_.has_any(*staged.entity, staged.row.id))) return {};
    const ConflictSide shown =
        TRY(side_of(own_entry_, current_json(*staged.entity, staged.row, unit)));
    return conflicts_.settle({staged.entity, staged.row.id, unit.key}, unit.base, shown);
}

Result<Decision> TransactionMerge::stage_collision(StagedRow& staged, const MergeUnit& unit,
                                                   const LogEntry& last, Stale stale) {
    const EntityDef& entity = *staged.entity;
    const std::string current = current_json(entity, staged.row, unit);
    const bool empty = std::all_of(unit.positions.begin(), unit.positions.end(),
                                   [&](auto at) { return is_null(staged.row.values[at]); });
    const Verdict verdict =
        judge_concurrent(unit.kind, author_, last, empty ? Current::Empty : Current::Filled);
    if (verdict == Verdict::Refuse && stale == Stale::Refuses)
        return refuse(RejectionCode::Stale, entity.id, unit.edits.front()->field, current);
    ConflictRecords::Collision collision;
    collision.seen = seen_json(entity, unit);
    collision.rule = rule_name(unit.kind);
    const ConflictSide theirs = TRY(side_of(last, current));
    if (verdict == Verdict::Win) TRY(apply_unit(staged, unit));
    const ConflictSide own = TRY(side_of(own_entry_, written_json(entity, unit)));
    collision.winner = verdict == Verdict::Win ? own : theirs;
    collision.loser = verdict == Verdict::Win ? theirs : own;
    TRY(conflicts_.open({&entity, staged.row.id, unit.key}, collision));
    return Decision{};
}

Result<std::optional<LogEntry>> TransactionMerge::unseen_work(const StagedRow& staged,
                                                              ServerSeq base) {
    std::vector<std::size_t> all(staged.row.values.size());
    for (std::size_t position = 0; position < all.size(); ++position) all[position] = position;
    std::optional<LogEntry> editor = TRY(unseen_write(staged, all, base));
    for (const CustomCell& cell : staged.row.custom)
        if (!editor) editor = TRY(unseen_at(cell.seq, base));
    if (editor) return editor;
    for (const EntityId child_id : staged.entity->children) {
        const EntityDef& child = *registry_->find(child_id);
        const ChildQuery query{child.id, child.parent_field, staged.row.id, base};
        for (const RecordId& id : TRY(store_->read_changed_children(query))) {
            const StagedRow* below = TRY(rows_.find(child, id));
            if (below == nullptr || below->row.deleted) continue;
            editor = TRY(unseen_work(*below, base));
            if (editor) return editor;
        }
    }
    return editor;
}

Result<std::optional<LogEntry>> TransactionMerge::unseen_write(
    const StagedRow& staged, const std::vector<std::size_t>& positions, ServerSeq base) {
    std::optional<LogEntry> newest;
    ServerSeq newest_seq = ServerSeq::None;
    for (const std::size_t position : positions) {
        const ServerSeq seq = staged.row.field_seqs[position];
        if (raw(seq) <= raw(newest_seq)) continue;
        std::optional<LogEntry> entry = TRY(unseen_at(seq, base));
        if (!entry) continue;
        newest = std::move(entry);
        newest_seq = seq;
    }
    return newest;
}

Result<std::optional<LogEntry>> TransactionMerge::unseen_at(ServerSeq seq, ServerSeq base) {
    if (raw(seq) <= raw(base) || seq == rows_.seq()) return std::optional<LogEntry>{};
    const std::optional<LogEntry> entry = TRY(store_->read_log(seq));
    if (!entry) return std::optional<LogEntry>{LogEntry{}};
    if (has_seen(author_, base, seq, *entry)) return std::optional<LogEntry>{};
    return entry;
}

Result<ConflictSide> TransactionMerge::side_of(const LogEntry& entry, std::string value) {
    const std::optional<DeviceState> device = TRY(store_->read_device(entry.device));
    ConflictSide side;
    side.value = std::move(value);
    side.user = entry.user;
    side.device = device ? device->code : std::string{};
    side.at_ms = entry.hlc.wall_ms();
    return side;
}

}  // namespace holdfast::sync
