#include "rate_limit.h"

#include "support/test.h"

using namespace holdfast::server;

TEST_CASE("after a burst tries come at the given rate", "[server][rate_limit]") {
    RateLimit limit(3, 6);
    for (int i = 0; i < 3; ++i) CHECK(limit.take("a", 0) == 0);
    CHECK(limit.take("a", 0) == 10'000);
    CHECK(limit.take("a", 9'999) > 0);
    CHECK(limit.take("a", 10'000) == 0);
    CHECK(limit.take("a", 10'000) > 0);
}

TEST_CASE("one key does not use up another's tries", "[server][rate_limit]") {
    RateLimit limit(1, 1);
    CHECK(limit.take("a", 0) == 0);
    CHECK(limit.take("b", 0) == 0);
    CHECK(limit.take("a", 0) > 0);
}

TEST_CASE("a clock that goes back gives nothing away", "[server][rate_limit]") {
    RateLimit limit(1, 60);
    CHECK(limit.take("a", 5'000) == 0);
    CHECK(limit.take("a", 1'000) > 0);
}

TEST_CASE("very many keys stay bounded in memory and keep working", "[server][rate_limit]") {
    RateLimit limit(1, 1);
    for (int i = 0; i < 25'000; ++i) CHECK(limit.take(std::to_string(i), 0) == 0);
}
