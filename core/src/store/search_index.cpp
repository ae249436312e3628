#include "store/search_index.h"

#include <algorithm>

#include "core/result.h"

namespace holdfast {
namespace {

constexpr std::uint64_t kOne = 1;

/// Calls `visit` with the bit of every three bytes of `text`.
template <typename Visit>
void for_each_bit(std::string_view text, Visit&& visit) {
    std::uint32_t window = 0;
    for (std::size_t position = 0; position < text.size(); ++position) {
        window = ((window << 8) | static_cast<std::uint8_t>(text[position])) & 0xFFFFFF;
        if (position + 1 < SearchIndex::kTextBytesMin) continue;
        visit(static_cast<std::size_t>((window * 0x9E3779B1U) >> 23));
    }
}
static_assert(SearchIndex::kSignatureBits == std::size_t{1} << (32 - 23));

}  // namespace

bool Candidates::contains(std::int64_t pk) const {
    const auto row = static_cast<std::uint64_t>(pk);
    const std::uint64_t word = row / 64;
    return word < bits_.size() && ((bits_[static_cast<std::size_t>(word)] >> (row % 64)) & 1) != 0;
}

std::vector<std::int64_t> Candidates::list() const {
    std::vector<std::int64_t> pks;
    pks.reserve(static_cast<std::size_t>(count_));
    for (std::size_t word = 0; word < bits_.size(); ++word)
        for (std::uint64_t rest = bits_[word]; rest != 0; rest &= rest - 1)
            pks.push_back(static_cast<std::int64_t>(word * 64) + __builtin_ctzll(rest));
    return pks;
}

void Candidates::keep_only(const Candidates& others) {
    bits_.resize(std::min(bits_.size(), others.bits_.size()));
    count_ = 0;
    for (std::size_t word = 0; word < bits_.size(); ++word) {
        bits_[word] &= others.bits_[word];
        count_ += __builtin_popcountll(bits_[word]);
    }
}

void SearchIndex::add(std::int64_t pk, std::string_view folded_text) {
    HOLDFAST_ASSERT(pk >= 0);
    const auto row = static_cast<std::size_t>(pk);
    while (blocks_.size() <= row / kRowsPerBlock) blocks_.push_back(std::make_unique<Block>());
    Block& block = *blocks_[row / kRowsPerBlock];
    const std::size_t word = row % kRowsPerBlock / 64;
    const std::uint64_t mask = kOne << (row % 64);
    for_each_bit(folded_text, [&](std::size_t bit) { block.rows_by_bit[bit][word] |= mask; });
}

Candidates SearchIndex::find(std::string_view folded_text) const {
    HOLDFAST_ASSERT(folded_text.size() >= kTextBytesMin);
    std::vector<std::size_t> wanted;
    for_each_bit(folded_text, [&](std::size_t bit) { wanted.push_back(bit); });
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());

    Candidates candidates;
    candidates.bits_.reserve(blocks_.size() * kWordsPerBlock);
    for (const std::unique_ptr<Block>& block : blocks_) {
        std::array<std::uint64_t, kWordsPerBlock> rows = block->rows_by_bit[wanted.front()];
        for (const std::size_t bit : wanted)
            for (std::size_t word = 0; word < kWordsPerBlock; ++word)
                rows[word] &= block->rows_by_bit[bit][word];
        for (const std::uint64_t word : rows) {
            candidates.bits_.push_back(word);
            candidates.count_ += __builtin_popcountll(word);
        }
    }
    return candidates;
}

}  // namespace holdfast
