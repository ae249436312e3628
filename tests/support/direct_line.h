// DirectLine: the product's client machine of one device, straight into an office: every request is
// answered at once, no socket opens, and nobody waits.
#pragma once

#include <deque>

#include "support/office.h"
#include "sync/client.h"
#include "sync/codec.h"
#include "sync/store_for_sync.h"

namespace holdfast::test {

class DirectLine {
public:
    DirectLine(Office& office, Office::Device& device)
        : office_(office),
          device_(device),
          store_(device.store),
          client_(store_, device.environment) {}

    /// From the start of the program until nothing is sent but the question that waits for news.
    void run() {
        take(client_.start());
        while (!requests_.empty()) {
            const sync::SendRequest request = std::move(requests_.front());
            requests_.pop_front();
            ++request_count;
            take(client_.on_reply(request.ticket, 200, answer_to(request)));
        }
    }

    int request_count = 0;
    int push_count = 0;

private:
    void take(std::vector<sync::Action> actions) {
        for (sync::Action& action : actions) {
            auto* request = std::get_if<sync::SendRequest>(&action);
            const bool waits = request && request->path.find("wait=0") == std::string::npos;
            if (request && (request->method == "POST" || !waits))
                requests_.push_back(std::move(*request));
        }
    }
    sync::Bytes answer_to(const sync::SendRequest& request) {
        if (request.method == "POST") {
            ++push_count;
            const auto push = must(sync::decode_push_request(request.body));
            return sync::encode(std::get<sync::PushReply>(office_.take_push(device_, push)));
        }
        const StoreState& state = device_.store.state();
        const auto oldest = must(device_.store.read_queued(TransactionNo::None, 1, 1));
        const TransactionNo next = oldest.empty() ? state.next_no : oldest.front().no;
        return sync::encode(office_.make_delta(
            device_,
            {state.enrolment.epoch, state.checkpoint, TransactionNo{raw(next) - 1}, 0, {}}));
    }

    Office& office_;
    Office::Device& device_;
    sync::StoreForSync store_;
    sync::Client client_;
    std::deque<sync::SendRequest> requests_;
};

}  // namespace holdfast::test
