# Turns a tab-separated table into a C++ header with one constexpr array, at build time, without
# anything but CMake:
#
#   cmake -DINPUT=a.tsv -DOUTPUT=a.hpp -DSTRUCT=Name [-DNAMESPACE=n] [-DCOLUMNS=host,path]
#         -P tsv_table.cmake
#
# The table is UTF-8. Blank lines, and lines that start with "#" (licence, provenance), are
# skipped. The first other line names the columns; every line after it has exactly as many cells.
# A cell is taken literally, whatever it holds; only a tab or a line break cannot be in one.
#
# The header defines, in NAMESPACE (headstrong::data unless given):
#
#   struct Name { std::string_view host; std::string_view path; };
#   inline constexpr std::array<Name, rows> kNameTable{{...}};   // in the order of the file
#
# COLUMNS picks the columns that are compiled in, in the order given (all of them if absent): the
# source and date of a row belong in the table but not in every binary.

cmake_minimum_required(VERSION 3.21)

if(NOT DEFINED NAMESPACE OR NAMESPACE STREQUAL "")
  set(NAMESPACE headstrong::data)
endif()
foreach(argument INPUT OUTPUT STRUCT)
  if(NOT DEFINED ${argument} OR "${${argument}}" STREQUAL "")
    message(FATAL_ERROR "tsv_table: -D${argument}= is missing")
  endif()
endforeach()

# Control characters that stand for the four characters CMake's own lists are made of or escaped
# with, and one that marks the end of a row. None can be in a table, which is checked below.
string(ASCII 1 in_place_of_semicolon)
string(ASCII 2 in_place_of_open_bracket)
string(ASCII 3 in_place_of_close_bracket)
string(ASCII 4 in_place_of_backslash)
string(ASCII 5 in_place_of_nothing)
set(placeholder "[${in_place_of_semicolon}-${in_place_of_nothing}]")

# The C++ literal of one cell.
function(tsv_table_literal cell out)
  string(REPLACE "${in_place_of_nothing}" "" text "${cell}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "?" "\\?" text "${text}")  # so that no two of them look like a trigraph
  string(REPLACE "${in_place_of_backslash}" "\\\\" text "${text}")
  string(REPLACE "${in_place_of_semicolon}" ";" text "${text}")
  string(REPLACE "${in_place_of_open_bracket}" "[" text "${text}")
  string(REPLACE "${in_place_of_close_bracket}" "]" text "${text}")
  set(${out} "\"${text}\"" PARENT_SCOPE)
endfunction()

# A row as a list of cells. The marker keeps an empty cell from being lost: a list of one empty
# element and an empty list are the same thing to CMake.
function(tsv_table_cells row out)
  string(REPLACE "\t" "${in_place_of_nothing};" cells "${row}${in_place_of_nothing}")
  set(${out} "${cells}" PARENT_SCOPE)
endfunction()

file(READ "${INPUT}" text)
if(text MATCHES "${placeholder}")
  message(FATAL_ERROR "${INPUT}: a control character is in the table")
endif()
string(REPLACE "\\" "${in_place_of_backslash}" text "${text}")
string(REPLACE ";" "${in_place_of_semicolon}" text "${text}")
string(REPLACE "[" "${in_place_of_open_bracket}" text "${text}")
string(REPLACE "]" "${in_place_of_close_bracket}" text "${text}")
string(REPLACE "\r\n" "\n" text "${text}")
string(REPLACE "\n" ";" lines "${text}")

set(names "")
set(rows "")
set(row_count 0)
set(line_number 0)
foreach(line IN LISTS lines)
  math(EXPR line_number "${line_number} + 1")
  if(line STREQUAL "" OR line MATCHES "^#")
    continue()
  endif()
  tsv_table_cells("${line}" cells)
  list(LENGTH cells cell_count)

  if(names STREQUAL "")
    string(REPLACE "${in_place_of_nothing}" "" names "${cells}")
    set(column_count ${cell_count})
    foreach(name IN LISTS names)
      if(NOT name MATCHES "^[a-z][a-z0-9_]*$")
        message(FATAL_ERROR "${INPUT}:${line_number}: \"${name}\" is not a column name (snake_case)")
      endif()
    endforeach()
    if(DEFINED COLUMNS AND NOT COLUMNS STREQUAL "")
      string(REPLACE "," ";" chosen "${COLUMNS}")
    else()
      set(chosen "${names}")
    endif()
    set(chosen_indices "")
    foreach(name IN LISTS chosen)
      list(FIND names "${name}" index)
      if(index EQUAL -1)
        message(FATAL_ERROR "${INPUT}: there is no column \"${name}\"")
      endif()
      list(APPEND chosen_indices ${index})
    endforeach()
    continue()
  endif()

  if(NOT cell_count EQUAL column_count)
    message(FATAL_ERROR "${INPUT}:${line_number}: ${cell_count} cells, not ${column_count}")
  endif()
  set(row "")
  foreach(index IN LISTS chosen_indices)
    list(GET cells ${index} cell)
    tsv_table_literal("${cell}" literal)
    if(NOT row STREQUAL "")
      string(APPEND row ", ")
    endif()
    string(APPEND row "${literal}")
  endforeach()
  string(APPEND rows "    {${row}},\n")
  math(EXPR row_count "${row_count} + 1")
endforeach()
if(names STREQUAL "")
  message(FATAL_ERROR "${INPUT}: no line names the columns")
endif()

set(members "")
foreach(name IN LISTS chosen)
  string(APPEND members "  std::string_view ${name}\;\n")
endforeach()
string(REPLACE "\\;" ";" members "${members}")

if(row_count EQUAL 0)
  set(initialiser "{}")
else()
  set(initialiser "{{\n${rows}}}")
endif()

get_filename_component(table_name "${INPUT}" NAME)
set(header "// Made from ${table_name} by tsv_table.cmake. Do not edit.
#pragma once

#include <array>
#include <string_view>

namespace ${NAMESPACE} {

struct ${STRUCT} {
${members}};

inline constexpr std::array<${STRUCT}, ${row_count}> k${STRUCT}Table${initialiser};

}  // namespace ${NAMESPACE}
")
get_filename_component(folder "${OUTPUT}" DIRECTORY)
file(MAKE_DIRECTORY "${folder}")
file(WRITE "${OUTPUT}" "${header}")
