#include "import_batch.h"

#include <algorithm>
#include <charconv>

#include "store/entity_table.h"
#include "store/import_changes.h"

namespace holdfast {
namespace {

constexpr std::string_view kSetting = "import.last";
constexpr std::size_t kLines = 6;
/// Leaves room to count on within the 62 random bits of a UUIDv7.
constexpr std::uint64_t kCountingRoom = 0xDFFF'FFFF'FFFF'FFFF;

std::int64_t number_of(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (lines.size() + 1 < kLines) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) break;
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    lines.emplace_back(text);
    return lines;
}

/// Living records of `entity` that the batch made.
Result<std::vector<RecordId>> find_made(Store& store, const EntityDef& entity,
                                        const ImportBatch& batch, std::int64_t count_max) {
    Statement select = TRY(store.database().prepare(
        "SELECT id FROM " + quoted(entity.key) +
        " WHERE id BETWEEN ?1 AND ?2 AND _deleted = 0 ORDER BY id LIMIT ?3"));
    select.bind(0, batch.first)
        .bind(1, import_id_at(batch.first, batch.id_count))
        .bind(2, count_max);
    std::vector<RecordId> ids;
    while (TRY(select.step())) ids.push_back(select.record_id(0));
    return ids;
}

/// The imported module, then the modules it links to.
std::vector<const EntityDef*> entities_of(const Registry& registry, EntityId imported) {
    std::vector<const EntityDef*> entities;
    const EntityDef* entity = registry.find(imported);
    if (entity == nullptr) return entities;
    entities.push_back(entity);
    for (const FieldDef& field : entity->fields) {
        const EntityDef* linked = registry.find(field.target);
        if (field.type == FieldType::Link && linked != nullptr && linked != entity) {
            entities.push_back(linked);
        }
    }
    return entities;
}

/// Whether the record is still what the import has made of it.
Result<bool> still_stands(Store& store, const Operation& change) {
    const EntityDef* entity = store.registry().find(change.entity);
    if (entity == nullptr) return false;
    const std::optional<Record> record = TRY(store.read(change.entity, change.record));
    if (!record || record->life == Record::Life::Deleted) return false;
    return std::all_of(change.edits.begin(), change.edits.end(), [&](const FieldEdit& edit) {
        return entity->find_field(edit.field) != nullptr &&
               record->values[entity->index_of(edit.field)] == edit.value;
    });
}

Draft draft_of(const Store& store, const std::vector<const Operation*>& changes) {
    Draft draft("import.undo", store.state().checkpoint);
    for (const Operation* change : changes) {
        std::vector<Draft::FieldValue> values;
        for (const FieldEdit& edit : change->edits) values.push_back({edit.field, edit.seen});
        draft.set(change->entity, change->record, std::move(values));
    }
    return draft;
}

}  // namespace

RecordId first_import_id(Environment& environment) {
    RecordId id = make_record_id(environment);
    id.low &= kCountingRoom;
    return id;
}

RecordId import_id_at(const RecordId& first, std::int64_t index) {
    return {first.high, first.low + static_cast<std::uint64_t>(index)};
}

Result<std::optional<ImportBatch>> read_last_import(Store& store) {
    const std::string text = TRY(store.read_setting(kSetting));
    if (text.empty()) return std::optional<ImportBatch>();
    const std::vector<std::string> lines = lines_of(text);
    if (lines.size() != kLines) return fail(ErrorCode::Corrupt, "import.last");
    const EntityDef* entity = store.registry().find(std::string_view(lines[0]));
    const auto first = parse_record_id(lines[2]);
    if (entity == nullptr || !first) return fail(ErrorCode::Corrupt, "import.last");
    ImportBatch batch;
    batch.entity = entity->id;
    batch.started_ms = number_of(lines[1]);
    batch.first = *first;
    batch.id_count = number_of(lines[3]);
    batch.undone = lines[4] == "undone";
    batch.file_name = lines[5];
    return std::optional<ImportBatch>(std::move(batch));
}

Status write_last_import(Store& store, const ImportBatch& batch) {
    const EntityDef* entity = store.registry().find(batch.entity);
    HOLDFAST_ASSERT(entity != nullptr);
    return store.write_setting(
        kSetting, entity->key + "\n" + std::to_string(batch.started_ms) + "\n" +
                      to_text(batch.first) + "\n" + std::to_string(batch.id_count) + "\n" +
                      (batch.undone ? "undone" : "made") + "\n" + batch.file_name);
}

Result<bool> undo_some_changes(Store& store, const ImportBatch& batch, ImportCounts& counts) {
    const auto changes = TRY(read_last_import_changes(store, batch.first));
    if (!changes) return false;
    std::vector<const Operation*> standing;
    for (const Operation& change : changes->operations) {
        const bool stands = TRY(still_stands(store, change));
        if (stands) standing.push_back(&change);
        if (!stands) ++counts.records_kept;
    }
    while (!standing.empty()) {
        const CommitOutcome outcome = TRY(store.commit(draft_of(store, standing)));
        const auto* needs = std::get_if<NeedsWork>(&outcome);
        if (needs == nullptr) break;
        // Rules that have changed since may object to how a record was before.
        const std::size_t before = standing.size();
        std::erase_if(standing, [&](const Operation* change) {
            return std::any_of(
                needs->issues.begin(), needs->issues.end(),
                [&](const FieldIssue& issue) { return issue.record == change->record; });
        });
        if (standing.size() == before) return fail(ErrorCode::Conflict, "import.undo");
        counts.records_kept += static_cast<std::int64_t>(before - standing.size());
    }
    counts.records_restored += static_cast<std::int64_t>(standing.size());
    TRY(forget_import_changes(store, changes->no));
    return true;
}

Result<std::int64_t> undo_some(Store& store, const ImportBatch& batch, std::int64_t records_max) {
    for (const EntityDef* entity : entities_of(store.registry(), batch.entity)) {
        const std::vector<RecordId> ids = TRY(find_made(store, *entity, batch, records_max));
        if (ids.empty()) continue;
        Draft draft("import.undo", store.state().checkpoint);
        for (const RecordId& id : ids) draft.remove(entity->id, id);
        const CommitOutcome outcome = TRY(store.commit(draft));
        // Removing has no rules that could refuse it; a refusal would repeat for ever.
        if (std::holds_alternative<NeedsWork>(outcome)) {
            return fail(ErrorCode::Conflict, "import.undo");
        }
        return static_cast<std::int64_t>(ids.size());
    }
    return std::int64_t{0};
}

}  // namespace holdfast
