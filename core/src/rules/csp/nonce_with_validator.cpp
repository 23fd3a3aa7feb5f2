#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_nonce_with_validator {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const model::ResponseModel& response = context.response;
  ScriptList list;
  if (!response.is_document || !script_list(context, list)) return;
  if (list.policy->delivery == csp::Delivery::Meta) return;  // it is part of the stored page
  const csp::SourceExpression* nonce = nonce_or_its_place(*list.policy, *list.directive);
  if (nonce == nullptr) return;
  const auto& caching = response.typed.cache_control;
  if (caching && !caching->header.no_store.empty()) return;
  for (const http::HeaderName name : {http::HeaderName::Etag, http::HeaderName::LastModified}) {
    if (!response.has(name)) continue;
    Finding& finding = sink.at(*list.policy, nonce->span);
    finding.arguments = {std::string(http::spelling(name))};
    finding.related.push_back(
        {response.field(response.fields(name).front()).span, "caches store the page because of this"});
    return;
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/nonce-with-validator",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Hygiene,
        .confidence = Confidence::Likely,
        .title = "A cached page gets a new nonce that doesn't match",
        .message = "The page has a nonce and {0}, so a 304 brings a new nonce to the old page.",
        .why = "When the browser revalidates the page and gets 304 Not Modified, it keeps the "
               "stored page but takes the new header. The nonces differ, and every script of the "
               "page is blocked (seen in Chromium 156).",
        .advice = "Send Cache-Control: no-store with pages that contain a nonce, or remove ETag "
                  "and Last-Modified.",
        .references = {"https://www.w3.org/TR/CSP3/#security-nonces",
                       "https://www.rfc-editor.org/rfc/rfc9111#section-4.3.4"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nETag: "
               "\"5f3a\"\nContent-Security-Policy: script-src 'nonce-4AEemGb0xJptoIGFP3Nd9A=='\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nCache-Control: "
                "no-store\nETag: \"5f3a\"\nContent-Security-Policy: script-src "
                "'nonce-4AEemGb0xJptoIGFP3Nd9A=='\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_nonce_with_validator
