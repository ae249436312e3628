// The pages without a workspace: loading, another tab has it, no storage, recovery.
#pragma once

#include <vector>

#include "core/strings.h"
#include "ui/kit.h"
#include "ui/screens.h"

namespace holdfast::ui {

void draw_stage(Frame& frame, const HostFacts& facts, const Strings& strings,
                std::vector<Intent>& intents);

}  // namespace holdfast::ui
