#include "core/app/record_stream.h"

#include <algorithm>

#include "core/query.h"
#include "presentation.h"
#include "purposes.h"

namespace holdfast {
namespace {

std::int64_t time_of(const RecordId& id) {
    // A UUIDv7 begins with the millisecond it was made in.
    return static_cast<std::int64_t>(id.high >> 16U);
}

/// When a comment was made: the module's own stamp, else the moment its id tells.
std::int64_t moment_of(const EntityDef& module, const Record& record) {
    const FieldDef* stamp = module.find_field(module.list_order);
    if (stamp == nullptr || stamp->type != FieldType::DateTime) return time_of(record.id);
    return integer_or(record.values[module.index_of(stamp->id)], time_of(record.id));
}

Query comments_on(const AnyLink& comments, const StreamQuestion& question,
                  const EntityDef& entity) {
    Query query;
    query.entity = comments.entity->id;
    query.sort_field = comments.entity->list_order;
    query.direction = SortDirection::Descending;
    query.filters.push_back({comments.record->id, FilterOperator::Equal, question.record});
    query.filters.push_back({comments.module, FilterOperator::Equal, entity.key});
    return query;
}

}  // namespace

Result<std::vector<StreamItem>> read_comments(Store& store, const StreamQuestion& question) {
    std::vector<StreamItem> items;
    const Registry& registry = store.registry();
    const AnyLink comments = find_any_link(registry, "comment");
    const EntityDef* entity = registry.find(question.entity);
    if (!comments || entity == nullptr) return items;
    const FieldDef* text = text_of(*comments.entity);
    const FieldDef* user = link_to(registry, *comments.entity, "user");
    if (text == nullptr) return items;
    LinkTitles titles(store, *question.strings);
    const Query query = comments_on(comments, question, *entity);
    const auto rows = TRY(find_rows(store, query, static_cast<std::int64_t>(kStreamItemsMax)));
    for (const Record& record : TRY(read_rows(store, comments.entity->id, rows))) {
        StreamItem item;
        item.id = record.id;
        item.at_ms = moment_of(*comments.entity, record);
        item.when = question.strings->date_time(item.at_ms, question.zone_offset_minutes);
        item.text = text_or_empty(record.values[comments.entity->index_of(text->id)]);
        const RecordId who = user == nullptr
                                 ? RecordId{}
                                 : link_or_none(record.values[comments.entity->index_of(user->id)]);
        if (!who.is_none()) item.who = TRY(titles.title_of(user->target, who));
        items.push_back(std::move(item));
    }
    return items;
}

Result<std::vector<StreamItem>> read_stream(Store& store, const StreamQuestion& question,
                                            const std::vector<StreamReader>& readers) {
    std::vector<StreamItem> all;
    for (const StreamReader reader : readers) {
        std::vector<StreamItem> items = TRY(reader(store, question));
        std::move(items.begin(), items.end(), std::back_inserter(all));
    }
    std::stable_sort(all.begin(), all.end(), [](const StreamItem& left, const StreamItem& right) {
        return left.at_ms > right.at_ms;
    });
    if (all.size() > kStreamItemsMax) all.resize(kStreamItemsMax);
    return all;
}

std::vector<StreamReader> stream_readers() {
    return {read_comments, read_changes, read_merges};
}

}  // namespace holdfast
