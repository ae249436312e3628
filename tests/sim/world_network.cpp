// The network of a simulated world, and the devices for which the world itself speaks.
#include "outbox.h"
#include "world.h"

namespace holdfast::sim {

// ---- the network -------------------------------------------------------------------------------

void World::send(Message message) {
    if (fleet_) return fleet_->answer(message);
    if (random_.chance(12) || devices_[message.device].link == Device::Link::Down) {
        count(Fault::MessageDropped);
        return;
    }
    if (random_.chance(12)) {
        count(Fault::MessageRepeated);
        soup_.push_back(message);
    }
    soup_.push_back(std::move(message));
}

void World::deliver_any() {
    if (soup_.empty()) return;
    // Mostly what was sent last, so that work gets done; sometimes anything, however old.
    const std::size_t recent = std::min<std::size_t>(soup_.size(), 3);
    const std::size_t index =
        random_.chance(60) ? soup_.size() - 1 - random_.below(recent) : random_.below(soup_.size());
    if (index + 1 != soup_.size()) count(Fault::MessageReordered);
    std::swap(soup_[index], soup_.back());
    const Message message = std::move(soup_.back());
    soup_.pop_back();
    deliver(message);
}

void World::deliver(const Message& message) {
    trace(static_cast<std::uint64_t>(message.kind) * 64 + message.device);
    if (message.kind == Message::Kind::Push) return on_push(message);
    if (message.kind == Message::Kind::Pull) return on_pull(message);
    if (message.session != devices_[message.device].session) return;
    if (message.kind == Message::Kind::Reply) return on_reply(message);
    if (message.kind == Message::Kind::Problem) return on_problem(message);
    on_rows(message);
}

// ---- what devices send -------------------------------------------------------------------------

void World::push_perhaps(std::size_t index) {
    const bool mute = index == 0 && manners_.first_mute > 0 && random_.chance(manners_.first_mute);
    if (!mute) push(index);
}

void World::push(std::size_t index) {
    Device& device = devices_[index];
    auto queued =
        device.store->read_queued(TransactionNo::None, 1 + random_.below(6), sync::kPushBytesMax);
    if (!queued) return fail_with("read_queued failed");
    if (queued->empty()) return;
    sync::PushRequest request;
    request.epoch = device.store->state().enrolment.epoch;
    request.schema_version = sim_registry().version();
    request.standing = {device.store->state().checkpoint, device.store->state().mark};
    const bool skips = options_.mutation == Mutation::WithdrawnNumberSkipped;
    request.transactions =
        skips ? *std::move(queued) : sync::without_gaps(*std::move(queued), device.first_expected);
    Message message;
    message.kind = Message::Kind::Push;
    message.device = index;
    message.session = device.session;
    message.push = std::make_shared<const sync::PushRequest>(std::move(request));
    send(std::move(message));
}

void World::pull(std::size_t index) {
    Device& device = devices_[index];
    const StoreState& state = device.store->state();
    const auto oldest = device.store->read_queued(TransactionNo::None, 1, 1);
    if (!oldest) return fail_with("read_queued failed");
    const TransactionNo next = oldest->empty() ? state.next_no : oldest->front().no;
    Message message;
    message.kind = Message::Kind::Pull;
    message.device = index;
    message.session = device.session;
    message.ticket = ++last_ticket_;
    device.awaited = message.ticket;
    message.pull = {state.enrolment.epoch, state.checkpoint, TransactionNo{raw(next) - 1}, 0,
                    state.mark};
    send(std::move(message));
}

void World::on_reply(const Message& message) {
    Device& device = devices_[message.device];
    device.first_expected = TransactionNo{raw(message.reply.last_no) + 1};
    if (options_.mutation == Mutation::DroppedOnAcknowledgement && device.memory != nullptr)
        device.memory->drop_acknowledged(message.reply.last_no);
    if (random_.chance(50)) pull(message.device);
}

void World::on_problem(const Message& message) {
    if (message.problem.code == sync::ProblemCode::Gap)
        devices_[message.device].first_expected = message.problem.expected_no;
    if (message.problem.code == sync::ProblemCode::WrongEpoch) pull(message.device);
}

void World::on_rows(const Message& message) {
    Device& device = devices_[message.device];
    const Delta& delta = *message.rows;
    const ServerSeq before = device.store->state().checkpoint;
    const std::uint64_t epoch = device.store->state().enrolment.epoch;
    // Starting over is only ever done on the answer to the latest question.
    if (delta.rebaseline && message.ticket != device.awaited) return;
    if (message.ticket == device.awaited) device.awaited = 0;
    const Status applied = device.store->apply(delta);
    if (!applied && applied.error().code == ErrorCode::Storage) return crash_device(device);
    const bool later = !applied && (applied.error().code == ErrorCode::Conflict ||
                                    applied.error().code == ErrorCode::Full);
    if (later) return;
    if (!applied) return fail_with("apply failed: " + std::string(applied.error().context));
    note_applied(device, delta, before, epoch);
}

}  // namespace holdfast::sim
