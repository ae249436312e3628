// Our geometry and colours as Dear ImGui wants them, and back.
#pragma once

#include <imgui.h>

#include "ui/geometry.h"
#include "ui/theme.h"

namespace holdfast::ui {

[[nodiscard]] inline ImVec2 to_im(Vec2 vector) {
    return {vector.x, vector.y};
}
[[nodiscard]] inline Vec2 from_im(ImVec2 vector) {
    return {vector.x, vector.y};
}
[[nodiscard]] inline ImU32 to_im(Color color) {
    return IM_COL32(color.red, color.green, color.blue, color.alpha);
}
[[nodiscard]] inline ImVec4 to_im4(Color color) {
    return ImGui::ColorConvertU32ToFloat4(to_im(color));
}

/// ImGui::BeginGroup() whose size is that of its own content. EndGroup() counts the last item in,
/// which is one from outside when the group draws none, and that may lie anywhere once scrolled.
void begin_group();

}  // namespace holdfast::ui
