#include "store/ended_cells.h"

#include <algorithm>

namespace holdfast {
namespace {

/// Beyond this many the two oldest count as one, which can only make a conflict more likely.
constexpr std::size_t kEndedPerCellMax = 8;

}  // namespace

void EndedCells::add(const CellKey& key, const EndedOverlay& ended) {
    std::vector<EndedOverlay>& edits = cells_[key];
    edits.push_back(ended);
    if (edits.size() <= kEndedPerCellMax) return;
    edits[1].base = std::min(edits[0].base, edits[1].base);
    edits[1].ended_at = std::max(edits[0].ended_at, edits[1].ended_at);
    edits.erase(edits.begin());
}

ServerSeq EndedCells::seen(const CellKey& key, ServerSeq seen) const {
    const auto found = cells_.find(key);
    return found == cells_.end() ? seen : overlay_seen(found->second, seen);
}

}  // namespace holdfast
