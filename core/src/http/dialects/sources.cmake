# Sets HEADSTRONG_DIALECT_SOURCES, relative to core/src. The dialects come from dialects.def, so that a new
# one is one file and one line there.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/dialects.def")
set(HEADSTRONG_DIALECT_SOURCES http/dialects/dialect.cpp http/dialects/places.cpp)
file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/dialects.def" _dialect_lines REGEX "^HEADSTRONG_DIALECT\\(")
foreach(_line IN LISTS _dialect_lines)
  string(REGEX REPLACE "^HEADSTRONG_DIALECT\\(([a-z0-9_]+)\\).*$" "http/dialects/\\1.cpp" _source "${_line}")
  list(APPEND HEADSTRONG_DIALECT_SOURCES "${_source}")
endforeach()
unset(_dialect_lines)
