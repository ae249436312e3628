#include "semantics/packet.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>

namespace holdfast::ui {
namespace {

constexpr std::size_t kTextBytesMax = 60000;

struct Box {
    std::int16_t x = 0;
    std::int16_t y = 0;
    std::int16_t width = 0;
    std::int16_t height = 0;
};

std::int16_t to_short(float value) {
    return static_cast<std::int16_t>(std::clamp(std::round(value), -32000.0F, 32000.0F));
}

Box box_of(const Node& node, const Node* parent) {
    const Vec2 origin = parent != nullptr ? parent->rect.min : Vec2{};
    Box box;
    box.x = to_short(std::round(node.rect.min.x) - std::round(origin.x));
    box.y = to_short(std::round(node.rect.min.y) - std::round(origin.y));
    box.width = to_short(std::round(node.rect.max.x) - std::round(node.rect.min.x));
    box.height = to_short(std::round(node.rect.max.y) - std::round(node.rect.min.y));
    return box;
}

class Hash {
public:
    void add(const void* data, std::size_t bytes) {
        const auto* at = static_cast<const unsigned char*>(data);
        for (std::size_t index = 0; index < bytes; ++index)
            value_ = (value_ ^ at[index]) * 1099511628211ULL;
    }
    void add(std::string_view text) {
        const std::size_t bytes = text.size();
        add(&bytes, sizeof bytes);
        add(text.data(), bytes);
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 1469598103934665603ULL;
};

std::uint64_t hash_of(const Node& node, const Node* parent) {
    Hash hash;
    const Box box = box_of(node, parent);
    hash.add(&node.parent, sizeof node.parent);
    hash.add(&node.role, sizeof node.role);
    hash.add(&node.level, sizeof node.level);
    hash.add(&node.flags, sizeof node.flags);
    hash.add(&box, sizeof box);
    hash.add(node.name);
    hash.add(node.value);
    for (const NodeProperty& property : node.properties) {
        hash.add(&property.key, sizeof property.key);
        hash.add(property.value);
    }
    return hash.value();
}

template <typename T>
void put(std::vector<std::uint8_t>& bytes, T value) {
    const std::size_t at = bytes.size();
    bytes.resize(at + sizeof value);
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

void put_text(std::vector<std::uint8_t>& bytes, std::string_view text) {
    std::size_t length = std::min(text.size(), kTextBytesMax);
    while (length < text.size() && length > 0 && (text[length] & 0xC0) == 0x80) --length;
    put(bytes, static_cast<std::uint16_t>(length));
    bytes.insert(bytes.end(), text.begin(), text.begin() + static_cast<std::ptrdiff_t>(length));
}

void put_ids(std::vector<std::uint8_t>& bytes, const std::vector<NodeId>& ids) {
    put(bytes, static_cast<std::uint32_t>(ids.size()));
    for (const NodeId id : ids) put(bytes, id);
}

}  // namespace

void PacketWriter::put_node(const Node& node, const Node* parent) {
    const Box box = box_of(node, parent);
    put(bytes_, node.id);
    put(bytes_, node.parent);
    put(bytes_, static_cast<std::uint8_t>(node.role));
    put(bytes_, node.level);
    put(bytes_, node.flags);
    for (const std::int16_t side : {box.x, box.y, box.width, box.height}) put(bytes_, side);
    put_text(bytes_, node.name);
    put_text(bytes_, node.value);
    put(bytes_, static_cast<std::uint8_t>(node.properties.size()));
    for (const NodeProperty& property : node.properties) {
        put(bytes_, static_cast<std::uint8_t>(property.key));
        put_text(bytes_, property.value);
    }
}

bool PacketWriter::write(const SemanticTree& tree, const FocusMark& focus, NodeId modal,
                         std::uint32_t frame) {
    bytes_.clear();
    std::unordered_map<NodeId, std::uint64_t> seen;
    seen.reserve(tree.nodes().size() * 2);
    std::vector<NodeId> order;
    order.reserve(tree.nodes().size());
    std::vector<const Node*> changed;
    for (const Node& node : tree.nodes()) {
        const std::uint64_t hash = hash_of(node, tree.find(node.parent));
        seen[node.id] = hash;
        order.push_back(node.id);
        const auto known = sent_.find(node.id);
        if (known == sent_.end() || known->second != hash) changed.push_back(&node);
    }
    std::vector<NodeId> removed;
    for (const auto& known : sent_)
        if (seen.find(known.first) == seen.end()) removed.push_back(known.first);
    const bool reordered = order != sent_order_;
    const bool same = changed.empty() && removed.empty() && !reordered && focus == sent_focus_ &&
                      modal == sent_modal_;
    if (same) return false;

    for (const std::uint32_t value : {frame, focus.id, focus.sequence, modal}) put(bytes_, value);
    put_ids(bytes_, removed);
    put(bytes_, static_cast<std::uint32_t>(changed.size()));
    for (const Node* node : changed) put_node(*node, tree.find(node->parent));
    put_ids(bytes_, reordered ? order : std::vector<NodeId>{});
    sent_.swap(seen);
    sent_order_.swap(order);
    sent_focus_ = focus;
    sent_modal_ = modal;
    return true;
}

}  // namespace holdfast::ui
