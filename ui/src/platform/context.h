// Platform's memory between passes and frames; the one thing all kit sources share.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/fonts.h"
#include "platform/gesture.h"
#include "platform/glyph_table.h"
#include "semantics/packet.h"
#include "semantics/tree.h"
#include "ui/kit/choice.h"
#include "ui/kit/grid.h"
#include "ui/platform.h"

struct ImGuiContext;

namespace holdfast::ui {

/// A key or action that waits for its pass; one is delivered per pass, in order.
struct PendingInput {
    enum class Kind : std::uint8_t { Key, Act };
    Kind kind = Kind::Key;
    KeyPress press;
    Action action = Action::Activate;
    NodeId node = 0;
    float amount = 0;
};

/// A dialog or menu that is drawn in this pass.
struct OpenOverlay {
    NodeId node = 0;          ///< Its scope in the tree.
    NodeId focus_before = 0;  ///< Gets the focus back when it closes.
    bool seen = false;        ///< Drawn in this pass.
    bool dialog = false;      ///< Everything outside is inert.
    bool needs_focus = true;  ///< Its first control has not got the focus yet.
};

struct FocusState {
    NodeId id = 0;
    NodeId left = 0;             ///< Lost the focus before this pass; for validation on blur.
    NodeId left_next = 0;        ///< Lost it since; told in the next pass.
    bool ring = false;           ///< Moved by keyboard or assistive technology.
    std::uint32_t sequence = 0;  ///< Grows when the page has to follow.
    bool scroll_to = false;
    std::string wanted_name;
    std::string wanted_group;    ///< See Frame::enter_group().
    bool enters_screen = false;  ///< See Frame::enter_screen().
};

/// What the page knows about the text of one field.
struct TextState {
    std::uint32_t version = 0;
    bool composing = false;
    bool fresh = false;  ///< `value` has not been given to the widget yet.
    std::string value;
};

struct Toast {
    std::uint32_t number = 0;  ///< Tells its nodes from those of the others as they come and go.
    std::string message;
    std::string action;
    std::uint32_t token = 0;
    Tone tone = Tone::Neutral;
    double visible_ms = 0;
    bool held = false;    ///< The pointer or the focus is on it.
    double until_ms = 0;  ///< 0: not shown yet.
};

struct Preferences {
    bool dark = false;
    bool contrast = false;
    bool reduced_motion = false;
    bool coarse = false;
    float text_scale = 1;
    bool own_appearance = false;
    Appearance appearance = Appearance::Light;
};

/// A control that can be dragged, where it was drawn in the last pass.
struct Draggable {
    NodeId node = 0;
    Rect rect;
};
/// What is on its way to another place, under the mouse or a finger that rested on it.
struct DragState {
    NodeId node = 0;  ///< 0: nothing.
    Vec2 start;
    Vec2 at;
    bool finger = false;
    bool released = false;  ///< Since the last pass.
    bool cancelled = false;
};

struct Context {
    Context(App& app, GlyphSource& glyphs, Renderer& renderer);
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    App& app;
    GlyphSource& glyphs;
    Renderer& renderer;
    ImGuiContext* imgui = nullptr;

    Theme theme;
    Layout layout;
    KitWords words;
    Preferences preferences;

    GlyphTable glyph_table;
    Fonts fonts;
    SemanticTree tree;
    PacketWriter packet;
    double packet_sent_ms = -1e9;
    bool packet_waiting = false;
    PageRequests page;
    std::vector<std::uint8_t> request_bytes;

    std::deque<PendingInput> inputs;
    KeyPress key;           ///< Of this pass; None when taken.
    NodeId activated = 0;   ///< Of this pass; 0 when taken.
    std::uint8_t press_modifiers = 0;  ///< Held while the pointer went down; none of later keys.
    NodeId value_node = 0;  ///< Node of a SetValue action of this pass.
    int value_index = -1;
    NodeId submitted = 0;  ///< Text field in which Enter was pressed.
    FocusState focus;
    std::unordered_map<NodeId, TextState> texts;
    std::vector<OpenOverlay> overlays;
    std::unordered_map<NodeId, PickerState> popups;  ///< Of comboboxes.
    std::deque<Toast> toasts;
    std::uint32_t toasts_shown = 0;
    std::unordered_map<NodeId, float> heights;  ///< Of rows and cards in the last pass.
    NodeId grid_with_focus = 0;                 ///< Its row had the focus in the last pass.
    NodeId grid_with_focus_next = 0;            ///< The same for the pass that is drawn.
    NodeId grid_takes_focus = 0;  ///< Its cursor row takes the focus as soon as it is drawn.
    GridRow row_scratch;
    NodeId last_item = 0;
    Rect last_rect;
    std::string cursor = "default";
    bool pointer_over = false;

    Gesture gesture;
    DragState drag;
    std::vector<Draggable> draggables;
    double now_ms = 0;
    double wake_at_ms = kSleep;
    bool again = false;
    std::uint32_t frame_count = 0;
    std::uint32_t settled_frame = 0;

    /// The node that must be inside: of the topmost overlay, or 0.
    [[nodiscard]] NodeId modal() const { return overlays.empty() ? 0 : overlays.back().node; }
    /// The topmost dialog, or 0; menus and lists do not make the rest inert.
    [[nodiscard]] NodeId dialog() const;
    /// Moves the focus and tells the page.
    void move_focus(NodeId id);
    void apply_preferences();
};

/// The context that Dear ImGui's present context belongs to.
[[nodiscard]] Context& current_context();

}  // namespace holdfast::ui
