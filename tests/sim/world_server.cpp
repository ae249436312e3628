// What the server of a simulated world does, and what planted faults make of what it is sent.
#include "core/state_race.h"
#include "world.h"

namespace holdfast::sim {

void World::on_push(const Message& message) {
    if (options_.mutation != Mutation::SeqBeforeCommit) {
        decide_push(message);
        if (random_.chance(70)) commit_server();
        return;
    }
    for (const HeldPush& held : held_)
        if (held.message.device == message.device) return;
    held_.push_back({message, server_.reserve(message.push->transactions.size())});
}

void World::decide_held(std::size_t index) {
    const HeldPush held = held_[index];
    held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(index));
    server_.use_reserved(held.first);
    decide_push(held.message);
    server_.end_reserved();
    commit_server();
}

void World::decide_push(const Message& message) {
    Device& device = devices_[message.device];
    if (options_.mutation == Mutation::NoDedupe)
        rules_store_.pretend_last_no(TransactionNo{raw(message.push->transactions.front().no) - 1});
    heal_history(message.push->epoch, message.push->standing);
    sync::ServerContext server_context = context();
    auto outcome = sync::handle_push(server_context, device.no, *tampered(message));
    rules_store_.pretend_last_no(std::nullopt);
    if (!outcome) return fail_with("handle_push failed: " + std::string(outcome.error().context));
    Message answer;
    answer.device = message.device;
    answer.session = message.session;
    answer.ticket = message.ticket;
    if (auto* problem = std::get_if<sync::Problem>(&*outcome)) {
        count(problem->code == sync::ProblemCode::Gap ? Fault::PushGap : Fault::PushRefused);
        answer.kind = Message::Kind::Problem;
        answer.problem = *problem;
    } else {
        answer.kind = Message::Kind::Reply;
        answer.reply = std::get<sync::PushReply>(*std::move(outcome));
        check_refused_races(message, answer.reply);
        for (const TransactionResult& result : answer.reply.results) {
            if (result.status == TransactionStatus::Rejected) count(Fault::TransactionRefused);
            if (result.status == TransactionStatus::Blocked) count(Fault::TransactionBlocked);
        }
    }
    unsent_replies_.push_back(std::move(answer));
}

std::string World::state_at_server(const RecordId& record) const {
    const sync::ServerRow* row = server_.find(kItem, record);
    return row == nullptr ? ""
                          : std::string(text_or_empty(row->values[position_of(item::kStatus)]));
}

/// The push as a server with the planted fault would read it.
std::shared_ptr<const sync::PushRequest> World::tampered(const Message& message) const {
    const bool drops = options_.mutation == Mutation::RaceFactsDropped;
    const bool believes = options_.mutation == Mutation::RaceSeenByAll;
    const bool leaves = options_.mutation == Mutation::DisputeLeftUnseen;
    if (!drops && !believes && !leaves) return message.push;
    auto request = std::make_shared<sync::PushRequest>(*message.push);
    for (TransactionRecord& transaction : request->transactions) {
        if (transaction.operations.empty()) continue;
        Operation& move = transaction.operations.front();
        if (move.kind != OperationKind::Transition) continue;
        const std::string current = state_at_server(move.record);
        const std::string to(text_or_empty(move.edits.front().value));
        const auto raced =
            find_race_result(*sim_registry().find(kItem), {current, to, move.from_state});
        if (drops && raced) transaction.operations.resize(1);
        if (believes || (leaves && current == "disputed")) move.from_state = current;
    }
    return request;
}

/// Who moved the item there himself knows where it is, and is refused rightly.
void World::check_refused_races(const Message& message, const sync::PushReply& reply) {
    const DeviceNo device = devices_[message.device].no;
    for (const TransactionResult& result : reply.results) {
        if (result.code != RejectionCode::BadTransition) continue;
        judged(Invariant::RaceDecided);
        const std::string current = result.current.substr(1, result.current.size() - 2);
        for (const TransactionRecord& transaction : message.push->transactions)
            for (const Operation& move : transaction.operations) {
                if (transaction.no != result.no || move.kind != OperationKind::Transition) continue;
                const std::string to(text_or_empty(move.edits.front().value));
                if (find_race_result(*sim_registry().find(kItem), {current, to, move.from_state}) &&
                    !truth_.has_moved(device, move.record, current))
                    fail_with("races: a move was refused although a rule decides it");
            }
    }
}

void World::commit_server() {
    server_.commit();
    judged(Invariant::ClockBound, server_.log().size() - log_checked_);
    for (; log_checked_ < server_.log().size(); ++log_checked_)
        if (server_.log()[log_checked_].entry.hlc.wall_ms() > now_ms_ + kHlcFutureMsMax + 2)
            fail_with("clock: the server took a stamp far in the future");
    CounterState counters{*server_.epoch(), history_, *server_.head(), {}};
    for (std::size_t index = 0; index < kItems; ++index)
        if (const sync::ServerRow* row = server_.find(kItem, items_[index]))
            counters.stock[index] = integer_or(row->values[position_of(item::kStock)], 0);
    if (counter_states_.empty() || counter_states_.back().stock != counters.stock ||
        counter_states_.back().epoch != counters.epoch ||
        counter_states_.back().history != counters.history)
        counter_states_.push_back(counters);
    std::vector<Message> replies = std::move(unsent_replies_);
    unsent_replies_.clear();
    for (Message& reply : replies) send(std::move(reply));
    const std::pair standing{*server_.epoch(), *server_.head()};
    if (fleet_ && std::exchange(told_, standing) != standing)
        fleet_->on_commit(standing.first, standing.second);
}

void World::on_pull(const Message& message) {
    if (options_.mutation != Mutation::DeltaBeforeCommit) commit_server();
    heal_history(message.pull.epoch, {message.pull.checkpoint, message.pull.mark});
    sync::ServerContext server_context = context();
    auto delta = sync::build_delta(server_context, devices_[message.device].no, message.pull);
    if (!delta) return fail_with("build_delta failed: " + std::string(delta.error().context));
    if (fleet_ && !sync::has_news(*delta, message.pull) && fleet_->park(message)) return;
    Message answer;
    answer.kind = Message::Kind::Rows;
    answer.device = message.device;
    answer.session = message.session;
    answer.ticket = message.ticket;
    histories_.try_emplace(delta->mark, history_);
    answer.rows = std::make_shared<const Delta>(*std::move(delta));
    if (random_.chance(5)) {
        // The connection breaks in the middle of the rows; a device must not use half of them.
        count(Fault::DeltaCut);
        Device& device = devices_[message.device];
        if (options_.mutation == Mutation::PartsAsTheyArrive && device.memory != nullptr &&
            answer.rows->from == device.store->state().checkpoint)
            device.memory->apply_rows_only(*answer.rows);
        return;
    }
    send(std::move(answer));
}

}  // namespace holdfast::sim
