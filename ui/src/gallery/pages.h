// The pages of the gallery. Each is a Screen that keeps its own state.
#pragma once

#include <memory>
#include <string_view>

#include "ui/app_frame.h"

namespace holdfast::ui {

/// Theme and appearance that the gallery's own switches ask for.
struct GallerySettings {
    int language = 0;
    int theme = 0;
};

[[nodiscard]] std::unique_ptr<Screen> make_controls_page();
[[nodiscard]] std::unique_ptr<Screen> make_forms_page();
[[nodiscard]] std::unique_ptr<Screen> make_records_page();
[[nodiscard]] std::unique_ptr<Screen> make_feedback_page();
[[nodiscard]] std::unique_ptr<Screen> make_language_page();

}  // namespace holdfast::ui
