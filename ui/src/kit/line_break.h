// Where a line may end: at spaces, and between the characters of Chinese and Japanese.
#pragma once

#include <cstdint>
#include <span>

namespace holdfast::ui {

struct LineEnd {
    std::size_t drawn = 0;  ///< Codes of the line without the space it ends with.
    std::size_t used = 0;   ///< Codes up to the start of the next line; at least 1.
};

/// `fits` codes fit into the width. A word that is wider than the line is cut.
[[nodiscard]] LineEnd find_line_end(std::span<const std::uint16_t> codes, std::size_t fits);

}  // namespace holdfast::ui
