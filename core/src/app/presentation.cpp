#include "presentation.h"

#include "core/policy.h"
#include "core/query.h"
#include "core/record.h"
#include "core/record_source.h"
#include "currency.h"

namespace holdfast {
namespace {

constexpr std::int64_t kOpenConflictsMax = 10'000;
/// A record's own currency is that of its parts, too.
constexpr std::string_view kCurrencyKey = "currency";

Tone tone_of_category(StateCategory category) {
    switch (category) {
        case StateCategory::Open:
        case StateCategory::Active:
            return Tone::Info;
        case StateCategory::Waiting:
        case StateCategory::Review:
            return Tone::Warning;
        case StateCategory::Done:
        case StateCategory::Won:
            return Tone::Success;
        case StateCategory::Failed:
        case StateCategory::Lost:
            return Tone::Danger;
        case StateCategory::Draft:
        case StateCategory::Closed:
        case StateCategory::Cancelled:
            break;
    }
    return Tone::Neutral;
}

/// Of a record: a value by itself, as in a conflict, is just empty.
bool awaits_number(const ShownField& shown) {
    return shown.record != nullptr && is_null(*shown.value) &&
           shown.field->id == shown.entity->number_field &&
           shown.entity->number_policy != NumberPolicy::Provisional;
}

}  // namespace

CellKind cell_kind_of(const FieldDef& field) {
    switch (info_of(field.type).shape) {
        case FieldShape::Number:
        case FieldShape::Duration:
            return CellKind::Number;
        case FieldShape::Money:
            return CellKind::Money;
        case FieldShape::Date:
        case FieldShape::DateTime:
        case FieldShape::Time:
            return CellKind::Date;
        case FieldShape::Choice:
        case FieldShape::Switch:
            return CellKind::Choice;
        case FieldShape::State:
            return CellKind::State;
        case FieldShape::Link:
            return CellKind::Link;
        default:
            return CellKind::Text;
    }
}

Tone tone_of(const EntityDef& entity, const FieldDef& field, const Value& value) {
    const std::string_view key = text_or_empty(value);
    if (field.type == FieldType::State) {
        const StateDef* state = entity.find_state(key);
        return state == nullptr ? Tone::Neutral : tone_of_category(state->category);
    }
    if (field.type != FieldType::Choice) return Tone::Neutral;
    if (key == "urgent" || key == "emergency") return Tone::Danger;
    return key == "high" ? Tone::Warning : Tone::Neutral;
}

const FieldDef* find_currency_of_parts(const EntityDef& entity) {
    if (entity.totals.currency != FieldId::None) return entity.find_field(entity.totals.currency);
    return entity.find_field(kCurrencyKey);
}

Result<std::string> LinkTitles::title_of(EntityId target, const RecordId& id) {
    const auto known = titles_.find(id);
    if (known != titles_.end()) return known->second;
    const EntityDef* entity = store_->registry().find(target);
    const std::optional<Record> record = TRY(store_->read(target, id));
    std::string title;
    if (entity != nullptr && record) title = TRY(title_of(*entity, *record));
    titles_.emplace(id, title);
    return title;
}

Result<std::string> LinkTitles::part_of(const EntityDef& entity, FieldId id, const Record& record) {
    if (entity.find_computed(id) != nullptr) {
        const std::vector<Value> values =
            TRY(read_computed(*store_, entity.id, record.id, {id}, today_of(*store_)));
        if (values.empty()) return std::string();
        return strings_.format_value(entity, *entity.find_computed(id), values.front(), 0);
    }
    const FieldDef& field = *entity.find_field(id);
    if (is_null(record.values[entity.index_of(id)])) return std::string();
    const ShownField shown{&entity, &field, &record.values[entity.index_of(id)], &record};
    return show_value(strings_, *this, shown, 0);
}

Result<std::string> LinkTitles::title_of(const EntityDef& entity, const Record& record) {
    constexpr int kDepthMax = 3;
    std::string title;
    ++depth_;
    for (const FieldId field : entity.title) {
        if (depth_ > kDepthMax) break;
        const Result<std::string> part = part_of(entity, field, record);
        if (!part) {
            --depth_;
            return part;
        }
        if (part->empty()) continue;
        if (!title.empty()) title.push_back(' ');
        title.append(*part);
    }
    --depth_;
    return title.empty() ? std::string(strings_.singular_of(entity)) : title;
}

Result<std::string> LinkTitles::currency_of_parent(const EntityDef& part, const Record& record) {
    const FieldDef* link = part.find_field(part.parent_field);
    const EntityDef* document = link ? store_->registry().find(link->target) : nullptr;
    const FieldDef* currency = document ? find_currency_of_parts(*document) : nullptr;
    if (!currency) return std::string();
    const RecordId id = link_or_none(record.values[part.index_of(link->id)]);
    if (id.is_none()) return std::string();
    const auto known = currencies_.find(id);
    if (known != currencies_.end()) return known->second;
    const std::optional<Record> stored = TRY(store_->read(document->id, id));
    std::string code;
    if (stored) code = text_or_empty(stored->values[document->index_of(currency->id)]);
    return currencies_.emplace(id, std::move(code)).first->second;
}

void LinkTitles::clear() {
    titles_.clear();
    currencies_.clear();
}

void LinkTitles::set_strings(const Strings& strings) {
    strings_ = strings;
    titles_.clear();
}

Result<std::string> show_amount(const Strings& strings, LinkTitles& titles,
                                const ShownField& shown) {
    const FieldDef& field = *shown.field;
    std::string code;
    if (shown.record && field.currency_field != FieldId::None)
        code = text_or_empty(shown.record->values[shown.entity->index_of(field.currency_field)]);
    else if (shown.record)
        code = TRY(titles.currency_of_parent(*shown.entity, *shown.record));
    return format_amount(strings.language(), {integer_or(*shown.value, 0), field.scale, code});
}

Result<std::string> show_value(const Strings& strings, LinkTitles& titles, const ShownField& shown,
                               int zone_offset_minutes) {
    if (awaits_number(shown)) return std::string(strings.get("number.none"));
    const RecordId id = link_or_none(*shown.value);
    if (!id.is_none()) {
        static const std::vector<Value> kNoValues;
        const bool any = shown.field->type == FieldType::LinkAny;
        if (any && !shown.record) return std::string();
        const EntityDef* target = link_target(titles.store().registry(), *shown.entity,
                                              *shown.field, any ? shown.record->values : kNoValues);
        return target ? titles.title_of(target->id, id) : std::string();
    }
    if (shown.field->type == FieldType::Money && !is_null(*shown.value))
        return show_amount(strings, titles, shown);
    return strings.format_value(*shown.entity, *shown.field, *shown.value, zone_offset_minutes);
}

std::int64_t today_of(Store& store) {
    return day_of(store.environment().now_ms(), 0);
}

Result<Value> value_of(Store& store, const EntityDef& entity, const FieldDef& field,
                       const Record& record) {
    if (entity.find_field(field.id) != nullptr) return record.values[entity.index_of(field.id)];
    std::vector<Value> values =
        TRY(read_computed(store, entity.id, record.id, {field.id}, today_of(store)));
    return values.empty() ? Value() : std::move(values.front());
}

ConflictDef find_conflict_def(const Registry& registry) {
    const EntityDef* entity = registry.find(kConflictKey);
    if (entity == nullptr) return {};
    const FieldDef* record_id = entity->find_field("record_id");
    const FieldDef* state = entity->find_field("state");
    HOLDFAST_ASSERT(record_id != nullptr && state != nullptr);
    return {entity, record_id->id, state->id};
}

Result<ConflictDef> find_seen_conflicts(Store& store) {
    const ConflictDef def = find_conflict_def(store.registry());
    if (def.entity == nullptr) return def;
    const Policy policy = TRY(store.policy());
    const std::vector<FieldId> asked = {def.state, def.record_id};
    const bool seen = policy.can(def.entity->id, Action::Read) &&
                      policy.find_hidden_field(def.entity->id, asked) == FieldId::None;
    return seen ? def : ConflictDef{};
}

Result<std::set<RecordId>> find_conflicted_records(Store& store) {
    std::set<RecordId> records;
    const ConflictDef def = TRY(find_seen_conflicts(store));
    if (def.entity == nullptr) return records;
    Query query;
    query.entity = def.entity->id;
    query.filters.push_back({def.state, FilterOperator::Equal, std::string(kConflictOpen)});
    const auto handles = TRY(find_rows(store, query, kOpenConflictsMax));
    if (handles.empty()) return records;
    const std::size_t position = def.entity->index_of(def.record_id);
    for (const Record& conflict : TRY(read_rows(store, def.entity->id, handles))) {
        const auto id = parse_record_id(text_or_empty(conflict.values[position]));
        if (id) records.insert(*id);
    }
    return records;
}

}  // namespace holdfast
