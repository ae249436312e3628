#include "import_undo.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "import_batch.h"
#include "store/entity_table.h"

namespace holdfast {
namespace {

constexpr std::int64_t kEntriesPerSlice = 200;
constexpr std::int64_t kRecordsPerSlice = 200;

using Modules = std::vector<const EntityDef*>;

/// What is a part goes before what it is a part of.
void add_with_parts(const Registry& registry, const EntityDef& entity, Modules& modules) {
    for (const EntityId part : entity.children)
        add_with_parts(registry, *registry.find(part), modules);
    modules.push_back(&entity);
}

/// The imported module and its parts, then the modules they link to.
Modules modules_of(const Registry& registry, EntityId imported) {
    Modules modules;
    const EntityDef* entity = registry.find(imported);
    if (entity == nullptr) return modules;
    add_with_parts(registry, *entity, modules);
    const std::size_t own = modules.size();
    for (std::size_t place = 0; place < own; ++place) {
        for (const FieldDef& field : modules[place]->fields) {
            const EntityDef* linked = registry.find(field.target);
            const bool known = std::find(modules.begin(), modules.end(), linked) != modules.end();
            if (field.type == FieldType::Link && linked != nullptr && !known)
                modules.push_back(linked);
        }
    }
    return modules;
}

/// Living records of `entity` that the batch made below `upto`, the last first.
Result<std::vector<RecordId>> find_made(Store& store, const EntityDef& entity,
                                        const RecordId& first, const RecordId& upto) {
    Statement select = TRY(store.database().prepare(
        "SELECT id FROM " + quoted(entity.key) +
        " WHERE id >= ?1 AND id < ?2 AND _deleted = 0 ORDER BY id DESC LIMIT ?3"));
    select.bind(0, first).bind(1, upto).bind(2, kRecordsPerSlice);
    std::vector<RecordId> ids;
    while (TRY(select.step())) ids.push_back(select.record_id(0));
    return ids;
}

bool may_lead_to(const FieldDef& field, const EntityDef& entity) {
    if (field.type == FieldType::LinkAny) return field.access == Access::Writable;
    return field.type == FieldType::Link && field.target == entity.id;
}

/// Who links to records of the slice, by target; None for anybody of another module.
using Links = std::unordered_map<RecordId, std::vector<RecordId>>;

/// One question for each link of the product, whatever the number of records.
Result<Links> find_links(Store& store, const EntityDef& entity, const RecordId& first,
                         const RecordId& last) {
    Links links;
    for (const EntityDef& other : store.registry().entities()) {
        for (const FieldDef& field : other.fields) {
            if (!may_lead_to(field, entity)) continue;
            const std::string column = quoted(field.key);
            const bool same = &other == &entity;
            Statement rows = TRY(store.database().prepare(
                "SELECT DISTINCT " + column + (same ? ", id" : "") + " FROM " + quoted(other.key) +
                " WHERE _deleted = 0 AND " + column + " BETWEEN ?1 AND ?2"));
            rows.bind(0, first).bind(1, last);
            while (TRY(rows.step()))
                links[rows.record_id(0)].push_back(same ? rows.record_id(1) : RecordId{});
        }
    }
    return links;
}

}  // namespace

ImportUndo::ImportUndo(Store& store, const ImportBatch& batch)
    : store_(&store),
      batch_(batch),
      job_{import_reason(*store.registry().find(batch.entity)), batch.history_from},
      modules_(modules_of(store.registry(), batch.entity)),
      before_(std::numeric_limits<std::int64_t>::max()),
      upto_(import_id_at(batch.first, batch.id_count)) {}

Result<bool> ImportUndo::step() {
    if (before_ == std::numeric_limits<std::int64_t>::max())
        before_ = TRY(newest_history_key(*store_)) + 1;
    if (before_ > job_.after + 1) {
        TRY(take_back_changes());
        return false;
    }
    return remove_some();
}

/// Those of the entry's values that still stand; the others somebody has written since.
Result<UndoStep::Change> ImportUndo::still_written(const HistoryEntry& entry) {
    UndoStep::Change change;
    change.entity = entry.entity;
    change.record = entry.record;
    const EntityDef* entity = store_->registry().find(entry.entity);
    if (entity == nullptr) return change;
    const std::optional<Record> record = TRY(store_->read(entry.entity, entry.record));
    if (!record || record->life == Record::Life::Deleted) {
        kept_.insert(entry.record);
        return change;
    }
    for (const HistoryChange& written : entry.changes) {
        const FieldDef* field = entity->find_field(written.field);
        if (field == nullptr) continue;
        const Value& now = record->values[entity->index_of(field->id)];
        if (now == written.to) {
            change.expected.push_back({field->id, written.to});
            change.restored.push_back({field->id, written.from});
        } else if (now != written.from) {
            kept_.insert(entry.record);
        }
    }
    return change;
}

Status ImportUndo::take_back_group(UndoStep step) {
    if (step.changes.empty()) return {};
    step.reason = kImportUndoReason;
    const std::vector<RecordId> left = TRY(take_back_each(*store_, step));
    kept_.insert(left.begin(), left.end());
    for (const UndoStep::Change& change : step.changes) {
        if (std::find(left.begin(), left.end(), change.record) != left.end()) continue;
        if (change.kind == UndoStep::Kind::Remove)
            ++removed_;
        else
            restored_.insert(change.record);
    }
    return {};
}

/// Each transaction of the import by itself: two of them may have changed the same record.
Status ImportUndo::take_back_changes() {
    const std::int64_t from = std::max(job_.after + 1, before_ - kEntriesPerSlice);
    UndoStep step;
    for (const HistoryEntry& entry : TRY(read_job_changes(*store_, job_, from, before_))) {
        // What the import made itself goes or stays as a whole.
        if (has_made(batch_, entry.record)) continue;
        if (entry.group != step.group) {
            TRY(take_back_group(std::move(step)));
            step = UndoStep{};
            step.group = entry.group;
        }
        UndoStep::Change change = TRY(still_written(entry));
        if (!change.restored.empty()) step.changes.push_back(std::move(change));
    }
    TRY(take_back_group(std::move(step)));
    before_ = from;
    return {};
}

/// What goes: nobody worked on it, and nothing that stays links to it. Rows link to rows before
/// them, so that from the last on each is judged after those that link to it.
Result<UndoStep> ImportUndo::removals(const EntityDef& entity, const std::vector<RecordId>& ids) {
    const Links links = TRY(find_links(*store_, entity, ids.back(), ids.front()));
    std::unordered_set<RecordId> going;
    UndoStep step;
    for (const RecordId& id : ids) {
        const auto linked = links.find(id);
        const bool held =
            linked != links.end() &&
            std::any_of(linked->second.begin(), linked->second.end(),
                        [&](const RecordId& by) { return by != id && !going.contains(by); });
        if (held || TRY(was_worked_on(*store_, job_, id))) {
            kept_.insert(id);
            continue;
        }
        going.insert(id);
        UndoStep::Change change;
        change.kind = UndoStep::Kind::Remove;
        change.entity = entity.id;
        change.record = id;
        step.changes.push_back(std::move(change));
    }
    return step;
}

/// True when no module has any left.
Result<bool> ImportUndo::remove_some() {
    if (module_ == modules_.size()) return true;
    const EntityDef& entity = *modules_[module_];
    const std::vector<RecordId> ids = TRY(find_made(*store_, entity, batch_.first, upto_));
    if (ids.empty()) {
        ++module_;
        upto_ = import_id_at(batch_.first, batch_.id_count);
        return module_ == modules_.size();
    }
    UndoStep step = TRY(removals(entity, ids));
    TRY(take_back_group(std::move(step)));
    upto_ = ids.back();
    return false;
}

ImportCounts ImportUndo::counts() const {
    ImportCounts counts;
    counts.records_removed = removed_;
    counts.records_restored = static_cast<std::int64_t>(restored_.size());
    counts.records_kept = static_cast<std::int64_t>(kept_.size());
    return counts;
}

}  // namespace holdfast
