#include "headers/csp/policy.hpp"

#include <array>

#include "text/ascii.hpp"

namespace headstrong::csp {
namespace policy_detail {

inline constexpr std::array<DirectiveInfo, kDirectiveNameCount + 1> kDirectives = {{
#define HEADSTRONG_DIRECTIVE(enumerator, name, value, status) \
  {name, ValueKind::value, Status::status},
#include "grammar/directives.def"
#undef HEADSTRONG_DIRECTIVE
    {"", ValueKind::Other, Status::Current},
}};

inline constexpr std::size_t kKeywordCount = static_cast<std::size_t>(Keyword::Unknown);
inline constexpr std::array<KeywordInfo, kKeywordCount + 1> kKeywords = {{
#define HEADSTRONG_KEYWORD(enumerator, spelling, status) {spelling, Status::status},
#include "grammar/keywords.def"
#undef HEADSTRONG_KEYWORD
    {"", Status::Current},
}};

/// Case-insensitive equality with a word of a table. Few of a table have the same length, so that
/// it is looked at before anything is called.
inline bool are_same(std::string_view known, std::string_view word) {
  return known.size() == word.size() && text::iequals(known, word);
}

}  // namespace policy_detail

const DirectiveInfo& info(DirectiveName name) {
  return policy_detail::kDirectives[static_cast<std::size_t>(name)];
}

DirectiveName directive_name(std::string_view name) {
  for (std::size_t i = 0; i < kDirectiveNameCount; ++i) {
    if (policy_detail::are_same(policy_detail::kDirectives[i].name, name)) {
      return static_cast<DirectiveName>(i);
    }
  }
  return DirectiveName::Unknown;
}

bool starts_policy(std::string_view word) {
  const DirectiveName name = directive_name(word);
  if (name == DirectiveName::Unknown) return false;
  return info(name).value != ValueKind::Other || info(name).name.find('-') != std::string_view::npos;
}

const KeywordInfo& info(Keyword keyword) {
  return policy_detail::kKeywords[static_cast<std::size_t>(keyword)];
}

Keyword keyword(std::string_view token) {
  for (std::size_t i = 0; i < policy_detail::kKeywordCount; ++i) {
    if (policy_detail::are_same(policy_detail::kKeywords[i].spelling, token)) {
      return static_cast<Keyword>(i);
    }
  }
  return Keyword::Unknown;
}

std::string_view SourceExpression::value() const {
  if (kind != SourceKind::Nonce && kind != SourceKind::Hash) return {};
  const std::size_t dash = text.find('-');
  return text.substr(dash + 1, text.size() - dash - 2);
}

const Directive* Policy::find(DirectiveName name) const {
  if (!names.has(name)) return nullptr;
  for (const Directive& directive : directives) {
    if (directive.name == name && !directive.duplicate) return &directive;
  }
  return nullptr;
}

}  // namespace headstrong::csp
