// Headers that Dart sets.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::dart {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Dart>(Format::DartCode);

}  // namespace headstrong::http::dart
