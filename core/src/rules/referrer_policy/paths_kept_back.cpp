#include <string>

#include "rules/referrer_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::referrer_policy_paths_kept_back {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.referrer_policy;
  if (!header || header->header.effective > headers::Referrer::StrictOriginWhenCrossOrigin) return;
  const bool origin = header->header.effective >= headers::Referrer::StrictOrigin;
  const std::string senders = header->header.dropping.empty() ? "Chromium and Firefox send" : "Firefox sends";
  Finding& finding = referrer_rules::at_effective(sink, header->header, header->value);
  finding.arguments.push_back(origin ? "only the origin, and nothing over http"
                                     : "nothing but the origin, which " + senders + " with what style sheets load");
}

extern const RuleSpec kRule = {
    {
        .id = "referrer-policy/paths-kept-back",
        .header = "Referrer-Policy",
        .severity = Severity::Good,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Other sites don't learn which page a visitor comes from",
        .message = "With {0}, other sites learn {1}.",
        .why = "URLs contain search terms, IDs and reset links. None of that reaches the sites you "
               "link to or embed.",
        .advice = "Keep it as it is.",
        .references = {"https://www.w3.org/TR/referrer-policy/#referrer-policies",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Referrer-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Referrer-Policy: strict-origin-when-cross-origin\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Referrer-Policy: unsafe-url\n",
    },
    check,
};

}  // namespace headstrong::rules::referrer_policy_paths_kept_back
