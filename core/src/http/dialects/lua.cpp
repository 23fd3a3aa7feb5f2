// Lua, as OpenResty, HAProxy and Kong run it.
#include "http/code/code_dialect.hpp"

namespace headstrong::http::lua {

extern const DialectSpec kDialect = code::code_dialect<code::Language::Lua>(Format::LuaCode);

}  // namespace headstrong::http::lua
