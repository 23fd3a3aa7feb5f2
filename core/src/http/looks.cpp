// What a text looks like in which no response and no policy was read: signs, the first of which wins.
#include <algorithm>
#include <string>
#include <vector>

#include "grammar/csp_names.hpp"
#include "grammar/header_names.hpp"
#include "http/readers.hpp"
#include "http/wording.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http {
namespace looks_detail {

enum class At : std::uint8_t { TextStart, LineStart, Anywhere };

struct Sign {
  Look look;
  At at;
  std::string_view words;
};

/// The rarer and surer sign stands first.
constexpr Sign kSigns[] = {
    {Look::Pem, At::TextStart, "-----BEGIN "},
    {Look::GitLog, At::TextStart, "commit "},
    {Look::Diff, At::TextStart, "diff --git"},
    {Look::Diff, At::LineStart, "@@ -"},
    {Look::Robots, At::LineStart, "disallow:"},
    {Look::Robots, At::LineStart, "user-agent: *"},
    {Look::ViolationReport, At::Anywhere, "\"csp-report\""},
    {Look::ViolationReport, At::Anywhere, "\"csp-violation\""},
    {Look::ViolationReport, At::Anywhere, "\"effectiveDirective\""},
    {Look::ViolationReport, At::Anywhere, "\"violatedDirective\""},
    {Look::ConsoleMessage, At::Anywhere, "following Content Security Policy directive"},
    {Look::ConsoleMessage, At::Anywhere, "directive of the Content Security Policy"},
    {Look::ConsoleMessage, At::Anywhere, "Content Security Policy directive"},
    {Look::ConsoleMessage, At::Anywhere, "Refused to "},
    {Look::ConsoleMessage, At::LineStart, "Content Security Policy:"},
    {Look::ConsoleMessage, At::LineStart, "Content-Security-Policy:"},
    {Look::ConsoleMessage, At::LineStart, "Content-Security-Policy :"},
    {Look::ConsoleMessage, At::LineStart, "Content-Security-Policy-Report-Only:"},
    {Look::Lighthouse, At::Anywhere, "\"lighthouseVersion\""},
    {Look::Zap, At::Anywhere, "\"@programName\""},
    {Look::Zap, At::LineStart, "WASC Id:"},
    {Look::Zap, At::LineStart, "CWE Id:"},
    {Look::ExtensionManifest, At::Anywhere, "\"manifest_version\""},
    {Look::PackageJson, At::Anywhere, "\"dependencies\""},
    {Look::PackageJson, At::Anywhere, "\"devDependencies\""},
    {Look::OpenApi, At::Anywhere, "\"openapi\""},
    {Look::OpenApi, At::Anywhere, "\"swagger\""},
    {Look::OpenApi, At::LineStart, "openapi:"},
    {Look::OpenApi, At::LineStart, "swagger:"},
    {Look::WebManifest, At::Anywhere, "\"start_url\""},
    {Look::HostingJson, At::Anywhere, "\"rewrites\""},
    {Look::HostingJson, At::Anywhere, "\"hosting\""},
    {Look::HostingJson, At::Anywhere, "\"source\""},
    {Look::Kubernetes, At::LineStart, "apiVersion:"},
    {Look::Iis, At::Anywhere, "<customHeaders"},
    {Look::Iis, At::Anywhere, "<system.webServer"},
    {Look::Apache, At::LineStart, "<IfModule"},
    {Look::Apache, At::LineStart, "<VirtualHost"},
    {Look::Apache, At::LineStart, "<Directory"},
    {Look::Apache, At::LineStart, "Header set "},
    {Look::Apache, At::LineStart, "Header always "},
    {Look::Apache, At::LineStart, "Header onsuccess "},
    {Look::Apache, At::LineStart, "Header append "},
    {Look::Apache, At::LineStart, "Header add "},
    {Look::Apache, At::LineStart, "Header merge "},
    {Look::Apache, At::LineStart, "Header edit "},
    {Look::Apache, At::LineStart, "Header setifempty "},
    {Look::Apache, At::LineStart, "Header unset "},
    {Look::HaProxy, At::LineStart, "http-response "},
    {Look::Lighttpd, At::LineStart, "setenv.add-response-header"},
    {Look::Lighttpd, At::LineStart, "setenv.set-response-header"},
    {Look::Varnish, At::Anywhere, " resp.http."},
    {Look::Nginx, At::LineStart, "add_header "},
    {Look::Nginx, At::LineStart, "more_set_headers "},
    {Look::Nginx, At::LineStart, "proxy_pass "},
    {Look::Nginx, At::LineStart, "proxy_set_header "},
    {Look::Toml, At::LineStart, "[[headers]]"},
    {Look::Php, At::TextStart, "<?php"},
    {Look::Php, At::LineStart, "header(\""},
    {Look::Php, At::LineStart, "header('"},
    {Look::Command, At::TextStart, "curl "},
    {Look::Command, At::TextStart, "$ curl "},
    {Look::Command, At::TextStart, "wget "},
    {Look::Command, At::TextStart, "gcloud "},
    {Look::Caddy, At::LineStart, "header {"},
    {Look::Caddy, At::LineStart, "file_server"},
    {Look::StackTrace, At::TextStart, "Traceback (most recent"},
    {Look::StackTrace, At::LineStart, "at "},
    {Look::StackTrace, At::TextStart, "panic: "},
    {Look::StackTrace, At::TextStart, "thread '"},
    {Look::StackTrace, At::LineStart, "Caused by: "},
    {Look::Code, At::Anywhere, "etHeader("},
    {Look::Code, At::Anywhere, ".Header()."},
    {Look::Code, At::Anywhere, ".headers["},
    {Look::Code, At::Anywhere, ".Headers["},
    {Look::Code, At::Anywhere, ".Headers."},
    {Look::Code, At::Anywhere, "helmet("},
    {Look::Code, At::Anywhere, "contentSecurityPolicy"},
    {Look::Code, At::Anywhere, "module.exports"},
    {Look::Code, At::LineStart, "export default "},
    {Look::Code, At::LineStart, "const "},
    {Look::Code, At::LineStart, "let "},
    {Look::Code, At::LineStart, "var "},
    {Look::Code, At::LineStart, "def "},
    {Look::Code, At::LineStart, "func "},
    {Look::Code, At::LineStart, "function "},
    {Look::Code, At::LineStart, "public "},
    {Look::Code, At::LineStart, "import "},
    {Look::Code, At::LineStart, "from "},
    {Look::Code, At::LineStart, "#include "},
    {Look::Code, At::LineStart, "res."},
    {Look::Code, At::LineStart, "response."},
    {Look::Mail, At::LineStart, "Subject: "},
    {Look::Mail, At::LineStart, "MIME-Version:"},
    {Look::Log, At::Anywhere, "] \"GET /"},
    {Look::Log, At::Anywhere, "] \"POST /"},
    {Look::Request, At::LineStart, "User-Agent:"},
    {Look::Request, At::LineStart, "Accept-Encoding:"},
    {Look::ProgramValue, At::TextStart, "{'"},
    {Look::ProgramValue, At::TextStart, "[('"},
    {Look::ProgramValue, At::TextStart, "['"},
    {Look::ProgramValue, At::TextStart, "map["},
    {Look::ProgramValue, At::TextStart, "{null=["},
    {Look::ProgramValue, At::TextStart, "Array\n("},
    {Look::ProgramValue, At::TextStart, "{\"server\"=>"},
    {Look::Table, At::TextStart, "|"},
    {Look::Table, At::TextStart, "Key  "},
    {Look::Table, At::TextStart, "name,value"},
};

/// A line of the text, without the blanks around it.
std::vector<std::string_view> lines_of(std::string_view text) {
  constexpr std::size_t kEnough = 200;
  std::vector<std::string_view> lines;
  text::Line line;
  text::LineCursor cursor(text);
  while (lines.size() < kEnough && cursor.next(line)) {
    const std::string_view trimmed = text::trim(line.text);
    if (!trimmed.empty()) lines.push_back(trimmed);
  }
  return lines;
}

bool has_sign(const Sign& sign, std::string_view text, const std::vector<std::string_view>& lines) {
  switch (sign.at) {
    case At::TextStart: return text::istarts_with(text, sign.words);
    case At::LineStart:
      return std::any_of(lines.begin(), lines.end(),
                         [&](std::string_view line) { return text::istarts_with(line, sign.words); });
    case At::Anywhere: return text.find(sign.words) != std::string_view::npos;
  }
  return false;
}

bool is_name(char c) { return text::is(c, text::kAlpha | text::kDigit) || c == '_' || c == '.' || c == '$'; }

/// `NAME="..."`, `export NAME=...`, `name = "..."`, `name := ...`.
bool is_assignment(std::string_view line) {
  if (text::istarts_with(line, "export ")) line.remove_prefix(7);
  std::size_t end = 0;
  while (end < line.size() && is_name(line[end])) ++end;
  if (end == 0) return false;
  const std::string_view rest = text::trim(line.substr(end));
  return rest.substr(0, 1) == "=" || rest.substr(0, 2) == ":=";
}

bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }

/// A known header's name, then a blank and its value.
bool is_without_colon(std::string_view line) {
  const std::size_t blank = line.find_first_of(" \t");
  return blank != std::string_view::npos && line[blank - 1] != ':' &&
         line.substr(0, blank).find('-') != std::string_view::npos &&
         header_name(line.substr(0, blank)) != HeaderName::Unknown;
}

/// "3:X-Frame-Options: DENY".
bool is_numbered(std::string_view line) {
  std::size_t end = 0;
  while (end < line.size() && text::is(line[end], text::kDigit)) ++end;
  if (end == 0 || end == line.size() || (line[end] != ':' && line[end] != '-')) return false;
  const std::string_view rest = line.substr(end + 1);
  return header_name(rest.substr(0, rest.find(':'))) != HeaderName::Unknown;
}

/// 'default-src': ..., "img-src" => ..., default-src: "'self'".
bool is_directive_entry(std::string_view line) {
  const bool quoted = is_quote(line.front());
  if (quoted) line.remove_prefix(1);
  const std::size_t end = line.find_first_of(quoted ? std::string_view("\"'`") : std::string_view(": "));
  if (end == std::string_view::npos || !csp::starts_policy(line.substr(0, end))) return false;
  return quoted || line[end] == ':';
}

}  // namespace looks_detail

Look look_of(std::string_view text) {
  using namespace looks_detail;
  constexpr std::size_t kEnough = 8192;
  text = text::trim(text).substr(0, kEnough);
  if (text.empty()) return Look::Nothing;
  const std::vector<std::string_view> lines = lines_of(text);
  const auto any = [&](auto&& holds) { return std::any_of(lines.begin(), lines.end(), holds); };
  if (is_quote(text.front()) && is_bare_policy(text.substr(1))) return Look::QuotedPolicy;
  for (const Sign& sign : kSigns) {
    if (has_sign(sign, text, lines)) return sign.look;
  }
  if (any(is_without_colon)) return Look::NoColon;
  if (any(is_numbered)) return Look::Numbered;
  if (any([&](std::string_view line) { return is_directive_entry(line); })) {
    return Look::DirectiveMap;
  }
  return any(is_assignment) ? Look::Assignment : Look::Nothing;
}

}  // namespace headstrong::http
