// What follows from typing into a FormContent: totals, conditions and computed fields.
#include <algorithm>

#include "currency.h"
#include "form_content.h"
#include "form_rules.h"
#include "money.h"

namespace holdfast {
namespace {

/// The pair of fields whose product is a line's amount: its first quantity and its first price.
struct AmountFields {
    const FieldDef* quantity = nullptr;
    const FieldDef* price = nullptr;
};
AmountFields amount_fields_of(const EntityDef& child) {
    AmountFields found;
    for (const FieldDef& field : child.fields) {
        if (field.type == FieldType::Quantity && found.quantity == nullptr) found.quantity = &field;
        if (field.type == FieldType::Money && found.price == nullptr) found.price = &field;
    }
    return found;
}

std::int64_t typed_number(const FormContext& context, const EntityDef& child, const FieldDef& def,
                          const FormLine& line) {
    const auto field =
        std::find_if(line.fields.begin(), line.fields.end(),
                     [&](const FormField& candidate) { return candidate.field == def.id; });
    if (field == line.fields.end()) return 0;
    return integer_or(parse_value(context.strings, child, def, field->text, context.zone).value, 0);
}

std::string total_of(const FormContext& context, const EntityDef& child, const FormLines& section,
                     std::string_view currency) {
    const AmountFields fields = amount_fields_of(child);
    if (fields.quantity == nullptr || fields.price == nullptr) return {};
    std::int64_t total = 0;
    for (const FormLine& line : section.lines) {
        if (line.change == FormLine::Change::Removed) continue;
        const auto amount =
            amount_of({typed_number(context, child, *fields.quantity, line), fields.quantity->scale,
                       typed_number(context, child, *fields.price, line)});
        const auto sum = amount ? add_amounts(total, *amount) : std::nullopt;
        if (!sum) return {};
        total = *sum;
    }
    return format_amount(context.strings.language(), {total, fields.price->scale, currency});
}

/// What was typed before the field was closed can be typed back: else nothing could be saved any
/// more.
void keep_typed_open(std::vector<FormField>& fields) {
    for (FormField& field : fields)
        if (is_changed(field)) field.read_only = false;
}

}  // namespace

std::string FormContent::currency_of_lines() {
    const FieldDef* currency = find_currency_of_parts(*entity_);
    const FormField* editor = currency ? find(currency->id) : nullptr;
    if (editor) return editor->text;
    if (!currency || !record_) return {};
    return std::string(text_or_empty(record_->values[entity_->index_of(currency->id)]));
}

void FormContent::update() {
    // A document has its sums among its fields, discounts and taxes included.
    for (FormLines& section : lines)
        if (section.entity != entity_->totals.lines)
            section.total =
                total_of(*context_, def_of(section.entity), section, currency_of_lines());
    const Status applied = apply_rules();
    if (!applied) rules_error_ = applied.error();
}

const Record* FormContent::find_line_record(const RecordId& id) const {
    const auto found = std::find_if(line_records_.begin(), line_records_.end(),
                                    [&](const Record& one) { return one.id == id; });
    return found == line_records_.end() ? nullptr : &*found;
}

Record FormContent::typed_line(const EntityDef& child, const FormLine& line) const {
    Record typed = typed_record(*context_, child, line.id, find_line_record(line.id), line.fields);
    typed.values[child.index_of(child.parent_field)] = id_;
    if (line.change == FormLine::Change::Removed) typed.life = Record::Life::Deleted;
    return typed;
}

Record FormContent::typed_head() const {
    std::vector<FormField> fields;
    for (const FormGroup& group : groups)
        fields.insert(fields.end(), group.fields.begin(), group.fields.end());
    Record typed = typed_record(*context_, *entity_, id_, record_ ? &*record_ : nullptr, fields);
    for (const Draft::FieldValue& preset : carried_)
        typed.values[entity_->index_of(preset.field)] = preset.value;
    return typed;
}

// Stored values of computed fields come from the database, which adds up faster; what is typed is
// worked out here.
Status FormContent::apply_rules() {
    RecordSource source(*context_->store);
    const Record head = typed_head();
    source.put(head);
    for (const FormLines& section : lines)
        for (const FormLine& line : section.lines)
            source.put(typed_line(def_of(section.entity), line));
    FormRules rules(*context_, source);
    const bool typed = dirty();
    for (FormGroup& group : groups) {
        TRY(rules.apply(*entity_, head, group.fields));
        if (record_) keep_typed_open(group.fields);
        if (typed) TRY(rules.compute(*entity_, head, group.fields));
    }
    for (FormLines& section : lines) {
        const EntityDef& child = def_of(section.entity);
        for (FormLine& line : section.lines) {
            const Record record = typed_line(child, line);
            TRY(rules.apply(child, record, line.fields));
            if (section.frozen)
                for (FormField& field : line.fields) field.read_only = true;
            if (typed) TRY(rules.compute(child, record, line.fields));
        }
    }
    return {};
}

}  // namespace holdfast
