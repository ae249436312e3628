#include "store/plan_content.h"

#include <nlohmann/json.hpp>

#include "core/query_json.h"
#include "core/rules.h"
#include "store/plan_rules.h"

namespace holdfast {
namespace {

/// The key of a sentence and its arguments; nothing when all is well.
struct Fault {
    std::string key;
    std::vector<std::string> arguments;
};
using Finding = std::optional<Fault>;

Finding judge_expression(const Registry& registry, const EntityDef& module, const FieldDef& field,
                         const std::string& text) {
    ExpressionOptions options;
    options.today = ExpressionToday::Allowed;
    if (field.content == Content::Condition)
        options.result = ExpressionType{ExpressionKind::Boolean, 0, EntityId::None};
    const auto compiled = Expression::compile(registry, module, text, options);
    if (compiled) return std::nullopt;
    return Fault{compiled.error().key, compiled.error().arguments};
}

Finding judge_query(const Registry& registry, const EntityDef& module, const std::string& text) {
    const auto read = query_from_json(registry, text);
    if (!read) return Fault{"content.bad_query", {read.error().place}};
    if (read->query.entity == module.id) return std::nullopt;
    return Fault{"content.other_module", {module.key}};
}

Finding judge(const Registry& registry, const EntityDef& module, const FieldDef& field,
              const std::string& text) {
    if (field.content == Content::Query) return judge_query(registry, module, text);
    if (field.content != Content::Field) return judge_expression(registry, module, field, text);
    if (module.find_field(text) || module.find_computed(text)) return std::nullopt;
    return Fault{"content.unknown_field", {text, module.key}};
}

}  // namespace

bool PlanContent::is_up_for_judgement(const PlannedRow& planned, const FieldDef& field) const {
    if (planned.origin == PlannedRow::Origin::Created) return true;
    const std::size_t position = planned.entity->index_of(field.id);
    if (planned.stored.values[position] != planned.row.record.values[position]) return true;
    const FieldRules* rules = store_->registry->rules(planned.entity->id).find(field.id);
    return rules && rules->content_of && is_touched(planned, *rules->content_of);
}

Result<const EntityDef*> PlanContent::module_of(const PlannedRow& planned,
                                                const Expression& names) {
    if (!source_) {
        source_.emplace(*store_);
        for (const PlannedRow& each : *rows_) source_->put(each.row.record);
    }
    const std::int64_t today = day_of(store_->environment->now_ms(), 0);
    const Value key = TRY(names.evaluate(planned.row.record, *source_, today));
    return store_->registry->find(text_or_empty(key));
}

Status PlanContent::check_content(const PlannedRow& planned, const FieldDef& field,
                                  const std::string& text) {
    const FieldRules* rules = store_->registry->rules(planned.entity->id).find(field.id);
    if (!rules || !rules->content_of) return {};
    const EntityDef* module = TRY(module_of(planned, *rules->content_of));
    if (!module) return {};
    Finding found = judge(*store_->registry, *module, field, text);
    if (!found) return {};
    FieldIssue issue{planned.row.record.id, field.id, IssueKind::BadContent, std::move(found->key)};
    issue.arguments = std::move(found->arguments);
    issues_.push_back(std::move(issue));
    return {};
}

Status PlanContent::check(const PlannedRow& planned) {
    if (planned.row.record.life == Record::Life::Deleted) return {};
    for (const FieldDef& field : planned.entity->fields) {
        const bool json = field.type == FieldType::Json && field.access == Access::Writable;
        if (!json && field.content == Content::Free) continue;
        const Value& value = planned.row.record.values[planned.entity->index_of(field.id)];
        const auto* text = std::get_if<std::string>(&value);
        if (!text || text->size() > static_cast<std::size_t>(field.bytes_max)) continue;
        if (!is_up_for_judgement(planned, field)) continue;
        // Change sets and questions say better themselves what is wrong with their JSON.
        if (field.content != Content::Free)
            TRY(check_content(planned, field, *text));
        else if (!nlohmann::json::accept(*text))
            issues_.push_back({planned.row.record.id, field.id, IssueKind::NotJson});
    }
    return {};
}

}  // namespace holdfast
