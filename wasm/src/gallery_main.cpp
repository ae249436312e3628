// The widget gallery as a page of its own: the same exports as the product, without a store.
#include <emscripten.h>

#include <memory>
#include <span>
#include <string>

#include "font_canvas.h"
#include "renderer_webgl.h"
#include "ui/gallery.h"
#include "ui/platform.h"

namespace {

struct Program {
    std::unique_ptr<holdfast::ui::App> app = holdfast::ui::make_gallery();
    holdfast::wasm::CanvasGlyphs glyphs;
    holdfast::wasm::WebglRenderer renderer;
    std::unique_ptr<holdfast::ui::Platform> platform;
};

Program& program() {
    static Program instance;
    return instance;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE int hf_init() {
    Program& self = program();
    if (!self.renderer.start()) return 0;
    self.platform = std::make_unique<holdfast::ui::Platform>(*self.app, self.glyphs, self.renderer);
    return 1;
}

EMSCRIPTEN_KEEPALIVE void hf_events(const float* records, int count) {
    const std::size_t floats = static_cast<std::size_t>(count) * holdfast::ui::kEventFloats;
    program().platform->on_events(std::span(records, floats));
}

EMSCRIPTEN_KEEPALIVE void hf_text(std::uint32_t node, std::uint32_t version, int composing,
                                  const char* value) {
    program().platform->on_text({node, version, composing != 0, value});
}

EMSCRIPTEN_KEEPALIVE void hf_action(int action, std::uint32_t node, float amount) {
    program().platform->on_action(static_cast<holdfast::ui::Action>(action), node, amount);
}

EMSCRIPTEN_KEEPALIVE void hf_route(const char* fragment) {
    program().platform->on_route(fragment);
}

EMSCRIPTEN_KEEPALIVE double hf_frame(double now_ms) {
    return program().platform->draw_frame(now_ms);
}

EMSCRIPTEN_KEEPALIVE const std::uint8_t* hf_packet() {
    return program().platform->packet().data();
}

EMSCRIPTEN_KEEPALIVE std::size_t hf_packet_bytes() {
    return program().platform->packet().size();
}

EMSCRIPTEN_KEEPALIVE const std::uint8_t* hf_requests() {
    return program().platform->requests().data();
}

EMSCRIPTEN_KEEPALIVE std::size_t hf_requests_bytes() {
    return program().platform->requests().size();
}

EMSCRIPTEN_KEEPALIVE std::uint32_t hf_settled() {
    return program().platform->settled_frame();
}

EMSCRIPTEN_KEEPALIVE void hf_fonts_changed() {
    program().platform->forget_glyphs();
}

EMSCRIPTEN_KEEPALIVE void hf_context_lost() {
    program().renderer.on_context_lost();
}

EMSCRIPTEN_KEEPALIVE void hf_context_restored() {
    program().renderer.on_context_restored();
}

}  // extern "C"
