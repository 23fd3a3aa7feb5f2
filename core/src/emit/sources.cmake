# Sets HEADSTRONG_EMIT_SOURCES: the absolute paths of what core/src/emit is built from. The targets
# come from targets.def, so that a new target is one file and one line there.
set(_emit_dir "${CMAKE_CURRENT_LIST_DIR}")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${_emit_dir}/targets.def")

set(HEADSTRONG_EMIT_SOURCES
  "${_emit_dir}/cloudfront.cpp"
  "${_emit_dir}/comment.cpp"
  "${_emit_dir}/cookie_settings.cpp"
  "${_emit_dir}/split_policy.cpp"
  "${_emit_dir}/django.cpp"
  "${_emit_dir}/emit.cpp"
  "${_emit_dir}/go.cpp"
  "${_emit_dir}/header_facts.cpp"
  "${_emit_dir}/headers_file.cpp"
  "${_emit_dir}/helmet.cpp"
  "${_emit_dir}/javascript.cpp"
  "${_emit_dir}/json_rules.cpp"
  "${_emit_dir}/netlify.cpp"
  "${_emit_dir}/nginx_words.cpp"
  "${_emit_dir}/pieces.cpp"
  "${_emit_dir}/python.cpp"
  "${_emit_dir}/receivers.cpp"
  "${_emit_dir}/receivers/csharp.cpp"
  "${_emit_dir}/receivers/go.cpp"
  "${_emit_dir}/receivers/java.cpp"
  "${_emit_dir}/receivers/javascript.cpp"
  "${_emit_dir}/receivers/php.cpp"
  "${_emit_dir}/receivers/python.cpp"
  "${_emit_dir}/receivers/ruby.cpp"
  "${_emit_dir}/ruby.cpp"
  "${_emit_dir}/target.cpp")

file(STRINGS "${_emit_dir}/targets.def" _emit_lines REGEX "^HEADSTRONG_TARGET\\(")
foreach(_emit_line IN LISTS _emit_lines)
  string(REGEX REPLACE "^HEADSTRONG_TARGET\\(([a-z0-9_]+)\\).*$" "\\1" _emit_name "${_emit_line}")
  list(APPEND HEADSTRONG_EMIT_SOURCES "${_emit_dir}/targets/${_emit_name}.cpp")
endforeach()
unset(_emit_dir)
unset(_emit_lines)
unset(_emit_line)
unset(_emit_name)
