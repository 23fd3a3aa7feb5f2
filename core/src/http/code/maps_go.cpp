// Go: unrolled/secure, the middleware of Echo.
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "http/code/map_reader.hpp"

namespace headstrong::http::code {

/// echo/middleware.SecureConfig: what a member leaves out is not sent.
void MapReader::see_echo(std::uint32_t i) {
  const Options options = options_of(i + 1);
  handled_.emplace_back(i + 1, t_.group_end(i + 1));
  const auto text = [&](std::string_view header, std::string_view key) {
    const Option option = options.find({key});
    Value value = text_of(option);
    if (value.literals > 0) add_text(header, std::move(value), option.key);
  };
  text("X-XSS-Protection", "xssprotection");
  text("X-Content-Type-Options", "contenttypenosniff");
  text("X-Frame-Options", "xframeoptions");
  const Option age = options.find({"hstsmaxage"});
  if (const auto seconds = age.exists() ? number_of(age) : std::nullopt; seconds && *seconds != "0") {
    add_hsts(*seconds, !is_on(options.find({"hstsexcludesubdomains"})), is_on(options.find({"hstspreloadenabled"})),
             age.key);
  }
  text(is_on(options.find({"cspreportonly"})) ? kReportOnly : kPolicy, "contentsecuritypolicy");
  text("Referrer-Policy", "referrerpolicy");
}

void MapReader::see_go(std::uint32_t i) {
  if (t_.is(i, "SecureConfig") && t_.is(i + 1, "{")) return see_echo(i);
  if (!t_.is(i, "Options") || !t_.is(i + 1, "{") || i < 2 || !t_.is(i - 2, "secure")) return;
  const Options options = options_of(i + 1);
  handled_.emplace_back(i + 1, t_.group_end(i + 1));
  const auto text = [&](std::string_view header, std::string_view key) {
    const Option option = options.find({key});
    if (!option.exists()) return;
    Value value = text_of(option);
    if (value.literals == 0) return;
    const std::size_t nonce = value.text.find("$NONCE");
    if (nonce != std::string::npos) {
      const Value place = value.slice(nonce, nonce + 6);
      value.gaps.push_back({place.first_source(), place.last_source()});
    }
    add_text(header, std::move(value), option.key);
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
  } else if (is_on(options.find({"framedeny"}))) {
    add_header("X-Frame-Options", "DENY", options.find({"framedeny"}).key);
  }
  if (is_on(options.find({"contenttypenosniff"}))) {
    add_header("X-Content-Type-Options", "nosniff", options.find({"contenttypenosniff"}).key);
  }
  if (is_on(options.find({"browserxssfilter"}))) {
    add_header("X-XSS-Protection", "1; mode=block", options.find({"browserxssfilter"}).key);
  }
  const Option age = options.find({"stsseconds"});
  if (const auto seconds = age.exists() ? number_of(age) : std::nullopt; seconds && *seconds != "0") {
    add_hsts(*seconds, is_on(options.find({"stsincludesubdomains"})), is_on(options.find({"stspreload"})), age.key);
  }
}

}  // namespace headstrong::http::code
