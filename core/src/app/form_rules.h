// FormRules: what a module's expressions say about a record while it is typed. Private to
// core/src/app.
#pragma once

#include <vector>

#include "core/record_source.h"
#include "core/rules.h"
#include "form_fields.h"

namespace holdfast {

/// What the editors hold, by position of EntityDef::fields; what cannot be read counts as empty.
/// `stored`: the record as it is, null when it is new.
[[nodiscard]] Record typed_record(const FormContext& context, const EntityDef& entity,
                                  const RecordId& id, const Record* stored,
                                  const std::vector<FormField>& fields);

/// Applies conditions to editors: what is shown, demanded, offered and writable now, and what
/// computed fields come to. `source` knows the typed records.
class FormRules {
public:
    FormRules(FormContext& context, RecordSource& source)
        : context_(&context), source_(&source), today_(today_in(context)) {}

    [[nodiscard]] Status apply(const EntityDef& entity, const Record& typed,
                               std::vector<FormField>& fields);
    /// Works out computed fields anew from what is typed.
    [[nodiscard]] Status compute(const EntityDef& entity, const Record& typed,
                                 std::vector<FormField>& fields);

private:
    enum class Unknown : std::uint8_t { IsFalse, IsTrue };
    [[nodiscard]] Result<bool> holds(const Expression& condition, const Record& typed,
                                     Unknown unknown);
    [[nodiscard]] Status offer(const EntityDef& entity, const FieldRules& rules,
                               const Record& typed, FormField& field);
    [[nodiscard]] static std::int64_t today_in(const FormContext& context);

    FormContext* context_;
    RecordSource* source_;
    std::int64_t today_;
};

}  // namespace holdfast
