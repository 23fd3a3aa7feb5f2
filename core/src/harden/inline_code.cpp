#include "harden/inline_code.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "grammar/base64.hpp"
#include "grammar/sha2.hpp"
#include "quote/references.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"

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
  for (const std::string_view raw :
       {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"}) {
    if (text::iequals(element, raw)) return true;
  }
  return false;
}

/// Names of references that browsers read without a semicolon, too (the HTML Standard's section 13.5).
constexpr std::string_view kBareReferences =
    " AElig AMP Aacute Acirc Agrave Aring Atilde Auml COPY Ccedil ETH Eacute Ecirc Egrave Euml GT Iacute Icirc Igrave "
    "Iuml LT Ntilde Oacute Ocirc Ograve Oslash Otilde Ouml QUOT REG THORN Uacute Ucirc Ugrave Uuml Yacute aacute acirc "
    "acute aelig agrave amp aring atilde auml brvbar ccedil cedil cent copy curren deg divide eacute ecirc egrave eth "
    "euml frac12 frac14 frac34 gt iacute icirc iexcl igrave iquest iuml laquo lt macr micro middot nbsp not ntilde "
    "oacute ocirc ograve ordf ordm oslash otilde ouml para plusmn pound quot raquo reg sect shy sup1 sup2 sup3 szlig "
    "thorn times uacute ucirc ugrave uml uuml yacute yen yuml ";

/// Whether browsers read a reference at the "&" that `raw` begins with, one that quote::reference doesn't know.
bool may_be_reference(std::string_view raw, bool attribute) {
  if (raw.size() > 1 && raw[1] == '#') return true;
  std::size_t end = 1;
  while (end < raw.size() && is(raw[end], text::kAlpha | text::kDigit)) ++end;
  if (end > 1 && end < raw.size() && raw[end] == ';') return true;
  for (std::size_t size = 2; size <= 6 && size < end; ++size) {
    const char next = size + 1 < raw.size() ? raw[size + 1] : ' ';
    if (attribute && (next == '=' || is(next, text::kAlpha | text::kDigit))) continue;
    const std::string name = " " + std::string(raw.substr(1, size)) + " ";
    if (kBareReferences.find(name) != std::string_view::npos) return true;
  }
  return false;
}

/// Text with references decoded. `sure` becomes false where a browser reads one that quote::reference doesn't know.
std::string decoded(std::string_view raw, bool attribute, bool& sure) {
  std::string out;
  out.reserve(raw.size());
  while (!raw.empty()) {
    if (raw[0] == '&') {
      const quote::Step step = quote::reference(raw, out);
      if (step.kind == quote::Step::Kind::Escape) {
        // Numbers from 128 to 159 mean what windows-1252 has there.
        const bool remapped = raw[1] == '#' && out.size() >= 2 && out[out.size() - 2] == '\xC2' &&
                              static_cast<unsigned char>(out.back()) < 0xA0;
        sure = sure && !remapped;
        raw.remove_prefix(step.size);
        continue;
      }
      sure = sure && !may_be_reference(raw, attribute);
    }
    out += raw[0];
    raw.remove_prefix(1);
  }
  return out;
}

/// Start tags that end SVG and MathML in an HTML page (section 13.2.6.5).
bool breaks_out(std::string_view name) {
  static constexpr std::string_view kNames =
      " b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu "
      "meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var ";
  return kNames.find(" " + text::lowered(name) + " ") != std::string_view::npos;
}

/// Elements of SVG and MathML in which HTML goes on.
bool holds_html(std::string_view name) {
  for (const std::string_view known : {"foreignobject", "desc", "title", "mi", "mo", "mn", "ms", "mtext"}) {
    if (text::iequals(name, known)) return true;
  }
  return false;
}

constexpr int kMostDocuments = 8;  // within each other, by srcdoc

struct Element {
  std::string_view name;

  bool is(std::string_view known) const { return text::iequals(name, known); }

  bool has_src = false;
  bool closed = false;  // "/>"
  std::string type;
  std::string src;
  std::string integrity;
};

class PageReader {
 public:
  PageReader(std::string_view html, PageCode& page, std::unordered_set<std::string>& seen, int depth, Markup markup)
      : s_(html), page_(page), seen_(seen), depth_(depth), xml_(markup == Markup::Xml) {
    // XML knows no raw text and makes blanks of line ends in attributes.
    if (markup != Markup::Unknown) return;
    const std::string_view start = text::trim(html.substr(html.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0));
    xml_ = text::istarts_with(start, "<?xml") && html.find("<html") == std::string_view::npos;
  }

  void read() {
    while (at_ < s_.size()) {
      at_ = s_.find('<', at_);
      if (at_ == std::string_view::npos) break;
      const char next = at_ + 1 < s_.size() ? s_[at_ + 1] : ' ';
      if (s_.substr(at_, 4) == "<!--") {
        skip_comment();
      } else if ((xml_ || current() != In::Html) && s_.substr(at_, 9) == "<![CDATA[") {
        at_ = after("]]>", at_ + 9);
      } else if (is(next, text::kAlpha)) {
        read_element();
      } else if (next == '/' && at_ + 2 < s_.size() && is(s_[at_ + 2], text::kAlpha)) {
        read_end_tag();
      } else {
        at_ = next == '!' || next == '?' || next == '/' ? after(">", at_) : at_ + 1;
      }
    }
  }

 private:
  enum class In : std::uint8_t { Html, Svg, Math };
  struct Open {
    std::string_view name;
    In in;
    bool holds_html;
  };

  In current() const { return open_.empty() || open_.back().holds_html ? In::Html : open_.back().in; }
  std::size_t after(std::string_view mark, std::size_t from) const {
    const std::size_t at = s_.find(mark, from);
    return at == std::string_view::npos ? s_.size() : at + mark.size();
  }
  /// "<!-->" is a whole comment, and "--!>" ends one as well.
  void skip_comment() {
    const std::size_t usual = after("-->", at_ + 2);
    if (bang_ < at_ + 4) bang_ = std::min(s_.find("--!>", at_ + 4), s_.size());
    at_ = std::min(usual, bang_ + 4);
  }

  std::string_view read_name() {
    const std::size_t start = at_;
    while (at_ < s_.size() && !is(s_[at_], kAsciiWhitespace) && s_[at_] != '/' && s_[at_] != '>') ++at_;
    return s_.substr(start, at_ - start);
  }

  void read_end_tag() {
    at_ += 2;
    const std::string_view name = read_name();
    Element ignored;
    read_attributes(ignored, false);
    for (std::size_t i = open_.size(); i-- > 0 && open_.size() - i < 64;) {
      if (!text::iequals(open_[i].name, name)) continue;
      open_.resize(i);
      return;
    }
  }

  void read_element() {
    ++at_;
    Element element;
    element.name = read_name();
    read_attributes(element, true);
    if (current() != In::Html && !xml_ && breaks_out(element.name)) {
      while (current() != In::Html) open_.pop_back();
    }
    const In in = current();
    const bool svg = element.is("svg");
    if (in == In::Html && (svg || element.is("math"))) {
      if (!element.closed) open_.push_back({element.name, svg ? In::Svg : In::Math, false});
    } else if (in != In::Html || xml_) {
      read_foreign(element, in);
    } else if (is_raw(element.name)) {
      const std::size_t end = end_of_raw(element.name);
      const std::string_view content = s_.substr(at_, end - at_);
      at_ = end;
      if (holds_code(element)) add_element(element, normalised(content), true);
    }
  }

  static bool holds_code(const Element& element) { return element.is("script") || element.is("style"); }

  /// An element of SVG, MathML or XML, behind its start tag.
  void read_foreign(const Element& element, In in) {
    if (in != In::Math && holds_code(element)) {
      bool sure = true;
      std::string content = element.closed ? std::string() : foreign_text(element.name, sure);
      add_element(element, std::move(content), sure);
    } else if (in != In::Html && !element.closed) {
      open_.push_back({element.name, in, !xml_ && holds_html(element.name)});
    }
  }

  void add_element(const Element& element, std::string content, bool sure) {
    if (element.is("style")) return add(InlineKind::Style, std::move(content), sure);
    if (!is_run(element.type)) return;
    if (element.has_src) add_file(element);
    else if (!content.empty()) add(InlineKind::Script, std::move(content), sure);
  }

  void add_file(const Element& element) {
    if (!element.has_src || !is_run(element.type)) return;
    if (seen_.insert("f" + element.src).second) page_.files.push_back({element.src, element.integrity});
  }

  /// What the text nodes of a script or style in SVG or XML come to, which children's are no part of.
  std::string foreign_text(std::string_view name, bool& sure) {
    std::string out;
    std::size_t depth = 0;  // of children
    while (at_ < s_.size()) {
      const std::size_t open = std::min(s_.find('<', at_), s_.size());
      if (depth == 0) out += decoded(normalised(s_.substr(at_, open - at_)), false, sure);
      at_ = open;
      if (depth == 0 && s_.substr(at_, 2) == "</" && is_tag(at_ + 2, name)) break;
      const std::string_view text = read_foreign_mark(depth);
      if (depth == 0) out += normalised(text);
    }
    return out;
  }

  /// Reads past what begins with "<" there, and returns what of it is text.
  std::string_view read_foreign_mark(std::size_t& depth) {
    const std::string_view rest = s_.substr(at_);
    if (rest.substr(0, 9) == "<![CDATA[") return read_cdata();
    if (rest.substr(0, 4) == "<!--") {
      skip_comment();
    } else if (rest.substr(0, 2) == "</") {
      if (depth > 0) --depth;
      at_ = after(">", at_);
    } else if (rest.size() > 1 && is(rest[1], text::kAlpha)) {
      Element child;
      ++at_;
      child.name = read_name();
      read_attributes(child, false);
      if (!child.closed) ++depth;
    } else if (!rest.empty()) {
      ++at_;
      return rest.substr(0, 1);
    }
    return {};
  }

  /// What stands up to "]]>", or to the end.
  std::string_view read_cdata() {
    const std::string_view rest = s_.substr(at_ + 9);
    const std::size_t size = std::min(rest.find("]]>"), rest.size());
    at_ = std::min(at_ + 9 + size + 3, s_.size());
    return rest.substr(0, size);
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

  void read_attributes(Element& element, bool note_them) {
    while (at_ < s_.size() && s_[at_] != '>') {
      if (is(s_[at_], kAsciiWhitespace) || s_[at_] == '/') {
        element.closed = s_[at_] == '/';
        ++at_;
        continue;
      }
      element.closed = false;
      const std::size_t start = at_++;  // also of a lone "="
      while (at_ < s_.size() && !is(s_[at_], kAsciiWhitespace) && s_[at_] != '=' && s_[at_] != '>' && s_[at_] != '/') {
        ++at_;
      }
      const std::string_view name = s_.substr(start, at_ - start);
      const std::string_view value = read_value();
      if (note_them) note(element, name, value);
    }
    if (at_ < s_.size()) ++at_;
  }

  std::string_view read_value() {
    std::size_t at = at_;
    while (at < s_.size() && is(s_[at], kAsciiWhitespace)) ++at;
    if (at >= s_.size() || s_[at] != '=') return {};
    ++at;
    while (at < s_.size() && is(s_[at], kAsciiWhitespace)) ++at;
    std::size_t end = at;
    if (at < s_.size() && (s_[at] == '"' || s_[at] == '\'')) {
      end = std::min(s_.find(s_[at], at + 1), s_.size());
      at_ = std::min(end + 1, s_.size());
      ++at;
    } else {
      while (end < s_.size() && !is(s_[end], kAsciiWhitespace) && s_[end] != '>') ++end;
      at_ = end;
    }
    return s_.substr(std::min(at, end), end - std::min(at, end));
  }

  void note(Element& element, std::string_view name, std::string_view value) {
    if (text::iequals(name, "nonce")) page_.has_nonce = true;
    if (text::iequals(name, "type")) element.type = parsed(value);
    if (text::iequals(name, "integrity")) element.integrity = parsed(value);
    if (element.is("meta") && page_.charset.empty()) note_charset(name, value);
    note_url(element, name, value);
    note_code(element, name, value);
  }

  /// An attribute's value as the parser makes it. `sure` as in decoded().
  std::string parsed(std::string_view value, bool& sure) const {
    std::string text = normalised(value);
    if (xml_) {
      for (char& c : text) c = c == '\n' || c == '\t' ? ' ' : c;
    }
    return decoded(text, true, sure);
  }
  std::string parsed(std::string_view value) const {
    bool sure = true;
    return parsed(value, sure);
  }

  void note_charset(std::string_view name, std::string_view value) {
    if (text::iequals(name, "charset")) page_.charset = text::lowered(text::trim(value));
    if (!text::iequals(name, "content")) return;
    const std::string content = text::lowered(value);
    const std::size_t at = content.find("charset=");
    if (at == std::string::npos) return;
    page_.charset = content.substr(at + 8, content.find_first_of("; \t", at + 8) - at - 8);
  }

  void note_url(Element& element, std::string_view name, std::string_view value) {
    const bool script = element.is("script");
    const bool action = text::iequals(name, "action");
    const bool href = text::iequals(name, "href") || text::iequals(name, "xlink:href");
    const bool src = text::iequals(name, "src") || (href && script && current() == In::Svg);
    if (src) element.has_src = true;
    if (src && script) element.src = parsed(value);
    const bool link = text::iequals(name, "href") && element.is("link");
    if (src || link || action) page_.urls.push_back(value);
    const bool followed = src || href || action || text::iequals(name, "formaction");
    if (followed && text::istarts_with(text::trim(value), "javascript:")) ++page_.javascript_urls;
  }

  void note_code(const Element& element, std::string_view name, std::string_view value) {
    bool sure = true;
    if (text::iequals(name, "srcdoc") && element.is("iframe") && depth_ < kMostDocuments) {
      page_.owned.push_back(parsed(value, sure));
      if (!sure) ++page_.unread_references;
      PageReader(page_.owned.back(), page_, seen_, depth_ + 1, Markup::Html).read();
      return;
    }
    const bool style = text::iequals(name, "style");
    const bool handler = name.size() > 3 && text::istarts_with(name, "on") && text::all_of(name, text::kAlpha);
    if (!style && (!handler || value.empty())) return;
    std::string code = parsed(value, sure);
    add(style ? InlineKind::StyleAttribute : InlineKind::Handler, std::move(code), sure);
  }

  void add(InlineKind kind, std::string content, bool sure) {
    std::string key = static_cast<char>('0' + static_cast<int>(kind)) + content;
    if (!seen_.insert(std::move(key)).second) return;
    const bool ascii =
        std::none_of(content.begin(), content.end(), [](char c) { return text::is_non_ascii(c) || c == '\x1B'; });
    if (!sure) {
      ++page_.unread_references;
    } else if (text::first_invalid_utf8(content) != std::string_view::npos) {
      ++page_.not_utf8;
    } else {
      page_.has_non_ascii = page_.has_non_ascii || !ascii;
      page_.pieces.push_back({kind, std::move(content)});
    }
  }

  std::string_view s_;
  PageCode& page_;
  std::unordered_set<std::string>& seen_;
  const int depth_;
  bool xml_ = false;
  std::size_t at_ = 0;
  std::size_t bang_ = 0;  // the next "--!>"
  std::vector<Open> open_;
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
  // No script begins with a tag, so a fragment such as `<p onclick="...">` is a page too, and an SVG document.
  text = text::trim(text);
  return text.size() > 1 && text[0] == '<' && (text::is(text[1], text::kAlpha) || text::istarts_with(text, "<?xml"));
}

PageCode read_page_code(std::string_view html, Markup markup) {
  PageCode page;
  if (has_markup(html)) {
    std::unordered_set<std::string> seen;
    inline_code_detail::PageReader(html, page, seen, 0, markup).read();
    return page;
  }
  const bool is_binary = html.find('\0') != std::string_view::npos;
  if (is_binary || text::trim(html).empty()) return page;
  if (text::first_invalid_utf8(html) != std::string_view::npos) ++page.not_utf8;
  else page.pieces.push_back({InlineKind::Script, inline_code_detail::normalised(html)});
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
