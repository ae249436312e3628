// The platform layer: events in, frames and mirror packets out. Knows no screen
// and no browser.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "ui/app_frame.h"
#include "ui/semantics.h"

struct ImDrawData;

namespace holdfast::ui {

/// Asks for one glyph: a character, a whole cluster that must be shaped
/// together, or an icon.
struct GlyphQuery {
    std::string_view text;  ///< UTF-8; empty for an icon.
    std::uint8_t icon = 0;  ///< Number of an Icon when `text` is empty.
    float size = 14;        ///< Em size in device pixels.
    Weight weight = Weight::Regular;
    Digits digits = Digits::Proportional;
};

/// In device pixels, relative to the pen on the baseline; y grows upwards.
struct GlyphShape {
    float advance = 0;
    float left = 0;
    float top = 0;
    int width = 0;
    int height = 0;
    bool colored = false;  ///< `pixels` are RGBA instead of coverage.
    float font_ascent = 0;
    float font_descent = 0;
};

inline constexpr std::size_t kGlyphBytesMax = 1U << 20U;  ///< Larger glyphs are not drawn.

/// Draws glyphs. The browser's implementation is a 2D canvas, the test's has
/// fixed metrics.
class GlyphSource {
public:
    GlyphSource() = default;
    virtual ~GlyphSource() = default;
    GlyphSource(const GlyphSource&) = delete;
    GlyphSource& operator=(const GlyphSource&) = delete;

    [[nodiscard]] virtual GlyphShape measure(const GlyphQuery& query) = 0;
    /// As measure(), and writes `width * height` bytes (times 4 when colored) to
    /// `pixels`, which holds kGlyphBytesMax bytes.
    [[nodiscard]] virtual GlyphShape draw(const GlyphQuery& query,
                                          std::span<std::uint8_t> pixels) = 0;
};

/// Shows triangles. Must serve every texture request in `data`.
class Renderer {
public:
    Renderer() = default;
    virtual ~Renderer() = default;
    Renderer(const Renderer&) = delete;
    Renderer& operator=(const Renderer&) = delete;

    virtual void render(ImDrawData& data, Color page) = 0;
};

inline constexpr double kSleep = -1;

/// One per program, because Dear ImGui's hooks are global. Not thread safe.
class Platform {
public:
    /// All three must outlive the platform.
    Platform(App& app, GlyphSource& glyphs, Renderer& renderer);
    ~Platform();
    Platform(const Platform&) = delete;
    Platform& operator=(const Platform&) = delete;

    /// `records` holds whole event records of kEventFloats floats; see
    /// ui/input.h.
    void on_events(std::span<const float> records);
    void on_text(const TextEvent& event);
    void on_action(Action action, NodeId node, float amount);
    void on_route(std::string_view fragment);

    /// Words, appearance and text size chosen by the person; `Appearance` from
    /// the page otherwise.
    void set_words(const KitWords& words);
    void set_appearance(Appearance appearance);
    void use_page_appearance();

    /// Runs the passes, presents the last, prepares packet and requests. Returns
    /// when the next frame is due: kSleep, 0 for the next animation frame, or
    /// milliseconds.
    double draw_frame(double now_ms);

    /// Bytes for web/mirror.js, valid until the next frame; empty when nothing
    /// changed.
    [[nodiscard]] std::span<const std::uint8_t> packet() const;
    /// Bytes for web/worker.js: kind u8, then two strings of u32 length and
    /// UTF-8.
    [[nodiscard]] std::span<const std::uint8_t> requests() const;
    /// Frames drawn so far.
    [[nodiscard]] std::uint32_t frame_count() const;
    /// Number of the last frame after which nothing was scheduled.
    [[nodiscard]] std::uint32_t settled_frame() const;
    /// Forgets all glyphs and textures, e.g. when a font arrived or the GPU
    /// context was lost.
    void forget_glyphs();

    /// The nodes of the last pass, for tests.
    [[nodiscard]] const std::vector<Node>& nodes() const;
    [[nodiscard]] NodeId focused() const;
    [[nodiscard]] PageRequests& page();

private:
    std::unique_ptr<Context> context_;
};

}  // namespace holdfast::ui
