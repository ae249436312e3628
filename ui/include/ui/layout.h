// Where things go: breakpoints, rows of fixed and flexible parts, stacks,
// scroll areas.
//
// Screens never place anything by hand. A stack puts its parts one below the
// other with one gap; a Row divides the width that is left. All of them work
// inside one pass of one frame.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "ui/geometry.h"

namespace holdfast::ui {

class Frame;

/// By CSS width: Phone below 600, Tablet below 1024, Desktop from there.
enum class Breakpoint : std::uint8_t { Phone, Tablet, Desktop };

struct Insets {
    float top = 0;
    float right = 0;
    float bottom = 0;
    float left = 0;
};

struct Layout {
    Vec2 size;              ///< The whole canvas in CSS pixels.
    float pixel_ratio = 1;  ///< Device pixels per CSS pixel.
    Insets safe;            ///< Notches and the home indicator.
    float keyboard = 0;     ///< Height of the soft keyboard that covers the canvas.
    Breakpoint breakpoint = Breakpoint::Desktop;

    [[nodiscard]] bool phone() const { return breakpoint == Breakpoint::Phone; }
    [[nodiscard]] bool desktop() const { return breakpoint == Breakpoint::Desktop; }
};

[[nodiscard]] Breakpoint breakpoint_for(float width);

/// One part of a Row.
struct Part {
    enum class Kind : std::uint8_t { Fixed, Fill };
    Kind kind = Kind::Fill;
    float amount = 1;  ///< Pixels when Fixed, share of what is left when Fill.
    float min = 0;     ///< Fill only, pixels.
    float max = 1e9F;  ///< Fill only, pixels.
};
[[nodiscard]] Part fixed(float pixels);
[[nodiscard]] Part fill(float share = 1, float min = 0, float max = 1e9F);

inline constexpr std::size_t kRowPartsMax = 12;

/// Widths of `parts` within `width` with `gap` between them, written to
/// `widths` (as many as parts, at most kRowPartsMax).
void divide(std::span<const Part> parts, float width, float gap, std::span<float> widths);

/// The width that is left at the cursor.
[[nodiscard]] float available_width(const Frame& frame);
/// The height that is left at the cursor down to the edge of the innermost
/// region.
[[nodiscard]] float available_height(const Frame& frame);

/// Empty height at the cursor.
void space(Frame& frame, float height);

/// Everything drawn while it lives stands one below the other, `gap` apart.
class Stack {
public:
    Stack(Frame& frame, float gap);
    ~Stack();
    Stack(const Stack&) = delete;
    Stack& operator=(const Stack&) = delete;

private:
    float gap_ = 0;
};

enum class RowAlign : std::uint8_t { Top, Center };

/// Parts side by side: call next() before each part. Parts that are not used
/// stay empty.
class Row {
public:
    Row(Frame& frame, std::span<const Part> parts, float gap = 12, RowAlign align = RowAlign::Top);
    ~Row();
    Row(const Row&) = delete;
    Row& operator=(const Row&) = delete;

    /// Moves to the next part; its width is what available_width() then says.
    void next();

private:
    void close_part();

    Frame& frame_;
    float widths_[kRowPartsMax] = {};
    std::size_t count_ = 0;
    std::size_t index_ = 0;
    Vec2 origin_;
    float gap_ = 0;
    float bottom_ = 0;
    float outer_right_ = 0;
    RowAlign align_ = RowAlign::Top;
    unsigned id_ = 0;
};

/// Items of their natural width, left to right, wrapped when the width is used
/// up. Call next(width) before each item with the width that it will take.
class Flow {
public:
    Flow(Frame& frame, float gap);
    ~Flow();
    Flow(const Flow&) = delete;
    Flow& operator=(const Flow&) = delete;
    void next(float width);

private:
    Frame& frame_;
    Vec2 origin_;
    Vec2 cursor_;
    float gap_ = 0;
    float right_ = 0;
    float line_bottom_ = 0;
    bool first_ = true;
};

/// A rectangle with its own cursor and no gaps; what does not fit is cut off.
class Region {
public:
    Region(Frame& frame, std::string_view id, const Rect& rect);
    ~Region();
    Region(const Region&) = delete;
    Region& operator=(const Region&) = delete;
};

/// Keep: where it was scrolled to. Top: back at the beginning, for other content than before.
enum class ScrollStart : std::uint8_t { Keep, Top };

struct ScrollAreaOptions {
    float padding_x = 0;
    float padding_y = 0;
    float width_max = 1e9F;  ///< Content is centred when the area is wider.
    ScrollStart start = ScrollStart::Keep;
};

/// A rectangle whose content scrolls up and down by wheel, finger, keys and
/// focus.
class ScrollArea {
public:
    ScrollArea(Frame& frame, std::string_view id, const Rect& rect,
               const ScrollAreaOptions& options = {});
    ~ScrollArea();
    ScrollArea(const ScrollArea&) = delete;
    ScrollArea& operator=(const ScrollArea&) = delete;

private:
    Frame& frame_;
    float padding_y_ = 0;
};

/// The rectangle that is left at the cursor.
[[nodiscard]] Rect available_rect(const Frame& frame);

/// Names what is drawn while it lives: rows, cards and repeated fields need
/// one, made from the record's id and never from its position, so that focus
/// and the mirror stay with the record.
class IdScope {
public:
    IdScope(Frame& frame, std::string_view id);
    ~IdScope();
    IdScope(const IdScope&) = delete;
    IdScope& operator=(const IdScope&) = delete;
};

}  // namespace holdfast::ui
