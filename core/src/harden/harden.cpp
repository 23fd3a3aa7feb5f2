#include "headstrong/harden.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "decide/page.hpp"
#include "decide/reach.hpp"
#include "grammar/url.hpp"
#include "harden/harden_policy.hpp"
#include "harden/policy_draft.hpp"
#include "harden/services.hpp"
#include "harden/transport.hpp"
#include "headers/csp/parse_policy.hpp"
#include "headers/permissions_policy.hpp"
#include "headers/referrer_policy.hpp"
#include "headstrong/report.hpp"
#include "http/read_paste.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace hardening {

using harden_detail::PolicyDraft;
using http::HeaderName;

bool is_origin(std::string_view text) {
  std::string buffer;
  grammar::Url url;
  if (grammar::parse_url(text, buffer, url) != grammar::UrlError::None) return false;
  const bool web = url.scheme_kind == grammar::Scheme::Https ||
                   url.scheme_kind == grammar::Scheme::Http;
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
    http::Paste paste = http::read_paste(source, csp::starts_policy);
    if (options_.response && *options_.response < paste.responses.size()) {
      paste.chosen = *options_.response;
    }
    static const http::Response kNothing;
    const http::Response& response =
        paste.responses.empty() ? kNothing : paste.responses[paste.chosen];
    const decide::Page page(response, source.bytes(), paste.format);
    page_ = &page;
    add_policies();
    add_reporting_endpoints();
    add_transport();
    add("X-Content-Type-Options", "nosniff");
    add_framing();
    add_referrer_policy();
    add_permissions_policy();
    add_isolation();
    if (!options_.remove_leaks) keep_leaks();
    say_what_stays_open(response.url);
    return std::move(result_);
  }

 private:
  const model::ResponseModel& model() const { return page_->model(); }

  bool check_options() {
    if (options_.framing && frame_ancestors_of(*options_.framing).empty()) {
      result_.error = "option framing takes none, self, or origins such as https://partner.example "
                      "separated by blanks";
    }
    for (const std::string& id : options_.services) {
      if (harden_detail::is_service(id)) continue;
      result_.error = "unknown service " + id + "; known are";
      for (const ServiceInfo& service : services()) result_.error += " " + std::string(service.id);
    }
    if (options_.reporting != Reporting::None && !is_endpoint(options_.endpoint)) {
      result_.error = "reporting needs endpoint=<an absolute https URL>";
    } else if (!options_.endpoint.empty() && !is_endpoint(options_.endpoint)) {
      result_.error = "option endpoint takes an absolute https URL without blanks, commas, semicolons "
                      "or quotes";
    }
    return result_.error.empty();
  }

  static bool is_endpoint(std::string_view text) {
    if (text.find_first_of(" ,;\"'\\") != std::string_view::npos) return false;
    if (!text::all_of(text, text::kVisible) || !text::istarts_with(text, "https://")) return false;
    std::string buffer;
    grammar::Url url;
    return grammar::parse_url(text, buffer, url) == grammar::UrlError::None && url.has_host();
  }

  void add(std::string name, std::string value) {
    if (!is_sendable(value)) {
      say(name, "Left out: its value has control characters, which no server may send.");
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
  void say(std::string_view header, std::string sentence) {
    result_.changes.push_back({std::string(header), std::move(sentence)});
  }

  /// The framing in force: the option, else what the response allows now, else nobody.
  std::string framing() const {
    if (options_.framing) return frame_ancestors_of(*options_.framing);
    for (const csp::Policy& policy : model().policies) {
      if (policy.disposition != csp::Disposition::Enforce ||
          policy.delivery != csp::Delivery::Header) {
        continue;
      }
      const csp::Directive* ancestors = policy.find(csp::DirectiveName::FrameAncestors);
      if (ancestors == nullptr) continue;
      const std::string kept = kept_ancestors(policy);
      return kept.empty() ? "'none'" : kept;
    }
    const std::string value = text::lowered(model::joined_value(model(), HeaderName::XFrameOptions));
    return text::trim(value) == "sameorigin" ? "'self'" : "'none'";
  }

  static std::string kept_ancestors(const csp::Policy& policy) {
    std::string kept;
    PolicyDraft draft = PolicyDraft::of(policy, [](const std::string&) {});
    const harden_detail::DraftDirective* ancestors = draft.find(csp::DirectiveName::FrameAncestors);
    if (ancestors == nullptr) return kept;
    for (const std::string& token : ancestors->tokens) {
      const csp::SourceExpression source = csp::parse_source_expression(token);
      const bool host = source.kind == csp::SourceKind::Host && source.host() != "*" &&
                        source.path().empty() && source.tail().empty();
      if (!host && !source.is(csp::Keyword::Self)) continue;
      kept += kept.empty() ? "" : " ";
      kept += token;
    }
    return kept;
  }

  Inline inline_scripts() const {
    if (options_.inline_scripts) return *options_.inline_scripts;
    for (const csp::Policy& policy : model().policies) {
      for (const csp::SourceExpression& token : policy.tokens) {
        if (token.kind == csp::SourceKind::Nonce ||
            token.text == harden_detail::kNonceSource) {
          return Inline::Nonce;
        }
      }
    }
    return Inline::None;
  }

  void add_policies() {
    using csp::Disposition;
    std::vector<const csp::Policy*> enforced = policies_of(Disposition::Enforce);
    const std::vector<const csp::Policy*> reported = policies_of(Disposition::Report);
    // What is only reported today is the best guess at what the site needs.
    std::vector<const csp::Policy*> base = enforced.empty() ? reported : enforced;
    const std::string_view name = options_.reporting == Reporting::ReportOnly
                                      ? "Content-Security-Policy-Report-Only"
                                      : "Content-Security-Policy";
    const harden_detail::Log log = log_of_policies();
    PolicyDraft draft = base.empty() ? harden_detail::starting_policy(options_.site)
                                     : PolicyDraft::of(*main_policy(base), log);
    if (base.empty()) log("Added a policy: there was none.");
    if (enforced.empty() && !reported.empty()) log("Enforced the policy that was only reported.");
    harden_detail::harden_policy(draft, choices(), log);
    for (const std::string& id : options_.services) {
      const std::string added = harden_detail::admit_service(id, draft);
      if (!added.empty()) log("Admitted " + id + ": " + added + ".");
    }
    if (options_.reporting == Reporting::ReportOnly) {
      for (const csp::Policy* policy : enforced) {
        add("Content-Security-Policy", std::string(policy->text));
      }
    }
    add_reporting(draft);
    add(std::string(name), draft.text());
    if (options_.reporting != Reporting::ReportOnly) add_further_policies(enforced);
    if (options_.reporting == Reporting::Both) add_next_step(draft);
  }

  harden_detail::Log log_of_policies() {
    return [this](std::string sentence) { say("Content-Security-Policy", std::move(sentence)); };
  }

  std::vector<const csp::Policy*> policies_of(csp::Disposition disposition) const {
    std::vector<const csp::Policy*> found;
    for (const csp::Policy& policy : model().policies) {
      if (policy.disposition == disposition) found.push_back(&policy);
    }
    return found;
  }

  /// Of several policies the first that limits scripts is rewritten.
  static const csp::Policy* main_policy(const std::vector<const csp::Policy*>& policies) {
    for (const csp::Policy* policy : policies) {
      if (policy->find(csp::DirectiveName::ScriptSrc) != nullptr ||
          policy->find(csp::DirectiveName::DefaultSrc) != nullptr) {
        return policy;
      }
    }
    return policies.front();
  }

  /// The other policies still restrict: they are sent on, as far as browsers act on them.
  void add_further_policies(const std::vector<const csp::Policy*>& enforced) {
    if (enforced.size() < 2) return;
    const csp::Policy* main = main_policy(enforced);
    for (const csp::Policy* policy : enforced) {
      if (policy == main) continue;
      PolicyDraft draft = PolicyDraft::of(*policy, log_of_policies());
      draft.remove(csp::DirectiveName::FrameAncestors);
      for (harden_detail::DraftDirective& directive : draft.directives()) {
        if (csp::info(directive.name).value != csp::ValueKind::SourceList) continue;
        for (std::string& token : directive.tokens) {
          const bool nonce = csp::parse_source_expression(token).kind == csp::SourceKind::Nonce;
          if (nonce) token = harden_detail::kNonceSource;
        }
      }
      if (!draft.empty()) add("Content-Security-Policy", draft.text());
    }
  }

  harden_detail::PolicyChoices choices() const {
    harden_detail::PolicyChoices choices;
    choices.site = options_.site;
    choices.inline_scripts = inline_scripts();
    choices.frame_ancestors = framing();
    choices.keep_sources = options_.keep_sources;
    choices.https = model().https;
    return choices;
  }

  void add_reporting(PolicyDraft& draft) {
    if (options_.endpoint.empty()) return;
    draft.set(csp::DirectiveName::ReportUri, {options_.endpoint});
    draft.set(csp::DirectiveName::ReportTo, {"csp"});
  }

  /// Beside the enforced policy, the next one to try: Trusted Types stop script injection at the
  /// places where text becomes code.
  void add_next_step(PolicyDraft draft) {
    draft.set(csp::DirectiveName::RequireTrustedTypesFor, {"'script'"});
    // Neither has an effect in a report-only policy.
    draft.remove(csp::DirectiveName::UpgradeInsecureRequests);
    draft.remove(csp::DirectiveName::Sandbox);
    add("Content-Security-Policy-Report-Only", draft.text());
    say("Content-Security-Policy-Report-Only",
        "Added the next policy to try, with Trusted Types required, which only reports.");
  }

  void add_reporting_endpoints() {
    if (!options_.endpoint.empty()) {
      add("Reporting-Endpoints", "csp=\"" + options_.endpoint + "\"");
      return;
    }
    keep_as_it_is(HeaderName::ReportingEndpoints);
    keep_as_it_is(HeaderName::ReportTo);
  }

  void keep_as_it_is(HeaderName name) {
    for (const std::uint32_t index : model().fields(name)) {
      add(std::string(http::spelling(name)), std::string(model().field(index).value.text()));
    }
  }

  void add_transport() {
    const harden_detail::TransportResult transport =
        harden_detail::harden_transport(model(), options_.hsts, options_.subdomains);
    if (!transport.value.empty()) add("Strict-Transport-Security", transport.value);
    if (!transport.sentence.empty()) say("Strict-Transport-Security", transport.sentence);
  }

  void add_framing() {
    const std::string ancestors = framing();
    if (ancestors == "'none'") add("X-Frame-Options", "DENY");
    if (ancestors == "'self'") add("X-Frame-Options", "SAMEORIGIN");
    if (ancestors != "'none'" && ancestors != "'self'") {
      say("X-Frame-Options",
          "Left out: it cannot name other sites; frame-ancestors, which replaces it, can.");
    }
  }

  void add_referrer_policy() {
    // What is looser than the browsers' default is tightened to it.
    const std::string joined = model::joined_value(model(), HeaderName::ReferrerPolicy);
    const headers::ReferrerPolicy now = headers::parse_referrer_policy(joined);
    const bool tight = now.effective < headers::Referrer::StrictOriginWhenCrossOrigin;
    add("Referrer-Policy",
        tight ? text::lowered(now.effective_text) : "strict-origin-when-cross-origin");
  }

  void add_permissions_policy() {
    const std::string now = model::joined_value(model(), HeaderName::PermissionsPolicy);
    const headers::PermissionsPolicy parsed = headers::parse_permissions_policy(now);
    if (!now.empty() && parsed.field.ok()) {
      keep_as_it_is(HeaderName::PermissionsPolicy);
      return;
    }
    add("Permissions-Policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()");
    say("Permissions-Policy",
        "Added: refuses the page and its frames the devices and powers that few sites need; take out "
        "what yours uses. Only Chromium-based browsers read it.");
  }

  void add_isolation() {
    const std::string opener = text::lowered(
        text::trim(model::joined_value(model(), HeaderName::CrossOriginOpenerPolicy)));
    const bool popups = text::istarts_with(opener, "same-origin-allow-popups") ||
                        text::istarts_with(opener, "noopener-allow-popups");
    if (options_.isolation || !popups) {
      add("Cross-Origin-Opener-Policy", "same-origin");
    } else {
      add("Cross-Origin-Opener-Policy", opener.substr(0, opener.find(';')));
    }
    if (options_.isolation) {
      add("Cross-Origin-Embedder-Policy", "require-corp");
      say("Cross-Origin-Embedder-Policy",
          "Added, as asked: every resource from another origin must now allow itself to be embedded.");
    }
    const std::string resource = text::lowered(
        text::trim(model::joined_value(model(), HeaderName::CrossOriginResourcePolicy)));
    const bool known = resource == "same-site" || resource == "cross-origin";
    add("Cross-Origin-Resource-Policy", known ? resource : "same-origin");
  }

  void keep_leaks() {
    for (const HeaderName name : {HeaderName::Server, HeaderName::XPoweredBy,
                                  HeaderName::XAspNetVersion, HeaderName::XAspNetMvcVersion,
                                  HeaderName::XGenerator, HeaderName::Via}) {
      keep_as_it_is(name);
    }
  }

  /// Sources that were kept may let an attacker's script in: the grave findings of what is sent.
  void say_what_stays_open(std::string_view url) {
    http::HeaderPairs pairs;
    for (const Header& header : result_.headers) pairs.emplace_back(header.name, header.value);
    constexpr int kOk = 200;
    text::Source lines(http::header_list_source(pairs));
    const http::Paste paste = http::read_header_list(lines, pairs, url, kOk);
    const decide::Page sent(paste.responses.front(), lines.bytes(), paste.format);
    const decide::Reach reach(sent.policies());
    std::uint64_t truncated = 0;
    for (const Finding& finding : rules::run_rules({sent.model(), sent.policies(), reach}, truncated)) {
      if (finding.rule->severity > Severity::High) continue;
      say(finding.rule->header, "Still open: " + message_of(finding));
    }
  }

  const HardenOptions& options_;
  const decide::Page* page_ = nullptr;
  HardenResult result_;
};

}  // namespace hardening

HardenResult harden(std::string_view text, const HardenOptions& options) {
  if (text.size() > kMaxInputBytes) {
    HardenResult result;
    result.error = "the text is over 8 MiB";
    return result;
  }
  return hardening::Hardening(options).run(text);
}

}  // namespace headstrong
