#include "grammar/csp_names.hpp"

#include <array>

#include "text/ascii.hpp"

namespace headstrong::csp {
namespace csp_names_detail {

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

}  // namespace csp_names_detail

const DirectiveInfo& info(DirectiveName name) {
  return csp_names_detail::kDirectives[static_cast<std::size_t>(name)];
}

DirectiveName directive_name(std::string_view name) {
  for (std::size_t i = 0; i < kDirectiveNameCount; ++i) {
    if (csp_names_detail::are_same(csp_names_detail::kDirectives[i].name, name)) {
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
  return csp_names_detail::kKeywords[static_cast<std::size_t>(keyword)];
}

Keyword keyword(std::string_view token) {
  for (std::size_t i = 0; i < csp_names_detail::kKeywordCount; ++i) {
    if (csp_names_detail::are_same(csp_names_detail::kKeywords[i].spelling, token)) {
      return static_cast<Keyword>(i);
    }
  }
  return Keyword::Unknown;
}

}  // namespace headstrong::csp
