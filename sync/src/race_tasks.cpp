#include "race_tasks.h"

#include <algorithm>

#include "core/field_position.h"
#include "core/strings.h"

namespace holdfast::sync {
namespace {

constexpr std::string_view kPurpose = "task";
constexpr std::string_view kNeeded[] = {"subject", "record", "record_entity", "occasion"};
/// Fields that say whose a record is; the task is theirs, too.
constexpr std::string_view kShared[] = {"owner", "team"};

std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
    std::uint64_t hash = 0xCBF29CE484222325ULL ^ seed;
    for (const char character : text)
        hash = (hash ^ static_cast<std::uint8_t>(character)) * 0x100000001B3ULL;
    return (hash ^ (hash >> 31)) * 0xBF58476D1CE4E5B9ULL;
}

void set(StagedRows& rows, const EntityDef& tasks, StagedRow& task, std::string_view key,
         Value value) {
    rows.set(task, position_of(tasks, key), std::move(value));
}

/// Of a record that is a user's or a group's by a link; a name that was typed is nobody's.
void share_people(const EntityDef& tasks, StagedRows& rows, const StagedRow& subject,
                  StagedRow& task) {
    for (const std::string_view key : kShared) {
        const FieldDef* theirs = subject.entity->find_field(key);
        const FieldDef* ours = tasks.find_field(key);
        const bool same = theirs && ours && theirs->type == FieldType::Link &&
                          ours->type == FieldType::Link && theirs->target == ours->target;
        if (!same) continue;
        const Value& value = subject.row.values[subject.entity->index_of(theirs->id)];
        set(rows, tasks, task, key, value);
        if (key == "owner" && tasks.find_field("assignee"))
            set(rows, tasks, task, "assignee", value);
    }
}

StagedRow& make_task(const EntityDef& tasks, StagedRows& rows, const StagedRow& subject,
                     const RecordId& id) {
    StagedRow& task = rows.create(tasks, id);
    for (std::size_t position = 0; position < tasks.fields.size(); ++position)
        if (!is_null(tasks.fields[position].initial))
            rows.set(task, position, tasks.fields[position].initial);
    set(rows, tasks, task, "record", subject.row.id);
    set(rows, tasks, task, "record_entity", subject.entity->key);
    share_people(tasks, rows, subject, task);
    return task;
}

}  // namespace

RecordId race_task_id(const RecordId& record, std::string_view occasion) {
    const std::uint64_t high = hash_of(occasion, record.high);
    const std::uint64_t low = hash_of(occasion, record.low ^ high);
    return {(high & 0xFFFFFFFFFFFF0FFFULL) | 0x8000ULL,
            (low & 0x3FFFFFFFFFFFFFFFULL) | 0x8000000000000000ULL};
}

const EntityDef* find_task_module(const Registry& registry) {
    for (const EntityDef& entity : registry.entities()) {
        const bool serves = std::find(entity.purposes.begin(), entity.purposes.end(), kPurpose) !=
                            entity.purposes.end();
        const bool fits = std::all_of(std::begin(kNeeded), std::end(kNeeded),
                                      [&](std::string_view key) { return entity.find_field(key); });
        if (serves && fits && entity.state_field != FieldId::None) return &entity;
    }
    return nullptr;
}

Status make_race_task(const EntityDef& tasks, StagedRows& rows, const StagedRow& subject,
                      std::string_view occasion) {
    const RecordId id = race_task_id(subject.row.id, occasion);
    StagedRow* task = TRY(rows.find(tasks, id));
    if (task == nullptr) task = &make_task(tasks, rows, subject, id);
    // Who reads tasks may not read the record: its title is behind the link, for those who may.
    set(rows, tasks, *task, "subject", std::string(Strings().singular_of(*subject.entity)));
    set(rows, tasks, *task, "occasion", std::string(occasion));
    const FieldDef& status = *tasks.find_field(tasks.state_field);
    set(rows, tasks, *task, status.key, tasks.initial_state);
    if (task->row.deleted) rows.set_life(*task, Record::Life::Living);
    return {};
}

}  // namespace holdfast::sync
