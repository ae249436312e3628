#include "semantics/packet.h"

#include <cstring>

#include "support/test.h"

namespace {

using namespace holdfast::ui;

std::uint32_t word_at(const std::vector<std::uint8_t>& bytes, std::size_t at) {
    std::uint32_t value = 0;
    REQUIRE(at + sizeof value <= bytes.size());
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

struct Heads {
    std::uint32_t focus = 0;
    std::uint32_t modal = 0;
    std::uint32_t removed = 0;
    std::uint32_t changed = 0;
};

Heads heads_of(const PacketWriter& writer) {
    const auto& bytes = writer.bytes();
    Heads heads;
    heads.focus = word_at(bytes, 4);
    heads.modal = word_at(bytes, 12);
    heads.removed = word_at(bytes, 16);
    heads.changed = word_at(bytes, 20 + 4 * static_cast<std::size_t>(heads.removed));
    return heads;
}

void put(SemanticTree& tree, NodeId id, const char* name, const Rect& rect) {
    Node& node = tree.add(id, rect, nullptr);
    node.role = Role::Button;
    node.name = name;
}

void put_list(SemanticTree& tree, float scrolled) {
    tree.begin_pass();
    Node& list = tree.add(1, rect_at({0, 100 - scrolled}, {200, 300}), nullptr);
    list.role = Role::List;
    tree.open(1);
    put(tree, 2, "one", rect_at({0, 100 - scrolled}, {200, 40}));
    put(tree, 3, "two", rect_at({0, 140 - scrolled}, {200, 40}));
    tree.close();
    tree.end_pass();
}

}  // namespace

TEST_CASE("the first packet carries every node, the next one nothing", "[ui][packet]") {
    SemanticTree tree;
    PacketWriter writer;
    put_list(tree, 0);
    REQUIRE(writer.write(tree, {}, 0, 1));
    CHECK(heads_of(writer).changed == 3);
    CHECK_FALSE(writer.write(tree, {}, 0, 2));
    CHECK(writer.bytes().empty());
}

TEST_CASE("a list that moves as a whole sends only itself", "[ui][packet]") {
    SemanticTree tree;
    PacketWriter writer;
    put_list(tree, 0);
    REQUIRE(writer.write(tree, {}, 0, 1));
    put_list(tree, 25);
    REQUIRE(writer.write(tree, {}, 0, 2));
    CHECK(heads_of(writer).changed == 1);
}

TEST_CASE("a node that is gone is removed by its id", "[ui][packet]") {
    SemanticTree tree;
    PacketWriter writer;
    put_list(tree, 0);
    REQUIRE(writer.write(tree, {}, 0, 1));
    tree.begin_pass();
    put(tree, 3, "two", rect_at({0, 140}, {200, 40}));
    tree.end_pass();
    REQUIRE(writer.write(tree, {}, 0, 2));
    CHECK(heads_of(writer).removed == 2);
    CHECK(heads_of(writer).changed == 1);
}

TEST_CASE("a new focus is worth a packet by itself", "[ui][packet]") {
    SemanticTree tree;
    PacketWriter writer;
    put_list(tree, 0);
    REQUIRE(writer.write(tree, {}, 0, 1));
    REQUIRE(writer.write(tree, {3, 1}, 0, 2));
    CHECK(heads_of(writer).focus == 3);
    CHECK(heads_of(writer).changed == 0);
    REQUIRE(writer.write(tree, {3, 1}, 7, 3));
    CHECK(heads_of(writer).modal == 7);
}

TEST_CASE("text longer than a packet can say is cut between characters", "[ui][packet]") {
    SemanticTree tree;
    PacketWriter writer;
    tree.begin_pass();
    std::string text(59999, 'a');
    text += "日本";
    put(tree, 9, text.c_str(), rect_at({0, 0}, {10, 10}));
    tree.end_pass();
    REQUIRE(writer.write(tree, {}, 0, 1));
    const auto& bytes = writer.bytes();
    // Head, no removed ids, one node: its fixed part has 22 bytes before the length of the name.
    std::uint16_t length = 0;
    std::memcpy(&length, bytes.data() + 24 + 22, sizeof length);
    CHECK(length == 59999);
}

TEST_CASE("nodes without a role are dropped and the others found by id", "[ui][semantics]") {
    SemanticTree tree;
    tree.begin_pass();
    tree.add(5, rect_at({0, 0}, {10, 10}), nullptr);
    put(tree, 6, "kept", rect_at({0, 0}, {10, 10}));
    tree.end_pass();
    CHECK(tree.nodes().size() == 1);
    CHECK(tree.find(NodeId{6})->name == "kept");
}
