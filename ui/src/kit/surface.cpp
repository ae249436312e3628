#include "ui/kit/surface.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <string>

#include "kit/interact.h"
#include "kit/paint.h"
#include "platform/context.h"
#include "platform/im.h"
#include "platform/utf8.h"
#include "ui/kit/button.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kChipHeight = 24;
constexpr float kChipPadding = 9;
constexpr float kChipMark = 14;

std::string initials_of(std::string_view name) {
    std::string initials;
    int count = 0;
    bool starts = true;
    for (std::size_t at = 0; at < name.size() && count < 2;) {
        const char32_t character = next_character(name, at);
        const bool letter = character > U'/' && character != U'(';
        if (starts && letter) {
            const bool lower = character >= U'a' && character <= U'z';
            append_character(initials, lower ? character - 32 : character);
            ++count;
            // One ideograph says as much as two letters.
            if (character >= 0x2E80) break;
        }
        starts = character == U' ' || character == U'-';
    }
    return initials;
}

// The colour family of an avatar; stays with the name on every device.
Tone tone_of_name(std::string_view name) {
    unsigned hash = 2166136261U;
    for (const char each : name) hash = (hash ^ static_cast<unsigned char>(each)) * 16777619U;
    constexpr std::array<Tone, 5> kTones = {Tone::Accent, Tone::Info, Tone::Success, Tone::Warning,
                                            Tone::Danger};
    return kTones[(hash >> 8U) % kTones.size()];
}

// The stripe is the left end of a card of its colour, so that it follows the rounded corners.
void paint_card(Frame& frame, const Rect& rect, Tone edge) {
    const Palette& palette = *frame.theme.palette;
    const float radius = frame.theme.metrics.radius_card;
    fill_box(rect, palette.surface, radius);
    edge_box(frame, rect, palette.border, radius);
    if (edge == Tone::Neutral) return;
    constexpr float kStripe = 4;
    ImGui::PushClipRect(to_im(rect.min), {rect.min.x + kStripe, rect.max.y}, true);
    fill_box(rect, palette.tone(edge).solid, radius);
    ImGui::PopClipRect();
}

}  // namespace

Card::Card(Frame& frame, std::string_view id, const CardOptions& options)
    : frame_(frame), edge_(options.edge) {
    padding_ = options.padding >= 0 ? options.padding : frame.theme.metrics.padding;
    ImGui::PushID(id.data(), id.data() + id.size());
    key_ = ImGui::GetID("##card");
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    rect_ = rect_at(at, {available_width(frame), std::max(1.0F, frame.context.heights[key_])});
    paint_card(frame, rect_, edge_);
    if (options.role != Role::None) scope_.emplace(frame, options.role, options.name, rect_, key_);
    ImGui::SetCursorScreenPos({at.x + padding_, at.y + padding_});
    begin_group();
    float& right = ImGui::GetCurrentWindow()->ContentRegionRect.Max.x;
    outer_right_ = right;
    right = rect_.max.x - padding_;
}

Card::~Card() {
    ImGui::EndGroup();
    ImGui::GetCurrentWindow()->ContentRegionRect.Max.x = outer_right_;
    const float height = ImGui::GetItemRectMax().y + padding_ - rect_.min.y;
    ImGui::SetCursorScreenPos(to_im(rect_.min));
    ImGui::ItemSize(ImVec2(1, height));
    ImGui::PopID();
    float& known = frame_.context.heights[key_];
    if (known == height) return;
    known = height;
    frame_.again();
}

void section_heading(Frame& frame, std::string_view title, std::string_view detail) {
    Stack stack(frame, 2);
    heading(frame, title, 2);
    if (!detail.empty()) muted_text(frame, detail);
}

float chip_width(Frame& frame, std::string_view label, Icon) {
    return text_width(frame, label, frame.theme.type.caption) + 2 * kChipPadding + kChipMark;
}

void paint_chip(Frame& frame, std::string_view label, Tone tone, const Rect& rect) {
    const ToneColors& colors = frame.theme.palette->tone(tone);
    fill_box(rect, colors.tint, rect.height() / 2);
    dot({rect.min.x + kChipPadding + 3, rect.center().y}, 3, colors.solid);
    const Rect words = {{rect.min.x + kChipPadding + kChipMark - 2, rect.min.y},
                        {rect.max.x - kChipPadding + 4, rect.max.y}};
    paint_text(frame, label, frame.theme.type.caption, colors.text, words);
}

void chip(Frame& frame, std::string_view label, Tone tone, Icon icon) {
    const float width = std::min(available_width(frame), chip_width(frame, label, icon));
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    const Rect rect = rect_at(at, {width, kChipHeight});
    ImGui::ItemSize(ImVec2(width, kChipHeight));
    frame.context.last_rect = rect;
    tag_static(frame, Role::Text, label, rect);
    if (icon == Icon::None) return paint_chip(frame, label, tone, rect);
    const ToneColors& colors = frame.theme.palette->tone(tone);
    fill_box(rect, colors.tint, kChipHeight / 2);
    paint_icon(frame, icon, 13, colors.text,
               rect_at({rect.min.x + kChipPadding - 3, rect.min.y}, {kChipMark, kChipHeight}));
    const Rect words = {{rect.min.x + kChipPadding + kChipMark, rect.min.y},
                        {rect.max.x - 4, rect.max.y}};
    paint_text(frame, label, frame.theme.type.caption, colors.text, words);
}

void paint_avatar(Frame& frame, std::string_view name, const Rect& rect) {
    const ToneColors& colors = frame.theme.palette->tone(tone_of_name(name));
    dot(rect.center(), rect.width() / 2, colors.tint);
    TypeStyle style = frame.theme.type.caption;
    style.weight = Weight::Semibold;
    style.size = std::round(rect.width() * 0.38F);
    paint_text(frame, initials_of(name), style, colors.text, inset(rect, -4, 0), Align::Center);
}

void divider(Frame& frame) {
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    hairline(frame, at, available_width(frame), frame.theme.palette->border);
    ImGui::ItemSize(ImVec2(1, 1));
}

bool fact(Frame& frame, std::string_view label, std::string_view value, std::string_view href) {
    Stack stack(frame, 2);
    text(frame, label, frame.theme.type.caption, frame.theme.palette->text_muted);
    if (!href.empty() && !value.empty()) return link(frame, value, href);
    text(frame, value.empty() ? "—" : value);
    return false;
}

}  // namespace holdfast::ui
