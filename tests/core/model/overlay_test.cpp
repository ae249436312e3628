#include "core/overlay.h"

#include "support/test.h"

namespace holdfast {
namespace {

constexpr ServerSeq kSeen{7};
constexpr ServerSeq kLater{9};

Value number(std::int64_t value) {
    return Value{value};
}

OverlayCell pending(std::int64_t base_value, std::uint64_t first_no, std::uint64_t last_no) {
    return {number(base_value), kSeen, TransactionNo{first_no}, TransactionNo{last_no}};
}

TEST_CASE("the first local edit of a cell remembers what was shown and seen", "[overlay]") {
    CHECK(overlay_local_edit(std::nullopt, number(1), kSeen, TransactionNo{3}) == pending(1, 3, 3));
}

TEST_CASE("a further edit keeps the base of the first undecided one", "[overlay]") {
    CHECK(overlay_local_edit(pending(1, 3, 3), number(2), kLater, TransactionNo{5}) ==
          pending(1, 3, 5));
}

TEST_CASE("a server value is shown at once where nothing is pending", "[overlay]") {
    const ServerValueEffect effect = overlay_server_value(std::nullopt, number(4));
    CHECK(effect.show == number(4));
    CHECK_FALSE(effect.overlay.has_value());
}

TEST_CASE("a server value waits beneath a pending edit", "[overlay]") {
    const ServerValueEffect effect = overlay_server_value(pending(1, 3, 5), number(4));
    CHECK_FALSE(effect.show.has_value());
    CHECK(effect.overlay == pending(4, 3, 5));
}

TEST_CASE("a cell shows the server again once its last edit is decided", "[overlay]") {
    CHECK_FALSE(overlay_decided(pending(4, 3, 5), TransactionNo{4}).show.has_value());
    CHECK(overlay_decided(pending(4, 3, 5), TransactionNo{5}).show == number(4));
    CHECK(overlay_decided(pending(4, 3, 5), TransactionNo{8}).show == number(4));
}

FieldDef field(std::uint16_t id, MergeKind merge, std::string group) {
    FieldDef definition;
    definition.id = FieldId{id};
    definition.merge = merge;
    definition.group = std::move(group);
    return definition;
}

EntityDef address_book() {
    EntityDef entity;
    entity.fields = {field(1, MergeKind::Scalar, ""), field(2, MergeKind::Group, "home"),
                     field(3, MergeKind::Group, "home"), field(4, MergeKind::Group, "work")};
    return entity;
}

FieldEdit edit(std::uint16_t id, std::int64_t value) {
    FieldEdit written;
    written.field = FieldId{id};
    written.value = number(value);
    return written;
}

TEST_CASE("writing one field of a group writes the whole group as it was shown", "[overlay]") {
    const std::vector<Value> shown{number(10), number(20), number(30), number(40)};
    std::vector<FieldEdit> edits{edit(3, 31)};
    complete_groups(address_book(), shown, edits);
    REQUIRE(edits.size() == 2);
    CHECK(edits[0] == edit(3, 31));
    CHECK(edits[1].field == FieldId{2});
    CHECK(edits[1].value == number(20));
    CHECK(edits[1].seen == number(20));
}

TEST_CASE("writing a field without a group adds nothing", "[overlay]") {
    std::vector<FieldEdit> edits{edit(1, 11)};
    complete_groups(address_book(), {number(10), number(20), number(30), number(40)}, edits);
    CHECK(edits == std::vector<FieldEdit>{edit(1, 11)});
}

TEST_CASE("a form that showed a pending edit has seen nothing written beneath it", "[overlay]") {
    const std::vector<EndedOverlay> ended{{ServerSeq{5}, ServerSeq{9}}};
    CHECK(overlay_seen(ended, ServerSeq{8}) == ServerSeq{5});
    CHECK(overlay_seen(ended, ServerSeq{4}) == ServerSeq{4});
    CHECK(overlay_seen(ended, ServerSeq{9}) == ServerSeq{9});
    CHECK(overlay_seen({}, ServerSeq{8}) == ServerSeq{8});
}

TEST_CASE("a form at the checkpoint where an edit was only decided may still have shown the edit",
          "[overlay]") {
    const auto seen_at_nine = [](ServerSeq from) {
        return overlay_seen({{ServerSeq{5}, ended_at(from, ServerSeq{9})}}, ServerSeq{9});
    };
    CHECK(seen_at_nine(ServerSeq{9}) == ServerSeq{5});
    CHECK(seen_at_nine(ServerSeq{8}) == ServerSeq{9});
}

}  // namespace
}  // namespace holdfast
