// Strong identifiers and positions. Two of different kinds never convert into each other.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast {

/// A UUIDv7 made on the device that creates the record. All zero means "none".
struct RecordId {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    auto operator<=>(const RecordId&) const = default;
    [[nodiscard]] bool is_none() const { return high == 0 && low == 0; }
};

/// Text form: 36 characters, lower case, with dashes (RFC 9562).
[[nodiscard]] std::string to_text(const RecordId& id);
/// Reads the text form, upper or lower case, with or without dashes. Nothing when it is not one.
[[nodiscard]] std::optional<RecordId> parse_record_id(std::string_view text);

/// Stable number of an entity, from its JSON definition ("id"). Never reused once released.
enum class EntityId : std::uint16_t { None = 0 };
/// Stable number of a field within its entity. kFieldExists is the record's own life.
enum class FieldId : std::uint16_t { None = 0xFFFF };
/// Pseudo-field: integer 1 = in the recycle bin, 0 or NULL = living. Merges like a scalar.
inline constexpr FieldId kFieldDeleted{0};

/// One workspace-wide position per accepted transaction, given by the server in the commit that
/// applies it. Also used for checkpoints ("everything up to here"). None = nothing seen yet.
enum class ServerSeq : std::uint64_t { None = 0 };
/// Number of a transaction within its device: 1, 2, 3, ... without gaps. None = no transaction.
enum class TransactionNo : std::uint64_t { None = 0 };
/// A device, given at enrolment. None = not enrolled.
enum class DeviceNo : std::uint32_t { None = 0 };

template <typename Enum>
[[nodiscard]] constexpr auto raw(Enum value) {
    return static_cast<std::underlying_type_t<Enum>>(value);
}

}  // namespace holdfast

template <>
struct std::hash<holdfast::RecordId> {
    std::size_t operator()(const holdfast::RecordId& id) const noexcept {
        return static_cast<std::size_t>((id.high * 0x9E3779B97F4A7C15ULL) ^ id.low);
    }
};
