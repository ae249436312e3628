#include "look_alikes.h"

#include <algorithm>

#include "core/duplicates.h"
#include "core/policy.h"
#include "core/query.h"
#include "core/record.h"
#include "presentation.h"

namespace holdfast {
namespace {

constexpr std::int64_t kRowsPerSlice = 2'000;
/// One is enough to say that a value is taken; the record itself may be among them.
constexpr std::int64_t kEqualMax = 3;

/// What the form's fields hold as far as it can be read; the others count as empty.
std::vector<Draft::FieldValue> typed_values(const Strings& strings, FormView& form, int zone) {
    std::vector<Draft::FieldValue> values;
    for (const FormGroup& group : form.groups())
        for (const FormField& field : group.fields) {
            const FieldDef* definition = form.entity().find_field(field.field);
            if (!definition || !field.visible) continue;
            if (field.editor == FieldShape::Link) {
                if (!field.link.is_none()) values.push_back({field.field, field.link});
                continue;
            }
            ParsedValue parsed = parse_value(strings, form.entity(), *definition, field.text, zone);
            if (parsed.ok) values.push_back({field.field, std::move(parsed.value)});
        }
    return values;
}

LookAlike look_alike(const Strings& strings, const EntityDef& entity, const RecordId& record,
                     std::string title, const std::vector<FieldId>& fields) {
    return {record, std::move(title), "#/" + entity.key + "/" + to_text(record),
            labels_of(strings, entity, fields)};
}

bool holds(const LookAlikes& found, const RecordId& record) {
    return std::any_of(found.records.begin(), found.records.end(),
                       [&](const LookAlike& each) { return each.record == record; });
}

/// What the form holds in these fields, as conditions; nothing when one is empty or hidden: nothing
/// is equal to nothing, and nobody learns by a suggestion what a field holds.
std::vector<FieldFilter> equal_to(const Policy& policy, const DuplicateQuery& typed,
                                  const std::vector<FieldId>& fields) {
    std::vector<FieldFilter> filters;
    for (const FieldId field : fields) {
        const auto value = std::find_if(typed.values.begin(), typed.values.end(),
                                        [&](const auto& each) { return each.field == field; });
        const bool given = value != typed.values.end() && !is_null(value->value);
        if (!given || policy.field_access(typed.entity, field) == FieldAccess::Hidden) return {};
        filters.push_back({field, FilterOperator::Equal, value->value});
    }
    return filters;
}

/// Records that hold what must be unique. Where a server decides, a device only says so.
Status add_equal(Store& store, const Strings& strings, const DuplicateQuery& typed,
                 LookAlikes& found) {
    const EntityDef& entity = *store.registry().find(typed.entity);
    const Policy policy = TRY(store.policy());
    LinkTitles titles(store, strings);
    for (const std::vector<FieldId>& fields : entity.unique) {
        Query query;
        query.entity = typed.entity;
        query.filters = equal_to(policy, typed, fields);
        if (query.filters.empty()) continue;
        const auto rows = TRY(find_rows(store, query, kEqualMax));
        for (const Record& record : TRY(read_rows(store, typed.entity, rows))) {
            if (record.id == typed.self || holds(found, record.id)) continue;
            std::string title = TRY(titles.title_of(entity, record));
            found.records.push_back(
                look_alike(strings, entity, record.id, std::move(title), fields));
        }
    }
    return {};
}

/// The title of a record that was merged away; empty when it may not be read or is erased.
Result<std::string> title_at(Store& store, LinkTitles& titles, EntityId entity,
                             const RecordId& id) {
    const std::optional<Record> record = TRY(store.read(entity, id));
    if (!record) return std::string();
    return titles.title_of(*store.registry().find(entity), *record);
}

Result<std::string> merged_title(Store& store, const Strings& strings, const MergeMark& mark) {
    LinkTitles titles(store, strings);
    std::string title = TRY(title_at(store, titles, mark.entity, mark.loser));
    if (title.empty()) title = strings.singular_of(*store.registry().find(mark.entity));
    return title;
}

StreamItem merge_item(const StreamQuestion& question, const MergeMark& mark, std::int64_t at_ms,
                      std::string text) {
    StreamItem item;
    item.kind = StreamItem::Kind::Change;
    item.id = mark.log;
    item.at_ms = at_ms;
    item.when = question.strings->date_time(at_ms, question.zone_offset_minutes);
    item.text = std::move(text);
    return item;
}

}  // namespace

std::string labels_of(const Strings& strings, const EntityDef& entity,
                      const std::vector<FieldId>& fields) {
    std::string labels;
    for (const FieldId field : fields) {
        if (!labels.empty()) labels += ", ";
        labels += strings.label_of(entity, *entity.find_field(field));
    }
    return labels;
}

Result<LookAlikes> find_look_alikes(Store& store, const Strings& strings, FormView& form,
                                    int zone_offset_minutes) {
    LookAlikes found;
    const bool typing =
        form.mode() == FormMode::Create || (form.mode() == FormMode::Edit && form.dirty());
    if (!typing) return found;
    const EntityDef& entity = form.entity();
    DuplicateQuery query;
    query.entity = form.entity().id;
    query.self = form.id();
    query.values = typed_values(strings, form, zone_offset_minutes);
    query.index_rows_max = kRowsPerSlice;
    const DuplicateAnswer answer = TRY(find_duplicates(store, query));
    found.complete = answer.complete;
    TRY(add_equal(store, strings, query, found));
    for (const DuplicateCandidate& each : answer.candidates)
        if (!holds(found, each.record) && found.records.size() < query.count_max)
            found.records.push_back(
                look_alike(strings, entity, each.record, each.title, each.fields));
    return found;
}

Result<std::vector<PastMerge>> find_past_merges(Store& store, const Strings& strings,
                                                const StreamQuestion& question) {
    std::vector<PastMerge> past;
    const std::int64_t now_ms = store.environment().now_ms();
    for (const MergeMark& mark : TRY(find_merges(store, question.entity, question.record))) {
        if (mark.undone_ms != 0 || mark.group == 0 || now_ms > mark.undo_until_ms) continue;
        std::string title = TRY(merged_title(store, strings, mark));
        // Several losers of one merge come back together.
        if (!past.empty() && past.back().group == mark.group) {
            past.back().sentence.insert(0, title + ", ");
            continue;
        }
        past.push_back(
            {mark.group,
             strings.format("merge.past",
                            {title, strings.date_time(mark.at_ms, question.zone_offset_minutes)})});
    }
    return past;
}

Result<std::string> sentence_of(Store& store, const Strings& strings,
                                const std::vector<MergeBlocker>& blockers) {
    LinkTitles titles(store, strings);
    std::string names;
    for (const MergeBlocker& blocker : blockers) {
        const EntityDef& entity = *store.registry().find(blocker.entity);
        std::string name = TRY(title_at(store, titles, blocker.entity, blocker.record));
        if (name.empty()) name = strings.singular_of(entity);
        const FieldDef* field = entity.find_field(blocker.field);
        if (field)
            name = strings.format("conflict.article",
                                  {name, std::string(strings.label_of(entity, *field))});
        names += (names.empty() ? "" : ", ") + name;
    }
    return strings.format("merge.blocked", {names});
}

Result<std::vector<StreamItem>> read_merges(Store& store, const StreamQuestion& question) {
    std::vector<StreamItem> items;
    for (const MergeMark& mark : TRY(find_merges(store, question.entity, question.record))) {
        const std::string title = TRY(merged_title(store, *question.strings, mark));
        items.push_back(merge_item(question, mark, mark.at_ms,
                                   question.strings->format("stream.merged", {title})));
        if (mark.undone_ms != 0)
            items.push_back(merge_item(question, mark, mark.undone_ms,
                                       question.strings->format("stream.unmerged", {title})));
    }
    return items;
}

}  // namespace holdfast
