#include <algorithm>
#include <set>

#include "core/query.h"
#include "workspace_impl.h"

namespace holdfast {
namespace {

constexpr std::size_t kExportRowsPerRead = 250;
constexpr std::int64_t kExportRowsMax = 5'000'000;

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

}  // namespace

/// In the order of the list. A selection is looked for in it, so that nothing else gets out.
Result<std::vector<RowHandle>> Workspace::Impl::exported_rows(const intent::ExportList& intent) {
    Query query = list->query();
    query.action = Action::Export;
    std::vector<RowHandle> rows = TRY(find_rows(store, query, kExportRowsMax));
    if (intent.records.empty()) return rows;
    std::set<RecordId> wanted(intent.records.begin(), intent.records.end());
    std::vector<RowHandle> chosen;
    for (const RowHandle row : rows) {
        if (wanted.empty()) break;
        const auto read = TRY(read_rows(store, query.entity, {row}, query.policy));
        if (!read.empty() && wanted.erase(read.front().id) > 0) chosen.push_back(row);
    }
    return chosen;
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
                  list->entity().key + std::string(Export::extension_of(intent.format)),
                  *std::move(rows),
                  0,
                  0,
                  {}};
    job.writer.begin(job.content);
    exporting.emplace(std::move(job));
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
