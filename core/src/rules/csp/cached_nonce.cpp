#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_cached_nonce {

using namespace csp_rules;

/// Whether the response says of itself that a cache has handed it out.
bool came_from_cache(const http::Field& field) {
  const std::string_view value = field.value.text();
  if (text::iequals(field.name, "age")) return value.find_first_not_of('0') != std::string_view::npos;
  return text::iequals(field.name, "x-cache") && text::istarts_with(value, "hit");
}

void check(const Context& context, Sink& sink) {
  const model::ResponseModel& response = context.response;
  ScriptList list;
  if (!response.is_document || !script_list(context, list)) return;
  const csp::SourceExpression* nonce = nonce_or_its_place(*list.policy, *list.directive);
  if (nonce == nullptr) return;
  const http::Field* sign = nullptr;
  for (const http::Field& field : response.response->fields) {
    if (sign == nullptr && !field.from_meta && came_from_cache(field)) sign = &field;
  }
  const auto& caching = response.typed.cache_control;
  // What must stay in the visitor's own browser has its age from there.
  if (caching && (!caching->header.is_private.empty() || !caching->header.no_store.empty())) return;
  const bool open = caching && caching->header.may_be_shared();
  if (sign == nullptr && !open) return;
  Finding& finding = sink.at(*list.policy, nonce->span);
  finding.arguments = {sign == nullptr ? "Cache-Control lets caches serve" : "A cache serves"};
  if (sign != nullptr) {
    finding.related.push_back({sign->span, "from a cache"});
    return;
  }
  offer_fix(finding, "Send Cache-Control: no-store", Applicability::Suggestion,
            replace_header(response, http::HeaderName::CacheControl, "no-store"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/cached-nonce",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A cache serves the same nonce to several visitors",
        .message = "{0} this page to several visitors with the same nonce.",
        .why = "An attacker who fetches the page learns the nonce that the next visitors get. The "
               "attacker puts it on an injected script tag, and the script runs.",
        .advice = "Send Cache-Control: no-store with pages that contain a nonce, or trust scripts "
                  "by hash.",
        .references = {"https://www.w3.org/TR/CSP3/#security-nonces"},
        .bad = "HTTP/1.1 200 OK\n"
               "Cache-Control: public, max-age=600\n"
               "Content-Security-Policy: script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A=='\n",
        .good = "HTTP/1.1 200 OK\n"
                "Cache-Control: private\n"
                "Content-Security-Policy: script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A=='\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_cached_nonce
