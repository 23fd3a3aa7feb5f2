#include <algorithm>
#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_blob {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const decide::PolicyDecision* first = nullptr;
  std::vector<const csp::SourceExpression*> tokens;
  for (const Attack attack : {Attack::BlobScript, Attack::FilesystemScript}) {
    const decide::PolicyDecision* by = allowed_by_source(context, attack);
    if (by == nullptr) continue;
    if (first != nullptr && first->directive != by->directive) continue;
    if (first == nullptr) first = by;
    tokens.push_back(by->source);
  }
  if (first == nullptr) return;
  Finding& finding = sink.at(*first->policy, first->source->span);
  if (context.trial) return;
  finding.arguments = {std::string(first->source->text), std::string(first->directive->name_text)};
  if (tokens.size() > 1) finding.related.push_back({tokens[1]->span, "so does this"});
  if (tokens.size() > 1 && tokens[1]->span.start < tokens[0]->span.start) std::swap(tokens[0], tokens[1]);
  offer_fix(finding, "Remove it from the script list", Applicability::Suggestion,
            remove_tokens(*first->policy, *first->directive, tokens));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-blob",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Scripts may come from blob: or filesystem: URLs",
        .message = "{0} in {1} lets the page run scripts that it builds from text.",
        .why = "If code on the page turns an attacker's text into a blob and opens it (an export, "
               "a preview, a download), that text can run as a script. Injected markup alone can't "
               "create a blob.",
        .advice = "Remove it from the script list. If only workers need it, write worker-src "
                  "'self' blob: instead.",
        .references = {"https://www.w3.org/TR/CSP3/#security-considerations"},
        .bad = "script-src 'self' blob:",
        .good = "script-src 'self'; worker-src 'self' blob:",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_blob
