#include "harden/inline_code.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "grammar/base64.hpp"
#include "grammar/sha2.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::hardening {
namespace inline_code_detail {

using text::is;
using text::kAsciiWhitespace;

/// Line ends as the HTML Standard's input stream has them, and NUL as its tokenizer replaces it.
std::string normalised(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\r') {
      if (i + 1 < raw.size() && raw[i + 1] == '\n') continue;
      out += '\n';
    } else if (raw[i] == '\0') {
      out += "\xEF\xBF\xBD";
    } else {
      out += raw[i];
    }
  }
  return out;
}

/// Whether a browser runs a script element of that type; others hold data, which no policy looks at.
bool is_run(std::string_view type) {
  type = text::trim(type.substr(0, type.find(';')));
  if (type.empty()) return true;
  for (const std::string_view run : {"module", "importmap", "speculationrules", "javascript", "ecmascript"}) {
    if (text::iends_with(type, run)) return true;
  }
  return text::istarts_with(type, "text/javascript") || text::istarts_with(type, "text/jscript") ||
         text::istarts_with(type, "text/livescript");
}

/// Elements whose content is text for the parser: tags in it are none.
bool is_raw(std::string_view element) {
  for (const std::string_view raw : {"script", "style", "textarea", "title", "xmp", "iframe", "noembed",
                                     "noframes", "noscript"}) {
    if (text::iequals(element, raw)) return true;
  }
  return false;
}

struct Element {
  std::string_view name;
  bool has_src = false;
  std::string_view type;
};

class PageReader {
 public:
  explicit PageReader(std::string_view html) : s_(html) {}

  PageCode read() {
    while (at_ < s_.size()) {
      at_ = s_.find('<', at_);
      if (at_ == std::string_view::npos) break;
      if (s_.substr(at_, 4) == "<!--") {
        const std::size_t end = s_.find("-->", at_ + 4);
        if (end == std::string_view::npos) break;
        at_ = end + 3;
      } else if (at_ + 1 < s_.size() && is(s_[at_ + 1], text::kAlpha)) {
        read_element();
      } else {
        ++at_;
      }
    }
    return std::move(page_);
  }

 private:
  void read_element() {
    const std::size_t name = ++at_;
    while (at_ < s_.size() && !is(s_[at_], kAsciiWhitespace) && s_[at_] != '/' && s_[at_] != '>') ++at_;
    Element element{s_.substr(name, at_ - name), false, {}};
    read_attributes(element);
    if (!is_raw(element.name)) return;
    const std::size_t end = end_of_raw(element.name);
    const std::string_view content = s_.substr(at_, end - at_);
    at_ = end;
    if (text::iequals(element.name, "style")) add(InlineKind::Style, normalised(content));
    const bool script = text::iequals(element.name, "script");
    if (script && !element.has_src && is_run(element.type)) add(InlineKind::Script, normalised(content));
  }

  /// Where the end tag of a raw text element begins. In a script, "<!--" and "<script" after it hide one
  /// end tag (the script data double escaped state).
  std::size_t end_of_raw(std::string_view name) const {
    const bool script = text::iequals(name, "script");
    bool escaped = false;
    bool doubly = false;
    for (std::size_t i = at_; i < s_.size(); ++i) {
      if (script && s_[i] == '-' && s_.substr(i, 3) == "-->") escaped = doubly = false;
      if (s_[i] != '<') continue;
      if (script && s_.substr(i, 4) == "<!--") escaped = true;
      if (script && escaped && is_tag(i + 1, name)) doubly = true;
      if (s_.substr(i, 2) != "</" || !is_tag(i + 2, name)) continue;
      if (!doubly) return i;
      doubly = false;
    }
    return s_.size();
  }
  bool is_tag(std::size_t at, std::string_view name) const {
    if (!text::iequals(s_.substr(at, name.size()), name)) return false;
    const std::size_t after = at + name.size();
    return after < s_.size() && (is(s_[after], kAsciiWhitespace) || s_[after] == '/' || s_[after] == '>');
  }

  void read_attributes(Element& element) {
    while (at_ < s_.size() && s_[at_] != '>') {
      if (is(s_[at_], kAsciiWhitespace) || s_[at_] == '/') {
        ++at_;
        continue;
      }
      const std::size_t start = at_++;  // also of a lone "="
      while (at_ < s_.size() && !is(s_[at_], kAsciiWhitespace) && s_[at_] != '=' && s_[at_] != '>' && s_[at_] != '/') {
        ++at_;
      }
      const std::string_view name = s_.substr(start, at_ - start);
      note(element, name, read_value());
    }
    if (at_ < s_.size()) ++at_;
  }

  struct Value {
    std::string_view text;
    quote::Spelling spelling = quote::Spelling::HtmlUnquoted;
  };
  Value read_value() {
    std::size_t at = at_;
    while (at < s_.size() && is(s_[at], kAsciiWhitespace)) ++at;
    if (at >= s_.size() || s_[at] != '=') return {};
    ++at;
    while (at < s_.size() && is(s_[at], kAsciiWhitespace)) ++at;
    std::size_t end = at;
    quote::Spelling spelling = quote::Spelling::HtmlUnquoted;
    if (at < s_.size() && (s_[at] == '"' || s_[at] == '\'')) {
      spelling = s_[at] == '"' ? quote::Spelling::HtmlDouble : quote::Spelling::HtmlSingle;
      end = std::min(s_.find(s_[at], at + 1), s_.size());
      at_ = std::min(end + 1, s_.size());
      ++at;
    } else {
      while (end < s_.size() && !is(s_[end], kAsciiWhitespace) && s_[end] != '>') ++end;
      at_ = end;
    }
    return {s_.substr(at, end - at), spelling};
  }

  void note(Element& element, std::string_view name, const Value& written) {
    const std::string_view value = written.text;
    const auto decoded = [&] { return quote::decoded(normalised(value), written.spelling); };
    if (text::iequals(name, "nonce")) page_.has_nonce = true;
    if (text::iequals(name, "type")) element.type = value;
    const bool src = text::iequals(name, "src");
    if (src) element.has_src = true;
    const bool link = text::iequals(name, "href") && text::iequals(element.name, "link");
    if (src || link || text::iequals(name, "action")) page_.urls.push_back(value);
    if ((src || text::iequals(name, "href") || text::iequals(name, "action") || text::iequals(name, "formaction")) &&
        text::istarts_with(text::trim(value), "javascript:")) {
      ++page_.javascript_urls;
    }
    if (text::iequals(name, "style")) add(InlineKind::StyleAttribute, decoded());
    const bool handler = name.size() > 3 && text::istarts_with(name, "on") && text::all_of(name, text::kAlpha);
    if (handler && !value.empty()) add(InlineKind::Handler, decoded());
  }

  void add(InlineKind kind, std::string content) {
    std::string key = static_cast<char>('0' + static_cast<int>(kind)) + content;
    if (seen_.insert(std::move(key)).second) page_.pieces.push_back({kind, std::move(content)});
  }

  std::string_view s_;
  std::size_t at_ = 0;
  PageCode page_;
  std::unordered_set<std::string> seen_;
};

template <class Digest>
std::string source_of(std::string_view name, const Digest& digest) {
  return "'" + std::string(name) + "-" + grammar::base64_encode(digest.data(), digest.size()) + "'";
}

std::string with_crlf(std::string_view content) {
  std::string out;
  for (const char c : content) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

}  // namespace inline_code_detail

bool has_markup(std::string_view text) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const std::string_view rest = text.substr(at);
    for (const std::string_view start : {"<!doctype html", "<html", "<head", "<body", "<script", "<style", "<meta"}) {
      if (text::istarts_with(rest, start)) return true;
    }
  }
  return false;
}

namespace inline_code_detail {

/// No script begins with a tag, so a fragment such as `<p onclick="...">` is a page too.
bool begins_with_tag(std::string_view text) {
  text = text::trim(text);
  return text.size() > 1 && text[0] == '<' && text::is(text[1], text::kAlpha);
}

}  // namespace inline_code_detail

PageCode read_page_code(std::string_view html) {
  if (has_markup(html) || inline_code_detail::begins_with_tag(html)) return inline_code_detail::PageReader(html).read();
  PageCode page;
  const bool is_binary = html.find('\0') != std::string_view::npos;
  if (!is_binary && !text::trim(html).empty()) page.pieces.push_back({InlineKind::Script, inline_code_detail::normalised(html)});
  return page;
}

std::string hash_source(std::string_view content, HashAlgorithm algorithm) {
  using inline_code_detail::source_of;
  switch (algorithm) {
    case HashAlgorithm::Sha256: return source_of("sha256", grammar::sha256(content));
    case HashAlgorithm::Sha384: return source_of("sha384", grammar::sha384(content));
    case HashAlgorithm::Sha512: return source_of("sha512", grammar::sha512(content));
  }
  return {};
}

std::vector<HashVariant> wrong_variants(const std::string& content) {
  std::vector<HashVariant> variants;
  const auto add = [&](std::string_view how, std::string other) {
    if (other != content) variants.push_back({how, std::move(other)});
  };
  const std::string trimmed(text::trim(content, text::kAsciiWhitespace));
  add("without the spaces around it", trimmed);
  add("with CRLF line ends", inline_code_detail::with_crlf(content));
  add("without the spaces around it and with CRLF line ends", inline_code_detail::with_crlf(trimmed));
  return variants;
}

}  // namespace headstrong::hardening
