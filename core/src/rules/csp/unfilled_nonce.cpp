#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"
#include "text/order.hpp"

namespace headstrong::rules::csp_unfilled_nonce {

using namespace csp_rules;

/// Where a configuration has a variable for the nonce, each response's own is put in.
bool is_filled_in(const std::vector<Span>& gaps, Span token) {
  const auto behind = std::lower_bound(gaps.begin(), gaps.end(), token.start,
                                       [](Span gap, std::uint32_t at) { return gap.start < at; });
  return behind != gaps.end() && behind->end <= token.end;
}

void check(const Context& context, Sink& sink) {
  std::vector<Span> gaps = context.response.response->gaps;
  text::sort_by_start(gaps);
  each_fault(context, TokenFault::UnfilledNonce,
             [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
               const auto index = static_cast<std::uint32_t>(&token - policy.tokens.data());
               const std::uint32_t length = csp::template_length(policy, directive, index);
               Span span = token.span;
               std::string text(token.text);
               for (std::uint32_t i = 1; i < length; ++i) {
                 text.append(" ").append(policy.tokens[index + i].text);
                 span.end = policy.tokens[index + i].span.end;
               }
               if (is_filled_in(gaps, span) || (text == csp::kNonceSource && !is_servers_answer(context))) return;
               sink.at(policy, span).arguments = {std::move(text), std::string(directive.name_text)};
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/unfilled-nonce",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Likely,
        .title = "A nonce placeholder was not filled in",
        .message = "{0} in {1} is a placeholder for a nonce and trusts nothing if it is sent like "
                   "this.",
        .why = "A template engine should have replaced it. If it reaches the browser, it trusts no "
               "script, and 'unsafe-inline' beside it stays in force.",
        .advice = "Make the server put a fresh random value there in every response. If this is "
                  "the template, paste what the server sends instead.",
        .references = {"https://www.w3.org/TR/CSP3/#security-nonces"},
        .bad = "script-src 'nonce-{{csp_nonce}}' 'strict-dynamic'; base-uri 'none'; object-src "
               "'none'",
        .good = "script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A==' 'strict-dynamic'; base-uri "
                "'none'; object-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_unfilled_nonce
