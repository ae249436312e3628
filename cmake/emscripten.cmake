# The toolchain file of the browser build: finds an emcc that is new enough, on PATH or where
# Debian installs it, and hands over to the toolchain file that belongs to that emcc.
set(holdfast_emcc_min 3.1.6)
if(NOT DEFINED HOLDFAST_EMCC_FALLBACK)
  set(HOLDFAST_EMCC_FALLBACK /usr/bin)
endif()
set(holdfast_emscripten_root "")
set(holdfast_emcc_seen "")

foreach(place IN ITEMS PATH DEBIAN)
  unset(holdfast_emcc CACHE)
  if(place STREQUAL "PATH")
    find_program(holdfast_emcc emcc NO_CMAKE_FIND_ROOT_PATH)
  else()
    find_program(holdfast_emcc emcc PATHS "${HOLDFAST_EMCC_FALLBACK}" NO_DEFAULT_PATH
      NO_CMAKE_FIND_ROOT_PATH)
  endif()
  if(NOT holdfast_emcc)
    continue()
  endif()
  file(REAL_PATH "${holdfast_emcc}" holdfast_emcc_real)
  cmake_path(GET holdfast_emcc_real PARENT_PATH root)
  if(NOT EXISTS "${root}/emscripten-version.txt")
    continue()
  endif()
  file(READ "${root}/emscripten-version.txt" version)
  string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" version "${version}")
  set(holdfast_emcc_seen "${holdfast_emcc} is version ${version}. ")
  if(version VERSION_GREATER_EQUAL holdfast_emcc_min)
    set(holdfast_emscripten_root "${root}")
    break()
  endif()
endforeach()
unset(holdfast_emcc CACHE)

if(holdfast_emscripten_root STREQUAL "")
  message(FATAL_ERROR "${holdfast_emcc_seen}The browser build needs emcc ${holdfast_emcc_min} or "
    "newer: run \"./holdfast deps\", or put a newer Emscripten on PATH.")
endif()

include("${holdfast_emscripten_root}/cmake/Modules/Platform/Emscripten.cmake")

# Debian keeps the optimiser's acorn here, and a Node from elsewhere does not look for it.
if(IS_DIRECTORY /usr/share/nodejs)
  foreach(language IN ITEMS C CXX)
    set(CMAKE_${language}_LINKER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;NODE_PATH=/usr/share/nodejs")
  endforeach()
endif()
