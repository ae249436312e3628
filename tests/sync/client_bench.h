// Bench: a client machine with a scripted store, a clock that tests set, and all it asked for.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "messages.h"
#include "support/test.h"
#include "sync/client.h"
#include "sync/codec.h"

namespace holdfast::sync::test {

using holdfast::test::must;

class FixedEnvironment : public Environment {
public:
    std::int64_t now_ms() override { return time_ms; }
    std::uint64_t random() override { return ++drawn_ * 0x9E3779B97F4A7C15ULL; }
    std::int64_t time_ms = 1'700'000'000'000;

private:
    std::uint64_t drawn_ = 0;
};

/// A database of numbers only: what is queued, and which deltas were applied.
class ScriptedStore : public ClientStore {
public:
    [[nodiscard]] const StoreState& state() const override { return state_; }
    [[nodiscard]] Result<std::vector<TransactionRecord>> read_queued(TransactionNo after,
                                                                     std::size_t count_max,
                                                                     std::size_t) override {
        if (refuse_read) return fail(*refuse_read, "test.read");
        std::vector<TransactionRecord> found;
        for (const TransactionNo no : queued)
            if (no > after && found.size() < count_max)
                found.push_back(sample_transaction(raw(no)));
        return found;
    }
    [[nodiscard]] Status apply(const Delta& delta) override {
        if (refuse_apply) return fail(*refuse_apply, "test.apply");
        if (!delta.rebaseline && delta.from != state_.checkpoint)
            return fail(ErrorCode::Conflict, "test.apply");
        state_.checkpoint = delta.to;
        state_.mark = delta.mark;
        state_.enrolment.epoch = delta.epoch;
        std::erase_if(queued, [&](TransactionNo no) { return no <= delta.decided_upto; });
        ++applied;
        return {};
    }
    [[nodiscard]] Result<PendingCounts> pending_counts() override {
        if (refuse_read) return fail(*refuse_read, "test.count");
        return PendingCounts{static_cast<std::int64_t>(queued.size()), attention};
    }
    [[nodiscard]] Status enrol(const Enrolment& enrolment) override {
        if (refuse_enrol) return fail(*refuse_enrol, "test.enrol");
        state_.authority = Authority::Enrolled;
        state_.enrolment = enrolment;
        return {};
    }
    void commit() {
        queued.push_back(state_.next_no);
        state_.next_no = TransactionNo{raw(state_.next_no) + 1};
    }

    std::deque<TransactionNo> queued;
    std::int64_t attention = 0;
    int applied = 0;
    std::optional<ErrorCode> refuse_apply;
    std::optional<ErrorCode> refuse_read;
    std::optional<ErrorCode> refuse_enrol;
    StoreState state_;
};

/// The machine with a store, a clock and everything it asked for.
struct Bench {
    Bench() { must(store.enrol({DeviceNo{6}, "K6", "secret", "https://crm.example", "ana", 5})); }

    void take(std::vector<Action> actions) {
        for (Action& action : actions) {
            if (auto* request = std::get_if<SendRequest>(&action)) requests.push_back(*request);
            if (auto* wake = std::get_if<WakeAt>(&action)) wake_ms = wake->at_ms;
            if (auto* failed = std::get_if<EnrolFailed>(&action)) enrol_problem = failed->problem;
            sockets_opened += std::holds_alternative<OpenSocket>(action) ? 1 : 0;
            sockets_closed += std::holds_alternative<CloseSocket>(action) ? 1 : 0;
            data_changes += std::holds_alternative<DataChanged>(action) ? 1 : 0;
        }
    }
    /// The request that is under way to `path`, taken out; none: an empty method.
    SendRequest take_request(std::string_view path) {
        for (auto at = requests.begin(); at != requests.end(); ++at)
            if (at->path.starts_with(path)) {
                SendRequest found = *at;
                requests.erase(at);
                return found;
            }
        return {};
    }
    [[nodiscard]] bool asks(std::string_view path) const {
        return std::any_of(requests.begin(), requests.end(), [path](const SendRequest& request) {
            return request.path.starts_with(path);
        });
    }
    void reply(const SendRequest& request, int status, const Bytes& body) {
        take(client.on_reply(request.ticket, status, body));
    }
    void reply_delta(std::uint64_t to, std::uint64_t decided_upto) {
        Delta delta;
        delta.epoch = 5;
        delta.from = store.state().checkpoint;
        delta.to = ServerSeq{to};
        delta.decided_upto = TransactionNo{decided_upto};
        reply(take_request("/v1/delta"), 200, encode(delta));
    }
    /// The device's first transaction is saved, sent, and taken by the server.
    void push_first() {
        store.commit();
        take(client.on_local_commit());
        reply(take_request("/v1/push"), 200,
              encode(PushReply{5, ServerSeq{11}, TransactionNo{1}, {}}));
    }
    void pass(std::int64_t milliseconds) {
        environment.time_ms += milliseconds;
        take(client.tick());
    }
    /// Caught up, with an open socket and nothing under way.
    void go_live() {
        take(client.start());
        reply_delta(10, 0);
        take(client.on_socket_open());
        reply(take_request("/v1/delta"), 0, {});
        pass(1'000);
        reply_delta(10, 0);
        requests.clear();
    }

    FixedEnvironment environment;
    ScriptedStore store;
    Client client{store, environment};
    std::vector<SendRequest> requests;
    std::int64_t wake_ms = 0;
    std::string enrol_problem;
    int sockets_opened = 0;
    int sockets_closed = 0;
    int data_changes = 0;
};

inline Bytes text(std::string_view characters) {
    return {characters.begin(), characters.end()};
}

}  // namespace holdfast::sync::test
