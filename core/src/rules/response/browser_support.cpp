#include <string>
#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/permissions_policy/helpers.hpp"
#include "rules/rule.hpp"
#include "text/listed.hpp"

namespace headstrong::rules::response_browser_support {

/// The first versions that read something, after the compatibility data of MDN (read 2026-11); empty: none
/// does. What every browser has read for years isn't listed.
struct Versions {
  std::string_view chromium;
  std::string_view firefox;
  std::string_view webkit;  // as Safari counts
};

struct HeaderSupport {
  http::HeaderName header;
  Versions since;
};
constexpr HeaderSupport kHeaders[] = {{http::HeaderName::CrossOriginEmbedderPolicyReportOnly, {"83", "", "16.4"}},
                                      {http::HeaderName::CrossOriginOpenerPolicyReportOnly, {"89", "", "16.4"}},
                                      {http::HeaderName::DocumentIsolationPolicy, {"137", "", ""}},
                                      {http::HeaderName::IntegrityPolicy, {"138", "145", "26"}},
                                      {http::HeaderName::IntegrityPolicyReportOnly, {"138", "145", "26"}},
                                      {http::HeaderName::Nel, {"71", "", ""}},
                                      {http::HeaderName::OriginAgentCluster, {"90", "138", "27.3"}},
                                      {http::HeaderName::PermissionsPolicy, {"85", "", ""}},
                                      {http::HeaderName::PermissionsPolicyReportOnly, {"120", "", ""}},
                                      {http::HeaderName::ReportingEndpoints, {"96", "130", "16.4"}}};

struct DirectiveSupport {
  csp::DirectiveName directive;
  Versions since;
};
constexpr DirectiveSupport kDirectives[] = {{csp::DirectiveName::RequireTrustedTypesFor, {"83", "148", "26"}},
                                            {csp::DirectiveName::StyleSrcElem, {"75", "108", "26.2"}},
                                            {csp::DirectiveName::TrustedTypes, {"83", "148", "26"}}};

void tell(Finding& finding, std::string_view what, const Versions& since) {
  const std::pair<decide::Profile, std::string_view> all[] = {{decide::Profile::Chromium, since.chromium},
                                                              {decide::Profile::Firefox, since.firefox},
                                                              {decide::Profile::WebKit, since.webkit}};
  std::vector<std::string> readers;
  std::vector<std::string_view> others;
  for (const auto& [profile, version] : all) {
    const std::string_view name = decide::profile_title(profile);
    if (version.empty()) {
      others.push_back(name);
      finding.browsers |= decide::browser(profile);
    } else {
      readers.push_back(std::string(name) + " " + std::string(version));
    }
  }
  const std::string verb = others.size() == 1 ? " doesn't read it" : " don't read it";
  finding.arguments = {std::string(what), text::listed(readers, " or "),
                       others.empty() ? "older versions ignore it" : text::listed(others) + verb};
}

void check(const Context& context, Sink& sink) {
  for (const HeaderSupport& each : kHeaders) {
    const auto& fields = context.response.fields(each.header);
    if (fields.empty()) continue;
    // One that says nothing is no protection to rely on, in whichever browser.
    const permissions_rules::Header* features = permissions_rules::readable(context);
    if (each.header == http::HeaderName::PermissionsPolicy &&
        (features == nullptr || !permissions_rules::says_something(*features))) {
      continue;
    }
    const http::Field& field = context.response.field(fields.front());
    tell(sink.at(fields.front(), field.name_span), http::spelling(each.header), each.since);
  }
  // Of policies too, the first that has the directive is enough.
  for (const DirectiveSupport& each : kDirectives) {
    for (const csp::Policy& policy : context.response.policies) {
      const csp::Directive* directive = policy.find(each.directive);
      if (directive == nullptr || !context.response.is_document) continue;
      tell(sink.at(policy, directive->name_span), directive->name_text, each.since);
      break;
    }
  }
}

extern const RuleSpec kRule = {
    {
        .id = "response/browser-support",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "Not every browser reads this yet",
        .message = "{0} needs at least {1}; {2}.",
        .several = "{0} parts need a recent browser: {1}.",
        .why = "Visitors with another browser, or with an older version, don't get what it is "
               "meant to do.",
        .advice = "Keep it, but don't rely on it as the only protection.",
        .references = {"https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nPermissions-Policy: "
               "camera=()\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nReferrer-Policy: "
                "no-referrer\n",
    },
    check,
};

}  // namespace headstrong::rules::response_browser_support
