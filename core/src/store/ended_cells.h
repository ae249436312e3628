// EndedCells: own pending edits that ended while the program runs, for forms opened before that.
//
// In memory only: no form survives the program either.
#pragma once

#include <map>
#include <vector>

#include "core/overlay.h"
#include "store/sync_tables.h"

namespace holdfast {

class EndedCells {
public:
    void add(const CellKey& key, const EndedOverlay& ended);
    /// What somebody who looked at checkpoint `seen` had really seen of the cell.
    [[nodiscard]] ServerSeq seen(const CellKey& key, ServerSeq seen) const;

private:
    std::map<CellKey, std::vector<EndedOverlay>> cells_;
};

}  // namespace holdfast
