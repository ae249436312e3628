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
    /// `linked_before`: how many records for links others made; no two makers make the same one.
    RecordMaker(Store& store, Environment& environment, std::uint64_t linked_before = 0)
        : store_(&store), environment_(&environment), linked_count_(linked_before) {}

    /// Creates one record with every field filled that the module's rules let be filled together,
    /// and the records it needs. Fails the test, saying why, when the store refuses.
    RecordId create(const EntityDef& entity, std::uint64_t seed);
    /// The same, and what is given stays.
    using Given = std::map<FieldId, Value>;
    RecordId create(const EntityDef& entity, std::uint64_t seed, const Given& given);
    /// The issues that are left instead, when the store refuses all ways to make it under `id`.
    [[nodiscard]] std::vector<FieldIssue> try_to_create(const EntityDef& entity, const RecordId& id,
                                                        std::uint64_t seed, const Given& given);
    /// A value that the field's type takes; null for links and what the engine writes.
    [[nodiscard]] static Value value_for(const EntityDef& entity, const FieldDef& field,
                                         std::uint64_t seed);
    /// The same, and of links a record that is made for it.
    [[nodiscard]] Value any_value(const EntityDef& entity, const FieldDef& field,
                                  std::uint64_t seed);
    /// Whether the server alone writes the records of the module.
    [[nodiscard]] static bool is_servers_own(const EntityDef& entity);
    /// Whether a person can write the field.
    [[nodiscard]] static bool is_typed(const EntityDef& entity, const FieldDef& field);

private:
    enum class Fill : std::uint8_t { Everything, Required };
    [[nodiscard]] std::vector<Draft::FieldValue> values(const EntityDef& entity, std::uint64_t seed,
                                                        Fill fill, const Given& given);
    [[nodiscard]] std::vector<FieldIssue> try_once(const EntityDef& entity, const RecordId& id,
                                                   std::uint64_t seed, Fill fill,
                                                   const Given& given);
    [[nodiscard]] Value link_for(const EntityDef& entity, const FieldDef& field,
                                 std::uint64_t seed);

    Store* store_;
    Environment* environment_;
    std::uint64_t linked_count_;
    std::map<std::pair<EntityId, std::size_t>, RecordId> linked_;
    int depth_ = 0;
};

/// The issues of a draft; none when it was saved.
[[nodiscard]] std::vector<FieldIssue> issues_of(Store& store, const Draft& draft);
/// Whether one of them is of that kind and at that field; `detail` where it is given.
[[nodiscard]] bool has_issue(const std::vector<FieldIssue>& issues, FieldId field, IssueKind kind,
                             std::string_view detail = {});

}  // namespace holdfast::test
