#include "kit/paint.h"

#include <imgui.h>

#include <array>
#include <cmath>

#include "platform/im.h"

namespace holdfast::ui {
namespace {

constexpr int kCornerSteps = 6;
constexpr int kOutlinePoints = 4 * (kCornerSteps + 1);
using Outline = std::array<ImVec2, kOutlinePoints>;

ImDrawList& list() {
    return *ImGui::GetWindowDrawList();
}

Outline outline_of(const Rect& rect, float radius) {
    const std::array<Vec2, 4> centers = {{{rect.max.x - radius, rect.min.y + radius},
                                          {rect.max.x - radius, rect.max.y - radius},
                                          {rect.min.x + radius, rect.max.y - radius},
                                          {rect.min.x + radius, rect.min.y + radius}}};
    constexpr float kQuarter = 1.5707963F;
    Outline points;
    std::size_t at = 0;
    for (std::size_t corner = 0; corner < centers.size(); ++corner) {
        for (int step = 0; step <= kCornerSteps; ++step) {
            const float turn = kQuarter * (static_cast<float>(corner) - 1 +
                                           static_cast<float>(step) / kCornerSteps);
            points[at++] = {centers[corner].x + radius * std::cos(turn),
                            centers[corner].y + radius * std::sin(turn)};
        }
    }
    return points;
}

void put_vertex(ImDrawList& draw, ImVec2 at, Color color) {
    draw.PrimWriteVtx(at, ImGui::GetFontTexUvWhitePixel(), to_im(color));
}

// A ring between two outlines, fading from one colour to the other.
void put_ring(const Outline& inner, const Outline& outer, Color inside, Color outside) {
    ImDrawList& draw = list();
    draw.PrimReserve(kOutlinePoints * 6, kOutlinePoints * 2);
    const unsigned first = draw._VtxCurrentIdx;
    for (unsigned point = 0; point < kOutlinePoints; ++point) {
        const unsigned next = (point + 1) % kOutlinePoints;
        for (const unsigned corner :
             {2 * point, 2 * point + 1, 2 * next + 1, 2 * point, 2 * next + 1, 2 * next})
            draw.PrimWriteIdx(static_cast<ImDrawIdx>(first + corner));
    }
    for (std::size_t point = 0; point < kOutlinePoints; ++point) {
        put_vertex(draw, inner[point], inside);
        put_vertex(draw, outer[point], outside);
    }
}

}  // namespace

void fill_box(const Rect& rect, Color color, float radius) {
    if (color.alpha == 0) return;
    list().AddRectFilled(to_im(rect.min), to_im(rect.max), to_im(color), radius);
}

void edge_box(Frame&, const Rect& rect, Color color, float radius, float width) {
    const Rect middle = inset(rect, width / 2 - 0.5F, width / 2 - 0.5F);
    list().AddRect(to_im(middle.min), to_im(middle.max), to_im(color), radius, 0, width);
}

void focus_ring(Frame& frame, const Rect& rect, float radius) {
    const Rect around = inset(rect, -3, -3);
    list().AddRect(to_im(around.min), to_im(around.max), to_im(frame.theme.palette->focus),
                   radius + 3, 0, 2);
}

void shadow(Frame& frame, const Rect& rect, float radius, float depth) {
    constexpr std::array<float, 5> kShares = {1.0F, 0.56F, 0.27F, 0.09F, 0.0F};
    const Color color = frame.theme.palette->shadow;
    const Rect lower = {{rect.min.x, rect.min.y + depth / 3}, {rect.max.x, rect.max.y + depth / 3}};
    const Rect core = inset(lower, depth / 3, depth / 3);
    Outline inner = outline_of(core, radius);
    fill_box(core, color, radius);
    for (std::size_t ring = 1; ring < kShares.size(); ++ring) {
        const float way = depth * 1.4F * static_cast<float>(ring) / (kShares.size() - 1);
        const Outline outer = outline_of(inset(core, -way, -way), radius + way);
        put_ring(inner, outer, with_alpha(color, kShares[ring - 1]),
                 with_alpha(color, kShares[ring]));
        inner = outer;
    }
}

void hairline(Frame& frame, Vec2 from, float width, Color color) {
    const float ratio = frame.layout.pixel_ratio;
    const float y = std::round(from.y * ratio) / ratio;
    list().AddRectFilled(
        {from.x, y}, {from.x + width, y + std::max(1.0F, std::round(ratio)) / ratio}, to_im(color));
}

void dot(Vec2 center, float radius, Color color) {
    list().AddCircleFilled(to_im(center), radius, to_im(color));
}

}  // namespace holdfast::ui
