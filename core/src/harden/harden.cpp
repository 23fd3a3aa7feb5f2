#include "headstrong/harden.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "decide/attack_surface.hpp"
#include "decide/page.hpp"
#include "grade/grade.hpp"
#include "grammar/url.hpp"
#include "harden/cookies.hpp"
#include "harden/effects.hpp"
#include "harden/inline_code.hpp"
#include "harden/policy_draft.hpp"
#include "harden/response_policies.hpp"
#include "harden/services.hpp"
#include "harden/software.hpp"
#include "harden/transport.hpp"
#include "headers/content_type.hpp"
#include "headers/csp/parse_policy.hpp"
#include "headers/feature_policy.hpp"
#include "headers/permission_features.hpp"
#include "headers/permissions_policy.hpp"
#include "headers/referrer_policy.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/report.hpp"
#include "http/read_paste.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"
#include "text/listed.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace harden_detail {

using hardening::PolicyDraft;
using http::HeaderName;

bool is_origin(std::string_view text) {
  std::string buffer;
  grammar::Url url;
  if (grammar::parse_url(text, buffer, url) != grammar::UrlError::None) return false;
  const bool web = url.scheme_kind == grammar::Scheme::Https || url.scheme_kind == grammar::Scheme::Http;
  return web && url.has_host() && (url.path.empty() || url.path == "/");
}

/// The value of frame-ancestors that the option asks for; empty where it is not understood.
std::string frame_ancestors_of(std::string_view framing) {
  if (framing == "none") return "'none'";
  if (framing == "self") return "'self'";
  std::string value;
  std::size_t at = 0;
  while (at < framing.size()) {
    std::size_t end = framing.find(' ', at);
    if (end == std::string_view::npos) end = framing.size();
    std::string_view word = framing.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (word == "self") word = "'self'";
    const csp::SourceExpression source = csp::parse_source_expression(word);
    const bool host = source.kind == csp::SourceKind::Host && !source.scheme().empty() &&
                      source.path_end == source.port_end && source.tail().empty();
    if (word != "'self'" && !host) return {};
    value += value.empty() ? "" : " ";
    value += word;
  }
  return value;
}

class Hardening {
 public:
  explicit Hardening(const HardenOptions& options) : options_(options) {}

  HardenResult run(std::string_view text) {
    if (!check_options()) return std::move(result_);
    text::Source source(text);
    http::Paste paste = http::read_paste(source);
    if (options_.response) {
      if (*options_.response >= paste.responses.size()) {
        result_.error = no_such_response(*options_.response, paste.responses.size());
        return std::move(result_);
      }
      paste.chosen = *options_.response;
    }
    read_page(source.bytes(), paste);
    const bool page_alone = paste.format == http::Format::Html && options_.inline_scripts == Inline::Hash;
    if (paste.is_unread() && !page_alone) {
      // A set from the options alone could be looser than what stands there in a language that was not
      // read.
      result_.error =
          "no response headers or policy were found in this text, so there is nothing to harden; "
          "start from an empty text to build a set from the options alone";
      return std::move(result_);
    }
    static const http::Response kNothing;
    const http::Response& response = paste.responses.empty() ? kNothing : paste.responses[paste.chosen];
    const decide::Page page(response, source.bytes(), paste.format);
    page_ = &page;
    seen_ = hardening::services_seen(model(), code_, options_.services);
    software_ = hardening::software_seen(model(), page_text_);
    add_policies();
    add_reporting_endpoints();
    add_transport();
    add("X-Content-Type-Options", "nosniff");
    add_framing();
    add_referrer_policy();
    add_permissions_policy();
    add_isolation();
    keep_other_protections();
    add_leaks();
    add_cookies();
    offer_services();
    advise_on_software();
    say_what_stays_open(response);
    say_what_is_left_out(response);
    name_kinds(response);
    return std::move(result_);
  }

 private:
  const model::ResponseModel& model() const { return page_->model(); }

  /// By what the response's type makes browsers parse its page.
  static hardening::Markup markup_of(const http::Paste& paste) {
    if (paste.responses.empty()) return hardening::Markup::Unknown;
    for (const http::Field& field : paste.responses[paste.chosen].fields) {
      if (field.from_meta || http::header_name(field.name) != HeaderName::ContentType) continue;
      const std::string essence = text::lowered(headers::parse_content_type(field.value.text()).essence);
      const bool xml = text::iends_with(essence, "+xml") || text::iends_with(essence, "/xml");
      return xml ? hardening::Markup::Xml : hardening::Markup::Html;
    }
    return hardening::Markup::Unknown;
  }

  /// The page behind the response's headers, or given beside it.
  void read_page(std::string_view bytes, const http::Paste& paste) {
    if (!options_.inline_code.empty()) {
      code_ = hardening::read_page_code(options_.inline_code, markup_of(paste));
      page_text_ = options_.inline_code;
      return;
    }
    std::size_t begin = 0;
    std::size_t end = bytes.size();
    if (paste.format != http::Format::Html) {
      if (paste.responses.empty() || http::info(paste.format).lines != http::Lines::Fields) return;
      const http::Response& response = paste.responses[paste.chosen];
      for (const http::Field& field : response.fields) {
        if (!field.from_meta) begin = std::max<std::size_t>(begin, field.span.end);
      }
      for (const http::Response& other : paste.responses) {
        if (other.span.start > begin) end = std::min<std::size_t>(end, other.span.start);
      }
    }
    const std::string_view page = bytes.substr(begin, end - begin);
    if (!hardening::has_markup(page)) return;
    code_ = hardening::read_page_code(page, markup_of(paste));
    page_text_ = page;
  }

  bool check_options() {
    if (options_.hsts == Hsts::Preload && options_.subdomains == false) {
      result_.error =
          "hsts=preload can't be combined with subdomains=no: the preload list only accepts sites "
          "with includeSubDomains; use hsts=31536000, or subdomains=yes";
    }
    if (options_.site == Site::Static && options_.inline_scripts == Inline::Nonce) {
      result_.error =
          "site=static can't be combined with inline=nonce: a static host sends every visitor the "
          "same file, so attackers would know the nonce; use inline=hash";
    }
    if (options_.inline_code.size() > kMaxInlineCode) result_.error = "the inline code is over 8 MiB";
    if (options_.framing && frame_ancestors_of(*options_.framing).empty()) {
      result_.error =
          "option framing takes none, self, or origins such as https://partner.example separated "
          "by spaces";
    }
    for (const std::string& id : options_.services) {
      if (hardening::is_service(id)) continue;
      result_.error = "unknown service " + id + "; available:";
      for (const ServiceInfo& service : services()) result_.error += " " + std::string(service.id);
    }
    if (!options_.endpoint.empty() && !is_endpoint(options_.endpoint)) {
      result_.error =
          "option endpoint takes an absolute https URL, or a path that begins with /, without "
          "spaces, commas, semicolons or quotes";
    }
    return result_.error.empty();
  }

  std::string_view service_that_needs(std::string_view header, std::string_view word) const {
    return hardening::service_that_needs(options_.services, header, word);
  }

  static bool is_endpoint(std::string_view text) {
    if (text.find_first_of(" ,;\"'\\") != std::string_view::npos) return false;
    if (!text::all_of(text, text::kVisible)) return false;
    if (text.front() == '/') return text.size() == 1 || text[1] != '/';  // a path of the site itself
    if (!text::istarts_with(text, "https://")) return false;
    std::string buffer;
    grammar::Url url;
    return grammar::parse_url(text, buffer, url) == grammar::UrlError::None && url.has_host();
  }

  void add(std::string name, std::string value) {
    if (!is_sendable(value)) {
      say(name, "Left out: its value has control characters, which servers must not send.");
      return;
    }
    result_.headers.push_back({std::move(name), std::move(value)});
  }
  /// Field values hold no control characters but tabs (RFC 9110 section 5.5).
  static bool is_sendable(std::string_view value) {
    return std::none_of(value.begin(), value.end(), [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return (byte < 0x20 && byte != '\t') || byte == 0x7F;
    });
  }
  /// Tells of each change what it was, by what the response and the set have under the header's name.
  void name_kinds(const http::Response& response) {
    std::map<std::string, std::pair<std::vector<std::string_view>, std::vector<std::string_view>>> values;
    for (const http::Field& field : response.fields) {
      values[text::lowered(field.name)].first.push_back(field.value.text());
    }
    for (const Header& header : result_.headers) {
      values[text::lowered(header.name)].second.emplace_back(header.value);
    }
    for (HardenChange& change : result_.changes) {
      const auto& [before, after] = values[text::lowered(change.header)];
      if (change.open) {
        change.kind = ChangeKind::Open;
      } else if (before.empty() || after.empty()) {
        change.kind = !after.empty() ? ChangeKind::Added : !before.empty() ? ChangeKind::Removed : ChangeKind::LeftOut;
      } else {
        change.kind = before == after ? ChangeKind::Kept : ChangeKind::Changed;
      }
    }
  }

  void say(std::string_view header, std::string sentence) {
    result_.changes.push_back({std::string(header), std::move(sentence)});
  }

  /// The software that frames its own pages or is meant to be framed, and that the response or its page tells of.
  const data::Software* framing_software() const {
    for (const data::Software* software : software_) {
      if (!software->ancestors.empty()) return software;
    }
    return nullptr;
  }

  /// The framing in force: the option, else what the response allows now, else what its software needs, else nobody.
  std::string framing() const {
    if (options_.framing) return frame_ancestors_of(*options_.framing);
    std::optional<std::vector<std::string>> allowed;
    for (const csp::Policy& policy : model().policies) {
      if (policy.disposition != csp::Disposition::Enforce || policy.delivery != csp::Delivery::Header ||
          policy.find(csp::DirectiveName::FrameAncestors) == nullptr) {
        continue;
      }
      std::vector<std::string> kept = kept_ancestors(policy);
      // All policies must allow a frame; what only one of them names is not allowed now.
      if (allowed) {
        std::erase_if(kept, [&](const std::string& token) {
          return std::find(allowed->begin(), allowed->end(), token) == allowed->end();
        });
      }
      allowed = std::move(kept);
    }
    if (allowed) return allowed->empty() ? "'none'" : joined(*allowed);
    if (model().typed.x_frame_options) return framing_by_x_frame_options();
    // What is only reported tells who is meant to frame the page.
    for (const csp::Policy& policy : model().policies) {
      if (policy.disposition != csp::Disposition::Report ||
          policy.find(csp::DirectiveName::FrameAncestors) == nullptr) {
        continue;
      }
      const std::vector<std::string> kept = kept_ancestors(policy);
      return kept.empty() ? "'none'" : joined(kept);
    }
    const data::Software* software = framing_software();
    return software == nullptr ? "'none'" : std::string(software->ancestors);
  }

  /// Whether the response says who may frame the page, rightly or wrongly.
  bool limits_framing() const {
    if (model().has(HeaderName::XFrameOptions)) return true;
    for (const csp::Policy& policy : model().policies) {
      if (policy.find(csp::DirectiveName::FrameAncestors) != nullptr) return true;
    }
    return false;
  }

  std::string framing_by_x_frame_options() const {
    const auto& header = model().typed.x_frame_options;
    if (header->header.effect == headers::XFrameOptions::Effect::SameOrigin) return "'self'";
    // No browser knows ALLOW-FROM any more; frame-ancestors says what it was to say.
    std::string_view partner = header->header.allow_from;
    const std::size_t word = partner.find_last_of(" \t");
    if (word != std::string_view::npos) partner.remove_prefix(word + 1);
    if (!partner.empty() && partner.back() == '/') partner.remove_suffix(1);
    return is_origin(partner) ? "'self' " + std::string(partner) : "'none'";
  }

  static std::string joined(const std::vector<std::string>& tokens) {
    std::string out;
    for (const std::string& token : tokens) out += (out.empty() ? "" : " ") + token;
    return out;
  }

  static std::vector<std::string> kept_ancestors(const csp::Policy& policy) {
    PolicyDraft draft = PolicyDraft::of(policy, {});
    std::vector<std::string> kept;
    const hardening::DraftDirective* ancestors = draft.find(csp::DirectiveName::FrameAncestors);
    if (ancestors == nullptr) return kept;
    for (const std::string& token : ancestors->tokens) {
      const csp::SourceExpression source = csp::parse_source_expression(token);
      const bool host = source.kind == csp::SourceKind::Host && source.host() != "*" && source.path().empty() &&
                        source.tail().empty();
      if (host || source.is(csp::Keyword::Self)) kept.push_back(token);
    }
    return kept;
  }

  void add_policies() {
    policies_ = hardening::harden_policies(model(), options_, framing(), code_);
    result_.reports_first = policies_.reports_first;
    for (Header& header : policies_.headers) add(std::move(header.name), std::move(header.value));
    for (HardenChange& change : policies_.changes) result_.changes.push_back(std::move(change));
  }

  void add_reporting_endpoints() {
    if (!options_.endpoint.empty() && options_.reporting != Reporting::None) {
      add("Reporting-Endpoints", "csp=\"" + options_.endpoint + "\"");
      return;
    }
    if (!options_.endpoint.empty()) {
      say_open("Reporting-Endpoints", "Left out: with reporting=none nothing uses the endpoint.");
    }
    keep_as_it_is(HeaderName::ReportingEndpoints);
    keep_as_it_is(HeaderName::ReportTo);
  }

  void keep_as_it_is(HeaderName name) {
    for (const std::uint32_t index : model().fields(name)) {
      const std::string_view value = model().field(index).value.text();
      if (text::trim(value).empty()) say(http::spelling(name), "Left out: it is empty.");
      else add(std::string(http::spelling(name)), std::string(value));
    }
  }

  void add_transport() {
    const hardening::TransportResult transport =
        hardening::harden_transport(model(), options_.hsts, options_.subdomains);
    if (!transport.value.empty()) add("Strict-Transport-Security", transport.value);
    if (!transport.sentence.empty()) say("Strict-Transport-Security", transport.sentence);
  }

  void add_framing() {
    const std::string ancestors = framing();
    const data::Software* software = framing_software();
    const bool chosen_here = !options_.framing && !limits_framing();
    if (chosen_here && software != nullptr) {
      say(ancestors == "'self'" ? "X-Frame-Options" : "Content-Security-Policy",
          "frame-ancestors is " + std::string(software->ancestors) + ", because this looks like " +
              std::string(software->name) + ": " + std::string(software->because) + ".");
    } else if (chosen_here && ancestors == "'none'") {
      say("X-Frame-Options",
          "Added, with frame-ancestors: no site can frame this page, not even your own (framing=self would let it).");
    }
    if (ancestors == "'none'") add("X-Frame-Options", "DENY");
    if (ancestors == "'self'") add("X-Frame-Options", "SAMEORIGIN");
    if (ancestors != "'none'" && ancestors != "'self'") {
      say("X-Frame-Options", "Left out: it can't name other sites. frame-ancestors can, and replaces it.");
    }
  }

  void add_referrer_policy() {
    // What is looser than the browsers' default is tightened to it.
    const std::string joined = model::joined_value(model(), HeaderName::ReferrerPolicy);
    const headers::ReferrerPolicy now = headers::parse_referrer_policy(joined);
    const bool tight = now.effective < headers::Referrer::StrictOriginWhenCrossOrigin;
    add("Referrer-Policy", tight ? text::lowered(now.effective_text) : "strict-origin-when-cross-origin");
  }

  void add_permissions_policy() {
    std::string now = permissions_now();
    const std::string_view payer = service_that_needs("permissions-policy", "payment");
    // What was left open for a payment service that is taken out again.
    if (now == default_permissions(false) &&
        hardening::removed_service_needed(options_.services, "permissions-policy", "payment")) {
      now = default_permissions(true);
    }
    if (!now.empty()) {
      add("Permissions-Policy", closed_to_everyone(now));
      if (!payer.empty() && now.find("payment=") != std::string::npos) {
        say("Permissions-Policy", "Kept its entry for payment: " + std::string(payer) +
                                      " needs it for the buttons of Apple Pay and Google Pay.");
      }
      return;
    }
    add("Permissions-Policy", default_permissions(payer.empty()));
    say("Permissions-Policy",
        "Added: the page and its frames can't use the camera, the microphone, the location and other features. "
        "Remove what your site uses. Only Chromium reads it.");
  }

  static std::string default_permissions(bool payment) {
    return std::string("camera=(), display-capture=(), geolocation=(), microphone=(), ") +
           (payment ? "payment=(), " : "") + "usb=()";
  }

  /// What the response declares, also under the old name or in its syntax; empty where it can't be read.
  std::string permissions_now() {
    std::string now = model::joined_value(model(), HeaderName::PermissionsPolicy);
    if (!now.empty() && headers::parse_permissions_policy(now).field.ok()) return now;
    if (now.empty()) now = model::joined_value(model(), HeaderName::FeaturePolicy);
    std::string translated = headers::to_permissions_policy(headers::parse_feature_policy(now));
    if (!translated.empty()) say("Permissions-Policy", "Converted from Feature-Policy's syntax.");
    return translated;
  }

  /// The same with the powers over devices that are open to every frame left to the site itself.
  std::string closed_to_everyone(const std::string& value) {
    const headers::PermissionsPolicy policy = headers::parse_permissions_policy(value);
    std::string out;
    std::size_t written = 0;
    for (const grammar::SfMember& member : policy.field.members) {
      const data::PermissionFeature* feature = headers::permission_feature(member.key);
      const bool sensitive = feature != nullptr && feature->sensitive == "1";
      if (!sensitive || member.overridden || !headers::allowlist_of(policy, member).everyone) continue;
      const auto at = static_cast<std::size_t>(member.value.text.data() - value.data());
      out.append(value, written, at - written);
      out += "(self)";
      written = at + member.value.text.size();
      say("Permissions-Policy",
          "Limited " + std::string(member.key) + " to your own site. List the origins of frames that need it.");
    }
    return out.append(value, written);
  }

  void add_isolation() {
    add_opener_policy();
    const auto& embedder = model().typed.cross_origin_embedder_policy;
    using headers::EmbedderPolicy;
    const EmbedderPolicy now = embedder ? embedder->header.policy : EmbedderPolicy::Unknown;
    if (now == EmbedderPolicy::RequireCorp || now == EmbedderPolicy::Credentialless) {
      add("Cross-Origin-Embedder-Policy", now == EmbedderPolicy::RequireCorp ? "require-corp" : "credentialless");
    } else if (options_.isolation) {
      add("Cross-Origin-Embedder-Policy", "require-corp");
      say("Cross-Origin-Embedder-Policy", "Added, as asked: resources from other origins load only if they allow it.");
    }
    add_resource_policy();
  }

  /// A file that other sites may load: it says so itself, or it is of a kind that is made for pages
  /// (an image, a font, a style sheet, a script), without a policy of its own.
  bool is_public_file() const {
    if (text::trim(model::joined_value(model(), HeaderName::AccessControlAllowOrigin)) == "*") return true;
    const auto& type = model().typed.content_type;
    if (model().is_document || !type) return false;
    const std::string essence = text::lowered(type->header.essence);
    for (const std::string_view kind : {"image/", "font/", "audio/", "video/", "text/css", "text/javascript",
                                        "application/javascript", "application/font", "application/wasm"}) {
      if (text::istarts_with(essence, kind)) return true;
    }
    return false;
  }

  std::string lowered_value(HeaderName name) const {
    return text::lowered(text::trim(model::joined_value(model(), name)));
  }

  void add_opener_policy() {
    constexpr std::string_view kName = "Cross-Origin-Opener-Policy";
    constexpr std::string_view kPopups = "same-origin-allow-popups";
    if (policies_.sandboxed) {
      say(kName, "Left out: the HTML Standard forbids it on sandboxed pages.");
      return;
    }
    std::string opener = lowered_value(HeaderName::CrossOriginOpenerPolicy);
    opener = opener.substr(0, opener.find(';'));
    const bool no_page =
        (!model().is_document && is_public_file() && !says_private()) || says_public() || options_.site == Site::Api;
    const bool keeps_popups = opener == kPopups || opener == "noopener-allow-popups";
    const std::string_view opening = service_that_needs("cross-origin-opener-policy", kPopups);
    const SeenService* seen = hardening::seen_that_needs(seen_, "cross-origin-opener-policy", kPopups);
    if (options_.isolation) {
      add(std::string(kName), "same-origin");
      say(kName, opening.empty()
                     ? "Isolated, as asked: pop-ups of other sites can't answer the page."
                     : "Isolated, as asked: pop-ups of " + std::string(opening) + " can't answer the page.");
    } else if (keeps_popups) {
      add(std::string(kName), opener);
      if (hardening::removed_service_needed(options_.services, "cross-origin-opener-policy", kPopups)) {
        say(kName, "Left as it is: the page may open other pop-ups. If it opens none, use same-origin.");
      }
    } else if (opener == "same-origin" && (opening.empty() || no_page)) {
      add(std::string(kName), opener);  // the site lives with it
    } else if (no_page) {
      say(kName, options_.site == Site::Api ? "Left out: it isolates windows, and data has none."
                                            : "Left out: it isolates windows, and this file has none of its own.");
    } else if (!opening.empty() || seen != nullptr) {
      add(std::string(kName), std::string(kPopups));
      say(kName,
          "Set so that pop-ups of " + std::string(opening.empty() ? seen->name : opening) + " can answer the page.");
    } else {
      // Nothing says that the page opens no window for signing in or paying: no policy has a say in it.
      add(std::string(kName), std::string(kPopups));
      say(kName,
          "Set to same-origin-allow-popups: sites that open this page get no handle to its window, and "
          "sign-in or payment pop-ups go on working. If it opens none, use same-origin.");
    }
  }

  /// Whether the response declares itself public, as hardening a public file makes it.
  bool says_public() const {
    return lowered_value(HeaderName::CrossOriginResourcePolicy) == "cross-origin" && !model().typed.content_type;
  }

  /// Whether it keeps itself from other sites, which a hardened set still tells when its type is gone.
  bool says_private() const {
    const std::string resource = lowered_value(HeaderName::CrossOriginResourcePolicy);
    return resource == "same-origin" || resource == "same-site";
  }

  void add_resource_policy() {
    constexpr std::string_view kName = "Cross-Origin-Resource-Policy";
    const std::string resource = lowered_value(HeaderName::CrossOriginResourcePolicy);
    if (resource == "cross-origin" || says_private()) {
      add(std::string(kName), resource);
    } else if (is_public_file()) {
      add(std::string(kName), "cross-origin");
      say(kName, model().has(HeaderName::AccessControlAllowOrigin)
                     ? "Left open: Access-Control-Allow-Origin lets every site read it."
                     : "Left open, because other sites may embed this file. If only your own do, use same-site.");
    } else if (model().is_document) {
      add(std::string(kName), "same-origin");
      say(kName, "Set to same-origin: other sites can't embed this page as a resource.");
    } else {
      add(std::string(kName), "same-site");
      say(kName, "Set to same-site. If other sites embed this file, use cross-origin.");
    }
  }

  /// Protections that are as good as they are, or that only the site itself can judge.
  void keep_other_protections() {
    for (const HeaderName name :
         {HeaderName::IntegrityPolicy, HeaderName::IntegrityPolicyReportOnly, HeaderName::DocumentPolicy,
          HeaderName::OriginAgentCluster, HeaderName::ClearSiteData, HeaderName::CrossOriginEmbedderPolicyReportOnly,
          HeaderName::CrossOriginOpenerPolicyReportOnly, HeaderName::DocumentIsolationPolicy,
          HeaderName::DocumentIsolationPolicyReportOnly, HeaderName::PermissionsPolicyReportOnly,
          HeaderName::DocumentPolicyReportOnly, HeaderName::XPermittedCrossDomainPolicies,
          // Not of hardening's concern, and part of what the site says:
          HeaderName::XRobotsTag, HeaderName::AccessControlAllowOrigin, HeaderName::AccessControlAllowCredentials,
          HeaderName::AccessControlAllowHeaders, HeaderName::AccessControlAllowMethods,
          HeaderName::AccessControlAllowPrivateNetwork, HeaderName::AccessControlExposeHeaders,
          HeaderName::AccessControlMaxAge, HeaderName::TimingAllowOrigin, HeaderName::CacheControl,
          HeaderName::CdnCacheControl, HeaderName::Link, HeaderName::XDnsPrefetchControl}) {
      keep_as_it_is(name);
    }
  }

  void add_cookies() {
    hardening::CookieResult cookies = hardening::harden_cookies(model());
    if (options_.harden_cookies) {
      for (Header& field : cookies.fields) add(std::move(field.name), std::move(field.value));
    }
    for (HardenChange& change : cookies.changes) result_.changes.push_back(std::move(change));
  }

  /// Names the services whose hosts the text shows and whose presets would add something.
  void offer_services() {
    std::vector<std::string> told;
    std::string ids;
    for (SeenService& service : seen_) {
      if (std::find(options_.services.begin(), options_.services.end(), service.id) != options_.services.end())
        continue;
      PolicyDraft draft = policies_.strict;
      bool adds = false;
      const hardening::Log log{[&](std::string, bool) { adds = true; }};
      hardening::admit_services({std::string(service.id)}, draft, log);
      if (!adds) continue;
      told.push_back(std::string(service.name) + " (" + service.seen + ")");
      ids += (ids.empty() ? "" : ",") + std::string(service.id);
      result_.seen.push_back(std::move(service));
    }
    if (told.empty()) return;
    say(policies_.reports_first ? "Content-Security-Policy-Report-Only" : "Content-Security-Policy",
        "This text names hosts of " + text::listed(told) + ". services=" + ids + " adds all that " +
            (told.size() == 1 ? "it needs." : "they need."));
  }

  /// What else the software needs, beside the policy.
  void advise_on_software() {
    for (const data::Software* software : software_) {
      if (software->note.empty()) continue;
      say(policies_.reports_first ? "Content-Security-Policy-Report-Only" : "Content-Security-Policy",
          "This looks like " + std::string(software->name) + ". " + std::string(software->note));
    }
  }

  /// What of the response is in neither the set nor a sentence so far.
  void say_what_is_left_out(const http::Response& response) {
    constexpr std::size_t kNamed = 60;
    std::set<std::string> spoken;
    for (const Header& header : result_.headers) spoken.insert(text::lowered(header.name));
    for (const HardenChange& change : result_.changes) spoken.insert(text::lowered(change.header));
    std::vector<std::string> others;
    for (const http::Field& field : response.fields) {
      if (!spoken.insert(text::lowered(field.name)).second) continue;
      const std::string_view reason = why_dropped(http::header_name(field.name));
      if (!reason.empty()) say(http::spelling(http::header_name(field.name)), std::string(reason));
      else others.emplace_back(field.name);
    }
    if (others.empty()) return;
    const std::string first = others.front();
    others.erase(others.begin());
    say(first, others.empty() ? "Not in this set: the server keeps sending it."
                              : "Not in this set, and neither " + std::string(others.size() == 1 ? "is " : "are ") +
                                    text::listed(others, " and ", kNamed) + ": the server keeps sending them.");
  }

  static std::string_view why_dropped(HeaderName name) {
    switch (name) {
      case HeaderName::Nel:
        return "Left out: it protects nothing. It makes browsers report visitors' connection problems to a collector.";
      case HeaderName::XXssProtection:
        return "Left out: no current browser has the filter it controls, and attackers could abuse it in old ones.";
      case HeaderName::ExpectCt:
      case HeaderName::PublicKeyPins:
      case HeaderName::PublicKeyPinsReportOnly: return "Left out: no current browser reads it.";
      case HeaderName::XContentSecurityPolicy:
      case HeaderName::XContentSecurityPolicyReportOnly:
      case HeaderName::XWebkitCsp:
      case HeaderName::XWebkitCspReportOnly: return "Left out: only browsers from before 2013 read it.";
      case HeaderName::FeaturePolicy: return "Left out: Permissions-Policy has replaced it.";
      case HeaderName::XDownloadOptions: return "Left out: only Internet Explorer read it.";
      case HeaderName::XUaCompatible: return "Left out: only Internet Explorer read it.";
      case HeaderName::SetCookie: return "Not in this set: cookies belong to one visitor. They need no change.";
      default: return {};
    }
  }

  void add_leaks() {
    for (const HeaderName name : {HeaderName::Server, HeaderName::XPoweredBy, HeaderName::XAspNetVersion,
                                  HeaderName::XAspNetMvcVersion, HeaderName::XGenerator, HeaderName::Via}) {
      if (!options_.remove_leaks) {
        keep_as_it_is(name);
      } else if (model().has(name)) {
        say_open(
            http::spelling(name),
            "Not in this set: a list of headers can't remove it. Switch it off where it is added, or hide it in the "
            "server's configuration.");
      }
    }
  }

  /// What is found in a set of headers, and its grade. The server fills the nonce in.
  template <class Use>
  static void judge(const HeaderSet& headers, std::string_view url, Use use) {
    http::HeaderPairs pairs;
    for (const Header& header : headers) pairs.emplace_back(header.name, hardening::filled_in(header.value));
    constexpr int kOk = 200;
    text::Source lines(http::header_list_source(pairs));
    const http::Paste paste = http::read_header_list(lines, pairs, url, kOk);
    const decide::Page sent(paste.responses.front(), lines.bytes(), paste.format);
    const decide::AttackSurface attacks(sent.policies());
    std::uint64_t truncated = 0;
    const std::vector<Finding> findings = rules::run_rules({sent.model(), sent.policies(), attacks}, truncated);
    use(findings, grade::grade(findings, sent.model()));
  }

  /// Sources that were kept may let an attacker's script in: the grave findings of what is sent, or
  /// will be. The grade is the response's with this set, and where it falls short, what to do.
  void say_what_stays_open(const http::Response& response) {
    const std::string policy(policies_.reports_first ? "Content-Security-Policy-Report-Only"
                                                     : "Content-Security-Policy");
    const HeaderSet last = hardening::once_enforced(result_);
    const HeaderSet sent = hardening::sent_with(response, last);
    std::string short_of;
    const auto take_grade = [&](const std::vector<Finding>& findings, const Grade& grade) {
      result_.grade.now = result_.grade.enforced = letter_of(grade);
      if (grade.letter != "A+" && grade.letter != "A") short_of = why_not_better(findings, grade);
    };
    judge(last, response.url, [&](const std::vector<Finding>& findings, const Grade& grade) {
      for (const Finding& finding : findings) {
        const HeaderName name = http::header_name(finding.rule->header);
        const bool policy_of_set = name == HeaderName::ContentSecurityPolicy;
        const bool broken = !policy_of_set &&
                            (finding.rule->category == Category::Syntax || finding.rule->category == Category::Ignored);
        if (finding.rule->severity <= Severity::High)
          say_open(finding.rule->header, "Still open: " + message_of(finding));
        else if (broken) say_open(finding.rule->header, "Kept although broken: " + message_of(finding));
      }
      if (sent.size() == last.size()) take_grade(findings, grade);
    });
    if (sent.size() != last.size()) judge(sent, response.url, take_grade);
    if (policies_.reports_first) {
      judge(hardening::sent_with(response, result_.headers), response.url,
            [&](const std::vector<Finding>&, const Grade& grade) { result_.grade.now = letter_of(grade); });
      say_open(policy, "Graded " + std::string(result_.grade.now) + " now and " + std::string(result_.grade.enforced) +
                           " once this is enforced." + short_of);
    } else if (!short_of.empty()) {
      say_open(policy, "Graded " + std::string(result_.grade.now) + "." + short_of);
    } else {
      say(policy, "Graded " + std::string(result_.grade.now) + ".");
    }
    result_.changes.back().beyond = true;
  }

  /// The set is judged as a whole response, so that it has a letter.
  static std::string_view letter_of(const Grade& grade) { return grade.letter.value_or("F"); }

  /// What costs most, and the way out.
  std::string why_not_better(const std::vector<Finding>& findings, const Grade& grade) const {
    const Deduction* worst = nullptr;
    for (const Deduction& deduction : grade.deductions) {
      if (worst == nullptr || deduction.points > worst->points) worst = &deduction;
    }
    if (worst == nullptr) return {};
    for (const Finding& finding : findings) {
      if (finding.rule->id != worst->rule) continue;
      const bool by_host = worst->protection == "scripts" && options_.inline_scripts != Inline::Nonce;
      return " " + std::string(finding.rule->title) + ". " +
             (by_host ? "To fix it, trust scripts by nonce instead of by host (inline=nonce)."
                      : "To fix it: " + std::string(finding.rule->advice));
    }
    return {};
  }

  void say_open(std::string_view header, std::string sentence) {
    result_.changes.push_back({std::string(header), std::move(sentence), true});
  }

  const HardenOptions& options_;
  const decide::Page* page_ = nullptr;
  hardening::PageCode code_;
  std::string_view page_text_;
  std::vector<SeenService> seen_;
  std::vector<const data::Software*> software_;
  hardening::ResponsePolicies policies_;
  HardenResult result_;
};

}  // namespace harden_detail

std::string_view to_string(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::Added: return "added";
    case ChangeKind::Changed: return "changed";
    case ChangeKind::Removed: return "removed";
    case ChangeKind::Kept: return "kept";
    case ChangeKind::LeftOut: return "left-out";
    case ChangeKind::Open: return "open";
  }
  return {};
}

HardenResult harden(std::string_view text, const HardenOptions& options) {
  if (text.size() > kMaxInputBytes) {
    HardenResult result;
    result.error = "the text is over 8 MiB";
    return result;
  }
  return harden_detail::Hardening(options).run(text);
}

}  // namespace headstrong
