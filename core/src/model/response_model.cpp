#include "model/response_model.hpp"

#include <algorithm>
#include <utility>

#include "grammar/url.hpp"
#include "headers/csp/parse_policy.hpp"
#include "text/ascii.hpp"

namespace headstrong::model {
namespace response_model_detail {

/// Whether browsers save the response instead of showing it.
bool is_download(const ResponseModel& model) {
  const auto& dispositions = model.fields(http::HeaderName::ContentDisposition);
  if (dispositions.empty()) return false;
  const std::string_view value = model.field(dispositions.front()).value.text();
  return text::iequals(text::trim(value.substr(0, value.find(';'))), "attachment");
}

/// The media type that browsers go by, in lower case; empty where the paste does not tell, and where what it
/// says is no media type, for which browsers look at the bytes. In quotes it makes a download.
std::string type_of(const ResponseModel& model) {
  const auto& type = model.typed.content_type;
  if (!type) return {};
  const bool quoted = type->value.text().find('"') != std::string_view::npos;
  if (type->header.essence.empty() && quoted) return std::string(type->value.text());
  return text::lowered(type->header.essence);
}

/// SVG, or XML that is not XHTML.
bool is_xml_type(std::string_view type) {
  return type == "image/svg+xml" || type == "text/xml" || type == "application/xml";
}

/// Whether a browser would show the response as a document in which scripts can run.
bool shows_document(std::string_view type) {
  return type.empty() || type == "text/html" || type == "application/xhtml+xml" || is_xml_type(type);
}

/// Whether the response says that it has no body, and not what a body would be, as an answer to HEAD may: of
/// an error nobody asks for the body.
bool is_told_empty(const ResponseModel& model) {
  constexpr int kFirstError = 400;
  const auto& lengths = model.fields(http::HeaderName::ContentLength);
  return !lengths.empty() && model.field(lengths.front()).value.text() == "0" &&
         (!model.has(http::HeaderName::ContentType) || model.response->status >= kFirstError);
}

void note_host(ResponseModel& model) {
  if (model.response->url.empty()) return;
  std::string buffer;
  grammar::Url url;
  if (grammar::parse_url(model.page_url, buffer, url) != grammar::UrlError::None) return;
  model.host = std::string(url.host);
  model.has_ip_host = url.host_kind == grammar::HostKind::Ipv4 || url.host_kind == grammar::HostKind::Ipv6;
}

/// Whether the response only sends the visitor on to an https address.
bool leads_to_https(const ResponseModel& model) {
  if (!model.is_redirect) return false;
  for (const std::uint32_t location : model.fields(http::HeaderName::Location)) {
    const std::string_view reference = text::trim(model.field(location).value.text());
    // Browsers follow the first that is not empty.
    if (reference.empty()) continue;
    return text::istarts_with(grammar::resolve_url(model.page_url, reference), "https:");
  }
  return false;
}

/// Whether the response sends the visitor on to another host than its own.
bool leads_elsewhere(const ResponseModel& model) {
  if (!model.is_redirect || model.host.empty()) return false;
  const std::string_view reference =
      text::trim(model.field(model.fields(http::HeaderName::Location).front()).value.text());
  const std::string target = grammar::resolve_url(model.page_url, reference);
  std::string buffer;
  grammar::Url url;
  return grammar::parse_url(target, buffer, url) == grammar::UrlError::None && !text::iequals(url.host, model.host);
}

/// Whether the redirect's target is a whole URL, so that it tells nothing about the scheme it was asked under.
bool names_its_scheme(const ResponseModel& model) {
  if (!model.is_redirect) return false;
  for (const std::uint32_t location : model.fields(http::HeaderName::Location)) {
    const std::string_view reference = text::trim(model.field(location).value.text());
    // Browsers follow the first that is not empty.
    if (reference.empty()) continue;
    return text::istarts_with(reference, "https:") || text::istarts_with(reference, "http:");
  }
  return false;
}

void add_policies(ResponseModel& model, std::uint32_t index) {
  const http::Field& field = model.field(index);
  if (field.from_meta) {
    csp::Policy policy =
        csp::parse_policy(field.value, 0, field.value.text().size(), csp::Disposition::Enforce, csp::Delivery::Meta);
    policy.field = index;
    policy.spelling = field.spelling;
    if (!policy.directives.empty()) model.policies.push_back(std::move(policy));
    return;
  }
  const bool report = model.name_of(index) == http::HeaderName::ContentSecurityPolicyReportOnly;
  const std::size_t left = csp::kMaxPolicies - std::min(csp::kMaxPolicies, model.policies.size());
  auto policies =
      csp::parse_policy_list(field.value, report ? csp::Disposition::Report : csp::Disposition::Enforce, left);
  for (csp::Policy& policy : policies) {
    policy.field = index;
    policy.spelling = field.spelling;
    model.policies.push_back(std::move(policy));
  }
}

}  // namespace response_model_detail

ResponseModel build_model(const http::Response& response, std::string_view source, http::Format format) {
  ResponseModel model;
  model.response = &response;
  model.source = source;
  model.format = format;
  model.page_url = response.url.empty() ? "https://site.example/" : std::string(response.url);
  model.https = !text::istarts_with(model.page_url, "http:");
  response_model_detail::note_host(model);
  model.names.reserve(response.fields.size());
  std::vector<std::uint32_t> metas;
  for (std::uint32_t i = 0; i < response.fields.size(); ++i) {
    const http::HeaderName name = http::header_name(response.fields[i].name);
    model.names.push_back(name);
    if (response.fields[i].from_meta) {
      metas.push_back(i);
      continue;
    }
    if (name == http::HeaderName::Unknown) continue;
    model.fields_by_name[static_cast<std::size_t>(name)].push_back(i);
    if (name == http::HeaderName::ContentSecurityPolicy || name == http::HeaderName::ContentSecurityPolicyReportOnly) {
      response_model_detail::add_policies(model, i);
    }
  }
  for (const std::uint32_t meta : metas) {
    // Of a page's other <meta http-equiv> only rules about the response as a whole want to know.
    if (model.name_of(meta) == http::HeaderName::ContentSecurityPolicy) {
      response_model_detail::add_policies(model, meta);
    }
  }
  model.challenge = find_challenge(response);
  model.names_in_values = http::names_in_values(response, model.names);
  model.faulty_tokens = csp::faulty_tokens(model.policies);
  model.typed = headers::parse_headers(response, model.fields_by_name);
  model.is_redirect = response.status >= 300 && response.status < 400 && model.has(http::HeaderName::Location);
  const int status = response.status;
  model.is_not_modified = status == 304;
  const bool bodiless = (status >= 100 && status < 200) || status == 204;
  model.has_content =
      !model.is_redirect && !bodiless && (model.is_not_modified || !response_model_detail::is_told_empty(model));
  model.leads_elsewhere = response_model_detail::leads_elsewhere(model);
  const bool leads_to_https = response_model_detail::leads_to_https(model);
  // Tor encrypts what goes to an onion service, and its name is its key.
  const bool is_onion = text::iends_with(model.host, ".onion");
  model.plain_http = !model.https && !grammar::is_loopback(model.host) && !is_onion && !leads_to_https;
  // The header belongs to HTTPS responses, so that who sends it is taken at its word.
  model.scheme_is_open =
      !model.is_encrypted() && response.url.empty() && response_model_detail::names_its_scheme(model);
  model.is_download = response_model_detail::is_download(model);
  const std::string type = response_model_detail::type_of(model);
  model.is_document = model.has_content && !model.is_download && response_model_detail::shows_document(type);
  model.is_xml = model.is_document && response_model_detail::is_xml_type(type);
  return model;
}

std::string joined_value(const ResponseModel& model, http::HeaderName name) {
  std::string joined;
  for (const std::uint32_t index : model.fields(name)) {
    if (!joined.empty() || index != model.fields(name).front()) joined += ", ";
    joined += model.field(index).value.text();
  }
  return joined;
}

}  // namespace headstrong::model
