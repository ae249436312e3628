#include "store/conversion_draft.h"

#include <algorithm>

#include "core/duplicates.h"
#include "core/operation.h"
#include "core/query.h"
#include "model/person_name.h"
#include "store/duplicate_text.h"

namespace holdfast {
namespace {

constexpr char kReason[] = "convert";
/// Rows of the index that one call reads: a module of any size is complete after a few.
constexpr std::int64_t kIndexRows = 100'000;
constexpr std::size_t kAlikeMax = 20;
/// Of records that meet a condition; the first whose links lead to living records is taken.
constexpr std::int64_t kPicksMax = 1'000;

const FieldDef* position_field(const EntityDef& entity) {
    const auto found =
        std::find_if(entity.fields.begin(), entity.fields.end(),
                     [](const FieldDef& field) { return field.merge == MergeKind::Position; });
    return found == entity.fields.end() ? nullptr : &*found;
}

const Value* find_value(const std::vector<Draft::FieldValue>& values, FieldId field) {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const auto& value) { return value.field == field; });
    return found == values.end() ? nullptr : &found->value;
}

/// As people read it: case, accents and signs do not count. What both are without is the same,
/// but for the first field.
bool is_same(const EntityDef& entity, const std::vector<FieldId>& fields, const Record& record,
             const std::vector<Draft::FieldValue>& values) {
    return std::all_of(fields.begin(), fields.end(), [&](FieldId id) {
        const FieldDef& field = *entity.find_field(id);
        const Value* value = find_value(values, id);
        const Value& there = record.values[entity.index_of(id)];
        if (value == nullptr) return id != fields.front() && is_null(there);
        return agree(field, compared_value(field, MatchKind::Normalised, *value),
                     compared_value(field, MatchKind::Normalised, there));
    });
}

}  // namespace

ConversionDraft::ConversionDraft(Store& store, const Policy& policy, const ConversionRule& rule,
                                 Record source, std::int64_t today)
    : store_(&store),
      registry_(&store.registry()),
      policy_(&policy),
      rule_(&rule),
      entity_(registry_->find(source.entity)),
      source_(std::move(source)),
      today_(today),
      all_(store),
      readable_(store, &policy),
      draft_(kReason, store.state().checkpoint) {}

Result<bool> ConversionDraft::holds(const std::optional<Expression>& condition,
                                    const Record& record) {
    if (!condition) return true;
    return integer_or(TRY(condition->evaluate(record, all_, today_)), 0) != 0;
}

Result<bool> ConversionDraft::is_living(const EntityDef& entity, FieldId field, const Value& link) {
    const FieldDef& definition = *entity.find_field(field);
    if (definition.type != FieldType::Link) return true;
    return TRY(readable_.find_linked(definition.target, link_or_none(link))) != nullptr;
}

/// What has no value keeps the default of its field; a link that leads nowhere is none.
Status ConversionDraft::add(const EntityDef& to, FieldId field, Value value, Values& values) {
    if (is_null(value) || is_hidden(to.id, field)) return {};
    if (TRY(is_living(to, field, value))) values.push_back({field, std::move(value)});
    return {};
}

Status ConversionDraft::add_map(const std::vector<ConvertedField>& map, const EntityDef& to,
                                const Record& from, Values& values) {
    for (const ConvertedField& each : map) {
        if (!may_copy(each.value)) continue;
        Value value = TRY(each.value.evaluate(from, readable_, today_));
        TRY(add(to, each.field, std::move(value), values));
    }
    return {};
}

Result<std::vector<RecordId>> ConversionDraft::find_picks(const EntityDef& target,
                                                          const Expression& condition) {
    const FieldDef* position = position_field(target);
    const SqlPredicate readable = policy_->where(target.id, Action::Read, {"", 1});
    ExpressionSqlOptions options;
    options.first_parameter = 1 + static_cast<int>(readable.parameters.size());
    options.today = today_;
    const ExpressionSql holds = condition.to_sql(options);
    Statement select = TRY(store_->database().prepare(
        "SELECT id FROM \"" + target.key + "\" WHERE _deleted = 0 AND " + readable.text + " AND (" +
        holds.text + ") ORDER BY " +
        (position != nullptr ? "\"" + position->key + "\", " : std::string()) + "id LIMIT " +
        std::to_string(kPicksMax)));
    int index = 0;
    for (const Value& value : readable.parameters) select.bind(index++, value);
    for (const Value& value : holds.parameters) select.bind(index++, value);
    std::vector<RecordId> found;
    while (TRY(select.step())) found.push_back(select.record_id(0));
    return found;
}

// SQL also reads what lies in the recycle bin (the pipeline of a stage), so it is asked again.
Result<Value> ConversionDraft::pick(const EntityDef& to, const PickedLink& link) {
    const EntityDef& target = *registry_->find(to.find_field(link.field)->target);
    for (const Expression& condition : link.conditions)
        for (const RecordId& id : TRY(find_picks(target, condition))) {
            const Record* record = TRY(all_.find_linked(target.id, id));
            if (record == nullptr) continue;
            if (integer_or(TRY(condition.evaluate(*record, all_, today_)), 0) != 0)
                return Value(id);
        }
    return Value();
}

/// A name that was given as the last one alone may be a full name.
void ConversionDraft::split_name(const EntityDef& to, Values& values) const {
    const NameFields names = name_fields_of(to);
    if (names.last == nullptr || names.last->need != Need::Required) return;
    if (names.first->need == Need::Required || is_hidden(to.id, names.first->id)) return;
    if (find_value(values, names.first->id) != nullptr) return;
    for (Draft::FieldValue& each : values) {
        if (each.field != names.last->id) continue;
        SplitName split = split_full_name(text_or_empty(each.value));
        if (split.first.empty() || split.last.empty()) return;
        each.value = std::move(split.last);
        values.push_back({names.first->id, std::move(split.first)});
        return;
    }
}

Status ConversionDraft::fill(const ConvertedRecord& record, const EntityDef& to, Values& values) {
    if (record.fill.empty()) return {};
    Record made;
    made.entity = to.id;
    made.values.resize(to.fields.size());
    for (const Draft::FieldValue& each : values) made.values[to.index_of(each.field)] = each.value;
    return add_map(record.fill, to, made, values);
}

Result<ConversionDraft::Values> ConversionDraft::values_of(const ConvertedRecord& record) {
    const EntityDef& to = *registry_->find(record.to);
    Values values;
    TRY(add_map(record.map, to, source_, values));
    split_name(to, values);
    for (const auto& [field, position] : record.made)
        if (!made_[position].is_none()) values.push_back({field, made_[position]});
    for (const PickedLink& link : record.pick) {
        Value picked = TRY(pick(to, link));
        TRY(add(to, link.field, std::move(picked), values));
    }
    if (record.back != FieldId::None) values.push_back({record.back, source_.id});
    TRY(fill(record, to, values));
    return values;
}

/// What the source leads to already, else what is the same; none when it has to be made.
Result<RecordId> ConversionDraft::find_existing(const ConvertedRecord& record,
                                                const Values& values) {
    if (record.link != FieldId::None) {
        const Record* stored = TRY(all_.find_linked(entity_->id, source_.id));
        const RecordId linked = link_or_none(stored->values[entity_->index_of(record.link)]);
        if (TRY(readable_.find_linked(record.to, linked)) != nullptr) return linked;
    }
    if (record.same.empty()) return RecordId();
    const EntityDef& to = *registry_->find(record.to);
    DuplicateQuery query{record.to, {}, values, RuleUse::Scan, kAlikeMax, kIndexRows};
    DuplicateAnswer answer = TRY(find_duplicates(*store_, query));
    while (!answer.complete) answer = TRY(find_duplicates(*store_, query));
    for (const DuplicateCandidate& candidate : answer.candidates) {
        const std::optional<Record> found = TRY(store_->read(record.to, candidate.record));
        if (found && is_same(to, record.same, *found, values)) return candidate.record;
    }
    return RecordId();
}

std::vector<Record> ConversionDraft::sorted(const std::vector<const Record*>& lines) const {
    std::vector<Record> records;
    records.reserve(lines.size());
    for (const Record* line : lines) records.push_back(*line);
    if (records.empty()) return records;
    const EntityDef& entity = *registry_->find(records.front().entity);
    const FieldDef* position = position_field(entity);
    const auto place = [&](const Record& record) {
        return position == nullptr
                   ? 0
                   : integer_or(record.values[entity.index_of(position->id)], INT64_MIN);
    };
    std::sort(records.begin(), records.end(), [&](const Record& one, const Record& other) {
        return std::make_pair(place(one), one.id) < std::make_pair(place(other), other.id);
    });
    return records;
}

/// Nothing when the line stays out.
Result<std::optional<ConversionDraft::Values>> ConversionDraft::line_values(
    const ConvertedLines& lines, const Record& line, LineCount& count) {
    const EntityDef& to = *registry_->find(lines.to);
    Values values;
    if (!TRY(holds(lines.when, line))) return std::optional<Values>();
    ++count.fitting;
    if (lines.open) {
        const Value open = TRY(lines.open->value.evaluate(line, all_, today_));
        if (integer_or(open, 0) <= 0) return std::optional<Values>();
        values.push_back({lines.open->field, open});
    }
    TRY(add_map(lines.map, to, line, values));
    if (lines.back != FieldId::None) values.push_back({lines.back, line.id});
    return std::optional<Values>(std::move(values));
}

Status ConversionDraft::make_lines(const ConvertedLines& lines, const RecordId& to,
                                   LineCount& count) {
    const FieldDef* position = position_field(*registry_->find(lines.to));
    const auto found = TRY(readable_.find_linking(lines.from, lines.from_link, source_.id));
    for (const Record& line : sorted(found)) {
        std::optional<Values> values = TRY(line_values(lines, line, count));
        if (!values) continue;
        // With the source, one more: no need to work out lines that no transaction holds.
        if (draft_.operations().size() + 1 >= kOperationsPerTransactionMax)
            return fail(ErrorCode::LimitExceeded, "conversion.lines");
        values->push_back({lines.to_parent, to});
        ++count.made;
        if (position != nullptr) values->push_back({position->id, count.made});
        draft_.create(lines.to, make_record_id(store_->environment()), *std::move(values));
    }
    return {};
}

Result<ConversionAnswer> ConversionDraft::make_record(const ConvertedRecord& record) {
    made_.emplace_back();
    const Record* stored = TRY(all_.find_linked(entity_->id, source_.id));
    if (!TRY(holds(record.when, *stored))) return ConversionAnswer::Made;
    Values values = TRY(values_of(record));
    ConvertedTo& made = records_.emplace_back();
    made.key = record.key;
    made.entity = record.to;
    made.record = TRY(find_existing(record, values));
    if (!made.record.is_none()) made.origin = ConvertedTo::Origin::Found;
    if (made.record.is_none()) made.record = make_record_id(store_->environment());
    made_.back() = made.record;
    if (record.link != FieldId::None) source_changes_.push_back({record.link, made.record});
    if (made.origin == ConvertedTo::Origin::Found) return ConversionAnswer::Made;
    if (needs_hidden(record)) {
        hidden_ = record.to;
        return ConversionAnswer::Hidden;
    }
    draft_.create(record.to, made.record, std::move(values));
    LineCount count;
    for (const ConvertedLines& lines : record.lines) TRY(make_lines(lines, made.record, count));
    if (record.lines.empty() || count.made > 0) return ConversionAnswer::Made;
    return count.fitting > 0 ? ConversionAnswer::NothingOpen : ConversionAnswer::NoLine;
}

// As a correction: no transition leads there that people could take.
void ConversionDraft::move_source() {
    if (rule_->then.empty()) return;
    const StateDef& state = *entity_->find_state(rule_->then);
    source_changes_.push_back({entity_->state_field, state.key});
    if (state.stamp == FieldId::None) return;
    const Value& stamp = source_.values[entity_->index_of(state.stamp)];
    if (state.stamp_rule == StampRule::EveryTime || is_null(stamp))
        source_changes_.push_back({state.stamp, store_->environment().now_ms()});
}

Result<ConversionAnswer> ConversionDraft::make() {
    for (const ConvertedRecord& record : rule_->make) {
        const ConversionAnswer answer = TRY(make_record(record));
        if (answer != ConversionAnswer::Made) return answer;
    }
    if (records_.empty()) return ConversionAnswer::NothingOpen;
    move_source();
    if (!source_changes_.empty()) draft_.set(entity_->id, source_.id, source_changes_);
    return ConversionAnswer::Made;
}

std::size_t ConversionDraft::shown() const {
    for (std::size_t index = 0; index < records_.size(); ++index)
        if (records_[index].key == rule_->show) return index;
    return 0;
}

EntityId ConversionDraft::entity_of(const RecordId& id) const {
    const auto& operations = draft_.operations();
    const auto found =
        std::find_if(operations.begin(), operations.end(),
                     [&](const Operation& operation) { return operation.record == id; });
    return found == operations.end() ? entity_->id : found->entity;
}

}  // namespace holdfast
