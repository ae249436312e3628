// Codec: bytes of the protocol's messages. Length-prefixed CBOR frames with a checksum; JSON for
// debugging.
//
// Frame: u32le length | u8 type | u8 flags | payload (CBOR array) | u32le CRC-32C of type..payload.
// docs/protocol.md has the grammar. Every decoder is bounds-checked and fuzzed; failures are
// Corrupt or LimitExceeded.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "sync/protocol.h"

namespace holdfast::sync {

using Bytes = std::vector<std::uint8_t>;

[[nodiscard]] Bytes encode(const EnrolRequest& message);
[[nodiscard]] Bytes encode(const EnrolReply& message);
[[nodiscard]] Bytes encode(const PushRequest& message);
[[nodiscard]] Bytes encode(const PushReply& message);
[[nodiscard]] Bytes encode(const Delta& message);  ///< Start, parts, end.
[[nodiscard]] Bytes encode(const Poke& message);
[[nodiscard]] Bytes encode(const News& message);  ///< A poke, and perhaps a frame behind it.
[[nodiscard]] Bytes encode(const Problem& message);

[[nodiscard]] Result<EnrolRequest> decode_enrol_request(std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<EnrolReply> decode_enrol_reply(std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<PushRequest> decode_push_request(std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<PushReply> decode_push_reply(std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<Delta> decode_delta(std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<Poke> decode_poke(std::span<const std::uint8_t> bytes);
/// What is behind the poke is left out when it is not a delta that this version can read.
[[nodiscard]] Result<News> decode_news(std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<Problem> decode_problem(std::span<const std::uint8_t> bytes);

/// The same structures as JSON (`?fmt=json`), field names as in the structs. Readers have the
/// limits of the frames' readers, and at most 4 MiB and eight levels of nesting.
[[nodiscard]] std::string to_json(const EnrolReply& message);
[[nodiscard]] std::string to_json(const PushReply& message);
[[nodiscard]] std::string to_json(const Delta& message);
[[nodiscard]] std::string to_json(const Problem& message);
[[nodiscard]] Result<EnrolRequest> enrol_request_from_json(std::string_view json);
[[nodiscard]] Result<PushRequest> push_request_from_json(std::string_view json);

}  // namespace holdfast::sync
