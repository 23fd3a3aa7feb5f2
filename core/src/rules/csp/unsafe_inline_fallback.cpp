#include "decide/differences.hpp"
#include "decide/source_validity.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_unsafe_inline_fallback {

using namespace csp_rules;

/// What switches 'unsafe-inline' off in a list, and where.
struct Cause {
  const csp::SourceExpression* token = nullptr;
  decide::Browsers browsers = 0;
};

constexpr decide::Browsers kEverywhere = decide::kInChromium | decide::kInFirefox | decide::kInWebKit;

/// The browsers that read the token as what it is.
decide::Browsers readers_of(const csp::SourceExpression& token) {
  const decide::Source source = decide::make_source(token);
  decide::Browsers browsers = 0;
  for (const decide::Profile profile : decide::kBrowserProfiles) {
    if ((source.valid_in & decide::traits(profile).bit()) != 0) browsers |= decide::browser(profile);
  }
  return browsers;
}

Cause cause(const csp::Policy& policy, const csp::Directive& directive) {
  Cause out;
  const bool by_dynamic =
      directive.name == csp::DirectiveName::ScriptSrc || directive.name == csp::DirectiveName::ScriptSrcElem;
  each_token(policy, directive, [&](const csp::SourceExpression& token) {
    const bool counts = token.kind == csp::SourceKind::Nonce || token.kind == csp::SourceKind::Hash ||
                        (by_dynamic && token.is(csp::Keyword::StrictDynamic));
    const decide::Browsers readers = counts ? readers_of(token) : decide::Browsers{0};
    // Of several, the first that most browsers read.
    if (readers != 0 && (out.token == nullptr || (out.browsers | readers) != out.browsers)) out.token = &token;
    out.browsers |= readers;
  });
  return out;
}

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    const bool code = is_script_directive(directive.name) || is_style_directive(directive.name) ||
                      directive.name == csp::DirectiveName::DefaultSrc;
    if (!code) return;
    const csp::SourceExpression* keyword = find(policy, directive, csp::Keyword::UnsafeInline);
    if (keyword == nullptr) return;
    const Cause by = cause(policy, directive);
    if (by.token == nullptr) return;
    Finding& finding = sink.at(policy, keyword->span);
    if (by.browsers != kEverywhere) finding.browsers = by.browsers;
    finding.arguments = {std::string(directive.name_text), std::string(by.token->text)};
    finding.related.push_back({by.token->span, "this switches it off"});
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
