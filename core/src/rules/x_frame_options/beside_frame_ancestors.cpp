#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::x_frame_options_beside_frame_ancestors {

using Effect = headers::XFrameOptions::Effect;

/// What a frame-ancestors list comes to in the words of X-Frame-Options; Nothing: not one of them.
Effect effect_of(const csp::Policy& policy, const csp::Directive& directive) {
  const csp::Policy::Tokens tokens = policy.tokens_of(directive);
  if (tokens.empty()) return Effect::Deny;
  if (tokens.size() > 1) return Effect::Nothing;
  if (tokens[0].is(csp::Keyword::None)) return Effect::Deny;
  return tokens[0].is(csp::Keyword::Self) ? Effect::SameOrigin : Effect::Nothing;
}

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.x_frame_options;
  if (!header || header->header.effect == Effect::Nothing) return;
  const csp::Directive* only = nullptr;
  const csp::Policy* in = nullptr;
  for (const csp::Policy& policy : context.response.policies) {
    if (policy.disposition != csp::Disposition::Enforce) continue;
    if (policy.delivery != csp::Delivery::Header) continue;
    const csp::Directive* directive = policy.find(csp::DirectiveName::FrameAncestors);
    if (directive == nullptr) continue;
    if (only != nullptr) return;  // several lists together: no comparison in a few words
    only = directive;
    in = &policy;
  }
  if (only == nullptr || effect_of(*in, *only) == header->header.effect) return;
  // Then csp/frame-ancestors-any-host says so, and the header has what was meant.
  const decide::PolicyDecision& by = context.attacks.by(decide::Attack::FramedByHttps);
  if (context.attacks.allowed(decide::Attack::FramedByHttps) && by.source != nullptr) return;
  Finding& finding = sink.at(header->value, header->value.text());
  finding.arguments = {std::string(only->value_text), std::string(header->value.text())};
  finding.related = {{only->span, "browsers use this"}};
  const Effect right = effect_of(*in, *only);
  if (right == Effect::Nothing) {
    offer_fix(finding, "Remove X-Frame-Options", Applicability::Suggestion,
              remove_header(context.response, http::HeaderName::XFrameOptions));
    return;
  }
  const std::string_view value = right == Effect::Deny ? "DENY" : "SAMEORIGIN";
  offer_fix(finding, right == Effect::Deny ? "Write DENY, as in the policy" : "Write SAMEORIGIN, as in the policy",
            Applicability::Suggestion, replace_header(context.response, http::HeaderName::XFrameOptions, value));
}

extern const RuleSpec kRule = {
    {
        .id = "x-frame-options/beside-frame-ancestors",
        .header = "X-Frame-Options",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "X-Frame-Options contradicts frame-ancestors and is ignored",
        .message = "The policy has frame-ancestors {0}, so browsers ignore X-Frame-Options: {1}.",
        .why = "Only frame-ancestors in the enforced policy counts. Anybody who reads "
               "X-Frame-Options believes something false.",
        .advice = "Make both say the same: DENY for 'none', SAMEORIGIN for 'self'. If "
                  "frame-ancestors names other sites, remove X-Frame-Options.",
        .references = {"https://www.w3.org/TR/CSP3/#frame-ancestors-and-frame-options",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Frame-Options"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Content-Security-Policy: frame-ancestors https://partner.example\n"
               "X-Frame-Options: DENY\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Content-Security-Policy: frame-ancestors 'none'\n"
                "X-Frame-Options: DENY\n",
    },
    check,
};

}  // namespace headstrong::rules::x_frame_options_beside_frame_ancestors
