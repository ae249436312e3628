// Measurement: what bench.html asks of the open workspace, answered through core/app/workload.h.
#pragma once

#include <string>
#include <string_view>

#include "core/app/workspace.h"
#include "sync_driver.h"

namespace holdfast::wasm {

/// What is measured: an open workspace and its synchronisation.
struct Measured {
    Workspace& workspace;
    SyncDriver& sync;
};

/// One question: `method` is load, edit, list, search, report, page, registry, enrol or status;
/// `subject` is the table of load; `body` the JSON of the question, of page the id of an account,
/// of enrol the code. The answer is JSON, empty for those without one, or "!" and the failure's
/// code and context.
[[nodiscard]] std::string measure(Measured measured, std::string_view method,
                                  std::string_view subject, std::string_view body);

}  // namespace holdfast::wasm
