// The little world's modules: one entity with every merge kind, one child entity, and `conflict`.
#pragma once

#include "core/registry.h"
#include "mutation.h"

namespace holdfast::sim {

inline constexpr EntityId kItem{1};
inline constexpr EntityId kPart{2};
inline constexpr EntityId kConflict{5};
inline constexpr EntityId kNumberBlock{265};
inline constexpr EntityId kNumberVoid{266};

namespace item {
inline constexpr FieldId kPlan{1};
inline constexpr FieldId kNote{2};
inline constexpr FieldId kTwin{3};
inline constexpr FieldId kStreet{4};
inline constexpr FieldId kCity{5};
inline constexpr FieldId kPrice{6};
inline constexpr FieldId kStock{7};
inline constexpr FieldId kSerial{8};
inline constexpr FieldId kStatus{9};
inline constexpr FieldId kNumber{10};
}  // namespace item
namespace part {
inline constexpr FieldId kItemLink{1};
inline constexpr FieldId kAmount{2};
inline constexpr FieldId kNumber{3};
}  // namespace part

/// Position of a field in a row of the simulated entities: their ids count from one.
[[nodiscard]] inline std::size_t position_of(FieldId field) {
    return raw(field) - 1U;
}

/// The definitions as every device has them.
[[nodiscard]] const Registry& sim_registry();
/// The definitions as the server has them: the same, or changed by a mutation.
[[nodiscard]] const Registry& server_registry(Mutation mutation);

}  // namespace holdfast::sim
