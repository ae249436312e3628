#include "generic/values.h"

#include <algorithm>

#include "core/record_source.h"

namespace holdfast::test {
namespace {

constexpr std::int64_t kLinkedMax = 20;
constexpr int kLinkedMadeMax = 2;
constexpr std::size_t kChangedTogetherMax = 3;

std::vector<Record> some_of(EntityId entity) {
    Query query;
    query.entity = entity;
    return must(
        read_rows(world().store, entity, must(find_rows(world().store, query, kLinkedMax))));
}

/// Around zero, around what is there, and beyond what percentages and places on earth can be.
std::vector<Value> numbers_for(const FieldDef& field, const Value& present) {
    std::int64_t unit = 1;
    for (std::int32_t decimals = field.scale; decimals > 0; --decimals) unit *= 10;
    const std::int64_t there = integer_or(present, 0);
    std::vector<Value> values;
    for (const std::int64_t number :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, unit, -unit, there + unit,
          there - unit, there + 60, there - 60, 200 * unit, -200 * unit}) {
        const FieldTypeInfo& info = info_of(field.type);
        if (number >= info.least && number <= info.most) values.emplace_back(number);
    }
    return values;
}

/// Records that other links of this one lead to, and some more.
std::vector<Value> links_for(const FieldDef& field, const NewRecord& start) {
    std::vector<Value> values;
    if (field.type != FieldType::Link) return values;
    for (const FieldDef& other : start.entity().fields)
        if (other.target == field.target && !is_null(start.get(other)))
            values.push_back(start.get(other));
    for (const Record& record : some_of(field.target)) values.emplace_back(record.id);
    return values;
}

std::vector<Value> texts_for(const NewRecord& start, const FieldDef& field) {
    if (field.type == FieldType::Entity) return {std::string("account")};
    if (field.type == FieldType::Choice) return {field.choices.begin(), field.choices.end()};
    if (field.type != FieldType::State) return {std::string("x")};
    std::vector<Value> values;
    for (const StateDef& state : start.entity().states) values.emplace_back(state.key);
    return values;
}

std::vector<Value> others_for(const NewRecord& start, const FieldDef& field) {
    const ValueKind kind = info_of(field.type).kind;
    std::vector<Value> values = kind == ValueKind::Integer ? numbers_for(field, start.get(field))
                                : kind == ValueKind::Link  ? links_for(field, start)
                                                           : texts_for(start, field);
    values.emplace_back();
    std::erase(values, start.get(field));
    return values;
}

/// Makes records that differ from one there is in the field that a path ends with.
void make_linked(const FieldDef& link, std::string_view key) {
    const EntityDef* target = Registry::base().find(link.target);
    const FieldDef* field = target ? target->find_field(key) : nullptr;
    const std::vector<Record> known = some_of(link.target);
    if (!field || !is_given(*target, *field) || known.empty()) return;
    const NewRecord start(*target, known.front());
    int made = 0;
    for (const Value& value : others_for(start, *field)) {
        if (made == kLinkedMadeMax) return;
        NewRecord candidate = start;
        candidate.set(*field, value);
        made += candidate.commit().empty() ? 1 : 0;
    }
}

class Variation {
public:
    Variation(const NewRecord& start, const std::vector<const FieldDef*>& fields,
              const std::function<bool(NewRecord&)>& accept)
        : fields_(&fields), accept_(&accept) {
        for (const FieldDef* field : fields) values_.push_back(others_for(start, *field));
    }
    /// All ways to change `count` of the fields from position `first` on.
    bool change(const NewRecord& candidate, std::size_t first, std::size_t count) {
        if (count == 0) {
            NewRecord offered = candidate;
            return ++tried_ <= kVariationsTriedMax && (*accept_)(offered);
        }
        for (std::size_t index = first; index + count <= fields_->size(); ++index)
            for (const Value& value : values_[index]) {
                NewRecord changed = candidate;
                changed.set(*(*fields_)[index], value);
                if (change(changed, index + 1, count - 1)) return true;
                if (tried_ > kVariationsTriedMax) return false;
            }
        return false;
    }

private:
    const std::vector<const FieldDef*>* fields_;
    const std::function<bool(NewRecord&)>* accept_;
    std::vector<std::vector<Value>> values_;
    int tried_ = 0;
};

}  // namespace

NewRecord::NewRecord(const EntityDef& entity, const Record& like) : entity_(&entity) {
    record_ = like;
    record_.version = ServerSeq::None;
    record_.id = make_record_id(world().environment);
    // What only the engine or the server writes is not there yet.
    for (const FieldDef& field : entity.fields)
        if (!is_given(entity, field)) set(field, field.initial);
}

std::vector<FieldIssue> NewRecord::commit() {
    record_.id = make_record_id(world().environment);
    std::vector<Draft::FieldValue> values;
    for (const FieldDef& field : entity_->fields) {
        if (get(field) != field.initial) values.push_back({field.id, get(field)});
    }
    const auto issues =
        issues_of(world().store, world().draft().create(entity_->id, record_.id, values));
    const bool there = must(world().store.read(entity_->id, record_.id)).has_value();
    CHECK(there == issues.empty());
    return issues;
}

bool is_given(const EntityDef& entity, const FieldDef& field) {
    const bool needed = field.need == Need::Required && field.type != FieldType::Number;
    return RecordMaker::is_typed(entity, field) || needed || field.id == entity.parent_field ||
           field.id == entity.state_field;
}

std::vector<const FieldDef*> fields_read_by(const EntityDef& entity,
                                            const std::vector<const Expression*>& expressions) {
    std::vector<const FieldDef*> fields;
    for (const Expression* expression : expressions)
        for (const ExpressionDependency& read : expression->dependencies()) {
            const std::string_view path = read.path;
            const std::size_t dot = path.find('.');
            const FieldDef* field = entity.find_field(path.substr(0, dot));
            if (field && dot != path.npos) make_linked(*field, path.substr(dot + 1));
            if (!field || !is_given(entity, *field)) continue;
            if (std::find(fields.begin(), fields.end(), field) == fields.end())
                fields.push_back(field);
        }
    return fields;
}

bool vary(const NewRecord& start, const std::vector<const FieldDef*>& fields,
          const std::function<bool(NewRecord&)>& accept) {
    Variation variation(start, fields, accept);
    for (std::size_t count = 0; count <= kChangedTogetherMax; ++count)
        if (variation.change(start, 0, count)) return true;
    NewRecord empty = start;
    for (const FieldDef* field : fields) empty.set(*field, {});
    return accept(empty);
}

Value asked(const Expression& expression, const NewRecord& candidate) {
    RecordSource source(world().store);
    source.put(candidate.record());
    return must(
        expression.evaluate(candidate.record(), source, day_of(world().environment.now, 0)));
}

}  // namespace holdfast::test
