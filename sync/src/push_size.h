// PushSize: how much one push carries, by what the link has taken lately.
#pragma once

#include <algorithm>

#include "sync/protocol.h"

namespace holdfast::sync {

/// Half as much after every push that did not get through, down to one transaction, so that a slow
/// link, or one that is cut every few kilobytes, carries something at all; four times as much after
/// each one that did.
class PushSize {
public:
    [[nodiscard]] std::size_t transactions() const { return transactions_; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] bool is_least() const { return transactions_ == 1; }

    void grow() {
        transactions_ = std::min(transactions_ * kGrowth, kPushTransactionsMax);
        bytes_ = std::min(bytes_ * kGrowth, kPushBytesMax);
    }
    void shrink() {
        transactions_ = std::max<std::size_t>(transactions_ / 2, 1);
        bytes_ = std::max(bytes_ / 2, kBytesMin);
    }

    /// How long a body of so many bytes may take, and the answer to it: half a minute more than the
    /// slowest link needs.
    [[nodiscard]] static int timeout_ms(std::size_t body_bytes) {
        return 30'000 + static_cast<int>(body_bytes / kLinkBytesPerSecondMin) * 1'000;
    }

private:
    static constexpr std::size_t kGrowth = 4;
    static constexpr std::size_t kBytesMin = 1'024;

    std::size_t transactions_ = kPushTransactionsMax;
    std::size_t bytes_ = kPushBytesMax;
};

}  // namespace holdfast::sync
