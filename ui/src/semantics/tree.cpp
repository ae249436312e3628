#include "semantics/tree.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <string>

#include "core/result.h"

namespace holdfast::ui {
namespace {

NodeId mix_id(NodeId seed, std::uint32_t value) {
    NodeId hash = seed ^ (value + 0x9e3779b9U + (seed << 6U) + (seed >> 2U));
    hash *= 0x01000193U;
    return hash == 0 ? 1 : hash;
}

NodeId mix_text(NodeId seed, std::string_view text) {
    NodeId hash = seed ^ 0x811c9dc5U;
    for (const char each : text) hash = (hash ^ static_cast<unsigned char>(each)) * 0x01000193U;
    return hash;
}

bool names_itself(Role role) {
    switch (role) {
        case Role::Main:
        case Role::Form:
        case Role::Dialog:
        case Role::Grid:
        case Role::Navigation:
        case Role::TabList:
        case Role::ProgressBar:
        case Role::Heading:
            return true;
        default:
            return is_interactive(role);
    }
}

// A missing name is a mistake of ours, but no reason to stop in the hands of a person.
void check_name(const Node& node) {
#ifdef NDEBUG
    constexpr bool kStrict = false;
#else
    constexpr bool kStrict = true;
#endif
    HOLDFAST_ASSERT(!kStrict || !names_itself(node.role) || !node.name.empty());
}

}  // namespace

std::string_view Node::property(Property key) const {
    for (const NodeProperty& each : properties)
        if (each.key == key) return each.value;
    return {};
}

bool is_text_entry(Role role) {
    return role == Role::TextBox || role == Role::SearchBox;
}

bool is_interactive(Role role) {
    switch (role) {
        case Role::Button:
        case Role::Link:
        case Role::CheckBox:
        case Role::Switch:
        case Role::ComboBox:
        case Role::Option:
        case Role::MenuItem:
        case Role::Tab:
        case Role::TextBox:
        case Role::SearchBox:
            return true;
        default:
            return false;
    }
}

void SemanticTree::begin_pass() {
    nodes_.clear();
    windows_.clear();
    index_.clear();
    scopes_.assign(1, OpenScope{});
}

void SemanticTree::end_pass() {
    HOLDFAST_ASSERT(scopes_.size() == 1);
    std::size_t kept = 0;
    for (std::size_t index = 0; index < nodes_.size(); ++index) {
        if (nodes_[index].role == Role::None) continue;
        check_name(nodes_[index]);
        if (kept != index) {
            nodes_[kept] = std::move(nodes_[index]);
            windows_[kept] = windows_[index];
        }
        index_[nodes_[kept].id] = kept;
        ++kept;
    }
    nodes_.resize(kept);
    windows_.resize(kept);
}

Node& SemanticTree::add(NodeId id, const Rect& rect, ImGuiWindow* window) {
    HOLDFAST_ASSERT(id != 0);
    if (Node* known = find(id)) return *known;
    index_[id] = nodes_.size();
    Node& node = nodes_.emplace_back();
    windows_.push_back(window);
    node.id = id;
    node.parent = parent();
    node.rect = rect;
    return node;
}

Node* SemanticTree::find(NodeId id) {
    const auto found = index_.find(id);
    return found == index_.end() || found->second >= nodes_.size() ? nullptr
                                                                   : &nodes_[found->second];
}

const Node* SemanticTree::find(NodeId id) const {
    const auto found = index_.find(id);
    if (found == index_.end() || found->second >= nodes_.size()) return nullptr;
    const Node& node = nodes_[found->second];
    return node.id == id ? &node : nullptr;
}

ImGuiWindow* SemanticTree::window_of(NodeId id) const {
    const auto found = index_.find(id);
    return found == index_.end() || found->second >= windows_.size() ? nullptr
                                                                     : windows_[found->second];
}

void SemanticTree::open(NodeId id) {
    scopes_.push_back({id, 0});
}

void SemanticTree::close() {
    HOLDFAST_ASSERT(scopes_.size() > 1);
    scopes_.pop_back();
}

NodeId SemanticTree::make_id(Role role, std::string_view name) {
    OpenScope& scope = scopes_.back();
    const NodeId seed = mix_id(scope.id, static_cast<std::uint32_t>(role));
    // Two lines of one list, or two things said in the same minute, may have the same words: the
    // record's id is on the stack of ids.
    const bool repeats = role == Role::ListItem || role == Role::Article;
    const std::uint32_t own = repeats ? ImGui::GetCurrentWindow()->IDStack.back() : 0;
    if (!name.empty()) return mix_id(mix_text(seed, name), own);
    return mix_id(seed, ++scope.count);
}

bool SemanticTree::lies_in(NodeId node, NodeId ancestor) const {
    while (node != 0) {
        if (node == ancestor) return true;
        const Node* found = find(node);
        node = found != nullptr ? found->parent : 0;
    }
    return ancestor == 0;
}

}  // namespace holdfast::ui
