// ImportConstants: values that every row of an import gets, each in its field's own editor. Private
// to core/src/app.
#pragma once

#include <optional>
#include <vector>

#include "core/app/import.h"
#include "form_fields.h"

namespace holdfast {

class ImportConstants {
public:
    ImportConstants(Store& store, const EntityDef& entity, const ExchangeContext& context);

    /// Whether one value of it can stand in all rows. Links to records of any module cannot: two
    /// fields belong together there.
    [[nodiscard]] static bool suits(const EntityDef& entity, const FieldDef& field);
    [[nodiscard]] std::vector<FormField>& editors() { return editors_; }
    [[nodiscard]] const FormField* find(FieldId field) const;
    void add(const FieldDef& field);
    void remove(FieldId field);
    [[nodiscard]] Status type(FieldId field, std::string text);
    [[nodiscard]] Result<std::vector<FormOption>> find_options(FieldId field,
                                                               std::string_view text);
    /// Those that are filled. Nothing when one cannot be read: its editor says why.
    [[nodiscard]] Result<std::optional<std::vector<Draft::FieldValue>>> read();
    /// Of an import before; records that are gone are left out.
    [[nodiscard]] Status restore(const std::vector<Draft::FieldValue>& values);

private:
    [[nodiscard]] Result<FieldReading> read_one(FormField& editor);

    FormContext context_;
    const EntityDef* entity_;
    std::vector<FormField> editors_;
};

/// Whether there is anything to write: an empty editor leaves its field alone.
[[nodiscard]] bool is_filled(const FormField& editor);

}  // namespace holdfast
