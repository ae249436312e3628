// CBOR (RFC 8949) writer and bounds-checked zero-copy reader, for the row path and the log.
//
// Only what the formats need: unsigned, negative, bytes, text, arrays of known length, null,
// booleans. Indefinite lengths, tags, maps and floats are refused.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/value.h"

namespace holdfast {

class CborWriter {
public:
    explicit CborWriter(std::vector<std::uint8_t>& out) : out_(&out) {}
    void array(std::size_t count);
    void unsigned_integer(std::uint64_t value);
    void integer(std::int64_t value);
    void text(std::string_view value);
    void bytes(std::span<const std::uint8_t> value);
    void null();
    void boolean(bool value);
    void record_id(const RecordId& id);  ///< Byte string of 16.
    void value(const Value& value);

private:
    void head(std::uint8_t major, std::uint64_t argument);
    std::vector<std::uint8_t>* out_;
};

/// Reads in order; views point into the input. Every call fails with Corrupt on a wrong type, a
/// non-shortest length or truncated input. Lengths are checked against what is left before use.
class CborReader {
public:
    explicit CborReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
    [[nodiscard]] Result<std::size_t> array();  ///< Number of items; never more than bytes left.
    [[nodiscard]] Status array_of(std::size_t count);
    [[nodiscard]] Result<std::uint64_t> unsigned_integer();
    [[nodiscard]] Result<std::int64_t> integer();
    [[nodiscard]] Result<std::string_view> text();  ///< Checked to be UTF-8.
    [[nodiscard]] Result<std::span<const std::uint8_t>> bytes();
    [[nodiscard]] Result<bool> boolean();
    [[nodiscard]] Result<RecordId> record_id();
    [[nodiscard]] Result<Value> value();
    [[nodiscard]] bool at_end() const { return position_ == bytes_.size(); }
    [[nodiscard]] std::size_t position() const { return position_; }

private:
    struct Head {
        std::uint8_t major;
        std::uint64_t argument;
    };
    [[nodiscard]] Result<Head> head();
    [[nodiscard]] Result<std::span<const std::uint8_t>> take(std::uint64_t count);
    std::span<const std::uint8_t> bytes_;
    std::size_t position_ = 0;
};

}  // namespace holdfast
