#include "ui/kit/feedback.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "kit/interact.h"
#include "kit/paint.h"
#include "kit/tone_icon.h"
#include "platform/context.h"
#include "platform/im.h"
#include "ui/kit/button.h"
#include "ui/layout.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kBannerPadding = 14;

float banner_height(Frame& frame, std::string_view message, const BannerOptions& options,
                    float width) {
    const TypeScale& type = frame.theme.type;
    float words = text_height(frame, message, type.strong, width);
    if (!options.detail.empty()) words += 2 + text_height(frame, options.detail, type.small, width);
    const float action = options.action.empty() ? 0 : frame.theme.metrics.control_small;
    return std::max(words, action) + 2 * (kBannerPadding - 2);
}

void banner_words(Frame& frame, std::string_view message, const BannerOptions& options,
                  const Rect& words) {
    const Palette& palette = *frame.theme.palette;
    const TypeScale& type = frame.theme.type;
    const float strong = text_height(frame, message, type.strong, words.width());
    const float small = options.detail.empty()
                            ? 0
                            : 2 + text_height(frame, options.detail, type.small, words.width());
    const float top = words.center().y - (strong + small) / 2;
    paint_paragraph_in(frame, message, type.strong, palette.text,
                       {{words.min.x, top}, {words.max.x, top + strong}});
    paint_paragraph_in(frame, options.detail, type.small, palette.text_muted,
                       {{words.min.x, top + strong + 2}, {words.max.x, top + strong + small + 1}});
    tag_static(frame, Role::Text, message, {{words.min.x, top}, {words.max.x, top + strong}});
    if (!options.detail.empty())
        tag_static(frame, Role::Text, options.detail,
                   {{words.min.x, top + strong}, {words.max.x, top + strong + small}});
}

void banner_box(Frame& frame, const Rect& rect, const ToneColors& colors, BannerShape shape) {
    if (shape == BannerShape::Strip) {
        fill_box(rect, colors.tint);
        return hairline(frame, {rect.min.x, rect.max.y - 1}, rect.width(), colors.border);
    }
    fill_box(rect, colors.tint, frame.theme.metrics.radius);
    edge_box(frame, rect, colors.border, frame.theme.metrics.radius);
}

bool empty_button(Frame& frame, std::string_view label, ButtonKind kind, const Rect& area) {
    if (label.empty()) return false;
    const ButtonOptions options = {.kind = kind};
    const float width = button_width(frame, label, options);
    const float y = ImGui::GetCursorScreenPos().y;
    ImGui::SetCursorScreenPos({std::floor(area.center().x - width / 2), y});
    return button(frame, label, options);
}

}  // namespace

Icon icon_for(Tone tone) {
    switch (tone) {
        case Tone::Success:
            return Icon::CircleCheck;
        case Tone::Warning:
            return Icon::TriangleAlert;
        case Tone::Danger:
            return Icon::CircleAlert;
        case Tone::Neutral:
        case Tone::Accent:
        case Tone::Info:
            break;
    }
    return Icon::Info;
}

bool banner(Frame& frame, std::string_view message, const BannerOptions& options) {
    const ToneColors& colors = frame.theme.palette->tone(options.tone);
    const ButtonOptions action = {.kind = ButtonKind::Secondary, .size = ButtonSize::Small};
    const float room =
        options.action.empty() ? 0 : button_width(frame, options.action, action) + 12;
    const float width = available_width(frame);
    const float words_width = width - 2 * kBannerPadding - 28 - room;
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    const Rect rect = rect_at(at, {width, banner_height(frame, message, options, words_width)});
    banner_box(frame, rect, colors, options.shape);
    const bool urgent = options.tone == Tone::Danger;
    const Scope scope(frame, urgent ? Role::Alert : Role::Status, message, rect);
    const Icon icon = options.icon == Icon::None ? icon_for(options.tone) : options.icon;
    paint_icon(frame, icon, 18, colors.text,
               {{at.x + kBannerPadding, at.y}, {at.x + kBannerPadding + 18, rect.max.y}});
    banner_words(frame, message, options,
                 rect_at({at.x + kBannerPadding + 28, at.y}, {words_width, rect.height()}));
    bool pressed = false;
    if (!options.action.empty()) {
        const float height = frame.theme.metrics.control_small;
        ImGui::SetCursorScreenPos(
            {rect.max.x - kBannerPadding - room + 12, rect.center().y - height / 2});
        pressed = button(frame, options.action, action);
    }
    ImGui::SetCursorScreenPos(to_im(at));
    ImGui::ItemSize(ImVec2(1, rect.height()));
    return pressed;
}

void progress_bar(Frame& frame, std::string_view label, float share) {
    constexpr float kHeight = 6;
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    const Rect rect = rect_at(at, {available_width(frame), kHeight});
    ImGui::ItemSize(ImVec2(1, kHeight));
    const Palette& palette = *frame.theme.palette;
    fill_box(rect, palette.sunken, kHeight / 2);
    Scope scope(frame, Role::ProgressBar, label, rect);
    if (share >= 0) {
        const float clamped = std::min(share, 1.0F);
        const int percent = static_cast<int>(std::round(clamped * 100));
        scope.set_property(Property::ValueNow, std::to_string(percent));
        const float width = std::max(kHeight, rect.width() * clamped);
        if (clamped > 0)
            fill_box(rect_at(at, {width, kHeight}), palette.tone(Tone::Accent).solid, kHeight / 2);
        return;
    }
    const bool still = frame.context.preferences.reduced_motion;
    const auto phase = static_cast<float>(std::fmod(frame.now_ms, 1400.0) / 1400.0);
    const float width = rect.width() * 0.3F;
    const float left =
        still ? rect.center().x - width / 2 : rect.min.x + (rect.width() + width) * phase - width;
    const Rect piece = {{std::max(left, rect.min.x), rect.min.y},
                        {std::min(left + width, rect.max.x), rect.max.y}};
    if (piece.width() > 1) fill_box(piece, palette.tone(Tone::Accent).solid, kHeight / 2);
    if (!still) frame.wake_in(0);
}

EmptyAnswer empty_state(Frame& frame, const EmptyState& state) {
    const Rect area = available_rect(frame);
    const Palette& palette = *frame.theme.palette;
    const TypeScale& type = frame.theme.type;
    const float width = std::min(380.0F, area.width() - 32);
    const float left = std::floor(area.center().x - width / 2);
    const float detail = text_height(frame, state.detail, type.body, width);
    const float whole = 96 + type.subtitle.line + detail + 2 * frame.theme.metrics.control;
    float y = std::floor(area.min.y + std::max(24.0F, (area.height() - whole) * 0.4F));
    dot({area.center().x, y + 36}, 36, palette.sunken);
    paint_icon(frame, state.icon, 32, palette.text_muted, rect_at({left, y}, {width, 72}));
    y += 88;
    const Rect title = rect_at({left, y}, {width, type.subtitle.line});
    paint_text(frame, state.title, type.subtitle, palette.text, title, Align::Center);
    tag_static(frame, Role::Heading, state.title, title, 2);
    y += type.subtitle.line + 4;
    if (!state.detail.empty()) {
        const Rect words = rect_at({left, y}, {width, detail});
        paint_centered(frame, state.detail, type.body, palette.text_muted, words);
        tag_static(frame, Role::Text, state.detail, words);
    }
    ImGui::SetCursorScreenPos({left, y + detail + 20});
    EmptyAnswer answer = EmptyAnswer::None;
    Stack stack(frame, 8);
    if (empty_button(frame, state.primary, ButtonKind::Primary, area))
        answer = EmptyAnswer::Primary;
    if (empty_button(frame, state.secondary, ButtonKind::Ghost, area))
        answer = EmptyAnswer::Secondary;
    return answer;
}

void skeleton_rows(Frame& frame, int count) {
    const float row = frame.theme.metrics.row;
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    const float width = available_width(frame);
    const Rect area = rect_at(at, {width, row * static_cast<float>(count)});
    ImGui::ItemSize(ImVec2(1, area.height()));
    tag_static(frame, Role::Status, frame.words.loading, area);
    constexpr std::array<float, 4> kShares = {0.42F, 0.3F, 0.5F, 0.36F};
    for (int index = 0; index < count; ++index) {
        const float y = at.y + row * static_cast<float>(index) + row / 2 - 5;
        const float share = kShares[static_cast<std::size_t>(index) % kShares.size()];
        fill_box(rect_at({at.x + 16, y}, {width * share * 0.6F, 10}), frame.theme.palette->sunken,
                 5);
        fill_box(rect_at({at.x + width * 0.55F, y}, {width * share * 0.5F, 10}),
                 frame.theme.palette->sunken, 5);
    }
}

float sync_chip_width(Frame& frame, std::string_view words) {
    return text_width(frame, words, frame.theme.type.caption) + 42;
}

bool sync_chip(Frame& frame, std::string_view words, Tone tone, Icon icon) {
    const TypeStyle& style = frame.theme.type.caption;
    const ToneColors& colors = frame.theme.palette->tone(tone);
    const float height = frame.theme.density == Density::Touch ? 36.0F : 30.0F;
    const float width = std::min(sync_chip_width(frame, words), available_width(frame));
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    const Rect rect = rect_at(at, {width, height});
    Scope scope(frame, Role::Status, frame.words.sync, rect, ImGui::GetID("sync"));
    const Interaction state = interact(frame, "sync chip", {width, height});
    tag(frame, state, Role::Button, words);
    fill_box(rect, colors.tint, height / 2);
    if (state.hovered) fill_box(rect, frame.theme.palette->hover, height / 2);
    paint_icon(frame, icon, 15, colors.text, rect_at({at.x + 10, at.y}, {15, height}));
    paint_text(frame, words, style, colors.text, {{at.x + 31, at.y}, {rect.max.x - 8, rect.max.y}});
    if (state.ring) focus_ring(frame, rect, height / 2);
    return state.pressed;
}

}  // namespace holdfast::ui
