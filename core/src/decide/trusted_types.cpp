#include "decide/trusted_types.hpp"

#include "text/ascii.hpp"

namespace headstrong::decide {

bool requires_trusted_script(const csp::Policy& policy, const csp::Directive& directive, const ProfileTraits& traits) {
  if (traits.has(Difference::TypesForFirstWord)) {
    return text::istarts_with(directive.value_text, "'script'");
  }
  for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
    if (token.text == "'script'") return true;
  }
  return false;
}

bool requires_trusted_types(const PolicySet& set, const ProfileTraits& traits) {
  if (!set.mentions(csp::DirectiveName::RequireTrustedTypesFor)) return false;
  for (const ActivePolicy& policy : set.policies()) {
    if ((policy.used_in & traits.bit()) == 0) continue;
    if (policy.policy->disposition != csp::Disposition::Enforce) continue;
    const ActiveDirective* directive = set.find(policy, csp::DirectiveName::RequireTrustedTypesFor, traits.bit());
    if (directive == nullptr) continue;
    const csp::Directive& written = policy.policy->directives[directive->index];
    if (requires_trusted_script(*policy.policy, written, traits)) return true;
  }
  return false;
}

namespace trusted_types_detail {

/// Which of the enforced lists that govern eval have the two words.
struct EvalWords {
  bool all_unsafe = true;
  bool any_typed = false;
};

EvalWords eval_words(const PolicySet& set, const ProfileTraits& traits) {
  EvalWords words;
  for (const ActivePolicy& policy : set.policies()) {
    if ((policy.used_in & traits.bit()) == 0) continue;
    if (policy.policy->disposition != csp::Disposition::Enforce) continue;
    const ActiveDirective* list = set.find(policy, csp::DirectiveName::ScriptSrc, traits.bit());
    if (list == nullptr) list = set.find(policy, csp::DirectiveName::DefaultSrc, traits.bit());
    if (list == nullptr) continue;
    const ListView view{set, policy, *list, traits};
    words.all_unsafe = words.all_unsafe && view.has(kUnsafeEval);
    words.any_typed = words.any_typed || view.has(kTrustedTypesEval);
  }
  return words;
}

}  // namespace trusted_types_detail

EvalRule eval_rule(const PolicySet& set, const Request& request, const ProfileTraits& traits) {
  if (!requires_trusted_types(set, traits)) return EvalRule::UnsafeWord;
  const bool takes_strings = traits.has(Difference::TypesEvalTakesStrings);
  const bool one_word = traits.has(Difference::TypesEvalOneWord) && request.trusted;
  if (!takes_strings && !one_word) return EvalRule::EitherWord;
  const trusted_types_detail::EvalWords words = trusted_types_detail::eval_words(set, traits);
  if (takes_strings && words.any_typed) {
    return request.trusted ? EvalRule::NoTypesWord : EvalRule::Anything;
  }
  return one_word && !words.all_unsafe ? EvalRule::TypesWord : EvalRule::EitherWord;
}

namespace trusted_types_detail {

/// tt-policy-name = 1*( ALPHA / DIGIT / "-" / "#" / "=" / "_" / "/" / "@" / "." / "%" )
bool is_policy_name(std::string_view name) {
  for (const char c : name) {
    if (text::is(c, text::kAlpha | text::kDigit)) continue;
    if (std::string_view("-#=_/@.%").find(c) == std::string_view::npos) return false;
  }
  return !name.empty();
}

}  // namespace trusted_types_detail

bool may_create_policy(const ListView& directive, std::string_view name, const csp::SourceExpression*& source) {
  const bool well_named = trusted_types_detail::is_policy_name(name);
  if (!well_named && !name.empty() && directive.traits.has(Difference::OddTypeNamesRefused)) return false;
  const bool by_start = directive.traits.has(Difference::TypesWordsByStart);
  for (const csp::SourceExpression& token : directive.policy.policy->tokens_of(directive.written())) {
    if (by_start) {
      const char start = token.text.front();
      const bool keyword =
          text::istarts_with(token.text, "'none'") || text::istarts_with(token.text, "'allow-duplicates'");
      if (!keyword && start != '*' && !trusted_types_detail::is_policy_name({&start, 1})) return false;
      if (start == '*') {
        source = &token;
        return true;
      }
    }
    if (token.text == "*" || (well_named && token.text == name)) {
      source = &token;
      return true;
    }
  }
  return false;
}

}  // namespace headstrong::decide
