// Headers that C and C++ set.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::cpp_code {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Cpp>(Format::CppCode);

}  // namespace headstrong::http::cpp_code
