#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <new>
#include <string>

#include "kit/overlay_layer.h"
#include "kit/paint.h"
#include "kit/toast_place.h"
#include "platform/context.h"
#include "platform/im.h"
#include "ui/kit/overlay.h"
#include "ui/layout.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kPadding = 24;
constexpr float kPaddingPhone = 16;
constexpr float kEdge = 24;  ///< Free above a sheet, and above and below a box.

float padding_for(const Frame& frame) {
    return frame.layout.phone() ? kPaddingPhone : kPadding;
}

// A sheet from below on a phone, a box in the middle elsewhere; as high as its content was, below
// a toast if there is one.
Rect panel_rect(Frame& frame, NodeId id, const DialogOptions& options) {
    const Layout& layout = frame.layout;
    const float known = frame.context.heights[id];
    const float room = layout.size.y - std::max(layout.keyboard, layout.safe.bottom);
    const float toasts = room_for_toasts(frame);
    const float top = std::max(kEdge, toasts);
    const float bottom = layout.phone() ? room : room - kEdge;
    const float height = std::min(known > 0 ? known : 240.0F, bottom - top);
    if (layout.phone()) return {{0, room - height}, {layout.size.x, room}};
    const float width = std::min(options.width, layout.size.x - 48);
    const Vec2 at = {std::floor((layout.size.x - width) / 2),
                     std::max(std::floor((room - height) / 2), top)};
    return rect_at(at, {width, height});
}

NodeId height_key(std::string_view title) {
    return ImGui::GetID(title.data(), title.data() + title.size()) ^ 0xd1a106U;
}

}  // namespace

struct Dialog::Layer {
    OverlayLayer layer;
    Rect panel;
    NodeId key;
    float padding;
};

Dialog::Dialog(Frame& frame, std::string_view title, bool& open, const DialogOptions& options)
    : frame_(frame) {
    if (!open) return;
    const NodeId key = height_key(title);
    const Rect panel = panel_rect(frame, key, options);
    layer_.reset(new Layer{OverlayLayer(frame, Role::Dialog, title, panel, Scrim::Dark), panel, key,
                           padding_for(frame)});
    if (layer_->layer.wants_to_close()) open = false;
    const Metrics& metrics = frame.theme.metrics;
    shadow(frame, panel, metrics.radius_card, 28);
    const Rect surface =
        frame.layout.phone() ? Rect{panel.min, {panel.max.x, frame.layout.size.y + 20}} : panel;
    fill_box(surface, frame.theme.palette->raised, metrics.radius_card);
    if (frame.theme.dark())
        edge_box(frame, surface, frame.theme.palette->border, metrics.radius_card);
    begin_content(title, open, options);
}

void Dialog::begin_content(std::string_view title, bool& open, const DialogOptions& options) {
    area_ = std::make_unique<ScrollArea>(
        frame_, "content", layer_->panel,
        ScrollAreaOptions{.padding_x = layer_->padding, .padding_y = layer_->padding - 4});
    stack_ = std::make_unique<Stack>(frame_, frame_.theme.metrics.gap);
    const float close_side = frame_.theme.metrics.control_small;
    const std::array<Part, 2> parts = {fill(), fixed(close_side)};
    {
        Row row(frame_, parts, 8, RowAlign::Center);
        row.next();
        Stack tight(frame_, 2);
        const TypeStyle& style = frame_.theme.type.title;
        const Vec2 at = from_im(ImGui::GetCursorScreenPos());
        const Rect rect = rect_at(at, {available_width(frame_), style.line});
        ImGui::ItemSize({1, style.line});
        paint_text(frame_, title, style, frame_.theme.palette->text, rect);
        tag_static(frame_, Role::Heading, title, rect, 2);
        if (!options.detail.empty()) muted_text(frame_, options.detail);
        row.next();
        if (icon_button(frame_, Icon::X, frame_.words.close,
                        {.kind = ButtonKind::Ghost, .size = ButtonSize::Small})) {
            open = false;
            frame_.again();
        }
    }
}

Dialog::~Dialog() {
    if (layer_ == nullptr) return;
    stack_.reset();
    const ImGuiWindow& window = *ImGui::GetCurrentWindow();
    const float used = window.DC.CursorPos.y - window.DC.CursorStartPos.y;
    const float height = std::ceil(used + layer_->padding - 4);
    area_.reset();
    float& known = frame_.context.heights[layer_->key];
    if (std::abs(known - height) > 0.5F) {
        known = height;
        frame_.again();
    }
}

int dialog_buttons(Frame& frame, std::span<const DialogButton> buttons) {
    int pressed = -1;
    const auto draw = [&](std::size_t index, ButtonWidth width) {
        const DialogButton& each = buttons[index];
        const ButtonOptions options = {.kind = each.kind, .enabled = each.enabled, .width = width};
        if (button(frame, each.label, options)) pressed = static_cast<int>(index);
    };
    if (frame.layout.phone()) {
        Stack stack(frame, 8);
        for (std::size_t index = 0; index < buttons.size(); ++index) draw(index, ButtonWidth::Fill);
        return pressed;
    }
    std::array<Part, kRowPartsMax> parts = {fill()};
    std::size_t count = 1;
    for (std::size_t index = buttons.size(); index-- > 0;)
        parts[count++] = fixed(button_width(frame, buttons[index].label));
    Row row(frame, std::span(parts.data(), count), 8);
    row.next();
    for (std::size_t index = buttons.size(); index-- > 0;) {
        row.next();
        draw(index, ButtonWidth::Fill);
    }
    return pressed;
}

}  // namespace holdfast::ui
