// Result<T>: the one way a fallible core, sync or ui function reports failure.
//
// A failure is a program-level event (disk, network, corrupt input). A person's wrong input is not
// a failure: it is data, see FieldIssue in core/record.h. Our own mistake is HOLDFAST_ASSERT.
#pragma once

#include <cstdint>
#include <string_view>
#include <tl/expected.hpp>
#include <type_traits>
#include <utility>

namespace holdfast {

enum class ErrorCode : std::uint8_t {
    NotFound,       ///< The row, file or setting does not exist.
    Conflict,       ///< The row changed since the caller read it.
    Corrupt,        ///< Stored or received bytes break their own format.
    Storage,        ///< SQLite or the disk failed; `native` holds the extended result code.
    Full,           ///< No room left on the device; freeing room and retrying works.
    Offline,        ///< The server could not be reached; retrying later may work.
    Unauthorized,   ///< Credentials were refused; retrying will not help.
    LimitExceeded,  ///< A documented limit would be passed.
    BadInput,       ///< The caller's bytes or arguments make no sense.
    Unsupported,    ///< Made by a newer version than this one.
};

/// Why an operation failed. Trivially copyable, so passing it up costs nothing.
struct Error {
    ErrorCode code;
    int native = 0;            ///< SQLite or HTTP status, 0 when there is none.
    const char* context = "";  ///< Static text naming the operation, for the log, never for people.
};
static_assert(std::is_trivially_copyable_v<Error>);

template <typename T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, const char* context,
                                                int native = 0) {
    return tl::unexpected<Error>(Error{code, native, context});
}

namespace detail {
template <typename T>
auto take(tl::expected<T, Error>&& result) {
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}
/// Prints file, line and condition to standard error and stops the program.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);
}  // namespace detail
}  // namespace holdfast

/// Unwraps a Result or returns its Error from the enclosing function.
#define TRY(expression)                                                           \
    __extension__({                                                               \
        auto&& try_result = (expression);                                         \
        if (!try_result) [[unlikely]]                                             \
            return ::tl::unexpected<::holdfast::Error>(try_result.error());       \
        ::holdfast::detail::take(std::forward<decltype(try_result)>(try_result)); \
    })

/// Our own mistake: stops, in release builds too. Never reachable by input.
#define HOLDFAST_ASSERT(condition)      \
    ((condition) ? static_cast<void>(0) \
                 : ::holdfast::detail::assertion_failed(#condition, __FILE__, __LINE__))
