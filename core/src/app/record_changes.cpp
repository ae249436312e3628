// What the history of a record says, as items of its stream.
#include "core/app/record_stream.h"
#include "core/history.h"
#include "presentation.h"

namespace holdfast {
namespace {

/// Longer than this nobody reads a value in a line.
constexpr std::size_t kShownBytesMax = 160;
constexpr std::size_t kChangesPerItemMax = 6;

class ChangeWords {
public:
    ChangeWords(Store& store, const StreamQuestion& question, const EntityDef& entity)
        : question_(&question), entity_(&entity), titles_(store, *question.strings) {}

    Result<std::string> text_of(const HistoryEntry& entry) {
        switch (entry.kind) {
            case HistoryKind::Created:
                return word("stream.created");
            case HistoryKind::Arrived:
                return word("stream.arrived");
            case HistoryKind::Removed:
                return word("stream.removed");
            case HistoryKind::Restored:
                return word("stream.restored");
            case HistoryKind::Changed:
            case HistoryKind::Moved:
                break;
        }
        return changes_of(entry);
    }

private:
    [[nodiscard]] std::string word(std::string_view key) const {
        return std::string(question_->strings->get(key));
    }

    Result<std::string> changes_of(const HistoryEntry& entry) {
        std::string text;
        std::size_t count = 0;
        for (const HistoryChange& change : entry.changes) {
            const FieldDef* field = entity_->find_field(change.field);
            if (field == nullptr || field->type == FieldType::Json) continue;
            if (count++ == kChangesPerItemMax) return text + " …";
            if (!text.empty()) text += "; ";
            const std::string from = TRY(shown(*field, change.from));
            const std::string to = TRY(shown(*field, change.to));
            text += question_->strings->format(
                "stream.change",
                {std::string(question_->strings->label_of(*entity_, *field)), from, to});
        }
        return text;
    }

    Result<std::string> shown(const FieldDef& field, const Value& value) {
        std::string text = TRY(show_value(*question_->strings, titles_, {entity_, &field, &value},
                                          question_->zone_offset_minutes));
        if (text.empty()) return word("conflict.empty_value");
        if (text.size() <= kShownBytesMax) return text;
        std::size_t end = kShownBytesMax;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
        return text.substr(0, end) + "…";
    }

    const StreamQuestion* question_;
    const EntityDef* entity_;
    LinkTitles titles_;
};

}  // namespace

Result<std::vector<StreamItem>> read_changes(Store& store, const StreamQuestion& question) {
    std::vector<StreamItem> items;
    const EntityDef* entity = store.registry().find(question.entity);
    if (entity == nullptr) return items;
    HistoryQuery asked;
    asked.entity = question.entity;
    asked.record = question.record;
    asked.count_max = static_cast<std::int64_t>(kStreamItemsMax);
    ChangeWords words(store, question, *entity);
    for (const HistoryEntry& entry : TRY(read_history(store, asked)).entries) {
        StreamItem item;
        item.kind = StreamItem::Kind::Change;
        item.id = {static_cast<std::uint64_t>(entry.key), 0};
        item.at_ms = entry.at_ms;
        item.when = question.strings->date_time(entry.at_ms, question.zone_offset_minutes);
        item.who = entry.source == HistorySource::Sync && entry.user.empty()
                       ? std::string(question.strings->get("stream.by_sync"))
                       : entry.user;
        item.text = TRY(words.text_of(entry));
        if (!item.text.empty()) items.push_back(std::move(item));
    }
    return items;
}

}  // namespace holdfast
