// JavaScript and TypeScript.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::javascript {

extern const DialectSpec kDialect = code::code_dialect<code::Language::JavaScript>(Format::JavaScriptCode);

}  // namespace headstrong::http::javascript
