// Headers that Swift sets.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::swift {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Swift>(Format::SwiftCode);

}  // namespace headstrong::http::swift
