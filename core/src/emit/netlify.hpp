// What Netlify's two formats have in common.
#pragma once

#include <string>
#include <string_view>

#include "emit/target.hpp"

namespace headstrong::emitters {

inline constexpr std::string_view kNetlifyIgnored =
    "Netlify's servers write it and ignore it here (docs.netlify.com/routing/headers)";

inline constexpr LeftOutName kNetlifyLeftOutNames[] = {
    {"Allow", kNetlifyIgnored},
    {"Alt-Svc", kNetlifyIgnored},
    {"Server", kNetlifyIgnored},
    {"Set-Cookie", "Netlify's own cookie handling may override it; set it in a function"},
};

inline constexpr std::string_view kNetlifyNonAscii = "we don't know how Netlify's edge handles bytes outside ASCII";

inline constexpr std::string_view kNetlifyNonce =
    "everyone gets the same static file, so there can be no nonce; use hashes, or set the header in an "
    "edge function";

/// Netlify reads "a , b" and "a,b" as "a, b". Warns where that changes no meaning, and refuses the
/// first field where it would, or might.
void examine_netlify(const TargetSpec& spec, const EmitCall& call, EmitResult& result);

/// The value as Netlify sends it.
std::string netlify_value(std::string_view value);

}  // namespace headstrong::emitters
