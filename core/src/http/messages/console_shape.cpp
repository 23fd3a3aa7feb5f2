// Firefox's messages, which are translated, told by their shape: a directive in brackets, an address, a quoted list.
#include <algorithm>
#include <string>
#include <string_view>

#include "http/messages/console.hpp"
#include "http/messages/request_kinds.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::messages {
namespace console_shape_detail {

struct Shape {
  std::string_view effective;  // in brackets
  bool quoted = false;         // and in quotes, too: before 2023, the violated one
  std::size_t effective_end = 0;
  std::string_view list;
  std::size_t list_start = 0;
};

bool is_open_bracket(std::string_view s, std::size_t& skip) {
  skip = starts(s, "(") ? 1 : starts(s, "\xEF\xBC\x88") ? 3 : 0;  // the full-width one
  return skip > 0;
}

/// Where a quoted text ends behind which a bracket is closed.
std::size_t closing_in_bracket(std::string_view s) {
  for (std::size_t at = s.find(')'); at != s.npos; at = s.find(')', at + 1)) {
    // A mark is three bytes at most.
    for (std::size_t size = 1; size <= 3 && size <= at; ++size) {
      if (quote_mark(s.substr(at - size)) == size) return at - size;
    }
  }
  return s.npos;
}

/// Reads a message's shape from left to right.
class ShapeReader {
 public:
  explicit ShapeReader(std::string_view words) : words_(words) {}

  Shape read() {
    for (std::size_t at = 0; at < words_.size(); ++at) {
      std::string_view rest = words_.substr(at);
      std::size_t skip = 0;
      if (shape_.effective.empty() && is_open_bracket(rest, skip)) {
        rest.remove_prefix(skip);
        read_brackets(rest, at);
      } else if (shape_.list.empty() && !open_list_ && quote_mark(rest) > 0) {
        rest.remove_prefix(quote_mark(rest));
        read_list(rest, at);
      }
    }
    return shape_;
  }

 private:
  /// (img-src) and ("img-src"): the effective directive. `at` becomes where reading goes on.
  void read_brackets(std::string_view rest, std::size_t& at) {
    const std::size_t mark = quote_mark(rest);
    rest.remove_prefix(mark);
    rest.remove_prefix(blank(rest));
    const std::string_view name = name_at(rest);
    if (mark > 0 && !name.empty() && shape_.list.empty() && !open_list_ && starts(rest.substr(name.size()), " ")) {
      return read_directive(name, rest, at);
    }
    rest.remove_prefix(name.size());
    rest.remove_prefix(blank(rest));
    const std::size_t closing = quote_mark(rest);
    rest.remove_prefix(closing);
    const bool closed = starts(rest, ")") || starts(rest, "\xEF\xBC\x89");
    if (name.empty() || !closed || (mark > 0) != (closing > 0)) return;
    shape_.effective = name;
    shape_.quoted = mark > 0;
    at = shape_.effective_end = words_.size() - rest.size();
  }

  /// ("img-src https://site.example"): until 2018 the whole directive stood there.
  void read_directive(std::string_view name, std::string_view rest, std::size_t& at) {
    const std::size_t close = closing_in_bracket(rest);
    if (close == rest.npos) {
      open_list_ = true;
      return;
    }
    shape_.effective = name;
    shape_.quoted = true;
    shape_.list = without_blanks(rest.substr(0, close));
    shape_.list_start = at;
    at = shape_.effective_end = words_.size() - rest.size() + close;
  }

  void read_list(std::string_view rest, std::size_t& at) {
    rest.remove_prefix(blank(rest));
    if (name_at(rest).empty()) return;
    const std::size_t end = list_end(rest);
    if (end == rest.size()) {
      open_list_ = true;
      return;
    }
    shape_.list = without_blanks(rest.substr(0, end));
    shape_.list_start = at;
    at = words_.size() - rest.size() + end;
  }

  static std::size_t list_end(std::string_view rest) {
    std::size_t end = 0;
    for (; end < rest.size(); ++end) {
      const std::size_t closing = quote_mark(rest.substr(end));
      // 'self' may stand in the quotes of a translation.
      const bool single = starts(rest.substr(end), "\xE2\x80\x98") || starts(rest.substr(end), "\xE2\x80\x99");
      if (closing > 0 && !single) break;
    }
    return end;
  }

  std::string_view words_;
  Shape shape_;
  bool open_list_ = false;  // no further mark closes one
};

bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t at = words.find(word); at != words.npos; at = words.find(word, at + 1)) {
    const bool before = at == 0 || !text::is(words[at - 1], text::kAlpha);
    const std::size_t end = at + word.size();
    if (before && (end == words.size() || !text::is(words[end], text::kAlpha))) return true;
  }
  return false;
}

/// The address, which stands outside the quoted list. Punctuation behind it is the sentence's.
std::string_view shaped_address(std::string_view words, const Shape& shape) {
  std::string_view url = address_in(words.substr(0, shape.list.empty() ? words.npos : shape.list_start));
  if (url.empty() && !shape.list.empty()) {
    url = address_in(words.substr(shape.list_start + shape.list.size()));
    // A further line shows the page's own code.
    if (has(words, "Source:") && words.find("Source:") < words.find(url.empty() ? "Source:" : url)) url = {};
  }
  while (!url.empty() && std::string_view(".,;)").find(url.back()) != std::string_view::npos &&
         (url.back() != ')' || !has(url, "("))) {
    url.remove_suffix(1);
  }
  return url;
}

/// What kind of code a message without an address is about; empty where it is none.
std::string_view type_of_code(std::string_view words, const Shape& shape, std::string_view directive) {
  const std::string_view sentence = words.substr(0, shape.list.empty() ? words.npos : shape.list_start);
  if (has(sentence, "WebAssembly") || has(words, "wasm-unsafe-eval")) return "wasm-eval";
  if (directive == "script-src" && (has_word(words, "eval") || has(words, "'unsafe-eval'"))) return "eval";
  if (shape.quoted && !has_word(sentence, "inline") && !has_word(sentence, "self")) return {};
  const std::string_view type = type_of_word(directive, "inline");
  return type == "inline-script" && has(words, "Source: javascript:") ? "javascript-url" : type;
}

}  // namespace console_shape_detail

bool read_firefox(text::Source& source, std::string_view words, bool prefixed, ToldRequest& told) {
  using namespace console_shape_detail;
  const Shape shape = ShapeReader(words).read();
  told.teller = Teller::Firefox;
  if (!prefixed && has(words, "X-Frame-Options")) {
    told.type = "frame-ancestors";
    told.directive = "x-frame-options";
    told.page = shaped_address(words, shape);
    return !told.page.empty();
  }
  if (shape.effective.empty() && shape.list.empty()) return false;
  // The list is a remark's own without an address, a hash or a bracket before it.
  if (shape.effective.empty() && !prefixed) return false;
  told.policy = plain_quotes(source, shape.list);
  told.directive = directive_of(shape.effective.empty() ? shape.list : shape.effective);
  if (told.directive.empty()) return false;
  told.report_only = is_report_only(words) || has(words, " observed ");
  if (told.directive == "trusted-types" || told.directive == "require-trusted-types-for") {
    told.type = told.directive == "trusted-types" ? "trusted-type-policy" : "trusted-type-sink";
    return prefixed && has(shape.list, " ");
  }
  if (shape.effective.empty()) return false;
  if (told.directive == "frame-ancestors") {
    told.type = "frame-ancestors";
    return prefixed || !shape.list.empty();
  }
  const std::string_view address = shaped_address(words, shape);
  if (address.empty()) {
    const std::size_t list_end = shape.list.empty() ? words.size() : shape.list_start + shape.list.size();
    told.hash = offered_hash(words.substr(std::min(list_end, words.size())));
    told.type = type_of_code(words, shape, told.directive);
    return !told.type.empty() && (prefixed || !shape.list.empty());
  }
  told.url = address;
  told.type = shape.quoted ? type_by_address(told.directive, address) : type_of(told.directive, address);
  return !told.type.empty();
}

}  // namespace headstrong::http::messages
