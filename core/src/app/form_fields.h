// FormFields: one record's fields as editors, both ways. Private to core/src/app.
#pragma once

#include <optional>
#include <vector>

#include "core/app/form_view.h"
#include "core/policy.h"
#include "presentation.h"

namespace holdfast {

/// What every field of a form needs to show itself.
struct FormContext {
    FormContext(Store& owner, const Strings& words, int zone_minutes)
        : store(&owner),
          strings(words),
          zone(zone_minutes),
          titles(owner, words),
          policy(Policy::compile(owner.registry(), {}, {})) {}
    /// What the person may do now; read again whenever a record is.
    [[nodiscard]] Status read_policy() {
        policy = TRY(store->policy());
        return {};
    }
    [[nodiscard]] bool shows(const EntityDef& entity, FieldId field) const {
        return policy.field_access(entity.id, field) != FieldAccess::Hidden;
    }

    Store* store;
    Strings strings;
    int zone;
    LinkTitles titles;
    Policy policy;
};

/// An empty editor for `field`, with label, kind, options and limits.
[[nodiscard]] FormField make_field(const FormContext& context, const EntityDef& entity,
                                   const FieldDef& field);
/// Label and options in the context's language.
void relabel_field(const FormContext& context, const EntityDef& entity, FormField& field);
/// Number and date texts of `previous` as the context's language writes them.
void retranslate_field(const FormContext& context, const EntityDef& entity, const Strings& previous,
                       FormField& field);
/// A value and the record that it is of.
struct HeldValue {
    const Value* value;
    const Record* record = nullptr;  ///< Null: not one that is stored.
};
/// Puts a stored value into the editor, as loaded.
[[nodiscard]] Status fill_field(FormContext& context, const EntityDef& entity,
                                const HeldValue& held, FormField& field);
/// What the person typed or picked; a link also by the id of an option.
[[nodiscard]] Status type_into(FormContext& context, std::string text, FormField& field);
/// Whether something else is typed than was loaded; also in a field that was closed meanwhile, so
/// that it is judged and not dropped.
[[nodiscard]] bool is_changed(const FormField& field);

/// The editor's content as a value. A problem leaves a sentence in the field's error.
struct FieldReading {
    Value value;
    bool ok = true;
};
[[nodiscard]] Result<FieldReading> read_field(FormContext& context, const EntityDef& entity,
                                              const RecordId& record, FormField& field);

/// At most `count_max` records of `target` whose searchable text contains `text`.
struct LinkSearch {
    EntityId target = EntityId::None;
    std::string_view text;
    Strings strings;
    std::int64_t count_max = 20;
};
[[nodiscard]] Result<std::vector<FormOption>> find_options(Store& store, const LinkSearch& search);

}  // namespace holdfast
