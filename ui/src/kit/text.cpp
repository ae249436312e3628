#include "ui/text.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <cmath>
#include <vector>

#include "kit/line_break.h"
#include "platform/context.h"
#include "platform/im.h"
#include "ui/app_frame.h"
#include "ui/layout.h"
#include "ui/semantics.h"

namespace holdfast::ui {
namespace {

constexpr std::uint16_t kEllipsis = 0x2026;
using Codes = std::vector<std::uint16_t>;
using CodeSpan = std::span<const std::uint16_t>;

ImFontBaked& baked_for(const Frame& frame, const TypeStyle& style) {
    return *frame.context.fonts.baked(style, frame.layout.pixel_ratio);
}

float advance_of(ImFontBaked& baked, CodeSpan codes) {
    float width = 0;
    for (const std::uint16_t code : codes) width += baked.GetCharAdvance(code);
    return width;
}

// How many codes fit into `width`.
std::size_t fitting(ImFontBaked& baked, CodeSpan codes, float width) {
    std::size_t count = 0;
    for (; count < codes.size(); ++count) {
        width -= baked.GetCharAdvance(codes[count]);
        if (width < 0) break;
    }
    return count;
}

void shorten(ImFontBaked& baked, Codes& codes, float width) {
    if (advance_of(baked, codes) <= width + 0.5F) return;
    const float room = width - baked.GetCharAdvance(kEllipsis);
    codes.resize(room > 0 ? fitting(baked, codes, room) : 0);
    while (!codes.empty() && codes.back() == ' ') codes.pop_back();
    codes.push_back(kEllipsis);
}

float snapped(float value, float ratio) {
    return std::round(value * ratio) / ratio;
}

// Glyphs are loaded before the first triangle, because loading may move the texture.
void emit(const Frame& frame, ImFontBaked& baked, CodeSpan codes, Vec2 pen, Color color) {
    for (const std::uint16_t code : codes) baked.FindGlyph(code);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float ratio = frame.layout.pixel_ratio;
    const float y = snapped(pen.y, ratio);
    for (const std::uint16_t code : codes) {
        const ImFontGlyph& glyph = *baked.FindGlyph(code);
        if (glyph.Visible) {
            const float x = snapped(pen.x + glyph.X0, ratio);
            const ImVec2 min(x, y + glyph.Y0);
            const ImVec2 max(x + glyph.X1 - glyph.X0, y + glyph.Y1);
            const ImU32 tint = to_im(color) | (glyph.Colored ? ~IM_COL32_A_MASK : 0U);
            list.PrimReserve(6, 4);
            list.PrimRectUV(min, max, {glyph.U0, glyph.V0}, {glyph.U1, glyph.V1}, tint);
        }
        pen.x += glyph.AdvanceX;
    }
}

bool in_view(const Rect& rect) {
    const ImRect& clip = ImGui::GetCurrentWindow()->ClipRect;
    return ImRect(to_im(rect.min), to_im(rect.max)).Overlaps(clip);
}

struct Paragraph {
    std::vector<Codes> lines;
};

Paragraph wrap(Frame& frame, std::string_view text, const TypeStyle& style, float width) {
    ImFontBaked& baked = baked_for(frame, style);
    Codes codes;
    frame.context.glyph_table.prepare(text, codes);
    Paragraph paragraph;
    std::size_t at = 0;
    while (at < codes.size()) {
        const CodeSpan rest = CodeSpan(codes).subspan(at);
        const LineEnd end = find_line_end(rest, fitting(baked, rest, width + 0.5F));
        paragraph.lines.emplace_back(rest.begin(),
                                     rest.begin() + static_cast<std::ptrdiff_t>(end.drawn));
        at += end.used;
    }
    if (paragraph.lines.empty()) paragraph.lines.emplace_back();
    return paragraph;
}

struct LinePlace {
    Rect rect;
    Align align = Align::Left;
};

void paint_lines(Frame& frame, const Paragraph& paragraph, const TypeStyle& style, Color color,
                 const LinePlace& place) {
    if (!in_view(place.rect)) return;
    ImFontBaked& baked = baked_for(frame, style);
    float y = place.rect.min.y;
    for (const Codes& line : paragraph.lines) {
        if (y + style.line > place.rect.max.y + 1) break;
        const float slack = place.rect.width() - advance_of(baked, line);
        const float x = place.rect.min.x + (place.align == Align::Center ? slack / 2 : 0);
        emit(frame, baked, line, {x, y + (style.line - style.size) / 2}, color);
        y += style.line;
    }
}

}  // namespace

float text_width(Frame& frame, std::string_view text, const TypeStyle& style) {
    Codes codes;
    frame.context.glyph_table.prepare(text, codes);
    return std::ceil(advance_of(baked_for(frame, style), codes));
}

float text_height(Frame& frame, std::string_view text, const TypeStyle& style, float width) {
    return static_cast<float>(wrap(frame, text, style, width).lines.size()) * style.line;
}

void paint_text(Frame& frame, std::string_view text, const TypeStyle& style, Color color,
                const Rect& rect, Align align) {
    if (text.empty() || !in_view(rect)) return;
    Codes codes;
    frame.context.glyph_table.prepare(text, codes);
    ImFontBaked& baked = baked_for(frame, style);
    shorten(baked, codes, rect.width());
    float x = rect.min.x;
    const float slack = rect.width() - advance_of(baked, codes);
    if (align == Align::Center) x += slack / 2;
    if (align == Align::Right) x += slack;
    emit(frame, baked, codes, {x, rect.center().y - style.size / 2}, color);
}

void paint_icon(Frame& frame, Icon icon, float size, Color color, const Rect& rect) {
    if (icon == Icon::None || !in_view(rect)) return;
    const TypeStyle style = {size, size, Weight::Regular, Digits::Proportional};
    const std::uint16_t code = GlyphTable::code_of(icon);
    const Vec2 center = rect.center();
    emit(frame, baked_for(frame, style), CodeSpan(&code, 1),
         {center.x - size / 2, center.y - size / 2}, color);
}

void paint_paragraph_in(Frame& frame, std::string_view text, const TypeStyle& style, Color color,
                        const Rect& rect) {
    paint_lines(frame, wrap(frame, text, style, rect.width()), style, color, {rect, Align::Left});
}

void paint_centered(Frame& frame, std::string_view text, const TypeStyle& style, Color color,
                    const Rect& rect) {
    paint_lines(frame, wrap(frame, text, style, rect.width()), style, color, {rect, Align::Center});
}

void paint_paragraph(Frame& frame, std::string_view text, const TypeStyle& style, Color color) {
    const float width = available_width(frame);
    const float height = text_height(frame, text, style, width);
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    ImGui::ItemSize({1, height});
    paint_paragraph_in(frame, text, style, color, rect_at(at, {width, height}));
}

void text(Frame& frame, std::string_view text, const TypeStyle& style, Color color) {
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    const float width = available_width(frame);
    const float height = text_height(frame, text, style, width);
    tag_static(frame, Role::Text, text, rect_at(at, {width, height}));
    paint_paragraph(frame, text, style, color);
}

void text(Frame& frame, std::string_view words) {
    text(frame, words, frame.theme.type.body, frame.theme.palette->text);
}

void muted_text(Frame& frame, std::string_view words) {
    text(frame, words, frame.theme.type.small, frame.theme.palette->text_muted);
}

void heading(Frame& frame, std::string_view words, std::uint8_t level) {
    const TypeScale& type = frame.theme.type;
    const TypeStyle& style = level <= 1 ? type.page : (level == 2 ? type.subtitle : type.strong);
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    const float width = available_width(frame);
    const float height = std::max(text_height(frame, words, style, width), style.line);
    const Rect rect = rect_at(at, {width, height});
    ImGui::ItemSize({1, height});
    paint_paragraph_in(frame, words, style, frame.theme.palette->text, rect);
    tag_static(frame, Role::Heading, words, rect, level);
}

}  // namespace holdfast::ui
