// Where toasts stand while a dialog is open: above it, so that they cover none of its controls.
#pragma once

#include "ui/app_frame.h"

namespace holdfast::ui {

/// Whether a dialog or a sheet is open.
[[nodiscard]] bool dialog_is_open(const Frame& frame);
/// Height at the top edge that toasts take while a dialog is open; 0 when there are none.
[[nodiscard]] float room_for_toasts(const Frame& frame);

}  // namespace holdfast::ui
