#include <algorithm>
#include <string>

#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/edit_distance.hpp"

namespace headstrong::rules::csp_unknown_keyword {

using namespace csp_rules;

/// The keyword that the word in quotes is closest to; Unknown where none is close.
csp::Keyword nearest(std::string_view word) {
  constexpr std::size_t kTooFar = 4;
  std::size_t best = kTooFar;
  csp::Keyword found = csp::Keyword::Unknown;
  for (std::size_t i = 0; i < static_cast<std::size_t>(csp::Keyword::Unknown); ++i) {
    const csp::KeywordInfo& info = csp::info(static_cast<csp::Keyword>(i));
    if (info.status != csp::Status::Current) continue;
    // One change in three letters is another word.
    const std::size_t limit = std::min(best, (info.spelling.size() - 2) / 3);
    const std::size_t distance = text::edit_distance(word, info.spelling, limit);
    if (distance >= limit) continue;
    best = distance;
    found = static_cast<csp::Keyword>(i);
  }
  return found;
}

void check(const Context& context, Sink& sink) {
  constexpr int kSuggestions = 50;  // looking for the nearest keyword takes its time
  int suggestions = 0;
  each_fault(context, TokenFault::UnknownKeyword,
             [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
               Finding& finding = sink.at(policy, token.span);
               if (context.trial) return;
               finding.arguments = {std::string(token.text), std::string(directive.name_text), ""};
               const csp::Keyword guess = suggestions++ < kSuggestions ? nearest(token.text) : csp::Keyword::Unknown;
               if (guess == csp::Keyword::Unknown) {
                 return offer_fix(finding, "Remove it: it has no effect", Applicability::Suggestion,
                                  remove_tokens(policy, directive, {&token}));
               }
               finding.arguments[2] = "; " + std::string(csp::info(guess).spelling) + " is the closest keyword";
               offer_keyword(finding, policy, directive, token, guess, "Correct the keyword");
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/unknown-keyword",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A quoted word is not a keyword",
        .message = "{0} in {1} is not a keyword that any browser knows, so it has no effect{2}.",
        .several = "{0} quoted words are not keywords that any browser knows, so they have no effect: {1}.",
        .why = "A misspelled keyword allows nothing and blocks nothing. The page may depend on the "
               "keyword you meant.",
        .advice = "Correct the spelling, put a space between two keywords, or remove the word.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directive-source-list"},
        .bad = "script-src 'self' 'unsafe-inlin'",
        .good = "script-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_unknown_keyword
