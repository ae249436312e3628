// Configuration of Dear ImGui: the semantics hooks are on, everything that would look like Dear
// ImGui or touch a file is off.
#pragma once

#define IMGUI_ENABLE_TEST_ENGINE
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_FONT
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define IMGUI_DEFINE_MATH_OPERATORS
#ifdef __EMSCRIPTEN__
#define IM_ASSERT(expression) static_cast<void>(expression)
#endif
