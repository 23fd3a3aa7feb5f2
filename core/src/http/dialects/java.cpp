// Java; Kotlin, Scala and Swift spell what matters alike.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::java {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Java>(Format::JavaCode);

}  // namespace headstrong::http::java
