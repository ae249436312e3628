#include "core/cbor.h"

#include "base/utf8.h"

namespace holdfast {
namespace {

enum Major : std::uint8_t {
    kUnsigned = 0,
    kNegative = 1,
    kBytes = 2,
    kText = 3,
    kArray = 4,
    kSimple = 7
};
constexpr std::uint64_t kFalse = 20;
constexpr std::uint64_t kTrue = 21;
constexpr std::uint64_t kNull = 22;
constexpr std::size_t kRecordIdBytes = 16;

void append_big_endian(std::vector<std::uint8_t>& out, std::uint64_t value, int byte_count) {
    for (int shift = 8 * (byte_count - 1); shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

std::uint64_t read_big_endian(std::span<const std::uint8_t> bytes) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes) value = (value << 8) | byte;
    return value;
}

RecordId id_of(std::span<const std::uint8_t> bytes) {
    return {read_big_endian(bytes.first(8)), read_big_endian(bytes.subspan(8, 8))};
}

/// Smallest value that needs an argument of `byte_count` bytes.
std::uint64_t smallest_of(std::size_t byte_count) {
    if (byte_count == 1) return 24;
    return std::uint64_t{1} << (4 * byte_count);
}

}  // namespace

void CborWriter::head(std::uint8_t major, std::uint64_t argument) {
    const auto type = static_cast<std::uint8_t>(major << 5);
    const auto lead = [&](int information) {
        out_->push_back(static_cast<std::uint8_t>(type | information));
    };
    if (argument < 24) return lead(static_cast<int>(argument));
    if (argument <= 0xFF) {
        lead(24);
        return append_big_endian(*out_, argument, 1);
    }
    if (argument <= 0xFFFF) {
        lead(25);
        return append_big_endian(*out_, argument, 2);
    }
    if (argument <= 0xFFFFFFFF) {
        lead(26);
        return append_big_endian(*out_, argument, 4);
    }
    lead(27);
    append_big_endian(*out_, argument, 8);
}

void CborWriter::array(std::size_t count) {
    head(kArray, count);
}

void CborWriter::unsigned_integer(std::uint64_t value) {
    head(kUnsigned, value);
}

void CborWriter::integer(std::int64_t value) {
    if (value >= 0) return head(kUnsigned, static_cast<std::uint64_t>(value));
    head(kNegative, ~static_cast<std::uint64_t>(value));
}

void CborWriter::text(std::string_view value) {
    head(kText, value.size());
    out_->insert(out_->end(), value.begin(), value.end());
}

void CborWriter::bytes(std::span<const std::uint8_t> value) {
    head(kBytes, value.size());
    out_->insert(out_->end(), value.begin(), value.end());
}

void CborWriter::null() {
    head(kSimple, kNull);
}

void CborWriter::boolean(bool value) {
    head(kSimple, value ? kTrue : kFalse);
}

void CborWriter::record_id(const RecordId& id) {
    head(kBytes, kRecordIdBytes);
    append_big_endian(*out_, id.high, 8);
    append_big_endian(*out_, id.low, 8);
}

void CborWriter::value(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return integer(*number);
    if (const auto* characters = std::get_if<std::string>(&value)) return text(*characters);
    if (const auto* link = std::get_if<RecordId>(&value)) return record_id(*link);
    null();
}

Result<std::span<const std::uint8_t>> CborReader::take(std::uint64_t count) {
    if (count > bytes_.size() - position_) return fail(ErrorCode::Corrupt, "cbor.truncated");
    const auto taken = bytes_.subspan(position_, static_cast<std::size_t>(count));
    position_ += taken.size();
    return taken;
}

Result<CborReader::Head> CborReader::head() {
    const std::uint8_t lead = TRY(take(1))[0];
    const auto major = static_cast<std::uint8_t>(lead >> 5);
    const auto information = static_cast<std::uint8_t>(lead & 0x1F);
    if (information < 24) return Head{major, information};
    if (information > 27) return fail(ErrorCode::Corrupt, "cbor.indefinite");
    const auto byte_count = std::size_t{1} << (information - 24);
    const std::uint64_t argument = read_big_endian(TRY(take(byte_count)));
    if (argument < smallest_of(byte_count)) return fail(ErrorCode::Corrupt, "cbor.not_shortest");
    return Head{major, argument};
}

Result<std::size_t> CborReader::array() {
    const Head start = TRY(head());
    if (start.major != kArray) return fail(ErrorCode::Corrupt, "cbor.array");
    // Every item takes a byte at least, so a count beyond that cannot be honest.
    if (start.argument > bytes_.size() - position_)
        return fail(ErrorCode::Corrupt, "cbor.array_length");
    return static_cast<std::size_t>(start.argument);
}

Status CborReader::array_of(std::size_t count) {
    if (TRY(array()) != count) return fail(ErrorCode::Corrupt, "cbor.array_of");
    return {};
}

Result<std::uint64_t> CborReader::unsigned_integer() {
    const Head start = TRY(head());
    if (start.major != kUnsigned) return fail(ErrorCode::Corrupt, "cbor.unsigned");
    return start.argument;
}

Result<std::int64_t> CborReader::integer() {
    const Head start = TRY(head());
    if (start.major > kNegative || start.argument > std::uint64_t{INT64_MAX})
        return fail(ErrorCode::Corrupt, "cbor.integer");
    const auto magnitude = static_cast<std::int64_t>(start.argument);
    return start.major == kUnsigned ? magnitude : -1 - magnitude;
}

Result<std::string_view> CborReader::text() {
    const Head start = TRY(head());
    if (start.major != kText) return fail(ErrorCode::Corrupt, "cbor.text");
    const auto taken = TRY(take(start.argument));
    const std::string_view characters(reinterpret_cast<const char*>(taken.data()), taken.size());
    if (!is_utf8(characters)) return fail(ErrorCode::Corrupt, "cbor.utf8");
    return characters;
}

Result<std::span<const std::uint8_t>> CborReader::bytes() {
    const Head start = TRY(head());
    if (start.major != kBytes) return fail(ErrorCode::Corrupt, "cbor.bytes");
    return take(start.argument);
}

Result<bool> CborReader::boolean() {
    const Head start = TRY(head());
    if (start.major != kSimple || (start.argument != kTrue && start.argument != kFalse))
        return fail(ErrorCode::Corrupt, "cbor.boolean");
    return start.argument == kTrue;
}

Result<RecordId> CborReader::record_id() {
    const auto taken = TRY(bytes());
    if (taken.size() != kRecordIdBytes) return fail(ErrorCode::Corrupt, "cbor.record_id");
    return id_of(taken);
}

Result<Value> CborReader::value() {
    if (at_end()) return fail(ErrorCode::Corrupt, "cbor.truncated");
    switch (bytes_[position_] >> 5) {
        case kUnsigned:
        case kNegative:
            return Value(TRY(integer()));
        case kText:
            return Value(std::string(TRY(text())));
        case kBytes:
            return Value(TRY(record_id()));
        default:
            break;
    }
    const Head start = TRY(head());
    if (start.major != kSimple || start.argument != kNull)
        return fail(ErrorCode::Corrupt, "cbor.value");
    return Value();
}

}  // namespace holdfast
