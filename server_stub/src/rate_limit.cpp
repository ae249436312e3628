#include "rate_limit.h"

#include <algorithm>
#include <cmath>

namespace holdfast::server {
namespace {
constexpr double kMsPerMinute = 60'000;
constexpr std::size_t kBucketsMax = 10'000;
}  // namespace

RateLimit::RateLimit(int burst, int per_minute)
    : burst_(burst), per_ms_(per_minute / kMsPerMinute) {}

double RateLimit::refilled(const Bucket& bucket, std::int64_t now_ms) const {
    const auto elapsed = static_cast<double>(std::max<std::int64_t>(now_ms - bucket.at_ms, 0));
    return std::min(burst_, bucket.tokens + elapsed * per_ms_);
}

void RateLimit::forget_full_buckets(std::int64_t now_ms) {
    std::erase_if(buckets_,
                  [&](const auto& entry) { return refilled(entry.second, now_ms) >= burst_; });
    // An attack from very many addresses must not become an attack on memory.
    if (buckets_.size() >= kBucketsMax) buckets_.clear();
}

std::int64_t RateLimit::take(const std::string& key, std::int64_t now_ms) {
    if (buckets_.size() >= kBucketsMax) forget_full_buckets(now_ms);
    Bucket& bucket = buckets_.try_emplace(key, Bucket{burst_, now_ms}).first->second;
    bucket.tokens = refilled(bucket, now_ms);
    bucket.at_ms = now_ms;
    if (bucket.tokens < 1)
        return static_cast<std::int64_t>(std::ceil((1 - bucket.tokens) / per_ms_));
    bucket.tokens -= 1;
    return 0;
}

}  // namespace holdfast::server
