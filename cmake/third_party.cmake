# How third-party code gets into the build; cmake/deps.cmake says which.

# holdfast_locked_folder(<variable> <section> <name>): where the archive that deps.lock pins lies
# unpacked. The same names as tools/deps/lock.py.
function(holdfast_locked_folder variable section wanted)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/deps.lock")
  file(READ "${PROJECT_SOURCE_DIR}/deps.lock" lock)
  string(JSON count LENGTH "${lock}" ${section})
  math(EXPR last "${count} - 1")
  foreach(index RANGE ${last})
    string(JSON name GET "${lock}" ${section} ${index} name)
    if(name STREQUAL wanted)
      string(JSON version GET "${lock}" ${section} ${index} version)
      string(REPLACE "@" "" folder "${name}-${version}")
      string(REPLACE "/" "-" folder "${folder}")
      set(folder "${HOLDFAST_CACHE}/src/${folder}")
      if(NOT EXISTS "${folder}/.complete")
        message(FATAL_ERROR "${wanted} is not on this machine yet: run \"./holdfast deps\" first.")
      endif()
      set(${variable} "${folder}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "deps.lock has no ${wanted} in ${section}.")
endfunction()

# holdfast_cached_library(<target> LANGUAGE C|CXX SOURCES ... HEADERS ... FLAGS ...): a static
# library that is compiled once per content and kept outside the tree.
function(holdfast_cached_library target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LANGUAGE" "SOURCES;HEADERS;FLAGS")
  set(library "${CMAKE_BINARY_DIR}/deps/lib${target}.a")
  set(options "")
  foreach(source IN LISTS arg_SOURCES)
    list(APPEND options --source "${source}")
  endforeach()
  foreach(header IN LISTS arg_HEADERS)
    list(APPEND options --header "${header}")
  endforeach()
  add_custom_command(OUTPUT "${library}"
    COMMAND "${CMAKE_COMMAND}" -E env "HOLDFAST_CACHE=${HOLDFAST_CACHE}" "${HOLDFAST_PYTHON}"
      "${PROJECT_SOURCE_DIR}/tools/deps/cached_library.py" --output "${library}"
      --compiler "${CMAKE_${arg_LANGUAGE}_COMPILER}" --archiver "${CMAKE_AR}" ${options}
      -- ${arg_FLAGS}
    DEPENDS ${arg_SOURCES} ${arg_HEADERS} "${PROJECT_SOURCE_DIR}/tools/deps/cached_library.py"
    COMMENT "Third-party library ${target}" VERBATIM)
  add_custom_target(${target}_archive DEPENDS "${library}")
  add_library(${target} STATIC IMPORTED GLOBAL)
  set_target_properties(${target} PROPERTIES IMPORTED_LOCATION "${library}")
  add_dependencies(${target} ${target}_archive)
endfunction()

# holdfast_copied_headers(<target> PROBE <header> PATHS ...): a header-only package, copied out of
# the system's include folder, because that folder on em++'s path would mix in glibc.
function(holdfast_copied_headers target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "PROBE" "PATHS")
  find_path(${target}_folder "${arg_PROBE}" PATHS /usr/include NO_CMAKE_FIND_ROOT_PATH)
  if(NOT ${target}_folder)
    message(FATAL_ERROR "${arg_PROBE} is not on this machine yet: run \"./holdfast deps\" first.")
  endif()
  set(copy "${CMAKE_BINARY_DIR}/deps/${target}")
  foreach(path IN LISTS arg_PATHS)
    cmake_path(GET path PARENT_PATH parent)
    file(COPY "${${target}_folder}/${path}" DESTINATION "${copy}/${parent}")
  endforeach()
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE "${copy}")
endfunction()
