#include "support/native_device.h"

#include <algorithm>

#include "core/open_database.h"
#include "support/test.h"

namespace holdfast::test {
namespace {

/// Wakes up now and then to look at the caller's condition, whatever the timers say.
constexpr std::int64_t kLookEveryMs = 20;

Store open_workspace(Customization& customization, Environment& environment) {
    Database db = must(open_database(":memory:", {}));
    customization = must(load_customization(db));
    return must(Store::open(std::move(db), customization.registry(), environment));
}

}  // namespace

/// One connection and the thread that blocks on it.
class NativeDevice::Lane {
public:
    Lane(NativeDevice& device, std::uint16_t port)
        : device_(device), http_(port), thread_([this] { run(); }) {}
    ~Lane() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        changed_.notify_one();
        http_.interrupt();
        thread_.join();
    }
    void add(sync::SendRequest request) {
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(std::move(request));
        }
        changed_.notify_one();
    }

private:
    void run() {
        std::unique_lock lock(mutex_);
        while (true) {
            changed_.wait(lock, [this] { return closed_ || !requests_.empty(); });
            if (closed_) return;
            const sync::SendRequest request = std::move(requests_.front());
            requests_.pop_front();
            lock.unlock();
            device_.on_reply(request.ticket,
                             http_.send({request.method, request.path, request.token, "",
                                         request.body, request.timeout_ms}));
            lock.lock();
        }
    }

    NativeDevice& device_;
    HttpClient http_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<sync::SendRequest> requests_;
    bool closed_ = false;
    std::thread thread_;
};

NativeDevice::NativeDevice(std::uint16_t port, Environment& environment)
    : environment_(environment),
      customization_(Customization::compile({})),
      store_(open_workspace(customization_, environment)),
      adapter_(store_),
      client_(std::make_unique<sync::Client>(adapter_, environment)),
      pushes_(std::make_unique<Lane>(*this, port)),
      polls_(std::make_unique<Lane>(*this, port)) {
    perform(client_->start());
}

NativeDevice::~NativeDevice() {
    pushes_.reset();
    polls_.reset();
}

void NativeDevice::enrol(const std::string& code) {
    perform(client_->enrol("", code, "native test"));
}

void NativeDevice::look() {
    post([this] { return client_->on_visible(true); });
}

void NativeDevice::commit(const Draft& draft) {
    const CommitOutcome outcome = must(store_.commit(draft));
    HOLDFAST_ASSERT(std::holds_alternative<Saved>(outcome));  // Not REQUIRE: any thread calls this.
    perform(client_->on_local_commit());
}

void NativeDevice::post(Event event) {
    {
        const std::lock_guard lock(mutex_);
        events_.push_back(std::move(event));
    }
    changed_.notify_one();
}

void NativeDevice::on_reply(sync::Ticket ticket, HttpReply reply) {
    post([this, ticket, answer = std::move(reply)] {
        return client_->on_reply(ticket, answer.status, answer.body);
    });
}

void NativeDevice::perform(std::vector<sync::Action> actions) {
    for (sync::Action& action : actions) {
        if (auto* request = std::get_if<sync::SendRequest>(&action)) {
            const bool is_poll = request->path.starts_with("/v1/delta");
            (is_poll ? polls_ : pushes_)->add(std::move(*request));
        } else if (std::holds_alternative<sync::OpenSocket>(action)) {
            post([this] { return client_->on_socket_closed(); });
        } else if (const auto* wake = std::get_if<sync::WakeAt>(&action)) {
            wake_at_ms_ = wake->at_ms;
        } else if (const auto* failed = std::get_if<sync::EnrolFailed>(&action)) {
            FAIL("enrolment failed: " << failed->problem);
        }
    }
}

bool NativeDevice::run_until(const std::function<bool()>& done, int timeout_ms) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    while (!done()) {
        if (std::chrono::steady_clock::now() >= deadline) return false;
        Event event;
        {
            std::unique_lock lock(mutex_);
            const std::int64_t wait_ms =
                std::clamp<std::int64_t>(wake_at_ms_ - environment_.now_ms(), 0, kLookEveryMs);
            changed_.wait_for(lock, std::chrono::milliseconds(wait_ms),
                              [this] { return !events_.empty(); });
            if (!events_.empty()) {
                event = std::move(events_.front());
                events_.pop_front();
            }
        }
        if (event)
            perform(event());
        else if (environment_.now_ms() >= wake_at_ms_)
            perform(client_->tick());
    }
    return true;
}

}  // namespace holdfast::test
