// Writes result structs as JSON. A struct is described once, by a function template
//   template <class V> void fields(V& v, const T& t) { v("name", t.name); v.optional("x", t.x); }
// that lies in the struct's namespace; everything that reads or writes its fields goes through it.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "headstrong/span.hpp"
#include "text/utf8.hpp"

namespace headstrong::report {

using std::literals::operator""sv;

/// A position in the source, converted to the units asked for when it is written.
struct Position {
  std::uint32_t byte = 0;
};

/// JSON text that was written before.
struct RawJson {
  std::string_view text;
};

class JsonWriter {
 public:
  JsonWriter() = default;
  /// Positions are written in UTF-16 code units of the text that `offsets` was made of.
  explicit JsonWriter(const text::Utf16Offsets* offsets) : offsets_(offsets) {}

  std::string take() { return std::move(out_); }
  void reserve(std::size_t bytes) { out_.reserve(bytes); }

  template <class T>
  void operator()(std::string_view name, const T& field) {
    // Names are words of our own: nothing in them is escaped.
    out_ += first_ ? "\""sv : ",\""sv;
    out_ += name;
    out_ += "\":"sv;
    value(field);
    first_ = false;
  }
  /// A field of a finding that says what the catalogue says of its rule; `field` gives it.
  template <class T>
  requires std::is_invocable_v<T>
  void of_rule(std::string_view name, const T& field) {
    if (rule_texts_) (*this)(name, field());
  }
  void leave_out_rule_texts() { rule_texts_ = false; }
  /// A field that is left out where there is nothing.
  template <class T>
  void optional(std::string_view name, const std::optional<T>& field) {
    if (field) (*this)(name, *field);
  }
  void optional(std::string_view name, std::string_view field) {
    if (!field.empty()) (*this)(name, field);
  }
  /// A list without items is left out.
  template <class T>
  void optional(std::string_view name, const std::vector<T>& field) {
    if (!field.empty()) (*this)(name, field);
  }
  void optional(std::string_view name, std::uint64_t field) {
    if (field != 0) (*this)(name, field);
  }

  void value(std::string_view s) { string(s); }
  void value(const std::string& s) { string(s); }
  void value(const char* s) { string(s); }
  void value(bool b) { out_ += b ? "true" : "false"; }
  template <std::integral T>
  void value(T number) {
    out_ += std::to_string(number);
  }
  void value(Position position) { value(unit(position.byte)); }
  void value(RawJson json) { raw(json.text); }
  void value(Span span) {
    out_ += "{\"start\":";
    value(unit(span.start));
    out_ += ",\"end\":";
    value(unit(span.end));
    out_ += '}';
  }
  template <class T>
  void value(const std::optional<T>& maybe) {
    if (maybe) {
      value(*maybe);
    } else {
      out_ += "null";
    }
  }
  template <class T>
  void value(const std::vector<T>& items) {
    out_ += '[';
    bool first = true;
    for (const T& item : items) {
      if (!first) out_ += ',';
      first = false;
      value(item);
    }
    out_ += ']';
  }
  /// A struct that is described by `fields`.
  template <class T>
  requires std::is_class_v<T>
  void value(const T& object) {
    const bool outer = std::exchange(first_, true);
    out_ += '{';
    fields(*this, object);
    out_ += '}';
    first_ = outer;
  }
  /// JSON text that was written before.
  void raw(std::string_view json) { out_ += json; }

 private:
  std::uint32_t unit(std::uint32_t byte) const { return offsets_ ? (*offsets_)(byte) : byte; }
  void string(std::string_view s);

  std::string out_;
  const text::Utf16Offsets* offsets_ = nullptr;
  bool first_ = true;
  bool rule_texts_ = true;
};

/// The JSON of one described struct.
template <class T>
std::string json_of(const T& object) {
  JsonWriter writer;
  writer.value(object);
  return writer.take();
}

}  // namespace headstrong::report
