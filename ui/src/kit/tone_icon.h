// The icon that goes with a tone, so that colour never speaks alone.
#pragma once

#include "ui/icon.h"
#include "ui/theme.h"

namespace holdfast::ui {

[[nodiscard]] Icon icon_for(Tone tone);

}  // namespace holdfast::ui
