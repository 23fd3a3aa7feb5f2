#include "harden/other_fields.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "headers/access_control.hpp"
#include "text/ascii.hpp"
#include "text/listed.hpp"

namespace headstrong::hardening {

using http::HeaderName;

namespace other_fields_detail {

std::string_view why_dropped(HeaderName name) {
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

constexpr HeaderName kCorsOfNull[] = {HeaderName::AccessControlAllowOrigin, HeaderName::AccessControlAllowCredentials};

/// Whether the response may be read by pages of the origin null, which is every sandboxed frame's.
bool allows_null(const model::ResponseModel& model) {
  const auto& origin = model.typed.access_control_allow_origin;
  return origin && origin->header.kind == headers::AllowOrigin::Null;
}

/// What would let any site read the response is not sent on.
void keep_cors(const model::ResponseModel& model, HardenedSet& set) {
  if (!allows_null(model)) {
    for (const HeaderName name : kCorsOfNull) set.keep_as_it_is(name);
    return;
  }
  bool with_cookies = false;
  for (const std::uint32_t field : model.fields(HeaderName::AccessControlAllowCredentials)) {
    with_cookies = with_cookies || headers::allows_credentials(model.field(field).value.text());
  }
  set.say(http::spelling(HeaderName::AccessControlAllowOrigin),
          std::string("Removed: every sandboxed frame has the origin null, so a page of any site could read the "
                      "response") +
              (with_cookies ? ", with the visitor's cookies" : "") +
              ". Name the origins you trust where the server sets it.");
  if (model.has(HeaderName::AccessControlAllowCredentials)) {
    set.say(http::spelling(HeaderName::AccessControlAllowCredentials),
            "Removed: without Access-Control-Allow-Origin it does nothing.");
  }
}

}  // namespace other_fields_detail

void keep_other_protections(const model::ResponseModel& model, HardenedSet& set) {
  other_fields_detail::keep_cors(model, set);
  for (const HeaderName name :
       {HeaderName::IntegrityPolicy, HeaderName::IntegrityPolicyReportOnly, HeaderName::DocumentPolicy,
        HeaderName::OriginAgentCluster, HeaderName::ClearSiteData, HeaderName::CrossOriginEmbedderPolicyReportOnly,
        HeaderName::CrossOriginOpenerPolicyReportOnly, HeaderName::DocumentIsolationPolicy,
        HeaderName::DocumentIsolationPolicyReportOnly, HeaderName::PermissionsPolicyReportOnly,
        HeaderName::DocumentPolicyReportOnly, HeaderName::XPermittedCrossDomainPolicies,
        // Not of hardening's concern, and part of what the site says:
        HeaderName::XRobotsTag, HeaderName::AccessControlAllowHeaders, HeaderName::AccessControlAllowMethods,
        HeaderName::AccessControlAllowPrivateNetwork, HeaderName::AccessControlExposeHeaders,
        HeaderName::AccessControlMaxAge, HeaderName::TimingAllowOrigin, HeaderName::CacheControl,
        HeaderName::CdnCacheControl, HeaderName::Link, HeaderName::XDnsPrefetchControl}) {
    set.keep_as_it_is(name);
  }
}

void add_leaks(const HardenOptions& options, const model::ResponseModel& model, HardenedSet& set) {
  for (const HeaderName name : {HeaderName::Server, HeaderName::XPoweredBy, HeaderName::XAspNetVersion,
                                HeaderName::XAspNetMvcVersion, HeaderName::XGenerator, HeaderName::Via}) {
    if (!options.remove_leaks) {
      set.keep_as_it_is(name);
    } else if (model.has(name)) {
      set.say_open(
          http::spelling(name),
          "Not in this set: a list of headers can't remove it. Switch it off where it is added, or hide it in the "
          "server's configuration.");
    }
  }
}

void say_what_is_left_out(const http::Response& response, HardenedSet& set) {
  constexpr std::size_t kNamed = 60;
  std::set<std::string> spoken;
  for (const Header& header : set.result().headers) spoken.insert(text::lowered(header.name));
  for (const HardenChange& change : set.result().changes) spoken.insert(text::lowered(change.header));
  std::vector<std::string> others;
  for (const http::Field& field : response.fields) {
    if (!spoken.insert(text::lowered(field.name)).second) continue;
    const std::string_view reason = other_fields_detail::why_dropped(http::header_name(field.name));
    if (!reason.empty()) set.say(http::spelling(http::header_name(field.name)), std::string(reason));
    else others.emplace_back(field.name);
  }
  if (others.empty()) return;
  const std::string first = others.front();
  others.erase(others.begin());
  set.say(first, others.empty() ? "Not in this set: the server keeps sending it."
                                : "Not in this set, and neither " + std::string(others.size() == 1 ? "is " : "are ") +
                                      text::listed(others, " and ", kNamed) + ": the server keeps sending them.");
}

}  // namespace headstrong::hardening
