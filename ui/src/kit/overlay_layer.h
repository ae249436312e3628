// A layer over the whole canvas: everything below is covered and, when modal, inert.
#pragma once

#include <string_view>

#include "ui/app_frame.h"
#include "ui/semantics.h"

namespace holdfast::ui {

enum class Scrim : std::uint8_t { Dark, Clear };

/// Opens the layer, draws the scrim and takes presses on it. The panel is drawn into it while the
/// object lives, inside a scope of `role` named `name` over `panel`.
class OverlayLayer {
public:
    OverlayLayer(Frame& frame, Role role, std::string_view name, const Rect& panel, Scrim scrim);
    ~OverlayLayer();
    OverlayLayer(const OverlayLayer&) = delete;
    OverlayLayer& operator=(const OverlayLayer&) = delete;

    /// Escape was pressed, or the scrim.
    [[nodiscard]] bool wants_to_close() const { return wants_to_close_; }
    [[nodiscard]] NodeId node() const { return node_; }

private:
    Frame& frame_;
    NodeId node_ = 0;
    bool wants_to_close_ = false;
};

}  // namespace holdfast::ui
