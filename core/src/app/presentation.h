// Presentation: how values of any module look in lists and forms. Private to core/src/app.
#pragma once

#include <set>
#include <string>
#include <unordered_map>

#include "core/app/list_view.h"
#include "core/store.h"

namespace holdfast {

[[nodiscard]] CellKind cell_kind_of(const FieldDef& field);
/// Colour family of a state, by its category, or of a choice that means urgency.
[[nodiscard]] Tone tone_of(const EntityDef& entity, const FieldDef& field, const Value& value);

/// Titles of linked records, read at most once each until clear().
class LinkTitles {
public:
    explicit LinkTitles(Store& store) : store_(&store) {}
    /// Empty when the record is not on this device.
    [[nodiscard]] Result<std::string> title_of(EntityId target, const RecordId& id);
    void clear() { titles_.clear(); }

private:
    Store* store_;
    std::unordered_map<RecordId, std::string> titles_;
};

/// A value in words: links by title, everything else as Strings::format_value() does.
struct ShownField {
    const EntityDef* entity;
    const FieldDef* field;
    const Value* value;
};
[[nodiscard]] Result<std::string> show_value(const Strings& strings, LinkTitles& titles,
                                             const ShownField& shown, int zone_offset_minutes);

/// Records that have an open conflict.
[[nodiscard]] Result<std::set<RecordId>> find_conflicted_records(Store& store);

/// Key and numbers of the module that keeps conflicts; nothing when the registry has none.
struct ConflictDef {
    const EntityDef* entity = nullptr;
    FieldId record_id = FieldId::None;
    FieldId state = FieldId::None;
};
inline constexpr std::string_view kConflictKey = "conflict";
inline constexpr std::string_view kConflictOpen = "open";
inline constexpr std::string_view kConflictResolved = "resolved";
[[nodiscard]] ConflictDef find_conflict_def(const Registry& registry);

}  // namespace holdfast
