#include "report/packed.hpp"

#include <algorithm>
#include <utility>

#include "report/envelope.hpp"
#include "text/utf8.hpp"

namespace headstrong::report {
namespace packed_detail {

bool lies_in(std::string_view part, const char* begin, const char* end) {
  // Addresses of different objects: compared as numbers, whose order is that of memory.
  const auto at = reinterpret_cast<std::uintptr_t>(part.data());
  return at >= reinterpret_cast<std::uintptr_t>(begin) && at + part.size() <= reinterpret_cast<std::uintptr_t>(end);
}

/// How many UTF-16 units a text of well-formed UTF-8 has.
std::size_t units_of(std::string_view s) {
  std::size_t units = 0;
  for (const char c : s) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;

/// Writes the types of fields; a visitor of `fields`, too, for which any struct of the type will do.
class SchemaWriter {
 public:
  std::string take() { return std::move(out_); }

  template <class T>
  void operator()(std::string_view name, const T&) {
    open(name);
    type<T>();
    out_ += ']';
  }
  template <class T>
  void of_rule(std::string_view name, const T&) {
    open(name);
    out_ += "\"r\"]";
  }
  template <class T>
  void optional(std::string_view name, const std::optional<T>&) {
    open(name);
    out_ += "[\"-\",";
    type<T>();
    out_ += "]]";
  }
  template <class T>
  void optional(std::string_view name, const std::vector<T>&) {
    optional(name, std::optional<std::vector<T>>());
  }
  void optional(std::string_view name, std::string_view) { optional(name, std::optional<std::string_view>()); }
  void optional(std::string_view name, std::uint64_t) { optional(name, std::optional<std::uint64_t>()); }

  template <class T>
  void type() {
    if constexpr (std::is_same_v<T, bool>) {
      out_ += "\"b\"";
    } else if constexpr (std::is_integral_v<T> || std::is_same_v<T, Position>) {
      out_ += "\"n\"";
    } else if constexpr (std::is_same_v<T, Span>) {
      out_ += "\"s\"";
    } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>) {
      out_ += "\"t\"";
    } else if constexpr (std::is_same_v<T, peers::Answers>) {
      out_ += "\"j\"";
    } else if constexpr (is_optional<T>) {
      out_ += "[\"?\",";
      type<typename T::value_type>();
      out_ += ']';
    } else if constexpr (is_list<T>) {
      out_ += "[\"*\",";
      type<typename T::value_type>();
      out_ += ']';
    } else {
      out_ += "[\"{\"";
      fields(*this, example<T>());
      out_ += ']';
    }
  }

 private:
  /// Something of the type whose fields can be read.
  template <class T>
  static const T& example() {
    static const T kExample = [] {
      T made{};
      if constexpr (std::is_same_v<T, Finding>) made.rule = rule_catalogue().front();
      if constexpr (std::is_same_v<T, Envelope>) made.report = &example<Report>();
      return made;
    }();
    return kExample;
  }

  void open(std::string_view name) {
    out_ += ",[\"";
    out_ += name;
    out_ += "\",";
  }

  std::string out_;
};
}  // namespace packed_detail

PackedWriter::PackedWriter(PackedReport& out, std::string_view source, const text::Utf16Offsets* offsets,
                           ConstantTexts constants)
    : out_(out),
      next_(out.words.data()),
      end_(next_ + out.words.size()),
      source_(text::is_ascii(source) ? source : std::string_view()),
      offsets_(offsets),
      constants_(constants) {
  out_.texts.clear();
}

void PackedWriter::make_room() {
  constexpr std::size_t kUsual = 2048;
  const auto written = static_cast<std::size_t>(next_ - out_.words.data());
  out_.words.resize(std::max(kUsual, written * 2));
  next_ = out_.words.data() + written;
  end_ = out_.words.data() + out_.words.size();
}

void PackedWriter::value(std::string_view s) {
  if (s.empty()) return text(PackedText::Made, 0, 0);
  if (packed_detail::lies_in(s, source_.data(), source_.data() + source_.size())) {
    return text(PackedText::Pasted, static_cast<std::size_t>(s.data() - source_.data()), s.size());
  }
  // Read before it is given by its address: a text that no judging reads goes to the second file (wasm/cut_texts.mjs).
  const bool ascii = text::is_ascii(s);
  if (ascii && packed_detail::lies_in(s, constants_.begin, constants_.end)) {
    return text(PackedText::Constant, reinterpret_cast<std::uintptr_t>(s.data()), s.size());
  }
  const std::size_t at = units_;
  if (ascii) {
    units_ += s.size();
    out_.texts += s;
  } else {
    const std::string valid = text::valid_utf8(s);
    units_ += packed_detail::units_of(valid);
    out_.texts += valid;
  }
  text(PackedText::Made, at, units_ - at);
}

void PackedWriter::value(const peers::Answers& answers) { value(json_of(answers)); }

}  // namespace headstrong::report

namespace headstrong {

void pack(const Report& report, Encoding encoding, ConstantTexts constants, PackedReport& out) {
  const text::Utf16Offsets offsets(encoding == Encoding::Utf16 ? report.source : std::string_view());
  report::PackedWriter writer(out, report.source, encoding == Encoding::Utf16 ? &offsets : nullptr, constants);
  writer.value(report::Envelope{&report, encoding});
}

std::string packed_schema() {
  report::packed_detail::SchemaWriter writer;
  writer.type<report::Envelope>();
  return writer.take();
}

}  // namespace headstrong
