// What every control shares: its place, its id, hover, press, focus and its node in the tree.
#pragma once

#include <string_view>

#include "platform/context.h"
#include "ui/app_frame.h"
#include "ui/kit/button.h"
#include "ui/semantics.h"

namespace holdfast::ui {

enum class TabStop : std::uint8_t { Yes, No };

struct InteractOptions {
    Enabled enabled = Enabled::Yes;
    TabStop tab_stop = TabStop::Yes;
    bool text_cursor = false;
    bool overlapped = false;  ///< A later control lies on top of a part of it.
};

/// One control in one pass.
struct Interaction {
    NodeId id = 0;
    Rect rect;
    bool visible = false;
    bool hovered = false;
    bool held = false;
    bool pressed = false;
    bool focused = false;
    bool ring = false;  ///< Focused by keyboard: draw the focus ring.
};

/// Places `size` at the cursor and lets it be pressed by pointer, Enter, Space and the mirror.
[[nodiscard]] Interaction interact(Frame& frame, std::string_view id, Vec2 size,
                                   const InteractOptions& options = {});
/// The same for a rectangle that is already placed; the cursor stays.
[[nodiscard]] Interaction interact_at(Frame& frame, std::string_view id, const Rect& rect,
                                      const InteractOptions& options = {});

/// The node of `interaction` with its role and name set, to add more to.
Node& tag(Frame& frame, const Interaction& interaction, Role role, std::string_view name);

}  // namespace holdfast::ui
