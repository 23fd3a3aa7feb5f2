// A report as the module hands it over: numbers in an array of words and texts that were made for it in
// a second array, instead of JSON. Texts that stand in the paste are given by their place there, texts
// of the program by their address; the loader (wasm/packed.mjs) has cut both before. What the words mean
// follows from the same descriptions of structs that JSON is written from, told once by `packed_schema`.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "headstrong/json.hpp"
#include "headstrong/report.hpp"
#include "report/json_writer.hpp"
#include "report/report_fields.hpp"

namespace headstrong::report {

/// Where the program's constant texts lie in memory.
struct ConstantTexts {
  const char* begin = nullptr;
  const char* end = nullptr;
};

/// What a pair of words says of a text: `at`, and `size` * 4 + the kind.
enum class PackedText : std::uint32_t {
  Pasted,    // characters of the paste, which is ASCII; `at` is the first
  Constant,  // bytes of ASCII at an address
  Made       // UTF-16 units of the texts made, from `at` on
};

struct PackedReport {
  std::vector<std::uint32_t> words;
  std::string texts;  // UTF-8
};

/// Writes words; a visitor of `fields` as JsonWriter is one.
///   number, truth value, position: a word; span: two; text: two (PackedText)
///   optional value or field: a word, 1 or 0, and what there is
///   list: the number of its items and they; struct: its fields; what the peers say: a text of JSON
class PackedWriter {
 public:
  PackedWriter(PackedReport& out, std::string_view source, const text::Utf16Offsets* offsets,
               ConstantTexts constants);

  template <class T>
  void operator()(std::string_view, const T& field) {
    value(field);
  }
  template <class T>
  void of_rule(std::string_view, const T&) {}
  template <class T>
  void optional(std::string_view, const std::optional<T>& field) {
    value(field);
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
  void value(const T& object) {
    fields(*this, object);
  }

 private:
  void word(std::uint32_t w) { out_.words.push_back(w); }
  void text(PackedText kind, std::size_t at, std::size_t size) {
    word(static_cast<std::uint32_t>(at));
    word(static_cast<std::uint32_t>(size) * 4 + static_cast<std::uint32_t>(kind));
  }
  std::uint32_t unit(std::uint32_t byte) const { return offsets_ != nullptr ? (*offsets_)(byte) : byte; }

  PackedReport& out_;
  std::string_view source_;  // empty where its characters are not one byte each
  const text::Utf16Offsets* offsets_;
  ConstantTexts constants_;
  std::size_t units_ = 0;  // of `out_.texts`
};

/// Writes the report into `out`, whose memory is used again. Positions count UTF-16 units of the
/// report's source, or bytes.
void pack(const Report& report, Encoding encoding, ConstantTexts constants, PackedReport& out);

/// The types of the words, as JSON: "n" a number, "b" a truth value, "s" a span, "t" a text, "j" JSON;
/// ["?",T] an optional value, null where it is absent; ["*",T] a list; an array of [name, T] that begins
/// with "{" a struct, whose fields are left out where T is ["-",U] and absent, and where T is "r" are
/// those of the finding's rule.
std::string packed_schema();

}  // namespace headstrong::report
