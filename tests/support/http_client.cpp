#include "support/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace holdfast::test {
namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::string_view kHeadEnd = "\r\n\r\n";

std::string lower(std::string text) {
    for (char& letter : text)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return text;
}

void set_timeout(int socket, int timeout_ms) {
    timeval limit{};
    limit.tv_sec = timeout_ms / 1000;
    limit.tv_usec = (timeout_ms % 1000) * 1000;
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

}  // namespace

std::string HttpReply::header(std::string_view name) const {
    const std::string needle = "\r\n" + std::string(name) + ": ";
    const std::size_t found = lower(head).find(needle);
    if (found == std::string::npos) return "";
    const std::size_t start = found + needle.size();
    return head.substr(start, head.find("\r\n", start) - start);
}

HttpClient::~HttpClient() {
    close();
}

void HttpClient::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    buffer_.clear();
}

void HttpClient::interrupt() {
    interrupted_ = true;
    if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
}

bool HttpClient::connect(int timeout_ms) {
    close();
    if (interrupted_) return false;
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0) return false;
    set_timeout(socket_, timeout_ms);
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return true;
    close();
    return false;
}

bool HttpClient::send_bytes(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool HttpClient::fill() {
    const std::size_t before = buffer_.size();
    buffer_.resize(before + kReadBytes);
    const ssize_t got = ::recv(socket_, buffer_.data() + before, kReadBytes, 0);
    buffer_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    return got > 0;
}

std::string HttpClient::read_bytes(std::size_t count) {
    while (buffer_.size() < count && fill()) continue;
    std::string bytes = buffer_.substr(0, count);
    buffer_.erase(0, bytes.size());
    return bytes;
}

bool HttpClient::is_closed_by_server() {
    char byte = 0;
    return ::recv(socket_, &byte, 1, 0) == 0;
}

HttpReply HttpClient::read_reply() {
    HttpReply reply;
    std::size_t end = std::string::npos;
    while ((end = buffer_.find(kHeadEnd)) == std::string::npos)
        if (!fill()) return {};
    reply.head = read_bytes(end + kHeadEnd.size());
    const int status = std::atoi(reply.head.c_str() + sizeof "HTTP/1.1");
    const auto length = static_cast<std::size_t>(
        std::strtoull(reply.header("content-length").c_str(), nullptr, 10));
    const std::string body = read_bytes(length);
    if (body.size() != length) return {};
    reply.body.assign(body.begin(), body.end());
    reply.status = status;
    return reply;
}

HttpReply HttpClient::exchange(const HttpRequest& request) {
    set_timeout(socket_, request.timeout_ms);
    std::string message = request.method + " " + request.path +
                          " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\n" +
                          request.headers;
    if (!request.token.empty()) message += "Authorization: Bearer " + request.token + "\r\n";
    if (request.method != "GET")
        message += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    message += "\r\n";
    message.append(request.body.begin(), request.body.end());
    if (!send_bytes(message)) return {};
    return read_reply();
}

HttpReply HttpClient::send(const HttpRequest& request) {
    const bool is_kept = socket_ >= 0;
    if (!is_kept && !connect(request.timeout_ms)) return {};
    HttpReply reply = exchange(request);
    if (reply.status == 0 && is_kept && connect(request.timeout_ms)) reply = exchange(request);
    if (reply.status == 0 || reply.header("connection") == "close") close();
    return reply;
}

}  // namespace holdfast::test
