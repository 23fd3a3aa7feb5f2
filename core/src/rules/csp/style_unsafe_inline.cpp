#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_style_unsafe_inline {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const decide::PolicyDecision* by = allowed_by_source(context, Attack::InlineStyle);
  if (by == nullptr || !by->source->is(csp::Keyword::UnsafeInline)) return;
  Finding& finding = sink.at(*by->policy, by->source->span);
  if (context.trial) return;
  // 'strict-dynamic' in default-src switches it off in some browsers.
  if (context.attacks.differs(Attack::InlineStyle)) {
    decide::Request request;
    request.type = decide::RequestType::InlineStyle;
    request.content = "attacker{}";
    finding.browsers = browsers_of(browsers_that_allow(context, request));
  }
  finding.arguments = {std::string(by->directive->name_text)};
  offer_fix(finding, "Remove 'unsafe-inline'", Applicability::Suggestion,
            remove_tokens(*by->policy, *by->directive, {by->source}));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/style-unsafe-inline",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Inline styles are allowed",
        .message = "'unsafe-inline' in {0} lets injected styles take effect.",
        .why = "Injected CSS can read the page: a rule such as input[value^=\"a\"] { background: "
               "url(...) } tells the attacker's host the first letter of a field, and so on letter "
               "by letter. It can also cover buttons and fake text.",
        .advice = "Move styles into files, or give inline styles a nonce or hash. If that is too "
                  "much work, restrict img-src and font-src, so that the styles can't send "
                  "anything out.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-style-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/style-src"},
        .bad = "default-src 'self'; style-src 'self' 'unsafe-inline'",
        .good = "default-src 'self'; style-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_style_unsafe_inline
