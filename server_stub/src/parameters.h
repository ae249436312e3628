// What devices write into the addresses of their requests.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

#include "net.h"
#include "sync/protocol.h"

namespace holdfast::server {

/// False when the parameter is there and no number of this kind; without it `number` stays.
template <typename Number>
[[nodiscard]] bool read_number(const net::Request& request, std::string_view name, Number& number) {
    const std::string_view text = request.parameter(name);
    if (text.empty()) return true;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    return parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
}

/// `cp` and `mark`; nothing when they cannot be right.
[[nodiscard]] inline std::optional<sync::Standing> read_standing(const net::Request& request) {
    std::uint64_t checkpoint = 0;
    const std::string_view mark = request.parameter("mark");
    if (!read_number(request, "cp", checkpoint) || mark.size() > kHistoryMarkBytesMax)
        return std::nullopt;
    return sync::Standing{ServerSeq{checkpoint}, std::string(mark)};
}

}  // namespace holdfast::server
