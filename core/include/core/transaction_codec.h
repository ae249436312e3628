// Bytes of transactions and values: the same encoding in the log on disk and on the wire (CBOR).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/operation.h"
#include "core/result.h"

namespace holdfast {

/// CBOR (RFC 8949) array of docs/protocol.md, "transaction". Deterministic: equal transactions give
/// equal bytes.
[[nodiscard]] std::vector<std::uint8_t> encode_transaction(const TransactionRecord& transaction);
/// Reads it back. Fails with Corrupt on anything malformed, LimitExceeded on over-long input; never
/// reads outside `bytes`, never allocates more than a small multiple of bytes.size().
[[nodiscard]] Result<TransactionRecord> decode_transaction(std::span<const std::uint8_t> bytes);

}  // namespace holdfast
