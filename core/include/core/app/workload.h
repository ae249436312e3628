// Workload: the comparison measurements' questions, answered through the product's own write and
// query paths.
//
// JSON in, JSON out, in the shapes of the automation page ("For measurements"). Used by bench.html
// in the browser and by the native bench. No SQL here and no shortcut: Store::commit, find_rows,
// read_rows and report are what every screen uses.
#pragma once

#include <string>
#include <string_view>

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

}  // namespace holdfast
