// Metrics: what the server has done since it started, as Prometheus text. Loop's thread only.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "work_queue.h"

namespace holdfast::server {

/// Values that are read at the moment of asking.
struct Gauges {
    std::size_t connections = 0;
    std::size_t sockets = 0;
    std::size_t long_polls = 0;
    std::size_t devices = 0;
    std::size_t writer_queue = 0;
    std::uint64_t head = 0;
};

class Metrics {
public:
    void count_response(int status) { ++responses_[status]; }
    void count_group(const GroupReport& report);

    std::uint64_t pushes = 0;
    std::uint64_t transactions = 0;
    std::uint64_t refused_transactions = 0;
    std::uint64_t deltas = 0;
    std::uint64_t delta_rows = 0;
    std::uint64_t pokes = 0;
    std::uint64_t enrolments = 0;
    std::uint64_t refused_enrolments = 0;

    /// Whether the last group reached the disk.
    [[nodiscard]] bool is_storing() const { return storing_; }
    [[nodiscard]] std::string to_text(const Gauges& gauges) const;

private:
    static constexpr std::array<std::int64_t, 8> kBucketsUs{500,    1'000,  2'500,   5'000,
                                                            10'000, 25'000, 100'000, 1'000'000};
    std::map<int, std::uint64_t> responses_;
    std::array<std::uint64_t, kBucketsUs.size()> commits_within_{};
    std::uint64_t commits_ = 0;
    std::uint64_t failed_commits_ = 0;
    std::int64_t commit_us_ = 0;
    std::uint64_t grouped_jobs_ = 0;
    bool storing_ = true;
};

}  // namespace holdfast::server
