// Elixir.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::elixir {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Elixir>(Format::ElixirCode);

}  // namespace headstrong::http::elixir
