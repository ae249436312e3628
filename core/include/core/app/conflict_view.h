// ConflictView: open conflicts and refused transactions, in words, with their choices. Headless.
#pragma once

#include <string>
#include <vector>

#include "core/store.h"
#include "core/strings.h"

namespace holdfast {

/// "Keep mine" and "keep theirs" are from the point of view of the user of this device: mine is the
/// value this user wrote, whether it is the shown winner or not. A third person sees both by name.
struct ConflictItem {
    RecordId conflict;  ///< Id of the conflict record.
    EntityId entity = EntityId::None;
    RecordId record;
    std::string name;  ///< "<record>: <field>", the article's name.
    std::string field_label;
    std::string seen;  ///< What both started from.
    std::string mine;
    std::string theirs;
    std::string mine_by;  ///< "You, 14:05" or the author's name and time.
    std::string theirs_by;
};
struct AttentionItem {
    TransactionNo no = TransactionNo::None;
    std::string name;    ///< Record's title and what was tried.
    std::string reason;  ///< A sentence that says why and what to do next.
    std::vector<std::pair<std::string, std::string>> typed;  ///< Label and text of every input.
    bool can_edit = false;  ///< One form shows all of it; otherwise it can be sent again as it is.
};

[[nodiscard]] Result<std::vector<ConflictItem>> read_conflicts(Store& store, const Strings& strings,
                                                               int zone_offset_minutes);
/// Conflicts that wait for somebody's choice, without reading them. Blocks on disk.
[[nodiscard]] Result<std::int64_t> count_open_conflicts(Store& store);
[[nodiscard]] Result<std::vector<AttentionItem>> read_attention(Store& store,
                                                                const Strings& strings,
                                                                int zone_offset_minutes);
enum class ConflictChoice : std::uint8_t { KeepMine, KeepTheirs };
/// An ordinary transaction: writes the chosen value where it is not shown already, and closes the
/// conflict record. NotFound when it was closed meanwhile.
[[nodiscard]] Result<CommitOutcome> resolve_conflict(Store& store, const RecordId& conflict,
                                                     ConflictChoice choice);

}  // namespace holdfast
