#include "frame.h"

#include "crc32c.h"

namespace holdfast::sync {
namespace {

constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kHeadBytes = 2;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::uint8_t kSkippable = 0x80;
constexpr std::size_t kResultItems = 8;

void append_u32(Bytes& out, std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8)
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

std::uint32_t read_u32(std::span<const std::uint8_t> bytes) {
    return static_cast<std::uint32_t>(bytes[0]) | static_cast<std::uint32_t>(bytes[1]) << 8 |
           static_cast<std::uint32_t>(bytes[2]) << 16 | static_cast<std::uint32_t>(bytes[3]) << 24;
}

bool is_known(std::uint8_t type) {
    return (type >= raw(FrameType::EnrolRequest) && type <= raw(FrameType::DeltaRefusals)) ||
           type == raw(FrameType::HistoryMark) || type == raw(FrameType::LiveDelta);
}

Result<TransactionStatus> read_status(CborReader& reader) {
    const auto status = TRY(read_number<TransactionStatus>(reader));
    if (status < TransactionStatus::Applied || status > TransactionStatus::Deferred)
        return fail(ErrorCode::Corrupt, "codec.status");
    return status;
}

}  // namespace

void append_frame(Bytes& out, FrameType type, std::span<const std::uint8_t> payload) {
    const std::size_t length = kHeadBytes + payload.size() + kChecksumBytes;
    HOLDFAST_ASSERT(length <= kFrameBytesMax);
    append_u32(out, static_cast<std::uint32_t>(length));
    const std::size_t checked = out.size();
    out.push_back(raw(type));
    out.push_back(0);
    out.insert(out.end(), payload.begin(), payload.end());
    append_u32(out, crc32c(std::span(out).subspan(checked)));
}

Bytes framed(FrameType type, std::span<const std::uint8_t> payload) {
    Bytes bytes;
    append_frame(bytes, type, payload);
    return bytes;
}

Result<Frame> FrameReader::read_one() {
    if (rest_.size() < kLengthBytes) return fail(ErrorCode::Corrupt, "frame.length");
    const std::size_t length = read_u32(rest_);
    if (length > kFrameBytesMax) return fail(ErrorCode::LimitExceeded, "frame.length");
    if (length < kHeadBytes + kChecksumBytes || length > rest_.size() - kLengthBytes)
        return fail(ErrorCode::Corrupt, "frame.truncated");
    const auto body = rest_.subspan(kLengthBytes, length);
    rest_ = rest_.subspan(kLengthBytes + length);
    const auto checked = body.first(length - kChecksumBytes);
    if (crc32c(checked) != read_u32(body.subspan(checked.size())))
        return fail(ErrorCode::Corrupt, "frame.checksum");
    if (checked[1] != 0) return fail(ErrorCode::Unsupported, "frame.flags");
    return Frame{static_cast<FrameType>(checked[0]), checked.subspan(kHeadBytes)};
}

Result<std::optional<Frame>> FrameReader::next() {
    while (!rest_.empty()) {
        const Frame frame = TRY(read_one());
        if (is_known(raw(frame.type))) return std::optional{frame};
        if ((raw(frame.type) & kSkippable) == 0) return fail(ErrorCode::Unsupported, "frame.type");
    }
    return std::optional<Frame>{};
}

Result<std::span<const std::uint8_t>> read_single(std::span<const std::uint8_t> bytes,
                                                  FrameType type) {
    FrameReader reader(bytes);
    const std::optional<Frame> frame = TRY(reader.next());
    if (!frame || frame->type != type) return fail(ErrorCode::Corrupt, "frame.expected");
    const std::optional<Frame> more = TRY(reader.next());
    if (more) return fail(ErrorCode::Corrupt, "frame.more");
    return frame->payload;
}

Status expect_end(const CborReader& reader) {
    if (reader.at_end()) return {};
    return fail(ErrorCode::Corrupt, "codec.trailing");
}

Status read_protocol(CborReader& reader, std::size_t items) {
    const std::size_t count = TRY(reader.array());
    if (count + 1 == items) return fail(ErrorCode::Unsupported, "codec.protocol");
    if (count == 0) return fail(ErrorCode::Corrupt, "codec.items");
    if (TRY(reader.unsigned_integer()) != kProtocolVersion)
        return fail(ErrorCode::Unsupported, "codec.protocol");
    return count == items ? Status{} : fail(ErrorCode::Corrupt, "codec.items");
}

void write_result(CborWriter& writer, const TransactionResult& result) {
    writer.array(kResultItems);
    writer.unsigned_integer(raw(result.no));
    writer.unsigned_integer(raw(result.status));
    writer.unsigned_integer(raw(result.seq));
    writer.unsigned_integer(raw(result.code));
    writer.unsigned_integer(raw(result.entity));
    writer.unsigned_integer(raw(result.field));
    writer.unsigned_integer(raw(result.blocked_by));
    writer.text(result.current);
}

Result<TransactionResult> read_result(CborReader& reader) {
    TRY(reader.array_of(kResultItems));
    TransactionResult result;
    result.no = TRY(read_number<TransactionNo>(reader));
    result.status = TRY(read_status(reader));
    result.seq = TRY(read_number<ServerSeq>(reader));
    result.code = TRY(read_number<RejectionCode>(reader));
    result.entity = TRY(read_number<EntityId>(reader));
    result.field = TRY(read_number<FieldId>(reader));
    result.blocked_by = TRY(read_number<TransactionNo>(reader));
    result.current = std::string(TRY(reader.text()));
    return result;
}

}  // namespace holdfast::sync
