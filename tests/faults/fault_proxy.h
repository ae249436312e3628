// FaultProxy: a TCP proxy on this machine that does to connections what networks do, by a seed.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/random.h"

namespace holdfast::test {

/// What happens to one connection. All but Clean may end it.
enum class Fate : std::uint8_t {
    Clean,
    CutUp,      ///< Closed behind so many bytes of the requests.
    CutDown,    ///< Closed behind so many bytes of the answers.
    ResetUp,    ///< As CutUp, by a reset.
    StallUp,    ///< Behind so many bytes nothing passes to the server, and nobody is told.
    StallDown,  ///< The same of the answers.
    Drip,       ///< A byte at a time.
    Portal,     ///< Answers with a page of its own and status 200.
    FlipUp,     ///< One bit of a request's body is turned.
    FlipDown,   ///< One bit of an answer's body is turned.
    Count,
};
[[nodiscard]] const char* name_of(Fate fate);
using FateCounts = std::array<std::atomic<int>, static_cast<std::size_t>(Fate::Count)>;

/// Listens on a port of its own. Safe between threads.
class FaultProxy {
public:
    /// Passes everything on to `server_port`, cleanly, until break_by() is called.
    explicit FaultProxy(std::uint16_t server_port);
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// Open connections end, and every one from now on draws a fate.
    void break_by(std::uint64_t seed);
    /// Open connections end, and all later ones are clean.
    void heal();
    /// Connections with a fate other than Clean so far.
    [[nodiscard]] int broken() const { return broken_; }
    [[nodiscard]] const FateCounts& counts() const { return counts_; }

private:
    struct Plan {
        Fate fate = Fate::Clean;
        std::size_t at = 0;  ///< Byte at which it happens.
    };
    void accept_all();
    [[nodiscard]] Plan draw();
    void serve(int client, Plan plan, std::uint64_t weather);

    std::uint16_t server_port_;
    std::uint16_t port_ = 0;
    int listener_ = -1;
    std::mutex mutex_;
    Random random_{0};
    bool breaking_ = false;
    std::atomic<bool> stopping_ = false;
    std::atomic<std::uint64_t> weather_ = 0;  ///< Which of the networks it is by now.
    std::atomic<int> broken_ = 0;
    FateCounts counts_{};
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

}  // namespace holdfast::test
