#include "measurement.h"

#include "core/app/workload.h"

namespace holdfast::wasm {
namespace {

std::string told(const Error& error) {
    return "!" + std::to_string(static_cast<int>(error.code)) + " " + error.context;
}

std::string told(const Status& status) {
    return status ? std::string{} : told(status.error());
}

std::string told(Result<std::string> answer) {
    return answer ? *std::move(answer) : told(answer.error());
}

// A lost connection is no problem here: the client tries again by itself.
std::string status_of(const Workspace& workspace, const SyncDriver& sync) {
    const SyncStatus& status = workspace.sync_status();
    const bool synced = status.phase == SyncPhase::Synced && status.pending == 0;
    return std::string{"{\"synced\":"} + (synced ? "true" : "false") +
           ",\"pending\":" + std::to_string(status.pending) +
           ",\"needsAttention\":" + std::to_string(status.needs_attention) +
           ",\"problem\":" + to_json(Value{sync.enrol_problem()}) + "}";
}

/// `external_id`: of the account whose page is opened.
Result<std::string> page(Workspace& workspace, std::string_view external_id) {
    const std::string address = TRY(account_page(external_id));
    const PageContents contents = TRY(read_page(workspace, address));
    return "{\"lists\":" + std::to_string(contents.lists) +
           ",\"rows\":" + std::to_string(contents.rows) + "}";
}

Result<std::string> registry(std::string_view documents) {
    return std::to_string(TRY(compile_definitions(documents)));
}

// The same steps as after a person's save: the change goes out at once when there is a server.
std::string written(const Status& status, SyncDriver& sync) {
    if (status) sync.on_local_change();
    return told(status);
}

}  // namespace

std::string measure(Measured measured, std::string_view method, std::string_view subject,
                    std::string_view body) {
    Workspace& workspace = measured.workspace;
    Workload workload(workspace.store());
    if (method == "load") return written(workload.load(subject, body), measured.sync);
    if (method == "edit") return written(workload.edit(body), measured.sync);
    if (method == "list") return told(workload.list(body));
    if (method == "search") return told(workload.search(body));
    if (method == "report") return told(workload.report());
    if (method == "page") return told(page(workspace, body));
    if (method == "registry") return told(registry(body));
    if (method == "status") return status_of(workspace, measured.sync);
    if (method != "enrol") return told(Error{ErrorCode::BadInput, 0, "measure.method"});
    measured.sync.enrol(std::string{body});
    return {};
}

}  // namespace holdfast::wasm
