#include "harden/check_options.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "grammar/url.hpp"
#include "harden/framing.hpp"
#include "harden/services.hpp"
#include "text/ascii.hpp"
#include "text/meant.hpp"

namespace headstrong::hardening {
namespace check_options_detail {

/// Every visitor would read them, and browsers send no report to such a URL.
bool has_credentials(std::string_view url) {
  const std::string_view host = url.substr(url.find("//") + 2);
  return host.substr(0, host.find_first_of("/?#")).find('@') != std::string_view::npos;
}

bool is_endpoint(std::string_view text) {
  if (text.find_first_of(" ,;\"'\\") != std::string_view::npos) return false;
  if (!text::all_of(text, text::kVisible)) return false;
  if (text.front() == '/') return text.size() == 1 || text[1] != '/';  // a path of the site itself
  if (!text::istarts_with(text, "https://")) return false;
  std::string buffer;
  grammar::Url url;
  return grammar::parse_url(text, buffer, url) == grammar::UrlError::None && url.has_host() && !has_credentials(text);
}

std::string unknown_service(const std::string& id) {
  const std::vector<ServiceInfo> all = services();
  std::vector<text::Named> known;
  for (const ServiceInfo& service : all) known.push_back({service.id, service.aliases});
  std::string fault = "unknown service " + id;
  const std::string meant = text::did_you_mean(id, known);
  if (!meant.empty()) return fault + meant;
  fault += "; available:";
  for (const ServiceInfo& service : all) fault += " " + std::string(service.id);
  return fault;
}

}  // namespace check_options_detail

std::string fault_of(const HardenOptions& options) {
  std::string fault;
  if (options.hsts == Hsts::Preload && options.subdomains == false) {
    fault =
        "hsts=preload can't be combined with subdomains=no: the preload list only accepts sites "
        "with includeSubDomains; use hsts=31536000, or subdomains=yes";
  }
  if (options.site == Site::Static && options.inline_scripts == Inline::Nonce) {
    fault =
        "site=static can't be combined with inline=nonce: a static host sends every visitor the "
        "same file, so attackers would know the nonce; use inline=hash";
  }
  if (options.inline_code.size() > kMaxInlineCode) fault = "the inline code is over 8 MiB";
  if (options.framing && frame_ancestors_of(*options.framing).empty()) {
    fault =
        "option framing takes none, self, or origins such as https://partner.example separated "
        "by spaces";
  }
  for (const std::string& id : options.services) {
    if (is_service(id)) continue;
    fault = check_options_detail::unknown_service(id);
  }
  if (!options.endpoint.empty() && !check_options_detail::is_endpoint(options.endpoint)) {
    fault =
        "option endpoint takes an absolute https URL, or a path that begins with /, without "
        "credentials, spaces, commas, semicolons or quotes";
  }
  return fault;
}

}  // namespace headstrong::hardening
