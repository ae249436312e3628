// Event records of the page become input of Dear ImGui, gestures and keys.
#pragma once

#include <span>

#include "platform/context.h"

namespace holdfast::ui {

/// `record` is one event record of kEventFloats floats; unknown kinds are ignored.
void handle_event(Context& context, std::span<const float> record);
/// Hands the oldest waiting key or action to the pass that begins.
void deliver_next_input(Context& context);
/// The page scrolled the region `node` by `way` CSS pixels; positive shows what lies further down.
void scroll_from_page(const Context& context, NodeId node, float way);
/// A finger rested: the same as the second mouse button.
void press_long(Context& context);

}  // namespace holdfast::ui
