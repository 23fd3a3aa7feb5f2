#include "headers/typed_headers.hpp"

#include <utility>

#include "grammar/http_date.hpp"

namespace headstrong::headers {
namespace typed_headers_detail {

using http::HeaderName;

class Reader {
 public:
  Reader(const http::Response& response, const FieldsByName& fields) : response_(response), fields_(fields) {}

  const std::vector<std::uint32_t>& of(HeaderName name) const { return fields_[static_cast<std::size_t>(name)]; }

  template <class Header>
  void read(HeaderName name, Header (*parse)(std::string_view), std::optional<Parsed<Header>>& out) const {
    if (of(name).empty()) return;
    FieldValue value(response_, of(name));
    Header header = parse(value.text());
    out.emplace(Parsed<Header>{std::move(value), std::move(header)});
  }

  void read_strict_transport_security(TypedHeaders& typed) const {
    const std::vector<std::uint32_t>& fields = of(HeaderName::StrictTransportSecurity);
    if (fields.empty()) return;
    FieldValue value(response_, fields.front());
    const StrictTransportSecurity header = parse_strict_transport_security(value.text());
    typed.strict_transport_security.emplace(Parsed<StrictTransportSecurity>{std::move(value), header});
  }

  void read_cookies(TypedHeaders& typed) const {
    const std::vector<std::uint32_t>& fields = of(HeaderName::SetCookie);
    typed.cookies.reserve(fields.size());
    for (const std::uint32_t field : fields) {
      ParsedCookie parsed;
      parsed.field = field;
      parsed.cookie = parse_set_cookie(response_.fields[field].value.text());
      parsed.session = names_session(parsed.cookie.name) && !parsed.cookie.deletes(typed.date);
      typed.cookies.push_back(parsed);
    }
  }

 private:
  const http::Response& response_;
  const FieldsByName& fields_;
};

}  // namespace typed_headers_detail

TypedHeaders parse_headers(const http::Response& response, const FieldsByName& fields) {
  using http::HeaderName;
  const typed_headers_detail::Reader reader(response, fields);
  TypedHeaders t;
  reader.read(HeaderName::AccessControlAllowOrigin, parse_access_control_allow_origin, t.access_control_allow_origin);
  reader.read(HeaderName::CacheControl, parse_cache_control, t.cache_control);
  reader.read(HeaderName::ClearSiteData, parse_clear_site_data, t.clear_site_data);
  reader.read(HeaderName::ContentType, parse_content_type, t.content_type);
  reader.read(HeaderName::CrossOriginEmbedderPolicy, parse_cross_origin_embedder_policy,
              t.cross_origin_embedder_policy);
  reader.read(HeaderName::CrossOriginOpenerPolicy, parse_cross_origin_opener_policy, t.cross_origin_opener_policy);
  reader.read(HeaderName::CrossOriginResourcePolicy, parse_cross_origin_resource_policy,
              t.cross_origin_resource_policy);
  reader.read(HeaderName::FeaturePolicy, parse_feature_policy, t.feature_policy);
  reader.read(HeaderName::IntegrityPolicy, parse_integrity_policy, t.integrity_policy);
  reader.read(HeaderName::IntegrityPolicyReportOnly, parse_integrity_policy, t.integrity_policy_report_only);
  reader.read(HeaderName::Nel, parse_nel, t.nel);
  reader.read(HeaderName::OriginAgentCluster, parse_origin_agent_cluster, t.origin_agent_cluster);
  reader.read(HeaderName::PermissionsPolicy, parse_permissions_policy, t.permissions_policy);
  reader.read(HeaderName::PermissionsPolicyReportOnly, parse_permissions_policy, t.permissions_policy_report_only);
  reader.read(HeaderName::ReferrerPolicy, parse_referrer_policy, t.referrer_policy);
  reader.read(HeaderName::ReportTo, parse_report_to, t.report_to);
  reader.read(HeaderName::ReportingEndpoints, parse_reporting_endpoints, t.reporting_endpoints);
  reader.read(HeaderName::XContentTypeOptions, parse_x_content_type_options, t.x_content_type_options);
  reader.read(HeaderName::XFrameOptions, parse_x_frame_options, t.x_frame_options);
  reader.read_strict_transport_security(t);
  if (!reader.of(HeaderName::Date).empty()) {
    const std::uint32_t date = reader.of(HeaderName::Date).front();
    t.date = grammar::parse_http_date(response.fields[date].value.text());
  }
  reader.read_cookies(t);
  return t;
}

}  // namespace headstrong::headers
