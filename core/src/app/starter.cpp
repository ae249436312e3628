#include "core/app/starter.h"

#include <algorithm>

#include "core/policy.h"
#include "core/query.h"

namespace holdfast {
namespace {

class StarterDraft {
public:
    StarterDraft(Store& store, const EntityDef& module, const Strings& strings)
        : registry_(store.registry()),
          environment_(store.environment()),
          strings_(strings),
          draft_(module.key + ".create", store.state().checkpoint) {
        add(module);
    }

    [[nodiscard]] const Draft& draft() const { return draft_; }
    [[nodiscard]] std::vector<std::pair<EntityId, RecordId>> take_firsts() {
        return std::move(firsts_);
    }

private:
    void add(const EntityDef& entity) {
        for (const GivenValues& record : entity.starter) {
            const RecordId id = make_record_id(environment_);
            draft_.create(entity.id, id, values_of(entity, record));
            if (first_of(entity.id).is_none()) firsts_.emplace_back(entity.id, id);
        }
        for (const EntityId part : entity.children) add(*registry_.find(part));
    }

    [[nodiscard]] RecordId first_of(EntityId entity) const {
        const auto found = std::find_if(firsts_.begin(), firsts_.end(),
                                        [&](const auto& first) { return first.first == entity; });
        return found == firsts_.end() ? RecordId{} : found->second;
    }

    [[nodiscard]] std::vector<Draft::FieldValue> values_of(const EntityDef& entity,
                                                           const GivenValues& record) const {
        std::vector<Draft::FieldValue> values;
        for (const auto& given : record) values.push_back({given.first, in_words(entity, given)});
        if (entity.parent_field == FieldId::None) return values;
        const FieldDef& parent = *entity.find_field(entity.parent_field);
        values.push_back({parent.id, first_of(parent.target)});
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
    Environment& environment_;
    const Strings& strings_;
    Draft draft_;
    std::vector<std::pair<EntityId, RecordId>> firsts_;
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
    while (module->parent_field != FieldId::None)
        module = store.registry().find(module->find_field(module->parent_field)->target);
    const Policy policy = TRY(store.policy());
    if (!policy.can(module->id, Action::Create) || !TRY(is_empty(store, module->id)))
        return nullptr;
    return module;
}

Result<StarterDone> write_starter(Store& store, const EntityDef& module, const Strings& strings) {
    StarterDraft starter(store, module, strings);
    CommitWithUndo commit = TRY(commit_with_undo(store, starter.draft()));
    return StarterDone{std::move(commit), starter.take_firsts()};
}

}  // namespace holdfast
