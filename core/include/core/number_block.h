// Blocks of document numbers that the authority grants to a device, so that it can give final
// numbers while it is offline. A block is a record of the module `number_block`; numbers of it that
// no record has are records of `number_void` (ADR 22).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/registry.h"

namespace holdfast {

inline constexpr std::string_view kNumberBlockModule = "number_block";
inline constexpr std::string_view kNumberVoidModule = "number_void";

/// Whether devices give this module's numbers from blocks they hold.
[[nodiscard]] bool leases_numbers(const EntityDef& entity);

struct NumberBlock {
    enum class State : std::uint8_t {
        Asked,   ///< By the device; it stands for no number yet.
        Open,    ///< The device may give its numbers.
        Closed,  ///< All are given or void.
    };
    RecordId id;
    std::string module;  ///< Key of the entity.
    std::string series;  ///< As number_series_of() gives it.
    std::int64_t first = 0;
    std::int64_t last = 0;  ///< Itself included.
    std::string device;     ///< Short code of the device that holds it.
    State state = State::Asked;
    std::int64_t expires_ms = 0;  ///< By the authority's clock alone.
};

/// `definition`: the module kNumberBlockModule; `values` by position of its fields.
[[nodiscard]] NumberBlock number_block_of(const EntityDef& definition, const RecordId& id,
                                          const std::vector<Value>& values);
[[nodiscard]] std::vector<Value> values_of(const EntityDef& definition, const NumberBlock& block);
/// How the state stands in its record.
[[nodiscard]] std::string_view word_of(NumberBlock::State state);
/// The place of a number in its block, 0 for the first; nothing when it is not of it.
[[nodiscard]] std::optional<std::uint32_t> place_in(const NumberBlock& block,
                                                    std::string_view number);

}  // namespace holdfast
