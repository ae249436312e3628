#include "platform/scrolling.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "platform/im.h"

namespace holdfast::ui {
namespace {

// A scroll that was asked for and not drawn yet counts as done, so that steps add up.
float position(float target, float present) {
    return target < FLT_MAX ? target : present;
}

float moved(float present, float way, float end) {
    return std::clamp(present + way, 0.0F, end);
}

// The topmost window of the last pass; Dear ImGui's own search knows only the pass before.
ImGuiWindow* window_at(Vec2 at) {
    const ImVector<ImGuiWindow*>& windows = ImGui::GetCurrentContext()->Windows;
    for (int index = windows.Size - 1; index >= 0; --index) {
        ImGuiWindow* window = windows[index];
        if (window->Active && !window->Hidden && window->OuterRectClipped.Contains(to_im(at)))
            return window;
    }
    return nullptr;
}

}  // namespace

ImGuiWindow* scrollable_at(Vec2 at, Vec2 way) {
    ImGuiWindow* window = window_at(at);
    const bool vertical = std::abs(way.y) >= std::abs(way.x);
    while (window != nullptr) {
        const float end = vertical ? window->ScrollMax.y : window->ScrollMax.x;
        if (end > 0) return window;
        const bool child = (window->Flags & ImGuiWindowFlags_ChildWindow) != 0;
        window = child ? window->ParentWindow : nullptr;
    }
    return nullptr;
}

bool scroll_by(ImGuiWindow* window, Vec2 way) {
    const float x = position(window->ScrollTarget.x, window->Scroll.x);
    const float y = position(window->ScrollTarget.y, window->Scroll.y);
    const float new_x = moved(x, way.x, window->ScrollMax.x);
    const float new_y = moved(y, way.y, window->ScrollMax.y);
    if (new_x != x) ImGui::SetScrollX(window, new_x);
    if (new_y != y) ImGui::SetScrollY(window, new_y);
    return new_x != x || new_y != y;
}

bool reveal(ImGuiWindow* window, const Rect& rect, float margin) {
    Vec2 min = rect.min;
    Vec2 max = rect.max;
    bool scrolled = false;
    for (ImGuiWindow* each = window; each != nullptr; each = each->ParentWindow) {
        const ImRect inner = each->InnerRect;
        const float above = inner.Min.y + margin - min.y;
        const float below = max.y + margin - inner.Max.y;
        const float way = above > 0 ? -above : std::max(0.0F, std::min(below, -above));
        if (each->ScrollMax.y > 0 && way != 0) {
            scrolled = scroll_by(each, {0, way}) || scrolled;
            min.y -= way;
            max.y -= way;
        }
        if ((each->Flags & ImGuiWindowFlags_ChildWindow) == 0) break;
    }
    return scrolled;
}

}  // namespace holdfast::ui
