// NativeDevice: a device as it is in the browser, but native: store, client machine and a blocking
// HTTP client on threads of its own. Without WebSocket it lives by long polls.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/customization_store.h"
#include "core/store.h"
#include "support/http_client.h"
#include "sync/client.h"
#include "sync/store_for_sync.h"

namespace holdfast::test {

class NativeDevice {
public:
    /// A workspace in memory for the definitions of the product.
    NativeDevice(std::uint16_t port, Environment& environment);
    ~NativeDevice();
    NativeDevice(const NativeDevice&) = delete;
    NativeDevice& operator=(const NativeDevice&) = delete;

    [[nodiscard]] Store& store() { return store_; }
    [[nodiscard]] const SyncStatus& status() const { return client_->status(); }
    /// Asks the server to take this device in. Follow with run_until().
    void enrol(const std::string& code);
    /// Saves, and tells the client machine.
    void commit(const Draft& draft);
    /// Somebody comes back to the page: what waits for a better moment is tried at once. Callable
    /// from every thread.
    void look();
    /// Handles events until `done` holds; false when that takes longer than `timeout_ms`.
    [[nodiscard]] bool run_until(const std::function<bool()>& done, int timeout_ms);

private:
    class Lane;
    using Event = std::function<std::vector<sync::Action>()>;

    void perform(std::vector<sync::Action> actions);
    void post(Event event);
    void on_reply(sync::Ticket ticket, HttpReply reply);

    Environment& environment_;
    Customization customization_;
    Store store_;
    sync::StoreForSync adapter_;
    std::unique_ptr<sync::Client> client_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Event> events_;
    std::int64_t wake_at_ms_ = 0;
    std::unique_ptr<Lane> pushes_;  // A long poll must not hold up a push.
    std::unique_ptr<Lane> polls_;
};

}  // namespace holdfast::test
