#include "http/dialects/dialect.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "http/status_line.hpp"
#include "text/ascii.hpp"

namespace headstrong::http {

#define HEADSTRONG_DIALECT(file)     \
  namespace file {                   \
  extern const DialectSpec kDialect; \
  }
#include "http/dialects/dialects.def"
#undef HEADSTRONG_DIALECT

namespace dialect_detail {

constexpr const DialectSpec* kAll[] = {
#define HEADSTRONG_DIALECT(file) &file::kDialect,
#include "http/dialects/dialects.def"
#undef HEADSTRONG_DIALECT
};
constexpr std::size_t kCount = std::size(kAll);

constexpr FormatInfo kFormats[] = {
#define HEADSTRONG_FORMAT(enumerator, id, lines, values, words, nothing) \
  {id, Lines::lines, Values::values, words, nothing},
#include "http/dialects/formats.def"
#undef HEADSTRONG_FORMAT
};

bool is_word(char c) {
  return text::is(c, text::kAlpha | text::kDigit) || c == '_' || c == '-' || c == '.' || c == '@';
}

/// Which dialects have one of their words in the text.
class Triggers {
 public:
  Triggers() {
    for (const DialectSpec* dialect : kAll) {
      for (const std::string_view word : dialect->triggers) {
        begins_[static_cast<unsigned char>(word.front())] = true;
      }
    }
  }

  std::array<bool, kCount> found_in(std::string_view s) const {
    std::array<bool, kCount> found{};
    for (std::size_t i = 0; i < kCount; ++i) found[i] = kAll[i]->triggers.empty();
    for (std::size_t at = 0; at < s.size();) {
      if (!is_word(s[at])) {
        ++at;
        continue;
      }
      const std::size_t start = at;
      while (at < s.size() && is_word(s[at])) ++at;
      if (begins_[static_cast<unsigned char>(s[start])]) mark(s.substr(start, at - start), found);
    }
    return found;
  }

 private:
  static void mark(std::string_view word, std::array<bool, kCount>& found) {
    for (std::size_t i = 0; i < kCount; ++i) {
      const auto& triggers = kAll[i]->triggers;
      if (!found[i]) found[i] = std::find(triggers.begin(), triggers.end(), word) != triggers.end();
    }
  }

  std::array<bool, 256> begins_{};
};

}  // namespace dialect_detail

const FormatInfo& info(Format format) { return dialect_detail::kFormats[static_cast<std::size_t>(format)]; }

Recognised recognise_dialect(std::string_view text, int below) {
  // What a server sent says so in its first line.
  if (status_of(text::trim(text.substr(0, text.find('\n'))))) return {};
  const auto asked = dialect_detail::Triggers().found_in(text);
  Recognised best;
  for (std::size_t i = 0; i < dialect_detail::kCount; ++i) {
    const int sure = asked[i] ? dialect_detail::kAll[i]->recognise(text) : 0;
    if (sure > best.sure && sure < below) best = {dialect_detail::kAll[i], sure};
  }
  return best;
}

const DialectSpec* dialect_of(Format format) {
  const auto* found = std::find_if(std::begin(dialect_detail::kAll), std::end(dialect_detail::kAll),
                                   [&](const DialectSpec* dialect) { return dialect->format == format; });
  return found == std::end(dialect_detail::kAll) ? nullptr : *found;
}

void add_field(Response& response, std::string_view name, Span name_span, quote::Decoded value,
               quote::Spelling spelling) {
  Field field;
  field.name = name;
  field.name_span = name_span;
  field.invalid_name = !text::all_of(name, text::kToken);
  const Span written = value.text.to_source(0, value.text.text().size());
  field.span = {name_span.start, std::max(written.end, name_span.end)};
  field.value = std::move(value.text);
  field.spelling = spelling;
  response.gaps.insert(response.gaps.end(), value.gaps.begin(), value.gaps.end());
  if (response.fields.empty()) response.span.start = field.span.start;
  response.span.end = field.span.end;
  response.fields.push_back(std::move(field));
}

std::string place_at_line(std::string_view what, std::uint32_t line) {
  return std::string(what) + ", line " + std::to_string(line);
}

}  // namespace headstrong::http
