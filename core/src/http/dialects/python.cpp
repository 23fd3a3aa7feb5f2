// Python.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::python {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Python>(Format::PythonCode);

}  // namespace headstrong::http::python
