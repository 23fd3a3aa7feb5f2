// Headers that a language sets which has no dialect of its own.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::other_code {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Other>(Format::OtherCode);

}  // namespace headstrong::http::other_code
