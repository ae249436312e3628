#include "hub.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "sync/codec.h"

namespace holdfast::server {
namespace {
constexpr std::uint16_t kReplaced = 1000;
constexpr std::uint16_t kGoingAway = 1001;
}  // namespace

Hub::Hub(net::Loop& loop, Metrics& metrics, std::uint64_t epoch, ServerSeq head, ReadNews read_news)
    : loop_(loop),
      metrics_(metrics),
      epoch_(epoch),
      head_(head),
      read_news_(std::move(read_news)),
      told_(head) {
    flushed_ms_ = loop_.now_ms() - kPokeEveryMs;
}

Hub::~Hub() {
    if (flush_timer_ != net::TimerId::None) loop_.cancel_timer(flush_timer_);
    for (const auto& [device, waiting] : waiting_) loop_.cancel_timer(waiting.timer);
}

void Hub::on_commit(DeviceNo author, ServerSeq head) {
    ++generation_;
    head_ = std::max(head_, head);
    only_author_ = has_news_ && only_author_ != author ? DeviceNo::None : author;
    has_news_ = true;
    start_flush();
}

void Hub::start_flush() {
    if (reading_ || flush_timer_ != net::TimerId::None) return;
    // Even without a pause to keep, wait for the other pushes of the same group.
    const std::int64_t pause =
        std::clamp<std::int64_t>(flushed_ms_ + kPokeEveryMs - loop_.now_ms(), 0, kPokeEveryMs);
    flush_timer_ = loop_.start_timer(pause, [this] { flush(); });
}

void Hub::on_new_history(std::uint64_t epoch, ServerSeq head) {
    std::fputs(
        "holdfast: a device knows of a later state than this database has, so a backup was put "
        "back. All devices start anew from it and send again what it lacks.\n",
        stderr);
    epoch_ = epoch;
    on_commit(DeviceNo::None, head);
}

void Hub::flush() {
    flush_timer_ = net::TimerId::None;
    flushed_ms_ = loop_.now_ms();
    wake_all(Woken::News);
    if (!read_news_ || sockets_.empty()) return poke_sockets();
    reading_ = true;
    read_news_(told_, [this, epoch = epoch_](const NewsForAll& news) {
        reading_ = false;
        epoch == epoch_ ? tell(news) : poke_sockets();
        if (has_news_) start_flush();
    });
}

/// It may lack what was committed since, and have what is only about to be told here.
void Hub::tell(const NewsForAll& news) {
    if (!news.message) return poke_sockets();
    const sync::Poke head{epoch_, std::max(head_, news.to)};
    const auto poke = std::make_shared<const net::Bytes>(sync::encode(head));
    if (news.to >= head_) has_news_ = false;
    if (news.to == std::exchange(told_, news.to)) return;
    const auto sockets = sockets_;
    for (const auto& [device, socket] : sockets) {
        const bool suits =
            std::find(news.authors.begin(), news.authors.end(), device) == news.authors.end();
        // The answer to its push has told it, and there is nothing of anybody else.
        if (!suits && news.authors.size() == 1) continue;
        socket->send_latest(suits ? news.message : poke);
        ++metrics_.pokes;
    }
}

void Hub::poke_sockets() {
    const auto poke = std::make_shared<const net::Bytes>(sync::encode(sync::Poke{epoch_, head_}));
    has_news_ = false;
    told_ = head_;
    const auto sockets = sockets_;
    for (const auto& [device, socket] : sockets) {
        if (device == only_author_) continue;
        socket->send_latest(poke);
        ++metrics_.pokes;
    }
}

void Hub::wake_all(Woken why) {
    std::vector<DeviceNo> devices;
    for (const auto& [device, waiting] : waiting_) devices.push_back(device);
    for (const DeviceNo device : devices) wake_one(device, why);
}

void Hub::wake_one(DeviceNo device, Woken why) {
    const auto found = waiting_.find(device);
    if (found == waiting_.end()) return;
    const Waiting waiting = std::move(found->second);
    waiting_.erase(found);
    loop_.cancel_timer(waiting.timer);
    waiting.wake(why);
}

void Hub::attach(DeviceNo device, std::shared_ptr<net::Socket> socket) {
    if (closed_) return socket->close(kGoingAway);
    const auto previous = std::exchange(sockets_[device], std::move(socket));
    if (previous) previous->close(kReplaced);
}

void Hub::detach(DeviceNo device, const net::Socket* socket) {
    const auto found = sockets_.find(device);
    if (found != sockets_.end() && found->second.get() == socket) sockets_.erase(found);
}

void Hub::wait(DeviceNo device, std::int64_t wait_ms, Wake wake) {
    wake_one(device, Woken::Replaced);
    if (closed_) return wake(Woken::Closed);
    const net::TimerId timer =
        loop_.start_timer(wait_ms, [this, device] { wake_one(device, Woken::TimeOver); });
    waiting_.emplace(device, Waiting{std::move(wake), timer});
}

void Hub::close() {
    closed_ = true;
    wake_all(Woken::Closed);
    const auto sockets = std::exchange(sockets_, {});
    for (const auto& [device, socket] : sockets) socket->close(kGoingAway);
}

}  // namespace holdfast::server
