// SavedViews: lists, boards and calendars that people kept under a name. Headless.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/app/undo.h"
#include "core/query_json.h"
#include "core/store.h"

namespace holdfast {

enum class ViewKind : std::uint8_t { List, Kanban, Calendar };
enum class ViewSharing : std::uint8_t { Private, Everyone };

struct SavedView {
    RecordId id;
    std::string name;
    ViewKind kind = ViewKind::List;
    ViewSharing sharing = ViewSharing::Private;
    SavedQuery query;       ///< Filters, search, order and columns.
    std::string by_column;  ///< Kanban: key of the column field.
};

/// Whether the registry has a module that keeps views.
[[nodiscard]] bool keeps_views(const Registry& registry);
/// The person's own views of the module, those of a team that the person is in, and those shared
/// with everybody, by position, then name. One that cannot be read any more,
/// because its fields are gone, is left out. Blocks on disk.
[[nodiscard]] Result<std::vector<SavedView>> read_saved_views(Store& store, EntityId entity);
/// Keeps `view` as a new record; `view.id` is given. An empty name is NeedsWork.
[[nodiscard]] Result<CommitOutcome> save_view(Store& store, SavedView& view);
/// To the recycle bin, and how to take it back.
[[nodiscard]] Result<CommitWithUndo> remove_view(Store& store, const RecordId& id);

}  // namespace holdfast
