# Grammars that several headers share; paths are relative to core/src.
set(HEADSTRONG_GRAMMAR_SOURCES
  grammar/base64.cpp
  grammar/civil_date.cpp
  grammar/csp_names.cpp
  grammar/header_names.cpp
  grammar/http_date.cpp
  grammar/idna.cpp
  grammar/resolve_url.cpp
  grammar/sha2.cpp
  grammar/structured_field.cpp
  grammar/url.cpp
  grammar/url_host.cpp
  grammar/url_path.cpp
)
