// Headers that Scala sets.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::scala {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Scala>(Format::ScalaCode);

}  // namespace headstrong::http::scala
