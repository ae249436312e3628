// StagePage: what is shown without a workspace: loading, another tab has it, no storage, recovery.
#pragma once

#include <vector>

#include "core/strings.h"
#include "ui/kit.h"
#include "ui/screens.h"

namespace holdfast::ui {

class StagePage {
public:
    void draw(Frame& frame, const HostFacts& facts, const Strings& strings,
              std::vector<Intent>& intents);

private:
    void draw_question(Frame& frame, const Strings& strings, std::vector<Intent>& intents);

    bool asking_ = false;  ///< Whether the damaged files were downloaded, before a new start.
};

}  // namespace holdfast::ui
