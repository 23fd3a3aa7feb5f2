# Included by core/CMakeLists.txt. The target also needs
# headstrong_data_table for data/csp_evaluator_bypasses.tsv (STRUCT CspEvaluatorBypass COLUMNS kind host path
# needs_eval) and data/public_suffixes.tsv (STRUCT PublicSuffix, with suffix and kind).
set(HEADSTRONG_PEERS_SOURCES
  src/peers/collation.cpp
  src/peers/csp_evaluator.cpp
  src/peers/https_url.cpp
  src/peers/js_string.cpp
  src/peers/observatory.cpp
  src/peers/observatory_cookies.cpp
  src/peers/observatory_csp.cpp
  src/peers/security_headers.cpp
  src/peers/structured_token.cpp)
