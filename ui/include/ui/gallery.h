// Every widget of the kit in every state: living documentation, and what the browser tests look at.
#pragma once

#include <memory>

#include "ui/app_frame.h"

namespace holdfast::ui {

/// A complete App with pages "#/controls", "#/forms", "#/records", "#/feedback", "#/language".
[[nodiscard]] std::unique_ptr<App> make_gallery();

}  // namespace holdfast::ui
