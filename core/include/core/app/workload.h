// Workload: the comparison measurements' questions, answered through the product's own write and
// query paths.
//
// JSON in, JSON out, in the shapes of the automation page ("For measurements"). Used by bench.html
// in the browser and by the native bench. No SQL here and no shortcut: Store::commit, find_rows,
// read_rows and report are what every screen uses.
#pragma once

#include <string>
#include <string_view>

#include "core/app/workspace.h"
#include "core/store.h"

namespace holdfast {

inline constexpr std::size_t kWorkloadRowsPerCallMax = 4'000;

/// Bound to a store that must outlive it. Blocks on disk.
class Workload {
public:
    explicit Workload(Store& store) : store_(&store) {}

    /// `rows`: array of at most kWorkloadRowsPerCallMax rows of one `table` ("accounts",
    /// "contacts", "workorders"); one durable transaction. Fails with BadInput, LimitExceeded.
    [[nodiscard]] Status load(std::string_view table, std::string_view rows);
    /// `{id, patch}`: one durable transaction. Fails with NotFound for an unknown id.
    [[nodiscard]] Status edit(std::string_view operation);
    /// `{status, assignee, limit}`: array of external ids ordered by planned start, id.
    [[nodiscard]] Result<std::string> list(std::string_view question);
    /// `{text, limit}`: same order.
    [[nodiscard]] Result<std::string> search(std::string_view question);
    /// Array of [status, assignee, count, sum of amount].
    [[nodiscard]] Result<std::string> report();

private:
    Store* store_;
};

/// How much stands on a record's page, once all of it was read.
struct PageContents {
    std::size_t facts = 0;         ///< Fields of the form.
    std::size_t lists = 0;         ///< Related lists, empty ones included.
    std::size_t lists_filled = 0;  ///< Those of them that hold a record.
    std::int64_t rows = 0;         ///< Rows read from them, at most kPageRowsPerList of each.
};
inline constexpr std::int64_t kPageRowsPerList = 8;

/// Opens `address` ("#/account/<id>") and reads what a person finds there: facts, stream, tags and
/// the first rows of every related list. Fails with NotFound when no record is there, and as
/// reading does.
[[nodiscard]] Result<PageContents> read_page(Workspace& workspace, std::string_view address);
/// Compiles `documents` into a registry as a start does, and throws it away. One line each: file
/// name, tab, definition without white space around its parts, line feed. The number of its
/// modules; fails with BadInput when a line is none, and as Registry::compile does.
[[nodiscard]] Result<std::size_t> compile_definitions(std::string_view documents);
/// Address of the page of one of the workload's accounts, by its id ("ac0000000042").
/// Fails with NotFound for any other text.
[[nodiscard]] Result<std::string> account_page(std::string_view external_id);

}  // namespace holdfast
