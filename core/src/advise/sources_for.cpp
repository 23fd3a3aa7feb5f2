#include "advise/sources_for.hpp"

#include <algorithm>
#include <utility>

#include "grammar/base64.hpp"
#include "grammar/sha2.hpp"
#include "grammar/url.hpp"
#include "headers/csp/parse_policy.hpp"
#include "text/ascii.hpp"

namespace headstrong::advise {
namespace sources_for_detail {

using decide::RequestType;

/// A URL taken apart, with the texts that its parts lie in.
class Address {
 public:
  explicit Address(std::string_view text)
      : valid_(grammar::parse_url(text, buffer_, url_) == grammar::UrlError::None) {}
  Address(const Address&) = delete;
  Address& operator=(const Address&) = delete;

  bool is_valid() const { return valid_; }
  const grammar::Url& url() const { return url_; }
  /// "https://a.example:8443"; empty where it is none of the web's schemes.
  std::string origin() const {
    if (!valid_ || !has_web_scheme()) return {};
    return std::string(url_.scheme) + "://" + host_and_port();
  }
  /// Host and port, the same of http and ws, https and wss; empty where there is no origin.
  std::string place() const { return valid_ && has_web_scheme() ? host_and_port() : std::string(); }

 private:
  bool has_web_scheme() const {
    using grammar::Scheme;
    return url_.scheme_kind == Scheme::Http || url_.scheme_kind == Scheme::Https || url_.scheme_kind == Scheme::Ws ||
           url_.scheme_kind == Scheme::Wss;
  }
  std::string host_and_port() const {
    return std::string(url_.host) + (url_.port >= 0 ? ":" + std::to_string(url_.port) : "");
  }

  std::string buffer_;
  grammar::Url url_;
  bool valid_;
};

/// A path as a source has it: in ASCII, and with `;`, which ends a directive, and `,`, which ends a policy,
/// encoded.
std::string source_path(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool encode =
        byte <= ' ' || byte >= 0x7F || std::string_view("\"#<>?^`{}|\\;,").find(c) != std::string_view::npos;
    if (encode) {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  return out;
}

/// Whether a word means an address in a list, and not something that stands beside one.
bool is_address(const std::string& word) {
  if (word.find_first_of(";,") != std::string::npos) return false;
  const csp::SourceKind kind = csp::parse_source_expression(word).kind;
  return kind == csp::SourceKind::Host || kind == csp::SourceKind::Scheme;
}

void add_address(std::vector<std::string>& sources, std::string word) {
  if (is_address(word)) sources.push_back(std::move(word));
}

void add_url_sources(std::vector<std::string>& sources, const decide::Request& request, std::string_view page) {
  const Address address(request.url);
  if (!address.is_valid()) return;
  const std::string origin = address.origin();
  if (origin.empty()) {
    add_address(sources, std::string(address.url().scheme) + ":");
    return;
  }
  // The page's own host is never named: a policy that does is of one site.
  if (address.place() == Address(page).place()) {
    sources.emplace_back("'self'");
    return;
  }
  // After a redirect the path does not count.
  const std::string_view path = address.url().path;
  if (!path.empty() && path != "/" && request.redirects == 0) add_address(sources, origin + source_path(path));
  add_address(sources, origin);
}

void add_ancestors(std::vector<std::string>& sources, const decide::Request& request) {
  std::vector<std::string_view> pages = request.ancestors;
  if (pages.empty()) pages.push_back(request.url);
  std::vector<std::string> origins;
  for (const std::string_view page : pages) {
    std::string origin = Address(page).origin();
    if (origin.empty() || !is_address(origin)) return;
    if (std::find(origins.begin(), origins.end(), origin) == origins.end()) origins.push_back(std::move(origin));
  }
  std::string words;
  for (const std::string& origin : origins) words += (words.empty() ? "" : " ") + origin;
  sources.push_back(std::move(words));
}

/// Of external scripts, browsers take the element's integrity for its hash.
void add_integrity(std::vector<std::string>& sources, const decide::Request& request) {
  if (request.type != RequestType::Script) return;
  std::string words;
  std::string_view rest = request.integrity;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(" \t\n\r\f\v"), rest.size());
    const std::string quoted = "'" + std::string(rest.substr(0, end)) + "'";
    const csp::SourceExpression word = csp::parse_source_expression(quoted);
    if (word.kind == csp::SourceKind::Hash && quoted.find("'sha") == 0) words += (words.empty() ? "" : " ") + quoted;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!words.empty()) sources.push_back(std::move(words));
}

/// The hash of inline code; empty where neither its text nor its digest is known.
std::string hash_of(const decide::Request& request) {
  if (!request.content_hash.empty()) return "'" + std::string(request.content_hash) + "'";
  if (request.content.empty()) return {};
  std::string bytes = request.type == RequestType::JavaScriptUrl ? "javascript:" : "";
  bytes += request.content;
  const auto digest = grammar::sha256(bytes);
  return "'sha256-" + grammar::base64_encode(digest.data(), digest.size()) + "'";
}

/// `tt-policy-name` of Trusted Types.
bool is_trusted_type_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return text::is(c, text::kAlpha | text::kDigit) || std::string_view("-#=_/@.%").find(c) != std::string_view::npos;
  });
}

}  // namespace sources_for_detail

std::vector<std::string> sources_for(const decide::Request& request, std::string_view page, bool sandboxed,
                                     bool hosts) {
  using namespace sources_for_detail;
  if (sandboxed) return {request.type == RequestType::FormAction ? "allow-forms" : "allow-scripts"};
  std::vector<std::string> sources;
  switch (request.type) {
    case RequestType::Eval: return {"'unsafe-eval'"};
    case RequestType::WasmEval: return {"'wasm-unsafe-eval'", "'unsafe-eval'"};
    case RequestType::TrustedTypePolicy:
      if (is_trusted_type_name(request.name)) sources.emplace_back(request.name);
      break;
    case RequestType::TrustedTypeSink: break;
    case RequestType::InlineScript:
    case RequestType::InlineStyle:
    case RequestType::ScriptAttribute:
    case RequestType::StyleAttribute:
    case RequestType::JavaScriptUrl: {
      const std::string hash = hash_of(request);
      const bool is_element = request.type == RequestType::InlineScript || request.type == RequestType::InlineStyle;
      if (!hash.empty()) sources.push_back((is_element ? "" : "'unsafe-hashes' ") + hash);
      break;
    }
    case RequestType::FrameAncestors:
      if (hosts) add_ancestors(sources, request);
      break;
    default:
      add_integrity(sources, request);
      if (hosts) add_url_sources(sources, request, page);
      break;
  }
  return sources;
}

}  // namespace headstrong::advise
