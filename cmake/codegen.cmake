# Sources that are generated from data. Included by the root, used by core/CMakeLists.txt.

# holdfast_embed_meta(<target> SYMBOL <function> SCHEMA <file> DOCUMENTS ...): checks the documents,
# compiles them into <target>; the target includes "<function>.h".
function(holdfast_embed_meta target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "SYMBOL;SCHEMA" "DOCUMENTS")
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/generated")
  list(TRANSFORM arg_DOCUMENTS REPLACE "^([^/].*)$" "${CMAKE_CURRENT_SOURCE_DIR}/\\1")
  cmake_path(ABSOLUTE_PATH arg_SCHEMA BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  add_custom_command(OUTPUT "${folder}/${arg_SYMBOL}.cpp" "${folder}/${arg_SYMBOL}.h"
    COMMAND "${HOLDFAST_PYTHON}" "${PROJECT_SOURCE_DIR}/tools/embed_meta.py"
      --schema "${arg_SCHEMA}" --out "${folder}/${arg_SYMBOL}.cpp" --symbol ${arg_SYMBOL}
      ${arg_DOCUMENTS}
    DEPENDS ${arg_DOCUMENTS} "${arg_SCHEMA}" "${PROJECT_SOURCE_DIR}/tools/embed_meta.py"
      "${PROJECT_SOURCE_DIR}/tools/cpp_source.py"
    COMMENT "Checking and embedding ${arg_SYMBOL}" VERBATIM)
  target_sources(${target} PRIVATE "${folder}/${arg_SYMBOL}.cpp" "${folder}/${arg_SYMBOL}.h")
  target_include_directories(${target} PRIVATE "${folder}")
endfunction()

# holdfast_compile_po(<target> NAME <file> CATALOGUES en.po ...): checks that no translation is
# missing and compiles the texts into <target>; the target includes "<file>.h".
function(holdfast_compile_po target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "NAME" "CATALOGUES")
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/generated")
  list(TRANSFORM arg_CATALOGUES REPLACE "^([^/].*)$" "${CMAKE_CURRENT_SOURCE_DIR}/\\1")
  add_custom_command(OUTPUT "${folder}/${arg_NAME}.cpp" "${folder}/${arg_NAME}.h"
    COMMAND "${HOLDFAST_PYTHON}" "${PROJECT_SOURCE_DIR}/tools/compile_po.py"
      --out "${folder}/${arg_NAME}.cpp" ${arg_CATALOGUES}
    DEPENDS ${arg_CATALOGUES} "${PROJECT_SOURCE_DIR}/tools/compile_po.py"
      "${PROJECT_SOURCE_DIR}/tools/po_file.py" "${PROJECT_SOURCE_DIR}/tools/cpp_source.py"
    COMMENT "Compiling ${arg_NAME}" VERBATIM)
  target_sources(${target} PRIVATE "${folder}/${arg_NAME}.cpp" "${folder}/${arg_NAME}.h")
  target_include_directories(${target} PRIVATE "${folder}")
endfunction()
