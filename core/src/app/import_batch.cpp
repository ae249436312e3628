#include "import_batch.h"

#include <charconv>

#include "store/entity_table.h"

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
