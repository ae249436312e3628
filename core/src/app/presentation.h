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

/// Where a record tells the currency of its parts' amounts; null: nowhere.
[[nodiscard]] const FieldDef* find_currency_of_parts(const EntityDef& entity);

/// Titles of records in one language, those of linked ones read at most once each until clear().
class LinkTitles {
public:
    LinkTitles(Store& store, const Strings& strings) : store_(&store), strings_(strings) {}
    /// Empty when the record is not on this device.
    [[nodiscard]] Result<std::string> title_of(EntityId target, const RecordId& id);
    /// With what its links lead to. Never empty: falls back to the module's name.
    [[nodiscard]] Result<std::string> title_of(const EntityDef& entity, const Record& record);
    /// Code of the currency that the amounts of a document's part are in; empty: not known.
    [[nodiscard]] Result<std::string> currency_of_parent(const EntityDef& part,
                                                         const Record& record);
    void clear();
    void set_strings(const Strings& strings);
    [[nodiscard]] Store& store() { return *store_; }

private:
    [[nodiscard]] Result<std::string> part_of(const EntityDef& entity, FieldId field,
                                              const Record& record);

    Store* store_;
    Strings strings_;
    int depth_ = 0;  ///< Of links whose target is named by links.
    std::unordered_map<RecordId, std::string> titles_;
    std::unordered_map<RecordId, std::string> currencies_;  ///< Of documents.
};

/// A value in words: links by title, amounts with their currency, everything else as
/// Strings::format_value() does.
struct ShownField {
    const EntityDef* entity;
    const FieldDef* field;
    const Value* value;
    /// Whose value it is; names the module of a LinkAny and the currency of an amount.
    const Record* record = nullptr;
};
[[nodiscard]] Result<std::string> show_value(const Strings& strings, LinkTitles& titles,
                                             const ShownField& shown, int zone_offset_minutes);

/// Days since 1970-01-01, UTC: what today() is in computed fields of lists.
[[nodiscard]] std::int64_t today_of(Store& store);

/// What the field of a stored record holds, worked out when it is computed.
[[nodiscard]] Result<Value> value_of(Store& store, const EntityDef& entity, const FieldDef& field,
                                     const Record& record);

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
/// The same; nothing as well when the person may see no conflicts.
[[nodiscard]] Result<ConflictDef> find_seen_conflicts(Store& store);

}  // namespace holdfast
