// The nodes of one pass, in drawing order, with where each one sits in Dear ImGui.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "ui/semantics.h"

struct ImGuiWindow;

namespace holdfast::ui {

class SemanticTree {
public:
    void begin_pass();
    /// Drops nodes that nobody gave a role; asserts that interactive nodes have names.
    void end_pass();

    /// The node with this id, new when it is not there yet. The reference is valid until the next
    /// call.
    Node& add(NodeId id, const Rect& rect, ImGuiWindow* window);
    [[nodiscard]] Node* find(NodeId id);
    [[nodiscard]] const Node* find(NodeId id) const;
    [[nodiscard]] ImGuiWindow* window_of(NodeId id) const;

    void open(NodeId id);
    void close();
    [[nodiscard]] NodeId parent() const { return scopes_.back().id; }
    /// An id for a thing without one: from its parent, its role and how many came before it.
    [[nodiscard]] NodeId make_id(Role role, std::string_view name);

    [[nodiscard]] bool lies_in(NodeId node, NodeId ancestor) const;
    [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

private:
    struct OpenScope {
        NodeId id = 0;
        std::uint32_t count = 0;
    };

    std::vector<Node> nodes_;
    std::vector<ImGuiWindow*> windows_;
    std::unordered_map<NodeId, std::size_t> index_;
    std::vector<OpenScope> scopes_ = {OpenScope{}};
};

[[nodiscard]] bool is_interactive(Role role);
[[nodiscard]] bool is_text_entry(Role role);

}  // namespace holdfast::ui
