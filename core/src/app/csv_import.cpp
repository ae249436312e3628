#include "core/app/csv_import.h"

#include <algorithm>

#include "csv_dialect.h"
#include "import_batch.h"
#include "import_rows.h"
#include "presentation.h"

namespace holdfast {
namespace {

constexpr std::size_t kRowsAtFirst = 25;
constexpr std::size_t kRowsMin = 8;
/// Well below kTransactionBytesMax: cells grow when they become operations.
constexpr std::size_t kSliceBytesMax = 256 * 1024;
constexpr std::int64_t kUndoRecords = 200;

/// Files with commas between cells write numbers with a point; others as their language does.
Language number_language_of(const CsvDialect& dialect, Language language) {
    return dialect.delimiter == ',' ? Language::English : language;
}

std::string column_name(const Strings& strings, const CsvRow& header, std::size_t column,
                        bool has_header) {
    if (has_header && !header.cells[column].empty()) return header.cells[column];
    return strings.format("import.column_number", {std::to_string(column + 1)});
}

}  // namespace

struct CsvImport::Impl {
    Impl(Store& owner, const EntityDef& def, const Strings& words)
        : store(&owner), entity(&def), strings(words), known_targets(owner.registry(), def) {
        targets = known_targets.list(strings);
    }

    void show_beginning(const CsvBeginning& beginning) {
        dialect = beginning.dialect;
        mark_bytes = beginning.mark_bytes;
        const CsvRow& first = beginning.rows.front();
        for (std::size_t column = 0; column < first.cells.size(); ++column) {
            column_names.push_back(column_name(strings, first, column, dialect.has_header));
        }
        mapping =
            known_targets.propose(dialect.has_header ? column_names : std::vector<std::string>());
        mapping.resize(column_names.size(), FieldId::None);
        column_names.emplace_back(strings.get("import.row_number"));
        mapping.push_back(FieldId::None);
        const std::size_t skipped = dialect.has_header ? 1 : 0;
        for (std::size_t at = skipped; at < beginning.rows.size(); ++at) {
            if (preview.size() == kCsvPreviewRows) break;
            std::vector<std::string> cells = beginning.rows[at].cells;
            cells.resize(column_names.size() - 1);
            cells.push_back(
                strings.format("import.row_label", {std::to_string(beginning.rows[at].line)}));
            preview.push_back(std::move(cells));
        }
    }

    Status begin() {
        ImportPlan plan;
        plan.entity = entity;
        for (const FieldId target : mapping) plan.columns.push_back(known_targets.find(target));
        plan.column_names = column_names;
        plan.strings = strings;
        plan.number_language = number_language_of(dialect, strings.language());
        plan.first_id = first_import_id(store->environment());
        batch.entity = entity->id;
        batch.started_ms = store->environment().now_ms();
        batch.first = plan.first_id;
        // Every row takes at least one byte, makes at most one record per field, and is tried
        // twice.
        batch.id_count = source->size() * static_cast<std::int64_t>(entity->fields.size() + 1) * 2;
        TRY(write_last_import(*store, batch));
        maker.emplace(*store, std::move(plan));
        reader.emplace(*source, dialect, mark_bytes);
        CsvRow header;
        if (dialect.has_header) TRY(reader->next(header));
        return {};
    }

    Result<std::vector<CsvRow>> read_slice() {
        std::vector<CsvRow> rows;
        std::size_t bytes = 0;
        CsvRow row;
        while (rows.size() < slice_rows && bytes < kSliceBytesMax) {
            if (!TRY(reader->next(row))) {
                at_end = true;
                break;
            }
            bytes += row.bytes;
            rows.push_back(std::move(row));
        }
        return rows;
    }

    void refuse(const CsvRow& row, std::string reason) {
        ++rows_refused;
        if (refusals.size() >= kCsvRefusalsKept) return;
        refusals.push_back({row.line, std::move(reason), row.excerpt});
    }

    /// Rows in one transaction; when the store refuses it, each row in its own.
    Status import_rows(const std::vector<CsvRow>& rows) {
        Draft draft(entity->key + ".import", store->state().checkpoint);
        ImportedNames slice;
        std::int64_t taken = 0;
        std::int64_t known = 0;
        std::vector<std::pair<const CsvRow*, std::string>> refused;
        for (const CsvRow& row : rows) {
            RowOutcome outcome = TRY(maker->add(row, draft, slice));
            if (outcome.fate == RowFate::Refused) {
                refused.emplace_back(&row, std::move(outcome.reason));
                continue;
            }
            ++taken;
            if (outcome.fate == RowFate::Known) ++known;
        }
        if (!draft.empty()) {
            const CommitOutcome outcome = TRY(store->commit(draft));
            if (const auto* needs = std::get_if<NeedsWork>(&outcome)) {
                return import_one_by_one(rows, *needs);
            }
        }
        for (auto& [row, reason] : refused) refuse(*row, std::move(reason));
        records_created += slice.created;
        rows_imported += taken;
        rows_known += known;
        maker->keep(std::move(slice));
        return {};
    }

    Status import_one_by_one(const std::vector<CsvRow>& rows, const NeedsWork& needs) {
        if (rows.size() == 1) {
            refuse(rows.front(), strings.format("import.refusal.not_accepted",
                                                {strings.sentence(*entity, needs.issues.front())}));
            return {};
        }
        for (const CsvRow& row : rows) TRY(import_rows({row}));
        return {};
    }

    /// Aims at half of the budget, so that a slow commit still ends near it.
    void adapt(std::int64_t elapsed_ms, int budget_ms) {
        const std::int64_t wanted_ms = std::max(budget_ms / 2, 1);
        const auto rows = static_cast<std::int64_t>(slice_rows);
        const std::int64_t next = elapsed_ms > 0 ? rows * wanted_ms / elapsed_ms : rows * 2;
        slice_rows = static_cast<std::size_t>(
            std::clamp(next, static_cast<std::int64_t>(kRowsMin),
                       static_cast<std::int64_t>(kCsvRowsPerTransactionMax)));
    }

    Status step_running(int budget_ms) {
        Environment& environment = store->environment();
        const std::int64_t started = environment.now_ms();
        std::int64_t now = started;
        while (phase == ImportPhase::Running && now - started < budget_ms) {
            const std::vector<CsvRow> rows = TRY(read_slice());
            TRY(import_rows(rows));
            const std::int64_t behind = environment.now_ms();
            adapt(behind - now, budget_ms);
            now = behind;
            if (at_end) phase = ImportPhase::Done;
        }
        return {};
    }

    Status step_undoing(int budget_ms) {
        Environment& environment = store->environment();
        const std::int64_t started = environment.now_ms();
        while (environment.now_ms() - started < budget_ms) {
            const std::int64_t removed = TRY(undo_some(*store, batch, kUndoRecords));
            records_removed += removed;
            if (removed > 0) continue;
            batch.undone = true;
            TRY(write_last_import(*store, batch));
            phase = ImportPhase::Undone;
            return {};
        }
        return {};
    }

    void stop_on(const Status& status) {
        if (status) return;
        error = status.error();
        phase = ImportPhase::Failed;
    }

    Store* store;
    const EntityDef* entity;
    Strings strings;
    ImportTargets known_targets;
    std::vector<ImportTarget> targets;
    std::unique_ptr<ByteSource> source;
    CsvDialect dialect;
    std::size_t mark_bytes = 0;
    std::vector<std::string> column_names;
    std::vector<std::vector<std::string>> preview;
    std::vector<FieldId> mapping;
    std::optional<CsvReader> reader;
    std::optional<RowMaker> maker;
    ImportBatch batch;
    ImportPhase phase = ImportPhase::Mapping;
    bool at_end = false;
    std::size_t slice_rows = kRowsAtFirst;
    std::int64_t rows_imported = 0;
    std::int64_t rows_known = 0;
    std::int64_t rows_refused = 0;
    std::int64_t records_created = 0;
    std::int64_t records_removed = 0;
    std::vector<CsvRefusal> refusals;
    std::optional<Error> error;
};

CsvImport::CsvImport(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CsvImport::CsvImport(CsvImport&&) noexcept = default;
CsvImport& CsvImport::operator=(CsvImport&&) noexcept = default;
CsvImport::~CsvImport() = default;

Result<CsvImport> CsvImport::open(std::unique_ptr<ByteSource> source, Store& store, EntityId entity,
                                  const Strings& strings, std::string* problem_key) {
    const auto refuse = [&](std::string_view key) {
        *problem_key = key;
        return fail(ErrorCode::BadInput, "import.open");
    };
    const EntityDef* def = store.registry().find(entity);
    const bool writable =
        def != nullptr &&
        std::any_of(def->fields.begin(), def->fields.end(), [](const auto& field) {
            return field.access == Access::Writable && field.merge != MergeKind::Server;
        });
    if (!writable || def->key == kConflictKey) return refuse("import.problem.not_importable");
    if (source->size() == 0) return refuse("import.problem.empty");
    if (source->size() > kCsvFileBytesMax) return refuse("import.problem.too_big");
    std::string sample;
    if (!source->read(0, kCsvSampleBytes, sample)) return refuse("import.problem.unreadable");
    const bool whole = static_cast<std::int64_t>(sample.size()) >= source->size();
    const CsvBeginning beginning =
        look_at_beginning(sample, whole ? SampleEnd::EndOfFile : SampleEnd::MoreToCome);
    if (!beginning.problem_key.empty()) return refuse(beginning.problem_key);
    auto impl = std::make_unique<Impl>(store, *def, strings);
    impl->source = std::move(source);
    impl->show_beginning(beginning);
    return CsvImport(std::move(impl));
}

CsvImport CsvImport::reopen(Store& store, const ImportBatch& batch, const Strings& strings) {
    const EntityDef* def = store.registry().find(batch.entity);
    HOLDFAST_ASSERT(def != nullptr);
    auto impl = std::make_unique<Impl>(store, *def, strings);
    impl->batch = batch;
    impl->phase = batch.undone ? ImportPhase::Undone : ImportPhase::Done;
    return CsvImport(std::move(impl));
}

const EntityDef& CsvImport::entity() const {
    return *impl_->entity;
}
const CsvDialect& CsvImport::dialect() const {
    return impl_->dialect;
}
const std::string& CsvImport::file_name() const {
    return impl_->batch.file_name;
}
void CsvImport::set_file_name(std::string name) {
    impl_->batch.file_name = std::move(name);
}
const std::vector<std::string>& CsvImport::column_names() const {
    return impl_->column_names;
}
const std::vector<std::vector<std::string>>& CsvImport::preview() const {
    return impl_->preview;
}
const std::vector<ImportTarget>& CsvImport::targets() const {
    return impl_->targets;
}
const std::vector<FieldId>& CsvImport::mapping() const {
    return impl_->mapping;
}

void CsvImport::map_column(std::size_t column, FieldId target) {
    if (column >= impl_->mapping.size() || impl_->phase != ImportPhase::Mapping) return;
    const TargetRef ref = impl_->known_targets.find(target);
    const bool many = ref.field != nullptr && ref.field->type == FieldType::LongText &&
                      ref.kind == TargetRef::Kind::Own;
    if (!many) std::replace(impl_->mapping.begin(), impl_->mapping.end(), target, FieldId::None);
    impl_->mapping[column] = ref.kind == TargetRef::Kind::LeftOut ? FieldId::None : target;
}

std::vector<FieldId> CsvImport::missing_fields() const {
    return impl_->known_targets.missing(impl_->mapping);
}

void CsvImport::start() {
    if (impl_->phase != ImportPhase::Mapping || !missing_fields().empty()) return;
    impl_->phase = ImportPhase::Running;
    impl_->stop_on(impl_->begin());
}

void CsvImport::step(int budget_ms) {
    if (impl_->phase == ImportPhase::Running) impl_->stop_on(impl_->step_running(budget_ms));
    if (impl_->phase == ImportPhase::Undoing) impl_->stop_on(impl_->step_undoing(budget_ms));
}

void CsvImport::cancel() {
    if (impl_->phase == ImportPhase::Running) impl_->phase = ImportPhase::Cancelled;
}

void CsvImport::undo() {
    const ImportPhase phase = impl_->phase;
    const bool started = phase == ImportPhase::Done || phase == ImportPhase::Cancelled ||
                         (phase == ImportPhase::Failed && !impl_->batch.first.is_none());
    if (!started) return;
    impl_->error.reset();
    impl_->phase = ImportPhase::Undoing;
}

ImportPhase CsvImport::phase() const {
    return impl_->phase;
}

std::int64_t CsvImport::bytes_done() const {
    return impl_->reader ? impl_->reader->bytes_done() : 0;
}

std::int64_t CsvImport::bytes_total() const {
    return impl_->source ? impl_->source->size() : 0;
}
std::int64_t CsvImport::rows_imported() const {
    return impl_->rows_imported;
}
std::int64_t CsvImport::rows_known() const {
    return impl_->rows_known;
}
std::int64_t CsvImport::rows_refused() const {
    return impl_->rows_refused;
}
std::int64_t CsvImport::records_created() const {
    return impl_->records_created;
}
std::int64_t CsvImport::records_removed() const {
    return impl_->records_removed;
}
const std::vector<CsvRefusal>& CsvImport::refusals() const {
    return impl_->refusals;
}
const Error* CsvImport::error() const {
    return impl_->error ? &*impl_->error : nullptr;
}

}  // namespace holdfast
