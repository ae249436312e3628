// SearchIndex: finds the few rows that may hold a text, in memory, before any row is read.
//
// One signature of kSignatureBits bits per row: every three bytes of the folded text set one bit. A
// row whose signature lacks a bit of the searched text cannot hold it. Signatures are stored by
// bit, so that a search reads a few short bitmaps. Bits are never cleared: an edit, a rollback or a
// deleted row can only make a row a candidate too often, and candidates are always verified.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace holdfast {

/// Rows that may match, by pk.
class Candidates {
public:
    [[nodiscard]] std::int64_t count() const { return count_; }
    [[nodiscard]] bool contains(std::int64_t pk) const;
    [[nodiscard]] std::vector<std::int64_t> list() const;  ///< Ascending.
    /// Leaves over what is in both.
    void keep_only(const Candidates& others);

private:
    friend class SearchIndex;
    std::vector<std::uint64_t> bits_;
    std::int64_t count_ = 0;
};

class SearchIndex {
public:
    static constexpr std::size_t kSignatureBits = 512;
    /// Shorter texts have no signature and have to be looked for row by row.
    static constexpr std::size_t kTextBytesMin = 3;

    /// Adds what the row's folded text holds.
    void add(std::int64_t pk, std::string_view folded_text);
    /// `folded_text` of at least kTextBytesMin bytes.
    [[nodiscard]] Candidates find(std::string_view folded_text) const;
    [[nodiscard]] std::size_t bytes() const { return blocks_.size() * sizeof(Block); }

private:
    static constexpr std::size_t kRowsPerBlock = 4'096;
    static constexpr std::size_t kWordsPerBlock = kRowsPerBlock / 64;
    struct Block {
        std::array<std::array<std::uint64_t, kWordsPerBlock>, kSignatureBits> rows_by_bit{};
    };
    std::vector<std::unique_ptr<Block>> blocks_;
};

}  // namespace holdfast
