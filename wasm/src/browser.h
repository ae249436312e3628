// Browser: everything the program asks of the browser around it. Bytes, tickets and plain text.
//
// JavaScript answers through the functions of exports.cpp. Its side is `Module.host`, which
// web/host.js makes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/app/byte_source.h"
#include "core/environment.h"
#include "sync/client.h"

namespace holdfast::wasm {

/// The browser's clock and its cryptographic random numbers.
class BrowserEnvironment final : public Environment {
public:
    [[nodiscard]] std::int64_t now_ms() override;
    [[nodiscard]] std::uint64_t random() override;
};

/// Minutes to add to UTC for this device's local time, now.
[[nodiscard]] int zone_offset_minutes();
/// BCP 47 tag of the language the browser is set to.
[[nodiscard]] std::string browser_language();
/// "Chromium on Linux": how the administrator's list of devices names this one.
[[nodiscard]] std::string browser_name();
/// Where the page came from, e.g. "https://crm.example".
[[nodiscard]] std::string page_origin();

/// Exactly one answer follows, through hf_reply().
void send_request(const sync::SendRequest& request);
/// hf_socket_open(), hf_socket_message() and hf_socket_closed() follow.
void open_socket(const std::string& path, const std::string& token);
void close_socket();
/// hf_timer() follows at `at_ms`, Unix time. Replaces the timer before it.
void set_timer(std::int64_t at_ms);

/// What web/host.js does with storage and page. The names are shared with it.
enum class Command : std::uint8_t {
    UseHere = 1,         ///< Ask the other tab for the workspace.
    UseTemporary = 2,    ///< Start again in memory.
    DownloadData = 3,    ///< Save a copy of the database, or the files as they are.
    Reload = 4,          ///< Close the workspace and start the newest version.
    StartDemoAgain = 5,  ///< The demo company was half written: empty it and start again.
    AskToKeep = 6,       ///< navigator.storage.persist(), on the page.
    HandOver = 7,        ///< Nothing unsaved is left: the other tab may have the workspace.
    MeasureStorage = 8,  ///< hf_kept() follows with fresh figures.
    StopWaiting = 9,     ///< Leave the workspace to the other tab after all.
    StartNew = 10,       ///< Keep the damaged files and start an empty workspace beside them.
    TryAgain = 11,       ///< Open the files once more.
};
void command(Command what, std::string_view detail = {});

/// A file the person chose, read in slices. The token is given back to the browser with it.
class PickedFile final : public ByteSource {
public:
    explicit PickedFile(std::uint32_t token) : token_(token) {}
    ~PickedFile() override;
    PickedFile(const PickedFile&) = delete;
    PickedFile& operator=(const PickedFile&) = delete;
    [[nodiscard]] std::int64_t size() const override;
    [[nodiscard]] Status read(std::int64_t offset, std::size_t count, std::string& out) override;

private:
    std::uint32_t token_;
};

}  // namespace holdfast::wasm
