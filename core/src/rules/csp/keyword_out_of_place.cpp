#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_keyword_out_of_place {

using namespace csp_rules;

using csp::DirectiveName;
using csp::Keyword;

bool is_script_or_default(DirectiveName name) {
  return is_script_directive(name) || name == DirectiveName::DefaultSrc;
}
bool is_code(DirectiveName name) { return is_script_or_default(name) || is_style_directive(name); }
/// Browsers let 'strict-dynamic' decide about workers too, beyond the draft.
bool is_worker(DirectiveName name) {
  return name == DirectiveName::WorkerSrc || name == DirectiveName::ChildSrc;
}

bool can_use(const csp::SourceExpression& token, DirectiveName name) {
  if (token.kind == csp::SourceKind::Nonce || token.kind == csp::SourceKind::Hash) {
    return is_code(name);
  }
  switch (token.keyword) {
    case Keyword::UnsafeInline:
    case Keyword::UnsafeHashes:
    case Keyword::ReportSample:
      return is_code(name);
    case Keyword::UnsafeEval:
    case Keyword::WasmUnsafeEval:
    case Keyword::TrustedTypesEval:
      return name == DirectiveName::ScriptSrc || name == DirectiveName::DefaultSrc;
    case Keyword::StrictDynamic:
      return is_script_or_default(name) || is_worker(name);
    case Keyword::InlineSpeculationRules:
    case Keyword::StrictDynamicUrl:
    case Keyword::ReportSha256:
    case Keyword::ReportSha384:
    case Keyword::ReportSha512:
      return is_script_or_default(name);
    case Keyword::UnsafeWebtransportHashes:
      return name == DirectiveName::ConnectSrc || name == DirectiveName::DefaultSrc;
    default:
      return true;
  }
}

bool is_quoted(const csp::SourceExpression& token) {
  return token.kind == csp::SourceKind::Keyword || token.kind == csp::SourceKind::Nonce ||
         token.kind == csp::SourceKind::Hash;
}

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (!is_source_list(directive)) return;
    for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
      if (!is_quoted(token) || token.repeated || can_use(token, directive.name)) continue;
      Finding& finding = sink.at(policy, token.span);
      finding.arguments = {std::string(token.text), std::string(directive.name_text)};
      offer_fix(finding, "Remove it here", Applicability::Safe,
                remove_tokens(policy, directive, {&token}));
    }
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/keyword-out-of-place",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A keyword stands in a directive that cannot use it",
        .message = "{0} has no effect in {1}.",
        .why = "Browsers look for the keyword in other directives only. Nothing breaks, but "
               "whoever reads the policy believes in a permission or protection that is not "
               "there.",
        .advice = "Remove it here, and put it where it works if it was meant to.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-keyword-source",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#fetch_directive_syntax"},
        .bad = "script-src 'self'; img-src 'self' 'unsafe-inline'",
        .good = "script-src 'self'; img-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_keyword_out_of_place
