#include "kit/interact.h"

#include <imgui.h>
#include <imgui_internal.h>

#include "platform/im.h"

namespace holdfast::ui {
namespace {

bool takes_activation(Frame& frame, NodeId id) {
    if (frame.context.activated != id) return false;
    frame.context.activated = 0;
    return true;
}

bool takes_press_key(Frame& frame) {
    return frame.take_key({Key::Enter, 0}) || frame.take_key({Key::Space, 0});
}

void set_cursor(Frame& frame, const Interaction& interaction, const InteractOptions& options) {
    if (!interaction.hovered) return;
    frame.context.cursor = options.text_cursor ? "text" : "pointer";
}

// The page follows only into text fields: buttons get their focus from the page's own press.
void take_pointer_focus(Frame& frame, const Interaction& interaction,
                        const InteractOptions& options) {
    FocusState& focus = frame.context.focus;
    const bool just_held = ImGui::GetCurrentContext()->ActiveIdIsJustActivated && interaction.held;
    if (!just_held || focus.id == interaction.id) return;
    focus.left_next = focus.id;
    focus.id = interaction.id;
    focus.ring = false;
    if (options.text_cursor) ++focus.sequence;
    frame.again();
}

}  // namespace

Interaction interact_at(Frame& frame, std::string_view id, const Rect& rect,
                        const InteractOptions& options) {
    const bool enabled = options.enabled == Enabled::Yes;
    Interaction result;
    result.id = ImGui::GetCurrentWindow()->GetID(id.data(), id.data() + id.size());
    result.rect = rect;
    const ImRect box(to_im(rect.min), to_im(rect.max));
    ImGuiItemFlags flags = ImGuiItemFlags_None;
    if (!enabled) flags |= ImGuiItemFlags_Disabled;
    if (options.overlapped) flags |= ImGuiItemFlags_AllowOverlap;
    result.visible = ImGui::ItemAdd(box, result.id, nullptr, flags);
    if (result.visible)
        result.pressed = ImGui::ButtonBehavior(box, result.id, &result.hovered, &result.held,
                                               ImGuiButtonFlags_NoNavFocus);
    take_pointer_focus(frame, result, options);
    result.focused = frame.context.focus.id == result.id;
    result.ring = result.focused && frame.context.focus.ring;
    if (enabled) {
        if (takes_activation(frame, result.id)) result.pressed = true;
        if (result.focused && !options.text_cursor && takes_press_key(frame)) result.pressed = true;
    }
    set_cursor(frame, result, options);
    frame.context.last_item = result.id;
    frame.context.last_rect = rect;
    if (Node* node = frame.context.tree.find(result.id)) {
        node->flags |= kNodeFocusable;
        if (options.tab_stop == TabStop::Yes) node->flags |= kNodeTabStop;
    }
    return result;
}

Interaction interact(Frame& frame, std::string_view id, Vec2 size, const InteractOptions& options) {
    const Rect rect = rect_at(from_im(ImGui::GetCursorScreenPos()), size);
    ImGui::ItemSize(to_im(size));
    return interact_at(frame, id, rect, options);
}

Node& tag(Frame& frame, const Interaction& interaction, Role role, std::string_view name) {
    Node& node =
        frame.context.tree.add(interaction.id, interaction.rect, ImGui::GetCurrentWindow());
    node.role = role;
    node.name = name;
    return node;
}

}  // namespace holdfast::ui
