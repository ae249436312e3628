#include "answers.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace holdfast::server {
namespace {

constexpr std::int64_t kRetryMs = 5'000;

// 'wasm-unsafe-eval' lets the app compile its module and nothing else; it needs no other origin.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; "
    "connect-src 'self'; img-src 'self' blob: data:; style-src 'self'; font-src 'self'; "
    "manifest-src 'self'; media-src blob:; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'; form-action 'self'";

int status_of(sync::ProblemCode code) {
    switch (code) {
        case sync::ProblemCode::Unauthorized:
            return 401;
        case sync::ProblemCode::WrongEpoch:
        case sync::ProblemCode::Gap:
            return 409;
        case sync::ProblemCode::TooLarge:
            return 413;
        case sync::ProblemCode::UpgradeRequired:
        case sync::ProblemCode::ServerTooOld:
            return 426;
        case sync::ProblemCode::Retry:
            return 503;
        case sync::ProblemCode::BadRequest:
            break;
    }
    return 400;
}

/// RFC 9110, 5.6.7, independent of the locale.
std::string http_date(std::int64_t now_ms) {
    constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = now_ms / 1000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                  kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                  utc.tm_min, utc.tm_sec);
    return text.data();
}

}  // namespace

Format format_of(const net::Request& request) {
    return request.parameter("fmt") == "json" ? Format::Json : Format::Frames;
}

net::Response text_answer(int status, std::string_view type, std::string_view text) {
    net::Response response;
    response.status = status;
    response.headers.push_back({"Content-Type", std::string(type)});
    response.body = std::make_shared<const net::Bytes>(text.begin(), text.end());
    return response;
}

net::Response frames_answer(net::Bytes frames) {
    net::Response response;
    response.headers.push_back({"Content-Type", "application/cbor"});
    response.body = std::make_shared<const net::Bytes>(std::move(frames));
    return response;
}

net::Response problem_answer(const sync::Problem& problem, Format format) {
    net::Response response = message_answer(problem, format);
    response.status = status_of(problem.code);
    if (problem.retry_after_ms > 0)
        response.headers.push_back(
            {"Retry-After", std::to_string((problem.retry_after_ms + 999) / 1000)});
    if (response.status == 401) response.headers.push_back({"WWW-Authenticate", "Bearer"});
    return response;
}

sync::Problem problem_of(const Error& error) {
    switch (error.code) {
        case ErrorCode::Corrupt:
        case ErrorCode::BadInput:
            return {sync::ProblemCode::BadRequest};
        case ErrorCode::LimitExceeded:
            return {sync::ProblemCode::TooLarge};
        case ErrorCode::Unauthorized:
            return {sync::ProblemCode::Unauthorized};
        case ErrorCode::Unsupported:
            return {sync::ProblemCode::ServerTooOld};
        default:
            return {sync::ProblemCode::Retry, kRetryMs};
    }
}

void add_common_headers(net::Response& response, std::int64_t now_ms) {
    const bool has_cache_rule =
        std::any_of(response.headers.begin(), response.headers.end(),
                    [](const net::Header& header) { return header.name == "Cache-Control"; });
    if (!has_cache_rule) response.headers.push_back({"Cache-Control", "no-store"});
    response.headers.insert(
        response.headers.end(),
        {{"Date", http_date(now_ms)},
         {"Content-Security-Policy", std::string(kContentSecurityPolicy)},
         {"X-Content-Type-Options", "nosniff"},
         {"Referrer-Policy", "no-referrer"},
         {"Cross-Origin-Opener-Policy", "same-origin"},
         {"Cross-Origin-Resource-Policy", "same-origin"},
         {"Permissions-Policy", "camera=(self), geolocation=(self), microphone=()"}});
}

}  // namespace holdfast::server
