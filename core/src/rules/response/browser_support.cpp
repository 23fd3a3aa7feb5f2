#include <string>
#include <vector>

#include "headers/cross_origin_embedder_policy.hpp"
#include "headers/cross_origin_opener_policy.hpp"
#include "headers/document_isolation_policy.hpp"
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

/// Whether readers of a header act on it: of one that does nothing a rule of its own tells, and nobody should
/// keep it for the browsers that know its name.
bool acts(const Context& context, http::HeaderName header) {
  const headers::TypedHeaders& typed = context.response.typed;
  const headers::FieldValue value(*context.response.response, context.response.fields(header));
  switch (header) {
    case http::HeaderName::CrossOriginEmbedderPolicyReportOnly:
      return headers::parse_cross_origin_embedder_policy(value.text()).policy > headers::EmbedderPolicy::UnsafeNone;
    case http::HeaderName::CrossOriginOpenerPolicyReportOnly:
      return headers::parse_cross_origin_opener_policy(value.text()).policy > headers::OpenerPolicy::UnsafeNone;
    case http::HeaderName::DocumentIsolationPolicy: return headers::isolates_document(value.text());
    case http::HeaderName::IntegrityPolicy:
      return typed.integrity_policy && typed.integrity_policy->header.guards_scripts();
    case http::HeaderName::IntegrityPolicyReportOnly:
      return typed.integrity_policy_report_only && typed.integrity_policy_report_only->header.guards_scripts();
    case http::HeaderName::Nel: {
      // What isn't pasted may define the group.
      if (!typed.nel || !typed.nel->header.is_json || !typed.nel->header.has_report_to) return false;
      if (typed.nel->header.removes) return false;
      return !context.response.whole() ||
             (typed.report_to && typed.report_to->header.defines(typed.nel->header.report_to));
    }
    case http::HeaderName::OriginAgentCluster:
      return typed.origin_agent_cluster && typed.origin_agent_cluster->header != headers::OriginAgentCluster::Ignored;
    case http::HeaderName::PermissionsPolicy: {
      const permissions_rules::Header* features = permissions_rules::readable(context);
      return features != nullptr && permissions_rules::says_something(*features);
    }
    case http::HeaderName::PermissionsPolicyReportOnly:
      return typed.permissions_policy_report_only && typed.permissions_policy_report_only->header.field.ok() &&
             permissions_rules::says_something(*typed.permissions_policy_report_only);
    case http::HeaderName::ReportingEndpoints:
      return typed.reporting_endpoints && typed.reporting_endpoints->header.field.ok() &&
             typed.reporting_endpoints->header.usable;
    default: return true;
  }
}

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
    if (fields.empty() || !acts(context, each.header)) continue;
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
