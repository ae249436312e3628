// Shows Dear ImGui's triangles with WebGL 2, without ever asking the GPU a question.
#pragma once

#include <cstdint>

#include "ui/platform.h"

namespace holdfast::wasm {

/// The stock backend saves and restores state with some 25 round trips to the GPU process per
/// frame; this one owns its context and sets state once. One per module.
class WebglRenderer final : public ui::Renderer {
public:
    /// Takes the context of the module's canvas. False when there is no WebGL 2.
    [[nodiscard]] bool start();

    void render(ImDrawData& data, ui::Color page) override;

    /// Nothing is drawn until restore(), which builds everything anew, textures included.
    void on_context_lost() { lost_ = true; }
    void on_context_restored();

private:
    void build();
    void draw_lists(const ImDrawData& data) const;

    std::uint32_t program_ = 0;
    std::uint32_t vertices_ = 0;
    std::uint32_t indices_ = 0;
    std::uint32_t array_ = 0;
    std::int32_t transform_ = -1;
    bool lost_ = false;
};

}  // namespace holdfast::wasm
