# Included by core/CMakeLists.txt. The target also needs
# headstrong_data_table for data/csp_evaluator_bypasses.tsv (STRUCT CspEvaluatorBypass COLUMNS kind host path
# needs_eval) and data/public_suffixes.tsv (STRUCT PublicSuffix, with suffix and kind).
set(HEADSTRONG_ELSEWHERE_SOURCES
  src/elsewhere/collation.cpp
  src/elsewhere/csp_evaluator.cpp
  src/elsewhere/https_url.cpp
  src/elsewhere/js_string.cpp
  src/elsewhere/observatory.cpp
  src/elsewhere/observatory_cookies.cpp
  src/elsewhere/observatory_csp.cpp
  src/elsewhere/security_headers.cpp
  src/elsewhere/structured_token.cpp)
