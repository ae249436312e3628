#include "import_constants.h"

#include <algorithm>

#include "core/policy.h"

namespace holdfast {

bool is_filled(const FormField& editor) {
    return editor.editor == FieldShape::Switch || !editor.text.empty() || !editor.link.is_none();
}

ImportConstants::ImportConstants(Store& store, const EntityDef& entity,
                                 const ExchangeContext& context)
    : context_(store, context.strings, context.zone_offset_minutes), entity_(&entity) {
    if (context.policy != nullptr) context_.policy = *context.policy;
}

bool ImportConstants::suits(const EntityDef& entity, const FieldDef& field) {
    const bool names_module = field.type == FieldType::LinkAny || field.type == FieldType::Entity;
    return !names_module && field.type != FieldType::Json && field.type != FieldType::Number &&
           field.id != entity.parent_field;
}

const FormField* ImportConstants::find(FieldId field) const {
    const auto found = std::find_if(editors_.begin(), editors_.end(),
                                    [&](const FormField& each) { return each.field == field; });
    return found == editors_.end() ? nullptr : &*found;
}

void ImportConstants::add(const FieldDef& field) {
    if (find(field.id) != nullptr || !suits(*entity_, field)) return;
    FormField editor = make_field(context_, *entity_, field);
    // What the engine writes can be brought along with history, as from a column.
    editor.engine = false;
    editor.read_only = false;
    editor.required = false;
    if (field.type == FieldType::State) {
        editor.editor = FieldShape::Choice;
        for (const StateDef& state : entity_->states)
            editor.options.push_back({state.key, std::string(context_.strings.label_of_choice(
                                                     *entity_, field, state.key))});
    }
    editors_.push_back(std::move(editor));
}

void ImportConstants::remove(FieldId field) {
    std::erase_if(editors_, [&](const FormField& each) { return each.field == field; });
}

Status ImportConstants::type(FieldId field, std::string text) {
    for (FormField& editor : editors_)
        if (editor.field == field) return type_into(context_, std::move(text), editor);
    return {};
}

Result<std::vector<FormOption>> ImportConstants::find_options(FieldId field,
                                                              std::string_view text) {
    const FormField* editor = find(field);
    if (editor == nullptr) return std::vector<FormOption>();
    return holdfast::find_options(*context_.store, {editor->target, text, context_.strings});
}

Result<FieldReading> ImportConstants::read_one(FormField& editor) {
    if (entity_->state_field == editor.field && entity_->find_state(editor.text) != nullptr)
        return FieldReading{editor.text, true};
    return read_field(context_, *entity_, RecordId{}, editor);
}

Result<std::optional<std::vector<Draft::FieldValue>>> ImportConstants::read() {
    std::vector<Draft::FieldValue> values;
    bool right = true;
    for (FormField& editor : editors_) {
        if (!is_filled(editor)) continue;
        FieldReading reading = TRY(read_one(editor));
        right = right && reading.ok;
        values.push_back({editor.field, std::move(reading.value)});
    }
    if (!right) return std::optional<std::vector<Draft::FieldValue>>();
    return std::optional(std::move(values));
}

Status ImportConstants::restore(const std::vector<Draft::FieldValue>& values) {
    for (const Draft::FieldValue& value : values) {
        const FieldDef* field = entity_->find_field(value.field);
        if (field == nullptr || find(field->id) != nullptr) continue;
        const RecordId link = link_or_none(value.value);
        if (!link.is_none()) {
            const auto record = TRY(context_.store->read(field->target, link));
            if (!record || record->life == Record::Life::Deleted) continue;
        }
        add(*field);
        if (find(field->id) == nullptr) continue;
        TRY(fill_field(context_, *entity_, {&value.value, nullptr}, editors_.back()));
    }
    return {};
}

}  // namespace holdfast
