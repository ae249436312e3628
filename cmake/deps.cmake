# Every third-party library as a target, each with a sentence why it is here. deps.lock pins them.
include(cmake/third_party.cmake)

if(DEFINED ENV{HOLDFAST_CACHE})
  set(HOLDFAST_CACHE "$ENV{HOLDFAST_CACHE}")
else()
  set(HOLDFAST_CACHE "$ENV{HOME}/.cache/holdfast")
endif()

# SQLite: the store in the browser, on the server and in the tests; one version for all three.
holdfast_locked_folder(sqlite_folder npm better-sqlite3)
set(sqlite_folder "${sqlite_folder}/deps/sqlite3")
set(sqlite_flags -Os -DNDEBUG
  -DSQLITE_TEMP_STORE=3 -DSQLITE_DQS=0 -DSQLITE_DEFAULT_MEMSTATUS=0
  -DSQLITE_DEFAULT_PAGE_SIZE=8192 -DSQLITE_DEFAULT_CACHE_SIZE=-65536
  -DSQLITE_DEFAULT_WAL_SYNCHRONOUS=2 -DSQLITE_LIKE_DOESNT_MATCH_BLOBS
  -DSQLITE_ENABLE_MATH_FUNCTIONS
  -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_SHARED_CACHE
  -DSQLITE_OMIT_DECLTYPE -DSQLITE_OMIT_UTF16 -DSQLITE_USE_ALLOCA)
if(EMSCRIPTEN)
  # No operating system below: wasm/src/storage_opfs.cpp brings sqlite3_os_init and its own VFS.
  # Without one SQLite only starts when its memdb file system is left out (OMIT_DESERIALIZE).
  list(APPEND sqlite_flags -DSQLITE_OS_OTHER=1 -DSQLITE_THREADSAFE=0
    -DSQLITE_DEFAULT_LOCKING_MODE=1 -DSQLITE_OMIT_DESERIALIZE)
else()
  list(APPEND sqlite_flags -DSQLITE_THREADSAFE=2)
  if(CMAKE_BUILD_TYPE STREQUAL "Debug")
    list(APPEND sqlite_flags -DSQLITE_ENABLE_API_ARMOR)
  endif()
endif()
if(HOLDFAST_SANITIZE)
  # Instrumented and optimised, this one file takes clang two minutes; unoptimised, eight seconds.
  list(TRANSFORM sqlite_flags REPLACE "^-Os$" "-O0")
endif()
holdfast_cached_library(holdfast_sqlite LANGUAGE C
  SOURCES "${sqlite_folder}/sqlite3.c" HEADERS "${sqlite_folder}/sqlite3.h"
  FLAGS ${sqlite_flags} ${holdfast_sanitize_third_party_flags})
target_include_directories(holdfast_sqlite SYSTEM INTERFACE "${sqlite_folder}")
if(NOT EMSCRIPTEN)
  target_link_libraries(holdfast_sqlite INTERFACE m)
endif()

# Dear ImGui: every widget on the canvas. ui/include/ui/imconfig.h is its configuration.
if(EXISTS "${PROJECT_SOURCE_DIR}/ui/include/ui/imconfig.h")
  holdfast_locked_folder(imgui_folder debian_source imgui)
  set(imgui_config_flags -DIMGUI_USER_CONFIG="ui/imconfig.h")
  set(imgui_sources imgui.cpp imgui_draw.cpp imgui_tables.cpp imgui_widgets.cpp)
  set(imgui_headers imgui.h imgui_internal.h imstb_rectpack.h imstb_textedit.h imstb_truetype.h)
  list(TRANSFORM imgui_sources PREPEND "${imgui_folder}/")
  list(TRANSFORM imgui_headers PREPEND "${imgui_folder}/")
  set(imgui_language_flags -std=c++20 -O2)
  if(HOLDFAST_SANITIZE)
    # Three minutes less to compile, and the checks are what counts there.
    set(imgui_language_flags -std=c++20 -O1)
  endif()
  if(EMSCRIPTEN)
    list(APPEND imgui_language_flags -fno-exceptions -fno-rtti)
  endif()
  holdfast_cached_library(holdfast_imgui LANGUAGE CXX
    SOURCES ${imgui_sources}
    HEADERS ${imgui_headers} "${PROJECT_SOURCE_DIR}/ui/include/ui/imconfig.h"
    FLAGS ${imgui_language_flags} ${imgui_config_flags} ${holdfast_sanitize_third_party_flags}
      "-I${imgui_folder}" "-I${PROJECT_SOURCE_DIR}/ui/include")
  target_include_directories(holdfast_imgui SYSTEM INTERFACE "${imgui_folder}")
  target_compile_definitions(holdfast_imgui INTERFACE IMGUI_USER_CONFIG="ui/imconfig.h")
endif()

# nlohmann/json: metadata, configuration, REST and debug views; never on the row path.
holdfast_copied_headers(holdfast_json PROBE nlohmann/json.hpp PATHS nlohmann)
target_compile_definitions(holdfast_json INTERFACE JSON_USE_IMPLICIT_CONVERSIONS=0)
if(EMSCRIPTEN)
  target_compile_definitions(holdfast_json INTERFACE JSON_NOEXCEPTION)
endif()

# tl::expected: the Result of core/result.h.
holdfast_copied_headers(holdfast_expected PROBE tl/expected.hpp PATHS tl/expected.hpp)

if(EMSCRIPTEN OR NOT HOLDFAST_TESTS)
  return()
endif()

# Catch2 version 3, behind tests/support/test.h.
holdfast_locked_folder(catch2_folder debian_source catch2)
holdfast_cached_library(holdfast_catch2 LANGUAGE CXX
  SOURCES "${catch2_folder}/extras/catch_amalgamated.cpp"
  HEADERS "${catch2_folder}/extras/catch_amalgamated.hpp"
  FLAGS -std=c++20 -O1 -DCATCH_AMALGAMATED_CUSTOM_MAIN)
target_include_directories(holdfast_catch2 SYSTEM INTERFACE "${catch2_folder}/extras")
set(HOLDFAST_CATCH2_FOLDER "${catch2_folder}")

# RapidCheck: property tests. Debian's static library is not instrumented, which asan accepts.
find_library(rapidcheck_library rapidcheck)
if(NOT rapidcheck_library)
  message(FATAL_ERROR "RapidCheck is not on this machine yet: run \"./holdfast deps\" first.")
endif()
add_library(holdfast_rapidcheck UNKNOWN IMPORTED GLOBAL)
set_target_properties(holdfast_rapidcheck PROPERTIES IMPORTED_LOCATION "${rapidcheck_library}")
