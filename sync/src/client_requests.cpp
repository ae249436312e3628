#include <algorithm>

#include "client_impl.h"
#include "outbox.h"

namespace holdfast::sync {
namespace {

/// The sentence about who has to be updated: too_new and too_old speak of the server.
const char* version_problem(const Problem& problem) {
    return problem.code == ProblemCode::ServerTooOld ? "sync.problem.too_old"
                                                     : "sync.problem.too_new";
}

/// "mark=…&", by which the server recognises where the device stands; nothing without one.
std::string mark_parameter(const StoreState& state) {
    // It goes into an address: what is no plain word is no mark of ours.
    const bool plain = std::all_of(state.mark.begin(), state.mark.end(), [](char letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z');
    });
    return plain && !state.mark.empty() ? "mark=" + state.mark + "&" : std::string();
}

std::string checkpoint_parameter(const StoreState& state) {
    return "cp=" + std::to_string(raw(state.checkpoint)) + "&";
}

std::string push_path(const StoreState& state) {
    const std::string mark = mark_parameter(state);
    return mark.empty() ? "/v1/push?" : "/v1/push?" + checkpoint_parameter(state) + mark;
}

/// A server that knows about versions answers in that of the question, or not at all.
template <typename Answer>
bool speaks_other_protocol(const Result<Answer>& answer) {
    return !answer && answer.error().code == ErrorCode::Unsupported;
}

}  // namespace

// ---- sending -----------------------------------------------------------------------------------

void Client::Impl::send(Channel& channel, SendRequest request, int timeout_ms) {
    request.ticket = next_ticket();
    request.timeout_ms = timeout_ms;
    channel.ticket = request.ticket;
    channel.deadline_ms = now_ms + timeout_ms + kForgottenAfterMs;
    actions.push_back(std::move(request));
}

void Client::Impl::send_push() {
    auto queued = store.read_queued(pushed_upto, push_size.transactions(), push_size.bytes());
    if (!queued) return fail_channel(push, "sync.problem.storage");
    if (queued->empty()) {
        oldest_queued = TransactionNo::None;
        return;
    }
    const StoreState& state = store.state();
    PushRequest request;
    request.epoch = state.enrolment.epoch;
    request.schema_version = queued->back().schema_version;
    request.transactions = without_gaps(*std::move(queued), first_expected);
    Bytes body = encode(request);
    const int timeout_ms = PushSize::timeout_ms(body.size());
    send(push,
         {Ticket::None, "POST", with_protocol(push_path(state)), std::move(body),
          state.enrolment.token, 0},
         timeout_ms);
}

void Client::Impl::send_delta(int wait_seconds) {
    const Result<TransactionNo> decided = decided_upto();
    if (!decided) return fail_channel(delta, "sync.problem.storage");
    const StoreState& state = store.state();
    const std::string path = "/v1/delta?" + checkpoint_parameter(state) + mark_parameter(state) +
                             "epoch=" + std::to_string(state.enrolment.epoch) +
                             "&after=" + std::to_string(raw(*decided)) +
                             "&wait=" + std::to_string(wait_seconds) + "&";
    need = Need::None;
    asked = wait_seconds == 0 ? Asked::AtOnce : Asked::ToWait;
    delta_sent_ms = now_ms;
    pushed_when_asked = pushed_upto;
    send(delta, {Ticket::None, "GET", with_protocol(path), {}, state.enrolment.token, 0},
         wait_seconds == 0 ? kDeltaTimeoutMs : kPollTimeoutMs);
}

/// The number before the oldest own transaction whose fate is not known here.
Result<TransactionNo> Client::Impl::decided_upto() const {
    const auto oldest = TRY(store.read_queued(TransactionNo::None, 1, 1));
    const TransactionNo next = oldest.empty() ? store.state().next_no : oldest.front().no;
    return TransactionNo{raw(next) - 1};
}

// ---- answers -----------------------------------------------------------------------------------

void Client::Impl::on_enrol_reply(int reply_status, std::span<const std::uint8_t> body) {
    if (const auto problem = decode_problem(body); reply_status == 426 && problem)
        return fail_enrol(version_problem(*problem));
    if (reply_status >= 500 || reply_status == 429) return fail_enrol("sync.problem.server");
    if (reply_status >= 400) {
        // Only our server answers with a problem frame; anything else is not the server.
        const bool ours = decode_problem(body).has_value();
        return fail_enrol(ours ? "sync.problem.code_refused" : "sync.problem.unreachable");
    }
    const Result<EnrolReply> reply = decode_enrol_reply(body);
    if (reply_status == 200 && speaks_other_protocol(reply))
        return fail_enrol("sync.problem.too_old");
    if (reply_status != 200 || !reply) return fail_enrol("sync.problem.unreachable");
    Enrolment enrolment;
    enrolment.device = reply->device;
    enrolment.device_code = reply->device_code;
    enrolment.token = reply->token;
    enrolment.server = enrol_server;
    enrolment.user = reply->user;
    enrolment.epoch = reply->epoch;
    const Status enrolled = store.enrol(enrolment);
    if (!enrolled)
        return fail_enrol(enrolled.error().code == ErrorCode::Conflict
                              ? "sync.problem.other_workspace"
                              : "sync.problem.storage");
    halt = Halt::None;
    contact = Contact::Unknown;
    status.problem.clear();
    pushed_upto = TransactionNo::None;
    connect_again();
    refresh_counts();
}

void Client::Impl::on_push_reply(int reply_status, std::span<const std::uint8_t> body) {
    if (reply_status == 409 || reply_status == 413)
        if (const Result<Problem> problem = decode_problem(body)) return on_push_problem(*problem);
    const Result<PushReply> reply = decode_push_reply(body);
    // A server that decides nothing would be asked for ever.
    if (reply_status != 200 || !reply || reply->last_no <= pushed_upto) {
        push_size.shrink();
        return fail_by_status(push, reply_status == 200 ? 0 : reply_status, body);
    }
    push.back_off.reset();
    contact = Contact::Good;
    push_size.grow();
    pushed_upto = reply->last_no;
    first_expected = TransactionNo{raw(reply->last_no) + 1};
    // What became of it is in the delta, and only there.
    need = Need::Delta;
    refresh_counts();
}

void Client::Impl::on_push_problem(const Problem& problem) {
    contact = Contact::Good;
    if (problem.code == ProblemCode::WrongEpoch) {
        need = Need::Delta;
        return fail_channel(push, "");
    }
    if (problem.code == ProblemCode::Gap) {
        first_expected = problem.expected_no;
        pushed_upto = TransactionNo{raw(problem.expected_no) - 1};
        refresh_counts();
        return fail_channel(push, "");
    }
    const bool hopeless = push_size.is_least();
    push_size.shrink();
    fail_channel(push, hopeless ? "sync.problem.server" : "");
}

void Client::Impl::on_delta_reply(int reply_status, std::span<const std::uint8_t> body) {
    if (reply_status != 200) return fail_by_status(delta, reply_status, body);
    const Result<Delta> received = decode_delta(body);
    if (speaks_other_protocol(received)) return stop_for_version("sync.problem.too_old");
    // A captive portal answers 200 too, with a page of its own.
    if (!received) return fail_by_status(delta, 0, {});
    take_delta(*received);
}

void Client::Impl::take_delta(const Delta& received) {
    const StoreState& state = store.state();
    const ServerSeq before = state.checkpoint;
    const Status applied = store.apply(received);
    if (!applied) {
        need = Need::Delta;
        const bool moved_on = applied.error().code == ErrorCode::Conflict;
        return fail_channel(delta, moved_on ? "" : "sync.problem.storage");
    }
    if (received.rebaseline) {
        pushed_upto = TransactionNo::None;
        first_expected = TransactionNo::None;
        push.back_off.reset();
    } else if (received.decided_upto < pushed_when_asked) {
        // It took our work before the question came, and does not know it any more: a backup was
        // put back. What waits for its fate here is sent again.
        pushed_upto = received.decided_upto;
        first_expected = TransactionNo::None;
    }
    delta.back_off.reset();
    contact = Contact::Good;
    if (push.back_off.failures() == 0) status.problem.clear();
    const std::int64_t pending_before = status.pending;
    refresh_counts();
    last_delta_ms = now_ms;
    status.last_synced_ms = now_ms;
    const bool changed = received.rebaseline || received.to != before ||
                         !received.refusals.empty() || status.pending != pending_before;
    if (changed) {
        actions.push_back(DataChanged{});
    } else if (asked == Asked::ToWait) {
        // A server that does not hold the question must not be asked without a pause.
        delta.back_off.wait_until(delta_sent_ms + kPollPauseMs);
    }
}

/// Exactly the next step from where this device stands, in the same history.
bool Client::Impl::continues_here(const LiveDelta& live) const {
    const StoreState& state = store.state();
    return is_enrolled() && halt == Halt::None && !live.delta.rebaseline &&
           live.delta.refusals.empty() && live.delta.epoch == state.enrolment.epoch &&
           live.delta.from == state.checkpoint && live.from_mark == state.mark;
}

/// It says nothing of own work: what is undecided here stays so.
Status Client::Impl::take_live(Delta live) {
    live.decided_upto = TRY(decided_upto());
    TRY(store.apply(live));
    status.last_synced_ms = now_ms;
    // A conflict may have come along, which waits for somebody.
    refresh_counts();
    actions.push_back(DataChanged{});
    return {};
}

// An answer that is on its way begins where this device stands now, so it must not move meanwhile.
void Client::Impl::take_news(const News& news) {
    const bool is_next = news.live && !delta.busy() && continues_here(*news.live);
    if (is_next && !take_live(news.live->delta)) return fail_channel(delta, "sync.problem.storage");
    const StoreState& state = store.state();
    if (news.poke.epoch != state.enrolment.epoch || news.poke.head > state.checkpoint)
        need = Need::Delta;
}

// ---- failures ----------------------------------------------------------------------------------

void Client::Impl::fail_by_status(Channel& channel, int reply_status,
                                  std::span<const std::uint8_t> body) {
    if (&channel == &delta) need = Need::Delta;
    const Result<Problem> problem = decode_problem(body);
    if (reply_status == 401 && problem) {
        // Nothing is deleted: work waits here until the device is let in again.
        halt = Halt::Unauthorized;
        status.problem = "sync.problem.unauthorized";
        return close_socket();
    }
    if (reply_status == 426 && problem) return stop_for_version(version_problem(*problem));
    contact = Contact::Bad;
    const bool from_server = problem.has_value() || reply_status >= 500;
    const std::int64_t least_ms = problem ? problem->retry_after_ms : 0;
    fail_channel(channel, from_server ? "sync.problem.server" : "sync.problem.unreachable",
                 least_ms);
}

/// What is queued stays queued, until one of the two is updated.
void Client::Impl::stop_for_version(const char* problem_key) {
    need = Need::Delta;
    halt = Halt::OtherVersion;
    status.problem = problem_key;
    close_socket();
}

void Client::Impl::fail_channel(Channel& channel, const char* problem_key, std::int64_t least_ms) {
    if (&channel == &delta) need = Need::Delta;
    wait_after_failure(channel.back_off, least_ms);
    // What stopped everything stays said, whatever else runs out meanwhile.
    if (*problem_key != '\0' && halt == Halt::None) status.problem = problem_key;
}

// A network that has just come back may refuse a few times before it carries anything; that says
// nothing about the server.
void Client::Impl::wait_after_failure(BackOff& back_off, std::int64_t least_ms) {
    const bool settling = now_ms < online_ms + kSettlingMs;
    if (!settling || least_ms > 0)
        return back_off.fail(environment, cap_ms(), std::min(least_ms, cap_ms()));
    const auto spread = static_cast<std::uint64_t>(kOnlineJitterMs);
    const auto jitter_ms = static_cast<std::int64_t>(environment.random() % spread);
    back_off.wait_until(now_ms + kSettlingPauseMs + jitter_ms);
}

void Client::Impl::fail_enrol(const char* problem_key) {
    actions.push_back(EnrolFailed{problem_key});
}

// ---- socket ------------------------------------------------------------------------------------

void Client::Impl::open_socket() {
    socket = SocketState::Opening;
    socket_since_ms = now_ms;
    actions.push_back(OpenSocket{"/v1/ws"});
}

void Client::Impl::close_socket() {
    if (socket == SocketState::Closed) return;
    socket = SocketState::Closed;
    actions.push_back(CloseSocket{});
}

void Client::Impl::socket_lost() {
    const bool healthy = socket == SocketState::Open && now_ms >= socket_since_ms + kHealthyMs;
    if (healthy) socket_back_off.reset();
    socket = SocketState::Closed;
    wait_after_failure(socket_back_off, 0);
    need = Need::Delta;
}

}  // namespace holdfast::sync
