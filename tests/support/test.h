// The one include of every test: Catch2 plus our helpers for Result.
#pragma once

#include <catch_amalgamated.hpp>
#include <type_traits>
#include <utility>

#include "core/result.h"

namespace holdfast::test {

/// The value inside, or a failed test naming the error.
template <typename T>
T must(Result<T> result) {
    if (!result)
        FAIL("unexpected error in " << result.error().context << ", native "
                                    << result.error().native << ", code "
                                    << static_cast<int>(result.error().code));
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

}  // namespace holdfast::test
