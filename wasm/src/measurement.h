// Measurement: what bench.html asks of the open workspace, answered through core/app/workload.h.
#pragma once

#include <string>
#include <string_view>

#include "core/app/workspace.h"

namespace holdfast::wasm {

/// One question: `method` is load, edit, list, search, report, enrol or status; `subject` is the
/// table of load; `body` the JSON of the question (the code of enrol). The answer is JSON, empty
/// for those without one, or "!" and the failure's code and context.
[[nodiscard]] std::string measure(Workspace& workspace, std::string_view method,
                                  std::string_view subject, std::string_view body);

}  // namespace holdfast::wasm
