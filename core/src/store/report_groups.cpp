#include "store/report_groups.h"

#include <algorithm>

namespace holdfast {

// Kind and length before bytes.
void append_encoded(std::string& out, const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        out += std::to_string(text->size()) + ":";
        out += *text;
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        out += "i" + std::to_string(*integer) + ":";
    } else {
        out += to_json(value);
    }
}

void ReportGroups::add_empty() {
    index_.emplace(std::string(), groups_.size());
    groups_.emplace_back();
}

void ReportGroups::add(const Statement& row) {
    encoded_.clear();
    for (std::size_t key = 0; key < key_count_; ++key)
        append_encoded(encoded_, row.value(static_cast<int>(key) + 1));
    const auto [found, is_new] = index_.try_emplace(encoded_, groups_.size());
    if (is_new) {
        Group group;
        for (std::size_t key = 0; key < key_count_; ++key)
            group.keys.push_back(row.value(static_cast<int>(key) + 1));
        groups_.push_back(std::move(group));
    }
    Group& group = groups_[found->second];
    ++group.count;
    group.total.add(row.integer(0));
}

Result<std::vector<ReportRow>> ReportGroups::take() {
    std::sort(groups_.begin(), groups_.end(),
              [](const Group& a, const Group& b) { return a.keys < b.keys; });
    std::vector<ReportRow> rows;
    rows.reserve(groups_.size());
    for (Group& group : groups_) {
        const Value sum = group.total.sum();
        if (is_null(sum)) return fail(ErrorCode::LimitExceeded, "query.report_sum");
        rows.push_back({std::move(group.keys), group.count, integer_or(sum, 0)});
    }
    return rows;
}

}  // namespace holdfast
