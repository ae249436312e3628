#include "push_route.h"

#include <algorithm>

#include "lost_history.h"
#include "parameters.h"
#include "sync/server_rules.h"

namespace holdfast::server {
namespace {

static_assert(net::Limits{}.bytes_per_second_min <= int{sync::kLinkBytesPerSecondMin});

struct Outcome {
    std::variant<sync::PushReply, sync::Problem> answer;
    std::optional<NewHistory> history;
};

Result<sync::PushRequest> read_body(const net::Request& request) {
    if (format_of(request) == Format::Frames) return sync::decode_push_request(request.body);
    return sync::push_request_from_json(
        {reinterpret_cast<const char*>(request.body.data()), request.body.size()});
}

Result<sync::PushRequest> read_request(const net::Request& request) {
    sync::PushRequest pushed = TRY(read_body(request));
    const std::optional<sync::Standing> standing = read_standing(request);
    if (!standing) return fail(ErrorCode::BadInput, "push.standing");
    pushed.standing = *standing;
    return pushed;
}

}  // namespace

void PushRoute::handle(const std::shared_ptr<net::Exchange>& exchange, DeviceNo device) {
    Result<sync::PushRequest> request = read_request(exchange->request());
    if (request) return submit(exchange, device, std::move(*request));
    const Format format = format_of(exchange->request());
    exchange->respond(problem_answer(problem_of(request.error()), format));
}

void PushRoute::submit(const std::shared_ptr<net::Exchange>& exchange, DeviceNo device,
                       sync::PushRequest request) {
    auto outcome = std::make_shared<Outcome>();
    auto pushed = std::make_shared<const sync::PushRequest>(std::move(request));
    const std::size_t weight = std::max<std::size_t>(pushed->transactions.size(), 1);
    const std::int64_t now_ms = parts_.environment.now_ms();
    ServerCustomization& customization = customization_;
    const Work work = [=, this, &customization](SqliteStore& store) -> Status {
        sync::ServerContext context;
        context.registry = &store.registry();
        context.store = &store;
        context.now_ms = now_ms;
        context.customized = [&] { return customization.find(store); };
        context.sign = parts_.sign;
        outcome->history =
            TRY(begin_if_lost(context, store, pushed->epoch, pushed->standing, parts_.environment));
        outcome->answer = TRY(sync::handle_push(context, device, *pushed));
        return {};
    };
    const Finish finish = [this, exchange, device, outcome](Status done) {
        const Format format = format_of(exchange->request());
        if (!done) return exchange->respond(problem_answer(problem_of(done.error()), format));
        if (outcome->history) hub_.on_new_history(outcome->history->epoch, outcome->history->head);
        if (const auto* problem = std::get_if<sync::Problem>(&outcome->answer))
            return exchange->respond(problem_answer(*problem, format));
        const auto& reply = std::get<sync::PushReply>(outcome->answer);
        count(reply);
        exchange->respond(message_answer(reply, format));
        hub_.on_commit(device, reply.head);
    };
    parts_.writer.add({work, finish, weight});
}

void PushRoute::count(const sync::PushReply& reply) {
    ++parts_.metrics.pushes;
    parts_.metrics.transactions += reply.results.size();
    parts_.metrics.refused_transactions += static_cast<std::uint64_t>(std::count_if(
        reply.results.begin(), reply.results.end(),
        [](const auto& result) { return result.status != TransactionStatus::Applied; }));
}

}  // namespace holdfast::server
