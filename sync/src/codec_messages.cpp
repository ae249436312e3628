#include <algorithm>

#include "core/transaction_codec.h"
#include "frame.h"
#include "sync/codec.h"

namespace holdfast::sync {
namespace {

constexpr std::size_t kEnrolRequestItems = 2;
constexpr std::size_t kEnrolReplyItems = 7;
constexpr std::size_t kPushItems = 3;
constexpr std::size_t kPushReplyItems = 4;
constexpr std::size_t kProblemItems = 3;
constexpr std::size_t kResultBytesMin = 9;
constexpr std::size_t kEnrolTextBytesMax = 256;

Result<std::string> read_short_text(CborReader& reader) {
    const std::string_view text = TRY(reader.text());
    if (text.size() > kEnrolTextBytesMax) return fail(ErrorCode::LimitExceeded, "codec.text");
    return std::string(text);
}

void append_push_frame(Bytes& out, const PushRequest& message, std::span<const Bytes> encoded) {
    Bytes payload;
    CborWriter writer(payload);
    writer.array(kPushItems);
    writer.unsigned_integer(message.epoch);
    writer.unsigned_integer(message.schema_version);
    writer.array(encoded.size());
    for (const Bytes& transaction : encoded) writer.bytes(transaction);
    append_frame(out, FrameType::Push, payload);
}

Status read_push_frame(std::span<const std::uint8_t> payload, bool first, PushRequest& message) {
    CborReader reader(payload);
    TRY(reader.array_of(kPushItems));
    const std::uint64_t epoch = TRY(reader.unsigned_integer());
    const std::uint64_t schema_version = TRY(reader.unsigned_integer());
    if (!first && (epoch != message.epoch || schema_version != message.schema_version))
        return fail(ErrorCode::Corrupt, "push.mixed");
    message.epoch = epoch;
    message.schema_version = schema_version;
    const std::size_t count = TRY(reader.array());
    if (count > kPushTransactionsMax - message.transactions.size())
        return fail(ErrorCode::LimitExceeded, "push.transactions");
    for (std::size_t index = 0; index < count; ++index) {
        const auto bytes = TRY(reader.bytes());
        message.transactions.push_back(TRY(decode_transaction(bytes)));
    }
    return expect_end(reader);
}

}  // namespace

Bytes encode(const EnrolRequest& message) {
    Bytes payload;
    CborWriter writer(payload);
    writer.array(kEnrolRequestItems);
    writer.text(message.code);
    writer.text(message.device_name);
    return framed(FrameType::EnrolRequest, payload);
}

Result<EnrolRequest> decode_enrol_request(std::span<const std::uint8_t> bytes) {
    CborReader reader(TRY(read_single(bytes, FrameType::EnrolRequest)));
    TRY(reader.array_of(kEnrolRequestItems));
    EnrolRequest message;
    message.code = TRY(read_short_text(reader));
    message.device_name = TRY(read_short_text(reader));
    TRY(expect_end(reader));
    return message;
}

Bytes encode(const EnrolReply& message) {
    Bytes payload;
    CborWriter writer(payload);
    writer.array(kEnrolReplyItems);
    writer.unsigned_integer(message.protocol);
    writer.unsigned_integer(raw(message.device));
    writer.text(message.device_code);
    writer.text(message.token);
    writer.text(message.user);
    writer.unsigned_integer(message.epoch);
    writer.unsigned_integer(message.schema_version);
    return framed(FrameType::EnrolReply, payload);
}

Result<EnrolReply> decode_enrol_reply(std::span<const std::uint8_t> bytes) {
    CborReader reader(TRY(read_single(bytes, FrameType::EnrolReply)));
    TRY(read_protocol(reader, kEnrolReplyItems));
    EnrolReply message;
    message.device = TRY(read_number<DeviceNo>(reader));
    message.device_code = TRY(read_short_text(reader));
    message.token = TRY(read_short_text(reader));
    message.user = TRY(read_short_text(reader));
    message.epoch = TRY(reader.unsigned_integer());
    message.schema_version = TRY(reader.unsigned_integer());
    TRY(expect_end(reader));
    return message;
}

// A push is one frame as a rule; only more bytes than kFrameBytesAim make it several.
Bytes encode(const PushRequest& message) {
    std::vector<Bytes> encoded;
    encoded.reserve(message.transactions.size());
    for (const TransactionRecord& transaction : message.transactions)
        encoded.push_back(encode_transaction(transaction));
    Bytes bytes;
    std::size_t first = 0;
    do {
        std::size_t end = first;
        std::size_t size = 0;
        while (end < encoded.size() && (end == first || size < kFrameBytesAim))
            size += encoded[end++].size();
        append_push_frame(bytes, message, std::span(encoded).subspan(first, end - first));
        first = end;
    } while (first < encoded.size());
    return bytes;
}

Result<PushRequest> decode_push_request(std::span<const std::uint8_t> bytes) {
    PushRequest message;
    FrameReader reader(bytes);
    for (bool first = true;; first = false) {
        const std::optional<Frame> frame = TRY(reader.next());
        if (!frame && !first) return message;
        if (!frame || frame->type != FrameType::Push) return fail(ErrorCode::Corrupt, "push.frame");
        TRY(read_push_frame(frame->payload, first, message));
    }
}

Bytes encode(const PushReply& message) {
    Bytes payload;
    CborWriter writer(payload);
    writer.array(kPushReplyItems);
    writer.unsigned_integer(message.epoch);
    writer.unsigned_integer(raw(message.head));
    writer.unsigned_integer(raw(message.last_no));
    writer.array(message.results.size());
    for (const TransactionResult& result : message.results) write_result(writer, result);
    return framed(FrameType::PushReply, payload);
}

Result<PushReply> decode_push_reply(std::span<const std::uint8_t> bytes) {
    const auto payload = TRY(read_single(bytes, FrameType::PushReply));
    CborReader reader(payload);
    TRY(reader.array_of(kPushReplyItems));
    PushReply message;
    message.epoch = TRY(reader.unsigned_integer());
    message.head = TRY(read_number<ServerSeq>(reader));
    message.last_no = TRY(read_number<TransactionNo>(reader));
    const std::size_t count = TRY(reader.array());
    message.results.reserve(std::min(count, payload.size() / kResultBytesMin));
    for (std::size_t index = 0; index < count; ++index)
        message.results.push_back(TRY(read_result(reader)));
    TRY(expect_end(reader));
    return message;
}

Bytes encode(const Problem& message) {
    Bytes payload;
    CborWriter writer(payload);
    writer.array(kProblemItems);
    writer.unsigned_integer(raw(message.code));
    writer.integer(message.retry_after_ms);
    writer.unsigned_integer(raw(message.expected_no));
    return framed(FrameType::Problem, payload);
}

Result<Problem> decode_problem(std::span<const std::uint8_t> bytes) {
    CborReader reader(TRY(read_single(bytes, FrameType::Problem)));
    TRY(reader.array_of(kProblemItems));
    Problem message;
    message.code = TRY(read_number<ProblemCode>(reader));
    message.retry_after_ms = TRY(reader.integer());
    message.expected_no = TRY(read_number<TransactionNo>(reader));
    TRY(expect_end(reader));
    return message;
}

}  // namespace holdfast::sync
