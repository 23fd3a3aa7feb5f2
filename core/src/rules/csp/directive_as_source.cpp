#include <utility>
#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_directive_as_source {

using namespace csp_rules;

/// Whether cutting the directive in two leaves both parts well-formed.
bool cuts_cleanly(const csp::Policy& policy, const csp::Directive& directive, std::size_t at, csp::DirectiveName name) {
  if (csp::info(name).value != csp::ValueKind::SourceList) return false;
  if (policy.find(name) != nullptr) return false;
  const csp::Policy::Tokens tokens = policy.tokens_of(directive);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind == csp::SourceKind::Invalid) return false;
    // Nonces and hashes switch 'unsafe-inline' off, wherever in the list they stand.
    if (tokens[i].kind == csp::SourceKind::Nonce || tokens[i].kind == csp::SourceKind::Hash) return false;
  }
  return at > 0;
}

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    const csp::Policy::Tokens tokens = policy.tokens_of(directive);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (!names_directive(tokens[i])) continue;
      const std::string_view word = tokens[i].text;
      const csp::DirectiveName name = csp::directive_name(word);
      Finding& finding = sink.at(policy, tokens[i].span);
      finding.arguments = {std::string(word), std::string(directive.name_text)};
      const std::uint32_t end = i > 0 ? tokens[i - 1].span.end : directive.name_span.end;
      std::vector<Edit> edits = {{{end, end}, ";"}};
      const bool clean = is_source_list(directive) && cuts_cleanly(policy, directive, i, name);
      constexpr std::string_view kTitle = "Put a semicolon before it";
      if (clean) {
        offer_repair(finding, kTitle, std::move(edits));
      } else {
        offer_fix(finding, kTitle, Applicability::DisplayOnly, std::move(edits));
      }
      return;  // what follows belongs to that directive
    }
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/directive-as-source",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A semicolon is missing before a directive",
        .message = "{0} has no semicolon before it, so browsers read it as a source of {1}.",
        .why = "Browsers take the name for a host and add everything after it to the previous "
               "list. One list then allows more than it should, and the other directive doesn't "
               "exist.",
        .advice = "Put a semicolon before the directive.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-policy"},
        .bad = "default-src 'self' script-src 'self'",
        .good = "default-src 'self'; script-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_directive_as_source
