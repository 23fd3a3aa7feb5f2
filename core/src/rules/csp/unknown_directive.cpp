#include <algorithm>
#include <utility>
#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"
#include "text/edit_distance.hpp"

namespace headstrong::rules::csp_unknown_directive {

using namespace csp_rules;

/// Names with a fault of their own: a colon behind them, foreign characters, a source.
bool is_another_fault(const csp::Directive& directive) {
  const std::string_view name = directive.name_text;
  if (name.back() == ':') return true;
  for (const char c : name) {
    if (text::is_non_ascii(c) || text::is(c, text::kControl)) return true;
  }
  return name.find_first_of("'\".:/*") != std::string_view::npos;
}

/// The current directive that the name is closest to; Unknown where none is close.
csp::DirectiveName nearest(std::string_view name) {
  constexpr std::size_t kTooFar = 4;
  std::size_t best = kTooFar;
  csp::DirectiveName found = csp::DirectiveName::Unknown;
  for (std::size_t i = 0; i < csp::kDirectiveNameCount; ++i) {
    const auto candidate = static_cast<csp::DirectiveName>(i);
    const csp::DirectiveInfo& info = csp::info(candidate);
    if (info.status == csp::Status::Obsolete) continue;
    // One change in three letters is another word.
    const std::size_t limit = std::min(best, info.name.size() / 3);
    const std::size_t distance = text::edit_distance(name, info.name, limit);
    if (distance >= limit) continue;
    best = distance;
    found = candidate;
  }
  return found;
}

/// Gives the directive its name. Empty where there are others with the same mistake: which of them
/// was meant is for the author to say.
std::vector<Edit> correct_name(const Context& context, const csp::Policy& policy, const csp::Directive& directive,
                               std::string_view name) {
  std::vector<Edit> edits = replace_range(context.response.field(policy.field), directive.name_span, name);
  bool repeated = false;
  for (const csp::Directive& other : policy.directives) {
    repeated |= &other != &directive && text::iequals(other.name_text, directive.name_text);
  }
  return repeated ? std::vector<Edit>() : edits;
}

void check(const Context& context, Sink& sink) {
  constexpr int kSuggestions = 50;  // looking for the nearest name takes its time
  int suggestions = 0;
  each_named(context, csp::DirectiveName::Unknown, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (is_another_fault(directive)) return;
    if (context.trial) {
      sink.at(policy, directive.name_span);
      return;
    }
    const csp::DirectiveName guess =
        suggestions++ < kSuggestions ? nearest(directive.name_text) : csp::DirectiveName::Unknown;
    Finding& finding = sink.at(policy, directive.name_span);
    finding.arguments = {std::string(directive.name_text), ""};
    if (guess == csp::DirectiveName::Unknown) return offer_unknown_removal(finding, policy, directive);
    const std::string_view name = csp::info(guess).name;
    finding.arguments[1] = "; " + std::string(name) + " is the closest name";
    if (policy.find(guess) != nullptr) return offer_unknown_removal(finding, policy, directive);
    offer_repair(finding, "Correct the name", correct_name(context, policy, directive, name));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/unknown-directive",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A directive has a name that browsers don't know",
        .message = "{0} is not a known directive, so browsers ignore it{1}.",
        .why = "A misspelled directive protects nothing, and nothing on the page shows it. "
               "Whatever it was meant to restrict stays open or falls back to default-src.",
        .advice = "Correct the name, or remove the directive. A name has no colon and ends at the "
                  "first space.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directives",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#directives"},
        .bad = "default-src 'self'; scrpt-src 'none'",
        .good = "default-src 'self'; script-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_unknown_directive
