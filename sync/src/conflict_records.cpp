#include "conflict_records.h"

#include <algorithm>

#include "core/field_position.h"

namespace holdfast::sync {
namespace {

constexpr std::string_view kOpen = "open";
constexpr std::string_view kResolved = "resolved";

std::uint64_t mix(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31);
}

}  // namespace

RecordId conflict_id(EntityId entity, const RecordId& record, std::uint32_t slot) {
    const std::uint64_t salt = mix((std::uint64_t{raw(entity)} << 32) | slot);
    const std::uint64_t high = mix(record.high + salt);
    const std::uint64_t low = mix(record.low ^ (salt * 3) ^ high);
    return {(high & 0xFFFFFFFFFFFF0FFFULL) | 0x8000ULL,
            (low & 0x3FFFFFFFFFFFFFFFULL) | 0x8000000000000000ULL};
}

void ConflictRecords::set(StagedRow& staged, std::string_view field_key, Value value) {
    rows_->set(staged, position_of(*definition_, field_key), std::move(value));
}

std::string_view ConflictRecords::text_of(const StagedRow& staged,
                                          std::string_view field_key) const {
    return text_or_empty(staged.row.values[position_of(*definition_, field_key)]);
}

bool ConflictRecords::is_open(const StagedRow& staged, std::string_view unit) const {
    return !staged.row.deleted && text_of(staged, "state") == kOpen &&
           text_of(staged, "field") == unit;
}

Result<std::vector<StagedRow*>> ConflictRecords::slots(const ConflictSubject& subject) {
    std::vector<StagedRow*> found;
    for (std::uint32_t slot = 0;; ++slot) {
        const RecordId id = conflict_id(subject.entity->id, subject.record, slot);
        StagedRow* staged = TRY(rows_->find(*definition_, id));
        if (staged == nullptr) return found;
        found.push_back(staged);
    }
}

void ConflictRecords::show(StagedRow& staged, const ConflictSide& shown) {
    set(staged, "winner", shown.value);
    set(staged, "winner_user", shown.user);
    set(staged, "winner_device", shown.device);
    set(staged, "winner_at", shown.at_ms);
}

Status ConflictRecords::open(const ConflictSubject& subject, const Collision& collision) {
    const std::vector<StagedRow*> used = TRY(slots(subject));
    StagedRow* staged = nullptr;
    if (used.size() >= kConflictSlotsKept) {
        const auto closed = std::find_if(used.begin(), used.end(), [this](StagedRow* slot) {
            return text_of(*slot, "state") != kOpen;
        });
        if (closed != used.end()) staged = *closed;
    }
    if (staged == nullptr) {
        const auto slot = static_cast<std::uint32_t>(used.size());
        staged =
            &rows_->create(*definition_, conflict_id(subject.entity->id, subject.record, slot));
    }
    set(*staged, "entity", subject.entity->key);
    set(*staged, "record_id", to_text(subject.record));
    set(*staged, "field", std::string(subject.unit));
    set(*staged, "seen", collision.seen);
    show(*staged, collision.winner);
    set(*staged, "loser", collision.loser.value);
    set(*staged, "loser_user", collision.loser.user);
    set(*staged, "loser_device", collision.loser.device);
    set(*staged, "loser_at", collision.loser.at_ms);
    set(*staged, "rule", std::string(collision.rule));
    set(*staged, "state", std::string(kOpen));
    set(*staged, "resolved_by", Value{});
    if (staged->row.deleted) rows_->set_life(*staged, Record::Life::Living);
    return {};
}

Status ConflictRecords::settle(const ConflictSubject& subject, ServerSeq base,
                               const ConflictSide& shown) {
    for (StagedRow* staged : TRY(slots(subject))) {
        if (!is_open(*staged, subject.unit)) continue;
        const bool seen_both = raw(rows_->last_write_of(*staged)) <= raw(base);
        show(*staged, shown);
        if (!seen_both && text_of(*staged, "loser") != shown.value) continue;
        set(*staged, "state", std::string(kResolved));
        set(*staged, "resolved_by", shown.user);
    }
    return {};
}

Result<bool> ConflictRecords::has_any(const EntityDef& entity, const RecordId& record) {
    return TRY(rows_->find(*definition_, conflict_id(entity.id, record, 0))) != nullptr;
}

Result<bool> ConflictRecords::has_open(const ConflictSubject& subject) {
    const std::vector<StagedRow*> used = TRY(slots(subject));
    return std::any_of(used.begin(), used.end(),
                       [&](StagedRow* staged) { return is_open(*staged, subject.unit); });
}

bool ConflictRecords::is_state(FieldId field) const {
    return field == definition_->fields[position_of(*definition_, "state")].id;
}

Status ConflictRecords::choose(const Operation& operation, const std::string& user) {
    StagedRow* staged = TRY(rows_->find(*definition_, operation.record));
    if (staged == nullptr) return {};
    const ServerSeq changed = rows_->last_write_of(*staged);
    for (const FieldEdit& edit : operation.edits) {
        if (!is_state(edit.field)) continue;
        // Whoever made the choice shows the conflict as decided until this answer comes, and has
        // seen nothing of what it has become: it changes now, for what they write meanwhile.
        if (raw(changed) > raw(edit.base)) {
            set(*staged, "state", std::string(text_of(*staged, "state")));
            continue;
        }
        set(*staged, "state", edit.value);
        const bool resolved = text_or_empty(edit.value) == kResolved;
        set(*staged, "resolved_by", resolved ? Value{user} : Value{});
    }
    return {};
}

}  // namespace holdfast::sync
