#include "http/document/traefik_options.hpp"

#include <algorithm>
#include <string>

#include "text/ascii.hpp"

namespace headstrong::http::document {
namespace traefik_options_detail {

struct Option {
  std::string_view name;
  std::string_view header;  // its value is the header's; empty where it follows otherwise
};
constexpr Option kOptions[] = {{"contentSecurityPolicy", "Content-Security-Policy"},
                               {"contentSecurityPolicyReportOnly", "Content-Security-Policy-Report-Only"},
                               {"referrerPolicy", "Referrer-Policy"},
                               {"permissionsPolicy", "Permissions-Policy"},
                               {"featurePolicy", "Feature-Policy"},
                               {"customFrameOptionsValue", "X-Frame-Options"},
                               {"customBrowserXSSValue", "X-XSS-Protection"},
                               {"frameDeny", ""},
                               {"contentTypeNosniff", ""},
                               {"browserXssFilter", ""},
                               {"stsSeconds", ""},
                               {"stsIncludeSubdomains", ""},
                               {"stsPreload", ""},
                               {"customResponseHeaders", ""}};

const Option* option_named(std::string_view name) {
  const auto* found = std::find_if(std::begin(kOptions), std::end(kOptions),
                                   [&](const Option& option) { return text::iequals(option.name, name); });
  return found == std::end(kOptions) ? nullptr : found;
}

}  // namespace traefik_options_detail

bool TraefikOptions::knows(std::string_view option) { return traefik_options_detail::option_named(option) != nullptr; }

void TraefikOptions::add_header(std::string_view name, Span name_span, std::uint32_t value, std::uint32_t entry) {
  // An empty value takes the header away.
  if (document_.is_text(value) && document_.text(value).empty()) return;
  places_.add(name, name_span, value, entry);
}

void TraefikOptions::add(std::string_view name, Span name_span, std::uint32_t value, std::uint32_t entry) {
  const traefik_options_detail::Option* option = traefik_options_detail::option_named(name);
  if (option == nullptr || value == kNone) return;
  if (!option->header.empty()) {
    framing_ = framing_ || option->header == "X-Frame-Options";
    return add_header(option->header, name_span, value, entry);
  }
  const bool on = document_.is_true(value);
  if (option->name == "frameDeny" && on) frame_deny_ = entry;
  if (option->name == "contentTypeNosniff" && on) places_.add_made("X-Content-Type-Options", "nosniff", entry);
  if (option->name == "browserXssFilter" && on) places_.add_made("X-XSS-Protection", "1; mode=block", entry);
  if (option->name == "stsSeconds") seconds_ = value;
  subdomains_ = subdomains_ || (option->name == "stsIncludeSubdomains" && on);
  preload_ = preload_ || (option->name == "stsPreload" && on);
}

void TraefikOptions::finish() {
  if (frame_deny_ != kNone && !framing_) places_.add_made("X-Frame-Options", "DENY", frame_deny_);
  const std::string_view seconds = document_.text(seconds_);
  if (seconds.empty() || !text::all_of(seconds, text::kDigit) || seconds.find_first_not_of('0') == seconds.npos) return;
  std::string value = "max-age=" + std::string(seconds);
  if (subdomains_) value += "; includeSubDomains";
  if (preload_) value += "; preload";
  places_.add_made("Strict-Transport-Security", std::move(value), seconds_);
}

namespace traefik_options_detail {

/// Whether a map has an option of the headers middleware.
bool has_options(Document& document, std::uint32_t map) {
  for (std::uint32_t each = document[map].first; each != kNone; each = document[each].next) {
    if (TraefikOptions::knows(document.key(each))) return true;
  }
  return false;
}

/// Of a file the middleware's name stands around its headers, of a resource in its metadata.
std::string_view middleware_of(Document& document, std::uint32_t headers) {
  const std::uint32_t owner = document[headers].parent;
  if (owner == kNone) return {};
  if (document.key(owner) != "spec") return document.key(owner);
  return document.text(document.child(document.child(document[owner].parent, "metadata"), "name"));
}

void add_options(Document& document, std::uint32_t headers, TraefikOptions& options) {
  for (std::uint32_t each = document[headers].first; each != kNone; each = document[each].next) {
    const std::string_view key = document.key(each);
    if (!text::iequals(key, "customResponseHeaders")) {
      options.add(key, document[each].key, each, each);
      continue;
    }
    for (std::uint32_t member = document[each].first; member != kNone; member = document[member].next) {
      options.add_header(document.key(member), document[member].key, member, member);
    }
  }
}

}  // namespace traefik_options_detail
using namespace traefik_options_detail;

void read_traefik(Document& document, Paste& paste) {
  if (document.broken) return;
  TreePlaces places(document, paste);
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    if (document[i].kind != Node::Kind::Map || document.key(i) != "headers" || !has_options(document, i)) continue;
    const std::string_view name = middleware_of(document, i);
    if (!places.begin(name.empty() ? "middleware" : "middleware " + std::string(name), i, 0)) continue;
    TraefikOptions options(document, places);
    add_options(document, i, options);
    options.finish();
  }
  places.finish(TreePlaces::Reach::Own);
}

}  // namespace headstrong::http::document
