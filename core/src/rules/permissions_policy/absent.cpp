#include <string>
#include <string_view>

#include "rules/fixes.hpp"
#include "rules/permissions_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_policy_absent {

void check(const Context& context, Sink& sink) {
  const model::ResponseModel& response = context.response;
  if (!response.is_page() || !response.whole()) return;
  constexpr auto kName = http::HeaderName::PermissionsPolicy;
  const bool named = response.has(kName);
  const permissions_rules::Header* header = permissions_rules::readable(context);
  if (named && header == nullptr) return;  // another rule tells why
  if (named && permissions_rules::says_something(*header)) return;
  // Chromium reads the old header too, for what the new one does not mention.
  const auto& old = response.typed.feature_policy;
  if (old) {
    for (const headers::FeaturePolicyDirective& directive : old->header.directives) {
      const bool everyone = directive.allowlist == "*";
      if (permissions_rules::counts(directive.feature, everyone) && !(everyone && named)) return;
    }
  }
  const std::string_view value = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()";
  Finding& finding = named ? sink.at(response.fields(kName).back())
                     : old ? sink.at(old->value.first_field())
                           : sink.absent();
  const bool behind = named && !header->header.field.members.empty();
  offer_fix(finding, "Switch off six common features", Applicability::Suggestion,
            behind  ? append_to_field(response, response.fields(kName).back(), ", " + std::string(value))
            : named ? replace_header(response, kName, value)
                    : insert_field(response, "Permissions-Policy", value));
}

extern const RuleSpec kRule = {
    {
        .id = "permissions-policy/absent",
        .header = "Permissions-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "Injected scripts may ask for camera and location",
        .message = "The response has no Permissions-Policy that restricts a feature browsers know.",
        .why = "An injected script can ask for anything that the page could ask for, under the "
               "name of a site that visitors trust, and a frame gets whatever its allow attribute "
               "grants. Only Chromium obeys the header; Firefox and Safari (WebKit) don't.",
        .advice = "Switch off what the page doesn't use: camera=(), microphone=(), geolocation=(), "
                  "payment=(), usb=(), display-capture=().",
        .references = {"https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Permissions-Policy"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Permissions-Policy: geolocation=(), microphone=(), camera=()\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_absent
