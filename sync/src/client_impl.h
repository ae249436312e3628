// The client machine's state. Events change it; settle() turns what is due into actions.
#pragma once

#include <string>
#include <vector>

#include "back_off.h"
#include "push_size.h"
#include "sync/client.h"
#include "sync/codec.h"

namespace holdfast::sync {

inline constexpr int kDeltaTimeoutMs = 120'000;
inline constexpr int kPollTimeoutMs = (kLongPollSecondsMax + 15) * 1000;
inline constexpr int kEnrolTimeoutMs = 30'000;
inline constexpr int kSocketTimeoutMs = 10'000;
/// How much later than the host's own time limit a request counts as forgotten.
inline constexpr std::int64_t kForgottenAfterMs = 5'000;
/// While pokes arrive: how often to ask anyway, because a dead connection pokes nobody.
inline constexpr std::int64_t kLiveCheckMs = 60'000;
/// At least so far apart are two long polls that bring nothing.
inline constexpr std::int64_t kPollPauseMs = 1'000;
/// How old "last synchronised" may get before the host hears of it for its own sake.
inline constexpr std::int64_t kStatusAgeMs = 60'000;
/// A socket that lasted this long was healthy.
inline constexpr std::int64_t kHealthyMs = 30'000;
/// Spread of devices that come online together.
inline constexpr std::int64_t kOnlineJitterMs = 250;
/// How long a network that came back may take to settle, and the pause between tries until then.
inline constexpr std::int64_t kSettlingMs = 5'000;
inline constexpr std::int64_t kSettlingPauseMs = 50;

struct Client::Impl {
    Impl(ClientStore& client_store, Environment& client_environment)
        : store(client_store), environment(client_environment) {}

    /// One request that may be under way.
    struct Channel {
        Ticket ticket = Ticket::None;
        std::int64_t deadline_ms = 0;
        BackOff back_off;
        [[nodiscard]] bool busy() const { return ticket != Ticket::None; }
    };
    enum class SocketState : std::uint8_t { Closed, Opening, Open };
    /// What stops synchronisation until a person does something.
    enum class Halt : std::uint8_t { None, Unauthorized, OtherVersion };

    // Every event: begin(), change the state, return finish().
    void begin();
    [[nodiscard]] std::vector<Action> finish();

    void settle();
    void send_push();
    void send_delta(int wait_seconds);
    void send(Channel& channel, SendRequest request, int timeout_ms);
    void open_socket();
    void close_socket();
    void expire(Channel& channel);

    void on_enrol_reply(int status, std::span<const std::uint8_t> body);
    void on_push_reply(int status, std::span<const std::uint8_t> body);
    void on_delta_reply(int status, std::span<const std::uint8_t> body);
    void on_push_problem(const Problem& problem);
    void take_delta(const Delta& delta);
    void take_news(const News& news);
    [[nodiscard]] bool continues_here(const LiveDelta& live) const;
    [[nodiscard]] Status take_live(Delta delta);
    void fail_by_status(Channel& channel, int status, std::span<const std::uint8_t> body);
    void stop_for_version(const char* problem_key);
    void fail_channel(Channel& channel, const char* problem_key, std::int64_t least_ms = 0);
    void fail_enrol(const char* problem_key);
    void wait_after_failure(BackOff& back_off, std::int64_t least_ms);

    void socket_lost();
    void connect_again();
    void refresh_counts();
    [[nodiscard]] Status count_queued();
    void update_status();
    void wake_up();
    [[nodiscard]] bool is_enrolled() const;
    [[nodiscard]] bool is_due(const Channel& channel) const;
    [[nodiscard]] Result<TransactionNo> decided_upto() const;
    [[nodiscard]] std::int64_t cap_ms() const;
    [[nodiscard]] Ticket next_ticket();

    ClientStore& store;
    Environment& environment;
    std::vector<Action> actions;
    std::int64_t now_ms = 0;
    std::int64_t woken_for_ms = 0;
    std::uint32_t last_ticket = 0;
    enum class Network : std::uint8_t { Up, Down } network = Network::Up;
    enum class Page : std::uint8_t { Visible, Hidden } page = Page::Visible;
    std::int64_t online_ms = kLongAgoMs;  ///< When the network came back last.
    Halt halt = Halt::None;

    Channel push;
    Channel delta;
    Channel enrol;
    EnrolRequest enrolling;
    std::string enrol_server;

    SocketState socket = SocketState::Closed;
    std::int64_t socket_since_ms = 0;
    BackOff socket_back_off;

    /// Set by every hint that the server has news; cleared when a question is sent after it.
    enum class Need : std::uint8_t { None, Delta } need = Need::None;
    enum class Asked : std::uint8_t { AtOnce, ToWait } asked = Asked::AtOnce;
    std::int64_t delta_sent_ms = 0;
    TransactionNo pushed_upto = TransactionNo::None;  ///< Decided by the server, not here yet.
    TransactionNo pushed_when_asked = TransactionNo::None;  ///< The same, at the last question.
    TransactionNo first_expected = TransactionNo::None;     ///< By the server, after a gap.
    TransactionNo oldest_queued = TransactionNo::None;
    /// Due: the last count failed, and what is queued is not known.
    enum class Recount : std::uint8_t { None, Due } recount = Recount::None;
    PushSize push_size;
    std::int64_t last_delta_ms = kLongAgoMs;  ///< Of the last good answer.
    SyncStatus status;
    SyncStatus shown;  ///< As last told to the host.
    enum class Contact : std::uint8_t { Unknown, Good, Bad } contact = Contact::Unknown;
};

}  // namespace holdfast::sync
