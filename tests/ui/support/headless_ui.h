// A screen without a screen: drives an App by role and name, with fixed glyphs and no GPU.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ui/platform.h"

namespace holdfast::test {

/// Every glyph is half as wide as it is high; ideographs are square.
class FixedGlyphs final : public ui::GlyphSource {
public:
    ui::GlyphShape measure(const ui::GlyphQuery& query) override;
    ui::GlyphShape draw(const ui::GlyphQuery& query, std::span<std::uint8_t> pixels) override;
    int drawn = 0;
};

/// Serves texture requests and counts what it would have shown.
class NullRenderer final : public ui::Renderer {
public:
    void render(ImDrawData& data, ui::Color page) override;
    int frames = 0;
    int vertices = 0;
};

/// An App whose drawing is a lambda.
class LambdaApp final : public ui::App {
public:
    explicit LambdaApp(std::function<void(ui::Frame&)> body) : body_(std::move(body)) {}
    void draw(ui::Frame& frame) override { body_(frame); }
    void on_route(std::string_view fragment) override { route = fragment; }
    std::string route;

private:
    std::function<void(ui::Frame&)> body_;
};

struct Screen {
    float width = 1280;
    float height = 800;
    float pixel_ratio = 1;
    std::uint32_t preferences = 0;  ///< Bits of ui::PrefsBit.
};

class HeadlessUi {
public:
    explicit HeadlessUi(ui::App& app, const Screen& screen = {});

    /// A mouse press and release in the middle of the node.
    void tap(ui::Role role, std::string_view name);
    /// One event of the mouse's first button, and what follows from it. `modifiers`: as in
    /// ui::Modifier.
    void pointer(ui::EventKind kind, ui::Vec2 at, std::uint8_t modifiers = 0);
    /// A finger that touches and leaves.
    void touch(ui::Vec2 at);
    /// A finger that drags from one point to another.
    void drag(ui::Vec2 from, ui::Vec2 to);
    /// A finger that rests, and then goes from one point to another.
    void carry(ui::Vec2 from, ui::Vec2 to);
    void wheel(ui::Vec2 at, float down);
    /// What assistive technology does: no pointer, only the node.
    void activate(ui::Role role, std::string_view name);
    /// Puts `text` into the field as the page would, and leaves the focus in it.
    void type(ui::Role role, std::string_view name, std::string_view text);
    /// As type(), while an input method is still at work.
    void compose(ui::Role role, std::string_view name, std::string_view text);
    void press(ui::Key key, std::uint8_t modifiers = 0);
    void act(ui::Action action, ui::Role role, std::string_view name, float amount = 0);

    /// The node; the test fails when there is none.
    [[nodiscard]] const ui::Node& node(ui::Role role, std::string_view name) const;
    [[nodiscard]] bool shows(ui::Role role, std::string_view name) const;
    [[nodiscard]] int count(ui::Role role) const;
    [[nodiscard]] std::string focused_name() const;
    /// What the page's title was set to last.
    [[nodiscard]] const std::string& title() const { return title_; }
    /// Words of all Text nodes, in order.
    [[nodiscard]] std::vector<std::string> texts() const;

    /// Draws until nothing is scheduled; gives back how many frames that took.
    int settle();
    /// Lets time pass and draws what became due.
    void wait(double ms);
    /// One frame, whatever is scheduled. Gives back what draw_frame() said.
    double draw();

    [[nodiscard]] ui::Platform& platform() { return platform_; }
    [[nodiscard]] const NullRenderer& renderer() const { return renderer_; }
    [[nodiscard]] double now_ms() const { return now_ms_; }

private:
    void event(ui::EventKind kind, std::vector<float> values);
    void hear_title();
    void send_text(ui::Role role, std::string_view name, std::string_view text, bool composing);
    [[nodiscard]] const ui::Node* find(ui::Role role, std::string_view name) const;

    FixedGlyphs glyphs_;
    NullRenderer renderer_;
    ui::Platform platform_;
    double now_ms_ = 1000;
    double due_ms_ = 0;  ///< When the next frame is due; negative when none is.
    std::uint32_t text_version_ = 0;
    std::string title_;
};

}  // namespace holdfast::test
