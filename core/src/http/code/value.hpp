// What an expression comes to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/span.hpp"
#include "quote/quote.hpp"
#include "text/mapped_text.hpp"

namespace headstrong::http::code {

/// A text put together from pieces of the source, and where each byte of it stands.
struct Value {
  std::string text;
  std::vector<text::MappedText::Segment> segments;
  std::vector<Span> gaps;  // of the source, in the order of the text
  std::uint32_t literals = 0;
  std::uint32_t first_literal = 0;  // tokens, where there are literals
  std::uint32_t last_literal = 0;
  quote::Spelling spelling = quote::Spelling::Plain;  // of its literals
  bool mixed = false;                                 // which are spelled in more than one way
  bool from_map = false;                              // of directives, which nothing but its framework joins

  /// Adds text that stands for `place` of the source as a whole.
  void add_escape(std::string_view words, Span place);
  /// Adds text that stands in the source as it is.
  void add_run(std::string_view words, std::uint32_t source_start);
  void add(const Value& other);
  Value slice(std::size_t begin, std::size_t end) const;
  /// The source between the last byte that was added and what is added next; `start` is where that begins.
  Span before(std::uint32_t start) const;
  std::uint32_t last_source() const;
  std::uint32_t first_source() const;
  /// With one blank for each stretch of white space, and none at the ends.
  Value collapsed() const;
};

}  // namespace headstrong::http::code
