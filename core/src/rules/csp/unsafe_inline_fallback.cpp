#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_unsafe_inline_fallback {

using namespace csp_rules;

/// What switches 'unsafe-inline' off in this list; null where nothing does.
const csp::SourceExpression* cause(const csp::Policy& policy, const csp::Directive& directive) {
  for (const csp::SourceKind kind : {csp::SourceKind::Nonce, csp::SourceKind::Hash}) {
    const csp::SourceExpression* token = find(policy, directive, kind);
    if (token != nullptr) return token;
  }
  if (directive.name == csp::DirectiveName::ScriptSrc || directive.name == csp::DirectiveName::ScriptSrcElem) {
    return find(policy, directive, csp::Keyword::StrictDynamic);
  }
  return nullptr;
}

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    const bool code = is_script_directive(directive.name) || is_style_directive(directive.name) ||
                      directive.name == csp::DirectiveName::DefaultSrc;
    if (!code) return;
    const csp::SourceExpression* keyword = find(policy, directive, csp::Keyword::UnsafeInline);
    if (keyword == nullptr) return;
    const csp::SourceExpression* by = cause(policy, directive);
    if (by == nullptr) return;
    Finding& finding = sink.at(policy, keyword->span);
    finding.arguments = {std::string(directive.name_text), std::string(by->text)};
    finding.related.push_back({by->span, "this switches it off"});
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/unsafe-inline-fallback",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "'unsafe-inline' is switched off by another source",
        .message = "'unsafe-inline' in {0} has no effect, because {1} switches it off.",
        .why = "This is a deliberate fallback: only browsers too old for nonces and hashes (before "
               "about 2016) still use it. It is not a fault.",
        .advice = "Keep it for very old browsers, or remove it if you don't serve them.",
        .references = {"https://www.w3.org/TR/CSP3/#allow-all-inline",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#unsafe-inline"},
        .bad = "script-src 'unsafe-inline' 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; base-uri "
               "'none'",
        .good = "script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; base-uri 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_unsafe_inline_fallback
