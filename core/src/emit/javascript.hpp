// Header values as JavaScript expressions.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "emit/target.hpp"

namespace headstrong::emitters::javascript {

/// A string, or a template with `nonce` (an expression) in each nonce's place.
std::string value(std::string_view text, std::string_view nonce);

/// The value of the field: a string, or an array where the name occurs more than once.
std::string values(const HeaderValues& field, std::string_view nonce);

/// One call a field on `headers` (an expression for a Headers object), which keeps one value a name: what
/// is additive is appended. Each line after its remarks, indented by `indent`.
std::string set_lines(const TargetSpec& spec, std::span<const HeaderValues> fields, std::string_view headers,
                      std::string_view nonce, std::string_view indent);

/// The same on Node's response `res`, as it begins to be sent: in place of all that the application and its framework
/// set. `also` are lines of their own before them.
std::string as_it_begins(const TargetSpec& spec, std::span<const HeaderValues> fields, std::string_view res,
                         std::string_view nonce, std::string_view also = {});

/// The expression of a nonce that runs wherever Web Crypto does: 128 random bits in base64.
inline constexpr std::string_view kWebNonce =
    "btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))";

/// headers() of next.config: these fields, of one value each and without nonces, on every path.
std::string next_headers(const TargetSpec& spec, std::span<const HeaderValues> fields);
/// Whether a value would not arrive that way: Next.js puts what the path's parameter matched in the place of ":name", and
/// reads a value with a colon as a path, in which a backslash is an escape and "--ESCAPED_PARAM_" a mark.
bool is_next_pattern(std::string_view value);
inline constexpr std::string_view kNextPattern =
    "Next.js reads a value with a colon as a pattern in which a backslash is an escape";
inline constexpr std::string_view kNextConfigFile = "headstrong.mjs";
inline constexpr std::string_view kNextConfigPlace =
    "next to next.config.mjs, and in it: import { headers } from \"./headstrong.mjs\"; export default { headers }";

/// What Next.js replaces, on pages at least, whoever set it.
inline constexpr std::string_view kNextWrites = "Next.js writes its own on pages";
inline constexpr LeftOutName kNextWritesItself[] = {
    {"Cache-Control", kNextWrites},
    {"Vary", kNextWrites},
    {"X-Powered-By", kNextWrites},
};

}  // namespace headstrong::emitters::javascript
