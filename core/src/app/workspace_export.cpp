#include <algorithm>
#include <set>
#include <utility>

#include "core/query.h"
#include "store/entity_table.h"
#include "workspace_impl.h"

namespace holdfast {
namespace {

constexpr std::size_t kExportRowsPerRead = 250;
constexpr std::int64_t kExportRowsMax = 5'000'000;
/// The host is given pieces of about this length, so that no file is whole in memory.
constexpr std::size_t kExportPieceBytes = 1 << 20;

/// Tables show what the list shows; a program wants everything.
std::vector<FieldId> exported_fields(const ListView& list, FileFormat format) {
    std::vector<FieldId> fields;
    if (format == FileFormat::Csv) {
        for (const ListColumn& column : list.columns()) fields.push_back(column.field);
    } else {
        for (const FieldDef& field : list.entity().fields) fields.push_back(field.id);
        for (const FieldDef& field : list.entity().computed) fields.push_back(field.id);
    }
    return fields;
}

/// Rows of the module with these ids, in no order. Whether they may be seen is asked elsewhere.
Result<std::set<RowHandle>> rows_of(Store& store, const EntityDef& entity,
                                    const std::vector<RecordId>& records) {
    std::set<RowHandle> rows;
    for (const RecordId& id : records) {
        Statement row = TRY(
            store.database().prepare("SELECT pk FROM " + quoted(entity.key) + " WHERE id = ?1"));
        row.bind(0, id);
        if (TRY(row.step())) rows.insert(RowHandle{row.integer(0)});
    }
    return rows;
}

}  // namespace

/// In the order of the list. A selection is looked for in it, so that nothing else gets out.
Result<std::vector<RowHandle>> Workspace::Impl::exported_rows(const intent::ExportList& intent) {
    Query query = list->query();
    query.action = Action::Export;
    std::vector<RowHandle> rows = TRY(find_rows(store, query, kExportRowsMax));
    if (intent.records.empty()) return rows;
    const std::set<RowHandle> wanted = TRY(rows_of(store, list->entity(), intent.records));
    std::erase_if(rows, [&](RowHandle row) { return !wanted.contains(row); });
    return rows;
}

void Workspace::Impl::operator()(const intent::ExportList& intent) {
    if (!list || exporting) return;
    const Result<ExchangeContext> context = exchange_context();
    if (!context) return show_problem(context.error());
    Result<Export> writer = Export::open(store, list->entity().id, intent.format,
                                         exported_fields(*list, intent.format), *context);
    if (!writer) return show_problem(writer.error());
    Result<std::vector<RowHandle>> rows = exported_rows(intent);
    if (!rows) return show_problem(rows.error());
    ExportJob job{*std::move(writer),
                  context->policy,
                  std::string(list_key()) + std::string(Export::extension_of(intent.format)),
                  *std::move(rows),
                  0,
                  0,
                  {},
                  false};
    job.writer.begin(job.content);
    exporting.emplace(std::move(job));
}

void Workspace::Impl::hand_over_export() {
    ExportJob& job = *exporting;
    if (job.content.size() < kExportPieceBytes) return;
    if (!job.begun) ask(HostRequest::Kind::DownloadPart, job.file_name);
    job.begun = true;
    ask(HostRequest::Kind::DownloadPart, job.file_name, std::exchange(job.content, {}));
}

bool Workspace::Impl::step_export(int budget_ms) {
    if (!exporting) return false;
    const std::int64_t started = environment->now_ms();
    ExportJob& job = *exporting;
    while (job.done < job.handles.size()) {
        const auto begin = job.handles.begin() + static_cast<std::ptrdiff_t>(job.done);
        const std::size_t count = std::min(kExportRowsPerRead, job.handles.size() - job.done);
        const std::vector<RowHandle> wanted(begin, begin + static_cast<std::ptrdiff_t>(count));
        const auto records = read_rows(store, job.writer.entity(), wanted, job.policy);
        const Result<std::int64_t> written =
            records ? job.writer.append(*records, job.content)
                    : Result<std::int64_t>(fail(records.error().code, "export"));
        if (!written) {
            const Error error = written.error();
            exporting.reset();
            show_problem(error);
            return true;
        }
        job.written += *written;
        job.done += count;
        hand_over_export();
        if (environment->now_ms() - started >= budget_ms) return true;
    }
    job.writer.end(job.content);
    const std::int64_t count = job.written;
    ask(HostRequest::Kind::Download, job.file_name, std::move(job.content));
    exporting.reset();
    show_toast(strings.plural("toast.exported", count));
    return true;
}

}  // namespace holdfast
