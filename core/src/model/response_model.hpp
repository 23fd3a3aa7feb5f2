// One response with its headers understood. Facts that more than one rule needs stand here.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/header_names.hpp"
#include "headers/csp/policy.hpp"
#include "headers/csp/token_fault.hpp"
#include "headers/typed_headers.hpp"
#include "http/message.hpp"
#include "http/name_in_value.hpp"
#include "model/challenge.hpp"

namespace headstrong::model {

struct ResponseModel {
  const http::Response* response = nullptr;
  std::string_view source;  // the text that every span counts in
  http::Format format = http::Format::Empty;
  /// Every policy of the response: headers in order, then meta. Report-only ones are among them.
  std::vector<csp::Policy> policies;
  /// What is misspelled in their source lists.
  std::vector<csp::FaultyToken> faulty_tokens;
  /// The URL that policies are judged for: the response's own, or https://site.example/.
  std::string page_url;
  /// Whether the response came (or must be taken to have come) over https.
  bool https = true;
  /// The response came over plain HTTP, from a host that is not the reader's own machine, and does
  /// not send the visitor on to HTTPS.
  bool plain_http = false;
  /// A redirect to a whole URL of which the paste doesn't tell where it came from: it may have come over either
  /// scheme, and most such redirects answer plain HTTP.
  bool scheme_is_open = false;
  /// Whether something in the paste tells that the response came encrypted: its URL, its protocol, or the header that
  /// belongs to HTTPS responses.
  bool is_encrypted() const {
    return https && (!response->url.empty() || response->over_tls || has(http::HeaderName::StrictTransportSecurity));
  }

  const http::Field& field(std::uint32_t index) const { return response->fields[index]; }
  /// The header that a field is, or that a meta element stands for.
  http::HeaderName name_of(std::uint32_t index) const { return names[index]; }
  /// The indices of all fields of that name that came as headers, in order.
  const std::vector<std::uint32_t>& fields(http::HeaderName name) const {
    return fields_by_name[static_cast<std::size_t>(name)];
  }
  bool has(http::HeaderName name) const { return !fields(name).empty(); }
  /// A header that is not there is known to be absent.
  bool known_absent(http::HeaderName name) const { return whole() && !has(name); }
  /// The paste shows everything that the site sends with this response.
  bool whole() const { return response->complete && !challenge && !is_not_modified; }
  /// The page's host in lower case, as the URL Standard writes it; empty where the paste does not
  /// tell.
  std::string host;
  bool has_ip_host = false;  // an address rather than a name
  /// Whether the response is a document a browser would show (as opposed to a redirect, JSON, an
  /// image ...): framing and scripts matter only there. True where the paste does not tell.
  bool is_document = true;
  /// A document of SVG or other XML: scripts in it run, but nobody signs in or clicks there.
  bool is_xml = false;
  /// A document that visitors use.
  bool is_page() const { return is_document && !is_xml; }
  bool is_redirect = false;  // 3xx with a Location
  /// A redirect from the response's host, which is known, to another one.
  bool leads_elsewhere = false;
  bool is_download = false;  // browsers save it and show nothing
  /// 304: its headers replace those of the cached page, and what it does not repeat stays as it was.
  bool is_not_modified = false;
  /// Whether there is something for a browser to show or run: not with 1xx, 204, a redirect.
  bool has_content = true;
  /// A service in front of the site answered: what is here is its page's, not the site's.
  std::optional<Challenge> challenge;
  /// Headers' names that got into values.
  std::vector<http::NameInValue> names_in_values;
  /// The other headers, parsed.
  headers::TypedHeaders typed;
  /// The responses that the paste shows before this one: the redirects that led here.
  std::span<const http::Response> earlier;

  std::vector<http::HeaderName> names;  // of all fields
  headers::FieldsByName fields_by_name;
};

/// The model of `response`, which was read from `source` as `format`; both must outlive the model.
ResponseModel build_model(const http::Response& response, std::string_view source, http::Format format);

/// The values of all fields of a name joined by ", " (RFC 9110 section 5.3), without positions.
std::string joined_value(const ResponseModel& model, http::HeaderName name);

}  // namespace headstrong::model
