#include "grammar/csp_names.hpp"

#include <array>

#include "text/word_table.hpp"

namespace headstrong::csp {
namespace csp_names_detail {

inline constexpr std::array<DirectiveInfo, kDirectiveNameCount + 1> kDirectives = {{
#define HEADSTRONG_DIRECTIVE(enumerator, name, value, status) {name, ValueKind::value, Status::status},
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

template <std::size_t Count, class Row, class Word>
constexpr text::WordTable<Count> words_of(const Row& rows, Word word) {
  std::array<std::string_view, Count> words{};
  for (std::size_t i = 0; i < Count; ++i) words[i] = word(rows[i]);
  return text::WordTable<Count>(words);
}
inline constexpr auto kDirectiveWords =
    words_of<kDirectiveNameCount>(kDirectives, [](const DirectiveInfo& row) { return row.name; });
inline constexpr auto kKeywordWords =
    words_of<kKeywordCount>(kKeywords, [](const KeywordInfo& row) { return row.spelling; });

}  // namespace csp_names_detail

const DirectiveInfo& info(DirectiveName name) { return csp_names_detail::kDirectives[static_cast<std::size_t>(name)]; }

DirectiveName directive_name(std::string_view name) {
  return static_cast<DirectiveName>(csp_names_detail::kDirectiveWords.find(name));
}

bool starts_policy(std::string_view word) {
  const DirectiveName name = directive_name(word);
  if (name == DirectiveName::Unknown) return false;
  return info(name).value != ValueKind::Other || info(name).name.find('-') != std::string_view::npos;
}

const KeywordInfo& info(Keyword keyword) { return csp_names_detail::kKeywords[static_cast<std::size_t>(keyword)]; }

Keyword keyword(std::string_view token) { return static_cast<Keyword>(csp_names_detail::kKeywordWords.find(token)); }

}  // namespace headstrong::csp
