// C#.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::csharp {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Csharp>(Format::CsharpCode);

}  // namespace headstrong::http::csharp
