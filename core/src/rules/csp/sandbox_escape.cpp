#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_sandbox_escape {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::Sandbox, [&](const csp::Policy& policy, const csp::Directive& directive) {
    const csp::SourceExpression* scripts = nullptr;
    const csp::SourceExpression* origin = nullptr;
    for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
      if (text::iequals(token.text, "allow-scripts")) scripts = &token;
      if (text::iequals(token.text, "allow-same-origin")) origin = &token;
    }
    if (scripts == nullptr || origin == nullptr) return;
    sink.at(policy, origin->span).related.push_back({scripts->span, "together with this"});
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/sandbox-escape",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The sandbox allows scripts and the page's own origin",
        .message = "With allow-scripts and allow-same-origin together, the sandbox doesn't "
                   "separate the page from the site.",
        .why = "The page runs scripts with its own cookies and storage, and only limits on "
               "pop-ups, forms and navigation remain. In a frame, such content can even remove its "
               "own sandbox.",
        .advice = "Remove allow-same-origin if the page holds untrusted content, or serve that content "
                  "from a separate host. Pages of your own may keep both.",
        .references = {"https://html.spec.whatwg.org/multipage/iframe-embed-object.html#attr-iframe-sandbox",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/sandbox"},
        .bad = "sandbox allow-scripts allow-same-origin",
        .good = "sandbox allow-scripts",
    },
    check,
};

}  // namespace headstrong::rules::csp_sandbox_escape
