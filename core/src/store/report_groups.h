// ReportGroups: counts and sums rows by their keys while they stream past.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/query.h"
#include "core/sqlite.h"
#include "model/expression_operation.h"

namespace holdfast {

/// Appends a text that no other value has, nor other values one after the other.
void append_encoded(std::string& out, const Value& value);

/// SQLite would sort all rows to group them; there are few groups, so a table of them is cheaper.
class ReportGroups {
public:
    explicit ReportGroups(std::size_t key_count) : key_count_(key_count) {}

    /// The one group of a report without keys exists even when no row does.
    void add_empty();
    /// Takes the current row: the summed value in column 0, the keys after it.
    void add(const Statement& row);
    /// The groups, ordered by their keys: nothing, numbers, texts, links. Fails with LimitExceeded
    /// when a sum is beyond 64 bits.
    [[nodiscard]] Result<std::vector<ReportRow>> take();

private:
    struct Group {
        std::vector<Value> keys;
        std::int64_t count = 0;
        ExpressionTotal total;
    };

    std::size_t key_count_;
    std::string encoded_;  // Of the current row; kept to keep its memory.
    std::unordered_map<std::string, std::size_t> index_;
    std::vector<Group> groups_;
};

}  // namespace holdfast
