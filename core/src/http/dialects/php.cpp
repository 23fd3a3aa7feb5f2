// PHP.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::php {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Php>(Format::PhpCode);

}  // namespace headstrong::http::php
