// RateLimit: so many tries at once per key, then so many per minute.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

namespace holdfast::server {

class RateLimit {
public:
    RateLimit(int burst, int per_minute);
    /// Takes one try of `key`. 0: go on. Otherwise the milliseconds until the next one is free.
    [[nodiscard]] std::int64_t take(const std::string& key, std::int64_t now_ms);

private:
    struct Bucket {
        double tokens;
        std::int64_t at_ms;
    };
    void forget_full_buckets(std::int64_t now_ms);
    [[nodiscard]] double refilled(const Bucket& bucket, std::int64_t now_ms) const;

    double burst_;
    double per_ms_;
    std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace holdfast::server
