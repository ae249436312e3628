// Everything a screen draws with, in one include.
#pragma once

#include "ui/app_frame.h"
#include "ui/icon.h"
#include "ui/kit/board.h"
#include "ui/kit/button.h"
#include "ui/kit/calendar.h"
#include "ui/kit/choice.h"
#include "ui/kit/feedback.h"
#include "ui/kit/field.h"
#include "ui/kit/grid.h"
#include "ui/kit/overlay.h"
#include "ui/kit/shell.h"
#include "ui/kit/surface.h"
#include "ui/layout.h"
#include "ui/semantics.h"
#include "ui/text.h"
#include "ui/theme.h"
