#include "quote/quote.hpp"

#include <utility>

#include "quote/language.hpp"

namespace headstrong::quote {

#define HEADSTRONG_SPELLING(enumerator, language, specification) \
  namespace language {                                           \
  extern const SpellingSpec specification;                       \
  }
#include "quote/spellings.def"
#undef HEADSTRONG_SPELLING

namespace quote_detail {

const SpellingSpec* spec_of(Spelling spelling) {
  switch (spelling) {
#define HEADSTRONG_SPELLING(enumerator, language, specification) \
  case Spelling::enumerator:                                     \
    return &language::specification;
#include "quote/spellings.def"
#undef HEADSTRONG_SPELLING
    case Spelling::Plain:
    case Spelling::Unwritable: break;
  }
  return nullptr;
}

/// The text of a literal as it grows, and where it comes from.
struct Growing {
  std::string text;
  std::vector<text::MappedText::Segment> segments;
  std::vector<Span> gaps;
  std::size_t end = 0;
  bool closed = false;
  bool as_written = true;  // one run, from the start on
};

void grow(std::string_view s, std::size_t start, const SpellingSpec& spec, Growing& out) {
  int state = 0;
  bool in_run = false;
  std::size_t at = start;
  out.closed = spec.close.empty();
  while (at < s.size()) {
    const auto text_start = static_cast<std::uint32_t>(out.text.size());
    const auto source_start = static_cast<std::uint32_t>(at);
    const Step step = spec.step(s.substr(at), state, out.text);
    if (step.kind == Step::Kind::End) break;
    at += step.size;
    if (step.kind == Step::Kind::Close) {
      out.closed = true;
      break;
    }
    if (step.kind == Step::Kind::Escape) {
      in_run = false;
      out.as_written = false;
      if (out.text.size() == text_start) continue;
      out.segments.push_back({text_start, source_start, static_cast<std::uint32_t>(step.size)});
      continue;
    }
    if (!in_run) out.segments.push_back({text_start, source_start, 0});
    in_run = true;
    out.text += s.substr(source_start, step.size);
    if (step.kind == Step::Kind::Gap) out.gaps.push_back({source_start, static_cast<std::uint32_t>(at)});
  }
  out.end = at;
}

}  // namespace quote_detail

Decoded decode(text::Source& source, Span within, Spelling spelling) {
  const std::string_view s = source.bytes().substr(0, within.end);
  const SpellingSpec* spec = quote_detail::spec_of(spelling);
  if (spec == nullptr) {
    return {text::MappedText(s.substr(within.start), within.start), {}, within.end, true};
  }
  quote_detail::Growing grown;
  quote_detail::grow(s, within.start, *spec, grown);
  Decoded decoded;
  decoded.gaps = std::move(grown.gaps);
  decoded.end = static_cast<std::uint32_t>(grown.end);
  decoded.closed = grown.closed;
  if (grown.as_written) {
    decoded.text = text::MappedText(s.substr(within.start, grown.text.size()), within.start);
  } else if (grown.text.empty()) {
    decoded.text = text::MappedText(s.substr(within.start, 0), within.start);
  } else {
    decoded.text = text::MappedText(source.keep(std::move(grown.text)), std::move(grown.segments));
  }
  return decoded;
}

std::string decoded(std::string_view inside, Spelling spelling) {
  const SpellingSpec* spec = quote_detail::spec_of(spelling);
  if (spec == nullptr) return std::string(inside);
  quote_detail::Growing grown;
  quote_detail::grow(inside, 0, *spec, grown);
  return std::move(grown.text);
}

std::size_t end_of(std::string_view s, std::size_t start, Spelling spelling) {
  const SpellingSpec* spec = quote_detail::spec_of(spelling);
  if (spec == nullptr) return s.size();
  quote_detail::Growing grown;
  quote_detail::grow(s, start, *spec, grown);
  return grown.end;
}

std::string_view opening(Spelling spelling) {
  const SpellingSpec* spec = quote_detail::spec_of(spelling);
  return spec == nullptr ? std::string_view() : spec->open;
}

std::string_view closing(Spelling spelling) {
  const SpellingSpec* spec = quote_detail::spec_of(spelling);
  return spec == nullptr ? std::string_view() : spec->close;
}

bool carries(std::string_view text, Spelling spelling) {
  if (spelling == Spelling::Unwritable) return false;
  const SpellingSpec* spec = quote_detail::spec_of(spelling);
  if (spec == nullptr) return true;
  return spec->carries != nullptr ? spec->carries(text) : !has_control(text);
}

std::string encode(std::string_view text, Spelling spelling) {
  const SpellingSpec* spec = quote_detail::spec_of(spelling);
  if (spec == nullptr) return std::string(text);
  std::string out;
  out.reserve(text.size() + 8);
  spec->encode(text, out);
  return out;
}

std::string literal(std::string_view text, Spelling spelling) {
  return std::string(opening(spelling)).append(encode(text, spelling)).append(closing(spelling));
}

}  // namespace headstrong::quote
