// JavaScript to C++: every function that web/ may call. Two lines each; web/types/holdfast.d.ts
// declares them.
#include <emscripten.h>

#include <memory>

#include "font_canvas.h"
#include "host.h"
#include "measurement.h"
#include "renderer_webgl.h"

namespace {

using holdfast::wasm::Host;

struct Program {
    holdfast::wasm::CanvasGlyphs glyphs;
    holdfast::wasm::WebglRenderer renderer;
    std::unique_ptr<Host> host;
};

Program& program() {
    static Program* const only = new Program();
    return *only;
}

Host& host() {
    return *program().host;
}

holdfast::ui::Platform& platform() {
    return host().platform();
}

std::span<const std::uint8_t> bytes_at(const std::uint8_t* bytes, std::uint32_t count) {
    return {bytes, count};
}

}  // namespace

extern "C" {

// ---- frames and events: the same for the product and the gallery --------------------------------
/// 0 when there is no WebGL 2; nothing else may be called then.
EMSCRIPTEN_KEEPALIVE int hf_init() {
    program().host = std::make_unique<Host>(program().glyphs, program().renderer);
    return program().renderer.start() ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE void hf_events(const float* records, std::uint32_t count) {
    platform().on_events({records, count * holdfast::ui::kEventFloats});
}
EMSCRIPTEN_KEEPALIVE void hf_text(std::uint32_t node, std::uint32_t version, int composing,
                                  const char* value) {
    platform().on_text({node, version, composing != 0, value});
}
EMSCRIPTEN_KEEPALIVE void hf_action(int action, std::uint32_t node, float amount) {
    platform().on_action(static_cast<holdfast::ui::Action>(action), node, amount);
}
EMSCRIPTEN_KEEPALIVE void hf_route(const char* fragment) {
    platform().on_route(fragment);
}
EMSCRIPTEN_KEEPALIVE double hf_frame(double now_ms) {
    return host().draw_frame(now_ms);
}
EMSCRIPTEN_KEEPALIVE const std::uint8_t* hf_packet() {
    return platform().packet().data();
}
EMSCRIPTEN_KEEPALIVE std::size_t hf_packet_bytes() {
    return platform().packet().size();
}
EMSCRIPTEN_KEEPALIVE const std::uint8_t* hf_requests() {
    return platform().requests().data();
}
EMSCRIPTEN_KEEPALIVE std::size_t hf_requests_bytes() {
    return platform().requests().size();
}
EMSCRIPTEN_KEEPALIVE std::uint32_t hf_settled() {
    return host().settled_frame();
}
EMSCRIPTEN_KEEPALIVE void hf_fonts_changed() {
    platform().forget_glyphs();
}
EMSCRIPTEN_KEEPALIVE void hf_context_lost() {
    program().renderer.on_context_lost();
}
EMSCRIPTEN_KEEPALIVE void hf_context_restored() {
    program().renderer.on_context_restored();
}

// ---- storage ------------------------------------------------------------------------------------
EMSCRIPTEN_KEEPALIVE void hf_open(int kind) {
    host().open(static_cast<holdfast::wasm::WorkspaceKind>(kind));
}
EMSCRIPTEN_KEEPALIVE void hf_close() {
    host().close();
}
/// Keeps the damaged files and opens an empty workspace.
EMSCRIPTEN_KEEPALIVE void hf_start_new(int kind) {
    host().start_new(static_cast<holdfast::wasm::WorkspaceKind>(kind));
}
EMSCRIPTEN_KEEPALIVE void hf_problem(const char* problem, const char* detail) {
    host().show_problem(problem, detail);
}
EMSCRIPTEN_KEEPALIVE void hf_stage(int stage, const char* problem) {
    host().show_stage(static_cast<holdfast::ui::Stage>(stage), problem);
}
EMSCRIPTEN_KEEPALIVE int hf_has_unsaved_input() {
    return host().has_unsaved_input() ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE void hf_ask_hand_over() {
    host().ask_hand_over();
}
/// The other tab has changed its mind, or is gone.
EMSCRIPTEN_KEEPALIVE void hf_forget_hand_over() {
    host().forget_hand_over();
}

// ---- a copy of the whole database ---------------------------------------------------------------
/// 0 when the copy has begun.
EMSCRIPTEN_KEEPALIVE int hf_export_begin() {
    return host().begin_export() ? 0 : 1;
}
/// Bytes ready at hf_export_bytes(), 0 at the end, -1 when the file did not answer.
EMSCRIPTEN_KEEPALIVE int hf_export_read() {
    return host().read_export();
}
EMSCRIPTEN_KEEPALIVE const std::uint8_t* hf_export_bytes() {
    return host().export_bytes();
}
EMSCRIPTEN_KEEPALIVE void hf_export_end() {
    host().end_export();
}
/// First letter of the damaged files that are kept, 0 when there are none.
EMSCRIPTEN_KEEPALIVE int hf_kept_files() {
    const auto kept = host().kept_files();
    if (!kept) return 0;
    return *kept == holdfast::Generation::A ? 'a' : 'b';
}

// ---- page ---------------------------------------------------------------------------------------
EMSCRIPTEN_KEEPALIVE void hf_file_picked(std::uint32_t token, const char* name) {
    host().on_file_picked(token, name);
}
EMSCRIPTEN_KEEPALIVE void hf_update_ready() {
    host().on_update_ready();
}
EMSCRIPTEN_KEEPALIVE void hf_kept(int keeping, double used, double granted) {
    host().on_kept(static_cast<holdfast::ui::Keeping>(keeping), static_cast<std::int64_t>(used),
                   static_cast<std::int64_t>(granted));
}
/// The clipboard has answered.
EMSCRIPTEN_KEEPALIVE void hf_copied(int done) {
    host().on_copied(done != 0 ? holdfast::Clipboard::Taken : holdfast::Clipboard::Refused);
}
EMSCRIPTEN_KEEPALIVE void hf_visible(int visible) {
    host().on_visible(visible != 0);
}

// ---- measurements (web/bench_worker.js) ---------------------------------------------------------
/// The answer of measure(), valid until the next call; null when no workspace is open.
EMSCRIPTEN_KEEPALIVE const char* hf_measure(const char* method, const char* subject,
                                            const char* body) {
    static std::string answer;
    if (!host().workspace()) return nullptr;
    answer = holdfast::wasm::measure({*host().workspace(), *host().sync()}, method, subject, body);
    return answer.c_str();
}

// ---- network ------------------------------------------------------------------------------------
EMSCRIPTEN_KEEPALIVE void hf_online(int online) {
    if (auto* sync = host().sync()) sync->on_network(online != 0);
}
EMSCRIPTEN_KEEPALIVE void hf_reply(std::uint32_t ticket, int status, const std::uint8_t* body,
                                   std::uint32_t count) {
    if (auto* sync = host().sync()) sync->on_reply(ticket, status, bytes_at(body, count));
}
EMSCRIPTEN_KEEPALIVE void hf_socket_open() {
    if (auto* sync = host().sync()) sync->on_socket_open();
}
EMSCRIPTEN_KEEPALIVE void hf_socket_closed() {
    if (auto* sync = host().sync()) sync->on_socket_closed();
}
EMSCRIPTEN_KEEPALIVE void hf_socket_message(const std::uint8_t* message, std::uint32_t count) {
    if (auto* sync = host().sync()) sync->on_socket_message(bytes_at(message, count));
}
EMSCRIPTEN_KEEPALIVE void hf_timer() {
    if (auto* sync = host().sync()) sync->on_timer();
}

// ---- work between frames ------------------------------------------------------------------------
EMSCRIPTEN_KEEPALIVE double hf_work() {
    return host().work();
}
EMSCRIPTEN_KEEPALIVE int hf_wants_frame() {
    return host().take_frame_wish() ? 1 : 0;
}

}  // extern "C"
