// Starter: the records that a module suggests to begin with, written in the person's language.
#pragma once

#include <utility>
#include <vector>

#include "core/app/undo.h"
#include "core/strings.h"

namespace holdfast {

/// The module whose starter brings records of `entity`: itself, or what it is a part of. Null when
/// it brings none, when it has records already, or when the person may not make them. Fails with
/// Storage, Corrupt.
[[nodiscard]] Result<const EntityDef*> find_starter(Store& store, EntityId entity);

struct StarterDone {
    CommitWithUndo commit;
    /// The first new record of the module and of each of its parts that the starter has.
    std::vector<std::pair<EntityId, RecordId>> firsts;
};

/// Writes the starter of `module` and of its parts in one transaction, as new records. A text is
/// the label `<module>.starter.<text>`. Blocks on disk; fails as Store::commit() does.
[[nodiscard]] Result<StarterDone> write_starter(Store& store, const EntityDef& module,
                                                const Strings& strings);

}  // namespace holdfast
