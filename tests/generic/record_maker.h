// RecordMaker: valid records of any module, made from its definition alone.
#pragma once

#include <map>
#include <string>

#include "core/fixed_environment.h"
#include "core/store.h"

namespace holdfast::test {

/// The values that people could type into a form of `entity`, different for each `seed`.
class RecordMaker {
public:
    RecordMaker(Store& store, Environment& environment)
        : store_(&store), environment_(&environment) {}

    /// Creates one record with every field filled that the module's rules let be filled together,
    /// and the records it needs. Fails the test, saying why, when the store refuses.
    RecordId create(const EntityDef& entity, std::uint64_t seed);
    /// A value that the field's type takes; null for links and what the engine writes.
    [[nodiscard]] static Value value_for(const EntityDef& entity, const FieldDef& field,
                                         std::uint64_t seed);
    /// Whether the server alone writes the records of the module.
    [[nodiscard]] static bool is_servers_own(const EntityDef& entity);
    /// Whether a person can write the field.
    [[nodiscard]] static bool is_typed(const EntityDef& entity, const FieldDef& field);

private:
    enum class Fill : std::uint8_t { Everything, Required };
    [[nodiscard]] std::vector<Draft::FieldValue> values(const EntityDef& entity, std::uint64_t seed,
                                                        Fill fill);
    [[nodiscard]] std::vector<FieldIssue> try_to_create(const EntityDef& entity, const RecordId& id,
                                                        std::uint64_t seed, Fill fill);
    [[nodiscard]] Value any_value(const EntityDef& entity, const FieldDef& field,
                                  std::uint64_t seed);
    [[nodiscard]] Value link_for(const EntityDef& entity, const FieldDef& field,
                                 std::uint64_t seed);

    Store* store_;
    Environment* environment_;
    std::map<std::pair<EntityId, std::size_t>, RecordId> linked_;
    std::uint64_t linked_count_ = 0;
    int depth_ = 0;
};

/// The issues of a draft; none when it was saved.
[[nodiscard]] std::vector<FieldIssue> issues_of(Store& store, const Draft& draft);

}  // namespace holdfast::test
