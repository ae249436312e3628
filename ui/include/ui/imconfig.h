// Dear ImGui's compile-time configuration, seen by the library and by every file that includes it.
#pragma once

// Labels, ids and rectangles of all widgets reach the accessibility mirror through these hooks.
#define IMGUI_ENABLE_TEST_ENGINE

#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_DEFAULT_FONT
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
