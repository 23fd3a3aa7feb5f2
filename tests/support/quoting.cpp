#include "support/quoting.hpp"

#include "text/source.hpp"

namespace headstrong::testing {

std::string fault_of_decoding(std::string_view inside, quote::Spelling spelling) {
  text::Source source(inside);
  const auto size = static_cast<std::uint32_t>(inside.size());
  const quote::Decoded decoded = quote::decode(source, {0, size}, spelling);
  if (decoded.end > size) return "ends behind the source";
  const std::string_view text = decoded.text.text();
  Span before{0, 0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Span place = decoded.text.to_source(i, i + 1);
    if (place.start >= place.end || place.end > decoded.end) return "a byte from outside of the literal";
    const bool same = place == before;
    if (i > 0 && !same && place.start < before.end) return "bytes out of order";
    before = place;
  }
  std::uint32_t behind = 0;
  for (const Span gap : decoded.gaps) {
    if (gap.start < behind || gap.end <= gap.start || gap.end > decoded.end) return "a gap out of place";
    behind = gap.end;
  }
  if (quote::decoded(inside, spelling) != text) return "decoded() says something else";
  return {};
}

std::string fault_of_encoding(std::string_view text, quote::Spelling spelling) {
  if (!quote::carries(text, spelling)) return {};
  const std::string literal = quote::literal(text, spelling) + ";";
  text::Source source(literal);
  const std::size_t open = quote::opening(spelling).size();
  const std::size_t inside = literal.size() - 1;
  const bool marked = !quote::closing(spelling).empty();
  // A word without marks ends with what stands behind it, which is the reader's business.
  const Span within{static_cast<std::uint32_t>(open), static_cast<std::uint32_t>(marked ? literal.size() : inside)};
  const quote::Decoded decoded = quote::decode(source, within, spelling);
  if (decoded.text.text() != text) return "reads back as " + std::string(decoded.text.text());
  if (!decoded.gaps.empty()) return "has gaps";
  if (!decoded.closed || decoded.end != inside) return "does not end where it was closed";
  return {};
}

}  // namespace headstrong::testing
