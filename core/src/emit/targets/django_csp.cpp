// django-csp: its settings for a policy that it writes with the same meaning, and a middleware for the
// rest.
#include <algorithm>
#include <optional>

#include "emit/comment.hpp"
#include "emit/django.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "emit/receivers.hpp"
#include "emit/split_policy.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace django_csp {

constexpr TargetOption kOptions[] = {
    {"version", "4|3",
     "django-csp's version: 4 reads a dictionary, 3 a setting for each directive; they can't "
     "read each other's",
     "Version of django-csp", "4|3"},
};

/// The directives that version 3 has a setting for.
constexpr std::string_view kOldSettings[] = {
    "base-uri",
    "block-all-mixed-content",
    "child-src",
    "connect-src",
    "default-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "object-src",
    "plugin-types",
    "report-to",
    "report-uri",
    "require-trusted-types-for",
    "sandbox",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "trusted-types",
    "upgrade-insecure-requests",
    "worker-src",
};

bool is_old_setting(std::string_view name) {
  return std::find(std::begin(kOldSettings), std::end(kOldSettings), name) != std::end(kOldSettings);
}

bool is_flag(std::string_view name) { return name == "upgrade-insecure-requests" || name == "block-all-mixed-content"; }

/// The directives, if django-csp writes them with the same meaning. It puts them in an order of its own.
std::optional<std::vector<SplitDirective>> directives_of(std::string_view policy, bool old) {
  std::optional<std::vector<SplitDirective>> directives = split_policy(policy, "; ");
  if (!directives) directives = split_policy(policy, ";");
  if (!directives) return {};
  for (const SplitDirective& directive : *directives) {
    if (old && !is_old_setting(directive.name)) return {};
    // A directive without words is a flag; version 3 takes the word True for a few only.
    if (directive.words.empty() && old && !is_flag(directive.name) && directive.name != "sandbox") return {};
    for (const std::string_view word : directive.words) {
      if (is_flag(directive.name) || (has_nonce(word) && (old || word != django::kNonceWord))) return {};
    }
  }
  return directives;
}

std::string old_setting(std::string_view name) {
  std::string out = "CSP_";
  for (const char c : name) out += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return out;
}

std::string old_settings(const std::vector<SplitDirective>& directives, bool reports) {
  std::string out;
  bool has_default = false;
  for (const SplitDirective& directive : directives) {
    has_default = has_default || directive.name == "default-src";
    out.append(old_setting(directive.name)).append(" = ").append(django::list_of(directive, "NONCE")).append("\n");
  }
  if (!has_default) out += "CSP_DEFAULT_SRC = None  # otherwise django-csp adds default-src 'self'\n";
  if (reports) out += "CSP_REPORT_ONLY = True\n";
  out += "CSP_INCLUDE_NONCE_IN = []  # otherwise django-csp adds a template's nonce to default-src\n";
  return out;
}

std::string new_setting(const std::vector<SplitDirective>& directives, bool reports) {
  std::string out = reports ? "CONTENT_SECURITY_POLICY_REPORT_ONLY = {\n" : "CONTENT_SECURITY_POLICY = {\n";
  out += "    \"DIRECTIVES\": {\n";
  out += django::entries(directives, "NONCE", "        ");
  return out + "    },\n}\n";
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool old = call.option("version") == "3";
  std::string settings;
  std::vector<HeaderValues> rest;
  bool own_nonce = false;
  // There is one nonce: django-csp's, which is to be had while it writes the response, or the middleware's.
  const bool nonce_in_rest = std::any_of(call.fields().begin(), call.fields().end(), [old](const HeaderValues& field) {
    return has_nonce(field) && !(is_policy(field.name) && directives_of(field.values.front(), old));
  });
  for (const HeaderValues& field : call.fields()) {
    std::optional<std::vector<SplitDirective>> directives;
    const bool taken = old && !settings.empty();  // version 3 sends one policy
    if (is_policy(field.name) && !taken && !nonce_in_rest) directives = directives_of(field.values.front(), old);
    if (!directives) {
      rest.push_back(field);
      continue;
    }
    const bool reports = !text::iequals(field.name, "Content-Security-Policy");
    settings += remark_lines(spec, "# ", field);
    settings += old ? old_settings(*directives, reports) : new_setting(*directives, reports);
    own_nonce = own_nonce || has_nonce(field);
  }
  std::string text = opening(spec, "# ", call);
  if (has_nonce(call)) {
    text += comment_lines("# ", "In templates: <script nonce=\"{{ request.csp_nonce }}\">");
  }
  if (settings.empty()) {
    text += comment_lines("# ",
                          "django-csp's settings can't express these policies unchanged, so the "
                          "middleware below sets them; leave django-csp's own middleware out.");
  }
  if (nonce_in_rest) text += "import secrets\n";
  if (own_nonce) text += "from csp.constants import NONCE\n";
  text += settings.empty() ? std::string() : "\n" + settings;
  if (!rest.empty()) {
    text += django::middleware(spec, rest, "request.csp_nonce", nonce_in_rest);
  }
  std::string place = "next to manage.py";
  if (!settings.empty()) {
    place += "; in settings.py: from headstrong_headers import *, and \"csp.middleware.CSPMiddleware\" in MIDDLEWARE";
    if (!old) place += ", \"csp\" in INSTALLED_APPS";
  }
  if (!rest.empty()) {
    place += "; first in MIDDLEWARE: \"headstrong_headers.security_headers\"";
  }
  result.files.push_back({"headstrong_headers.py", place, std::move(text)});
}

}  // namespace django_csp

extern constexpr TargetSpec k_django_csp_target = {
    .id = "django-csp",
    .name = "Django with django-csp",
    .evidence = Evidence::Server,
    .check = "python3 -m py_compile headstrong_headers.py && python3 manage.py check --deploy",
    .limits =
        "values up to 65536 bytes; one field per name; no Server, Set-Cookie or Proxy-Authenticate "
        "header; tried with django-csp 3.7 and Django 3.2, version 4 according to its documentation",
    .coverage =
        "every response that the application makes: pages, redirects, error pages, unhandled exceptions "
        "and files that a view serves. django-csp reorders the directives, drops a nonce that no "
        "template uses, keeps a policy that a view set, and sends none on a 404 or 500 while DEBUG is "
        "on. Not static files from runserver or a web server in front, and not what a server answers "
        "itself (a 400 or 431 for a malformed request).",
    .max_value_bytes = 65536,
    .repeats = Repeats::Joined,
    .left_out_names = django::kLeftOutNames,
    .options = django_csp::kOptions,
    .write = django_csp::write,
    .receiver = receivers::write_django,
};

}  // namespace headstrong::emitters
