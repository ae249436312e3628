// Change sets of administrators in a workspace: records of the module change_set, which sync like
// any other. What is published counts from the next start.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/customization.h"
#include "core/result.h"
#include "core/sqlite.h"
#include "core/store.h"

namespace holdfast {

/// The state of a change set that counts.
inline constexpr std::string_view kPublishedState = "published";

/// The published change sets of a database, by time of publication; none when it is new. Blocks on
/// disk. Fails with Storage and Corrupt.
[[nodiscard]] Result<std::vector<ChangeSet>> read_change_sets(Database& db);
/// The definitions of this program with those sets: what Store::open() takes. A set that does not
/// fit is left out and stands in issues(); its fields' values stay where they are. Blocks on disk.
/// Fails with Storage and Corrupt.
[[nodiscard]] Result<Customization> load_customization(Database& db);

/// The record of a change set that was written, or why it was not.
using ChangeSetOutcome = std::variant<RecordId, CustomizationIssue, NeedsWork>;

/// Writes and publishes a change set in one transaction. Like every commit that touches the text or
/// the state of a change set, it is checked against everything that is published here. Counts on
/// this device from its next start, and on others from theirs after they have synced. Blocks on
/// disk; fails as Store::commit() does.
[[nodiscard]] Result<ChangeSetOutcome> publish_change_set(Store& store, std::string name,
                                                          std::string items);
/// Takes a published change set back; what it added disappears with the next start, values stay.
/// Refused when later sets build on it, and while living records are in a state that they could not
/// leave without it (StateInUse). Blocks on disk; fails as Store::commit() does, NotFound
/// when it is not published.
[[nodiscard]] Result<ChangeSetOutcome> revert_change_set(Store& store, const RecordId& id);

}  // namespace holdfast
