// CommitScope: what a draft may do because the engine made it, not a person. Private to
// core/src/store.
#pragma once

#include "core/ids.h"

namespace holdfast {

struct MergeScope;

/// A conversion links its source to what it made and moves it, where people write neither.
struct ConversionScope {
    EntityId entity = EntityId::None;
    RecordId source;
};

/// Both null: a person's own draft.
struct CommitScope {
    const MergeScope* merge = nullptr;
    const ConversionScope* conversion = nullptr;
};

}  // namespace holdfast
