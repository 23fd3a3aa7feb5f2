#include <algorithm>
#include <iterator>
#include <string_view>

#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_scheme_word {

using namespace csp_rules;

/// Whether the word with a colon would let strangers in: any scheme where code comes from, and the network's own
/// wherever more than pictures, sounds and fonts comes from.
bool would_open(const csp::Policy& policy, const csp::Directive& directive, std::string_view word) {
  using enum csp::DirectiveName;
  if (governs_scripts(policy, directive)) return true;
  switch (directive.name) {
    case DefaultSrc:
    case ObjectSrc:
    case WorkerSrc:
    case BaseUri:
    case FormAction:
    case FrameAncestors: return true;
    case ImgSrc:
    case MediaSrc:
    case FontSrc: return false;
    default: break;
  }
  constexpr std::string_view kNetwork[] = {"http", "https", "ws", "wss"};
  return std::any_of(std::begin(kNetwork), std::end(kNetwork),
                     [&](std::string_view scheme) { return text::iequals(word, scheme); });
}

void check(const Context& context, Sink& sink) {
  each_fault(context, TokenFault::SchemeWord,
             [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
               Finding& finding = sink.at(policy, token.span);
               finding.arguments = {std::string(token.text), std::string(directive.name_text)};
               if (would_open(policy, directive, token.text)) {
                 offer_fix(finding, "Remove it: it has no effect", Applicability::Suggestion,
                           remove_tokens(policy, directive, {&token}));
                 return;
               }
               offer_repair(finding, "Write it with a colon",
                            replace_token(policy, token, std::string(token.text) + ":"));
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/scheme-word",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Likely,
        .title = "A scheme has no colon",
        .message = "{0} in {1} has no colon, so browsers look for a host of that name.",
        .several = "{0} schemes have no colon, so browsers look for hosts of that name: {1}.",
        .why = "Only the colon at its end tells a scheme from a host. Without it, nothing with "
               "that scheme loads.",
        .advice = "Write it with a colon to allow every URL with that scheme, or remove it; never "
                  "allow data: or https: in a script list, since that lets anybody in.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-scheme-source"},
        .bad = "default-src 'self'; img-src 'self' data",
        .good = "default-src 'self'; img-src 'self' data:",
    },
    check,
};

}  // namespace headstrong::rules::csp_scheme_word
