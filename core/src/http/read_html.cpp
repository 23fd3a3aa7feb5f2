// HTML pastes: the <meta http-equiv> elements of a page's head.
#include <string>
#include <utility>
#include <vector>

#include "http/readers.hpp"
#include "text/ascii.hpp"

namespace headstrong::http {
namespace read_html_detail {

using text::is;
using text::kAsciiWhitespace;
using Segments = std::vector<text::MappedText::Segment>;

struct Attribute {
  std::string_view name;
  std::uint32_t value_start = 0;
  std::uint32_t value_end = 0;
};

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

/// Decodes the character reference at s[0] == '&' into `out`; returns its length, 0 if it is none.
/// The named ones are those that an attribute writer produces.
std::size_t decode_reference(std::string_view s, std::string& out) {
  const std::size_t end = s.substr(0, 12).find(';');
  if (end == std::string_view::npos || end < 2) return 0;
  const std::string_view name = s.substr(1, end - 1);
  static constexpr std::pair<std::string_view, char> kNamed[] = {
      {"amp", '&'}, {"quot", '"'}, {"apos", '\''}, {"lt", '<'}, {"gt", '>'}};
  for (const auto& [known, character] : kNamed) {
    if (name == known) {
      out += character;
      return end + 1;
    }
  }
  if (name[0] != '#' || name.size() < 2) return 0;
  const bool hex = text::to_lower(name[1]) == 'x';
  std::uint32_t code = 0;
  for (const char c : name.substr(hex ? 2 : 1)) {
    if (!is(c, hex ? text::kHexDigit : text::kDigit)) return 0;
    const auto digit = static_cast<std::uint32_t>(
        is(c, text::kDigit) ? c - '0' : text::to_lower(c) - 'a' + 10);
    code = code * (hex ? 16 : 10) + digit;
    if (code > 0x10FFFF) return 0;
  }
  if (code == 0 || (code >= 0xD800 && code <= 0xDFFF)) return 0;
  append_utf8(out, code);
  return end + 1;
}

text::MappedText decode_attribute(text::Source& source, std::uint32_t start, std::uint32_t end) {
  const std::string_view raw = source.bytes().substr(start, end - start);
  std::string decoded;
  Segments segments;
  if (raw.empty()) segments.push_back({0, start, 0});  // nothing, but in its place
  bool in_run = false;
  for (std::uint32_t at = 0; at < raw.size();) {
    const auto text_at = static_cast<std::uint32_t>(decoded.size());
    const std::size_t length = raw[at] == '&' ? decode_reference(raw.substr(at), decoded) : 0;
    if (length > 0) {
      segments.push_back({text_at, start + at, static_cast<std::uint32_t>(length)});
      at += static_cast<std::uint32_t>(length);
      in_run = false;
      continue;
    }
    if (!in_run) segments.push_back({text_at, start + at, 0});
    in_run = true;
    decoded += raw[at++];
  }
  return text::MappedText(source.keep(std::move(decoded)), std::move(segments),
                          text::Spelling::HtmlAttribute);
}

/// Walks the tags of a page up to the end of its head.
class HeadReader {
 public:
  HeadReader(text::Source& source, std::size_t begin, std::size_t end, Response& response)
      : source_(source), s_(source.bytes().substr(0, end)), response_(response), at_(begin) {}

  void read() {
    while (at_ < s_.size()) {
      at_ = s_.find('<', at_);
      if (at_ == std::string_view::npos) return;
      if (s_.substr(at_, 4) == "<!--") {
        const std::size_t end = s_.find("-->", at_ + 4);
        if (end == std::string_view::npos) return;
        at_ = end + 3;
        continue;
      }
      if (!read_tag()) return;
    }
  }

 private:
  /// Reads the tag at at_; false where the head is over.
  bool read_tag() {
    std::size_t name_end = at_ + 1;
    while (name_end < s_.size() && (is(s_[name_end], text::kAlpha) || s_[name_end] == '/')) {
      ++name_end;
    }
    const std::string name = text::lowered(s_.substr(at_ + 1, name_end - at_ - 1));
    if (name == "body" || name == "/head" || name == "frameset") return false;
    const std::size_t start = at_;
    at_ = name_end;
    const std::vector<Attribute> attributes = read_attributes();
    if (name == "meta") add_meta(start, attributes);
    if (name == "script" || name == "style" || name == "title" || name == "template" ||
        name == "noscript") {
      skip_to_end_of(name);
    }
    return true;
  }

  void skip_to_end_of(const std::string& name) {
    while (at_ < s_.size()) {
      const std::size_t end = s_.find("</", at_);
      if (end == std::string_view::npos) {
        at_ = s_.size();
        return;
      }
      at_ = end + 2;
      if (text::istarts_with(s_.substr(at_), name)) return;
    }
  }

  std::vector<Attribute> read_attributes() {
    std::vector<Attribute> attributes;
    while (at_ < s_.size() && s_[at_] != '>') {
      if (is(s_[at_], kAsciiWhitespace) || s_[at_] == '/') {
        ++at_;
        continue;
      }
      Attribute attribute;
      const std::size_t name = at_;
      while (at_ < s_.size() && !is(s_[at_], kAsciiWhitespace) && s_[at_] != '=' && s_[at_] != '>') {
        ++at_;
      }
      attribute.name = s_.substr(name, at_ - name);
      attribute.value_start = attribute.value_end = static_cast<std::uint32_t>(at_);
      read_value(attribute);
      attributes.push_back(attribute);
      if (at_ == name) ++at_;  // a lone "="
    }
    if (at_ < s_.size()) ++at_;
    return attributes;
  }

  void read_value(Attribute& attribute) {
    std::size_t at = at_;
    while (at < s_.size() && is(s_[at], kAsciiWhitespace)) ++at;
    if (at >= s_.size() || s_[at] != '=') return;
    ++at;
    while (at < s_.size() && is(s_[at], kAsciiWhitespace)) ++at;
    std::size_t end = at;
    if (at < s_.size() && (s_[at] == '"' || s_[at] == '\'')) {
      end = s_.find(s_[at], at + 1);
      if (end == std::string_view::npos) end = s_.size();
      at_ = end < s_.size() ? end + 1 : end;
      ++at;
    } else {
      while (end < s_.size() && !is(s_[end], kAsciiWhitespace) && s_[end] != '>') ++end;
      at_ = end;
    }
    attribute.value_start = static_cast<std::uint32_t>(at);
    attribute.value_end = static_cast<std::uint32_t>(end);
  }

  void add_meta(std::size_t start, const std::vector<Attribute>& attributes) {
    const Attribute* equiv = nullptr;
    const Attribute* content = nullptr;
    for (const Attribute& attribute : attributes) {
      if (equiv == nullptr && text::iequals(attribute.name, "http-equiv")) equiv = &attribute;
      if (content == nullptr && text::iequals(attribute.name, "content")) content = &attribute;
    }
    if (equiv == nullptr || content == nullptr) return;
    Field field;
    field.from_meta = true;
    field.name = text::trim(s_.substr(equiv->value_start, equiv->value_end - equiv->value_start));
    field.name_span = {equiv->value_start, equiv->value_end};
    field.value = decode_attribute(source_, content->value_start, content->value_end);
    field.span = {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(at_)};
    if (response_.span.empty()) response_.span.start = field.span.start;
    response_.span.end = field.span.end;
    response_.fields.push_back(std::move(field));
  }

  text::Source& source_;
  std::string_view s_;
  Response& response_;
  std::size_t at_;
};

}  // namespace read_html_detail

void read_metas(text::Source& source, std::size_t begin, std::size_t end, Response& response) {
  read_html_detail::HeadReader(source, begin, end, response).read();
}

bool starts_like_html(std::string_view text) {
  for (const std::string_view start : {"<!doctype html", "<html", "<head", "<meta"}) {
    if (text::istarts_with(text, start)) return true;
  }
  return false;
}

void read_html(text::Source& source, Paste& paste) {
  paste.format = Format::Html;
  // A program whose page stands below what it sends.
  if (text::istarts_with(text::trim(source.bytes()), "<?php")) return;
  paste.responses.push_back({});  // dropped again where the page adds nothing
  read_metas(source, 0, source.bytes().size(), paste.responses.back());
}

}  // namespace headstrong::http
