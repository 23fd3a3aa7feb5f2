// Django's middleware, which two targets write.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emit/split_policy.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters::django {

inline constexpr LeftOutName kLeftOutNames[] = {
    {"Server", "the WSGI server writes its own (wsgiref, Gunicorn, uWSGI), some next to ours"},
    {"Set-Cookie", "Django sets cookies separately: use response.set_cookie()"},
    {"Proxy-Authenticate",
     "WSGI leaves it to the server (PEP 3333), and servers stop an application "
     "that sends it"},
};

inline constexpr std::string_view kNonceWord = "'nonce-{{nonce}}'";

/// The words of a directive as a list; True where there are none. `nonce` stands for kNonceWord.
std::string list_of(const SplitDirective& directive, std::string_view nonce);

/// The entries of a dictionary of directives, each on a line of its own.
std::string entries(const std::vector<SplitDirective>& directives, std::string_view nonce, std::string_view indent);

/// The function headers() of `fields`, and the middleware `security_headers` that sets them in place of
/// what the application set. `nonce` is the expression that gives the request's nonce; where `makes_nonce`
/// the middleware makes it, as request.csp_nonce.
std::string middleware(const TargetSpec& spec, std::span<const HeaderValues> fields, std::string_view nonce,
                       bool makes_nonce);

}  // namespace headstrong::emitters::django
