// Writes a report as words (headstrong/packed.hpp) from the descriptions of its structs.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "headstrong/packed.hpp"
#include "headstrong/report.hpp"
#include "report/json_writer.hpp"
#include "report/report_fields.hpp"

namespace headstrong::report {

/// What a pair of words says of a text: `at`, and `size` * 4 + the kind.
enum class PackedText : std::uint32_t {
  Pasted,    // characters of the paste, which is ASCII; `at` is the first
  Constant,  // bytes of ASCII at an address
  Made       // UTF-16 units of the texts made, from `at` on
};

/// Writes words; a visitor of `fields` as JsonWriter is one.
///   number, truth value, position: a word; span: two; text: two (PackedText)
///   optional value or field: a word, 1 or 0, and what there is
///   list: the number of its items and they; struct: its fields; what the peers say: a text of JSON
class PackedWriter {
 public:
  PackedWriter(PackedReport& out, std::string_view source, const text::Utf16Offsets* offsets, ConstantTexts constants);
  PackedWriter(const PackedWriter&) = delete;
  PackedWriter& operator=(const PackedWriter&) = delete;
  /// Tells the report how many words it has.
  ~PackedWriter() { out_.word_count = static_cast<std::size_t>(next_ - out_.words.data()); }

  template <class T>
  void operator()(std::string_view, const T& field) {
    value(field);
  }
  template <class T>
  void of_rule(std::string_view, const T&) {}  // not even asked for
  template <class T>
  void optional(std::string_view, const std::optional<T>& field) {
    value(field);
  }
  template <class T>
  void optional(std::string_view, const std::vector<T>& field) {
    word(field.empty() ? 0 : 1);
    if (!field.empty()) value(field);
  }
  void optional(std::string_view, std::string_view field) {
    word(field.empty() ? 0 : 1);
    if (!field.empty()) value(field);
  }
  void optional(std::string_view, std::uint64_t field) {
    word(field == 0 ? 0 : 1);
    if (field != 0) value(field);
  }

  void value(std::string_view s);
  void value(const std::string& s) { value(std::string_view(s)); }
  void value(bool b) { word(b ? 1 : 0); }
  template <std::integral T>
  void value(T number) {
    word(static_cast<std::uint32_t>(number));
  }
  void value(Position position) { word(unit(position.byte)); }
  void value(Span span) {
    word(unit(span.start));
    word(unit(span.end));
  }
  template <class T>
  void value(const std::optional<T>& maybe) {
    word(maybe ? 1 : 0);
    if (maybe) value(*maybe);
  }
  template <class T>
  void value(const std::vector<T>& items) {
    word(static_cast<std::uint32_t>(items.size()));
    for (const T& item : items) value(item);
  }
  void value(const peers::Answers& answers);
  template <class T>
  requires std::is_class_v<T>
  void value(const T& object) { fields(*this, object); }

 private:
  void word(std::uint32_t w) {
    if (next_ == end_) make_room();
    *next_++ = w;
  }
  /// More words, twice as many as there are.
  void make_room();
  void text(PackedText kind, std::size_t at, std::size_t size) {
    word(static_cast<std::uint32_t>(at));
    word(static_cast<std::uint32_t>(size) * 4 + static_cast<std::uint32_t>(kind));
  }
  std::uint32_t unit(std::uint32_t byte) const { return offsets_ != nullptr ? (*offsets_)(byte) : byte; }

  PackedReport& out_;
  std::uint32_t* next_;
  std::uint32_t* end_;
  std::string_view source_;  // empty where its characters are not one byte each
  const text::Utf16Offsets* offsets_;
  ConstantTexts constants_;
  std::size_t units_ = 0;  // of `out_.texts`
};

}  // namespace headstrong::report
