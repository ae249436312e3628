#include <imgui.h>
#include <imgui_internal.h>

#include <utility>

#include "platform/context.h"
#include "platform/im.h"
#include "ui/app_frame.h"
#include "ui/semantics.h"

namespace holdfast::ui {
namespace {

NodeId open_scope(Frame& frame, Role role, std::string_view name, const Rect& rect, NodeId id) {
    SemanticTree& tree = frame.context.tree;
    if (id == 0) id = tree.make_id(role, name);
    Node& node = tree.add(id, rect, ImGui::GetCurrentWindow());
    node.role = role;
    node.name = name;
    tree.open(id);
    return id;
}

Rect rest_of_region(const Frame& frame) {
    const Vec2 at = from_im(ImGui::GetCursorScreenPos());
    return rect_at(at, {available_width(frame), 1});
}

}  // namespace

Scope::Scope(Frame& frame, Role role, std::string_view name, const Rect& rect, NodeId id)
    : frame_(frame), id_(open_scope(frame, role, name, rect, id)) {}

Scope::Scope(Frame& frame, Role role, std::string_view name)
    : frame_(frame), id_(open_scope(frame, role, name, rest_of_region(frame), 0)), fit_(true) {}

Scope::~Scope() {
    frame_.context.tree.close();
    if (!fit_) return;
    Node* node = frame_.context.tree.find(id_);
    const float bottom = ImGui::GetCurrentWindow()->DC.CursorMaxPos.y;
    if (node != nullptr && bottom > node->rect.max.y) node->rect.max.y = bottom;
}

void Scope::set_flags(std::uint32_t flags) {
    if (Node* node = frame_.context.tree.find(id_)) node->flags |= flags;
}

void Scope::set_property(Property key, std::string value) {
    if (Node* node = frame_.context.tree.find(id_))
        node->properties.push_back({key, std::move(value)});
}

void tag_static(Frame& frame, Role role, std::string_view name, const Rect& rect,
                std::uint8_t level) {
    SemanticTree& tree = frame.context.tree;
    Node& node = tree.add(tree.make_id(role, {}), rect, ImGui::GetCurrentWindow());
    node.role = role;
    node.name = name;
    node.level = level;
}

}  // namespace holdfast::ui
