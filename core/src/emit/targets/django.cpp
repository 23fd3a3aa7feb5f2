// Django: a middleware, outside of all others.
#include "emit/django.hpp"

#include "emit/comment.hpp"
#include "emit/pieces.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace django {

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "# ", call);
  if (nonce) {
    text += comment_lines("# ", "In templates: <script nonce=\"{{ request.csp_nonce }}\">");
    text += "import secrets\n";
  }
  text += middleware(spec, call.fields(), "request.csp_nonce", nonce);
  result.files.push_back({"headstrong_headers.py",
                          "next to manage.py, and first in MIDDLEWARE: \"headstrong_headers.security_headers\"",
                          std::move(text)});
}

}  // namespace django

extern constexpr TargetSpec k_django_target = {
    .id = "django",
    .name = "Django",
    .evidence = Evidence::Server,
    .check = "python3 -m py_compile headstrong_headers.py && python3 manage.py check --deploy",
    .limits =
        "values up to 65536 bytes; one field per name; no Server, Set-Cookie or Proxy-Authenticate "
        "header; Django 2.2 or later",
    .coverage =
        "every response that the application makes: pages, redirects, error pages, unhandled exceptions, "
        "files that a view serves and a 304 from ConditionalGetMiddleware; they replace what Django's "
        "own settings write. Not static files from runserver or a web server in front, and not what a "
        "server answers itself (a 400 or 431 for a malformed request). WhiteNoise's files have them if "
        "its middleware comes after this one.",
    .max_value_bytes = 65536,
    .repeats = Repeats::Joined,
    .left_out_names = django::kLeftOutNames,
    .write = django::write,
    .receiver = receivers::write_django,
};

}  // namespace headstrong::emitters
