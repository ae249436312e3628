// Starter: the records that a module suggests to begin with, written in the person's language.
#pragma once

#include "core/app/undo.h"
#include "core/strings.h"

namespace holdfast {

/// The module whose starter brings records of `entity`: itself, or what it is a part of. Null when
/// it brings none, when it has records already, or when the person may not make them. Fails with
/// Storage, Corrupt.
[[nodiscard]] Result<const EntityDef*> find_starter(Store& store, EntityId entity);

/// The id of a starter's record is the same on every device (a UUID of version 8 made of the
/// module's number and the place), so that two devices that begin alike agree later.
[[nodiscard]] RecordId starter_record(const EntityDef& entity, std::size_t place);

/// Writes the starter of `module` and of its parts in one transaction; what lies in the recycle bin
/// comes out of it. A text is the label `<module>.starter.<text>`. Blocks on disk.
[[nodiscard]] Result<CommitWithUndo> write_starter(Store& store, const EntityDef& module,
                                                   const Strings& strings);

}  // namespace holdfast
