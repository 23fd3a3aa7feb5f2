#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_prefetch_src {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::PrefetchSrc, [&](const csp::Policy& policy, const csp::Directive& directive) {
    sink.at(policy, directive.span).arguments = {std::string(directive.name_text)};
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/prefetch-src",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium | decide::kInFirefox,
        .title = "Only Safari (WebKit) still enforces prefetch-src",
        .message = "{0} was removed from the draft: Chromium and Firefox ignore it, Safari "
                   "(WebKit) still enforces it.",
        .why = "The directive protects only Safari (WebKit) users. Chromium decides about "
               "prefetches by default-src and the other lists, Firefox by default-src alone.",
        .advice = "Remove it once default-src covers what it was meant to restrict.",
        .references = {"https://www.w3.org/TR/CSP3/#changes-from-level-2",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/prefetch-src"},
        .bad = "default-src 'self'; prefetch-src 'self'",
        .good = "default-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_prefetch_src
