#include "kit/overlay_layer.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "kit/paint.h"
#include "platform/context.h"
#include "platform/im.h"

namespace holdfast::ui {
namespace {

constexpr ImGuiWindowFlags kLayerFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                         ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoSavedSettings |
                                         ImGuiWindowFlags_NoBackground |
                                         ImGuiWindowFlags_NoScrollWithMouse;

void note_overlay(Context& context, NodeId node, Role role) {
    const auto known = std::find_if(context.overlays.begin(), context.overlays.end(),
                                    [node](const OpenOverlay& each) { return each.node == node; });
    if (known != context.overlays.end()) {
        known->seen = true;
        return;
    }
    OpenOverlay overlay;
    overlay.node = node;
    overlay.focus_before = context.focus.id;
    overlay.seen = true;
    overlay.dialog = role == Role::Dialog;
    context.again = true;
    context.overlays.push_back(overlay);
}

NodeId open_panel(Context& context, Role role, std::string_view name, const Rect& panel) {
    const NodeId id = ImGui::GetCurrentWindow()->ID ^ 0x0e71aU;
    Node& node = context.tree.add(id, panel, ImGui::GetCurrentWindow());
    node.role = role;
    node.name = name;
    node.parent = 0;
    if (role == Role::Dialog) node.flags |= kNodeModal;
    context.tree.open(id);
    return id;
}

}  // namespace

OverlayLayer::OverlayLayer(Frame& frame, Role role, std::string_view name, const Rect& panel,
                           Scrim scrim)
    : frame_(frame) {
    const ImGuiID id = ImGui::GetID(name.data(), name.data() + name.size());
    char title[32];
    std::snprintf(title, sizeof title, "##layer%08x", id);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2());
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(to_im(frame.layout.size));
    ImGui::Begin(title, nullptr, kLayerFlags);
    if (ImGui::IsWindowAppearing()) ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
    node_ = open_panel(frame.context, role, name, panel);
    note_overlay(frame.context, node_, role);
    if (scrim == Scrim::Dark) fill_box({{0, 0}, frame.layout.size}, frame.theme.palette->scrim);
    const Vec2 mouse = from_im(ImGui::GetIO().MousePos);
    const bool outside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !panel.contains(mouse);
    const bool top = frame.context.modal() == node_;
    if (outside && top && ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows))
        wants_to_close_ = !ImGui::IsWindowAppearing();
    if (top && frame.take_key({Key::Escape, 0})) wants_to_close_ = true;
    if (wants_to_close_) frame.again();
}

OverlayLayer::~OverlayLayer() {
    frame_.context.tree.close();
    ImGui::End();
    ImGui::PopStyleVar();
}

}  // namespace holdfast::ui
