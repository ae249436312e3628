#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "kit/interact.h"
#include "kit/paint.h"
#include "kit/toast_place.h"
#include "kit/tone_icon.h"
#include "platform/context.h"
#include "platform/im.h"
#include "ui/kit/button.h"
#include "ui/kit/feedback.h"
#include "ui/layout.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr std::size_t kToastsMax = 3;
constexpr float kWidthMax = 440;
constexpr float kPadding = 14;
constexpr float kGap = 8;
constexpr ImGuiWindowFlags kToastFlags =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoNav |
    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
    ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoScrollWithMouse;

float toast_height(const Frame& frame) {
    return frame.theme.density == Density::Touch ? 56.0F : 48.0F;
}

void forget_old(Frame& frame) {
    auto& toasts = frame.context.toasts;
    const std::size_t before = toasts.size();
    while (toasts.size() > kToastsMax) toasts.pop_front();
    const auto over = [&frame](const Toast& toast) {
        return toast.until_ms > 0 && frame.now_ms >= toast.until_ms && !toast.held;
    };
    toasts.erase(std::remove_if(toasts.begin(), toasts.end(), over), toasts.end());
    // An open dialog gets their room back.
    if (toasts.size() != before && dialog_is_open(frame)) frame.again();
}

/// Where the first toast begins. On a phone above the bar and the buttons of a form, which it must
/// not cover; above a dialog while one is open.
float toasts_top(const Frame& frame, float whole) {
    if (dialog_is_open(frame)) return frame.layout.safe.top + kGap;
    const float buttons = frame.theme.metrics.control + 36;
    const float foot = frame.layout.phone() ? frame.theme.metrics.bottom_bar + buttons : 20.0F;
    return frame.layout.size.y - foot - std::max(frame.layout.safe.bottom, frame.layout.keyboard) -
           whole;
}

float toast_width(Frame& frame, const Toast& toast) {
    const float words = text_width(frame, toast.message, frame.theme.type.body) + 26;
    const float action =
        toast.action.empty()
            ? 0
            : button_width(frame, toast.action,
                           {.kind = ButtonKind::Ghost, .size = ButtonSize::Small}) +
                  8;
    const float limit = std::min(kWidthMax, frame.layout.size.x - 32);
    return std::min(limit, words + action + 2 * kPadding);
}

Interaction draw_action(Frame& frame, const Toast& toast, const Rect& panel) {
    const ButtonOptions options = {.kind = ButtonKind::Ghost, .size = ButtonSize::Small};
    const float width = button_width(frame, toast.action, options);
    const float height = frame.theme.metrics.control_small;
    const Rect rect =
        rect_at({panel.max.x - width - 8, panel.center().y - height / 2}, {width, height});
    const Interaction state = interact_at(frame, toast.action, rect);
    tag(frame, state, Role::Button, toast.action);
    const ToneColors& accent = frame.theme.palette->tone(Tone::Accent);
    if (state.hovered) fill_box(rect, frame.theme.palette->hover, frame.theme.metrics.radius);
    paint_text(frame, toast.action, frame.theme.type.strong, accent.text, rect, Align::Center);
    if (state.ring) focus_ring(frame, rect, frame.theme.metrics.radius);
    return state;
}

// The time runs only while nobody is at the toast.
void keep_time(Frame& frame, Toast& toast, const Rect& panel, const Interaction& action) {
    toast.held = action.focused || panel.contains(from_im(ImGui::GetIO().MousePos));
    if (toast.until_ms == 0 || toast.held) toast.until_ms = frame.now_ms + toast.visible_ms;
    frame.wake_in(toast.until_ms - frame.now_ms);
}

bool draw_toast(Frame& frame, Toast& toast, const Rect& panel) {
    const Palette& palette = *frame.theme.palette;
    shadow(frame, panel, frame.theme.metrics.radius_card, 16);
    fill_box(panel, palette.raised, frame.theme.metrics.radius_card);
    edge_box(frame, panel, palette.border, frame.theme.metrics.radius_card);
    const Tone tone = toast.tone == Tone::Neutral ? Tone::Success : toast.tone;
    const Rect mark = {{panel.min.x + kPadding, panel.min.y},
                       {panel.min.x + kPadding + 18, panel.max.y}};
    paint_icon(frame, icon_for(tone), 18, palette.tone(tone).text, mark);
    const Scope scope(frame, Role::Status, toast.message, panel);
    Interaction action;
    float right = panel.max.x - kPadding;
    if (!toast.action.empty()) {
        action = draw_action(frame, toast, panel);
        right = frame.context.last_rect.min.x - 8;
    }
    const Rect words = {{mark.max.x + 8, panel.min.y}, {right, panel.max.y}};
    paint_text(frame, toast.message, frame.theme.type.body, palette.text, words);
    tag_static(frame, Role::Text, toast.message, words);
    keep_time(frame, toast, panel, action);
    return action.pressed;
}

}  // namespace

void show_toast(Frame& frame, std::string_view message, const ToastOptions& options) {
    Toast toast;
    toast.message = message;
    toast.action = options.action;
    toast.token = options.token;
    toast.tone = options.tone;
    toast.visible_ms = options.visible_ms;
    toast.number = ++frame.context.toasts_shown;
    const bool urgent = options.tone == Tone::Danger;
    frame.page.add(urgent ? PageRequestKind::AnnounceNow : PageRequestKind::Announce,
                   toast.message);
    frame.context.toasts.push_back(std::move(toast));
    frame.again();
}

bool dialog_is_open(const Frame& frame) {
    const auto& overlays = frame.context.overlays;
    return std::any_of(overlays.begin(), overlays.end(),
                       [](const OpenOverlay& overlay) { return overlay.dialog; });
}

float room_for_toasts(const Frame& frame) {
    if (frame.context.toasts.empty()) return 0;
    return frame.layout.safe.top + toast_height(frame) + 2 * kGap;
}

void drop_toast(Frame& frame, std::uint32_t token) {
    auto& toasts = frame.context.toasts;
    const auto dropped = std::remove_if(
        toasts.begin(), toasts.end(), [token](const Toast& toast) { return toast.token == token; });
    if (token == 0 || dropped == toasts.end()) return;
    toasts.erase(dropped, toasts.end());
    frame.again();
}

std::uint32_t draw_toasts(Frame& frame) {
    forget_old(frame);
    auto& toasts = frame.context.toasts;
    if (toasts.empty()) return 0;
    // Beside a dialog there is room for the newest one; the others come when it is closed.
    const std::size_t first = dialog_is_open(frame) ? toasts.size() - 1 : 0;
    const float height = toast_height(frame);
    const float whole = static_cast<float>(toasts.size() - first) * (height + kGap);
    const float top = toasts_top(frame, whole);
    float width = 0;
    for (const Toast& toast : toasts) width = std::max(width, toast_width(frame, toast));
    const float left = std::floor((frame.layout.size.x - width) / 2);
    ImGui::SetNextWindowPos({left - 16, top - 16});
    ImGui::SetNextWindowSize({width + 32, whole + 48});
    ImGui::Begin("##toasts", nullptr, kToastFlags);
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
    std::uint32_t token = 0;
    float y = top;
    std::size_t done = toasts.size();
    for (std::size_t index = first; index < toasts.size(); ++index) {
        Toast& toast = toasts[index];
        ImGui::PushID(static_cast<int>(toast.number));
        if (draw_toast(frame, toast, rect_at({left, y}, {width, height}))) done = index;
        ImGui::PopID();
        y += height + kGap;
    }
    ImGui::End();
    if (done < toasts.size()) {
        token = toasts[done].token;
        toasts.erase(toasts.begin() + static_cast<std::ptrdiff_t>(done));
        frame.again();
    }
    return token;
}

}  // namespace holdfast::ui
