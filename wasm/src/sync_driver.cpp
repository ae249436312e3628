#include "sync_driver.h"

#include "browser.h"

namespace holdfast::wasm {

SyncDriver::SyncDriver(Workspace& workspace, Environment& environment)
    : workspace_(workspace), store_(workspace.store()), client_(store_, environment) {}

void SyncDriver::start() {
    carry_out(client_.start());
    workspace_.set_sync_status(client_.status());
}

void SyncDriver::on_timer() {
    carry_out(client_.tick());
}

void SyncDriver::on_local_change() {
    carry_out(client_.on_local_commit());
}

void SyncDriver::on_network(bool online) {
    carry_out(client_.on_network(online));
}

void SyncDriver::on_visible(bool visible) {
    carry_out(client_.on_visible(visible));
}

void SyncDriver::on_reply(std::uint32_t ticket, int status, std::span<const std::uint8_t> body) {
    carry_out(client_.on_reply(sync::Ticket{ticket}, status, body));
}

void SyncDriver::on_socket_open() {
    carry_out(client_.on_socket_open());
}

void SyncDriver::on_socket_closed() {
    carry_out(client_.on_socket_closed());
}

void SyncDriver::on_socket_message(std::span<const std::uint8_t> message) {
    carry_out(client_.on_socket_message(message));
}

void SyncDriver::enrol(const std::string& code) {
    enrol_problem_.clear();
    carry_out(client_.enrol(page_origin(), code, browser_name()));
}

void SyncDriver::sync_now() {
    carry_out(client_.sync_now());
}

void SyncDriver::carry_out(const std::vector<sync::Action>& actions) {
    for (const sync::Action& action : actions) carry_out_one(action);
}

void SyncDriver::carry_out_one(const sync::Action& action) {
    if (const auto* request = std::get_if<sync::SendRequest>(&action)) {
        send_request(*request);
    } else if (const auto* socket = std::get_if<sync::OpenSocket>(&action)) {
        open_socket(socket->path, store_.state().enrolment.token);
    } else if (std::holds_alternative<sync::CloseSocket>(action)) {
        close_socket();
    } else if (const auto* wake = std::get_if<sync::WakeAt>(&action)) {
        set_timer(wake->at_ms);
    } else if (const auto* changed = std::get_if<sync::StatusChanged>(&action)) {
        workspace_.set_sync_status(changed->status);
    } else if (std::holds_alternative<sync::DataChanged>(action)) {
        workspace_.on_data_changed();
    } else if (const auto* failed = std::get_if<sync::EnrolFailed>(&action)) {
        enrol_problem_ = failed->problem;
    }
}

}  // namespace holdfast::wasm
