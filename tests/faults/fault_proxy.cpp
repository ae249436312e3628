#include "faults/fault_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>

#include "support/test.h"

namespace holdfast::test {
namespace {

constexpr std::size_t kChunkBytes = 4'096;
constexpr std::size_t kCutBytesMax = 1'500;
constexpr int kLookEveryMs = 10;  // How soon a healing is noticed.
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kPortal =
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 36\r\nConnection: close\r\n\r\n"
    "<html>Please sign in first.</html>\r\n";

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int connect_to(std::uint16_t port) {
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return made;
    ::close(made);
    return -1;
}

bool write_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// Closing then tells the other side by a reset.
void make_abrupt(int socket) {
    const linger now{1, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

enum class Passed : std::uint8_t { On, Stalled, Ended };

/// One direction of one connection, with the fault that waits in it.
class Stream {
public:
    Stream(int from, int to, Fate fate, Fate cut, Fate stall, Fate flip, std::size_t at)
        : from_(from), to_(to), at_(at) {
        cuts_ = fate == cut || (cut == Fate::CutUp && fate == Fate::ResetUp);
        stalls_ = fate == stall;
        flips_ = fate == flip;
        drips_ = fate == Fate::Drip;
    }
    [[nodiscard]] int from() const { return from_; }

    Passed pass() {
        char buffer[kChunkBytes];
        const auto got = ::recv(from_, buffer, sizeof buffer, 0);
        if (got <= 0) return Passed::Ended;
        std::string bytes(buffer, static_cast<std::size_t>(got));
        if (flips_) flip(bytes);
        const bool reached = (cuts_ || stalls_) && passed_ + bytes.size() > at_;
        if (reached) bytes.resize(at_ > passed_ ? at_ - passed_ : 0);
        passed_ += bytes.size();
        const std::size_t step = drips_ ? 1 : std::max<std::size_t>(bytes.size(), 1);
        for (std::size_t at = 0; at < bytes.size(); at += step)
            if (!write_all(to_, std::string_view(bytes).substr(at, step))) return Passed::Ended;
        if (!reached) return Passed::On;
        return cuts_ ? Passed::Ended : Passed::Stalled;
    }

private:
    /// A head has no checksum; TCP's own and HTTP's parsers stand for it.
    void flip(std::string& bytes) {
        const std::size_t end = bytes.find(kHeadEnd);
        const std::size_t body = end == std::string::npos ? 0 : end + kHeadEnd.size();
        if ((end == std::string::npos && !in_body_) || body >= bytes.size()) {
            in_body_ = in_body_ || end != std::string::npos;
            return;
        }
        bytes[body + at_ % (bytes.size() - body)] ^= static_cast<char>(1U << (at_ % 8));
        flips_ = false;
    }

    int from_;
    int to_;
    std::size_t at_;
    std::size_t passed_ = 0;
    bool cuts_ = false;
    bool stalls_ = false;
    bool flips_ = false;
    bool drips_ = false;
    bool in_body_ = false;
};

}  // namespace

const char* name_of(Fate fate) {
    constexpr const char* kNames[] = {"clean",      "cut up", "cut down", "reset up", "stall up",
                                      "stall down", "drip",   "portal",   "flip up",  "flip down"};
    static_assert(std::size(kNames) == static_cast<std::size_t>(Fate::Count));
    return kNames[static_cast<std::size_t>(fate)];
}

FaultProxy::FaultProxy(std::uint16_t server_port) : server_port_(server_port) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_, 64) == 0);
    REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
}

FaultProxy::~FaultProxy() {
    stopping_ = true;
    acceptor_.join();
    for (std::thread& thread : threads_) thread.join();
    ::close(listener_);
}

void FaultProxy::break_by(std::uint64_t seed) {
    const std::lock_guard lock(mutex_);
    random_ = Random(seed);
    breaking_ = true;
    ++weather_;
}

void FaultProxy::heal() {
    const std::lock_guard lock(mutex_);
    breaking_ = false;
    ++weather_;
}

FaultProxy::Plan FaultProxy::draw() {
    const std::lock_guard lock(mutex_);
    if (!breaking_) return {};
    Plan plan;
    plan.fate = static_cast<Fate>(random_.below(static_cast<std::size_t>(Fate::Count)));
    plan.at = static_cast<std::size_t>(random_.below(kCutBytesMax));
    ++counts_[static_cast<std::size_t>(plan.fate)];
    if (plan.fate != Fate::Clean) ++broken_;
    return plan;
}

void FaultProxy::accept_all() {
    while (!stopping_) {
        pollfd ready{listener_, POLLIN, 0};
        if (::poll(&ready, 1, kLookEveryMs) <= 0) continue;
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) continue;
        const std::uint64_t weather = weather_;
        const Plan plan = draw();
        threads_.emplace_back([this, client, plan, weather] { serve(client, plan, weather); });
    }
}

void FaultProxy::serve(int client, Plan plan, std::uint64_t weather) {
    const int server = plan.fate == Fate::Portal ? -1 : connect_to(server_port_);
    if (plan.fate == Fate::Portal) {
        char ignored[kChunkBytes];
        static_cast<void>(::recv(client, ignored, sizeof ignored, 0));
        write_all(client, kPortal);
    }
    if (plan.fate == Fate::ResetUp) make_abrupt(client);
    Stream up(client, server, plan.fate, Fate::CutUp, Fate::StallUp, Fate::FlipUp, plan.at);
    Stream down(server, client, plan.fate, Fate::CutDown, Fate::StallDown, Fate::FlipDown, plan.at);
    Stream* const streams[] = {&up, &down};
    bool stalled[] = {false, false};
    const auto goes_on = [&] { return server >= 0 && !stopping_ && weather == weather_; };
    while (goes_on()) {
        pollfd ready[] = {{up.from(), static_cast<short>(stalled[0] ? 0 : POLLIN), 0},
                          {down.from(), static_cast<short>(stalled[1] ? 0 : POLLIN), 0}};
        ::poll(ready, 2, kLookEveryMs);
        Passed worst = Passed::On;
        for (std::size_t side = 0; side < 2; ++side) {
            if (stalled[side] || ready[side].revents == 0) continue;
            const Passed passed = streams[side]->pass();
            stalled[side] = passed == Passed::Stalled;
            worst = std::max(worst, passed);
        }
        if (worst == Passed::Ended) break;
    }
    if (server >= 0) ::close(server);
    ::close(client);
}

}  // namespace holdfast::test
