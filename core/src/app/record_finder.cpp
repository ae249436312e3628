#include "record_finder.h"

#include <algorithm>

#include "base/utf8.h"
#include "core/app/import.h"
#include "import_names.h"
#include "import_targets.h"
#include "presentation.h"
#include "store/entity_table.h"
#include "store/hidden_fields.h"

namespace holdfast {
namespace {

constexpr std::size_t kRecentMax = 20'000;
constexpr std::size_t kIdTextBytes = 36;
/// More records of one name than these are not told apart.
constexpr std::size_t kCandidatesMax = 16;
/// Parameters of a question before those of the rights.
constexpr int kOwnParametersMax = 8;
constexpr char kBetweenKeys = '\x1F';

/// A text made of signs alone has no letters to go by.
std::string folded_name(std::string_view text) {
    std::string key = name_key(text);
    return key.empty() ? std::string(text) : key;
}

/// Fields other than the title that name one record; what is hidden would be told by what is found.
std::vector<const FieldDef*> naming_fields(const EntityDef& entity, const Policy* policy) {
    std::vector<const FieldDef*> fields;
    const FieldDef* mail = nullptr;
    for (const FieldDef& field : entity.fields) {
        if (info_of(field.type).kind != ValueKind::Text || is_hidden(policy, entity, field.id))
            continue;
        if (mail == nullptr && field.type == FieldType::Email) mail = &field;
        const bool alone = std::any_of(
            entity.unique.begin(), entity.unique.end(),
            [&](const auto& unique) { return unique.size() == 1 && unique.front() == field.id; });
        if (alone || mail == &field || field.id == entity.number_field ||
            field.key == kExternalIdKey)
            fields.push_back(&field);
    }
    return fields;
}

/// Whether a title is there without looking at other records.
bool has_plain_title(const EntityDef& entity, const Policy* policy) {
    return std::all_of(entity.title.begin(), entity.title.end(), [&](FieldId id) {
        const FieldDef* field = entity.find_field(id);
        return field != nullptr && info_of(field->type).free_text &&
               !is_hidden(policy, entity, field->id);
    });
}

std::string title_of_values(const EntityDef& entity, const std::vector<Draft::FieldValue>& values) {
    std::string title;
    for (const FieldId id : entity.title) {
        const auto found = std::find_if(values.begin(), values.end(),
                                        [&](const auto& value) { return value.field == id; });
        const std::string_view text =
            found == values.end() ? std::string_view() : text_or_empty(found->value);
        if (text.empty()) continue;
        if (!title.empty()) title += ' ';
        title += text;
    }
    return title;
}

std::string match_text(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    std::string folded;
    append_folded(folded, text_or_empty(value));
    return folded;
}

std::string match_key(const std::vector<Draft::FieldValue>& key) {
    std::string text;
    for (const Draft::FieldValue& part : key) {
        text += kBetweenKeys;
        text += match_text(part.value);
    }
    return text;
}

/// Looked up in the table's index, so that nothing has to be remembered of it.
bool is_looked_up(const EntityDef& entity, const std::vector<Draft::FieldValue>& key) {
    const FieldDef* field = key.size() == 1 ? entity.find_field(key.front().field) : nullptr;
    return field != nullptr && field->indexing == Indexing::Index &&
           (field->key == kExternalIdKey || field->type == FieldType::Number);
}

RecordFinder::Found found_of(const std::vector<RecordId>& ids) {
    if (ids.empty()) return {};
    return ids.size() == 1 ? RecordFinder::Found{ids.front()} : RecordFinder::Found{{}, true};
}

}  // namespace

void KeyIndex::settle() {
    sorted_.reserve(sorted_.size() + recent_.size());
    for (const auto& [hash, id] : recent_) sorted_.push_back({hash, id});
    recent_.clear();
    std::sort(sorted_.begin(), sorted_.end());
}

void KeyIndex::add(std::uint64_t hash, const RecordId& id) {
    recent_.emplace(hash, id);
    // Each settling sorts everything once; in all no more often than the logarithm of the size.
    if (recent_.size() >= std::max(kRecentMax, sorted_.size())) settle();
}

void KeyIndex::find(std::uint64_t hash, std::vector<RecordId>& ids) const {
    const auto take = [&](const RecordId& id) {
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    };
    const auto [first, last] = std::equal_range(sorted_.begin(), sorted_.end(), Entry{hash, {}});
    for (auto entry = first; entry != last && ids.size() <= kCandidatesMax; ++entry)
        take(entry->id);
    const auto [begin, end] = recent_.equal_range(hash);
    for (auto entry = begin; entry != end && ids.size() <= kCandidatesMax; ++entry)
        take(entry->second);
}

std::uint64_t RecordFinder::hash_of(std::string_view text) const {
    std::uint64_t hash = 14'695'981'039'346'656'037ULL ^ salt_;
    for (const char character : text) {
        hash ^= static_cast<unsigned char>(character);
        hash *= 1'099'511'628'211ULL;
    }
    return hash ^ (hash >> 29U);
}

const RecordFinder::Readable& RecordFinder::readable(const EntityDef& entity) {
    const auto known = readable_.find(entity.id);
    if (known != readable_.end()) return known->second;
    Readable& made = readable_[entity.id];
    if (policy_ == nullptr) return made;
    SqlPredicate predicate = policy_->where(entity.id, Action::Read,
                                            {.row = {}, .first_parameter = kOwnParametersMax + 1});
    made.sql = " AND (" + predicate.text + ")";
    made.parameters = std::move(predicate.parameters);
    return made;
}

Result<Statement> RecordFinder::select(const EntityDef& entity, const std::string& columns,
                                       const std::vector<Draft::FieldValue>& equal) {
    const Readable& rights = readable(entity);
    std::string sql = "SELECT " + columns + " FROM " + quoted(entity.key) + " WHERE _deleted = 0";
    for (std::size_t place = 0; place < equal.size(); ++place) {
        const FieldDef* field = entity.find_field(equal[place].field);
        sql += " AND " + quoted(field == nullptr ? "id" : field->key) + " = ?" +
               std::to_string(place + 1);
    }
    Statement statement = TRY(store_->database().prepare(sql + rights.sql));
    for (std::size_t place = 0; place < rights.parameters.size(); ++place)
        statement.bind(kOwnParametersMax + static_cast<int>(place), rights.parameters[place]);
    for (std::size_t place = 0; place < equal.size(); ++place)
        statement.bind(static_cast<int>(place), equal[place].value);
    return statement;
}

Result<bool> RecordFinder::is_readable(const EntityDef& entity, const RecordId& id) {
    Statement statement = TRY(select(entity, "1", {{kRecordIdTarget, id}}));
    return statement.step();
}

Result<KeyIndex*> RecordFinder::names_of(const EntityDef& entity) {
    const auto known = names_.find(entity.id);
    if (known != names_.end()) return &known->second;
    KeyIndex index;
    const std::vector<const FieldDef*> fields = naming_fields(entity, policy_);
    const bool plain = has_plain_title(entity, policy_);
    std::string columns = "id";
    for (const FieldDef* field : fields) columns += ", " + quoted(field->key);
    if (plain)
        for (const FieldId id : entity.title) columns += ", " + quoted(entity.find_field(id)->key);
    std::vector<RecordId> worded;
    {
        Statement statement = TRY(select(entity, columns, {}));
        while (TRY(statement.step())) {
            const RecordId id = statement.record_id(0);
            int column = 0;
            while (column < static_cast<int>(fields.size())) {
                const std::string_view name = statement.text(++column);
                if (!name.empty()) index.add(hash_of(folded_name(name)), id);
            }
            std::string title;
            for (std::size_t part = 0; plain && part < entity.title.size(); ++part) {
                const std::string_view text = statement.text(++column);
                if (!text.empty()) title += (title.empty() ? "" : " ") + std::string(text);
            }
            if (!plain) worded.push_back(id);
            if (!title.empty()) index.add(hash_of(folded_name(title)), id);
        }
    }
    // As the person sees it: hidden parts are empty.
    for (const RecordId& id : worded) {
        LinkTitles titles(*store_, strings_);
        index.add(hash_of(folded_name(TRY(titles.title_of(entity.id, id)))), id);
    }
    return &names_.emplace(entity.id, std::move(index)).first->second;
}

/// Those of `ids` that are called exactly so.
Result<std::vector<RecordId>> RecordFinder::find_exact(const EntityDef& entity,
                                                       const std::string& text,
                                                       const std::vector<RecordId>& ids) {
    std::vector<RecordId> exact;
    LinkTitles titles(*store_, strings_);
    for (const RecordId& id : ids) {
        const std::optional<Record> record = TRY(store_->read(entity.id, id));
        if (!record) continue;
        bool same = TRY(titles.title_of(entity, *record)) == text;
        for (const FieldDef* field : naming_fields(entity, policy_))
            same = same || text_or_empty(record->values[entity.index_of(field->id)]) == text;
        if (same) exact.push_back(id);
    }
    return exact;
}

Result<RecordFinder::Found> RecordFinder::find_by_name(const EntityDef& entity,
                                                       const std::string& text,
                                                       const NewKeys& fresh) {
    const std::string folded = folded_name(text);
    std::vector<RecordId> ids;
    TRY(names_of(entity))->find(hash_of(folded), ids);
    const std::vector<RecordId> stored = ids;
    std::vector<RecordId> exact;
    const auto added = fresh.names.find({entity.id, folded});
    if (added != fresh.names.end()) {
        for (const NewKeys::Name& name : added->second) {
            const bool known = std::find(ids.begin(), ids.end(), name.id) != ids.end();
            if (!known) ids.push_back(name.id);
            if (!known && name.text == text) exact.push_back(name.id);
        }
    }
    if (ids.size() <= 1) return found_of(ids);
    if (ids.size() > kCandidatesMax) return Found{{}, true};
    for (const RecordId& id : TRY(find_exact(entity, text, stored))) exact.push_back(id);
    return exact.size() == 1 ? Found{exact.front()} : Found{{}, true};
}

Result<RecordFinder::Found> RecordFinder::find_named(const EntityDef& entity, std::string_view text,
                                                     const NewKeys& fresh) {
    const auto id = parse_record_id(text.substr(0, kIdTextBytes));
    if (id && (text.size() <= kIdTextBytes || text[kIdTextBytes] == ' ')) {
        const Found by_file =
            TRY(find_by_name(entity, std::string(text.substr(0, kIdTextBytes)), fresh));
        if (!by_file.id.is_none()) return by_file;
        if (TRY(is_readable(entity, *id))) return Found{*id};
        if (text.size() <= kIdTextBytes + 1) return Found{};
        text.remove_prefix(kIdTextBytes + 1);
    }
    const Found found = TRY(find_by_name(entity, std::string(text), fresh));
    const bool person = name_fields_of(entity).first != nullptr;
    if (!found.id.is_none() || found.ambiguous || !person) return found;
    // "Ek, Åsa", "山田 太郎": as the title writes it.
    const SplitName split = split_full_name(text);
    const std::string turned = split.first + " " + split.last;
    return turned == text ? found : find_by_name(entity, turned, fresh);
}

void RecordFinder::add_names(const EntityDef& entity, const std::vector<Draft::FieldValue>& values,
                             const RecordId& id, NewKeys& fresh) {
    const auto add = [&](std::string text) {
        if (text.empty()) return;
        const std::string folded = folded_name(text);
        fresh.names[{entity.id, folded}].push_back({std::move(text), id});
    };
    add(title_of_values(entity, values));
    const std::vector<const FieldDef*> fields = naming_fields(entity, nullptr);
    for (const Draft::FieldValue& value : values) {
        const bool names = value.field == kRecordIdTarget ||
                           std::any_of(fields.begin(), fields.end(), [&](const FieldDef* field) {
                               return field->id == value.field;
                           });
        if (names) add(std::string(text_or_empty(value.value)));
    }
}

Result<KeyIndex*> RecordFinder::matches_of(const EntityDef& entity,
                                           const std::vector<Draft::FieldValue>& key) {
    std::string name = entity.key;
    std::string columns = "id";
    for (const Draft::FieldValue& part : key) {
        columns += ", " + quoted(entity.find_field(part.field)->key);
        name += kBetweenKeys + entity.find_field(part.field)->key;
    }
    const auto known = matches_.find(name);
    if (known != matches_.end()) return &known->second;
    KeyIndex index;
    Statement statement = TRY(select(entity, columns, {}));
    while (TRY(statement.step())) {
        std::vector<Draft::FieldValue> stored = key;
        bool whole = true;
        for (std::size_t place = 0; place < key.size(); ++place) {
            stored[place].value = statement.value(static_cast<int>(place) + 1);
            whole = whole && !is_null(stored[place].value);
        }
        if (whole) index.add(hash_of(match_key(stored)), statement.record_id(0));
    }
    return &matches_.emplace(name, std::move(index)).first->second;
}

Result<RecordFinder::Found> RecordFinder::find_matching(const EntityDef& entity,
                                                        const std::vector<Draft::FieldValue>& key,
                                                        const NewKeys& fresh) {
    const std::string text = match_key(key);
    std::vector<RecordId> ids;
    const auto added = fresh.matches.find(text);
    if (added != fresh.matches.end()) ids.push_back(added->second);
    in_mind_.find(hash_of(text), ids);
    if (key.size() == 1 && key.front().field == kRecordIdTarget) {
        const auto id = parse_record_id(text_or_empty(key.front().value));
        if (ids.empty() && id && TRY(is_readable(entity, *id))) ids.push_back(*id);
        return found_of(ids);
    }
    table_knows_ = is_looked_up(entity, key);
    if (!table_knows_) {
        TRY(matches_of(entity, key))->find(hash_of(text), ids);
        return found_of(ids);
    }
    Statement statement = TRY(select(entity, "id", key));
    while (ids.size() < 2 && TRY(statement.step())) {
        const RecordId id = statement.record_id(0);
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    return found_of(ids);
}

void RecordFinder::add_match(const std::vector<Draft::FieldValue>& key, const RecordId& id,
                             NewKeys& fresh) {
    fresh.matches.emplace(match_key(key), id);
}

void RecordFinder::keep(NewKeys fresh, Kept kept) {
    for (const auto& [key, added] : fresh.names) {
        const auto index = names_.find(key.first);
        if (index == names_.end()) continue;
        for (const NewKeys::Name& name : added) index->second.add(hash_of(key.second), name.id);
    }
    if (kept == Kept::InTheStore && table_knows_) return;
    for (const auto& [text, id] : fresh.matches) in_mind_.add(hash_of(text), id);
}

}  // namespace holdfast
