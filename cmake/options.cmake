# Warnings, language level and sanitizers for our own targets, and only for those:
# target_link_libraries(holdfast_core PRIVATE holdfast_options). Third-party code is not judged.
add_library(holdfast_options INTERFACE)
target_compile_features(holdfast_options INTERFACE cxx_std_20)
target_compile_options(holdfast_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
  # TRY is a statement expression, which GCC and clang both have and -Wpedantic names.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-gnu-statement-expression>)
# Optimising, GCC 12 sees overlapping copies in std::string (GCC bug 105651) and unset bytes in
# std::variant that are not there; clang and the sanitizers look for the real ones.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
  target_compile_options(holdfast_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()

set(holdfast_sanitize_flags "")
# Third-party code is watched for what we do to its memory, not for its own arithmetic.
set(holdfast_sanitize_third_party_flags "")
if(HOLDFAST_SANITIZE)
  set(holdfast_sanitize_third_party_flags -fsanitize=address -fno-omit-frame-pointer)
  set(holdfast_sanitize_flags -fsanitize=address,undefined -fno-sanitize-recover=undefined
    -fno-omit-frame-pointer)
endif()
if(HOLDFAST_FUZZ)
  list(APPEND holdfast_sanitize_flags -fsanitize=fuzzer-no-link)
endif()
target_compile_options(holdfast_options INTERFACE ${holdfast_sanitize_flags})
target_link_options(holdfast_options INTERFACE ${holdfast_sanitize_flags})

# The browser build has no exceptions: a failure is a Result (core/result.h).
# It is made small (CMakePresets.json), and with -Oz emcc tells clang to inline nothing at all;
# clang's own -Oz inlines what gets smaller by it, and is twice as fast (docs/adr/0030).
if(EMSCRIPTEN)
  target_compile_options(holdfast_options INTERFACE -fno-exceptions -finline-functions)
endif()

# holdfast_precompile(<target> [header...]): reads the standard headers once for a whole target.
# clang needs half the time for the sanitized build with them; GCC 12 gains nothing.
function(holdfast_precompile target)
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_precompile_headers(${target} PRIVATE <algorithm> <array> <cstdint> <functional> <map>
      <memory> <optional> <set> <span> <string> <string_view> <unordered_map> <utility> <variant>
      <vector> ${ARGN})
  endif()
endfunction()

# Debian's own Python first: python3-jsonschema belongs to it, whatever else is on PATH.
find_program(HOLDFAST_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
if(NOT HOLDFAST_PYTHON)
  find_program(HOLDFAST_PYTHON NAMES python3 REQUIRED)
endif()

# Libraries stay in this folder, so their archives hold the places of the objects, not copies: the
# sanitized build takes a third less room on the disk.
if(NOT EMSCRIPTEN)
  foreach(language C CXX)
    set(CMAKE_${language}_ARCHIVE_CREATE "<CMAKE_AR> qcT <TARGET> <LINK_FLAGS> <OBJECTS>")
    set(CMAKE_${language}_ARCHIVE_APPEND "<CMAKE_AR> qT <TARGET> <LINK_FLAGS> <OBJECTS>")
  endforeach()
endif()
