#include "http/losses.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "grammar/header_names.hpp"

namespace headstrong::http {
namespace losses_detail {

/// Whether a page without the header is less protected.
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

}  // namespace losses_detail

std::string sentence_of(const Loss& loss, Format format) {
  std::vector<std::string_view> names;
  for (const std::string_view name : loss.names) {
    if (losses_detail::protects(name)) names.push_back(name);
  }
  if (names.empty()) return {};
  std::string listed;
  for (std::size_t i = 0; i < names.size(); ++i) {
    listed += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + std::string(names[i]);
  }
  const std::string_view them = names.size() == 1 ? "it" : "them";
  std::string sentence = loss.place + ", doesn't send " + listed;
  if (format == Format::NginxConfig) {
    return sentence + ": its own add_header drops all that it would inherit. Repeat " + std::string(them) + " there.";
  }
  if (format == Format::LighttpdConfig) {
    return sentence + ": its own list takes the place of the one around it. Repeat " + std::string(them) + " there.";
  }
  return sentence + ", which the rest of the site sends: " + std::string(them) + (names.size() == 1 ? " is" : " are") +
         " taken away there.";
}

}  // namespace headstrong::http
