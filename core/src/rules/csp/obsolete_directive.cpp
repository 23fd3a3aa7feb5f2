#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_obsolete_directive {

using namespace csp_rules;

/// Directives that have a rule of their own.
bool has_own_rule(csp::DirectiveName name) {
  switch (name) {
    case csp::DirectiveName::BlockAllMixedContent:
    case csp::DirectiveName::PluginTypes:
    case csp::DirectiveName::Referrer:
    case csp::DirectiveName::ReflectedXss:
    case csp::DirectiveName::NavigateTo:
    case csp::DirectiveName::RequireSriFor:
    case csp::DirectiveName::PrefetchSrc: return true;
    default: return false;
  }
}

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (csp::info(directive.name).status != csp::Status::Obsolete) return;
    if (has_own_rule(directive.name)) return;
    Finding& finding = sink.at(policy, directive.span);
    finding.arguments = {std::string(directive.name_text)};
    // It says what its successor was never told.
    offer_removal(finding, policy, directive, Applicability::Suggestion);
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/obsolete-directive",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "A directive comes from an abandoned draft",
        .message = "{0} has no effect in any current browser.",
        .why = "The directive was abandoned before or soon after browsers had it. It restricts "
               "nothing.",
        .advice = "Remove it. Its replacement is default-src for allow, frame-ancestors for "
                  "frame-options, script-src 'nonce-...' for script-nonce, connect-src for "
                  "xhr-src, and the header Cross-Origin-Opener-Policy for disown-opener.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directives"},
        .bad = "allow 'self'; default-src 'self'",
        .good = "default-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_obsolete_directive
