// A Rack middleware, which two targets write.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "emit/pieces.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters::ruby {

/// A policy is full of single quotes.
inline constexpr Quotes kQuotes = {quote::Spelling::RubySingle, quote::Spelling::RubyDouble};

inline constexpr LeftOutName kLeftOutNames[] = {
    {"Status", "Rack sets the status separately, and servers drop such a header"},
};

/// The class HeadstrongHeaders, which sets `fields` in place of what the application set. `nonce_key` is the
/// name under which the request's environment keeps the nonce; empty where there is none.
std::string middleware(const TargetSpec& spec, std::span<const HeaderValues> fields, std::string_view nonce_key);

}  // namespace headstrong::emitters::ruby
