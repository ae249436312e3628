#include "platform/focus.h"

#include <imgui.h>

#include <algorithm>
#include <vector>

#include "platform/scrolling.h"

namespace holdfast::ui {
namespace {

constexpr float kRevealMargin = 16;

bool reachable(const Context& context, const Node& node) {
    return node.has(kNodeTabStop) && !node.has(kNodeDisabled) &&
           context.tree.lies_in(node.id, context.modal());
}

bool is_landmark(Role role) {
    return role == Role::Main || role == Role::Navigation || role == Role::Region ||
           role == Role::Form || role == Role::Banner;
}

std::vector<NodeId> tab_stops(const Context& context) {
    std::vector<NodeId> stops;
    for (const Node& node : context.tree.nodes())
        if (reachable(context, node)) stops.push_back(node.id);
    return stops;
}

// The stop nearest to a focused node that is itself no stop, e.g. a row reached by arrow keys.
std::size_t position_of(const Context& context, const std::vector<NodeId>& stops) {
    std::size_t position = stops.size();
    std::size_t index = 0;
    for (const Node& node : context.tree.nodes()) {
        if (index < stops.size() && node.id == stops[index]) position = index++;
        if (node.id == context.focus.id) return position;
    }
    return stops.size();
}

NodeId first_stop_in(const Context& context, NodeId ancestor) {
    NodeId first = 0;
    for (const Node& node : context.tree.nodes()) {
        if (!context.tree.lies_in(node.id, ancestor)) continue;
        if (node.has(kNodeAutoFocus)) return node.id;
        const bool closes = node.role == Role::Button && node.name == context.words.close;
        const bool stop = node.has(kNodeTabStop) && !node.has(kNodeDisabled) && !closes;
        if (first == 0 && stop) first = node.id;
    }
    return first != 0 ? first : ancestor;
}

void close_vanished_overlays(Context& context) {
    while (!context.overlays.empty() && !context.overlays.back().seen) {
        const NodeId before = context.overlays.back().focus_before;
        context.overlays.pop_back();
        if (context.tree.find(before) != nullptr) context.move_focus(before);
        context.again = true;
    }
}

void enter_new_overlay(Context& context) {
    if (context.overlays.empty() || !context.overlays.back().needs_focus) return;
    OpenOverlay& overlay = context.overlays.back();
    overlay.needs_focus = false;
    context.move_focus(first_stop_in(context, overlay.node));
}

void follow_wanted_name(Context& context) {
    if (context.focus.wanted_name.empty()) return;
    for (const Node& node : context.tree.nodes()) {
        if (node.name != context.focus.wanted_name || !node.has(kNodeFocusable)) continue;
        context.move_focus(node.id);
        break;
    }
    context.focus.wanted_name.clear();
}

void enter_wanted_group(Context& context) {
    if (context.focus.wanted_group.empty()) return;
    for (const Node& node : context.tree.nodes()) {
        if (node.role != Role::Group || node.name != context.focus.wanted_group) continue;
        context.move_focus(first_stop_in(context, node.id));
        return;
    }
}

NodeId first_of(const Context& context, Role role, NodeId ancestor) {
    for (const Node& node : context.tree.nodes())
        if (node.role == role && context.tree.lies_in(node.id, ancestor)) return node.id;
    return 0;
}

void enter_new_screen(Context& context) {
    if (!context.focus.enters_screen || !context.overlays.empty()) return;
    context.focus.enters_screen = false;
    const NodeId main = first_of(context, Role::Main, 0);
    if (main == 0) return;
    const NodeId form = first_of(context, Role::Form, main);
    context.move_focus(form == 0 ? main : first_stop_in(context, form));
    context.focus.scroll_to = form != 0;
}

void reveal_focus(Context& context) {
    // What is being pressed stays under the pointer until it is released.
    if (!context.focus.scroll_to || ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
    context.focus.scroll_to = false;
    const Node* node = context.tree.find(context.focus.id);
    ImGuiWindow* window = context.tree.window_of(context.focus.id);
    if (node == nullptr || window == nullptr) return;
    if (reveal(window, node->rect, kRevealMargin)) context.again = true;
}

}  // namespace

void focus_next(Context& context, Direction direction) {
    const std::vector<NodeId> stops = tab_stops(context);
    if (stops.empty()) return;
    const std::size_t count = stops.size();
    const std::size_t at = position_of(context, stops);
    std::size_t next = 0;
    if (direction == Direction::Forward) {
        next = at >= count ? 0 : (at + 1) % count;
    } else {
        next = at >= count ? count - 1 : (at + count - 1) % count;
    }
    context.focus.ring = true;
    context.move_focus(stops[next]);
}

void focus_next_region(Context& context, Direction direction) {
    std::vector<NodeId> targets;
    std::size_t present = 0;
    for (const Node& node : context.tree.nodes()) {
        if (!is_landmark(node.role) || !context.tree.lies_in(node.id, context.modal())) continue;
        const NodeId stop = first_stop_in(context, node.id);
        if (stop == node.id) continue;
        if (context.tree.lies_in(context.focus.id, node.id)) present = targets.size();
        targets.push_back(stop);
    }
    if (targets.empty()) return;
    const std::size_t step = direction == Direction::Forward ? 1 : targets.size() - 1;
    context.focus.ring = true;
    context.move_focus(targets[(present + step) % targets.size()]);
}

void settle_focus(Context& context) {
    close_vanished_overlays(context);
    enter_new_overlay(context);
    enter_new_screen(context);
    follow_wanted_name(context);
    enter_wanted_group(context);
    const bool gone = context.focus.id != 0 && context.tree.find(context.focus.id) == nullptr;
    if (gone) context.focus.id = 0;
    reveal_focus(context);
}

}  // namespace holdfast::ui
