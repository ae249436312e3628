#include "model/conversions_compiler.h"

#include <algorithm>

#include "model/rules_compiler.h"

namespace holdfast {
namespace {

std::string at(const std::string& path, const char* key, std::size_t index) {
    return path + "." + key + "[" + std::to_string(index) + "]";
}

constexpr ExpressionType kBoolean{ExpressionKind::Boolean, 0, EntityId::None};

/// The engine gives these itself.
bool is_given_by_engine(const EntityDef& to, const FieldDef& field) {
    return field.id == to.state_field || field.id == to.number_field ||
           field.id == to.parent_field || field.merge == MergeKind::Server ||
           field.merge == MergeKind::Counter || field.merge == MergeKind::Position;
}

}  // namespace

const Json& ConversionsCompiler::list(const Json& owner, const char* key, const std::string& path,
                                      std::size_t items_max) {
    static const Json kNone = Json::array();
    if (!owner.contains(key)) return kNone;
    const Json& items = json_.object_or_array(owner, key, path, Json::value_t::array);
    const bool objects =
        std::all_of(items.begin(), items.end(), [](const Json& item) { return item.is_object(); });
    if (!objects) refuse(path + "." + key, "must be a list of objects");
    if (items.size() > items_max)
        refuse(path + "." + key, "has more than " + std::to_string(items_max) + " items");
    return objects && items.size() <= items_max ? items : kNone;
}

void ConversionsCompiler::check_keys(const Json& owner,
                                     std::initializer_list<std::string_view> known,
                                     const std::string& path) {
    for (const auto& [key, value] : owner.items())
        if (std::find(known.begin(), known.end(), key) == known.end())
            refuse(path + "." + key, "is not known here");
}

std::optional<Expression> ConversionsCompiler::expression(const EntityDef& entity,
                                                          const std::string& source,
                                                          const ExpressionType& type,
                                                          const std::string& path) {
    if (!json_.ok()) return std::nullopt;
    // What is made is made now: today() is a value like any other.
    auto compiled =
        Expression::compile(*registry_, entity, source, {ExpressionToday::Allowed, type});
    if (compiled) return *std::move(compiled);
    refuse(path, {});
    *mistake_ = mistake_of(path, compiled.error());
    return std::nullopt;
}

std::optional<Expression> ConversionsCompiler::condition(const EntityDef& entity, const Json& owner,
                                                         const std::string& path) {
    const std::string source = json_.optional_text(owner, "when", path);
    if (source.empty()) return std::nullopt;
    return expression(entity, source, kBoolean, path + ".when");
}

const FieldDef* ConversionsCompiler::made_field(const EntityDef& to, const std::string& key,
                                                const std::string& path) {
    const FieldDef* field = to.find_field(key);
    if (field == nullptr) {
        refuse(path, "there is no field \"" + key + "\" in \"" + to.key + "\"");
        return nullptr;
    }
    if (!is_given_by_engine(to, *field)) return field;
    refuse(path, "is given by the engine");
    return nullptr;
}

const FieldDef* ConversionsCompiler::link_to(const EntityDef& entity, const Json& owner,
                                             const char* key, const EntityDef& target,
                                             const std::string& path) {
    const std::string name = json_.optional_text(owner, key, path);
    if (name.empty()) return nullptr;
    const FieldDef* field = made_field(entity, name, path + "." + key);
    if (field == nullptr) return nullptr;
    if (field->type == FieldType::Link && field->target == target.id) return field;
    refuse(path + "." + key, "must be a link to \"" + target.key + "\"");
    return nullptr;
}

std::vector<ConvertedField> ConversionsCompiler::fields(const EntityDef& from, const EntityDef& to,
                                                        const Json& owner, const char* key,
                                                        const std::string& path) {
    std::vector<ConvertedField> made;
    if (!owner.contains(key)) return made;
    const Json& written = json_.object_or_array(owner, key, path, Json::value_t::object);
    for (const auto& [name, value] : written.items()) {
        const std::string place = path + "." + key;
        const std::string source = json_.text(written, name.c_str(), place);
        const FieldDef* field = made_field(to, name, place + "." + name);
        if (field == nullptr) continue;
        if (auto compiled =
                expression(from, source, expression_type_of(*field), place + "." + name))
            made.push_back({field->id, *std::move(compiled)});
    }
    return made;
}

void ConversionsCompiler::compile_made(const Json& json, const std::string& path,
                                       const ConversionRule& rule, ConvertedRecord& record) {
    if (!json.contains("made")) return;
    const Json& written = json_.object_or_array(json, "made", path, Json::value_t::object);
    const EntityDef& to = *registry_->find(record.to);
    for (const auto& [name, value] : written.items()) {
        const std::string place = path + ".made." + name;
        const FieldDef* field = made_field(to, name, place);
        const std::string key = json_.text(written, name.c_str(), path + ".made");
        const auto before = std::find_if(rule.make.begin(), rule.make.end(),
                                         [&](const auto& each) { return each.key == key; });
        if (before == rule.make.end())
            return refuse(place, "nothing is made before that is named \"" + key + "\"");
        if (field == nullptr) return;
        if (field->type != FieldType::Link || field->target != before->to)
            return refuse(place, "must be a link to what is made");
        record.made.emplace_back(field->id, static_cast<std::size_t>(before - rule.make.begin()));
    }
}

void ConversionsCompiler::compile_picks(const Json& json, const std::string& path,
                                        ConvertedRecord& record) {
    if (!json.contains("pick")) return;
    const Json& written = json_.object_or_array(json, "pick", path, Json::value_t::object);
    const EntityDef& to = *registry_->find(record.to);
    for (const auto& [name, value] : written.items()) {
        const std::string place = path + ".pick." + name;
        const FieldDef* field = made_field(to, name, place);
        if (field == nullptr) return;
        const EntityDef* target = registry_->find(field->target);
        if (field->type != FieldType::Link || target == nullptr)
            return refuse(place, "must be a link");
        PickedLink& pick = record.pick.emplace_back();
        pick.field = field->id;
        for (const std::string& source : json_.texts(written, name.c_str(), path + ".pick"))
            if (auto compiled = expression(*target, source, kBoolean, place))
                pick.conditions.push_back(*std::move(compiled));
    }
}

void ConversionsCompiler::compile_lines(const Json& json, const std::string& path,
                                        ConvertedRecord& record) {
    check_keys(json, {"from", "to", "when", "map", "back", "open"}, path);
    const EntityDef& document = *registry_->find(record.to);
    const std::string from_key = json_.text(json, "from", path);
    const std::string to_key = json_.text(json, "to", path);
    const InverseDef* from = entity_->find_inverse(from_key);
    const InverseDef* to = document.find_inverse(to_key);
    if (from == nullptr) return refuse(path + ".from", "there is no list \"" + from_key + "\"");
    if (to == nullptr || registry_->find(to->entity)->parent_field != to->field)
        return refuse(path + ".to", "there are no parts \"" + to_key + "\"");
    const EntityDef& source = *registry_->find(from->entity);
    const EntityDef& part = *registry_->find(to->entity);
    ConvertedLines lines;
    lines.from = from->entity;
    lines.from_link = from->field;
    lines.to = to->entity;
    lines.to_parent = to->field;
    lines.when = condition(source, json, path);
    lines.map = fields(source, part, json, "map", path);
    if (const FieldDef* back = link_to(part, json, "back", source, path)) lines.back = back->id;
    std::vector<ConvertedField> open = fields(source, part, json, "open", path);
    if (json_.ok() && json.contains("open")) {
        if (open.size() != 1 || open.front().value.type().kind != ExpressionKind::Number)
            return refuse(path + ".open", "must be one field with a number");
        lines.open = std::move(open.front());
    }
    record.lines.push_back(std::move(lines));
}

void ConversionsCompiler::compile_record(const Json& json, const std::string& path,
                                         ConversionRule& rule) {
    check_keys(
        json, {"key", "to", "when", "map", "made", "pick", "fill", "back", "link", "same", "lines"},
        path);
    const std::string to_key = json_.text(json, "to", path);
    const EntityDef* to = registry_->find(to_key);
    if (to == nullptr) return refuse(path + ".to", "there is no entity \"" + to_key + "\"");
    ConvertedRecord record;
    record.key = json_.optional_text(json, "key", path);
    if (record.key.empty()) record.key = to_key;
    for (const ConvertedRecord& before : rule.make)
        if (before.key == record.key) return refuse(path + ".key", "is taken already");
    record.to = to->id;
    record.when = condition(*entity_, json, path);
    record.map = fields(*entity_, *to, json, "map", path);
    compile_made(json, path, rule, record);
    compile_picks(json, path, record);
    record.fill = fields(*to, *to, json, "fill", path);
    if (const FieldDef* back = link_to(*to, json, "back", *entity_, path)) record.back = back->id;
    if (const FieldDef* link = link_to(*entity_, json, "link", *to, path)) record.link = link->id;
    if (json.contains("same")) record.same = json_.fields(*to, json, "same", path);
    const Json& lines = list(json, "lines", path, kConvertedLineListsMax);
    for (std::size_t index = 0; index < lines.size(); ++index)
        compile_lines(lines[index], at(path, "lines", index), record);
    rule.make.push_back(std::move(record));
}

void ConversionsCompiler::compile_conversion(const Json& json, const std::string& path,
                                             ConversionRule& rule) {
    check_keys(json, {"key", "when", "then", "show", "make"}, path);
    rule.key = json_.text(json, "key", path);
    if (!is_definition_key(rule.key)) refuse(path + ".key", "must be a snake_case word");
    rule.when = condition(*entity_, json, path);
    rule.then = json_.optional_text(json, "then", path);
    if (!rule.then.empty() && entity_->find_state(rule.then) == nullptr)
        refuse(path + ".then", "there is no state \"" + rule.then + "\"");
    const Json& make = list(json, "make", path, kConvertedRecordsMax);
    if (make.empty()) refuse(path + ".make", "must be a list of what is made");
    for (std::size_t index = 0; index < make.size(); ++index)
        compile_record(make[index], at(path, "make", index), rule);
    if (rule.make.empty()) return;
    rule.show = json_.optional_text(json, "show", path);
    if (rule.show.empty()) rule.show = rule.make.front().key;
    if (std::none_of(rule.make.begin(), rule.make.end(),
                     [&](const ConvertedRecord& record) { return record.key == rule.show; }))
        refuse(path + ".show", "nothing is made that is named \"" + rule.show + "\"");
}

std::optional<std::vector<ConversionRule>> ConversionsCompiler::compile(const std::string& json) {
    const Json owner = {{"convert", Json::parse(json, nullptr, false)}};
    const Json& written = list(owner, "convert", "$", kConversionsMax);
    std::vector<ConversionRule> rules;
    for (std::size_t index = 0; index < written.size() && json_.ok(); ++index) {
        ConversionRule rule;
        const std::string path = at("$", "convert", index);
        compile_conversion(written[index], path, rule);
        for (const ConversionRule& before : rules)
            if (before.key == rule.key) refuse(path + ".key", "is taken already");
        rules.push_back(std::move(rule));
    }
    if (!json_.ok()) return std::nullopt;
    return rules;
}

}  // namespace holdfast
