// Options under names of their own: those of the secure-headers middleware that Go's gateways share (Traefik's, too),
// of nelmio/security-bundle, and of the filters that Java's servers are given in web.xml.
#include <algorithm>
#include <string>
#include <utility>

#include "http/dialects/places.hpp"
#include "http/document/header_tree.hpp"
#include "http/document/places.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::document {
namespace header_options_detail {

bool is_number(std::string_view text) {
  return !text.empty() && text::all_of(text, text::kDigit) && text.find_first_not_of('0') != text.npos;
}

std::string hsts(std::string_view seconds, bool subdomains, bool preload) {
  std::string value = "max-age=" + std::string(seconds);
  if (subdomains) value += "; includeSubDomains";
  if (preload) value += "; preload";
  return value;
}

}  // namespace header_options_detail
using namespace header_options_detail;

void HeaderOptions::see(std::uint32_t map) {
  const std::string_view key = document_.key(map);
  if (key == "filter") return see_filter(map);
  if (key.substr(0, 7) == "seckit_") return see_seckit(map, key);
  if (document_.child(map, "hsts-max-age") != kNone) return see_ingress(map);
  if (is_like(key, "nelmioSecurity") || document_.child(map, "clickjacking") != kNone) return see_nelmio(map);
  see_switches(map);
}

void HeaderOptions::add(std::string_view name, std::string value, std::uint32_t entry) {
  const Span whole{document_[entry].entry.start, document_.end_of(entry)};
  SetHeader header;
  header.name = name;
  header.name_span = document_[entry].key.empty() ? Span{whole.start, whole.start} : document_[entry].key;
  header.value = text::MappedText(document_.source().keep(std::move(value)), {{0, whole.start, whole.size()}});
  header.entry = header.node = entry;
  found_.push_back(std::move(header));
}

/// frame_deny, content_type_nosniff, sts_seconds
void HeaderOptions::see_switches(std::uint32_t map) {
  const auto on = [&](std::string_view key) {
    const std::uint32_t found = document_.child_like(map, key);
    return document_.is_true(found) ? found : kNone;
  };
  // Any of them says what the others are.
  constexpr std::string_view kTelling[] = {"frameDeny", "contentTypeNosniff", "stsSeconds", "browserXssFilter",
                                           "customFrameOptionsValue"};
  const bool known = std::any_of(std::begin(kTelling), std::end(kTelling),
                                 [&](std::string_view key) { return document_.child_like(map, key) != kNone; });
  if (!known) return;
  const std::uint32_t frames = document_.child_like(map, "customFrameOptionsValue");
  if (!document_.text(frames).empty()) add("X-Frame-Options", std::string(document_.text(frames)), frames);
  else if (const std::uint32_t deny = on("frameDeny"); deny != kNone) add("X-Frame-Options", "DENY", deny);
  if (const std::uint32_t sniff = on("contentTypeNosniff"); sniff != kNone)
    add("X-Content-Type-Options", "nosniff", sniff);
  if (const std::uint32_t filter = on("browserXssFilter"); filter != kNone)
    add("X-XSS-Protection", "1; mode=block", filter);
  for (const auto& [key, name] : {std::pair<std::string_view, std::string_view>{"referrerPolicy", "Referrer-Policy"},
                                  {"permissionsPolicy", "Permissions-Policy"}}) {
    const std::uint32_t text = document_.child_like(map, key);
    if (!document_.text(text).empty()) add(name, std::string(document_.text(text)), text);
  }
  const std::uint32_t seconds = document_.child_like(map, "stsSeconds");
  if (is_number(document_.text(seconds))) {
    add("Strict-Transport-Security",
        hsts(document_.text(seconds), on("stsIncludeSubdomains") != kNone, on("stsPreload") != kNone), seconds);
  }
}

/// The settings of ingress-nginx; what is left out is its own.
void HeaderOptions::see_ingress(std::uint32_t map) {
  const auto off = [&](std::string_view key) {
    return text::iequals(document_.text(document_.child(map, key)), "false");
  };
  const std::uint32_t seconds = document_.child(map, "hsts-max-age");
  if (off("hsts") || !is_number(document_.text(seconds))) return;
  add("Strict-Transport-Security",
      hsts(document_.text(seconds), !off("hsts-include-subdomains"),
           document_.is_true(document_.child(map, "hsts-preload"))),
      seconds);
}

/// Drupal's seckit, beside its policy: numbers of choices, and switches.
void HeaderOptions::see_seckit(std::uint32_t map, std::string_view key) {
  const auto on = [&](std::string_view name) { return document_.is_true(document_.child(map, name)); };
  if (key == "seckit_clickjacking") {
    const std::uint32_t frame = document_.child(map, "x_frame");
    const std::string_view choice = document_.text(frame);
    if (choice == "1" || choice == "2") add("X-Frame-Options", choice == "1" ? "SAMEORIGIN" : "DENY", frame);
  }
  const std::uint32_t seconds = document_.child(map, "hsts_max_age");
  if (key == "seckit_ssl" && on("hsts") && is_number(document_.text(seconds)))
    add("Strict-Transport-Security", hsts(document_.text(seconds), on("hsts_subdomains"), on("hsts_preload")), seconds);
  const std::uint32_t referrer = document_.child(map, "referrer_policy_policy");
  if (key == "seckit_various" && on("referrer_policy") && !document_.text(referrer).empty())
    add("Referrer-Policy", std::string(document_.text(referrer)), referrer);
}

void HeaderOptions::see_nelmio(std::uint32_t map) {
  const std::uint32_t paths = document_.child(document_.child(map, "clickjacking"), "paths");
  std::uint32_t chosen = kNone;
  for (std::uint32_t each = paths == kNone ? kNone : document_[paths].first; each != kNone;
       each = document_[each].next) {
    if (chosen == kNone || rank_of_path(document_.key(each)) < rank_of_path(document_.key(chosen))) chosen = each;
  }
  std::uint32_t framing = chosen;
  if (document_.is(chosen, Node::Kind::Map)) framing = document_.child(chosen, "header");
  const std::string_view word = document_.text(framing);
  if (!word.empty() && !text::iequals(word, "allow")) add("X-Frame-Options", std::string(word), framing);
  const std::uint32_t sniff = document_.child(document_.child(map, "content_type"), "nosniff");
  if (document_.is_true(sniff)) add("X-Content-Type-Options", "nosniff", sniff);
  const std::uint32_t referrer = document_.child(map, "referrer_policy");
  const std::uint32_t policies = document_.child(referrer, "policies");
  const std::uint32_t enabled = document_.child(referrer, "enabled");
  if (policies != kNone && (enabled == kNone || document_.is_true(enabled))) {
    std::string joined;
    for (std::uint32_t each = document_[policies].first; each != kNone; each = document_[each].next) {
      if (!joined.empty()) joined += ", ";
      joined += document_.text(each);
    }
    if (!joined.empty()) add("Referrer-Policy", std::move(joined), policies);
  }
  const std::uint32_t tls = document_.child(map, "forced_ssl");
  const std::uint32_t seconds = document_.child(tls, "hsts_max_age");
  if (is_number(document_.text(seconds))) {
    add("Strict-Transport-Security",
        hsts(document_.text(seconds), document_.is_true(document_.child(tls, "hsts_subdomains")),
             document_.is_true(document_.child(tls, "hsts_preload"))),
        seconds);
  }
}

/// Tomcat's HttpHeaderSecurityFilter, with its defaults; Jetty's HeaderFilter.
void HeaderOptions::see_filter(std::uint32_t filter) {
  std::string_view kind;
  struct Parameter {
    std::string_view name;
    std::uint32_t value = kNone;
  };
  std::vector<Parameter> parameters;
  const auto content = [&](std::uint32_t element) { return document_.child(element, ""); };
  for (std::uint32_t each = document_[filter].first; each != kNone; each = document_[each].next) {
    if (document_.key(each) == "filter-class") kind = text::trim(document_.text(content(each)));
    if (document_.key(each) != "init-param") continue;
    parameters.push_back({text::trim(document_.text(content(document_.child(each, "param-name")))),
                          content(document_.child(each, "param-value"))});
  }
  kind.remove_prefix(std::min(kind.size(), kind.rfind('.') + 1));
  const auto value_of = [&](std::string_view name) {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const Parameter& parameter) { return parameter.name == name; });
    return found == parameters.end() ? kNone : found->value;
  };
  if (kind == "HeaderFilter") {
    const std::uint32_t lines = value_of("headerConfig");
    if (lines != kNone) see_filter_lines(lines, document_.text(lines));
  }
  if (kind != "HttpHeaderSecurityFilter") return;
  const auto off = [&](std::string_view name) {
    return text::iequals(text::trim(document_.text(value_of(name))), "false");
  };
  const auto word = [&](std::string_view name) { return text::trim(document_.text(value_of(name))); };
  if (!off("hstsEnabled") && is_number(word("hstsMaxAgeSeconds"))) {
    // As Tomcat writes it, without a blank.
    std::string value = "max-age=" + std::string(word("hstsMaxAgeSeconds"));
    if (text::iequals(word("hstsIncludeSubDomains"), "true")) value += ";includeSubDomains";
    if (text::iequals(word("hstsPreload"), "true")) value += ";preload";
    add("Strict-Transport-Security", std::move(value), value_of("hstsMaxAgeSeconds"));
  }
  if (!off("antiClickJackingEnabled")) {
    std::string value(word("antiClickJackingOption").empty() ? "DENY" : word("antiClickJackingOption"));
    if (text::iequals(value, "ALLOW-FROM")) value += " " + std::string(word("antiClickJackingUri"));
    add("X-Frame-Options", std::move(value),
        value_of("antiClickJackingOption") == kNone ? filter : value_of("antiClickJackingOption"));
  }
  if (!off("blockContentTypeSniffingEnabled")) add("X-Content-Type-Options", "nosniff", filter);
}

/// "set X-Frame-Options: DENY, set Referrer-Policy: no-referrer": what Jetty's filter does, in one text.
void HeaderOptions::see_filter_lines(std::uint32_t node, std::string_view lines) {
  for (std::size_t at = 0; at < lines.size();) {
    // A comma in quotes is the value's own.
    std::size_t end = at;
    for (bool quoted = false; end < lines.size() && (quoted || lines[end] != ','); ++end) quoted ^= lines[end] == '"';
    std::string_view action = text::trim(lines.substr(at, end - at));
    if (action.size() > 1 && action.front() == '"' && action.back() == '"')
      action = action.substr(1, action.size() - 2);
    const std::size_t blank = action.find(' ');
    std::string_view name;
    std::string_view value;
    const std::string_view verb = action.substr(0, blank);
    const bool sets = verb == "set" || verb == "add";
    if (sets && blank != action.npos && is_header_line(text::trim(action.substr(blank)), name, value))
      add(document_.source().keep(std::string(name)), std::string(value), node);
    at = end + 1;
  }
}

}  // namespace headstrong::http::document
