#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::access_control_allow_origin_malformed {

std::string_view reason(headers::OriginFault fault) {
  switch (fault) {
    case headers::OriginFault::SeveralValues: return "more than one value";
    case headers::OriginFault::Wildcard: return "a pattern, which is taken literally";
    case headers::OriginFault::Path: return "an origin followed by a slash or a path";
    case headers::OriginFault::NoScheme: return "not an origin (origins begin with https:// or http://)";
    case headers::OriginFault::DefaultPort: return "an origin with its scheme's default port, which browsers leave out";
    case headers::OriginFault::Other: return "not how browsers write an origin";
    case headers::OriginFault::None: break;
  }
  return {};
}

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.access_control_allow_origin;
  if (!header || header->header.kind != headers::AllowOrigin::Nobody) return;
  const std::string_view value = header->value.text();
  Finding& finding = sink.at(header->value, value);
  finding.arguments = {value.empty() ? "an empty value" : std::string(value),
                       std::string(reason(header->header.fault))};
  if (header->header.fault == headers::OriginFault::DefaultPort) {
    offer_fix(finding, "Remove the port", Applicability::Suggestion,
              replace_part(context.response, header->value, value.substr(value.rfind(':')), ""));
    return;
  }
  if (header->header.fault != headers::OriginFault::Path || value.back() != '/') return;
  if (value.find('/', value.find("://") + 3) != value.size() - 1) return;
  offer_fix(finding, "Remove the slash", Applicability::Suggestion,
            replace_part(context.response, header->value, value.substr(value.size() - 1), ""));
}

extern const RuleSpec kRule = {
    {
        .id = "access-control-allow-origin/malformed",
        .header = "Access-Control-Allow-Origin",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Access-Control-Allow-Origin matches no origin",
        .message = "No site can read the response, because {0} is {1}.",
        .why = "Browsers compare the value with the requesting origin letter by letter. Lists, "
               "patterns, paths and trailing slashes never match, so the requests you meant to "
               "allow fail.",
        .advice = "Answer with exactly one origin, such as https://app.example, chosen by the "
                  "request's Origin, or with *.",
        .references = {"https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Access-Control-Allow-Origin"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: application/json\n"
               "Access-Control-Allow-Origin: https://a.example, https://b.example\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: application/json\n"
                "Access-Control-Allow-Origin: https://app.example\n",
    },
    check,
};

}  // namespace headstrong::rules::access_control_allow_origin_malformed
