#include "core/app/import.h"

#include <algorithm>

#include "core/policy.h"
#include "import_impl.h"

namespace holdfast {
namespace {

bool is_importable(const EntityDef* entity, const Policy* policy) {
    if (entity == nullptr || entity->key == kConflictKey) return false;
    if (policy != nullptr && !policy->can(entity->id, Action::Import)) return false;
    return std::any_of(entity->fields.begin(), entity->fields.end(), [](const auto& field) {
        return field.access == Access::Writable && field.merge != MergeKind::Server;
    });
}

struct Sample {
    std::string text;
    SampleEnd end = SampleEnd::EndOfFile;
};
/// The beginning of the file, by which it is judged.
Result<Sample> read_sample(ByteSource& source) {
    Sample sample;
    TRY(source.read(0, kCsvSampleBytes, sample.text));
    if (static_cast<std::int64_t>(sample.text.size()) < source.size())
        sample.end = SampleEnd::MoreToCome;
    return sample;
}

}  // namespace

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
    const Result<Sample> sample = read_sample(*source);
    if (!sample) return refuse("import.problem.unreadable");
    auto impl = std::make_unique<Impl>(store, *def, context);
    impl->shape = look_at_file(sample->text, sample->end, *def, context.strings);
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
const PresetDef* Import::preset() const {
    return impl_->context.preset;
}
FileFormat Import::format() const {
    return impl_->shape.format;
}
const CsvDialect& Import::dialect() const {
    return impl_->shape.dialect;
}
Status Import::set_dialect(const CsvDialect& dialect, std::string* problem_key) {
    const auto refuse = [&](std::string_view key) {
        *problem_key = key;
        return fail(ErrorCode::BadInput, "import.dialect");
    };
    Impl& impl = *impl_;
    if (impl.phase != ImportPhase::Mapping || format() != FileFormat::Csv)
        return refuse("import.problem.begun");
    const Result<Sample> sample = read_sample(*impl.source);
    if (!sample) return refuse("import.problem.unreadable");
    const bool said = impl.header_said || dialect.has_header != impl.shape.dialect.has_header;
    FileShape shape =
        look_at_table(sample->text, sample->end, {dialect, said ? Header::AsSaid : Header::Judged},
                      impl.context.strings);
    if (!shape.problem_key.empty()) return refuse(shape.problem_key);
    impl.header_said = said;
    const Status shown = impl.take_shape(std::move(shape));
    impl.stop_on(shown);
    return shown ? shown : refuse("import.problem.unreadable");
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
    impl_->drop_covered_constants();
}

std::vector<ImportTarget> Import::constant_fields() const {
    std::vector<ImportTarget> found;
    for (const ImportTarget& target : impl_->targets)
        if (impl_->can_be_constant(target.field) && !impl_->constants.find(target.field))
            found.push_back(target);
    return found;
}

std::vector<FormField>& Import::constants() {
    return impl_->constants.editors();
}

void Import::add_constant(FieldId field) {
    const bool full = constants().size() >= kImportConstantsMax;
    if (impl_->phase != ImportPhase::Mapping || full || !impl_->can_be_constant(field)) return;
    impl_->constants.add(*impl_->entity->find_field(field));
}

void Import::remove_constant(FieldId field) {
    if (impl_->phase == ImportPhase::Mapping) impl_->constants.remove(field);
}

void Import::set_constant(FieldId field, std::string text) {
    if (impl_->phase != ImportPhase::Mapping) return;
    impl_->stop_on(impl_->constants.type(field, std::move(text)));
}

std::vector<FormOption> Import::find_constant_options(FieldId field, std::string_view text) {
    auto found = impl_->constants.find_options(field, text);
    if (found) return *std::move(found);
    impl_->stop_on(fail(found.error().code, "constants.options"));
    return {};
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
    return impl_->missing();
}

bool Import::needs_match() const {
    return impl_->needs_match();
}

void Import::start() {
    const bool ready = impl_->phase == ImportPhase::Mapping || impl_->phase == ImportPhase::Checked;
    if (ready) impl_->start(ImportRun::Kind::Real, ImportPhase::Running);
}

void Import::start_dry_run() {
    const bool ready = impl_->phase == ImportPhase::Mapping;
    if (ready) impl_->start(ImportRun::Kind::Trial, ImportPhase::Checking);
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
    const bool ended = phase == ImportPhase::Done || phase == ImportPhase::Cancelled ||
                       (phase == ImportPhase::Failed && !impl_->batch.first.is_none());
    if (!ended) return;
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
