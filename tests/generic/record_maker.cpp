#include "generic/record_maker.h"

#include <algorithm>

#include "core/number_block.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

constexpr std::int64_t kDay = 20'800;  // 2026-12-13
constexpr std::int64_t kMsPerDay = 86'400'000;
/// Rounds of leaving out what a check objects to.
constexpr int kAttemptsMax = 6;
/// Other choices, other linked records.
constexpr std::uint64_t kVariationsMax = 12;

std::string text_for(const FieldDef& field, std::uint64_t seed) {
    const std::string number = std::to_string(seed);
    // Documents that pay each other have to agree in it.
    if (field.key == "currency") return "EUR";
    std::string text;
    switch (field.type) {
        case FieldType::Email:
            return "person" + number + "@example.org";
        case FieldType::Phone:
            return "+46 8 " + std::to_string(100'000 + seed);
        case FieldType::Url:
            return "https://example.org/" + number;
        case FieldType::Json:
            return "{\"n\":" + number + "}";
        default:
            text = field.bytes_max < 12 ? "E" + number : field.key + " " + number;
    }
    text.resize(std::min(text.size(), static_cast<std::size_t>(field.bytes_max)));
    return text.back() == ' ' ? text.substr(0, text.size() - 1) : text;
}

/// Links to any record lead to accounts here; other fields name one module after the other.
std::string module_for(const EntityDef& entity, const FieldDef& field, std::uint64_t seed) {
    for (const FieldDef& link : entity.fields)
        if (link.entity_field == field.id) return "account";
    constexpr const char* kModules[] = {"account", "contact", "work_order", "deal", "case",
                                        "task",    "event",   "invoice",    "lead", "quote"};
    return kModules[seed % std::size(kModules)];
}

/// A text that says of `module` what it has to.
std::string content_for(const FieldDef& field, const EntityDef& module, std::uint64_t seed) {
    const std::string number = std::to_string(seed);
    switch (field.content) {
        case Content::Condition:
            return number + " > 0";
        case Content::Field:
            return module.fields[seed % module.fields.size()].key;
        case Content::Query:
            return R"({"entity":")" + module.key + R"(","search":")" + number + "\"}";
        case Content::Changes:
            return R"({"change":{"account":{"change_fields":{"name":{"label":{"en":"Name )" +
                   number + "\"}}}}}}";
        default:
            return number;
    }
}

/// The module that the content of a field speaks of, where a record of the same seed names it.
const EntityDef& content_module(const EntityDef& entity, const FieldDef& field,
                                std::uint64_t seed) {
    const FieldDef* named = entity.find_field(field.logic.content_of);
    const std::string key = named ? module_for(entity, *named, seed) : "account";
    return *Registry::base().find(key);
}

std::int64_t integer_for(const FieldDef& field, std::uint64_t seed) {
    const auto small = static_cast<std::int64_t>(seed % 7) + 1;
    std::int64_t unit = 1;
    for (std::int32_t decimals = field.scale; decimals > 0; --decimals) unit *= 10;
    switch (field.type) {
        case FieldType::Boolean:
            return small % 2;
        case FieldType::Date:
            return kDay + small;
        case FieldType::DateTime:
            return (kDay + small) * kMsPerDay;
        case FieldType::Time:
            return 8 * 60 + small;
        case FieldType::Duration:
            return small * 60'000;
        default:
            return small * unit;
    }
}

/// What the engine reads itself has to make sense to it; empty where any text will do.
std::string engine_text(const EntityDef& entity, const FieldDef& field, std::uint64_t seed) {
    if (entity.key != "duplicate_rule") return {};
    if (field.key == "fields") return "[\"external_id\"" + std::string(seed % 50, ' ') + "]";
    const std::string number = std::to_string(seed);
    return field.key == "condition" ? number + " == " + number : std::string();
}

bool leave_out(std::vector<Draft::FieldValue>& values, FieldId field) {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const auto& value) { return value.field == field; });
    if (found == values.end()) return false;
    values.erase(found);
    return true;
}

std::string in_words(const EntityDef& entity, const std::vector<FieldIssue>& issues) {
    std::string words = entity.key + ":";
    for (const FieldIssue& issue : issues) {
        const FieldDef* field = entity.find_any(issue.field);
        words += " " + (field ? field->key : "?") + " kind " +
                 std::to_string(static_cast<int>(issue.kind)) + " " + issue.detail + ";";
    }
    return words;
}

}  // namespace

std::vector<FieldIssue> issues_of(Store& store, const Draft& draft) {
    CommitOutcome outcome = must(store.commit(draft));
    if (auto* needs = std::get_if<NeedsWork>(&outcome)) return std::move(needs->issues);
    return {};
}

bool has_issue(const std::vector<FieldIssue>& issues, FieldId field, IssueKind kind,
               std::string_view detail) {
    return std::any_of(issues.begin(), issues.end(), [&](const FieldIssue& issue) {
        return issue.field == field && issue.kind == kind &&
               (detail.empty() || issue.detail == detail);
    });
}

bool RecordMaker::is_servers_own(const EntityDef& entity) {
    return entity.key == "conflict" || entity.key == kNumberBlockModule ||
           entity.key == kNumberVoidModule;
}

bool RecordMaker::is_typed(const EntityDef& entity, const FieldDef& field) {
    return field.access == Access::Writable && field.type != FieldType::State &&
           field.type != FieldType::Number && field.merge != MergeKind::Server &&
           field.merge != MergeKind::Counter && field.id != entity.parent_field;
}

Value RecordMaker::value_for(const EntityDef& entity, const FieldDef& field, std::uint64_t seed) {
    if (field.type == FieldType::Choice) return field.choices[seed % field.choices.size()];
    if (field.type == FieldType::Choices)
        return write_choices({field.choices[seed % field.choices.size()], field.choices.front()});
    if (field.type == FieldType::Entity) return module_for(entity, field, seed);
    if (field.type == FieldType::State) return entity.initial_state;
    if (info_of(field.type).kind == ValueKind::Link) return {};
    if (info_of(field.type).kind == ValueKind::Integer) return integer_for(field, seed);
    if (field.content != Content::Free)
        return content_for(field, content_module(entity, field, seed), seed);
    const std::string engine = engine_text(entity, field, seed);
    return engine.empty() ? text_for(field, seed) : engine;
}

// Two links of one record to the same module lead to two records.
Value RecordMaker::link_for(const EntityDef& entity, const FieldDef& field, std::uint64_t seed) {
    const Registry& registry = store_->registry();
    const EntityDef* target =
        field.type == FieldType::LinkAny ? registry.find("account") : registry.find(field.target);
    std::size_t place = 0;
    for (const FieldDef& other : entity.fields)
        if (other.id < field.id && other.type == FieldType::Link && other.target == field.target)
            ++place;
    const auto known = linked_.find({target->id, place});
    if (known != linked_.end()) return known->second;
    REQUIRE(depth_ < 8);
    // Far from the seeds of tests: some values may be nobody else's.
    ++linked_count_;
    const RecordId made =
        create(*target, 1'000 * linked_count_ + (linked_count_ * linked_count_ + seed) % 7);
    linked_[{target->id, place}] = made;
    return made;
}

Value RecordMaker::any_value(const EntityDef& entity, const FieldDef& field, std::uint64_t seed) {
    const bool link = info_of(field.type).kind == ValueKind::Link;
    return link ? link_for(entity, field, seed) : value_for(entity, field, seed);
}

std::vector<Draft::FieldValue> RecordMaker::values(const EntityDef& entity, std::uint64_t seed,
                                                   Fill fill, const Given& given) {
    std::vector<Draft::FieldValue> values;
    for (const auto& [field, value] : given)
        if (!is_null(value)) values.push_back({field, value});
    for (const FieldDef& field : entity.fields) {
        if (given.contains(field.id)) continue;
        const bool parent = field.id == entity.parent_field;
        if (!is_typed(entity, field) && !parent) continue;
        const bool needed = parent || field.need == Need::Required;
        const bool link = info_of(field.type).kind == ValueKind::Link;
        if (!needed && (fill == Fill::Required || (link && depth_ > 1))) continue;
        Value value = any_value(entity, field, seed);
        if (!is_null(value)) values.push_back({field.id, std::move(value)});
    }
    return values;
}

// What a rule misses is added, what it objects to is left out, a few times over.
std::vector<FieldIssue> RecordMaker::try_once(const EntityDef& entity, const RecordId& id,
                                              std::uint64_t seed, Fill fill, const Given& given) {
    std::vector<Draft::FieldValue> filled = values(entity, seed, fill, given);
    std::vector<FieldIssue> issues;
    for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
        Draft draft("test.create", store_->state().checkpoint);
        draft.create(entity.id, id, filled);
        issues = issues_of(*store_, draft);
        if (issues.empty()) return issues;
        for (const FieldIssue& issue : issues) {
            const FieldDef* field = entity.find_field(issue.field);
            if (!field || given.contains(field->id)) continue;
            const bool present = leave_out(filled, field->id);
            if (field->entity_field != FieldId::None) leave_out(filled, field->entity_field);
            if (present && field->need == Need::Optional) continue;
            filled.push_back({field->id, any_value(entity, *field, seed)});
            if (field->entity_field != FieldId::None)
                filled.push_back({field->entity_field, std::string("account")});
        }
    }
    return issues;
}

std::vector<FieldIssue> RecordMaker::try_to_create(const EntityDef& entity, const RecordId& id,
                                                   std::uint64_t seed, const Given& given) {
    ++depth_;
    std::vector<FieldIssue> issues;
    for (std::uint64_t variation = 0; variation < kVariationsMax; ++variation) {
        issues = try_once(entity, id, seed + variation, Fill::Everything, given);
        if (!issues.empty()) issues = try_once(entity, id, seed + variation, Fill::Required, given);
        if (issues.empty()) break;
        linked_.clear();
    }
    --depth_;
    return issues;
}

RecordId RecordMaker::create(const EntityDef& entity, std::uint64_t seed) {
    return create(entity, seed, {});
}

RecordId RecordMaker::create(const EntityDef& entity, std::uint64_t seed, const Given& given) {
    const RecordId id = make_record_id(*environment_);
    const std::vector<FieldIssue> issues = try_to_create(entity, id, seed, given);
    if (!issues.empty()) FAIL("cannot be created: " << in_words(entity, issues));
    return id;
}

}  // namespace holdfast::test
