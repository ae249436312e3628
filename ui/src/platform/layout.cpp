#include "ui/layout.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/result.h"
#include "platform/context.h"
#include "platform/im.h"

namespace holdfast::ui {
namespace {

constexpr float kPhoneBelow = 600;
constexpr float kTabletBelow = 1024;
constexpr ImGuiWindowFlags kRegionFlags =
    ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse;

ImGuiWindow& window() {
    return *ImGui::GetCurrentWindow();
}

float fill_width(const Part& part, float unit) {
    return std::clamp(part.amount * unit, part.min, std::max(part.min, part.max));
}

// Fills take what is left by their shares; those that hit a bound drop out and the rest shares.
void divide_fills(std::span<const Part> parts, float rest, std::span<float> widths) {
    std::array<bool, kRowPartsMax> settled = {};
    for (std::size_t round = 0; round < parts.size(); ++round) {
        float shares = 0;
        for (std::size_t index = 0; index < parts.size(); ++index)
            if (parts[index].kind == Part::Kind::Fill && !settled[index])
                shares += parts[index].amount;
        if (shares <= 0) return;
        const float unit = std::max(0.0F, rest) / shares;
        bool bounded = false;
        for (std::size_t index = 0; index < parts.size(); ++index) {
            if (parts[index].kind != Part::Kind::Fill || settled[index]) continue;
            widths[index] = fill_width(parts[index], unit);
            if (widths[index] == parts[index].amount * unit) continue;
            settled[index] = bounded = true;
            rest -= widths[index];
            break;
        }
        if (!bounded) return;
    }
}

// Regions inside narrower parts end where the part ends.
float& content_right() {
    return window().ContentRegionRect.Max.x;
}

}  // namespace

Breakpoint breakpoint_for(float width) {
    if (width < kPhoneBelow) return Breakpoint::Phone;
    return width < kTabletBelow ? Breakpoint::Tablet : Breakpoint::Desktop;
}

Part fixed(float pixels) {
    return {Part::Kind::Fixed, pixels, 0, pixels};
}

Part fill(float share, float min, float max) {
    return {Part::Kind::Fill, share, min, max};
}

void divide(std::span<const Part> parts, float width, float gap, std::span<float> widths) {
    HOLDFAST_ASSERT(parts.size() <= kRowPartsMax && widths.size() >= parts.size());
    float rest = width;
    if (!parts.empty()) rest -= gap * static_cast<float>(parts.size() - 1);
    for (std::size_t index = 0; index < parts.size(); ++index) {
        if (parts[index].kind != Part::Kind::Fixed) continue;
        widths[index] = parts[index].amount;
        rest -= widths[index];
    }
    divide_fills(parts, rest, widths);
    for (std::size_t index = 0; index < parts.size(); ++index)
        widths[index] = std::floor(widths[index]);
}

float available_width(const Frame&) {
    return std::max(1.0F, content_right() - window().DC.CursorPos.x);
}

float available_height(const Frame&) {
    return std::max(1.0F, window().ContentRegionRect.Max.y - window().DC.CursorPos.y);
}

Rect available_rect(const Frame& frame) {
    const Vec2 at = from_im(window().DC.CursorPos);
    return rect_at(at, {available_width(frame), available_height(frame)});
}

void begin_group() {
    ImGui::BeginGroup();
    const ImVec2 at = window().DC.CursorPos;
    GImGui->LastItemData.Rect = ImRect(at, at);
}

void space(Frame&, float height) {
    ImGui::Dummy({1, height});
}

Stack::Stack(Frame&, float gap) : gap_(gap) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, gap));
}

// The space below the last part is the one of the stack around this one.
Stack::~Stack() {
    ImGui::PopStyleVar();
    window().DC.CursorPos.y += ImGui::GetStyle().ItemSpacing.y - gap_;
}

Row::Row(Frame& frame, std::span<const Part> parts, float gap, RowAlign align)
    : frame_(frame),
      count_(parts.size()),
      origin_(from_im(window().DC.CursorPos)),
      gap_(gap),
      bottom_(window().DC.CursorPos.y),
      outer_right_(content_right()),
      align_(align),
      id_(frame.context.tree.make_id(Role::Clip, {})) {
    divide(parts, available_width(frame), gap, widths_);
}

void Row::next() {
    HOLDFAST_ASSERT(index_ < count_);
    if (index_ > 0) close_part();
    float x = origin_.x;
    for (std::size_t before = 0; before < index_; ++before) x += widths_[before] + gap_;
    float y = origin_.y;
    auto& heights = frame_.context.heights;
    if (align_ == RowAlign::Center) {
        const float whole = heights[id_];
        const float own = heights[id_ + static_cast<unsigned>(index_) + 1];
        y += std::max(0.0F, std::floor((whole - own) / 2));
    }
    ImGui::SetCursorScreenPos({x, y});
    begin_group();
    content_right() = x + widths_[index_];
    ++index_;
}

void Row::close_part() {
    ImGui::EndGroup();
    const ImRect rect = ImRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
    bottom_ =
        std::max(bottom_, align_ == RowAlign::Center ? origin_.y + rect.GetHeight() : rect.Max.y);
    float& known = frame_.context.heights[id_ + static_cast<unsigned>(index_)];
    if (align_ == RowAlign::Center && known != rect.GetHeight()) {
        known = rect.GetHeight();
        frame_.again();
    }
}

Row::~Row() {
    if (index_ > 0) close_part();
    content_right() = outer_right_;
    const float height = bottom_ - origin_.y;
    float& known = frame_.context.heights[id_];
    if (align_ == RowAlign::Center && known != height) {
        known = height;
        frame_.again();
    }
    ImGui::SetCursorScreenPos(to_im(origin_));
    ImGui::ItemSize(ImVec2(1, height));
}

Flow::Flow(Frame& frame, float gap)
    : frame_(frame),
      origin_(from_im(window().DC.CursorPos)),
      cursor_(origin_),
      gap_(gap),
      right_(content_right()),
      line_bottom_(origin_.y) {}

void Flow::next(float width) {
    if (!first_) {
        line_bottom_ = std::max(line_bottom_, frame_.context.last_rect.max.y);
        cursor_.x += gap_;
    }
    if (!first_ && cursor_.x + width > right_) cursor_ = {origin_.x, line_bottom_ + gap_};
    ImGui::SetCursorScreenPos(to_im(cursor_));
    cursor_.x += width;
    first_ = false;
}

Flow::~Flow() {
    if (!first_) line_bottom_ = std::max(line_bottom_, frame_.context.last_rect.max.y);
    ImGui::SetCursorScreenPos(to_im(origin_));
    ImGui::ItemSize(ImVec2(1, line_bottom_ - origin_.y));
}

Region::Region(Frame&, std::string_view id, const Rect& rect) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2());
    ImGui::SetCursorScreenPos(to_im(rect.min));
    ImGui::BeginChild(ImGui::GetID(id.data(), id.data() + id.size()),
                      {std::max(1.0F, rect.width()), std::max(1.0F, rect.height())},
                      ImGuiChildFlags_None, kRegionFlags | ImGuiWindowFlags_NoScrollbar);
}

Region::~Region() {
    ImGui::EndChild();
    ImGui::PopStyleVar();
}

ScrollArea::ScrollArea(Frame& frame, std::string_view id, const Rect& rect,
                       const ScrollAreaOptions& options)
    : frame_(frame), padding_y_(options.padding_y) {
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2());
    ImGui::SetCursorScreenPos(to_im(rect.min));
    const ImGuiID child = ImGui::GetID(id.data(), id.data() + id.size());
    ImGui::BeginChild(child, {std::max(1.0F, rect.width()), std::max(1.0F, rect.height())},
                      ImGuiChildFlags_None, kRegionFlags);
    if (options.start == ScrollStart::Top && ImGui::GetScrollY() > 0) {
        ImGui::SetScrollY(0);
        frame.again();
    }
    const NodeId node_id = child ^ 0x5c011U;
    Node& node = frame.context.tree.add(node_id, rect, &window());
    node.role = Role::Clip;
    if (window().ScrollMax.y > 0) node.flags |= kNodeScrolls;
    frame.context.tree.open(node_id);
    ImRect& content = window().ContentRegionRect;
    // The bar takes its width from the margin: nothing moves when it comes or goes.
    const float bar = std::max(0.0F, rect.width() - content.GetWidth());
    const float slack = rect.width() - 2 * options.padding_x - options.width_max;
    const float side = options.padding_x + std::max(0.0F, std::floor(slack / 2));
    content.Min.x += side;
    content.Max.x -= std::max(0.0F, side - bar);
    window().DC.Indent.x += side;
    window().DC.CursorPos.x += side;
    window().DC.CursorPos.y += options.padding_y;
}

ScrollArea::~ScrollArea() {
    frame_.context.tree.close();
    if (padding_y_ > 0) ImGui::Dummy({1, padding_y_});
    // Dear ImGui knows the height of a content, and whether it scrolls, one pass late.
    const float height = window().DC.CursorMaxPos.y - window().DC.CursorStartPos.y;
    const bool stale_bar = window().ScrollbarY && height <= window().InnerRect.GetHeight();
    const bool stale_height = std::abs(height - window().ContentSize.y) > 1;
    if (!window().SkipItems && (stale_height || stale_bar)) frame_.again();
    ImGui::EndChild();
    ImGui::PopStyleVar();
}

IdScope::IdScope(Frame&, std::string_view id) {
    ImGui::PushID(id.data(), id.data() + id.size());
}

IdScope::~IdScope() {
    ImGui::PopID();
}

}  // namespace holdfast::ui
