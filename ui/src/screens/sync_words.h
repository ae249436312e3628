// The state of synchronisation as chip, page and home show it: core's sentence, a tone, an icon.
#pragma once

#include <string>

#include "core/app/workspace.h"
#include "ui/icon.h"
#include "ui/theme.h"

namespace holdfast::ui {

struct SyncWords {
    std::string text;  ///< "Offline, 3 changes waiting"
    Tone tone = Tone::Neutral;
    Icon icon = Icon::Cloud;
};
[[nodiscard]] SyncWords sync_words(const Workspace& workspace);

}  // namespace holdfast::ui
