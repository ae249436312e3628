// Words on the canvas: single lines with ellipsis, paragraphs, headings. Each
// tags its meaning.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ui/geometry.h"
#include "ui/icon.h"
#include "ui/theme.h"

namespace holdfast::ui {

class Frame;

enum class Align : std::uint8_t { Left, Center, Right };

/// Width of `text` on one line, CSS pixels.
[[nodiscard]] float text_width(Frame& frame, std::string_view text, const TypeStyle& style);
/// Height of `text` wrapped to `width`.
[[nodiscard]] float text_height(Frame& frame, std::string_view text, const TypeStyle& style,
                                float width);

/// Paints one line into `rect`, centred in its height, cut with an ellipsis.
/// Adds no meaning: for widgets that tag themselves.
void paint_text(Frame& frame, std::string_view text, const TypeStyle& style, Color color,
                const Rect& rect, Align align = Align::Left);
/// Paints an icon of `size` pixels centred in `rect`. Adds no meaning.
void paint_icon(Frame& frame, Icon icon, float size, Color color, const Rect& rect);

/// Paints a wrapped paragraph at the cursor and moves it. Adds no meaning.
void paint_paragraph(Frame& frame, std::string_view text, const TypeStyle& style, Color color);
/// Paints a wrapped paragraph into `rect`, as many lines as fit. Adds no meaning.
void paint_paragraph_in(Frame& frame, std::string_view text, const TypeStyle& style, Color color,
                        const Rect& rect);

/// As paint_paragraph_in(), every line centred.
void paint_centered(Frame& frame, std::string_view text, const TypeStyle& style, Color color,
                    const Rect& rect);

/// A paragraph at the cursor, wrapped to the available width; breaks Japanese
/// by its rules.
void text(Frame& frame, std::string_view text);
void text(Frame& frame, std::string_view text, const TypeStyle& style, Color color);
/// A paragraph in the muted colour and the small style.
void muted_text(Frame& frame, std::string_view text);

/// The one title of a screen (level 1), or of a section (2 and 3).
void heading(Frame& frame, std::string_view text, std::uint8_t level = 2);

}  // namespace holdfast::ui
