// Headers that Perl sets.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::perl {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Perl>(Format::PerlCode);

}  // namespace headstrong::http::perl
