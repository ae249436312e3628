#include "core/registry.h"

#include <algorithm>
#include <map>

#include "base_definitions.h"
#include "model/definition_reader.h"

namespace holdfast {
namespace {

/// FNV-1a. The sign bit stays free, so that the version fits every integer column.
class Fingerprint {
public:
    void add(std::string_view text) {
        for (const char character : text)
            hash_ = (hash_ ^ static_cast<std::uint8_t>(character)) * 0x100000001B3ULL;
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
    explicit Compiler(std::string* error_text) : error_text_(error_text) {}

    Status read(const NamedDocuments& documents) {
        for (const auto& [file, text] : documents) {
            DefinitionMistake mistake;
            std::optional<ReadDefinition> definition = read_definition(text, mistake);
            if (!definition) return refuse(file, mistake.path, mistake.reason);
            entries_.push_back({std::string(file), *std::move(definition)});
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
        for (Entry& entry : entries_) TRY(connect_links(entry));
        return {};
    }

    std::vector<EntityDef> take_entities(Fingerprint& fingerprint) {
        std::vector<EntityDef> entities;
        for (Entry& entry : entries_) {
            fingerprint.add(entry.definition.canonical_text);
            entities.push_back(std::move(entry.definition.entity));
        }
        return entities;
    }

private:
    struct Entry {
        std::string file;
        ReadDefinition definition;
    };

    Status connect_links(Entry& entry) {
        EntityDef& entity = entry.definition.entity;
        for (const ReadDefinition::Link& link : entry.definition.links) {
            const auto target = ids_.find(link.target_key);
            if (target == ids_.end())
                return refuse(entry.file, "$.fields." + entity.fields[link.field_index].key,
                              "there is no entity \"" + link.target_key + "\"");
            entity.fields[link.field_index].target = target->second;
        }
        if (entity.parent_field == FieldId::None) return {};
        for (Entry& candidate : entries_)
            if (candidate.definition.entity.key == entry.definition.parent_target_key)
                candidate.definition.entity.children.push_back(entity.id);
        return {};
    }

    tl::unexpected<Error> refuse(std::string_view file, const std::string& path,
                                 const std::string& reason) {
        if (error_text_) *error_text_ = std::string(file) + ": " + path + ": " + reason;
        return fail(ErrorCode::BadInput, "registry.compile");
    }

    std::string* error_text_;
    std::vector<Entry> entries_;
    std::map<std::string, EntityId, std::less<>> ids_;
};

}  // namespace

const FieldDef* EntityDef::find_field(FieldId field) const {
    const auto before = [](const FieldDef& definition, FieldId wanted) {
        return definition.id < wanted;
    };
    const auto found = std::lower_bound(fields.begin(), fields.end(), field, before);
    return found != fields.end() && found->id == field ? &*found : nullptr;
}

const FieldDef* EntityDef::find_field(std::string_view field_key) const {
    for (const FieldDef& field : fields)
        if (field.key == field_key) return &field;
    return nullptr;
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
    for (const TransitionDef& transition : transitions)
        if (transition.from == from && transition.to == to) return true;
    return false;
}

Result<Registry> Registry::compile(const NamedDocuments& named_documents, std::string* error_text) {
    Compiler compiler(error_text);
    TRY(compiler.read(named_documents));
    TRY(compiler.connect());
    Fingerprint fingerprint;
    Registry registry;
    registry.entities_ = compiler.take_entities(fingerprint);
    registry.version_ = fingerprint.value();
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

const EntityDef* Registry::find(EntityId id) const {
    const auto before = [](const EntityDef& entity, EntityId wanted) { return entity.id < wanted; };
    const auto found = std::lower_bound(entities_.begin(), entities_.end(), id, before);
    return found != entities_.end() && found->id == id ? &*found : nullptr;
}

const EntityDef* Registry::find(std::string_view key) const {
    for (const EntityDef& entity : entities_)
        if (entity.key == key) return &entity;
    return nullptr;
}

}  // namespace holdfast
