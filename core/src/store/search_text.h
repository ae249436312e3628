// SearchText: what of a record can be searched, folded, and whether it holds what is looked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/registry.h"
#include "core/sqlite.h"
#include "store/search_index.h"

namespace holdfast {

/// Positions of the searchable fields: those of the title first, in the title's order.
struct SearchFields {
    std::vector<std::size_t> positions;
    std::size_t title_count = 0;  ///< The first ones, joined by a space: "ana berg" is found.
};
[[nodiscard]] SearchFields search_fields_of(const EntityDef& entity);

/// Builds the folded text of one record, field by field in the order of SearchFields.
class SearchText {
public:
    explicit SearchText(std::size_t title_count) : title_count_(title_count) {}
    void add(std::string_view field_text);
    [[nodiscard]] const std::string& text() const { return text_; }
    /// The part of text() that is the title.
    [[nodiscard]] std::string_view title() const;

private:
    std::string text_;
    std::size_t title_count_;
    std::size_t added_ = 0;
};

/// What the SQL functions below look at during one query.
struct SearchContext {
    const Candidates* candidates = nullptr;
};

/// Registers holdfast_candidate(pk), holdfast_found(folded needle, title_count, fields...) and
/// holdfast_begins(folded needle, field).
/// `context` must outlive the database.
[[nodiscard]] Status register_search_functions(Database& db, SearchContext& context);

}  // namespace holdfast
