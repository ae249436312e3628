// Search: one text looked for in every module at once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/store.h"

namespace holdfast {

class Policy;

inline constexpr std::size_t kSearchTextBytesMax = 1'000;

/// How well a record fits; the best first.
enum class SearchRank : std::uint8_t {
    TitleBegins,    ///< All words are in its title, and a part of the title begins with one.
    TitleContains,  ///< All words are in its title.
    OtherField,
};

struct SearchHit {
    RecordId id;
    std::string title;
    SearchRank rank = SearchRank::OtherField;
};
struct SearchModule {
    EntityId entity = EntityId::None;
    std::vector<SearchHit> hits;  ///< By rank, then by title.
    bool has_more = false;        ///< More records fit than were asked for.
};
struct SearchResults {
    std::vector<SearchModule> modules;  ///< By their best hit, then in the registry's order.
    /// False: the budget was used up before every module was looked through. The same call made
    /// again gets further, as long as there are modules that were not searched before.
    bool complete = true;
};

struct SearchLimits {
    std::int64_t per_module_max = 5;
    /// Rows that are read in this call, at about a microsecond each. No module takes more than half
    /// of what is left, so that a large one does not hide the others.
    std::int64_t rows_max = 12'000;
    /// Whose rights count, as in Query; null: the store's person.
    const Policy* policy = nullptr;
};

/// Living records that hold every word of `text`, in any order, at the beginning of a word or
/// inside it; accents and case are folded. Only modules with searchable fields. Words are separated
/// by blanks; a text without blanks, such as two Japanese characters, is one word. Blocks on disk.
/// Fails with BadInput when the text is longer than kSearchTextBytesMax.
[[nodiscard]] Result<SearchResults> search_everywhere(Store& store, std::string_view text,
                                                      const SearchLimits& limits = {});

}  // namespace holdfast
