# Two sets of headers compared; paths are relative to core/src.
set(HEADSTRONG_COMPARE_SOURCES
  compare/attributes.cpp
  compare/generalise.cpp
  compare/hosts.cpp
  compare/named_hosts.cpp
  compare/news.cpp
  compare/policies.cpp
  compare/sentences.cpp
  compare/test_requests.cpp
  compare/vocabulary.cpp
)
