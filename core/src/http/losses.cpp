#include "http/losses.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "grammar/header_names.hpp"
#include "text/listed.hpp"

namespace headstrong::http {

bool protects(std::string_view name) {
  switch (header_name(name)) {
    case HeaderName::ContentSecurityPolicy:
    case HeaderName::StrictTransportSecurity:
    case HeaderName::XFrameOptions:
    case HeaderName::XContentTypeOptions:
    case HeaderName::ReferrerPolicy:
    case HeaderName::PermissionsPolicy:
    case HeaderName::CrossOriginOpenerPolicy:
    case HeaderName::CrossOriginEmbedderPolicy:
    case HeaderName::CrossOriginResourcePolicy: return true;
    default: return false;
  }
}

std::vector<std::string_view> protecting(const Loss& loss) {
  std::vector<std::string_view> names;
  for (const std::string_view name : loss.names) {
    if (protects(name)) names.push_back(name);
  }
  return names;
}

std::string sentence_of(const Loss& loss, Format format) {
  const std::vector<std::string_view> names = protecting(loss);
  if (names.empty()) return {};
  const bool one = names.size() == 1;
  const std::string them = one ? "it" : "them";
  const std::string sentence = loss.place + ", doesn't send " + text::listed(names);
  if (format == Format::NginxConfig) {
    return sentence + ": its own add_header drops all that it would inherit. Repeat " + them + " there.";
  }
  if (format == Format::LighttpdConfig) {
    return sentence + ": its own list takes the place of the one around it. Repeat " + them + " there.";
  }
  return sentence + ", which the rest of the site sends: " + them + (one ? " is" : " are") + " taken away there.";
}

}  // namespace headstrong::http
