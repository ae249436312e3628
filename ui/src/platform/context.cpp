#include "platform/context.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <cstdio>
#include <string>

#include "platform/im.h"

namespace holdfast::ui {
namespace {

/// A thumb over 100,000 rows can still be grabbed.
constexpr float kGrabMin = 36;

void configure(ImGuiIO& io) {
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    io.ConfigWindowsResizeFromEdges = false;
    io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
    platform.Renderer_TextureMaxWidth = platform.Renderer_TextureMaxHeight = 4096;
}

void set_style(const Theme& theme) {
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle();
    style.WindowPadding = style.FramePadding = style.ItemSpacing = style.ItemInnerSpacing = {};
    style.WindowBorderSize = style.ChildBorderSize = style.PopupBorderSize = 0;
    style.WindowMinSize = {1, 1};
    style.FontSizeBase = theme.type.body.size;
    style.ScrollbarSize = theme.density == Density::Touch ? 4.0F : 10.0F;
    style.GrabMinSize = kGrabMin;
    style.ScrollbarRounding = style.ScrollbarSize / 2;
    style.AntiAliasedLinesUseTex = false;
    style.CircleTessellationMaxError = 0.2F;
    style.CurveTessellationTol = 0.6F;
    const Palette& palette = *theme.palette;
    const Color none = {0, 0, 0, 0};
    const auto set = [&style](ImGuiCol slot, Color color) { style.Colors[slot] = to_im4(color); };
    for (int slot = 0; slot < ImGuiCol_COUNT; ++slot) set(slot, none);
    set(ImGuiCol_Text, palette.text);
    set(ImGuiCol_ScrollbarGrab, with_alpha(palette.neutral[6], 0.45F));
    set(ImGuiCol_ScrollbarGrabHovered, with_alpha(palette.neutral[6], 0.75F));
    set(ImGuiCol_ScrollbarGrabActive, palette.neutral[6]);
}

void add_color(std::string& text, const char* name, Color color) {
    char entry[64];
    std::snprintf(entry, sizeof entry, "--%s:rgba(%d,%d,%d,%.3f);", name, color.red, color.green,
                  color.blue, color.alpha / 255.0);
    text += entry;
}

std::string custom_properties(const Theme& theme) {
    const Palette& palette = *theme.palette;
    std::string text;
    add_color(text, "page", palette.page);
    add_color(text, "surface", palette.surface);
    add_color(text, "text", palette.text);
    add_color(text, "muted", palette.text_muted);
    add_color(text, "accent", palette.tone(Tone::Accent).solid);
    add_color(text, "selection", with_alpha(palette.tone(Tone::Accent).solid, 0.28F));
    text += theme.dark() ? "--scheme:dark;" : "--scheme:light;";
    char size[80];
    std::snprintf(size, sizeof size, "--field-size:%.0fpx;--field-line:%.0fpx;--control:%.0fpx;",
                  static_cast<double>(theme.type.body.size),
                  static_cast<double>(theme.type.body.line),
                  static_cast<double>(theme.metrics.control));
    return text + size;
}

Appearance appearance_of(const Preferences& preferences) {
    if (preferences.own_appearance) return preferences.appearance;
    if (preferences.contrast)
        return preferences.dark ? Appearance::HighContrastDark : Appearance::HighContrastLight;
    return preferences.dark ? Appearance::Dark : Appearance::Light;
}

}  // namespace

Context::Context(App& the_app, GlyphSource& the_glyphs, Renderer& the_renderer)
    : app(the_app), glyphs(the_glyphs), renderer(the_renderer) {
    imgui = ImGui::CreateContext();
    ImGui::SetCurrentContext(imgui);
    imgui->TestEngine = this;
    imgui->TestEngineHookItems = true;
    configure(ImGui::GetIO());
    fonts.add_to(*ImGui::GetIO().Fonts);
    layout.size = {1280, 800};
    apply_preferences();
}

Context::~Context() {
    ImGui::SetCurrentContext(imgui);
    imgui->TestEngineHookItems = false;
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        texture->SetTexID(ImTextureID_Invalid);
        texture->SetStatus(ImTextureStatus_Destroyed);
    }
    ImGui::DestroyContext(imgui);
}

void Context::apply_preferences() {
    const Density density = preferences.coarse ? Density::Touch : Density::Compact;
    theme = make_theme(appearance_of(preferences), density, preferences.text_scale);
    set_style(theme);
    page.add(PageRequestKind::Theme, custom_properties(theme));
}

NodeId Context::dialog() const {
    NodeId top = 0;
    for (const OpenOverlay& overlay : overlays)
        if (overlay.dialog) top = overlay.node;
    return top;
}

void Context::move_focus(NodeId id) {
    if (focus.id != id) focus.left_next = focus.id;
    focus.id = id;
    focus.wanted_group.clear();
    focus.scroll_to = id != 0;
    ++focus.sequence;
    again = true;
}

}  // namespace holdfast::ui
