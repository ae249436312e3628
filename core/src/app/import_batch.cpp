#include "import_batch.h"

#include <charconv>

namespace holdfast {
namespace {

constexpr std::string_view kSetting = "import.last";
constexpr std::size_t kLines = 7;
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
    // Programs before this one kept no place in history: what they imported cannot be told.
    if (lines.size() + 1 == kLines) return std::optional<ImportBatch>();
    if (lines.size() != kLines) return fail(ErrorCode::Corrupt, "import.last");
    const EntityDef* entity = store.registry().find(std::string_view(lines[0]));
    const auto first = parse_record_id(lines[2]);
    if (entity == nullptr || !first) return fail(ErrorCode::Corrupt, "import.last");
    ImportBatch batch;
    batch.entity = entity->id;
    batch.started_ms = number_of(lines[1]);
    batch.first = *first;
    batch.id_count = number_of(lines[3]);
    batch.history_from = number_of(lines[4]);
    batch.undone = lines[5] == "undone";
    batch.file_name = lines[6];
    return std::optional<ImportBatch>(std::move(batch));
}

Status write_last_import(Store& store, const ImportBatch& batch) {
    const EntityDef* entity = store.registry().find(batch.entity);
    HOLDFAST_ASSERT(entity != nullptr);
    return store.write_setting(
        kSetting, entity->key + "\n" + std::to_string(batch.started_ms) + "\n" +
                      to_text(batch.first) + "\n" + std::to_string(batch.id_count) + "\n" +
                      std::to_string(batch.history_from) + "\n" +
                      (batch.undone ? "undone" : "made") + "\n" + batch.file_name);
}

bool has_made(const ImportBatch& batch, const RecordId& id) {
    return id >= batch.first && id < import_id_at(batch.first, batch.id_count);
}

std::string import_reason(const EntityDef& entity) {
    return entity.key + ".import";
}

}  // namespace holdfast
