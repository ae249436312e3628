#include "ui/platform.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/result.h"
#include "platform/context.h"
#include "platform/events.h"
#include "platform/focus.h"
#include "platform/scrolling.h"

namespace holdfast::ui {
namespace {

constexpr int kPassesMax = 4;
constexpr double kPacketGapMs = 100;

constexpr ImGuiWindowFlags kRootFlags =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoNav |
    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse;

void begin_root(const Context& context) {
    const Insets& safe = context.layout.safe;
    const Vec2 size = context.layout.size;
    const float bottom = std::max(safe.bottom, context.layout.keyboard);
    ImGui::SetNextWindowPos({safe.left, safe.top});
    ImGui::SetNextWindowSize({std::max(1.0F, size.x - safe.left - safe.right),
                              std::max(1.0F, size.y - safe.top - bottom)});
    ImGui::Begin("##root", nullptr, kRootFlags);
}

void begin_pass(Context& context) {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {context.layout.size.x, context.layout.size.y};
    io.DisplayFramebufferScale = {context.layout.pixel_ratio, context.layout.pixel_ratio};
    context.imgui->DrawListSharedData.InitialFringeScale = 1 / context.layout.pixel_ratio;
    context.again = false;
    context.key = {};
    context.activated = 0;
    context.submitted = 0;
    context.value_node = 0;
    context.cursor = "default";
    context.grid_with_focus = std::exchange(context.grid_with_focus_next, NodeId{0});
    context.draggables.clear();
    deliver_next_input(context);
    context.focus.left = std::exchange(context.focus.left_next, NodeId{0});
    for (OpenOverlay& overlay : context.overlays) overlay.seen = false;
    if (context.glyph_table.full()) {
        context.glyph_table.forget();
        context.fonts.forget(*io.Fonts);
    }
    ImGui::NewFrame();
    context.tree.begin_pass();
}

// What nobody took: Tab and F6 belong to the platform.
void handle_left_over_key(Context& context) {
    const KeyPress press = std::exchange(context.key, {});
    const bool backward = (press.modifiers & kShift) != 0;
    const Direction direction = backward ? Direction::Backward : Direction::Forward;
    if (press.key == Key::Tab) focus_next(context, direction);
    if (press.key == Key::F6) focus_next_region(context, direction);
}

void run_pass(Context& context) {
    begin_pass(context);
    begin_root(context);
    Frame frame(context, context.theme, context.layout, context.words);
    frame.now_ms = context.now_ms;
    context.app.draw(frame);
    ImGui::End();
    context.tree.end_pass();
    ImGui::EndFrame();
    handle_left_over_key(context);
    if (context.drag.released || context.drag.cancelled) context.drag = {};
    settle_focus(context);
}

bool unsettled(const Context& context) {
    return context.again || !context.inputs.empty() || context.imgui->InputEventsQueue.Size > 0;
}

void move_by_itself(Context& context) {
    if (context.gesture.tick(context.now_ms) == GestureStep::LongPress) press_long(context);
    if (context.gesture.resting()) {
        const double due = context.gesture.long_press_at();
        context.wake_at_ms = context.wake_at_ms < 0 ? due : std::min(context.wake_at_ms, due);
    }
    if (!context.gesture.flinging()) return;
    const Vec2 way = context.gesture.fling(context.now_ms);
    ImGuiWindow* window = scrollable_at(context.gesture.start(), way);
    if (window == nullptr || !scroll_by(window, {-way.x, -way.y})) context.gesture.cancel();
}

void write_packet(Context& context, double wake) {
    const bool moving = wake == 0 && context.now_ms - context.packet_sent_ms < kPacketGapMs;
    context.packet.clear();
    if (moving) return;
    const FocusMark focus{context.focus.id, context.focus.sequence};
    if (context.packet.write(context.tree, focus, context.dialog(), context.frame_count))
        context.packet_sent_ms = context.now_ms;
}

void put_text(std::vector<std::uint8_t>& bytes, const std::string& text) {
    const auto length = static_cast<std::uint32_t>(text.size());
    const std::size_t at = bytes.size();
    bytes.resize(at + sizeof length);
    std::memcpy(bytes.data() + at, &length, sizeof length);
    bytes.insert(bytes.end(), text.begin(), text.end());
}

void write_requests(Context& context) {
    context.page.add(PageRequestKind::Cursor, context.cursor);
    context.request_bytes.clear();
    for (const PageRequest& request : context.page.take()) {
        context.request_bytes.push_back(static_cast<std::uint8_t>(request.kind));
        put_text(context.request_bytes, request.first);
        put_text(context.request_bytes, request.second);
    }
}

double next_wake(const Context& context) {
    if (unsettled(context) || context.gesture.flinging()) return 0;
    if (context.wake_at_ms < 0) return kSleep;
    return std::max(0.0, context.wake_at_ms - context.now_ms);
}

}  // namespace

Platform::Platform(App& app, GlyphSource& glyphs, Renderer& renderer)
    : context_(std::make_unique<Context>(app, glyphs, renderer)) {}

Platform::~Platform() = default;

void Platform::on_events(std::span<const float> records) {
    HOLDFAST_ASSERT(records.size() % kEventFloats == 0);
    for (std::size_t at = 0; at < records.size(); at += kEventFloats)
        handle_event(*context_, records.subspan(at, kEventFloats));
}

void Platform::on_text(const TextEvent& event) {
    TextState& state = context_->texts[event.node];
    state.version = event.version;
    state.composing = event.composing;
    state.value = event.value;
    state.fresh = true;
}

void Platform::on_action(Action action, NodeId node, float amount) {
    // At once, because a press that follows means what lies there after the scroll.
    if (action == Action::ScrollBy) return scroll_from_page(*context_, node, amount);
    PendingInput input;
    input.kind = PendingInput::Kind::Act;
    input.action = action;
    input.node = node;
    input.amount = amount;
    context_->inputs.push_back(input);
}

void Platform::on_route(std::string_view fragment) {
    context_->app.on_route(fragment);
}

void Platform::set_words(const KitWords& words) {
    context_->words = words;
}

void Platform::set_appearance(Appearance appearance) {
    context_->preferences.own_appearance = true;
    context_->preferences.appearance = appearance;
    context_->apply_preferences();
}

void Platform::use_page_appearance() {
    context_->preferences.own_appearance = false;
    context_->apply_preferences();
}

double Platform::draw_frame(double now_ms) {
    Context& context = *context_;
    const double elapsed = (now_ms - context.now_ms) / 1000;
    ImGui::GetIO().DeltaTime = static_cast<float>(std::clamp(elapsed, 0.001, 0.1));
    context.now_ms = now_ms;
    context.wake_at_ms = kSleep;
    ++context.frame_count;
    move_by_itself(context);
    int passes = 0;
    do {
        run_pass(context);
        ++passes;
    } while (unsettled(context) && passes < kPassesMax);
    ImGui::Render();
    context.renderer.render(*ImGui::GetDrawData(), context.theme.palette->page);
    const double wake = next_wake(context);
    write_packet(context, wake);
    write_requests(context);
    if (wake != 0) context.settled_frame = context.frame_count;
    return wake;
}

std::span<const std::uint8_t> Platform::packet() const {
    return context_->packet.bytes();
}

std::span<const std::uint8_t> Platform::requests() const {
    return context_->request_bytes;
}

std::uint32_t Platform::frame_count() const {
    return context_->frame_count;
}

std::uint32_t Platform::settled_frame() const {
    return context_->settled_frame;
}

void Platform::forget_glyphs() {
    context_->glyph_table.forget();
    context_->fonts.forget(*ImGui::GetIO().Fonts);
}

const std::vector<Node>& Platform::nodes() const {
    return context_->tree.nodes();
}

NodeId Platform::focused() const {
    return context_->focus.id;
}

PageRequests& Platform::page() {
    return context_->page;
}

}  // namespace holdfast::ui
