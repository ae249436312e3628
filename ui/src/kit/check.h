// The square of a check box, for controls that have one without a label beside it.
#pragma once

#include "kit/interact.h"

namespace holdfast::ui {

inline constexpr float kCheckSide = 18;

void paint_check(Frame& frame, const Rect& box, bool checked, const Interaction& state,
                 Enabled enabled);

}  // namespace holdfast::ui
