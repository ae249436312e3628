// must: the value of a result, or the end of the program: a measurement of a failure is worth
// nothing.
#pragma once

#include <type_traits>
#include <utility>

#include "core/result.h"

namespace holdfast::bench {

template <typename T>
T must(Result<T> result) {
    HOLDFAST_ASSERT(result.has_value());
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

}  // namespace holdfast::bench
