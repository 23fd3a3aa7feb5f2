// Settings of shells and .env files.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::shell {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Shell>(Format::ShellCode);

}  // namespace headstrong::http::shell
