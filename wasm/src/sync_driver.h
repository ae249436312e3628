// SyncDriver: carries the client machine's actions to the browser and its events back.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/app/workspace.h"
#include "core/environment.h"
#include "sync/client.h"
#include "sync/store_for_sync.h"

namespace holdfast::wasm {

/// Lives as long as its workspace. Every event is carried out before it returns; what the screens
/// show of it is in the workspace's SyncStatus then.
class SyncDriver {
public:
    SyncDriver(Workspace& workspace, Environment& environment);

    void start();
    void on_timer();
    void on_local_change();
    void on_network(bool online);
    void on_visible(bool visible);
    void on_reply(std::uint32_t ticket, int status, std::span<const std::uint8_t> body);
    void on_socket_open();
    void on_socket_closed();
    void on_socket_message(std::span<const std::uint8_t> message);
    void enrol(const std::string& code);
    void sync_now();

    /// Key of the sentence why the last enrolment failed; empty when it did not.
    [[nodiscard]] const std::string& enrol_problem() const { return enrol_problem_; }

private:
    void carry_out(const std::vector<sync::Action>& actions);
    void carry_out_one(const sync::Action& action);

    Workspace& workspace_;
    sync::StoreForSync store_;
    sync::Client client_;
    std::string enrol_problem_;
};

}  // namespace holdfast::wasm
