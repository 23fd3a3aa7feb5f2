#include <utility>
#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_strict_dynamic_drops_sources {

using namespace csp_rules;

bool is_dropped(const csp::SourceExpression& token) {
  return token.kind == csp::SourceKind::Host || token.kind == csp::SourceKind::Scheme ||
         token.kind == csp::SourceKind::Wildcard || token.is(csp::Keyword::Self);
}

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (directive.name != csp::DirectiveName::ScriptSrc && directive.name != csp::DirectiveName::ScriptSrcElem) {
      return;
    }
    if (find(policy, directive, csp::Keyword::StrictDynamic) == nullptr) return;
    const csp::SourceExpression* first = nullptr;
    std::vector<Related> others;
    constexpr std::size_t kShown = 50;
    each_token(policy, directive, [&](const csp::SourceExpression& token) {
      if (!is_dropped(token)) return;
      if (first == nullptr) {
        first = &token;
      } else if (others.size() < kShown) {
        others.push_back({token.span, "ignored too"});
      }
    });
    if (first == nullptr) return;
    Finding& finding = sink.at(policy, first->span);
    const std::string more = others.empty() ? "" : " and the other hosts and schemes";
    finding.arguments = {std::string(directive.name_text), std::string(first->text) + more};
    finding.related = std::move(others);
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/strict-dynamic-drops-sources",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Browsers ignore sources next to 'strict-dynamic'",
        .message = "'strict-dynamic' in {0} makes browsers ignore {1}.",
        .why = "Only nonces, hashes and whatever the trusted scripts load count. The others "
               "count only in browsers from before 2022 (Safari (WebKit) before 15.4).",
        .advice =
            "Keep hosts as a fallback for those browsers, or remove them. Remove data: in any case: there it lets injected "
            "scripts run.",
        .references = {"https://www.w3.org/TR/CSP3/#strict-dynamic-usage",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#strict-dynamic"},
        .bad = "script-src 'strict-dynamic' 'nonce-4AEemGb0xJoptIGFP3Nd9A==' "
               "https://cdn.site.example; base-uri 'none'",
        .good = "script-src 'strict-dynamic' 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; base-uri "
                "'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_strict_dynamic_drops_sources
