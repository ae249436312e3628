#include "browser.h"

#include <emscripten.h>

#include <cstdlib>

// clang-format off
EM_JS(double, holdfast_js_now, (), { return Date.now(); });
EM_JS(double, holdfast_js_random, (), {
    return crypto.getRandomValues(new Uint32Array(1))[0];
});
EM_JS(int, holdfast_js_zone, (), { return -new Date().getTimezoneOffset(); });
EM_JS(char*, holdfast_js_fact, (int which), {
    const text = Module.host.fact(which);
    const bytes = lengthBytesUTF8(text) + 1;
    const place = _malloc(bytes);
    stringToUTF8(text, place, bytes);
    return place;
});
EM_JS(void, holdfast_js_send, (std::uint32_t ticket, const char* method, const char* path,
                               const char* token, const std::uint8_t* body, std::size_t count,
                               int timeout_ms), {
    const from = body >>> 0;
    Module.host.send({
        ticket: ticket,
        method: UTF8ToString(method),
        path: UTF8ToString(path),
        token: UTF8ToString(token),
        body: HEAPU8.slice(from, from + count),
        timeoutMs: timeout_ms,
    });
});
EM_JS(void, holdfast_js_open_socket, (const char* path, const char* token), {
    Module.host.openSocket(UTF8ToString(path), UTF8ToString(token));
});
EM_JS(void, holdfast_js_close_socket, (), { Module.host.closeSocket(); });
EM_JS(void, holdfast_js_set_timer, (double at_ms), { Module.host.setTimer(at_ms); });
EM_JS(void, holdfast_js_command, (int what, const char* detail, std::size_t count), {
    Module.host.command(what, UTF8ToString(detail, count));
});
EM_JS(double, holdfast_js_picked_size, (std::uint32_t token), {
    return Module.host.fileSize(token);
});
EM_JS(int, holdfast_js_picked_read, (std::uint32_t token, double offset, std::size_t count,
                                   char* into), {
    const bytes = Module.host.fileRead(token, offset, count);
    if (!bytes) return -1;
    HEAPU8.set(bytes, into >>> 0);
    return bytes.length;
});
EM_JS(void, holdfast_js_picked_drop, (std::uint32_t token), { Module.host.fileDrop(token); });
// clang-format on

namespace holdfast::wasm {
namespace {

enum class Fact : std::uint8_t { Language = 1, Browser = 2, Origin = 3 };

std::string fact(Fact which) {
    char* text = holdfast_js_fact(static_cast<int>(which));
    std::string copy(text);
    std::free(text);
    return copy;
}

}  // namespace

std::int64_t BrowserEnvironment::now_ms() {
    return static_cast<std::int64_t>(holdfast_js_now());
}

std::uint64_t BrowserEnvironment::random() {
    const auto high = static_cast<std::uint64_t>(holdfast_js_random());
    const auto low = static_cast<std::uint64_t>(holdfast_js_random());
    return high << 32U | low;
}

int zone_offset_minutes() {
    return holdfast_js_zone();
}

std::string browser_language() {
    return fact(Fact::Language);
}

std::string browser_name() {
    return fact(Fact::Browser);
}

std::string page_origin() {
    return fact(Fact::Origin);
}

void send_request(const sync::SendRequest& request) {
    holdfast_js_send(raw(request.ticket), request.method.c_str(), request.path.c_str(),
                     request.token.c_str(), request.body.data(), request.body.size(),
                     request.timeout_ms);
}

void open_socket(const std::string& path, const std::string& token) {
    holdfast_js_open_socket(path.c_str(), token.c_str());
}

void close_socket() {
    holdfast_js_close_socket();
}

void set_timer(std::int64_t at_ms) {
    holdfast_js_set_timer(static_cast<double>(at_ms));
}

void command(Command what, std::string_view detail) {
    holdfast_js_command(static_cast<int>(what), detail.data(), detail.size());
}

PickedFile::~PickedFile() {
    holdfast_js_picked_drop(token_);
}

std::int64_t PickedFile::size() const {
    return static_cast<std::int64_t>(holdfast_js_picked_size(token_));
}

Status PickedFile::read(std::int64_t offset, std::size_t count, std::string& out) {
    const std::size_t before = out.size();
    out.resize(before + count);
    const int read =
        holdfast_js_picked_read(token_, static_cast<double>(offset), count, out.data() + before);
    out.resize(before + static_cast<std::size_t>(read < 0 ? 0 : read));
    if (read < 0) return fail(ErrorCode::Storage, "browser.file_read");
    return {};
}

}  // namespace holdfast::wasm
