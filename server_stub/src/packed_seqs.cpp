#include "packed_seqs.h"

#include <algorithm>

namespace holdfast::server {
namespace {

constexpr int kVarintBitsMax = 63;

Result<std::uint64_t> take_varint(std::span<const std::uint8_t>& bytes) {
    std::uint64_t value = 0;
    for (int shift = 0; shift <= kVarintBitsMax; shift += 7) {
        if (bytes.empty()) return fail(ErrorCode::Corrupt, "packed_seqs.truncated");
        const std::uint8_t byte = bytes.front();
        bytes = bytes.subspan(1);
        value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
        if ((byte & 0x80) == 0) return value;
    }
    return fail(ErrorCode::Corrupt, "packed_seqs.varint");
}

}  // namespace

std::vector<std::uint8_t> pack_seqs(const std::vector<ServerSeq>& seqs, ServerSeq version) {
    std::vector<std::uint8_t> packed;
    if (std::all_of(seqs.begin(), seqs.end(), [&](ServerSeq seq) { return seq == version; }))
        return packed;
    for (const ServerSeq seq : seqs) {
        HOLDFAST_ASSERT(raw(seq) <= raw(version));
        std::uint64_t distance = raw(version) - raw(seq);
        for (; distance > 0x7F; distance >>= 7)
            packed.push_back(static_cast<std::uint8_t>((distance & 0x7F) | 0x80));
        packed.push_back(static_cast<std::uint8_t>(distance));
    }
    return packed;
}

Result<std::vector<ServerSeq>> unpack_seqs(std::span<const std::uint8_t> packed, ServerSeq version,
                                           std::size_t count) {
    if (packed.empty()) return std::vector<ServerSeq>(count, version);
    std::vector<ServerSeq> seqs;
    seqs.reserve(count);
    while (!packed.empty()) {
        const std::uint64_t distance = TRY(take_varint(packed));
        if (distance > raw(version) || seqs.size() == count)
            return fail(ErrorCode::Corrupt, "packed_seqs.range");
        seqs.push_back(ServerSeq{raw(version) - distance});
    }
    seqs.resize(count, ServerSeq::None);
    return seqs;
}

}  // namespace holdfast::server
