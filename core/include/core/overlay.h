// The overlay rule, cell by cell: what is shown is the server's base with own pending edits on top.
//
// Pure functions, shared by the SQLite store and the simulator's memory store, so that the rules
// that the simulator proves are the rules that run. Source: design page sync, sections 0.3 and 2.4.
#pragma once

#include <optional>
#include <vector>

#include "core/ids.h"
#include "core/operation.h"
#include "core/registry.h"
#include "core/value.h"

namespace holdfast {

/// An undecided local edit of one cell. `base_value` is what the server says underneath.
struct OverlayCell {
    Value base_value;
    ServerSeq base = ServerSeq::None;  ///< What the FIRST undecided edit had seen; never moves.
    TransactionNo first_no = TransactionNo::None;
    TransactionNo last_no = TransactionNo::None;
    bool operator==(const OverlayCell&) const = default;
};

/// A local edit of a cell by transaction `no`, whose author was looking at checkpoint `seen`.
/// `shown` is the cell's visible value before the edit.
[[nodiscard]] OverlayCell overlay_local_edit(const std::optional<OverlayCell>& existing,
                                             const Value& shown, ServerSeq seen, TransactionNo no);

/// What a server value does to a cell: written to the table, or kept beneath the pending edit.
struct ServerValueEffect {
    std::optional<Value> show;           ///< Set when the table cell takes the server's value.
    std::optional<OverlayCell> overlay;  ///< Set when the overlay row must be updated.
};
[[nodiscard]] ServerValueEffect overlay_server_value(const std::optional<OverlayCell>& existing,
                                                     const Value& server_value);

/// What remains of a cell once every own transaction up to and including `upto` is decided.
struct DecidedEffect {
    std::optional<Value> show;  ///< Set when the overlay ends and the base value is shown.
};
[[nodiscard]] DecidedEffect overlay_decided(const OverlayCell& cell, TransactionNo upto);

/// A pending edit of a cell that is no more, once its transaction was decided.
struct EndedOverlay {
    ServerSeq base = ServerSeq::None;      ///< Of the edit.
    ServerSeq ended_at = ServerSeq::None;  ///< As ended_at() says.
};
/// The first checkpoint at which forms certainly show what lay beneath an edit that the delta
/// decided. One that brings nothing but decisions leaves the checkpoint where it was: forms that
/// are open there may be older than it.
[[nodiscard]] constexpr ServerSeq ended_at(ServerSeq from, ServerSeq to) {
    return from == to ? ServerSeq{static_cast<std::uint64_t>(to) + 1} : to;
}
/// What a person had really seen of a cell when looking at checkpoint `seen`: a form that was
/// opened while an own pending edit covered the cell showed that edit, and nothing others wrote
/// beneath it.
[[nodiscard]] ServerSeq overlay_seen(const std::vector<EndedOverlay>& ended, ServerSeq seen);

/// Adds the unwritten fields of every merge group that `edits` touch, with the value shown, so that
/// the group reaches the server as one unit. `shown`: by position of EntityDef::fields. Added
/// edits carry no base; the caller stamps them like the others.
void complete_groups(const EntityDef& entity, const std::vector<Value>& shown,
                     std::vector<FieldEdit>& edits);

}  // namespace holdfast
