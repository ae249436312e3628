# Sources that are generated from data. Included by the root, used by core/CMakeLists.txt.

# holdfast_embed_meta(<target> SYMBOL <function> SCHEMA <file> DOCUMENTS ...): checks the documents,
# compiles them into <target>; the target includes "<function>.h".
function(holdfast_embed_meta target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "SYMBOL;SCHEMA" "DOCUMENTS")
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/generated/${target}")
  list(TRANSFORM arg_DOCUMENTS REPLACE "^([^/].*)$" "${CMAKE_CURRENT_SOURCE_DIR}/\\1")
  cmake_path(ABSOLUTE_PATH arg_SCHEMA BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  add_custom_command(OUTPUT "${folder}/${arg_SYMBOL}.cpp" "${folder}/${arg_SYMBOL}.h"
    COMMAND "${HOLDFAST_PYTHON}" "${PROJECT_SOURCE_DIR}/tools/embed_meta.py"
      --schema "${arg_SCHEMA}" --out "${folder}/${arg_SYMBOL}.cpp" --symbol ${arg_SYMBOL}
      ${arg_DOCUMENTS}
    DEPENDS ${arg_DOCUMENTS} "${arg_SCHEMA}" "${PROJECT_SOURCE_DIR}/tools/embed_meta.py"
      "${PROJECT_SOURCE_DIR}/tools/cpp_source.py"
    COMMENT "Checking and embedding ${arg_SYMBOL} of ${target}" VERBATIM)
  target_sources(${target} PRIVATE "${folder}/${arg_SYMBOL}.cpp" "${folder}/${arg_SYMBOL}.h")
  target_include_directories(${target} PUBLIC "${folder}")
endfunction()

# holdfast_compile_po(<target> FOLDERS ...): checks that no translation is missing in the catalogues
# <folder>/<language>/*.po and compiles the words into <target>, which includes "strings_table.h".
function(holdfast_compile_po target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "FOLDERS")
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/generated/${target}")
  list(TRANSFORM arg_FOLDERS APPEND "/*/*.po" OUTPUT_VARIABLE patterns)
  file(GLOB catalogues CONFIGURE_DEPENDS ${patterns})
  add_custom_command(OUTPUT "${folder}/strings_table.cpp" "${folder}/strings_table.h"
    COMMAND "${HOLDFAST_PYTHON}" "${PROJECT_SOURCE_DIR}/tools/compile_po.py"
      --out "${folder}/strings_table.cpp" ${arg_FOLDERS}
    DEPENDS ${catalogues} "${PROJECT_SOURCE_DIR}/tools/compile_po.py"
      "${PROJECT_SOURCE_DIR}/tools/po_file.py" "${PROJECT_SOURCE_DIR}/tools/cpp_source.py"
    COMMENT "Compiling the words of ${target}" VERBATIM)
  # One literal holds all words of a language; the compilers take far longer ones than they have to.
  set_source_files_properties("${folder}/strings_table.cpp" PROPERTIES
    COMPILE_OPTIONS -Wno-overlength-strings)
  target_sources(${target} PRIVATE "${folder}/strings_table.cpp" "${folder}/strings_table.h")
  target_include_directories(${target} PUBLIC "${folder}")
endfunction()

# holdfast_add_meta(<target> <folder> ...): objects with the modules of each folder's entities/ and
# the words of its labels/. Files are found when the tree is configured and again whenever one comes
# or goes. A program that links such objects of its own has their modules in place of the product's.
function(holdfast_add_meta target)
  list(TRANSFORM ARGN APPEND "/entities/*.json" OUTPUT_VARIABLE patterns)
  file(GLOB documents CONFIGURE_DEPENDS ${patterns})
  list(TRANSFORM ARGN APPEND "/labels" OUTPUT_VARIABLE label_folders)
  add_library(${target} OBJECT)
  target_link_libraries(${target} PRIVATE holdfast_options)
  holdfast_embed_meta(${target} SYMBOL base_definitions DOCUMENTS ${documents}
    SCHEMA "${PROJECT_SOURCE_DIR}/core/meta/schema/entity.schema.json")
  holdfast_compile_po(${target} FOLDERS ${label_folders})
endfunction()
