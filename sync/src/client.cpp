#include "sync/client.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "client_impl.h"

namespace holdfast::sync {

Client::Client(ClientStore& store, Environment& environment)
    : impl_(std::make_unique<Impl>(store, environment)) {}
Client::~Client() = default;

std::vector<Action> Client::start() {
    impl_->begin();
    impl_->need = Impl::Need::Delta;
    impl_->refresh_counts();
    return impl_->finish();
}

std::vector<Action> Client::tick() {
    impl_->begin();
    // The timer has fired, perhaps a moment early: it must be set again either way.
    impl_->woken_for_ms = 0;
    return impl_->finish();
}

std::vector<Action> Client::on_local_commit() {
    impl_->begin();
    impl_->refresh_counts();
    return impl_->finish();
}

std::vector<Action> Client::on_network(bool online) {
    impl_->begin();
    impl_->network = online ? Impl::Network::Up : Impl::Network::Down;
    if (online) {
        impl_->online_ms = impl_->now_ms;
        impl_->connect_again();
        const auto spread = static_cast<std::uint64_t>(kOnlineJitterMs);
        const std::int64_t at_ms =
            impl_->now_ms + static_cast<std::int64_t>(impl_->environment.random() % spread);
        impl_->delta.back_off.wait_until(at_ms);
        impl_->push.back_off.wait_until(at_ms);
        impl_->socket_back_off.wait_until(at_ms);
    } else {
        impl_->close_socket();
    }
    return impl_->finish();
}

std::vector<Action> Client::on_visible(bool visible) {
    impl_->begin();
    impl_->page = visible ? Impl::Page::Visible : Impl::Page::Hidden;
    if (visible) impl_->connect_again();
    return impl_->finish();
}

std::vector<Action> Client::sync_now() {
    impl_->begin();
    impl_->halt = Impl::Halt::None;
    impl_->connect_again();
    return impl_->finish();
}

std::vector<Action> Client::on_reply(Ticket ticket, int status,
                                     std::span<const std::uint8_t> body) {
    impl_->begin();
    if (ticket == Ticket::None) return impl_->finish();
    if (ticket == impl_->enrol.ticket) {
        impl_->enrol.ticket = Ticket::None;
        impl_->on_enrol_reply(status, body);
    } else if (ticket == impl_->push.ticket) {
        impl_->push.ticket = Ticket::None;
        impl_->on_push_reply(status, body);
    } else if (ticket == impl_->delta.ticket) {
        impl_->delta.ticket = Ticket::None;
        impl_->on_delta_reply(status, body);
    }
    return impl_->finish();
}

std::vector<Action> Client::on_socket_open() {
    impl_->begin();
    if (impl_->socket == Impl::SocketState::Opening) {
        impl_->socket = Impl::SocketState::Open;
        impl_->socket_since_ms = impl_->now_ms;
        // Something may have come between the last delta and the first possible poke.
        impl_->need = Impl::Need::Delta;
    }
    return impl_->finish();
}

std::vector<Action> Client::on_socket_closed() {
    impl_->begin();
    if (impl_->socket != Impl::SocketState::Closed) impl_->socket_lost();
    return impl_->finish();
}

std::vector<Action> Client::on_socket_message(std::span<const std::uint8_t> bytes) {
    impl_->begin();
    if (const Result<News> news = decode_news(bytes)) impl_->take_news(*news);
    return impl_->finish();
}

std::vector<Action> Client::enrol(std::string server, std::string code, std::string device_name) {
    impl_->begin();
    // The code works once: a second try would burn it while the first one's answer is on its way.
    if (impl_->enrol.busy()) return impl_->finish();
    if (impl_->is_enrolled() && impl_->halt != Impl::Halt::Unauthorized) {
        impl_->fail_enrol("sync.problem.other_workspace");
        return impl_->finish();
    }
    impl_->enrol_server = std::move(server);
    impl_->enrolling = {std::move(code), std::move(device_name)};
    impl_->send(
        impl_->enrol,
        {Ticket::None, "POST", with_protocol("/v1/enrol?"), encode(impl_->enrolling), "", 0},
        kEnrolTimeoutMs);
    return impl_->finish();
}

const SyncStatus& Client::status() const {
    return impl_->status;
}

// ---- what is due -------------------------------------------------------------------------------

void Client::Impl::begin() {
    const std::int64_t now = environment.now_ms();
    if (const std::int64_t back = now_ms - now; now_ms != 0 && back > 0) {
        // The clock was set back: nothing must wait for the time to come round again.
        for (Channel* channel : {&push, &delta, &enrol}) {
            channel->deadline_ms -= back;
            channel->back_off.shift(back);
        }
        socket_back_off.shift(back);
        socket_since_ms -= back;
        online_ms -= back;
        last_delta_ms -= back;
        delta_sent_ms -= back;
        woken_for_ms = 0;
    }
    now_ms = now;
    for (Channel* channel : {&push, &delta, &enrol}) expire(*channel);
    if (socket == SocketState::Opening && now_ms >= socket_since_ms + kSocketTimeoutMs) {
        actions.push_back(CloseSocket{});
        socket_lost();
    }
}

std::vector<Action> Client::Impl::finish() {
    settle();
    update_status();
    wake_up();
    return std::move(actions);
}

void Client::Impl::settle() {
    if (!is_enrolled() || halt != Halt::None || network == Network::Down) return;
    if (is_due(push) && recount == Recount::Due) refresh_counts();
    if (is_due(push) && oldest_queued != TransactionNo::None) send_push();
    if (socket == SocketState::Closed && now_ms >= socket_back_off.retry_at_ms()) open_socket();
    if (!is_due(delta)) return;
    const bool stale = now_ms >= last_delta_ms + kLiveCheckMs;
    if (need == Need::Delta || (socket == SocketState::Open && stale))
        send_delta(0);
    else if (socket != SocketState::Open)
        send_delta(kLongPollSecondsMax);
}

void Client::Impl::wake_up() {
    constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
    std::int64_t at_ms = kNever;
    const auto consider = [&](std::int64_t candidate_ms) {
        at_ms = std::min(at_ms, std::max(candidate_ms, now_ms));
    };
    for (const Channel* channel : {&push, &delta, &enrol})
        if (channel->busy()) consider(channel->deadline_ms);
    if (is_enrolled() && halt == Halt::None && network == Network::Up) {
        if (!push.busy() && (oldest_queued != TransactionNo::None || recount == Recount::Due))
            consider(push.back_off.retry_at_ms());
        if (!delta.busy())
            consider(std::max(delta.back_off.retry_at_ms(),
                              socket == SocketState::Open && need == Need::None
                                  ? last_delta_ms + kLiveCheckMs
                                  : now_ms));
        if (socket == SocketState::Closed) consider(socket_back_off.retry_at_ms());
        if (socket == SocketState::Opening) consider(socket_since_ms + kSocketTimeoutMs);
    }
    if (at_ms == kNever || at_ms == woken_for_ms) return;
    woken_for_ms = at_ms;
    actions.push_back(WakeAt{at_ms});
}

void Client::Impl::expire(Channel& channel) {
    if (!channel.busy() || now_ms < channel.deadline_ms) return;
    channel.ticket = Ticket::None;
    if (&channel == &enrol) return fail_enrol("sync.problem.unreachable");
    if (&channel == &push) push_size.shrink();
    contact = Contact::Bad;
    fail_channel(channel, "sync.problem.unreachable");
}

bool Client::Impl::is_enrolled() const {
    const StoreState& state = store.state();
    return state.authority == Authority::Enrolled && !state.enrolment.token.empty();
}

bool Client::Impl::is_due(const Channel& channel) const {
    return !channel.busy() && now_ms >= channel.back_off.retry_at_ms();
}

std::int64_t Client::Impl::cap_ms() const {
    return page == Page::Visible ? kBackOffVisibleMsMax : kBackOffHiddenMsMax;
}

Ticket Client::Impl::next_ticket() {
    if (++last_ticket == 0) ++last_ticket;
    return Ticket{last_ticket};
}

void Client::Impl::connect_again() {
    // The other side may have been updated meanwhile.
    if (halt == Halt::OtherVersion) halt = Halt::None;
    need = Need::Delta;
    push.back_off.reset();
    delta.back_off.reset();
    socket_back_off.reset();
}

// ---- status ------------------------------------------------------------------------------------

/// A store that cannot be read is tried again, like a server that does not answer.
void Client::Impl::refresh_counts() {
    if (!count_queued()) {
        recount = Recount::Due;
        return fail_channel(push, "sync.problem.storage");
    }
    if (std::exchange(recount, Recount::None) == Recount::None) return;
    push.back_off.reset();
    if (status.problem == "sync.problem.storage") status.problem.clear();
}

Status Client::Impl::count_queued() {
    const PendingCounts counts = TRY(store.pending_counts());
    const std::vector<TransactionRecord> queued = TRY(store.read_queued(pushed_upto, 1, 1));
    status.pending = counts.queued;
    status.needs_attention = counts.needs_attention;
    oldest_queued = queued.empty() ? TransactionNo::None : queued.front().no;
    return {};
}

void Client::Impl::update_status() {
    const bool busy = status.pending > 0 || contact == Contact::Unknown;
    if (!is_enrolled())
        status.phase = SyncPhase::Standalone;
    else if (halt != Halt::None)
        status.phase = SyncPhase::Attention;
    else if (network == Network::Down || contact == Contact::Bad)
        status.phase = SyncPhase::Offline;
    else if (busy)
        status.phase = SyncPhase::Syncing;
    else
        status.phase = status.needs_attention > 0 ? SyncPhase::Attention : SyncPhase::Synced;
    const bool same = status.phase == shown.phase && status.pending == shown.pending &&
                      status.problem == shown.problem &&
                      status.needs_attention == shown.needs_attention &&
                      status.last_synced_ms < shown.last_synced_ms + kStatusAgeMs;
    if (same) return;
    shown = status;
    actions.push_back(StatusChanged{status});
}

}  // namespace holdfast::sync
