# headstrong_data_table(<target> <tsv> STRUCT <Name> [NAMESPACE <namespace>] [COLUMNS <column>...])
#
# Gives <target> the table <tsv> (relative to the calling CMakeLists.txt) as a constexpr array, see
# tsv_table.cmake. core/data/bypass-hosts.tsv is included as
#
#   #include "data/bypass_hosts.hpp"   // headstrong::data::kNameTable, a std::array<Name, rows>
#
# COLUMNS names the columns to compile in; leave out what the program never reads. The header is
# made again when the table changes. Several targets may ask for one table, in the same words.
# The target headstrong_tables makes all tables, for what reads sources and does not build them.

include_guard(GLOBAL)

set(HEADSTRONG_TSV_TABLE_SCRIPT "${CMAKE_CURRENT_LIST_DIR}/tsv_table.cmake")

function(headstrong_data_table target tsv)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "STRUCT;NAMESPACE" "COLUMNS")
  if(NOT arg_STRUCT OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "headstrong_data_table(<target> <tsv> STRUCT <Name> [NAMESPACE <n>] [COLUMNS <c>...])")
  endif()
  if(NOT arg_NAMESPACE)
    set(arg_NAMESPACE headstrong::data)
  endif()

  get_filename_component(input "${tsv}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
  get_filename_component(stem "${input}" NAME_WE)
  string(MAKE_C_IDENTIFIER "${stem}" stem)
  set(include_folder "${PROJECT_BINARY_DIR}/generated")
  set(output "${include_folder}/data/${stem}.hpp")
  string(REPLACE ";" "," columns "${arg_COLUMNS}")

  if(NOT TARGET headstrong_data_${stem})
    add_custom_command(
      OUTPUT "${output}"
      COMMAND
        "${CMAKE_COMMAND}" "-DINPUT=${input}" "-DOUTPUT=${output}" "-DSTRUCT=${arg_STRUCT}"
        "-DNAMESPACE=${arg_NAMESPACE}" "-DCOLUMNS=${columns}" -P "${HEADSTRONG_TSV_TABLE_SCRIPT}"
      DEPENDS "${input}" "${HEADSTRONG_TSV_TABLE_SCRIPT}"
      COMMENT "Making data/${stem}.hpp"
      VERBATIM)
    add_custom_target(headstrong_data_${stem} DEPENDS "${output}")
    if(NOT TARGET headstrong_tables)
      add_custom_target(headstrong_tables)
    endif()
    add_dependencies(headstrong_tables headstrong_data_${stem})
  endif()
  add_dependencies(${target} headstrong_data_${stem})
  target_include_directories(${target} PRIVATE "${include_folder}")
endfunction()
