#include "core/app/import.h"

#include <algorithm>

#include "core/policy.h"
#include "import_batch.h"
#include "import_memory.h"
#include "import_run.h"
#include "import_undo.h"
#include "presentation.h"

namespace holdfast {
namespace {

/// Files with commas between cells write numbers with a point; others as their language does.
Language number_language_of(const CsvDialect& dialect, Language language) {
    return dialect.delimiter == ',' ? Language::English : language;
}

bool is_importable(const EntityDef* entity, const Policy* policy) {
    if (entity == nullptr || entity->key == kConflictKey) return false;
    if (policy != nullptr && !policy->can(entity->id, Action::Import)) return false;
    return std::any_of(entity->fields.begin(), entity->fields.end(), [](const auto& field) {
        return field.access == Access::Writable && field.merge != MergeKind::Server;
    });
}

std::string sample_of(const std::vector<std::vector<std::string>>& rows, std::size_t column) {
    for (const auto& row : rows)
        if (!row[column].empty()) return row[column];
    return {};
}

}  // namespace

struct Import::Impl {
    Impl(Store& owner, const EntityDef& def, const ExchangeContext& person)
        : store(&owner),
          entity(&def),
          context(person),
          known_targets(owner.registry(), def, person.policy) {
        targets = known_targets.list(context.strings);
    }

    Status show_beginning() {
        const std::unique_ptr<RowSource> rows = open_rows(*source, shape, *entity);
        FileRow row;
        for (std::size_t tries = 0; tries < 2 * kImportPreviewRows; ++tries) {
            if (preview.size() == kImportPreviewRows || !TRY(rows->next(row))) break;
            if (row.problem != RowProblem::None) continue;
            row.cells.resize(shape.columns.size());
            row.cells.push_back(
                context.strings.format("import.row_label", {std::to_string(row.line)}));
            preview.push_back(std::move(row.cells));
        }
        for (const SourceColumn& column : shape.columns) column_names.push_back(column.name);
        TRY(propose());
        column_names.emplace_back(context.strings.get("import.row_number"));
        if (!remembered) mapping.push_back(FieldId::None);
        if (!remembered) options.match = proposed_match();
        return {};
    }

    Status propose() {
        const auto memory = TRY(read_import_mapping(*store, *entity, column_names));
        if (memory && memory->columns.size() == column_names.size()) {
            mapping = memory->columns;
            mapping.push_back(FieldId::None);
            forget_unknown();
            options = memory->options;
            remembered = true;
            return {};
        }
        const bool named = shape.format != FileFormat::Csv || shape.dialect.has_header;
        std::vector<std::string> samples;
        for (std::size_t column = 0; named && column < column_names.size(); ++column)
            samples.push_back(sample_of(preview, column));
        mapping = known_targets.propose(named ? column_names : std::vector<std::string>(), samples);
        mapping.resize(column_names.size(), FieldId::None);
        const bool by_format =
            shape.format == FileFormat::Vcard || shape.format == FileFormat::Icalendar;
        for (std::size_t column = 0; by_format && column < mapping.size(); ++column)
            mapping[column] = shape.columns[column].proposed;
        forget_unknown();
        return {};
    }

    /// Targets that the person may not write, or that are gone.
    void forget_unknown() {
        for (FieldId& target : mapping)
            if (known_targets.find(target).kind == TargetRef::Kind::LeftOut) target = FieldId::None;
    }

    [[nodiscard]] bool is_mapped(FieldId target) const {
        return std::find(mapping.begin(), mapping.end(), target) != mapping.end();
    }

    /// What names a record for good: its id here, in another program, or what is unique to it.
    [[nodiscard]] std::vector<FieldId> proposed_match() const {
        const FieldDef* external = entity->find_field(kExternalIdKey);
        if (external != nullptr && is_mapped(external->id)) return {external->id};
        if (is_mapped(kRecordIdTarget)) return {kRecordIdTarget};
        for (const std::vector<FieldId>& unique : entity->unique) {
            const bool whole = std::all_of(unique.begin(), unique.end(), [&](FieldId field) {
                const FieldDef* found = entity->find_field(field);
                return is_mapped(field) && info_of(found->type).kind != ValueKind::Link;
            });
            if (whole) return unique;
        }
        return {};
    }

    [[nodiscard]] bool can_match(FieldId target) const {
        const TargetRef ref = known_targets.find(target);
        if (ref.kind == TargetRef::Kind::RecordId) return true;
        return ref.kind == TargetRef::Kind::Own && info_of(ref.field->type).kind != ValueKind::Link;
    }

    void drop_unmapped_match() {
        std::erase_if(options.match,
                      [&](FieldId target) { return !is_mapped(target) || !can_match(target); });
    }

    [[nodiscard]] ImportPlan plan() const {
        ImportPlan made;
        made.entity = entity;
        made.format = shape.format;
        for (const FieldId target : mapping) made.columns.push_back(known_targets.find(target));
        made.column_names = column_names;
        made.options = options;
        made.context = context;
        made.number_language = number_language_of(shape.dialect, context.strings.language());
        made.first_id = first_import_id(store->environment());
        return made;
    }

    Status begin(ImportRun::Kind kind) {
        ImportPlan made = plan();
        if (kind == ImportRun::Kind::Real) {
            batch.entity = entity->id;
            batch.started_ms = store->environment().now_ms();
            batch.first = made.first_id;
            // Every row takes at least one byte and makes at most one record per field.
            batch.id_count = source->size() * static_cast<std::int64_t>(entity->fields.size() + 1);
            batch.history_from = TRY(newest_history_key(*store));
            TRY(write_last_import(*store, batch));
            std::vector<std::string> names(column_names.begin(), column_names.end() - 1);
            std::vector<FieldId> columns(mapping.begin(), mapping.end() - 1);
            TRY(write_import_mapping(*store, *entity, names, {std::move(columns), options}));
        }
        run = std::make_unique<ImportRun>(*store, std::move(made),
                                          open_rows(*source, shape, *entity), kind);
        return {};
    }

    Status step_run(int budget_ms) {
        const bool over = TRY(run->step(budget_ms));
        if (over) phase = phase == ImportPhase::Running ? ImportPhase::Done : ImportPhase::Checked;
        return {};
    }

    Status step_undoing(int budget_ms) {
        Environment& environment = store->environment();
        const std::int64_t started = environment.now_ms();
        if (!taking_back) taking_back.emplace(*store, batch);
        while (environment.now_ms() - started < budget_ms) {
            const bool over = TRY(taking_back->step());
            undone = taking_back->counts();
            if (!over) continue;
            taking_back.reset();
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
    ExchangeContext context;
    ImportTargets known_targets;
    std::vector<ImportTarget> targets;
    std::unique_ptr<ByteSource> source;
    FileShape shape;
    std::vector<std::string> column_names;
    std::vector<std::vector<std::string>> preview;
    std::vector<FieldId> mapping;
    ImportOptions options;
    bool remembered = false;
    std::unique_ptr<ImportRun> run;
    ImportBatch batch;
    std::optional<ImportUndo> taking_back;
    ImportCounts undone;
    ImportPhase phase = ImportPhase::Mapping;
    std::optional<Error> error;
};

Import::Import(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Import::Import(Import&&) noexcept = default;
Import& Import::operator=(Import&&) noexcept = default;
Import::~Import() = default;

Result<Import> Import::open(std::unique_ptr<ByteSource> source, Store& store, EntityId entity,
                            const ExchangeContext& context, std::string* problem_key) {
    const auto refuse = [&](std::string_view key) {
        *problem_key = key;
        return fail(ErrorCode::BadInput, "import.open");
    };
    const EntityDef* def = store.registry().find(entity);
    if (!is_importable(def, context.policy)) return refuse("import.problem.not_importable");
    if (source->size() == 0) return refuse("import.problem.empty");
    if (source->size() > kImportFileBytesMax) return refuse("import.problem.too_big");
    std::string sample;
    if (!source->read(0, kCsvSampleBytes, sample)) return refuse("import.problem.unreadable");
    const bool whole = static_cast<std::int64_t>(sample.size()) >= source->size();
    auto impl = std::make_unique<Impl>(store, *def, context);
    impl->shape = look_at_file(sample, whole ? SampleEnd::EndOfFile : SampleEnd::MoreToCome, *def,
                               context.strings);
    if (!impl->shape.problem_key.empty()) return refuse(impl->shape.problem_key);
    impl->source = std::move(source);
    if (!impl->show_beginning()) return refuse("import.problem.unreadable");
    return Import(std::move(impl));
}

Import Import::reopen(Store& store, const ImportBatch& batch, const ExchangeContext& context) {
    const EntityDef* def = store.registry().find(batch.entity);
    HOLDFAST_ASSERT(def != nullptr);
    auto impl = std::make_unique<Impl>(store, *def, context);
    impl->batch = batch;
    impl->phase = batch.undone ? ImportPhase::Undone : ImportPhase::Done;
    return Import(std::move(impl));
}

const EntityDef& Import::entity() const {
    return *impl_->entity;
}
FileFormat Import::format() const {
    return impl_->shape.format;
}
const CsvDialect& Import::dialect() const {
    return impl_->shape.dialect;
}
const std::string& Import::file_name() const {
    return impl_->batch.file_name;
}
void Import::set_file_name(std::string name) {
    impl_->batch.file_name = std::move(name);
}
const std::vector<std::string>& Import::column_names() const {
    return impl_->column_names;
}
const std::vector<std::vector<std::string>>& Import::preview() const {
    return impl_->preview;
}
const std::vector<ImportTarget>& Import::targets() const {
    return impl_->targets;
}
const std::vector<FieldId>& Import::mapping() const {
    return impl_->mapping;
}
const ImportOptions& Import::options() const {
    return impl_->options;
}
bool Import::is_remembered() const {
    return impl_->remembered;
}

void Import::map_column(std::size_t column, FieldId target) {
    if (column >= impl_->mapping.size() || impl_->phase != ImportPhase::Mapping) return;
    const std::vector<FieldId> proposed_before = impl_->proposed_match();
    const TargetRef ref = impl_->known_targets.find(target);
    const bool many = ref.field != nullptr && ref.field->type == FieldType::LongText &&
                      ref.kind == TargetRef::Kind::Own;
    if (!many) std::replace(impl_->mapping.begin(), impl_->mapping.end(), target, FieldId::None);
    impl_->mapping[column] = ref.kind == TargetRef::Kind::LeftOut ? FieldId::None : target;
    // What the person has chosen stays; a proposal follows the columns.
    if (impl_->options.match == proposed_before) impl_->options.match = impl_->proposed_match();
    impl_->drop_unmapped_match();
}

void Import::set_options(ImportOptions options) {
    if (impl_->phase != ImportPhase::Mapping) return;
    impl_->options = std::move(options);
    impl_->drop_unmapped_match();
}

std::vector<ImportTarget> Import::match_targets() const {
    std::vector<ImportTarget> found;
    for (const ImportTarget& target : impl_->targets)
        if (impl_->is_mapped(target.field) && impl_->can_match(target.field))
            found.push_back(target);
    return found;
}

std::vector<FieldId> Import::missing_fields() const {
    if (impl_->options.mode == ImportMode::UpdateOnly) return {};
    return impl_->known_targets.missing(impl_->mapping);
}

bool Import::needs_match() const {
    return impl_->options.mode != ImportMode::CreateOnly && impl_->options.match.empty();
}

void Import::start() {
    const bool ready = impl_->phase == ImportPhase::Mapping || impl_->phase == ImportPhase::Checked;
    if (!ready || !missing_fields().empty() || needs_match()) return;
    impl_->phase = ImportPhase::Running;
    impl_->stop_on(impl_->begin(ImportRun::Kind::Real));
}

void Import::start_dry_run() {
    const bool ready = impl_->phase == ImportPhase::Mapping;
    if (!ready || !missing_fields().empty() || needs_match()) return;
    impl_->phase = ImportPhase::Checking;
    impl_->stop_on(impl_->begin(ImportRun::Kind::Trial));
}

void Import::revise() {
    if (impl_->phase != ImportPhase::Checked) return;
    impl_->run.reset();
    impl_->phase = ImportPhase::Mapping;
}

void Import::step(int budget_ms) {
    const ImportPhase phase = impl_->phase;
    if (phase == ImportPhase::Running || phase == ImportPhase::Checking)
        impl_->stop_on(impl_->step_run(budget_ms));
    if (phase == ImportPhase::Undoing) impl_->stop_on(impl_->step_undoing(budget_ms));
}

void Import::cancel() {
    if (impl_->phase == ImportPhase::Running) impl_->phase = ImportPhase::Cancelled;
    if (impl_->phase != ImportPhase::Checking) return;
    impl_->run.reset();
    impl_->phase = ImportPhase::Mapping;
}

void Import::undo() {
    const ImportPhase phase = impl_->phase;
    const bool started = phase == ImportPhase::Done || phase == ImportPhase::Cancelled ||
                         (phase == ImportPhase::Failed && !impl_->batch.first.is_none());
    if (!started) return;
    impl_->error.reset();
    impl_->phase = ImportPhase::Undoing;
}

ImportPhase Import::phase() const {
    return impl_->phase;
}
bool Import::is_working() const {
    return impl_->phase == ImportPhase::Running || impl_->phase == ImportPhase::Checking ||
           impl_->phase == ImportPhase::Undoing;
}
std::int64_t Import::bytes_done() const {
    return impl_->run ? impl_->run->bytes_done() : 0;
}
std::int64_t Import::bytes_total() const {
    return impl_->source ? impl_->source->size() : 0;
}

const ImportCounts& Import::counts() const {
    const bool undoing =
        impl_->phase == ImportPhase::Undoing || impl_->phase == ImportPhase::Undone;
    return undoing || !impl_->run ? impl_->undone : impl_->run->report().counts;
}

const std::vector<ImportReportRow>& Import::report() const {
    static const std::vector<ImportReportRow> kNone;
    return impl_->run ? impl_->run->report().rows() : kNone;
}

std::string Import::refused_file() const {
    return impl_->run ? impl_->run->report().refused_file(impl_->run->plan()) : std::string();
}

const Error* Import::error() const {
    return impl_->error ? &*impl_->error : nullptr;
}

}  // namespace holdfast
