#include "net.h"

#include <algorithm>
#include <optional>

namespace holdfast::net {
namespace {

constexpr std::size_t kParametersMax = 64;

int hex_digit(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return -1;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char letter = text[i];
        if (letter == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[i + 1]);
            const int low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            letter = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F) return std::nullopt;
        decoded.push_back(letter);
    }
    return decoded;
}

bool parse_query(std::string_view query, std::vector<Parameter>& parameters) {
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view part = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (part.empty()) continue;
        if (parameters.size() == kParametersMax) return false;
        const std::size_t equals = std::min(part.find('='), part.size());
        auto name = percent_decoded(part.substr(0, equals));
        auto value = percent_decoded(part.substr(std::min(equals + 1, part.size())));
        if (!name || !value) return false;
        parameters.push_back({std::move(*name), std::move(*value)});
    }
    return true;
}

const char* reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 204:
            return "No Content";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 411:
            return "Length Required";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 426:
            return "Upgrade Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 503:
            return "Service Unavailable";
        default:
            return "Status";
    }
}

template <typename Pairs>
std::string_view first_named(const Pairs& pairs, std::string_view name) {
    const auto found = std::find_if(pairs.begin(), pairs.end(),
                                    [&](const auto& pair) { return pair.name == name; });
    return found == pairs.end() ? std::string_view{} : std::string_view{found->value};
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
    return first_named(headers, name);
}

std::string_view Request::parameter(std::string_view name) const {
    return first_named(query, name);
}

bool parse_target(std::string_view target, Request& request) {
    if (target.empty() || target.front() != '/') return false;
    const std::size_t question = std::min(target.find('?'), target.size());
    auto path = percent_decoded(target.substr(0, question));
    if (!path) return false;
    request.path = std::move(*path);
    request.query.clear();
    return parse_query(target.substr(std::min(question + 1, target.size())), request.query);
}

std::string format_head(const Response& response) {
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
    head += reason_of(response.status);
    head += "\r\n";
    for (const Header& header : response.headers) {
        HOLDFAST_ASSERT(header.value.find_first_of("\r\n") == std::string::npos);
        head += header.name + ": " + header.value + "\r\n";
    }
    if (response.status != 204 && response.status != 304) {
        const std::size_t bytes = response.body ? response.body->size() : 0;
        head += "Content-Length: " + std::to_string(bytes) + "\r\n";
    }
    if (response.after == Response::After::Close) head += "Connection: close\r\n";
    head += "\r\n";
    return head;
}

}  // namespace holdfast::net
