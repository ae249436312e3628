#include "ui/support/headless_ui.h"

#include <imgui.h>

#include <algorithm>
#include <cstring>

#include "support/test.h"

namespace holdfast::test {
namespace {

constexpr int kFramesMax = 60;
constexpr double kFrameMs = 16;

bool is_wide(std::string_view text) {
    return text.size() == 3 && static_cast<unsigned char>(text[0]) >= 0xE3;
}

}  // namespace

ui::GlyphShape FixedGlyphs::measure(const ui::GlyphQuery& query) {
    ui::GlyphShape shape;
    const bool square = query.text.empty() || is_wide(query.text);
    shape.advance = square ? query.size : query.size / 2;
    shape.font_ascent = query.size * 0.8F;
    shape.font_descent = query.size * 0.2F;
    return shape;
}

ui::GlyphShape FixedGlyphs::draw(const ui::GlyphQuery& query, std::span<std::uint8_t> pixels) {
    ui::GlyphShape shape = measure(query);
    ++drawn;
    if (query.text == " ") return shape;
    shape.width = std::max(1, static_cast<int>(shape.advance) - 1);
    shape.height = std::max(1, static_cast<int>(query.size));
    shape.top = shape.font_ascent;
    const auto bytes =
        static_cast<std::size_t>(shape.width) * static_cast<std::size_t>(shape.height);
    std::fill_n(pixels.begin(), bytes, std::uint8_t{255});
    return shape;
}

void NullRenderer::render(ImDrawData& data, ui::Color) {
    ++frames;
    vertices = data.TotalVtxCount;
    if (data.Textures == nullptr) return;
    for (ImTextureData* texture : *data.Textures) {
        if (texture->Status == ImTextureStatus_WantDestroy) {
            texture->SetTexID(ImTextureID_Invalid);
            texture->SetStatus(ImTextureStatus_Destroyed);
        } else if (texture->Status != ImTextureStatus_OK) {
            if (texture->Status == ImTextureStatus_WantCreate) texture->SetTexID(1);
            texture->SetStatus(ImTextureStatus_OK);
        }
    }
}

HeadlessUi::HeadlessUi(ui::App& app, const Screen& screen) : platform_(app, glyphs_, renderer_) {
    event(ui::EventKind::View, {screen.width, screen.height, screen.pixel_ratio, 0});
    event(ui::EventKind::Prefs, {static_cast<float>(screen.preferences), 1});
    settle();
}

void HeadlessUi::event(ui::EventKind kind, std::vector<float> values) {
    std::vector<float> record = {static_cast<float>(kind), static_cast<float>(now_ms_)};
    record.insert(record.end(), values.begin(), values.end());
    record.resize(ui::kEventFloats, 0);
    platform_.on_events(record);
}

void HeadlessUi::tap(ui::Role role, std::string_view name) {
    const ui::Vec2 at = node(role, name).rect.center();
    event(ui::EventKind::Move, {at.x, at.y, 0, 1, 0});
    settle();
    event(ui::EventKind::Down, {at.x, at.y, 0, 1, 0});
    event(ui::EventKind::Up, {at.x, at.y, 0, 1, 0});
    settle();
}

void HeadlessUi::pointer(ui::EventKind kind, ui::Vec2 at, std::uint8_t modifiers) {
    event(kind, {at.x, at.y, 0, 1, 0, static_cast<float>(modifiers)});
    settle();
}

void HeadlessUi::touch(ui::Vec2 at) {
    event(ui::EventKind::Down, {at.x, at.y, 1, 1, 0});
    event(ui::EventKind::Up, {at.x, at.y, 1, 1, 0});
    settle();
}

void HeadlessUi::drag(ui::Vec2 from, ui::Vec2 to) {
    constexpr int kSteps = 10;
    event(ui::EventKind::Down, {from.x, from.y, 1, 1, 0});
    for (int step = 1; step <= kSteps; ++step) {
        const float share = static_cast<float>(step) / kSteps;
        now_ms_ += kFrameMs;
        event(ui::EventKind::Move,
              {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share, 1, 1, 0});
        draw();
    }
    // Held still before it is lifted, so that nothing goes on by itself.
    now_ms_ += 200;
    event(ui::EventKind::Up, {to.x, to.y, 1, 1, 0});
    settle();
}

void HeadlessUi::carry(ui::Vec2 from, ui::Vec2 to) {
    constexpr int kSteps = 10;
    constexpr double kRestMs = 600;
    event(ui::EventKind::Down, {from.x, from.y, 1, 1, 0});
    settle();
    wait(kRestMs);
    for (int step = 1; step <= kSteps; ++step) {
        const float share = static_cast<float>(step) / kSteps;
        event(ui::EventKind::Move,
              {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share, 1, 1, 0});
        settle();
    }
    event(ui::EventKind::Up, {to.x, to.y, 1, 1, 0});
    settle();
}

void HeadlessUi::wheel(ui::Vec2 at, float down) {
    event(ui::EventKind::Wheel, {at.x, at.y, 0, down, 0});
    settle();
}

void HeadlessUi::activate(ui::Role role, std::string_view name) {
    act(ui::Action::Activate, role, name);
}

void HeadlessUi::act(ui::Action action, ui::Role role, std::string_view name, float amount) {
    platform_.on_action(action, node(role, name).id, amount);
    settle();
}

void HeadlessUi::send_text(ui::Role role, std::string_view name, std::string_view text,
                           bool composing) {
    act(ui::Action::Focus, role, name);
    platform_.on_text({node(role, name).id, ++text_version_, composing, std::string(text)});
    settle();
}

void HeadlessUi::type(ui::Role role, std::string_view name, std::string_view text) {
    send_text(role, name, text, false);
}

void HeadlessUi::compose(ui::Role role, std::string_view name, std::string_view text) {
    send_text(role, name, text, true);
}

void HeadlessUi::press(ui::Key key, std::uint8_t modifiers) {
    event(ui::EventKind::Key, {static_cast<float>(key), static_cast<float>(modifiers)});
    settle();
}

const ui::Node* HeadlessUi::find(ui::Role role, std::string_view name) const {
    for (const ui::Node& each : platform_.nodes())
        if (each.role == role && each.name == name) return &each;
    return nullptr;
}

const ui::Node& HeadlessUi::node(ui::Role role, std::string_view name) const {
    const ui::Node* found = find(role, name);
    if (found == nullptr) FAIL("no node with role " << static_cast<int>(role) << " named " << name);
    return *found;
}

bool HeadlessUi::shows(ui::Role role, std::string_view name) const {
    return find(role, name) != nullptr;
}

int HeadlessUi::count(ui::Role role) const {
    const auto& nodes = platform_.nodes();
    return static_cast<int>(std::count_if(
        nodes.begin(), nodes.end(), [role](const ui::Node& each) { return each.role == role; }));
}

std::string HeadlessUi::focused_name() const {
    for (const ui::Node& each : platform_.nodes())
        if (each.id == platform_.focused()) return each.name;
    return {};
}

std::vector<std::string> HeadlessUi::texts() const {
    std::vector<std::string> words;
    for (const ui::Node& each : platform_.nodes())
        if (each.role == ui::Role::Text) words.push_back(each.name);
    return words;
}

double HeadlessUi::draw() {
    const double wake = platform_.draw_frame(now_ms_);
    due_ms_ = wake < 0 ? wake : now_ms_ + wake;
    hear_title();
    return wake;
}

// The bytes that the page gets: kind, and twice length and text.
void HeadlessUi::hear_title() {
    const std::span<const std::uint8_t> bytes = platform_.requests();
    std::size_t at = 0;
    const auto text = [&] {
        std::uint32_t length = 0;
        std::memcpy(&length, bytes.data() + at, sizeof length);
        at += sizeof length + length;
        return std::string(bytes.begin() + static_cast<std::ptrdiff_t>(at - length),
                           bytes.begin() + static_cast<std::ptrdiff_t>(at));
    };
    while (at < bytes.size()) {
        const bool is_title = bytes[at++] == static_cast<std::uint8_t>(ui::PageRequestKind::Title);
        const std::string first = text();
        static_cast<void>(text());
        if (is_title) title_ = first;
    }
}

int HeadlessUi::settle() {
    for (int frame = 1; frame <= kFramesMax; ++frame) {
        now_ms_ += kFrameMs;
        if (draw() != 0) return frame;
    }
    FAIL("still not settled after " << kFramesMax << " frames");
    return kFramesMax;
}

void HeadlessUi::wait(double ms) {
    const double until = now_ms_ + ms;
    while (due_ms_ >= 0 && due_ms_ <= until) {
        now_ms_ = due_ms_;
        settle();
    }
    now_ms_ = std::max(now_ms_, until);
}

}  // namespace holdfast::test
