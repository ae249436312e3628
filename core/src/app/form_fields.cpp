#include "form_fields.h"

#include <algorithm>

#include "core/kept_choices.h"
#include "core/query.h"
#include "core/record.h"

namespace holdfast {
namespace {

bool is_engine_field(const FieldDef& field) {
    return field.access == Access::ReadOnly || field.type == FieldType::State ||
           field.type == FieldType::Number || field.merge == MergeKind::Counter ||
           !field.logic.compute.empty() || field.derive != Derive::None;
}

std::string id_text(const RecordId& id) {
    return id.is_none() ? std::string() : to_text(id);
}

/// A choice list may hold values that are not among its options: typed ones, and those that are
/// not offered any more. They stay choosable.
void keep_present_choices(const FormContext& context, const EntityDef& entity, FormField& field) {
    const FieldDef& def = *entity.find_any(field.field);
    std::vector<std::string> keys;
    if (field.editor == FieldShape::Choice && !field.text.empty()) keys.push_back(field.text);
    if (field.editor == FieldShape::Choices) keys = read_choices(field.text);
    for (const std::string& key : keys) {
        const bool known = std::any_of(field.options.begin(), field.options.end(),
                                       [&](const FormOption& option) { return option.key == key; });
        if (known) continue;
        const Value value =
            def.type == FieldType::Choices ? Value(write_choices({key})) : Value(key);
        field.options.push_back({key, context.strings.format_value(entity, def, value, 0)});
    }
}

void offer_modules(const FormContext& context, FormField& field) {
    for (const EntityDef& entity : context.store->registry().entities()) {
        if (entity.menu.empty()) continue;
        field.options.push_back({entity.key, std::string(context.strings.singular_of(entity))});
    }
}

/// The one record whose title is exactly what was typed; none when there is no or more than one.
Result<RecordId> find_by_title(FormContext& context, const FormField& field) {
    RecordId found;
    const LinkSearch search{field.target, field.text, context.strings};
    for (const FormOption& option : TRY(find_options(*context.store, search))) {
        if (option.label != field.text) continue;
        if (!found.is_none()) return RecordId{};
        found = parse_record_id(option.key).value_or(RecordId{});
    }
    return found;
}

Result<FieldReading> read_link(FormContext& context, const EntityDef& entity,
                               const RecordId& record, FormField& field) {
    if (field.link.is_none() && !field.text.empty()) {
        field.link = TRY(find_by_title(context, field));
        if (field.link.is_none()) {
            field.error = context.strings.sentence(
                entity, FieldIssue{record, field.field, IssueKind::UnknownLink});
            return FieldReading{{}, false};
        }
    }
    return FieldReading{field.link.is_none() ? Value() : Value(field.link), true};
}

}  // namespace

FormField make_field(const FormContext& context, const EntityDef& entity, const FieldDef& field) {
    FormField made;
    made.field = field.id;
    made.editor = info_of(field.type).shape;
    made.required = field.need == Need::Required;
    made.engine = is_engine_field(field) ||
                  context.policy.field_access(entity.id, field.id) != FieldAccess::Write;
    made.read_only = made.engine;
    made.length_max = field.bytes_max;
    made.target = field.target;
    relabel_field(context, entity, made);
    return made;
}

void relabel_field(const FormContext& context, const EntityDef& entity, FormField& field) {
    const FieldDef& def = *entity.find_any(field.field);
    field.label = context.strings.label_of(entity, def);
    field.options.clear();
    if (def.type == FieldType::Entity) offer_modules(context, field);
    for (const std::string& choice : def.choices) {
        field.options.push_back(
            {choice, std::string(context.strings.label_of_choice(entity, def, choice))});
    }
    keep_present_choices(context, entity, field);
}

void retranslate_field(const FormContext& context, const EntityDef& entity, const Strings& previous,
                       FormField& field) {
    const bool written_by_language =
        field.editor == FieldShape::Number || field.editor == FieldShape::Money ||
        field.editor == FieldShape::Date || field.editor == FieldShape::DateTime;
    if (!written_by_language) return;
    const FieldDef& def = *entity.find_any(field.field);
    for (std::string* text : {&field.text, &field.original}) {
        const ParsedValue parsed = parse_value(previous, entity, def, *text, context.zone);
        if (parsed.ok) *text = context.strings.edit_text(entity, def, parsed.value, context.zone);
    }
}

Status fill_field(FormContext& context, const EntityDef& entity, const HeldValue& held,
                  FormField& field) {
    const FieldDef& def = *entity.find_any(field.field);
    const Value& value = *held.value;
    const ShownField shown{&entity, &def, &value, held.record};
    field.shown = TRY(show_value(context.strings, context.titles, shown, context.zone));
    field.tone = tone_of(entity, def, value);
    field.error.clear();
    field.link = link_or_none(value);
    if (field.editor == FieldShape::Link) {
        field.text = field.shown;
        field.original = id_text(field.link);
        return {};
    }
    field.text = context.strings.edit_text(entity, def, value, context.zone);
    field.original = field.text;
    keep_present_choices(context, entity, field);
    return {};
}

Status type_into(FormContext& context, std::string text, FormField& field) {
    field.error.clear();
    if (field.editor != FieldShape::Link) {
        field.text = std::move(text);
        return {};
    }
    field.link = parse_record_id(text).value_or(RecordId{});
    field.text = field.link.is_none() ? std::move(text)
                                      : TRY(context.titles.title_of(field.target, field.link));
    return {};
}

bool is_changed(const FormField& field) {
    if (field.engine) return false;
    if (field.editor != FieldShape::Link) return field.text != field.original;
    return id_text(field.link) != field.original || (field.link.is_none() && !field.text.empty());
}

Result<FieldReading> read_field(FormContext& context, const EntityDef& entity,
                                const RecordId& record, FormField& field) {
    if (field.editor == FieldShape::Link) return read_link(context, entity, record, field);
    if (field.editor == FieldShape::Switch) {
        return FieldReading{std::int64_t{field.text == "1" ? 1 : 0}, true};
    }
    const FieldDef& def = *entity.find_field(field.field);
    const ParsedValue parsed = parse_value(context.strings, entity, def, field.text, context.zone);
    // A choice that is not offered any more stays until somebody chooses otherwise.
    const Value typed(field.text);
    const bool choices = field.editor == FieldShape::Choice || field.editor == FieldShape::Choices;
    if (choices && !field.text.empty() && keeps_choices(def, Value(field.original), typed))
        return FieldReading{typed, true};
    if (!parsed.ok) {
        field.error =
            context.strings.sentence(entity, FieldIssue{record, field.field, parsed.issue});
        return FieldReading{{}, false};
    }
    const std::vector<FieldIssue> issues = find_value_issues(def, parsed.value, record);
    if (!issues.empty()) field.error = context.strings.sentence(entity, issues.front());
    return FieldReading{parsed.value, issues.empty()};
}

Result<std::vector<FormOption>> find_options(Store& store, const LinkSearch& search) {
    std::vector<FormOption> options;
    const EntityDef* target = store.registry().find(search.target);
    if (target == nullptr) return options;
    Query query;
    query.entity = search.target;
    query.search = search.text;
    const auto handles = TRY(find_rows(store, query, search.count_max));
    LinkTitles titles(store, search.strings);
    for (const Record& record : TRY(read_rows(store, search.target, handles))) {
        std::string title = TRY(titles.title_of(*target, record));
        options.push_back({to_text(record.id), std::move(title)});
    }
    return options;
}

}  // namespace holdfast
