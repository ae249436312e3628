#include "delta_route.h"

#include <algorithm>

#include "content_coding.h"
#include "lost_history.h"
#include "parameters.h"

namespace holdfast::server {
namespace {

/// Below this a coding costs more bytes of header and time than it saves.
constexpr std::size_t kCodedBytesMin = 1'000;

std::optional<sync::DeltaRequest> read_request(const net::Request& request) {
    const std::optional<sync::Standing> standing = read_standing(request);
    std::uint64_t after = 0;
    sync::DeltaRequest asked;
    if (!standing || !read_number(request, "after", after) ||
        !read_number(request, "epoch", asked.epoch) ||
        !read_number(request, "wait", asked.wait_seconds))
        return std::nullopt;
    asked.checkpoint = standing->checkpoint;
    asked.mark = standing->mark;
    asked.after = TransactionNo{after};
    asked.wait_seconds = std::clamp(asked.wait_seconds, 0, sync::kLongPollSecondsMax);
    return asked;
}

sync::Standing standing_of(const sync::DeltaRequest& request) {
    return {request.checkpoint, request.mark};
}

void add_coding(const net::Request& request, net::Response& response) {
    response.headers.push_back({"Vary", "Accept-Encoding"});
    const Coding coding = choose_coding(request.header("accept-encoding"));
    if (coding == Coding::Identity || response.body->size() < kCodedBytesMin) return;
    net::Bytes smaller = encoded(coding, *response.body);
    if (smaller.empty() || smaller.size() >= response.body->size()) return;
    response.body = std::make_shared<const net::Bytes>(std::move(smaller));
    response.headers.push_back({"Content-Encoding", std::string(name_of(coding))});
}

}  // namespace

sync::ServerContext reading_context(SqliteStore& store, const Parts& parts) {
    sync::ServerContext context;
    context.registry = &store.registry();
    context.store = &store;
    context.sign = parts.sign;
    return context;
}

void DeltaRoute::handle(const std::shared_ptr<net::Exchange>& exchange, DeviceNo device) {
    const net::Request& request = exchange->request();
    const std::optional<sync::DeltaRequest> asked = read_request(request);
    if (!asked)
        return exchange->respond(
            problem_answer({sync::ProblemCode::BadRequest}, format_of(request)));
    auto poll = std::make_shared<Poll>();
    poll->exchange = exchange;
    poll->device = device;
    poll->request = *asked;
    poll->deadline_ms = parts_.network.now_ms() + std::int64_t{asked->wait_seconds} * 1000;
    fetch(poll);
}

/// Off the loop's thread: reading, encoding and packing 100,000 rows takes a while.
Status DeltaRoute::build(SqliteStore& store, Poll& poll) const {
    sync::ServerContext context = reading_context(store, parts_);
    if (TRY(sync::has_lost_history(context, poll.request.epoch, standing_of(poll.request)))) {
        poll.news = Poll::News::Lost;
        return {};
    }
    const Delta delta = TRY(sync::build_delta(context, poll.device, poll.request));
    poll.news = sync::has_news(delta, poll.request) ? Poll::News::Some : Poll::News::None;
    poll.rows = 0;
    for (const EntityRows& entity : delta.rows) poll.rows += entity.rows.size();
    poll.answer = message_answer(delta, format_of(poll.exchange->request()));
    add_coding(poll.exchange->request(), poll.answer);
    return {};
}

void DeltaRoute::fetch(const PollPtr& poll) {
    poll->generation = hub_.generation();
    parts_.reader.add({[this, poll](SqliteStore& store) { return build(store, *poll); },
                       [this, poll](Status done) { on_fetched(poll, done); }});
}

void DeltaRoute::on_fetched(const PollPtr& poll, Status done) {
    if (!done)
        return poll->exchange->respond(
            problem_answer(problem_of(done.error()), format_of(poll->exchange->request())));
    if (poll->news == Poll::News::Lost) return begin_anew(poll);
    const std::int64_t left_ms = poll->deadline_ms - parts_.network.now_ms();
    if (poll->news == Poll::News::None && left_ms > 0 && !hub_.is_closed()) {
        if (poll->generation != hub_.generation()) return fetch(poll);
        return hub_.wait(poll->device, left_ms, [this, poll](Hub::Woken why) {
            // Waiting again would replace the poll that replaced this one, and so on.
            why == Hub::Woken::Replaced ? answer(*poll) : fetch(poll);
        });
    }
    answer(*poll);
}

/// Readers cannot write: the writer looks again, and begins a new history if nobody has yet.
void DeltaRoute::begin_anew(const PollPtr& poll) {
    auto begun = std::make_shared<std::optional<NewHistory>>();
    const Work work = [this, poll, begun](SqliteStore& store) -> Status {
        sync::ServerContext context = reading_context(store, parts_);
        *begun = TRY(begin_if_lost(context, store, poll->request.epoch, standing_of(poll->request),
                                   parts_.environment));
        return {};
    };
    const Finish finish = [this, poll, begun](Status done) {
        if (!done) return on_fetched(poll, done);
        if (*begun) hub_.on_new_history((*begun)->epoch, (*begun)->head);
        fetch(poll);
    };
    parts_.writer.add({work, finish});
}

void DeltaRoute::answer(Poll& poll) {
    ++parts_.metrics.deltas;
    parts_.metrics.delta_rows += poll.rows;
    poll.exchange->respond(std::move(poll.answer));
}

}  // namespace holdfast::server
