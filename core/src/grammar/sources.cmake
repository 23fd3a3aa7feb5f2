# Grammars that several headers share; paths are relative to core/src.
set(HEADSTRONG_GRAMMAR_SOURCES
  grammar/base64.cpp
  grammar/idna.cpp
  grammar/sha2.cpp
  grammar/url.cpp
)
