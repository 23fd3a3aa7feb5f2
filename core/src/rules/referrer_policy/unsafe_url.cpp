#include "rules/fixes.hpp"
#include "rules/referrer_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::referrer_policy_unsafe_url {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.referrer_policy;
  if (!header) return;
  const headers::Referrer policy = header->header.effective;
  if (!(policy == headers::Referrer::UnsafeUrl)) return;
  Finding& finding = referrer_rules::at_effective(sink, header->header, header->value);
  offer_fix(finding, "Use strict-origin-when-cross-origin", Applicability::Suggestion,
            replace_header(context.response, http::HeaderName::ReferrerPolicy, "strict-origin-when-cross-origin"));
}

extern const RuleSpec kRule = {
    {
        .id = "referrer-policy/unsafe-url",
        .header = "Referrer-Policy",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Other sites learn the full URL of every page",
        .message = "{0} sends the whole URL, path and query included, to every site, even over "
                   "plain HTTP.",
        .why = "URLs contain search terms, IDs, reset links and session tokens, and every linked "
               "or embedded site receives them; over http, so does everybody on the network. "
               "Firefox and Safari (WebKit) shorten them for other sites' images, style sheets, "
               "fetches and frames, but send them whole with links, even from https to http.",
        .advice = "Send strict-origin-when-cross-origin: other sites then learn only the origin, "
                  "your own pages the full URL.",
        .references = {"https://www.w3.org/TR/referrer-policy/#referrer-policies",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Referrer-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Referrer-Policy: unsafe-url\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Referrer-Policy: strict-origin-when-cross-origin\n",
    },
    check,
};

}  // namespace headstrong::rules::referrer_policy_unsafe_url
