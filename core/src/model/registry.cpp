#include "core/registry.h"

#include <algorithm>
#include <map>

#include "base_definitions.h"
#include "core/rules.h"
#include "model/definition_reader.h"
#include "model/rules_compiler.h"

namespace holdfast {
namespace {

/// FNV-1a. The sign bit stays free, so that the version fits every integer column.
class Fingerprint {
public:
    /// A JSON document: white space between its parts does not count. Writing it out anew, with
    /// its keys in order, would cost a tenth of a start.
    void add(std::string_view json) {
        bool inside_text = false;
        bool escaped = false;
        for (const char character : json) {
            const bool space = character == ' ' || (character >= '\t' && character <= '\r');
            if (space && !inside_text) continue;
            if (character == '"' && !escaped) inside_text = !inside_text;
            escaped = character == '\\' && !escaped;
            hash_ = (hash_ ^ static_cast<std::uint8_t>(character)) * 0x100000001B3ULL;
        }
        hash_ = (hash_ ^ 0xFF) * 0x100000001B3ULL;
    }
    [[nodiscard]] std::uint64_t value() const { return hash_ & std::uint64_t{INT64_MAX}; }

private:
    std::uint64_t hash_ = 0xCBF29CE484222325ULL;
};

using NamedDocuments = std::vector<std::pair<std::string_view, std::string_view>>;

/// Reads, checks and connects the documents of one registry.
class Compiler {
public:
    explicit Compiler(RegistryProblem& problem) : problem_(&problem) {}

    Status read(const NamedDocuments& documents) {
        for (const auto& [file, text] : documents) {
            DefinitionMistake mistake;
            std::optional<ReadDefinition> definition = read_definition(text, mistake);
            if (!definition) return refuse(file, mistake);
            entries_.push_back({std::string(file), text, *std::move(definition)});
        }
        const auto by_id = [](const Entry& a, const Entry& b) {
            return a.definition.entity.id < b.definition.entity.id;
        };
        std::sort(entries_.begin(), entries_.end(), by_id);
        return {};
    }

    Status connect() {
        for (std::size_t index = 0; index < entries_.size(); ++index) {
            const EntityDef& entity = entries_[index].definition.entity;
            if (index > 0 && entries_[index - 1].definition.entity.id == entity.id)
                return refuse(entries_[index].file, "$.id", "is taken by another entity");
            if (!ids_.emplace(entity.key, entity.id).second)
                return refuse(entries_[index].file, "$.key", "is taken by another entity");
        }
        for (const Entry& entry : entries_) TRY(connect_presets(entry));
        for (Entry& entry : entries_) TRY(connect_links(entry));
        for (Entry& entry : entries_) TRY(connect_inverses(entry));
        for (Entry& entry : entries_) TRY(connect_totals(entry));
        for (const Entry& entry : entries_) TRY(check_derived(entry));
        for (const Entry& entry : entries_) TRY(check_race_tasks(entry));
        for (const Entry& entry : entries_) TRY(check_starter(entry));
        return {};
    }

    Result<std::vector<EntityRules>> compile_rules(const Registry& registry) {
        std::vector<EntityRules> rules;
        for (std::size_t index = 0; index < entries_.size(); ++index) {
            const EntityDef& entity = registry.entities()[index];
            DefinitionMistake mistake;
            RulesCompiler compiler(registry, entity, mistake);
            compiler.set_only_one(entries_[index].definition.only_one);
            compiler.set_conversions(entries_[index].definition.conversions);
            Result<EntityRules> made = compiler.compile();
            if (!made) return refuse(entries_[index].file, mistake);
            rules.push_back(*std::move(made));
        }
        return rules;
    }

    std::vector<EntityDef> take_entities(Fingerprint& fingerprint) {
        std::vector<EntityDef> entities;
        for (Entry& entry : entries_) {
            fingerprint.add(entry.text);
            entities.push_back(std::move(entry.definition.entity));
        }
        return entities;
    }

private:
    struct Entry {
        std::string file;
        std::string_view text;
        ReadDefinition definition;
    };

    Status connect_presets(const Entry& entry) {
        const EntityDef& entity = entry.definition.entity;
        for (std::size_t index = 0; index < entity.presets.size(); ++index)
            if (!ids_.emplace(entity.presets[index].key, entity.id).second)
                return refuse(entry.file, "$.presets[" + std::to_string(index) + "].key",
                              "is taken by an entity or another preset");
        return {};
    }

    /// Records of a part belong to one of their parent's.
    Status check_starter(const Entry& entry) {
        const EntityDef& entity = entry.definition.entity;
        if (entity.starter.empty() || entity.parent_field == FieldId::None) return {};
        const EntityId target = entity.find_field(entity.parent_field)->target;
        const bool has_any = std::any_of(entries_.begin(), entries_.end(), [&](const Entry& other) {
            return other.definition.entity.id == target && !other.definition.entity.starter.empty();
        });
        return has_any ? Status{} : refuse(entry.file, "$.starter", "its parent has no starter");
    }

    Status connect_links(Entry& entry) {
        EntityDef& entity = entry.definition.entity;
        for (const ReadDefinition::Link& link : entry.definition.links) {
            const auto target = ids_.find(link.target_key);
            if (target == ids_.end() || find(link.target_key) == nullptr)
                return refuse(entry.file, "$.fields." + entity.fields[link.field_index].key,
                              "there is no entity \"" + link.target_key + "\"");
            entity.fields[link.field_index].target = target->second;
        }
        if (entity.parent_field == FieldId::None) return {};
        if (EntityDef* parent = find(entry.definition.parent_target_key))
            parent->children.push_back(entity.id);
        return {};
    }

    EntityDef* find(std::string_view key) {
        for (Entry& entry : entries_)
            if (entry.definition.entity.key == key) return &entry.definition.entity;
        return nullptr;
    }

    const EntityDef* find_entity(EntityId id) const {
        for (const Entry& entry : entries_)
            if (entry.definition.entity.id == id) return &entry.definition.entity;
        return nullptr;
    }

    /// Sums belong to a document, and their parts to its lines.
    Status check_derived(const Entry& entry) {
        const EntityDef& entity = entry.definition.entity;
        const FieldDef* parent = entity.find_field(entity.parent_field);
        const EntityDef* document = parent ? find_entity(parent->target) : nullptr;
        for (const FieldDef& field : entity.computed) {
            if (field.derive == Derive::None) continue;
            const bool of_line = field.derive == Derive::LineNet || field.derive == Derive::LineTax;
            const bool fits = of_line ? document && document->totals.lines == entity.id
                                      : entity.totals.lines != EntityId::None;
            if (!fits)
                return refuse(entry.file, "$.fields." + field.key + ".derive",
                              "there are no totals to take it from");
        }
        return {};
    }

    /// What the task of a race is about is a choice of the module of tasks.
    Status check_race_tasks(const Entry& entry) {
        const FieldDef* occasion = nullptr;
        for (const Entry& other : entries_) {
            const EntityDef& tasks = other.definition.entity;
            const auto& purposes = tasks.purposes;
            if (std::find(purposes.begin(), purposes.end(), "task") != purposes.end())
                occasion = tasks.find_field("occasion");
            if (occasion != nullptr) break;
        }
        for (const RaceDef& race : entry.definition.entity.races) {
            if (race.task.empty() || occasion == nullptr) continue;
            const auto& choices = occasion->choices;
            if (std::find(choices.begin(), choices.end(), race.task) == choices.end())
                return refuse(entry.file, "$.state.races",
                              "tasks have no occasion \"" + race.task + "\"");
        }
        return {};
    }

    Status connect_inverses(Entry& entry) {
        const EntityDef& entity = entry.definition.entity;
        for (const ReadDefinition::Link& link : entry.definition.links) {
            const FieldDef& field = entity.fields[link.field_index];
            if (field.inverse.empty()) continue;
            EntityDef& target = *find(link.target_key);
            if (target.find_inverse(field.inverse) || target.find_field(field.inverse) ||
                target.find_computed(field.inverse))
                return refuse(entry.file, "$.fields." + field.key + ".inverse",
                              "\"" + target.key + "." + field.inverse + "\" is taken already");
            target.inverses.push_back({field.inverse, entity.id, field.id});
        }
        return {};
    }

    Status connect_totals(Entry& entry) {
        const std::string& lines = entry.definition.totals_lines;
        if (lines.empty()) return {};
        EntityDef& entity = entry.definition.entity;
        const InverseDef* inverse = entity.find_inverse(lines);
        const auto is_child = [&](EntityId id) {
            return std::find(entity.children.begin(), entity.children.end(), id) !=
                   entity.children.end();
        };
        if (!inverse || !is_child(inverse->entity))
            return refuse(entry.file, "$.totals.lines", "there are no parts \"" + lines + "\"");
        entity.totals.lines = inverse->entity;
        const EntityDef& line = *find_entity(inverse->entity);
        if (!line.find_field("quantity") || !line.find_field("unit_price"))
            return refuse(entry.file, "$.totals.lines", "lines need quantity and unit_price");
        return {};
    }

    tl::unexpected<Error> refuse(std::string_view file, const std::string& path,
                                 const std::string& reason) {
        return refuse(file, DefinitionMistake{path, reason, {}, {}});
    }

    tl::unexpected<Error> refuse(std::string_view file, const DefinitionMistake& mistake) {
        *problem_ = {std::string(file), mistake.path, mistake.reason, mistake.expression_key,
                     mistake.expression_arguments};
        return fail(ErrorCode::BadInput, "registry.compile");
    }

    RegistryProblem* problem_;
    std::vector<Entry> entries_;
    std::map<std::string, EntityId, std::less<>> ids_;
};

const FieldDef* find_by_id(const std::vector<FieldDef>& fields, FieldId field) {
    const auto before = [](const FieldDef& definition, FieldId wanted) {
        return definition.id < wanted;
    };
    const auto found = std::lower_bound(fields.begin(), fields.end(), field, before);
    return found != fields.end() && found->id == field ? &*found : nullptr;
}

template <typename Item>
const Item* find_by_key(const std::vector<Item>& items, std::string_view key) {
    for (const Item& item : items)
        if (item.key == key) return &item;
    return nullptr;
}

}  // namespace

const FieldDef* EntityDef::find_field(FieldId field) const {
    return find_by_id(fields, field);
}

const FieldDef* EntityDef::find_field(std::string_view field_key) const {
    return find_by_key(fields, field_key);
}

const FieldDef* EntityDef::find_computed(FieldId field) const {
    return find_by_id(computed, field);
}

const FieldDef* EntityDef::find_computed(std::string_view field_key) const {
    return find_by_key(computed, field_key);
}

const FieldDef* EntityDef::find_any(FieldId field) const {
    const FieldDef* stored = find_field(field);
    return stored ? stored : find_computed(field);
}

const InverseDef* EntityDef::find_inverse(std::string_view inverse_key) const {
    return find_by_key(inverses, inverse_key);
}

std::size_t EntityDef::index_of(FieldId field) const {
    const FieldDef* found = find_field(field);
    HOLDFAST_ASSERT(found != nullptr);
    return static_cast<std::size_t>(found - fields.data());
}

const StateDef* EntityDef::find_state(std::string_view state_key) const {
    for (const StateDef& state : states)
        if (state.key == state_key) return &state;
    return nullptr;
}

bool EntityDef::allows(std::string_view from, std::string_view to) const {
    const std::vector<std::string_view> next = states_after(from);
    return std::find(next.begin(), next.end(), to) != next.end();
}

const TransitionDef* EntityDef::find_transition(std::string_view from, std::string_view to) const {
    for (const TransitionDef& transition : transitions)
        if (transition.from == from && transition.to == to) return &transition;
    return nullptr;
}

const PresetDef* EntityDef::find_preset(std::string_view preset_key) const {
    return find_by_key(presets, preset_key);
}

bool EntityDef::freezes(std::string_view state_key) const {
    const StateDef* state = find_state(state_key);
    return state != nullptr &&
           std::find(frozen_in.begin(), frozen_in.end(), state->category) != frozen_in.end();
}

bool EntityDef::is_made_by_people() const {
    return std::none_of(fields.begin(), fields.end(), [&](const FieldDef& field) {
        return field.need == Need::Required && field.access == Access::ReadOnly &&
               is_null(field.initial) && field.id != state_field && field.id != number_field;
    });
}

std::vector<std::string_view> EntityDef::states_after(std::string_view from) const {
    std::vector<std::string_view> next;
    for (const TransitionDef& transition : transitions)
        if (transition.from == from) next.emplace_back(transition.to);
    if (!states.empty() && !find_state(from)) next.emplace_back(initial_state);
    return next;
}

Result<Registry> Registry::compile(const NamedDocuments& named_documents, std::string* error_text) {
    RegistryProblem problem;
    Result<Registry> made = compile(named_documents, problem);
    if (!made && error_text)
        *error_text = problem.file + ": " + problem.path + ": " + problem.reason;
    return made;
}

Result<Registry> Registry::compile(const NamedDocuments& named_documents,
                                   RegistryProblem& problem) {
    Compiler compiler(problem);
    TRY(compiler.read(named_documents));
    TRY(compiler.connect());
    Fingerprint fingerprint;
    Registry registry;
    registry.entities_ = compiler.take_entities(fingerprint);
    registry.version_ = fingerprint.value();
    registry.rules_ = TRY(compiler.compile_rules(registry));
    return registry;
}

const Registry& Registry::base() {
    static const Registry registry = [] {
        const auto documents = base_definitions();
        Result<Registry> compiled = compile({documents.begin(), documents.end()}, nullptr);
        HOLDFAST_ASSERT(compiled.has_value());
        return *std::move(compiled);
    }();
    return registry;
}

Registry::Registry() = default;
Registry::Registry(Registry&&) noexcept = default;
Registry& Registry::operator=(Registry&&) noexcept = default;
Registry::~Registry() = default;

const EntityRules& Registry::rules(EntityId id) const {
    const EntityDef* entity = find(id);
    HOLDFAST_ASSERT(entity != nullptr);
    return rules_[static_cast<std::size_t>(entity - entities_.data())];
}

const EntityDef* Registry::find(EntityId id) const {
    const auto before = [](const EntityDef& entity, EntityId wanted) { return entity.id < wanted; };
    const auto found = std::lower_bound(entities_.begin(), entities_.end(), id, before);
    return found != entities_.end() && found->id == id ? &*found : nullptr;
}

std::vector<LinkDef> Registry::links_to(EntityId target) const {
    std::vector<LinkDef> links;
    for (const EntityDef& entity : entities_)
        for (const FieldDef& field : entity.fields)
            if (field.type == FieldType::Link && field.target == target)
                links.push_back({&entity, &field});
    return links;
}

const EntityDef* Registry::find(std::string_view key) const {
    for (const EntityDef& entity : entities_)
        if (entity.key == key) return &entity;
    return nullptr;
}

ModulePlace Registry::find_place(std::string_view key) const {
    if (const EntityDef* entity = find(key)) return {entity, nullptr};
    for (const EntityDef& entity : entities_)
        if (const PresetDef* preset = entity.find_preset(key)) return {&entity, preset};
    return {};
}

}  // namespace holdfast
