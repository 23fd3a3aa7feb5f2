#include <string>

#include "rules/rule.hpp"

namespace headstrong::rules::response_void_meta {

bool is_header_only(http::HeaderName name) {
  switch (name) {
    case http::HeaderName::CrossOriginEmbedderPolicy:
    case http::HeaderName::CrossOriginOpenerPolicy:
    case http::HeaderName::PermissionsPolicy:
    case http::HeaderName::ReferrerPolicy:
    case http::HeaderName::StrictTransportSecurity:
    case http::HeaderName::XContentTypeOptions:
    case http::HeaderName::XFrameOptions: return true;
    default: return false;
  }
}

void check(const Context& context, Sink& sink) {
  std::uint32_t index = 0;
  for (const http::Field& field : context.response.response->fields) {
    const std::uint32_t at = index++;
    if (!field.from_meta || !is_header_only(context.response.name_of(at))) continue;
    const bool referrer = context.response.name_of(at) == http::HeaderName::ReferrerPolicy;
    sink.at(at).arguments = {std::string(field.name), referrer ? "; <meta name=\"referrer\"> works" : ""};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "response/void-meta",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A <meta> element can't replace this header",
        .message = "Browsers ignore {0} in a <meta http-equiv> element{1}.",
        .why = "The page looks protected but isn't.",
        .advice = "Send it as a header.",
        .references = {"https://html.spec.whatwg.org/multipage/semantics.html#pragma-directives"},
        .bad = "<meta http-equiv=\"X-Frame-Options\" content=\"DENY\">",
        .good = "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">",
    },
    check,
};

}  // namespace headstrong::rules::response_void_meta
