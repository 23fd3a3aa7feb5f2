#include "protocol/decide_input.hpp"

#include "text/listed.hpp"

namespace headstrong::protocol {

std::optional<decide::Profile> read_browser(FieldReader& line) {
  const std::string_view name = line.text("browser");
  if (name.empty()) return std::nullopt;
  std::vector<std::string_view> names;
  for (const decide::Profile profile : decide::kBrowserProfiles) {
    names.push_back(decide::profile_name(profile));
    if (names.back() == name) return profile;
  }
  line.fail_value("browser", "must be " + text::listed(names, " or "), name);
  return std::nullopt;
}

std::vector<decide::PolicyText> read_policies(FieldReader& line, std::string& error) {
  std::vector<decide::PolicyText> policies;
  const Json list = line.field("policies");
  if (!list) {
    if (!line.field("headers")) {
      line.fail("headers", "is missing (or give \"policies\" instead)");
    }
    for (const std::string_view value : line.texts("headers")) policies.push_back({value});
    return policies;
  }
  if (!list.is_array()) {
    line.fail("policies", "must be an array of objects");
    return policies;
  }
  for (const Json& item : list) {
    if (!item.is_object()) {
      line.fail("policies", "must be an array of objects");
      return policies;
    }
    FieldReader reader(item, "a policy's ", error);
    decide::PolicyText policy;
    policy.value = reader.text("value", true);
    const std::string_view disposition = reader.text("disposition");
    const std::string_view delivery = reader.text("delivery");
    if (disposition == "report") {
      policy.disposition = decide::PolicyDisposition::Report;
    } else if (!disposition.empty() && disposition != "enforce") {
      reader.fail_value("disposition", "must be enforce or report", disposition);
    }
    if (delivery == "meta") {
      policy.delivery = decide::PolicyDelivery::Meta;
    } else if (!delivery.empty() && delivery != "header") {
      reader.fail_value("delivery", "must be header or meta", delivery);
    }
    policies.push_back(policy);
  }
  return policies;
}

std::vector<Header> read_headers(FieldReader& line) {
  std::vector<Header> headers;
  const Json list = line.field("responseHeaders");
  if (!list) return headers;
  bool is_list = list.is_array();
  for (const Json& item : list) {
    std::string_view name;
    std::string_view value;
    is_list = is_list && item.is_pair_of_texts(name, value);
    if (!is_list) break;
    headers.push_back({std::string(name), std::string(value)});
  }
  if (is_list) return headers;
  line.fail("responseHeaders", "must be an array of [name, value]");
  return {};
}

decide::Request read_request(const Json& json, std::string& error) {
  decide::Request request;
  if (!json.is_object()) {
    error = "\"request\" must be an object";
    return request;
  }
  FieldReader reader(json, "the request's ", error);
  const std::string_view type = reader.text("type", true);
  if (error.empty() && !decide::request_type(type, request.type)) {
    std::vector<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(decide::RequestType::WebTransportHashes); ++i) {
      names.push_back(decide::request_type_name(static_cast<decide::RequestType>(i)));
    }
    reader.fail_value("type", "must be " + text::listed(names, " or "), type);
  }
  request.url = reader.text("url");
  request.nonce = reader.text("nonce");
  request.integrity = reader.text("integrity");
  request.content = reader.text("content");
  request.content_hash = reader.text("contentHash");
  request.content_type = reader.text("contentType");
  request.name = reader.text("name");
  request.ancestors = reader.texts("ancestors");
  request.redirects = reader.count("redirects");
  request.parser_inserted = reader.flag("parserInserted", true);
  request.trusted = reader.flag("trusted", false);
  if (!error.empty()) return request;
  const decide::RequestNeeds needs = decide::request_needs(request.type);
  if (needs == decide::RequestNeeds::Url && !reader.field("url")) {
    reader.fail("url", "is missing");
  }
  if (needs == decide::RequestNeeds::Framing && !reader.field("url") && request.ancestors.empty()) {
    reader.fail("url", "is missing (the parent's, or \"ancestors\")");
  }
  if (needs == decide::RequestNeeds::Name && !reader.field("name")) {
    reader.fail("name", "is missing");
  }
  return request;
}

}  // namespace headstrong::protocol
