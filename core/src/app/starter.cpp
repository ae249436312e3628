#include "core/app/starter.h"

#include "core/policy.h"
#include "core/query.h"

namespace holdfast {
namespace {

class StarterDraft {
public:
    StarterDraft(Store& store, const EntityDef& module, const Strings& strings)
        : registry_(store.registry()),
          store_(store),
          strings_(strings),
          draft_(module.key + ".create", store.state().checkpoint) {}

    Status add(const EntityDef& entity) {
        for (std::size_t place = 0; place < entity.starter.size(); ++place) {
            const RecordId id = starter_record(entity, place);
            const std::optional<Record> known = TRY(store_.read(entity.id, id));
            if (!known)
                draft_.create(entity.id, id, values_of(entity, place));
            else if (known->life == Record::Life::Deleted)
                draft_.restore(entity.id, id);
        }
        for (const EntityId part : entity.children) TRY(add(*registry_.find(part)));
        return {};
    }

    [[nodiscard]] const Draft& draft() const { return draft_; }

private:
    [[nodiscard]] std::vector<Draft::FieldValue> values_of(const EntityDef& entity,
                                                           std::size_t place) const {
        std::vector<Draft::FieldValue> values;
        for (const auto& given : entity.starter[place])
            values.push_back({given.first, in_words(entity, given)});
        if (entity.parent_field == FieldId::None) return values;
        const EntityDef* parent = registry_.find(entity.find_field(entity.parent_field)->target);
        values.push_back({entity.parent_field, starter_record(*parent, 0)});
        return values;
    }

    [[nodiscard]] Value in_words(const EntityDef& entity,
                                 const std::pair<FieldId, Value>& given) const {
        const FieldType type = entity.find_field(given.first)->type;
        if (type != FieldType::Text && type != FieldType::LongText) return given.second;
        const std::string key = entity.key + ".starter." + std::string(text_or_empty(given.second));
        return std::string(strings_.get(key));
    }

    const Registry& registry_;
    Store& store_;
    const Strings& strings_;
    Draft draft_;
};

Result<bool> is_empty(Store& store, EntityId entity) {
    Query query;
    query.entity = entity;
    return TRY(find_rows(store, query, 1)).empty();
}

}  // namespace

Result<const EntityDef*> find_starter(Store& store, EntityId entity) {
    const EntityDef* module = store.registry().find(entity);
    if (!module || module->starter.empty()) return nullptr;
    while (module && module->parent_field != FieldId::None)
        module = store.registry().find(module->find_field(module->parent_field)->target);
    if (!module || module->starter.empty()) return nullptr;
    const Policy policy = TRY(store.policy());
    if (!policy.can(module->id, Action::Create) || !TRY(is_empty(store, module->id)))
        return nullptr;
    return module;
}

RecordId starter_record(const EntityDef& entity, std::size_t place) {
    constexpr std::uint64_t kVersion = 0x8000;
    constexpr std::uint64_t kVariant = 0x8000'0000'0000'0000;
    return {(std::uint64_t{raw(entity.id)} << 16U) | kVersion, kVariant | (place + 1)};
}

Result<CommitWithUndo> write_starter(Store& store, const EntityDef& module,
                                     const Strings& strings) {
    StarterDraft starter(store, module, strings);
    TRY(starter.add(module));
    return commit_with_undo(store, starter.draft());
}

}  // namespace holdfast
