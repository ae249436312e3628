#include "form_content.h"

#include <algorithm>

#include "core/frozen.h"
#include "core/record.h"

namespace holdfast {
namespace {

template <typename Fields>
auto* find_in(Fields& fields, FieldId wanted) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const auto& field) { return field.field == wanted; });
    return found == fields.end() ? nullptr : &*found;
}

FormLine* find_line(FormLines& section, const RecordId& id) {
    const auto found = std::find_if(section.lines.begin(), section.lines.end(),
                                    [&](const FormLine& line) { return line.id == id; });
    return found == section.lines.end() ? nullptr : &*found;
}

bool any_changed(const std::vector<FormField>& fields) {
    return std::any_of(fields.begin(), fields.end(), is_changed);
}

}  // namespace

const EntityDef& FormContent::def_of(EntityId entity) const {
    const EntityDef* def = context_->store->registry().find(entity);
    HOLDFAST_ASSERT(def != nullptr);
    return *def;
}

void FormContent::build(Editors editors) {
    groups.clear();
    lines.clear();
    for (const FormSection& section : entity_->form) {
        FormGroup group;
        for (const FieldId id : section.fields) {
            if (!context_->shows(*entity_, id)) continue;
            FormField field = make_field(*context_, *entity_, *entity_->find_any(id));
            if (editors == Editors::All || !field.read_only) group.fields.push_back(field);
        }
        if (!group.fields.empty()) groups.push_back(std::move(group));
    }
    for (const EntityId child : entity_->children) {
        if (!context_->policy.can(child, Action::Read)) continue;
        FormLines section;
        section.entity = child;
        lines.push_back(std::move(section));
    }
    relabel();
}

void FormContent::relabel() {
    for (FormGroup& group : groups) {
        const FieldId first = group.fields.front().field;
        for (const FormSection& section : entity_->form) {
            const auto& ids = section.fields;
            if (std::find(ids.begin(), ids.end(), first) != ids.end()) {
                group.label = context_->strings.label_of(*entity_, section);
            }
        }
        for (FormField& field : group.fields) relabel_field(*context_, *entity_, field);
    }
    for (FormLines& section : lines) {
        const EntityDef& child = def_of(section.entity);
        section.label = context_->strings.plural_of(child);
        section.add_label = context_->strings.phrase_of(child, "add");
        for (FormLine& line : section.lines) {
            for (FormField& field : line.fields) relabel_field(*context_, child, field);
        }
    }
    update();
}

void FormContent::retranslate(const Strings& previous) {
    for (FormGroup& group : groups) {
        for (FormField& field : group.fields) {
            retranslate_field(*context_, *entity_, previous, field);
        }
    }
    for (FormLines& section : lines) {
        const EntityDef& child = def_of(section.entity);
        for (FormLine& line : section.lines) {
            for (FormField& field : line.fields) {
                retranslate_field(*context_, child, previous, field);
            }
        }
    }
    relabel();
}

Status FormContent::load(const Record& record) {
    id_ = record.id;
    record_ = record;
    line_records_.clear();
    carried_.clear();
    build(Editors::All);
    for (FormGroup& group : groups) {
        for (FormField& field : group.fields) {
            TRY(fill_stored(*entity_, record, field));
        }
    }
    for (FormLines& section : lines) TRY(load_lines(section));
    update();
    return {};
}

Status FormContent::merge(const Record& record) {
    record_ = record;
    line_records_.clear();
    for (FormGroup& group : groups) {
        for (FormField& field : group.fields) {
            if (is_changed(field)) continue;
            TRY(fill_stored(*entity_, record, field));
        }
    }
    for (FormLines& section : lines) TRY(merge_lines(section));
    update();
    return {};
}

Status FormContent::load_new(const RecordId& id, const std::vector<Draft::FieldValue>& given) {
    id_ = id;
    record_.reset();
    build(Editors::WritableOnly);
    for (FormGroup& group : groups) {
        for (FormField& field : group.fields) {
            Value value = entity_->find_field(field.field)->initial;
            for (const Draft::FieldValue& each : given) {
                if (each.field == field.field) value = each.value;
            }
            TRY(fill_field(*context_, *entity_, {&value, nullptr}, field));
        }
    }
    for (const Draft::FieldValue& each : given)
        if (find(each.field) == nullptr) carried_.push_back(each);
    update();
    return {};
}

Status FormContent::fill_stored(const EntityDef& entity, const Record& record, FormField& field) {
    const FieldDef& def = *entity.find_any(field.field);
    const Value value = TRY(holdfast::value_of(*context_->store, entity, def, record));
    return fill_field(*context_, entity, {&value, &record}, field);
}

// A line shows the columns of its list, and what it cannot be without.
FormLine FormContent::make_line(const EntityDef& child, const RecordId& id) const {
    FormLine line;
    line.id = id;
    std::vector<FieldId> shown = child.list_columns;
    for (const FieldDef& field : child.fields) {
        const bool listed = std::find(shown.begin(), shown.end(), field.id) != shown.end();
        const bool fillable = field.access == Access::Writable && field.presence == Presence::Shown;
        if (!listed && field.need == Need::Required && fillable) shown.push_back(field.id);
    }
    for (const FieldId field : shown)
        if (field != child.parent_field && context_->shows(child, field))
            line.fields.push_back(make_field(*context_, child, *child.find_any(field)));
    return line;
}

Status FormContent::fill_line(const EntityDef& child, const Record& stored, FormLine& line) {
    for (FormField& field : line.fields) {
        if (is_changed(field)) continue;
        TRY(fill_stored(child, stored, field));
    }
    line_records_.push_back(stored);
    return {};
}

Status FormContent::load_lines(FormLines& section) {
    const EntityDef& child = def_of(section.entity);
    section.frozen = is_frozen(*entity_, *record_);
    for (const Record& stored : TRY(context_->store->read_children(section.entity, id_))) {
        FormLine line = make_line(child, stored.id);
        TRY(fill_line(child, stored, line));
        section.lines.push_back(std::move(line));
    }
    return {};
}

Status FormContent::merge_lines(FormLines& section) {
    const EntityDef& child = def_of(section.entity);
    section.frozen = is_frozen(*entity_, *record_);
    const std::vector<Record> stored = TRY(context_->store->read_children(section.entity, id_));
    std::erase_if(section.lines, [&](const FormLine& line) {
        const bool gone = std::none_of(stored.begin(), stored.end(),
                                       [&](const Record& one) { return one.id == line.id; });
        return gone && line.change == FormLine::Change::None;
    });
    for (const Record& one : stored) {
        FormLine* line = find_line(section, one.id);
        if (line == nullptr) line = &section.lines.emplace_back(make_line(child, one.id));
        TRY(fill_line(child, one, *line));
    }
    return {};
}

bool FormContent::dirty() const {
    const bool typed = std::any_of(groups.begin(), groups.end(), [](const FormGroup& group) {
        return any_changed(group.fields);
    });
    return typed || std::any_of(lines.begin(), lines.end(), [](const FormLines& section) {
               return std::any_of(section.lines.begin(), section.lines.end(), [](const auto& line) {
                   return line.change != FormLine::Change::None;
               });
           });
}

Result<std::vector<FieldIssue>> FormContent::collect(Draft& draft) {
    std::vector<FieldIssue> issues;
    TRY(collect_record(draft, issues));
    for (FormLines& section : lines) {
        for (FormLine& line : section.lines) {
            TRY(collect_line(draft, section, line, issues));
        }
    }
    return issues;
}

Status FormContent::collect_record(Draft& draft, std::vector<FieldIssue>& issues) {
    std::vector<Draft::FieldValue> written;
    for (FormGroup& group : groups) {
        for (FormField& field : group.fields) {
            // What was typed before somebody closed the field is judged, not dropped.
            if (record_ ? !is_changed(field) : field.read_only) continue;
            const FieldReading reading = TRY(read_field(*context_, *entity_, id_, field));
            if (!reading.ok) issues.push_back({id_, field.field, IssueKind::Missing, {}});
            if (!record_ && is_null(reading.value)) continue;
            written.push_back({field.field, reading.value});
        }
    }
    if (!record_) {
        written.insert(written.end(), carried_.begin(), carried_.end());
        draft.create(entity_->id, id_, std::move(written));
    } else if (!written.empty()) {
        draft.set(entity_->id, id_, std::move(written));
    }
    return {};
}

Status FormContent::collect_line(Draft& draft, const FormLines& section, FormLine& line,
                                 std::vector<FieldIssue>& issues) {
    using Change = FormLine::Change;
    const EntityDef& child = def_of(section.entity);
    if (line.change == Change::None) return {};
    if (line.change == Change::Removed) {
        draft.remove(child.id, line.id);
        return {};
    }
    std::vector<Draft::FieldValue> written;
    if (line.change == Change::Added) written.push_back({child.parent_field, id_});
    for (FormField& field : line.fields) {
        const bool closed = section.frozen ? field.engine : field.read_only;
        if (line.change == Change::Edited ? !is_changed(field) : closed) continue;
        const FieldReading reading = TRY(read_field(*context_, child, line.id, field));
        if (!reading.ok) issues.push_back({line.id, field.field, IssueKind::Missing, {}});
        if (line.change == Change::Added && is_null(reading.value)) continue;
        written.push_back({field.field, reading.value});
    }
    if (written.empty()) return {};
    if (line.change == Change::Added) {
        draft.create(child.id, line.id, std::move(written));
    } else {
        draft.set(child.id, line.id, std::move(written));
    }
    return {};
}

void FormContent::show_issues(const std::vector<FieldIssue>& issues) {
    for (const FieldIssue& issue : issues) {
        if (issue.record == id_) {
            FormField* field = find(issue.field);
            if (field != nullptr) field->error = context_->strings.sentence(*entity_, issue);
            continue;
        }
        for (FormLines& section : lines) {
            FormField* field = find_line_field(section.entity, issue.record, issue.field);
            if (field == nullptr) continue;
            field->error = context_->strings.sentence(def_of(section.entity), issue);
        }
    }
}

FormField* FormContent::find(FieldId field) {
    for (FormGroup& group : groups) {
        FormField* found = find_in(group.fields, field);
        if (found != nullptr) return found;
    }
    return nullptr;
}

FormField* FormContent::find_line_field(EntityId child, const RecordId& line, FieldId field) {
    for (FormLines& section : lines) {
        FormLine* found = section.entity == child ? find_line(section, line) : nullptr;
        if (found != nullptr) return find_in(found->fields, field);
    }
    return nullptr;
}

RecordId FormContent::add_line(EntityId child, const RecordId& id) {
    for (FormLines& section : lines) {
        if (section.entity != child) continue;
        const EntityDef& def = def_of(child);
        const RecordId given = id.is_none() ? make_record_id(context_->store->environment()) : id;
        FormLine line = make_line(def, given);
        line.change = FormLine::Change::Added;
        for (FormField& field : line.fields) {
            // Defaults of a definition cannot fail to show: they are numbers and choice keys.
            const FieldDef& shown = *def.find_any(field.field);
            static_cast<void>(fill_field(*context_, def, {&shown.initial, nullptr}, field));
        }
        section.lines.push_back(std::move(line));
        update();
        return section.lines.back().id;
    }
    return {};
}

void FormContent::touch_line(EntityId child, const RecordId& id) {
    for (FormLines& section : lines) {
        FormLine* line = section.entity == child ? find_line(section, id) : nullptr;
        if (line == nullptr || line->change == FormLine::Change::Added) continue;
        line->change =
            any_changed(line->fields) ? FormLine::Change::Edited : FormLine::Change::None;
    }
    update();
}

Status FormContent::take_back_line(EntityId child, const RecordId& id) {
    for (FormLines& section : lines) {
        FormLine* line = section.entity == child ? find_line(section, id) : nullptr;
        if (line == nullptr) continue;
        const Record* stored = find_line_record(id);
        if (stored == nullptr) {
            std::erase_if(section.lines, [&](const FormLine& one) { return one.id == id; });
            break;
        }
        const EntityDef& def = def_of(child);
        *line = make_line(def, id);
        const Record before = *stored;
        for (FormField& field : line->fields) TRY(fill_stored(def, before, field));
    }
    update();
    return {};
}

void FormContent::remove_line(EntityId child, const RecordId& id) {
    for (FormLines& section : lines) {
        FormLine* line = section.entity == child ? find_line(section, id) : nullptr;
        if (line == nullptr) continue;
        if (line->change == FormLine::Change::Added) {
            std::erase_if(section.lines, [&](const FormLine& one) { return one.id == id; });
        } else {
            line->change = FormLine::Change::Removed;
        }
    }
    update();
}

}  // namespace holdfast
