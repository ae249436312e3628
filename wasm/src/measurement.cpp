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

std::string status_of(const Workspace& workspace) {
    const SyncStatus& status = workspace.sync_status();
    const bool synced = status.phase == SyncPhase::Synced && status.pending == 0;
    return std::string{"{\"synced\":"} + (synced ? "true" : "false") +
           ",\"problem\":" + to_json(Value{status.problem}) + "}";
}

}  // namespace

std::string measure(Workspace& workspace, std::string_view method, std::string_view subject,
                    std::string_view body) {
    Workload workload(workspace.store());
    if (method == "load") return told(workload.load(subject, body));
    if (method == "edit") return told(workload.edit(body));
    if (method == "list") return told(workload.list(body));
    if (method == "search") return told(workload.search(body));
    if (method == "report") return told(workload.report());
    if (method == "status") return status_of(workspace);
    if (method != "enrol") return told(Error{ErrorCode::BadInput, 0, "measure.method"});
    workspace.handle(intent::Enrol{std::string{body}});
    return {};
}

}  // namespace holdfast::wasm
