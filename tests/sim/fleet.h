// Fleet: the product's client machine on every device of a simulated world, with the network, the
// sockets and the timers that it asks its host for, in virtual time.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/environment.h"
#include "message.h"
#include "mutation.h"
#include "random.h"
#include "sim_store.h"
#include "sync/client.h"
#include "sync/codec.h"
#include "sync/server_rules.h"

namespace holdfast::sim {

/// What the fleet needs of its world.
class FleetHost {
public:
    virtual ~FleetHost() = default;
    /// A push or a question arrived at the server. It is answered by Fleet::answer(), now or later.
    virtual void on_arrived(const Message& message) = 0;
    /// What was decided so far is to be committed and answered.
    virtual void on_commit_due() = 0;
    /// What the server tells everybody who stands at `after`.
    [[nodiscard]] virtual std::optional<sync::LiveNews> live_news(ServerSeq after) = 0;
    /// A delta was applied on the device, which stood at `before` in `epoch`.
    virtual void on_applied(std::size_t device, const Delta& delta, ServerSeq before,
                            std::uint64_t epoch) = 0;
};

/// How a device is connected.
enum class LinkKind : std::uint8_t {
    Good,
    Slow,     ///< 50 kbit/s.
    Cutting,  ///< Requests of more than a few hundred bytes are cut off on their way.
    Portal,   ///< Answers everything with a page of its own and status 200.
    OneWay,   ///< Requests arrive, answers do not.
    Down,
    Count,
};
[[nodiscard]] const char* name_of(LinkKind link);

class Fleet {
public:
    /// All must outlive the fleet; `now_ms` is moved by run_next().
    Fleet(FleetHost& host, Random& random, std::int64_t& now_ms, Mutation mutation);
    ~Fleet();

    /// One per device of the world, in their order.
    void add(SimStore& store, Environment& clock);
    void on_local_commit(std::size_t device);
    /// The next thing of network and timers. False when nothing is to come.
    bool run_next();
    [[nodiscard]] std::int64_t next_ms() const;

    void answer(const Message& message);
    /// Nothing new for the device: the question is asked again at the next commit, or when its time
    /// is over. False when it does not want to wait.
    [[nodiscard]] bool park(const Message& message);
    void on_commit(std::uint64_t epoch, ServerSeq head);
    /// A commit is due soon, if none comes before.
    void commit_soon();

    void restart_device(std::size_t device);
    void restart_server();
    /// Another kind of connection, drawn at random; perhaps the browser tells, perhaps not.
    LinkKind change_link(std::size_t device);
    [[nodiscard]] LinkKind link_of(std::size_t device) const { return devices_[device].link; }
    /// Connections that let nothing through become good ones; bad ones stay bad.
    void heal();

private:
    class WatchedStore;
    struct Question {
        Message message;
        std::int64_t deadline_ms = 0;
    };
    struct Device {
        std::unique_ptr<WatchedStore> store;
        Environment* clock = nullptr;
        std::unique_ptr<sync::Client> client;
        LinkKind link = LinkKind::Good;
        std::uint32_t session = 1;
        std::uint32_t timer = 0;  ///< Of the timers set, the one that counts.
        enum class Socket : std::uint8_t { Closed, Opening, Open } socket = Socket::Closed;
        std::map<std::uint32_t, std::int64_t> asked;  ///< Deadline by ticket.
    };
    using Event = std::function<void()>;

    void schedule(std::int64_t delay_ms, Event event);
    void perform(std::size_t device, std::vector<sync::Action> actions);
    void send(std::size_t device, const sync::SendRequest& request);
    void arrive(std::size_t device, std::uint32_t session, const sync::SendRequest& request);
    void reply(std::size_t device, std::uint32_t ticket, int status, sync::Bytes body);
    void reply_later(std::size_t device, std::uint32_t ticket, std::int64_t delay_ms, int status,
                     sync::Bytes body);
    void open_socket(std::size_t device);
    void close_socket_later(std::size_t device);
    void tell(std::size_t device, const sync::News& news);
    void hear(std::size_t device, sync::News news);
    void wake_at(std::size_t device, std::int64_t at_ms);
    void tell_network(std::size_t device, bool online);
    [[nodiscard]] std::int64_t travel_ms(const Device& device, std::size_t bytes) const;
    [[nodiscard]] static bool lets_through(LinkKind link);

    FleetHost& host_;
    Random& random_;
    std::int64_t& now_ms_;
    Mutation mutation_;
    std::vector<Device> devices_;
    std::multimap<std::int64_t, Event> events_;
    std::vector<Question> parked_;
    std::optional<ServerSeq> told_;  ///< The head at the last commit that sockets heard of.
    enum class Commit : std::uint8_t { None, Due } commit_ = Commit::None;
};

}  // namespace holdfast::sim
