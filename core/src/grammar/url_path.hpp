// The path of a URL (URL Standard, https://url.spec.whatwg.org/#path-state).
#pragma once

#include <string>
#include <string_view>

namespace headstrong::grammar {

/// True where the path is already as the URL parser would leave it.
bool is_plain_path(std::string_view path, bool special);
/// Resolves the dot segments of `path` onto the end of `out`.
void append_path(std::string_view path, bool special, std::string& out);

}  // namespace headstrong::grammar
