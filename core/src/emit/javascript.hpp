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

/// The expression of a nonce that runs wherever Web Crypto does: 128 random bits in base64.
inline constexpr std::string_view kWebNonce = "btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))";

/// What Next.js replaces, on pages at least, whoever set it.
inline constexpr std::string_view kNextWrites = "Next.js writes its own on pages";
inline constexpr NameRefusal kNextWritesItself[] = {
    {"Cache-Control", kNextWrites, true},
    {"Vary", kNextWrites, true},
    {"X-Powered-By", kNextWrites, true},
};

}  // namespace headstrong::emitters::javascript
