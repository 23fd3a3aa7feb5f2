// Ruby, and Perl, which spells what matters alike.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::ruby {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Ruby>(Format::RubyCode);

}  // namespace headstrong::http::ruby
