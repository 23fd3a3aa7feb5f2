// Go.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::go {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Go>(Format::GoCode);

}  // namespace headstrong::http::go
