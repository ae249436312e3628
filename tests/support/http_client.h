// HttpClient: one blocking HTTP/1.1 connection to a server on this machine, kept open between
// requests. Bytes can also be sent as they are, to be as impolite as a test needs.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::test {

struct HttpReply {
    int status = 0;  ///< 0: no answer (refused, reset, closed, too late).
    std::string head;
    std::vector<std::uint8_t> body;
    [[nodiscard]] std::string text() const { return {body.begin(), body.end()}; }
    /// Value of the header `name` (lower case), empty when absent.
    [[nodiscard]] std::string header(std::string_view name) const;
};

struct HttpRequest {
    std::string method = "GET";
    std::string path = "/";
    std::string token = {};    ///< Bearer token, none when empty.
    std::string headers = {};  ///< More lines, each ended by CR LF.
    std::vector<std::uint8_t> body = {};
    int timeout_ms = 10'000;
};

class HttpClient {
public:
    explicit HttpClient(std::uint16_t port) : port_(port) {}
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Connects when needed. A kept connection that the server has closed is opened again once.
    HttpReply send(const HttpRequest& request);
    void close();
    /// From another thread: what waits for the server ends at once, and nothing connects again.
    void interrupt();

    // ---- byte by byte -------------------------------------------------------------------------
    [[nodiscard]] bool connect(int timeout_ms = 10'000);
    bool send_bytes(std::string_view bytes);
    HttpReply read_reply();
    /// Exactly `count` bytes, or fewer when the connection ends before.
    std::string read_bytes(std::size_t count);
    /// Waits until the server closes; false when it does not within the time-out.
    bool is_closed_by_server();

private:
    HttpReply exchange(const HttpRequest& request);
    bool fill();
    std::uint16_t port_;
    std::atomic<int> socket_ = -1;
    std::atomic<bool> interrupted_ = false;
    std::string buffer_;
};

}  // namespace holdfast::test
