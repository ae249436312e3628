#include "core/rules.h"

#include <algorithm>

#include "model/conversions_compiler.h"
#include "model/rules_compiler.h"

namespace holdfast {
namespace {

constexpr ExpressionType kText{ExpressionKind::Text, 0, EntityId::None};

template <typename Map, typename Key>
auto* find_in(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

std::string reason_of(const ExpressionError& mistake) {
    std::string reason = mistake.key + "(";
    for (const std::string& argument : mistake.arguments)
        reason += (reason.back() == '(' ? "" : ", ") + argument;
    return reason + ") at byte " + std::to_string(mistake.position);
}

}  // namespace

DefinitionMistake mistake_of(const std::string& path, const ExpressionError& error) {
    return {path, reason_of(error), error.key, error.arguments};
}

const FieldRules* EntityRules::find(FieldId field) const {
    return find_in(fields_, field);
}

const Expression* EntityRules::computed(FieldId field) const {
    return find_in(computed_, field);
}

const Expression* EntityRules::guard(std::string_view state) const {
    return find_in(guards_, state);
}

const ConversionRule* EntityRules::find_conversion(std::string_view key) const {
    const auto found =
        std::find_if(conversions_.begin(), conversions_.end(),
                     [&](const ConversionRule& conversion) { return conversion.key == key; });
    return found == conversions_.end() ? nullptr : &*found;
}

bool EntityRules::is_converted_state(std::string_view state) const {
    return !state.empty() && std::any_of(conversions_.begin(), conversions_.end(),
                                         [&](const auto& each) { return each.then == state; });
}

bool EntityRules::is_conversion_link(FieldId field) const {
    return field != FieldId::None &&
           std::any_of(conversions_.begin(), conversions_.end(), [&](const auto& conversion) {
               return std::any_of(conversion.make.begin(), conversion.make.end(),
                                  [&](const auto& record) { return record.link == field; });
           });
}

std::optional<Expression> RulesCompiler::compile(std::string_view source, const std::string& path,
                                                 const ExpressionOptions& options) {
    auto compiled = Expression::compile(*registry_, *entity_, source, options);
    if (compiled) return *std::move(compiled);
    if (ok_) *mistake_ = mistake_of(path, compiled.error());
    ok_ = false;
    return std::nullopt;
}

// Conditions may ask for today: what is shown or demanded changes overnight without an edit.
std::optional<Expression> RulesCompiler::condition(std::string_view source,
                                                   const std::string& path) {
    if (source.empty()) return std::nullopt;
    // Fields that close together say so in the same words, a dozen times in a module.
    for (const auto& [text, known] : conditions_)
        if (text == source) return known;
    ExpressionOptions options;
    options.today = ExpressionToday::Allowed;
    options.result = ExpressionType{ExpressionKind::Boolean, 0, EntityId::None};
    std::optional<Expression> compiled = compile(source, path, options);
    if (compiled) conditions_.emplace_back(source, *compiled);
    return compiled;
}

void RulesCompiler::compile_field(const FieldDef& field) {
    const FieldLogic& logic = field.logic;
    const std::string path = "$.fields." + field.key;
    FieldRules rules;
    rules.visible_if = condition(logic.visible_if, path + ".visible_if");
    rules.required_if = condition(logic.required_if, path + ".required_if");
    rules.readonly_if = condition(logic.readonly_if, path + ".readonly_if");
    if (!logic.content_of.empty())
        rules.content_of =
            compile(logic.content_of, path + ".content_of", {ExpressionToday::Refused, kText});
    for (const auto& [choice, source] : logic.options_if)
        if (auto expression = condition(source, path + ".options_if." + choice))
            rules.options_if.emplace_back(choice, *std::move(expression));
    const bool any = rules.visible_if || rules.required_if || rules.readonly_if ||
                     rules.content_of || !rules.options_if.empty();
    if (any) made_.fields_.emplace(field.id, std::move(rules));
}

void RulesCompiler::compile_computed(const FieldDef& field) {
    if (field.derive != Derive::None) {
        made_.computed_.emplace(field.id, Expression::derived(*registry_, *entity_, field));
        return;
    }
    ExpressionOptions options;
    options.result = expression_type_of(field);
    if (auto made = compile(field.logic.compute, "$.fields." + field.key + ".compute", options))
        made_.computed_.emplace(field.id, *std::move(made));
}

// A state does not move overnight without an edit: today() has no place here.
void RulesCompiler::compile_follows() {
    if (entity_->state_follows.empty()) return;
    const std::string path = "$.state.follows";
    made_.follows_ = compile(entity_->state_follows, path, {ExpressionToday::Refused, kText});
}

void RulesCompiler::compile_conversions() {
    if (!ok_ || conversions_json_.empty()) return;
    auto made = ConversionsCompiler(*registry_, *entity_, *mistake_).compile(conversions_json_);
    ok_ = made.has_value();
    if (made) made_.conversions_ = *std::move(made);
}

Result<EntityRules> RulesCompiler::compile() {
    for (const FieldDef& field : entity_->computed) compile_computed(field);
    for (const FieldDef& field : entity_->fields) compile_field(field);
    for (const StateDef& state : entity_->states)
        if (auto guard = condition(state.guard, "$.state." + state.key + ".guard"))
            made_.guards_.emplace(state.key, *std::move(guard));
    compile_follows();
    for (const CheckDef& check : entity_->checks)
        if (auto made = condition(check.holds, "$.checks." + check.key + ".holds"))
            made_.checks_.push_back(*std::move(made));
    // Queries compile it again, as they do what people filter by.
    for (const PresetDef& preset : entity_->presets)
        static_cast<void>(condition(preset.where, "$.presets." + preset.key + ".where"));
    compile_conversions();
    if (!ok_) return fail(ErrorCode::BadInput, "rules.compile");
    return std::move(made_);
}

}  // namespace holdfast
