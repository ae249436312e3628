// Turns the trees of successive frames into the smallest packet that web/mirror.js can follow.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "semantics/tree.h"

namespace holdfast::ui {

struct FocusMark {
    NodeId id = 0;
    std::uint32_t sequence = 0;  ///< New when the page has to move its focus.
    bool operator==(const FocusMark&) const = default;
};

/// Layout, little endian: u32 frame, u32 focus id, u32 focus sequence, u32 modal id;
/// u32 count, removed ids; u32 count, changed nodes; u32 count, ids in order (0: unchanged).
/// Node: u32 id, u32 parent, u8 role, u8 level, u32 flags, i16 x, y, w, h relative to the parent,
/// u16+text name, u16+text value, u8 count of properties, each u8 key and u16+text.
class PacketWriter {
public:
    /// True when bytes() holds something to send.
    bool write(const SemanticTree& tree, const FocusMark& focus, NodeId modal, std::uint32_t frame);
    [[nodiscard]] const std::vector<std::uint8_t>& bytes() const { return bytes_; }
    void clear() { bytes_.clear(); }

private:
    void put_node(const Node& node, const Node* parent);

    std::vector<std::uint8_t> bytes_;
    std::unordered_map<NodeId, std::uint64_t> sent_;
    std::vector<NodeId> sent_order_;
    FocusMark sent_focus_;
    NodeId sent_modal_ = 0;
};

}  // namespace holdfast::ui
