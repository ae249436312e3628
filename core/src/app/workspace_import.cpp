#include <algorithm>

#include "core/query.h"
#include "workspace_impl.h"

namespace holdfast {
namespace {

constexpr std::size_t kExportRowsPerRead = 250;
constexpr std::int64_t kExportRowsMax = 5'000'000;

bool is_working(ImportPhase phase) {
    return phase == ImportPhase::Running || phase == ImportPhase::Undoing;
}

}  // namespace

bool Workspace::Impl::import_is_working() const {
    return import && is_working(import->phase());
}

void Workspace::Impl::operator()(const intent::OpenImport& intent) {
    Route wanted;
    wanted.screen = ScreenKind::Import;
    wanted.entity = import_is_working() ? import->entity().id : intent.entity;
    const std::string address = address_of(store.registry(), wanted);
    if (route.address != address) go_to(address);
    if (!import_is_working()) ask(HostRequest::Kind::PickFile);
}

void Workspace::Impl::operator()(const intent::ImportSetColumn& intent) {
    if (import) import->map_column(intent.column, intent.field);
}

void Workspace::Impl::operator()(const intent::ImportStart&) {
    if (import) import->start();
}

void Workspace::Impl::operator()(const intent::ImportCancel&) {
    if (!import) return;
    import->cancel();
    last_import.valid = false;
}

void Workspace::Impl::operator()(const intent::ImportUndo&) {
    if (import_is_working()) return;
    if (!import || import->phase() == ImportPhase::Mapping) {
        const Result<std::optional<ImportBatch>> batch = read_last_import(store);
        if (!batch) return show_problem(batch.error());
        if (!*batch || (*batch)->undone) return;
        import.emplace(CsvImport::reopen(store, **batch, strings));
    }
    import->undo();
}

void Workspace::Impl::operator()(const intent::ImportClose&) {
    if (import_is_working()) return go_to_list(route.entity);
    import.reset();
    import_problem.clear();
    if (route.screen == ScreenKind::Import) go_to_list(route.entity);
}

void Workspace::Impl::finish_import() {
    last_import.valid = false;
    switch (import->phase()) {
        case ImportPhase::Done:
            show_import_toast(strings.plural("toast.imported", import->rows_imported()));
            break;
        case ImportPhase::Undone:
            show_toast(strings.plural("import.undone_count", import->records_removed()));
            break;
        case ImportPhase::Failed:
            show_problem(*import->error());
            break;
        default:
            break;
    }
}

bool Workspace::Impl::step_import(int budget_ms) {
    if (!import_is_working()) return false;
    const std::int64_t before = import->records_created() + import->records_removed();
    import->step(budget_ms);
    if (import->records_created() + import->records_removed() != before) note_local_change();
    if (!import_is_working()) finish_import();
    return true;
}

void Workspace::Impl::operator()(const intent::ExportList&) {
    if (!list || exporting) return;
    ExportJob job;
    job.columns.entity = list->entity().id;
    for (const ListColumn& column : list->columns()) job.columns.fields.push_back(column.field);
    job.columns.zone_offset_minutes = zone;
    job.file_name = list->entity().key + ".csv";
    Query query = list->query();
    query.action = Action::Export;
    Result<std::vector<RowHandle>> handles = find_rows(store, query, kExportRowsMax);
    if (!handles) return show_problem(handles.error());
    job.handles = *std::move(handles);
    job.content = export_header(store.registry(), job.columns, strings);
    exporting = std::move(job);
}

bool Workspace::Impl::step_export(int budget_ms) {
    if (!exporting) return false;
    const std::int64_t started = environment->now_ms();
    while (exporting->done < exporting->handles.size()) {
        const auto begin =
            exporting->handles.begin() + static_cast<std::ptrdiff_t>(exporting->done);
        const std::size_t count =
            std::min(kExportRowsPerRead, exporting->handles.size() - exporting->done);
        const std::vector<RowHandle> wanted(begin, begin + static_cast<std::ptrdiff_t>(count));
        const auto records = read_rows(store, exporting->columns.entity, wanted);
        const auto rows = records ? export_rows(store, exporting->columns, *records, strings)
                                  : Result<std::string>(fail(records.error().code, "export"));
        if (!rows) {
            exporting.reset();
            show_problem(rows.error());
            return true;
        }
        exporting->content += *rows;
        exporting->done += count;
        if (environment->now_ms() - started >= budget_ms) return true;
    }
    const auto count = static_cast<std::int64_t>(exporting->handles.size());
    ask(HostRequest::Kind::Download, exporting->file_name, std::move(exporting->content));
    exporting.reset();
    show_toast(strings.plural("toast.exported", count));
    return true;
}

}  // namespace holdfast
