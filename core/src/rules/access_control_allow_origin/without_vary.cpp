#include "grammar/comma_list.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::access_control_allow_origin_without_vary {

bool varies_by_origin(const Context& context) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::Vary)) {
    grammar::CommaList list(context.response.field(field).value.text());
    std::string_view name;
    while (list.next(name)) {
      if (name == "*" || text::iequals(name, "origin")) return true;
    }
  }
  return false;
}

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.access_control_allow_origin;
  if (!header || header->header.kind != headers::AllowOrigin::Origin) return;
  if (!context.response.whole() || varies_by_origin(context)) return;
  const auto& cache = context.response.typed.cache_control;
  if (cache && !cache->header.no_store.empty()) return;  // nothing is kept
  Finding& finding = sink.at(header->value, header->value.text());
  finding.arguments = {std::string(header->value.text())};
  if (context.response.has(http::HeaderName::Vary)) return;
  offer_fix(finding, "Add Vary: Origin", Applicability::Safe, insert_field(context.response, "Vary", "Origin"));
}

extern const RuleSpec kRule = {
    {
        .id = "access-control-allow-origin/without-vary",
        .header = "Access-Control-Allow-Origin",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Likely,
        .title = "A cache may serve one origin's response to another",
        .message = "The response is for {0} only, but Vary doesn't name Origin.",
        .why = "A cache that stores this response serves it to pages of other origins, which can't "
               "read it, or answers requests that should have been refused.",
        .advice = "Send Vary: Origin if the value depends on the request. If it is always the "
                  "same, change nothing.",
        .references = {"https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Vary"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: application/json\n"
               "Access-Control-Allow-Origin: https://app.example\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: application/json\n"
                "Access-Control-Allow-Origin: https://app.example\n"
                "Vary: Accept-Encoding, Origin\n",
    },
    check,
};

}  // namespace headstrong::rules::access_control_allow_origin_without_vary
