// Django: a middleware, outside of all others; from version 6 on, its own settings for policies.
#include "emit/django.hpp"

#include <algorithm>
#include <optional>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "emit/receivers.hpp"
#include "emit/split_policy.hpp"
#include "emit/target.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace django {

constexpr TargetOption kOptions[] = {
    {"version", "5|6", "5: a middleware, which runs in 6, too; 6: Django 6's own settings for policies",
     "Version of Django", "5 or older|6 or later"},
};

/// The directives, if Django 6 joins them to the same bytes.
std::optional<std::vector<SplitDirective>> directives_of(const HeaderValues& field) {
  if (!is_policy(field.name)) return {};
  std::optional<std::vector<SplitDirective>> directives = split_policy(field.values.front(), "; ");
  if (!directives) return {};
  for (const SplitDirective& directive : *directives) {
    for (const std::string_view word : directive.words) {
      if (has_nonce(word) && word != kNonceWord) return {};
    }
  }
  return directives;
}

std::string settings_of(const TargetSpec& spec, std::span<const HeaderValues> policies) {
  std::string out;
  for (const HeaderValues& field : policies) {
    const bool reports = !text::iequals(field.name, "Content-Security-Policy");
    out += remark_lines(spec, "# ", field);
    out += reports ? "SECURE_CSP_REPORT_ONLY = {\n" : "SECURE_CSP = {\n";
    out += entries(*directives_of(field), "CSP.NONCE", "    ") + "}\n";
  }
  return out;
}

void write_for_6(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::vector<HeaderValues> policies;
  std::vector<HeaderValues> rest;
  // There is one nonce: Django's, which is to be had while it writes the response, or the middleware's.
  const bool own = std::none_of(call.fields().begin(), call.fields().end(),
                                [](const HeaderValues& field) { return has_nonce(field) && !directives_of(field); });
  for (const HeaderValues& field : call.fields()) (own && directives_of(field) ? policies : rest).push_back(field);
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "# ", call);
  if (nonce) {
    text += comment_lines("# ", own ? "In templates: <script nonce=\"{{ csp_nonce }}\">. Django leaves the nonce out "
                                      "of the policy where no template uses it."
                                    : "In templates: <script nonce=\"{{ request.csp_nonce }}\">");
  }
  if (nonce && !own) text += "import secrets\n";
  std::string place = "next to manage.py";
  if (!policies.empty()) {
    text += own && nonce ? "from django.utils.csp import CSP\n\n" : "\n";
    text += settings_of(spec, policies);
    place +=
        "; in settings.py: from headstrong_headers import *, and "
        "\"django.middleware.csp.ContentSecurityPolicyMiddleware\" in MIDDLEWARE";
    if (nonce) place += ", \"django.template.context_processors.csp\" in the context_processors of TEMPLATES";
  }
  if (!rest.empty()) {
    text += middleware(spec, rest, "request.csp_nonce", nonce && !own);
    place += "; first in MIDDLEWARE: \"headstrong_headers.security_headers\"";
  }
  result.files.push_back({"headstrong_headers.py", std::move(place), std::move(text)});
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  if (call.option("version") == "6") return write_for_6(spec, call, result);
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
        "header; Django 2.2 or later; the middleware was tried with Django 3.2, the settings of version 6 are "
        "written from its documentation and were not run",
    .coverage =
        "every response that the application makes: pages, redirects, error pages, unhandled exceptions, "
        "files that a view serves and a 304 from ConditionalGetMiddleware; they replace what Django's "
        "own settings write. Not static files from runserver or a web server in front, and not what a "
        "server answers itself (a 400 or 431 for a malformed request). WhiteNoise's files have them if "
        "its middleware comes after this one. With version 6, Django keeps a policy that a view set.",
    .max_value_bytes = 65536,
    .repeats = Repeats::Joined,
    .left_out_names = django::kLeftOutNames,
    .options = django::kOptions,
    .write = django::write,
    .receiver = receivers::write_django,
};

}  // namespace headstrong::emitters
