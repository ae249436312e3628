// Frames: u32le length | u8 type | u8 flags | payload | u32le CRC-32C of type..payload.
//
// `length` counts everything after itself. Frames follow each other without gaps.
#pragma once

#include <optional>
#include <span>

#include "core/cbor.h"
#include "sync/codec.h"

namespace holdfast::sync {

/// Numbers are on the wire: never change them. An unknown type with bit 7 set is skipped.
enum class FrameType : std::uint8_t {
    EnrolRequest = 1,
    EnrolReply = 2,
    Push = 3,
    PushReply = 4,
    DeltaStart = 5,
    DeltaRows = 6,
    DeltaEnd = 7,
    Poke = 8,
    Problem = 9,
    DeltaRefusals = 10,
    /// Of a delta, behind its start. Readers that do not know it pass it over.
    HistoryMark = 129,
    /// Behind a poke. Readers that do not know it ask for the delta.
    LiveDelta = 130,
};

/// Appends `payload` as one frame. Our own mistake when it is longer than kFrameBytesMax.
void append_frame(Bytes& out, FrameType type, std::span<const std::uint8_t> payload);

/// `payload` as the only frame.
[[nodiscard]] Bytes framed(FrameType type, std::span<const std::uint8_t> payload);

struct Frame {
    FrameType type = FrameType::Problem;
    std::span<const std::uint8_t> payload;  ///< Points into the input.
};

/// Reads frame after frame, each checked. Skippable unknown ones are passed over.
class FrameReader {
public:
    explicit FrameReader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}
    /// Nothing at the end. Fails with Corrupt, or LimitExceeded above kFrameBytesMax.
    [[nodiscard]] Result<std::optional<Frame>> next();

private:
    [[nodiscard]] Result<Frame> read_one();
    std::span<const std::uint8_t> rest_;
};

/// The payload of the only frame in `bytes`, which must be of this type.
[[nodiscard]] Result<std::span<const std::uint8_t>> read_single(std::span<const std::uint8_t> bytes,
                                                                FrameType type);

/// Reads an unsigned integer that fits the enumeration's width.
template <typename Enum>
[[nodiscard]] Result<Enum> read_number(CborReader& reader) {
    const std::uint64_t number = TRY(reader.unsigned_integer());
    if (number != static_cast<std::underlying_type_t<Enum>>(number))
        return fail(ErrorCode::Corrupt, "codec.number");
    return static_cast<Enum>(number);
}

/// Fails with Corrupt when the payload has more than it should.
[[nodiscard]] Status expect_end(const CborReader& reader);

/// Begins a payload of `items` items whose first one names the protocol. Fails with Unsupported
/// when it is not ours; before there were versions, the name was missing.
[[nodiscard]] Status read_protocol(CborReader& reader, std::size_t items);

void write_result(CborWriter& writer, const TransactionResult& result);
[[nodiscard]] Result<TransactionResult> read_result(CborReader& reader);

}  // namespace holdfast::sync
