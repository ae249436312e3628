// Hub: who waits for news. WebSockets get a poke, as a rule with what is new; long polls are asked
// again.
//
// One of each per device: a new one takes the place of the old one. Loop's thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "core/ids.h"
#include "metrics.h"
#include "net.h"

namespace holdfast::server {

/// What is new behind a position, as one message for all who stand there.
struct NewsForAll {
    ServerSeq to = ServerSeq::None;             ///< The head at the time.
    std::shared_ptr<const net::Bytes> message;  ///< Null: too much, or it could not be read.
    std::vector<DeviceNo> authors;              ///< Whom the message does not suit.
};
/// Reads what is new behind `after` elsewhere, and calls `done` on the loop's thread, once.
using ReadNews = std::function<void(ServerSeq after, std::function<void(NewsForAll)> done)>;

class Hub {
public:
    /// Without `read_news` everybody is only poked.
    Hub(net::Loop& loop, Metrics& metrics, std::uint64_t epoch, ServerSeq head,
        ReadNews read_news = {});
    ~Hub();
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;

    /// A push of `author` was committed. Others are told at once when nobody was told in the last
    /// kPokeEveryMs, otherwise when those are over.
    void on_commit(DeviceNo author, ServerSeq head);
    /// The server has begun anew, as a device proved it must: everybody is told, and stderr.
    void on_new_history(std::uint64_t epoch, ServerSeq head);
    /// Grows with every on_commit(): a delta built at an older one may lack news.
    [[nodiscard]] std::uint64_t generation() const { return generation_; }
    [[nodiscard]] ServerSeq head() const { return head_; }

    /// `socket` is poked from now on; an older one of the same device is closed.
    void attach(DeviceNo device, std::shared_ptr<net::Socket> socket);
    /// Forgets `device`'s socket if it is still this one.
    void detach(DeviceNo device, const net::Socket* socket);

    /// Replaced: the same device asked again, and nobody reads this answer any more.
    enum class Woken : std::uint8_t { News, TimeOver, Replaced, Closed };
    using Wake = std::function<void(Woken)>;
    /// Calls `wake` once: at the next commit, after `wait_ms`, when the device asks again, or when
    /// the server stops; whichever is first.
    void wait(DeviceNo device, std::int64_t wait_ms, Wake wake);

    /// Wakes every long poll and says good-bye to every socket; later ones are not kept.
    void close();
    [[nodiscard]] bool is_closed() const { return closed_; }

    [[nodiscard]] std::size_t socket_count() const { return sockets_.size(); }
    [[nodiscard]] std::size_t waiting_count() const { return waiting_.size(); }

    static constexpr std::int64_t kPokeEveryMs = 10;

private:
    struct Waiting {
        Wake wake;
        net::TimerId timer;
    };
    void start_flush();
    void flush();
    void tell(const NewsForAll& news);
    void poke_sockets();
    void wake_all(Woken why);
    void wake_one(DeviceNo device, Woken why);

    net::Loop& loop_;
    Metrics& metrics_;
    std::uint64_t epoch_;
    ServerSeq head_;
    std::uint64_t generation_ = 0;
    std::map<DeviceNo, std::shared_ptr<net::Socket>> sockets_;
    std::map<DeviceNo, Waiting> waiting_;
    ReadNews read_news_;
    ServerSeq told_;                         // Up to here the sockets know, or have been poked.
    DeviceNo only_author_ = DeviceNo::None;  // None: nothing to tell, or several authors.
    bool has_news_ = false;
    bool reading_ = false;
    bool closed_ = false;
    net::TimerId flush_timer_ = net::TimerId::None;
    std::int64_t flushed_ms_ = 0;
};

}  // namespace holdfast::server
