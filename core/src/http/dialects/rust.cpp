// Rust.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::rust {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Rust>(Format::RustCode);

}  // namespace headstrong::http::rust
