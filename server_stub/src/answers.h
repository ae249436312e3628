// Answers: how the server's structures become HTTP responses, as frames or as JSON.
#pragma once

#include <cstdint>
#include <string_view>

#include "net.h"
#include "sync/codec.h"

namespace holdfast::server {

/// Chosen by `?fmt=json`.
enum class Format : std::uint8_t { Frames, Json };
[[nodiscard]] Format format_of(const net::Request& request);

[[nodiscard]] net::Response text_answer(int status, std::string_view type, std::string_view text);
[[nodiscard]] net::Response frames_answer(net::Bytes frames);
[[nodiscard]] net::Response problem_answer(const sync::Problem& problem, Format format);
/// A failure of ours or of the sender's bytes, as the Problem that says what to do about it.
[[nodiscard]] sync::Problem problem_of(const Error& error);

template <typename Message>
[[nodiscard]] net::Response message_answer(const Message& message, Format format) {
    if (format == Format::Json) return text_answer(200, "application/json", sync::to_json(message));
    return frames_answer(sync::encode(message));
}

/// Headers of every response: what a browser may do with it, and when it was made.
void add_common_headers(net::Response& response, std::int64_t now_ms);

}  // namespace holdfast::server
