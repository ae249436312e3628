#include <algorithm>

#include "workspace_impl.h"

namespace holdfast {
namespace {

std::string undone_words(const Strings& strings, const ImportCounts& counts) {
    std::string words = strings.plural("import.undone_count", counts.records_removed);
    if (counts.records_kept > 0)
        words += " \xC2\xB7 " + strings.plural("import.kept_count", counts.records_kept);
    return words;
}

}  // namespace

bool Workspace::Impl::import_is_working() const {
    return import && import->is_working();
}

void Workspace::Impl::operator()(const intent::OpenImport& intent) {
    Route wanted;
    wanted.screen = ScreenKind::Import;
    wanted.entity = import_is_working() ? import->entity().id : intent.entity;
    if (wanted.entity == route.entity) wanted.preset = route.preset;
    if (import_is_working())
        wanted.preset = import->preset() == nullptr ? std::string() : import->preset()->key;
    const std::string address = address_of(store.registry(), wanted);
    if (route.address != address) go_to(address);
    if (!import_is_working()) ask(HostRequest::Kind::PickFile);
}

void Workspace::Impl::operator()(const intent::ImportSetColumn& intent) {
    if (import) import->map_column(intent.column, intent.field);
}

void Workspace::Impl::operator()(const intent::ImportSetDialect& intent) {
    std::string problem;
    if (import && !import->set_dialect(intent.dialect, &problem))
        show_toast(std::string(strings.get(problem)));
}

void Workspace::Impl::operator()(const intent::ImportSetOptions& intent) {
    if (import) import->set_options(intent.options);
}

void Workspace::Impl::operator()(const intent::ImportAddConstant& intent) {
    if (import) import->add_constant(intent.field);
}

void Workspace::Impl::operator()(const intent::ImportSetConstant& intent) {
    if (import) import->set_constant(intent.field, intent.text);
}

void Workspace::Impl::operator()(const intent::ImportRemoveConstant& intent) {
    if (import) import->remove_constant(intent.field);
}

void Workspace::Impl::operator()(const intent::ImportCheck&) {
    if (import) import->start_dry_run();
}

void Workspace::Impl::operator()(const intent::ImportRevise&) {
    if (import) import->revise();
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
        const Result<ExchangeContext> context = exchange_context();
        if (!context) return show_problem(context.error());
        import.emplace(Import::reopen(store, **batch, *context));
    }
    import->undo();
}

void Workspace::Impl::operator()(const intent::ImportDownloadRefused&) {
    if (!import) return;
    std::string content = import->refused_file();
    if (content.empty()) return;
    std::string name = import->file_name();
    name.resize(std::min(name.rfind('.'), name.size()));
    name += "-" + std::string(strings.get("import.refused_file")) + ".csv";
    ask(HostRequest::Kind::Download, std::move(name), std::move(content));
}

void Workspace::Impl::operator()(const intent::ImportClose&) {
    if (import_is_working()) return go_to_list(route.entity);
    import.reset();
    import_problem.clear();
    if (route.screen == ScreenKind::Import) go_to_list(route.entity);
}

void Workspace::Impl::finish_import() {
    last_import.valid = false;
    const ImportCounts& counts = import->counts();
    switch (import->phase()) {
        case ImportPhase::Done:
            show_import_toast(strings.plural("toast.imported", counts.created + counts.updated));
            break;
        case ImportPhase::Undone:
            show_toast(undone_words(strings, counts));
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
    const std::uint64_t before = store.generation();
    import->step(budget_ms);
    if (store.generation() != before) note_local_change();
    if (!import_is_working()) finish_import();
    return true;
}

}  // namespace holdfast
