// MergeUnit: the edits of one transaction that are decided together, and their JSON for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/operation.h"
#include "core/registry.h"
#include "merge.h"

namespace holdfast::sync {

using Edits = std::vector<const FieldEdit*>;

/// One field, or the edited fields of one merge group. Views live as long as the definition.
struct MergeUnit {
    std::string_view key;  ///< Field key, or name of the group.
    MergeKind kind = MergeKind::Scalar;
    Edits edits;
    std::vector<std::size_t> positions;  ///< Of `edits`, in EntityDef::fields.
    std::vector<std::size_t> watched;    ///< Whose last write matters: every field of a group.
    ServerSeq base = ServerSeq::None;    ///< The oldest of the edits'.
};

/// The unit that `edits[first]` begins. Its field must exist.
[[nodiscard]] MergeUnit unit_of(const EntityDef& entity, const Edits& edits, std::size_t first);
/// Whether an edit before `index` began the same group.
[[nodiscard]] bool is_covered_by_earlier(const EntityDef& entity, const Edits& edits,
                                         std::size_t index);
/// Whether the row shows every value of the unit already.
[[nodiscard]] bool holds_already(const ServerRow& row, const MergeUnit& unit);

/// JSON objects {field key: value}: what the row shows, what the edits write, what was seen.
[[nodiscard]] std::string current_json(const EntityDef& entity, const ServerRow& row,
                                       const MergeUnit& unit);
[[nodiscard]] std::string written_json(const EntityDef& entity, const MergeUnit& unit);
[[nodiscard]] std::string seen_json(const EntityDef& entity, const MergeUnit& unit);
[[nodiscard]] std::string_view rule_name(MergeKind kind);

}  // namespace holdfast::sync
