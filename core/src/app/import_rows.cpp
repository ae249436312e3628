#include "import_rows.h"

#include <algorithm>

#include "core/record.h"
#include "core/record_source.h"

namespace holdfast {
namespace {

/// Records of a dry run that later rows may change again. Beyond, a change is taken for granted.
constexpr std::size_t kInMindMax = 20'000;

constexpr std::size_t kNamedMax = 60;

std::string quoted_name(const std::string& name) {
    return name.size() <= kNamedMax ? name : name.substr(0, name.find(' ', kNamedMax));
}

bool is_given(const std::vector<Draft::FieldValue>& values, FieldId field) {
    return std::any_of(values.begin(), values.end(),
                       [&](const auto& value) { return value.field == field; });
}

}  // namespace

RowMaker::RowMaker(Store& store, ImportPlan plan)
    : store_(&store),
      plan_(std::move(plan)),
      cells_(plan_),
      finder_(store, plan_.context.strings, plan_.context.policy) {
    is_linked_by_itself_ =
        std::any_of(plan_.columns.begin(), plan_.columns.end(), [&](const TargetRef& target) {
            if (target.kind != TargetRef::Kind::Own) return false;
            return target.field->target == plan_.entity->id ||
                   target.field->type == FieldType::LinkAny;
        });
}

RowSlice RowMaker::begin() {
    ids_given_ = ids_kept_;
    return RowSlice{
        Draft(import_reason(*plan_.entity), store_->state().checkpoint), {}, {}, {}, {}, 0};
}

void RowMaker::keep(RowSlice slice, RecordFinder::Kept kept) {
    ids_kept_ = ids_given_;
    finder_.keep(std::move(slice.keys), kept);
    if (kept == RecordFinder::Kept::InTheStore) return;
    for (auto& [id, record] : slice.records) {
        if (in_mind_.size() >= kInMindMax && !in_mind_.contains(id)) break;
        in_mind_[id] = std::move(record);
    }
    for (auto& [id, parts] : slice.parts) {
        if (parts_in_mind_.size() >= kInMindMax && !parts_in_mind_.contains(id)) break;
        parts_in_mind_[id] = std::move(parts);
    }
}

bool RowMaker::has_given(const RecordId& id) const {
    const RecordId first = plan_.first_id;
    return id.high == first.high && id.low >= first.low &&
           id.low < first.low + static_cast<std::uint64_t>(ids_given_);
}

RowReason RowMaker::sentence(std::string_view key) const {
    return {std::string(plan_.context.strings.get(key))};
}

RowReason RowMaker::reason_of(const FieldIssue& issue, const RowSlice& slice) const {
    const Strings& strings = plan_.context.strings;
    const auto& operations = slice.draft.operations();
    const auto found = std::find_if(operations.begin(), operations.end(), [&](const auto& each) {
        return each.record == issue.record && each.entity != plan_.entity->id;
    });
    if (found == operations.end())
        return {refusal_sentence(strings, *plan_.entity, issue, {}), cells_.column_of(issue.field)};
    const EntityDef& other = *store_->registry().find(found->entity);
    const std::string sentence = refusal_sentence(strings, other, issue, {});
    for (std::size_t column = 0; column < plan_.columns.size(); ++column)
        if (plan_.columns[column].linked == &other)
            return {std::string(strings.singular_of(other)) + ": " + sentence, column};
    return {sentence, kNoColumn};
}

RowReason RowMaker::missing_reason(const ReadRow& made) const {
    for (const FieldDef& field : made.entity->fields) {
        if (field.need != Need::Required || !is_null(field.initial)) continue;
        if (made.has_link(field.id) || made.find(field.id) != nullptr) continue;
        if (made.number > 0 && field.id == made.entity->parent_field) continue;
        return {refusal_sentence(plan_.context.strings, *made.entity,
                                 {RecordId{}, field.id, IssueKind::Missing}, {}),
                cells_.column_of(field.id)};
    }
    return {};
}

Result<RecordFinder::Found> RowMaker::find_same(const ReadRow& made, RowSlice& slice,
                                                std::vector<Draft::FieldValue>& key) {
    for (const FieldId field : plan_.options.match) {
        Value value;
        if (field == kRecordIdTarget) {
            value = made.record_id;
        } else if (const Value* given = made.find(field)) {
            value = *given;
        }
        // Nothing is equal to nothing.
        if (is_null(value) || value == Value(std::string())) {
            key.clear();
            break;
        }
        key.push_back({field, std::move(value)});
    }
    if (key.empty()) return RecordFinder::Found{};
    return finder_.find_matching(*plan_.entity, key, slice.keys);
}

Result<std::optional<Record>> RowMaker::current(const RecordId& id, const RowSlice& slice) {
    const auto touched = slice.records.find(id);
    if (touched != slice.records.end()) return std::optional<Record>(touched->second);
    const auto kept = in_mind_.find(id);
    if (kept != in_mind_.end()) return std::optional<Record>(kept->second);
    return store_->read(plan_.entity->id, id);
}

Record RowMaker::record_of(const EntityDef& entity, const RecordId& id,
                           const std::vector<Draft::FieldValue>& values) {
    Record record;
    record.entity = entity.id;
    record.id = id;
    for (const FieldDef& field : entity.fields) record.values.push_back(field.initial);
    if (entity.state_field != FieldId::None)
        record.values[entity.index_of(entity.state_field)] = entity.initial_state;
    for (const Draft::FieldValue& value : values)
        record.values[entity.index_of(value.field)] = value.value;
    return record;
}

std::vector<Draft::FieldValue> RowMaker::take_changes(const EntityDef& entity,
                                                      std::vector<Draft::FieldValue>& values,
                                                      Record& record) {
    std::vector<Draft::FieldValue> changed;
    for (Draft::FieldValue& value : values) {
        const FieldDef& field = *entity.find_field(value.field);
        Value& stored = record.values[entity.index_of(field.id)];
        if (field.access == Access::ReadOnly || stored == value.value) continue;
        stored = value.value;
        changed.push_back(std::move(value));
    }
    return changed;
}

Result<bool> RowMaker::is_allowed(Action action, const Record& record, const Above& above) {
    if (plan_.context.policy == nullptr) return true;
    RecordSource source(*store_);
    for (const Record* each : above) source.put(*each);
    return plan_.context.policy->can(action, record, source);
}

/// A linked record that only its fields speak of is named like the row's own record, unless there
/// is a column for its name: then it is left empty on purpose.
void RowMaker::name_by_title(ReadRow& made) const {
    const bool titled = std::any_of(
        plan_.entity->title.begin(), plan_.entity->title.end(),
        [&](FieldId field) { return plan_.entity->find_field(field) && made.find(field); });
    for (const auto& [link, values] : made.linked) {
        const bool has_column = cells_.column_of(link->id) != kNoColumn;
        if (values.empty() || has_column || !titled) continue;
        made.links.push_back(
            {link, title_of(*plan_.entity, record_of(*plan_.entity, {}, made.own)), kNoColumn});
    }
}

const EntityDef* RowMaker::target_of(const ReadRow::Link& link, const ReadRow& made) const {
    const Registry& registry = store_->registry();
    if (link.field->type == FieldType::Link) return registry.find(link.field->target);
    const Value* key = made.find(link.field->entity_field);
    return key == nullptr ? nullptr : registry.find(text_or_empty(*key));
}

/// What a new linked record begins with; nothing when its title is not enough for it.
std::optional<std::vector<Draft::FieldValue>> RowMaker::values_of_new(const EntityDef& linked,
                                                                      const ReadRow::Link& link,
                                                                      const ReadRow& made) const {
    const Policy* policy = plan_.context.policy;
    // A picture is not made by its name.
    const bool can_be_made = link.field->type == FieldType::Link && link.field->widget.empty();
    const bool wanted = plan_.options.missing_links == MissingLinks::Create && can_be_made;
    if (!wanted || linked.kind != EntityKind::Record || linked.title.empty()) return std::nullopt;
    if (policy != nullptr && !policy->can(linked.id, Action::Create)) return std::nullopt;
    for (const FieldId id : linked.title) {
        const FieldDef* field = linked.find_field(id);
        if (field == nullptr || field->type != FieldType::Text) return std::nullopt;
    }
    std::vector<Draft::FieldValue> values = values_of_title(linked, link.name);
    const auto more = made.linked.find(link.field);
    if (more != made.linked.end())
        values.insert(values.end(), more->second.begin(), more->second.end());
    const FieldDef* external = linked.find_field(kExternalIdKey);
    const bool same_party = link.column == kNoColumn && !made.external_id.empty();
    if (same_party && external != nullptr && !is_given(values, external->id))
        values.push_back({external->id, made.external_id});
    for (const FieldDef& field : linked.fields) {
        const bool needed = field.need == Need::Required && is_null(field.initial);
        if (needed && !is_given(values, field.id)) return std::nullopt;
    }
    for (const Draft::FieldValue& value : values)
        if (!find_value_issues(*linked.find_field(value.field), value.value, RecordId{}).empty())
            return std::nullopt;
    return values;
}

Result<RowReason> RowMaker::resolve_link(const ReadRow::Link& link, ReadRow& made,
                                         const RowSlice& slice) {
    const Strings& strings = plan_.context.strings;
    const std::vector<std::string> arguments = {
        std::string(strings.label_of(*made.entity, *link.field)), quoted_name(link.name)};
    const EntityDef* linked = target_of(link, made);
    if (linked == nullptr)
        return RowReason{strings.format("import.refusal.link_module", arguments), link.column};
    const RecordFinder::Found found = TRY(finder_.find_named(*linked, link.name, slice.keys));
    if (found.ambiguous)
        return RowReason{strings.format("import.refusal.ambiguous", arguments), link.column};
    if (!found.id.is_none()) {
        made.own.push_back({link.field->id, found.id});
        return RowReason{};
    }
    for (const ReadRow::NewLinked& known : made.new_linked) {
        if (known.entity != linked || known.name != link.name) continue;
        made.own.push_back({link.field->id, known.id});
        return RowReason{};
    }
    auto values = values_of_new(*linked, link, made);
    if (!values) return RowReason{strings.format("import.refusal.link", arguments), link.column};
    made.new_linked.push_back({linked, next_id(), link.name, *std::move(values)});
    made.own.push_back({link.field->id, made.new_linked.back().id});
    return RowReason{};
}

Result<RowReason> RowMaker::resolve_links(ReadRow& made, const RowSlice& slice) {
    for (const ReadRow::Link& link : made.links) {
        RowReason reason = TRY(resolve_link(link, made, slice));
        if (!reason.sentence.empty()) return reason;
    }
    return RowReason{};
}

void RowMaker::create_linked(ReadRow& made, std::size_t place, RowSlice& slice) {
    for (ReadRow::NewLinked& linked : made.new_linked) {
        RecordFinder::add_names(*linked.entity, linked.values, linked.id, slice.keys);
        slice.draft.create(linked.entity->id, linked.id, std::move(linked.values));
        slice.row[linked.id] = place;
        ++slice.created;
    }
}

Result<RowOutcome> RowMaker::create(ReadRow& made, std::size_t place,
                                    const std::vector<Draft::FieldValue>& key, RowSlice& slice) {
    RowReason missing = missing_reason(made);
    if (!missing.sentence.empty()) return RowOutcome{RowFate::Refused, std::move(missing)};
    name_by_title(made);
    RowReason wrong = TRY(resolve_links(made, slice));
    if (!wrong.sentence.empty()) return RowOutcome{RowFate::Refused, std::move(wrong)};
    const RecordId id = next_id();
    const Record record = record_of(*plan_.entity, id, made.own);
    if (!TRY(is_allowed(Action::Create, record)))
        return RowOutcome{RowFate::Refused, sentence("import.refusal.no_right_to_create")};
    RowReason part = TRY(judge_parts(made, {&record}, slice));
    if (!part.sentence.empty()) return RowOutcome{RowFate::Refused, std::move(part)};
    create_linked(made, place, slice);
    const bool meets_again = !key.empty() && plan_.options.mode == ImportMode::CreateOrUpdate;
    if (meets_again) slice.records[id] = record;
    if (!key.empty()) RecordFinder::add_match(key, id, slice.keys);
    if (is_linked_by_itself_) {
        std::vector<Draft::FieldValue> names = made.own;
        names.push_back({kRecordIdTarget, made.record_id});
        RecordFinder::add_names(*plan_.entity, names, id, slice.keys);
    }
    slice.draft.create(plan_.entity->id, id, std::move(made.own));
    slice.row[id] = place;
    ++slice.created;
    write_parts(made, id, place, slice);
    return RowOutcome{};
}

// A customer whose phone number a list of vendors brings is no vendor for that.
void RowMaker::leave_out_defaults(ReadRow& made) const {
    const PresetDef* preset = plan_.context.preset;
    if (preset == nullptr) return;
    std::erase_if(made.own, [&](const Draft::FieldValue& value) {
        return cells_.column_of(value.field) == kNoColumn &&
               std::any_of(preset->defaults.begin(), preset->defaults.end(), [&](const auto& each) {
                   return each.first == value.field && each.second == value.value;
               });
    });
}

Result<RowOutcome> RowMaker::update(const RecordId& id, ReadRow& made, std::size_t place,
                                    RowSlice& slice) {
    const std::optional<Record> before = TRY(current(id, slice));
    if (!before) return RowOutcome{RowFate::Updated, {}};
    if (!TRY(is_allowed(Action::Edit, *before)))
        return RowOutcome{RowFate::Refused, sentence("import.refusal.no_right_to_edit")};
    RowReason wrong = TRY(resolve_links(made, slice));
    if (!wrong.sentence.empty()) return RowOutcome{RowFate::Refused, std::move(wrong)};
    leave_out_defaults(made);
    Record after = *before;
    std::vector<Draft::FieldValue> changed = take_changes(*plan_.entity, made.own, after);
    RowReason part = TRY(judge_parts(made, {&after}, slice));
    if (!part.sentence.empty()) return RowOutcome{RowFate::Refused, std::move(part)};
    const bool same = changed.empty() && made.parts.empty();
    if (same) return RowOutcome{RowFate::Skipped, sentence("import.skipped.unchanged")};
    create_linked(made, place, slice);
    if (!changed.empty()) slice.draft.set(plan_.entity->id, id, std::move(changed));
    slice.records[id] = std::move(after);
    slice.row[id] = place;
    write_parts(made, id, place, slice);
    return RowOutcome{RowFate::Updated, {}};
}

Result<RowOutcome> RowMaker::add(const FileRow& row, std::size_t place, RowSlice& slice) {
    ReadRow made = cells_.read(row);
    if (!made.reason.sentence.empty()) return RowOutcome{RowFate::Refused, std::move(made.reason)};
    std::vector<Draft::FieldValue> key;
    const RecordFinder::Found same = TRY(find_same(made, slice, key));
    if (same.ambiguous) return RowOutcome{RowFate::Refused, sentence("import.refusal.several")};
    const bool found = !same.id.is_none();
    if (found && plan_.options.mode == ImportMode::CreateOnly)
        return RowOutcome{RowFate::Skipped, sentence("import.skipped.known")};
    if (!found && plan_.options.mode == ImportMode::UpdateOnly)
        return RowOutcome{RowFate::Skipped, sentence("import.skipped.not_here")};
    return found ? update(same.id, made, place, slice) : create(made, place, key, slice);
}

}  // namespace holdfast
