// How languages spell a text in their source, both ways. Readers decode with it, fixes and targets are
// spelled with it. Time and memory are linear in the bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/span.hpp"
#include "text/mapped_text.hpp"
#include "text/source.hpp"

namespace headstrong::quote {

enum class Spelling : std::uint8_t {
  Plain,
#define HEADSTRONG_SPELLING(enumerator, language, specification) enumerator,
#include "quote/spellings.def"
#undef HEADSTRONG_SPELLING
  Unwritable
};
inline constexpr std::size_t kSpellingCount = static_cast<std::size_t>(Spelling::Unwritable) + 1;

struct Decoded {
  /// What the literal says. A gap stands in it as it is written.
  text::MappedText text;
  /// Of the source: what stands for a value that the literal does not hold (a variable, an expression, a
  /// placeholder). In order, without overlap.
  std::vector<Span> gaps;
  std::uint32_t end = 0;  // behind the closing mark, or where a word without one is over
  bool closed = false;    // the closing mark is there, or none is needed
};

/// Reads a literal from `within.start`, right behind its opening mark, up to its closing mark; never
/// beyond `within.end`. A literal that its language would refuse is read with leniency: an unknown escape
/// stands for itself.
Decoded decode(text::Source& source, Span within, Spelling spelling);
/// The same of a text that stands alone: what it says.
std::string decoded(std::string_view inside, Spelling spelling);

/// Where a literal is over whose inside begins at s[start]: behind its closing mark.
std::size_t end_of(std::string_view s, std::size_t start, Spelling spelling);

/// The length of "{...}" that `rest` begins with, inner braces and strings in it counted; up to its end
/// where it is not closed.
std::size_t braced_length(std::string_view rest);

/// What opens and closes a literal of that spelling; empty where nothing does.
std::string_view opening(Spelling spelling);
std::string_view closing(Spelling spelling);

/// Whether that spelling can say `text` at all (one without escapes can't say its own mark).
bool carries(std::string_view text, Spelling spelling);
/// `text` as it has to stand between the marks. Only what the spelling carries reads back as the same.
std::string encode(std::string_view text, Spelling spelling);
/// The same with the marks.
std::string literal(std::string_view text, Spelling spelling);

}  // namespace headstrong::quote
