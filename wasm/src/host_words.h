// What the host says of itself: states for html[data-*], and the way out of a failed start.
#pragma once

#include <string_view>

#include "core/app/workspace.h"
#include "core/result.h"
#include "ui/screens.h"

namespace holdfast::wasm {

/// html[data-app].
[[nodiscard]] std::string_view state_of(ui::Stage stage);
/// html[data-sync].
[[nodiscard]] std::string_view state_of(SyncPhase phase);

/// What the recovery page says, and offers beside the download.
struct Recovery {
    std::string_view problem = {};  ///< Strings key; empty: the page's own words.
    ui::Remedy remedy = ui::Remedy::TryAgain;
};
/// After opening the workspace failed with `code`, or damage was found in it.
[[nodiscard]] Recovery recovery_from(ErrorCode code);

}  // namespace holdfast::wasm
