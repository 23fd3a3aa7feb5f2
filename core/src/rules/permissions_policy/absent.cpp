#include <string>
#include <string_view>

#include "rules/fixes.hpp"
#include "rules/permissions_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_policy_absent {

void check(const Context& context, Sink& sink) {
  using namespace permissions_rules;
  const model::ResponseModel& response = context.response;
  if (!response.is_document || !response.response->complete) return;
  constexpr auto kName = http::HeaderName::PermissionsPolicy;
  constexpr std::string_view kTitle = "Switch off the usual six";
  const std::string value =
      "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()";
  if (!response.has(kName) && !response.has(http::HeaderName::FeaturePolicy)) {
    offer_fix(sink.absent(), kTitle, Applicability::Suggestion,
              insert_field(response, "Permissions-Policy", value));
    return;
  }
  // Other rules tell what makes a header unreadable, and what it gives away.
  if (response.has(kName) && readable(context) == nullptr) return;
  if (restricts_anything(context) || shares_sensitive(context)) return;
  if (!response.has(kName)) {
    offer_fix(sink.at(response.fields(http::HeaderName::FeaturePolicy).front()), kTitle,
              Applicability::Suggestion, insert_field(response, "Permissions-Policy", value));
    return;
  }
  const std::uint32_t last = response.fields(kName).back();
  const bool empty = readable(context)->header.field.members.empty();
  offer_fix(sink.at(last), kTitle, Applicability::Suggestion,
            empty ? replace_header(response, kName, value)
                  : append_to_field(response, last, ", " + value));
}

extern const RuleSpec kRule = {
    {
        .id = "permissions-policy/absent",
        .header = "Permissions-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Frames and injected scripts may ask for camera, microphone and location",
        .message = "No Permissions-Policy of the response restricts a feature that browsers have.",
        .why =
            "A script that gets into the page can ask for everything that the page could ask for, "
            "under the name of your site, which visitors trust. What is switched off cannot be "
            "asked for. Chrome and its relatives act on the header, Firefox and Safari do not.",
        .advice = "Switch off what the page does not use: camera=(), microphone=(), "
                  "geolocation=(), payment=(), usb=(), display-capture=().",
        .references =
            {"https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field",
             "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Permissions-Policy"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Permissions-Policy: geolocation=(), microphone=(), camera=()\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_absent
