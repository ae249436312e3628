// Dear ImGui calls these for every item (IMGUI_ENABLE_TEST_ENGINE); they fill the semantic tree.
#include <imgui.h>
#include <imgui_internal.h>

#include <string_view>

#include "platform/context.h"

namespace holdfast::ui {
namespace {

Context* context_of(ImGuiContext* imgui) {
    return static_cast<Context*>(imgui->TestEngine);
}

Rect to_rect(const ImRect& rect) {
    return {{rect.Min.x, rect.Min.y}, {rect.Max.x, rect.Max.y}};
}

// Widgets of the kit name themselves after this; a bare Dear ImGui widget keeps what is found here.
void name_bare_widget(Node& node, const char* label, ImGuiItemStatusFlags flags) {
    const std::string_view text(
        label, static_cast<std::size_t>(ImGui::FindRenderedTextEnd(label) - label));
    if (node.role != Role::None || text.empty()) return;
    node.name = text;
    node.role = (flags & ImGuiItemStatusFlags_Checkable) != 0 ? Role::CheckBox : Role::Button;
    node.flags |= kNodeFocusable | kNodeTabStop;
    if ((flags & ImGuiItemStatusFlags_Checked) != 0) node.flags |= kNodeChecked;
}

}  // namespace

Context& current_context() {
    return *context_of(ImGui::GetCurrentContext());
}

}  // namespace holdfast::ui

using holdfast::ui::Context;
using holdfast::ui::Node;

void ImGuiTestEngineHook_ItemAdd(ImGuiContext* imgui, ImGuiID id, const ImRect& box,
                                 const ImGuiLastItemData* item) {
    Context* context = holdfast::ui::context_of(imgui);
    if (context == nullptr || item == nullptr || id == 0) return;
    Node& node = context->tree.add(id, holdfast::ui::to_rect(box), imgui->CurrentWindow);
    if ((item->ItemFlags & ImGuiItemFlags_Disabled) != 0) node.flags |= holdfast::ui::kNodeDisabled;
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext* imgui, ImGuiID id, const char* label,
                                  ImGuiItemStatusFlags flags) {
    Context* context = holdfast::ui::context_of(imgui);
    if (context == nullptr || imgui->CurrentWindow == nullptr) return;
    if (imgui->CurrentWindow->ID == id || label == nullptr) return;
    if (Node* node = context->tree.find(id)) holdfast::ui::name_bare_widget(*node, label, flags);
}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) {
    return nullptr;
}
