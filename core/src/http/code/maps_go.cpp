// Go: unrolled/secure, gin-contrib/secure, the middleware of Echo and Fiber.
#include <string>
#include <string_view>
#include <utility>

#include "http/code/map_reader.hpp"

namespace headstrong::http::code {

/// The members of echo/middleware.SecureConfig and fiber/helmet.Config, which have the same names. What a member leaves
/// out Echo doesn't send, and Fiber sends as its ConfigDefault says.
void MapReader::see_secure_config(std::uint32_t i, bool fiber) {
  static constexpr struct {
    std::string_view key;
    std::string_view header;
    std::string_view fiber;
  } kParts[] = {{"xssprotection", "X-XSS-Protection", "0"},
                {"contenttypenosniff", "X-Content-Type-Options", "nosniff"},
                {"xframeoptions", "X-Frame-Options", "SAMEORIGIN"},
                {"referrerpolicy", "Referrer-Policy", "no-referrer"},
                {"permissionpolicy", "Permissions-Policy", ""},
                {"crossoriginembedderpolicy", "Cross-Origin-Embedder-Policy", "require-corp"},
                {"crossoriginopenerpolicy", "Cross-Origin-Opener-Policy", "same-origin"},
                {"crossoriginresourcepolicy", "Cross-Origin-Resource-Policy", "same-origin"},
                {"originagentcluster", "Origin-Agent-Cluster", "?1"},
                {"xdnsprefetchcontrol", "X-DNS-Prefetch-Control", "off"},
                {"xdownloadoptions", "X-Download-Options", "noopen"},
                {"xpermittedcrossdomain", "X-Permitted-Cross-Domain-Policies", "none"}};
  const Options options = options_of(i + 1);
  handled_.emplace_back(i + 1, t_.group_end(i + 1));
  for (const auto& part : kParts) {
    const Option option = options.find({part.key});
    Value value = given_text(option);
    if (value.literals > 0 || !value.gaps.empty()) {
      add_text(part.header, std::move(value), option.key);
    } else if (fiber && !option.exists() && !part.fiber.empty()) {
      add_header(part.header, part.fiber, i);
    }
  }
  const Option age = options.find({"hstsmaxage"});
  if (const Value seconds = age_of(age, "0", i); seconds.text != "0") {
    Flag subdomains = flag_of(options.find({"hstsexcludesubdomains"}), false);
    if (subdomains.said != Flag::Unsaid) subdomains.said = subdomains.said == Flag::On ? Flag::Off : Flag::On;
    add_hsts(seconds, subdomains, flag_of(options.find({"hstspreloadenabled"}), false), age.key);
  }
  const Option policy = options.find({"contentsecuritypolicy"});
  Value value = given_text(policy);
  const std::string_view name = is_on(options.find({"cspreportonly"})) ? kReportOnly : kPolicy;
  if (value.literals > 0 || !value.gaps.empty()) add_text(name, std::move(value), policy.key);
}

void MapReader::see_go(std::uint32_t i) {
  if (!t_.is(i + 1, "{")) return;
  const std::string_view package = i >= 2 ? t_.text(i - 2) : std::string_view();
  if (t_.is(i, "SecureConfig")) return see_secure_config(i, false);
  if (t_.is(i, "Config") && package == "helmet") return see_secure_config(i, true);
  // unrolled/secure's and gin-contrib/secure's
  if (!(t_.is(i, "Options") || t_.is(i, "Config")) || package != "secure") return;
  const Options options = options_of(i + 1);
  handled_.emplace_back(i + 1, t_.group_end(i + 1));
  const auto text = [&](std::string_view header, std::string_view key) {
    const Option option = options.find({key});
    if (!option.exists()) return;
    Value value = given_text(option);
    if (value.literals == 0 && value.gaps.empty()) return;
    const std::size_t nonce = value.text.find("$NONCE");
    if (nonce != std::string::npos) {
      const Value place = value.slice(nonce, nonce + 6);
      value.gaps.push_back({place.first_source(), place.last_source()});
    }
    add_text(header, std::move(value), option.key);
  };
  const auto flagged = [&](std::string_view header, std::string_view value, std::string_view key) {
    const Option option = options.find({key});
    add_flagged(header, value, flag_of(option, false), option.key);
  };
  text(kPolicy, "contentsecuritypolicy");
  text(kReportOnly, "contentsecuritypolicyreportonly");
  text("Referrer-Policy", "referrerpolicy");
  text("Permissions-Policy", "permissionspolicy");
  text("Feature-Policy", "featurepolicy");
  text("Cross-Origin-Opener-Policy", "crossoriginopenerpolicy");
  text("Cross-Origin-Embedder-Policy", "crossoriginembedderpolicy");
  text("Cross-Origin-Resource-Policy", "crossoriginresourcepolicy");
  const Option frame = options.find({"customframeoptionsvalue"});
  if (frame.exists()) {
    text("X-Frame-Options", "customframeoptionsvalue");
  } else {
    flagged("X-Frame-Options", "DENY", "framedeny");
  }
  flagged("X-Content-Type-Options", "nosniff", "contenttypenosniff");
  flagged("X-XSS-Protection", "1; mode=block", "browserxssfilter");
  const Option age = options.find({"stsseconds"});
  if (const Value seconds = age_of(age, "0", i); seconds.text != "0") {
    add_hsts(seconds, flag_of(options.find({"stsincludesubdomains"}), false),
             flag_of(options.find({"stspreload"}), false), age.key);
  }
}

}  // namespace headstrong::http::code
