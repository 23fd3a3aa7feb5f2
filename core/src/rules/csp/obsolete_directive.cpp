#include <string>
#include <string_view>
#include <utility>

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

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

/// What took the directive's place; empty where nothing did.
std::string_view successor(std::string_view name) {
  static constexpr std::pair<std::string_view, std::string_view> kSuccessors[] = {
      {"allow", "default-src"},
      {"frame-options", "frame-ancestors"},
      {"script-nonce", "script-src 'nonce-...'"},
      {"xhr-src", "connect-src"},
      {"disown-opener", "the header Cross-Origin-Opener-Policy"}};
  for (const auto& [old, current] : kSuccessors) {
    if (text::iequals(name, old)) return current;
  }
  return {};
}

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (csp::info(directive.name).status != csp::Status::Obsolete) return;
    if (has_own_rule(directive.name)) return;
    Finding& finding = sink.at(policy, directive.span);
    const std::string_view current = successor(directive.name_text);
    finding.arguments = {std::string(directive.name_text),
                         current.empty() ? "" : "; " + std::string(current) + " replaced it"};
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
        .message = "{0} has no effect in any current browser{1}.",
        .why = "The directive was abandoned before or soon after browsers had it. It restricts "
               "nothing.",
        .advice = "Remove it, and use its replacement if there is one.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directives"},
        .bad = "allow 'self'; default-src 'self'",
        .good = "default-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_obsolete_directive
