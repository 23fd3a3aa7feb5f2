// Every header of a response that has a parser, parsed once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "grammar/header_names.hpp"
#include "headers/access_control.hpp"
#include "headers/cache_control.hpp"
#include "headers/clear_site_data.hpp"
#include "headers/content_type.hpp"
#include "headers/cross_origin_embedder_policy.hpp"
#include "headers/cross_origin_opener_policy.hpp"
#include "headers/cross_origin_resource_policy.hpp"
#include "headers/feature_policy.hpp"
#include "headers/field_value.hpp"
#include "headers/integrity_policy.hpp"
#include "headers/origin_agent_cluster.hpp"
#include "headers/permissions_policy.hpp"
#include "headers/referrer_policy.hpp"
#include "headers/report_to.hpp"
#include "headers/reporting_endpoints.hpp"
#include "headers/set_cookie.hpp"
#include "headers/strict_transport_security.hpp"
#include "headers/x_content_type_options.hpp"
#include "headers/x_frame_options.hpp"
#include "http/message.hpp"

namespace headstrong::headers {

/// A header's value and what was read from it.
template <class Header>
struct Parsed {
  FieldValue value;
  Header header;
};

/// One Set-Cookie field.
struct ParsedCookie {
  std::uint32_t field = 0;
  Cookie cookie;
  bool session = false;  // names_session(), and the response does not delete it
};

/// Nothing where the response lacks the header.
struct TypedHeaders {
  std::optional<Parsed<AccessControlAllowOrigin>> access_control_allow_origin;
  std::optional<Parsed<CacheControl>> cache_control;
  std::optional<Parsed<ClearSiteData>> clear_site_data;
  std::optional<Parsed<ContentType>> content_type;
  std::optional<Parsed<CrossOriginEmbedderPolicy>> cross_origin_embedder_policy;
  std::optional<Parsed<CrossOriginOpenerPolicy>> cross_origin_opener_policy;
  std::optional<Parsed<ResourcePolicy>> cross_origin_resource_policy;
  std::optional<Parsed<FeaturePolicy>> feature_policy;
  std::optional<Parsed<IntegrityPolicy>> integrity_policy;
  std::optional<Parsed<IntegrityPolicy>> integrity_policy_report_only;
  std::optional<Parsed<Nel>> nel;
  std::optional<Parsed<OriginAgentCluster>> origin_agent_cluster;
  std::optional<Parsed<PermissionsPolicy>> permissions_policy;
  std::optional<Parsed<PermissionsPolicy>> permissions_policy_report_only;
  std::optional<Parsed<ReferrerPolicy>> referrer_policy;
  std::optional<Parsed<ReportTo>> report_to;
  std::optional<Parsed<ReportingEndpoints>> reporting_endpoints;
  /// Of the first field: the others are not processed.
  std::optional<Parsed<StrictTransportSecurity>> strict_transport_security;
  std::optional<Parsed<XContentTypeOptions>> x_content_type_options;
  std::optional<Parsed<XFrameOptions>> x_frame_options;
  std::vector<ParsedCookie> cookies;
  /// The response's own Date, in seconds since 1970.
  std::optional<std::int64_t> date;
};

using FieldsByName = std::array<std::vector<std::uint32_t>, http::kHeaderNameCount>;

/// Parses what `response` has; `fields` are the indices of its fields by name. The response must
/// outlive the result.
TypedHeaders parse_headers(const http::Response& response, const FieldsByName& fields);

}  // namespace headstrong::headers
