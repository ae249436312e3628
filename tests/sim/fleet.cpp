#include "fleet.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

#include "sync/codec.h"
#include "sync/server_rules.h"

namespace holdfast::sim {
namespace {

constexpr std::int64_t kLatencyMs = 40;
constexpr std::int64_t kSlowBytesPerSecond = 6'250;
constexpr std::int64_t kFastBytesPerSecond = 5'000'000;
/// Of a request's body. A single transaction of a world is shorter.
constexpr std::size_t kCutAfterBytes = 1'500;
constexpr std::int64_t kCommitMs = 20;
constexpr std::size_t kHalfOpenMsMax = 30'000;

std::string_view parameter(std::string_view path, std::string_view name) {
    const std::string wanted = std::string(name) + "=";
    std::size_t at = path.find('?');
    while (at != std::string_view::npos) {
        const std::string_view rest = path.substr(at + 1);
        if (rest.starts_with(wanted))
            return rest.substr(wanted.size(), rest.find('&') - wanted.size());
        at = path.find('&', at + 1);
    }
    return {};
}

std::uint64_t number_of(std::string_view path, std::string_view name) {
    const std::string_view text = parameter(path, name);
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

sync::Bytes page_of_a_portal() {
    const std::string_view page = "<html>Please sign in to use this network.</html>";
    return {page.begin(), page.end()};
}

sync::Bytes body_of(const Message& message) {
    if (message.kind == Message::Kind::Reply) return sync::encode(message.reply);
    if (message.kind == Message::Kind::Problem) return sync::encode(message.problem);
    return sync::encode(*message.rows);
}

}  // namespace

const char* name_of(LinkKind link) {
    constexpr const char* kNames[] = {"good", "slow", "cutting", "portal", "one way", "down"};
    static_assert(std::size(kNames) == static_cast<std::size_t>(LinkKind::Count));
    return kNames[static_cast<std::size_t>(link)];
}

/// The device's database; tells what was applied.
class Fleet::WatchedStore final : public sync::ClientStore {
public:
    WatchedStore(SimStore& inner, FleetHost& host, std::size_t device, Mutation mutation)
        : inner_(inner), host_(host), device_(device), mutation_(mutation) {}
    [[nodiscard]] const StoreState& state() const override { return inner_.state(); }
    [[nodiscard]] Result<std::vector<TransactionRecord>> read_queued(
        TransactionNo after, std::size_t count_max, std::size_t bytes_max) override {
        // One byte is asked for where only the number matters.
        if (mutation_ == Mutation::PushNeverShrinks && bytes_max > 1)
            count_max = sync::kPushTransactionsMax;
        return inner_.read_queued(after, count_max, bytes_max);
    }
    [[nodiscard]] Status apply(const Delta& delta) override {
        const ServerSeq before = inner_.state().checkpoint;
        const std::uint64_t epoch = inner_.state().enrolment.epoch;
        TRY(inner_.apply(delta));
        host_.on_applied(device_, delta, before, epoch);
        return {};
    }
    [[nodiscard]] Result<PendingCounts> pending_counts() override {
        return inner_.pending_counts();
    }
    [[nodiscard]] Status enrol(const Enrolment& enrolment) override {
        return inner_.enrol(enrolment);
    }

private:
    SimStore& inner_;
    FleetHost& host_;
    std::size_t device_;
    Mutation mutation_;
};

Fleet::Fleet(FleetHost& host, Random& random, std::int64_t& now_ms, Mutation mutation)
    : host_(host), random_(random), now_ms_(now_ms), mutation_(mutation) {}
Fleet::~Fleet() = default;

void Fleet::add(SimStore& store, Environment& clock) {
    Device& device = devices_.emplace_back();
    device.store = std::make_unique<WatchedStore>(store, host_, devices_.size() - 1, mutation_);
    device.clock = &clock;
    device.client = std::make_unique<sync::Client>(*device.store, clock);
    perform(devices_.size() - 1, device.client->start());
}

void Fleet::on_local_commit(std::size_t device) {
    perform(device, devices_[device].client->on_local_commit());
}

// ---- time --------------------------------------------------------------------------------------

void Fleet::schedule(std::int64_t delay_ms, Event event) {
    events_.emplace(now_ms_ + std::max<std::int64_t>(delay_ms, 0), std::move(event));
}

bool Fleet::run_next() {
    if (events_.empty()) return false;
    const auto first = events_.begin();
    now_ms_ = std::max(now_ms_, first->first);
    const Event event = std::move(first->second);
    events_.erase(first);
    event();
    return true;
}

std::int64_t Fleet::next_ms() const {
    return events_.empty() ? std::numeric_limits<std::int64_t>::max() : events_.begin()->first;
}

void Fleet::wake_at(std::size_t device, std::int64_t at_ms) {
    // A host counts how long to wait, by the clock that it had then.
    const std::int64_t delay_ms = at_ms - devices_[device].clock->now_ms();
    const std::uint32_t timer = ++devices_[device].timer;
    schedule(delay_ms, [this, device, timer] {
        if (devices_[device].timer == timer) perform(device, devices_[device].client->tick());
    });
}

// ---- what clients ask for ----------------------------------------------------------------------

void Fleet::perform(std::size_t device, std::vector<sync::Action> actions) {
    for (const sync::Action& action : actions) {
        if (const auto* request = std::get_if<sync::SendRequest>(&action)) send(device, *request);
        if (const auto* wake = std::get_if<sync::WakeAt>(&action)) wake_at(device, wake->at_ms);
        if (std::holds_alternative<sync::OpenSocket>(action)) open_socket(device);
        if (std::holds_alternative<sync::CloseSocket>(action))
            devices_[device].socket = Device::Socket::Closed;
    }
}

bool Fleet::lets_through(LinkKind link) {
    return link == LinkKind::Good || link == LinkKind::Slow || link == LinkKind::Cutting;
}

std::int64_t Fleet::travel_ms(const Device& device, std::size_t bytes) const {
    const std::int64_t rate =
        device.link == LinkKind::Slow ? kSlowBytesPerSecond : kFastBytesPerSecond;
    return kLatencyMs + static_cast<std::int64_t>(bytes) * 1'000 / rate;
}

void Fleet::send(std::size_t index, const sync::SendRequest& request) {
    Device& device = devices_[index];
    const auto ticket = static_cast<std::uint32_t>(request.ticket);
    device.asked[ticket] = now_ms_ + request.timeout_ms;
    reply_later(index, ticket, request.timeout_ms, 0, {});
    if (device.link == LinkKind::Portal)
        return reply_later(index, ticket, kLatencyMs, 200, page_of_a_portal());
    const bool cut = device.link == LinkKind::Cutting && request.body.size() > kCutAfterBytes;
    if (cut || device.link == LinkKind::Down || random_.chance(3))
        return reply_later(index, ticket, kLatencyMs, 0, {});
    const std::int64_t travels_ms = travel_ms(device, request.body.size());
    if (travels_ms >= request.timeout_ms) return;
    const std::uint32_t session = device.session;
    const auto arrival = [this, index, session, request] { arrive(index, session, request); };
    schedule(travels_ms, arrival);
    // A proxy may send a request twice.
    if (random_.chance(3)) schedule(travels_ms + kLatencyMs, arrival);
}

void Fleet::arrive(std::size_t index, std::uint32_t session, const sync::SendRequest& request) {
    Message message;
    message.device = index;
    message.session = session;
    message.ticket = static_cast<std::uint32_t>(request.ticket);
    const ServerSeq checkpoint{number_of(request.path, "cp")};
    const std::string mark(parameter(request.path, "mark"));
    if (request.method == "POST") {
        Result<sync::PushRequest> push = sync::decode_push_request(request.body);
        HOLDFAST_ASSERT(push.has_value());
        push->standing = {checkpoint, mark};
        message.kind = Message::Kind::Push;
        message.push = std::make_shared<const sync::PushRequest>(*std::move(push));
    } else {
        message.kind = Message::Kind::Pull;
        message.pull = {number_of(request.path, "epoch"), checkpoint,
                        TransactionNo{number_of(request.path, "after")},
                        static_cast<int>(number_of(request.path, "wait")), mark};
    }
    host_.on_arrived(message);
}

void Fleet::answer(const Message& message) {
    Device& device = devices_[message.device];
    // A connection can break behind the question: what it brought is done, and nobody hears of it.
    if (message.session != device.session || !lets_through(device.link) || random_.chance(3))
        return;
    sync::Bytes body = body_of(message);
    const int status = message.kind == Message::Kind::Problem ? 409 : 200;
    const std::int64_t travels_ms = travel_ms(device, body.size());
    reply_later(message.device, message.ticket, travels_ms, status, std::move(body));
}

void Fleet::reply_later(std::size_t index, std::uint32_t ticket, std::int64_t delay_ms, int status,
                        sync::Bytes body) {
    const std::uint32_t session = devices_[index].session;
    schedule(delay_ms, [this, index, ticket, session, status, body = std::move(body)] {
        if (devices_[index].session == session) reply(index, ticket, status, body);
    });
}

/// Each question is answered once.
void Fleet::reply(std::size_t index, std::uint32_t ticket, int status, sync::Bytes body) {
    Device& device = devices_[index];
    const auto asked = device.asked.find(ticket);
    if (asked == device.asked.end()) return;
    const bool late = status != 0 && now_ms_ > asked->second;
    if (late) return;
    device.asked.erase(asked);
    perform(index, device.client->on_reply(sync::Ticket{ticket}, status, body));
}

// ---- questions that wait -----------------------------------------------------------------------

bool Fleet::park(const Message& message) {
    if (message.pull.wait_seconds == 0) return false;
    const std::int64_t wait_ms = std::int64_t{message.pull.wait_seconds} * 1'000;
    const auto same = [device = message.device, ticket = message.ticket](const Question& other) {
        return other.message.device == device && other.message.ticket == ticket;
    };
    std::erase_if(parked_, same);
    Message last = message;
    last.pull.wait_seconds = 0;
    parked_.push_back({message, now_ms_ + wait_ms});
    schedule(wait_ms, [this, last, same] {
        if (std::erase_if(parked_, same) > 0) host_.on_arrived(last);
    });
    return true;
}

void Fleet::on_commit(std::uint64_t epoch, ServerSeq head) {
    commit_ = Commit::None;
    for (const Question& question : std::exchange(parked_, {})) {
        Message again = question.message;
        const std::int64_t left_ms = std::max<std::int64_t>(question.deadline_ms - now_ms_, 0);
        again.pull.wait_seconds = static_cast<int>(left_ms / 1'000);
        schedule(1, [this, again] { host_.on_arrived(again); });
    }
    std::optional<sync::LiveNews> news;
    if (told_) news = host_.live_news(*told_);
    told_ = head;
    for (std::size_t index = 0; index < devices_.size(); ++index) {
        if (devices_[index].socket != Device::Socket::Open) continue;
        const DeviceNo no = devices_[index].store->state().enrolment.device;
        const bool is_author =
            mutation_ != Mutation::LiveToItsAuthor && news &&
            std::find(news->authors.begin(), news->authors.end(), no) != news->authors.end();
        sync::News message{{epoch, head}, std::nullopt};
        if (news && !is_author) message.live = news->live;
        tell(index, message);
    }
}

void Fleet::tell(std::size_t index, const sync::News& news) {
    const std::uint32_t session = devices_[index].session;
    schedule(kLatencyMs, [this, index, session, news] {
        const Device& device = devices_[index];
        const bool heard = device.session == session && lets_through(device.link) &&
                           device.socket == Device::Socket::Open;
        if (heard) hear(index, news);
    });
}

void Fleet::hear(std::size_t index, sync::News news) {
    Device& device = devices_[index];
    if (mutation_ == Mutation::LiveFromElsewhere && news.live) {
        news.live->delta.from = device.store->state().checkpoint;
        news.live->from_mark = device.store->state().mark;
    }
    perform(index, device.client->on_socket_message(sync::encode(news)));
}

void Fleet::commit_soon() {
    if (std::exchange(commit_, Commit::Due) == Commit::Due) return;
    schedule(kCommitMs, [this] {
        if (std::exchange(commit_, Commit::None) == Commit::Due) host_.on_commit_due();
    });
}

// ---- sockets and links -------------------------------------------------------------------------

void Fleet::open_socket(std::size_t index) {
    Device& device = devices_[index];
    device.socket = Device::Socket::Opening;
    const std::uint32_t session = device.session;
    const bool opens = lets_through(device.link) && !random_.chance(10);
    schedule(kLatencyMs, [this, index, session, opens] {
        Device& later = devices_[index];
        if (later.session != session || later.socket != Device::Socket::Opening) return;
        later.socket = opens ? Device::Socket::Open : Device::Socket::Closed;
        perform(index, opens ? later.client->on_socket_open() : later.client->on_socket_closed());
    });
}

/// A connection that is dead is found out after a while.
void Fleet::close_socket_later(std::size_t index) {
    const std::uint32_t session = devices_[index].session;
    schedule(static_cast<std::int64_t>(random_.below(kHalfOpenMsMax)), [this, index, session] {
        Device& device = devices_[index];
        if (device.session != session || device.socket == Device::Socket::Closed) return;
        device.socket = Device::Socket::Closed;
        perform(index, device.client->on_socket_closed());
    });
}

void Fleet::tell_network(std::size_t index, bool online) {
    perform(index, devices_[index].client->on_network(online));
}

LinkKind Fleet::change_link(std::size_t index) {
    Device& device = devices_[index];
    const bool was_down = device.link == LinkKind::Down;
    device.link = static_cast<LinkKind>(random_.below(static_cast<std::size_t>(LinkKind::Count)));
    if (!lets_through(device.link)) close_socket_later(index);
    const bool is_down = device.link == LinkKind::Down;
    if (was_down != is_down && (was_down || random_.chance(50))) tell_network(index, !is_down);
    return device.link;
}

void Fleet::heal() {
    for (std::size_t index = 0; index < devices_.size(); ++index) {
        if (lets_through(devices_[index].link)) continue;
        devices_[index].link = LinkKind::Good;
        tell_network(index, true);
    }
}

void Fleet::restart_device(std::size_t index) {
    Device& device = devices_[index];
    ++device.session;
    ++device.timer;
    device.asked.clear();
    device.socket = Device::Socket::Closed;
    device.client = std::make_unique<sync::Client>(*device.store, *device.clock);
    perform(index, device.client->start());
}

void Fleet::restart_server() {
    parked_.clear();
    told_.reset();
    commit_ = Commit::None;
    for (std::size_t index = 0; index < devices_.size(); ++index) {
        Device& device = devices_[index];
        for (const auto& [ticket, deadline_ms] : device.asked)
            if (lets_through(device.link)) reply_later(index, ticket, kLatencyMs, 0, {});
        if (device.socket != Device::Socket::Closed) close_socket_later(index);
    }
}

}  // namespace holdfast::sim
