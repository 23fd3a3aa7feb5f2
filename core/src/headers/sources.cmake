# One parser per header; paths are relative to core/src.
set(HEADSTRONG_HEADERS_SOURCES
  headers/csp/parse_policy.cpp
  headers/csp/policy.cpp
)
