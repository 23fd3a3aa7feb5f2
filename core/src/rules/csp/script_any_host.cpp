#include <algorithm>
#include <utility>
#include <vector>

#include "rules/csp/any_host.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_any_host {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const OpenScripts open = open_scripts(context);
  const std::vector<const csp::SourceExpression*>& broad = open.broad;
  if (broad.empty()) return;
  const ScriptList& list = open.list;
  Finding& finding = sink.at(*list.policy, broad.front()->span);
  if (context.trial) return;
  finding.arguments = {std::string(broad.front()->text), std::string(list.directive->name_text),
                       others_let_in(context, list)};
  for (std::size_t i = 1; i < broad.size(); ++i) {
    finding.related.push_back({broad[i]->span, "so does this"});
  }
  const bool trusts = has_nonce_or_hash(*list.policy, *list.directive);
  if (trusts || find(*list.policy, *list.directive, csp::Keyword::Self) != nullptr) {
    offer_fix(finding, "Remove the sources that match any host", Applicability::Suggestion,
              remove_tokens(*list.policy, *list.directive, broad));
    return;
  }
  // Without them not even the site's own files would load.
  std::vector<Edit> edits = replace_token(*list.policy, *broad.front(), "'self'");
  std::vector<const csp::SourceExpression*> others(broad.begin() + 1, broad.end());
  std::erase_if(others, [](const csp::SourceExpression* each) { return each->repeated; });
  if (!others.empty()) {
    for (Edit& edit : remove_tokens(*list.policy, *list.directive, others)) edits.push_back(std::move(edit));
    std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.span.start < b.span.start; });
  }
  offer_fix(finding, "Allow only the site's own files instead", Applicability::Suggestion, std::move(edits));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-any-host",
        .header = "Content-Security-Policy",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Scripts may come from any host",
        .message = "{0} in {1} lets scripts load from any host, including an attacker's{2}.",
        .why = "An injected <script src=\"https://attacker.example/x.js\"></script> runs. A list "
               "that covers every host stops nothing that a script tag can load.",
        .advice = "Trust scripts by nonce or hash (with 'strict-dynamic' for what they load), or "
                  "list the few hosts you need, with paths.",
        .references = {"https://www.w3.org/TR/CSP3/#match-url-to-source-expression",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#host-source"},
        .bad = "script-src 'self' https:",
        .good = "script-src 'self' 'nonce-4AEemGb0xJoptIGFP3Nd9A=='",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_any_host
