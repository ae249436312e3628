// Properties: sentences that hold for every input, tried on generated ones by RapidCheck.
#pragma once

#include <rapidcheck.h>

#include <cstdlib>
#include <sstream>

#include "support/test.h"

namespace holdfast::test {

inline constexpr int kPropertyCases = 200;

/// Tries `body` on generated arguments of its own parameter types; it claims with RC_ASSERT. The
/// smallest input that fails is shown. The seed is always the same, so that a failure stays one;
/// other inputs are tried with RC_PARAMS="seed=7 max_success=10000".
template <typename Body>
void for_all(Body&& body) {
    rc::detail::TestParams params;
    params.seed = 1;
    params.maxSuccess = kPropertyCases;
    if (std::getenv("RC_PARAMS") != nullptr) params = rc::detail::configuration().testParams;
    const rc::detail::TestResult result =
        rc::detail::checkTestable(std::forward<Body>(body), rc::detail::TestMetadata{}, params);
    std::ostringstream words;
    rc::detail::printResultMessage(result, words);
    INFO(words.str());
    REQUIRE(result.is<rc::detail::SuccessResult>());
}

}  // namespace holdfast::test
