#include <imgui.h>
#include <imgui_internal.h>

#include <string>

#include "kit/error_sentence.h"
#include "kit/field_box.h"
#include "kit/paint.h"
#include "platform/im.h"
#include "ui/layout.h"
#include "ui/text.h"

namespace holdfast::ui {
namespace {

constexpr float kLabelGap = 6;
constexpr float kNoteGap = 4;

float draw_error_icon(Frame& frame, Vec2 at, float line) {
    constexpr float kSize = 14;
    paint_icon(frame, Icon::CircleAlert, kSize, frame.theme.palette->tone(Tone::Danger).text,
               rect_at(at, {kSize, line}));
    return kSize + 5;
}

}  // namespace

void draw_field_label(Frame& frame, std::string_view label, const FieldOptions& options) {
    const TypeStyle& style = frame.theme.type.caption;
    const Palette& palette = *frame.theme.palette;
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    const Rect rect = rect_at(at, {available_width(frame), style.line});
    const bool off = options.enabled == Enabled::No;
    paint_text(frame, label, style, off ? palette.text_disabled : palette.text_muted, rect);
    if (options.necessity == Necessity::Required) {
        const float width = text_width(frame, label, style);
        paint_text(frame, "*", style, palette.tone(Tone::Danger).text,
                   {{rect.min.x + width + 3, rect.min.y}, rect.max});
    }
    ImGui::SetCursorScreenPos({at.x, at.y + style.line + kLabelGap});
}

void paint_field_box(Frame& frame, const Interaction& state, const FieldOptions& options) {
    const Palette& palette = *frame.theme.palette;
    const float radius = frame.theme.metrics.radius;
    const bool off = options.enabled == Enabled::No || options.editing == Editing::ReadOnly;
    fill_box(state.rect, off ? palette.sunken : palette.surface, radius);
    Color edge = off ? palette.border : palette.border_strong;
    if (state.hovered && !off) edge = palette.text_muted;
    if (!options.error.empty()) edge = palette.tone(Tone::Danger).solid;
    if (state.focused && !off) {
        const bool wrong = !options.error.empty();
        edge_box(frame, state.rect, wrong ? edge : palette.focus, radius, 2);
        return;
    }
    edge_box(frame, state.rect, edge, radius);
}

void draw_field_note(Frame& frame, std::string_view label, const FieldOptions& options) {
    const bool wrong = !options.error.empty();
    const std::string_view note = wrong ? options.error : options.help;
    if (note.empty()) return;
    const TypeStyle& style = frame.theme.type.small;
    const Palette& palette = *frame.theme.palette;
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    const float spacing = ImGui::GetStyle().ItemSpacing.y;
    ImGui::SetCursorScreenPos({at.x, at.y - spacing + kNoteGap});
    const Vec2 top = {at.x, at.y - spacing + kNoteGap};
    const float indent = wrong ? draw_error_icon(frame, top, style.line) : 0;
    const float width = available_width(frame) - indent;
    const float height = text_height(frame, note, style, width);
    if (wrong) {
        const std::string message = error_sentence(label, note);
        tag_static(frame, Role::Alert, message, rect_at(top, {width + indent, height}));
    }
    paint_paragraph_in(frame, note, style,
                       wrong ? palette.tone(Tone::Danger).text : palette.text_muted,
                       {{top.x + indent, top.y}, {top.x + indent + width, top.y + height}});
    ImGui::ItemSize(ImVec2(1, height));
}

void tag_field(Node& node, const FieldOptions& options) {
    if (options.necessity == Necessity::Required) node.flags |= kNodeRequired;
    if (options.editing == Editing::ReadOnly) node.flags |= kNodeReadOnly;
    if (!options.error.empty()) node.flags |= kNodeInvalid;
    if (options.auto_focus) node.flags |= kNodeAutoFocus;
    const std::string_view note = options.error.empty() ? options.help : options.error;
    if (!note.empty()) node.properties.push_back({Property::Description, std::string(note)});
}

}  // namespace holdfast::ui
