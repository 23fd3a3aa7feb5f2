// HTML pastes: the <meta http-equiv> elements of a page's head.
#include <string>
#include <utility>
#include <vector>

#include "http/readers.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::http {
namespace read_html_detail {

using text::is;
using text::kAsciiWhitespace;

struct Attribute {
  std::string_view name;
  std::uint32_t value_start = 0;
  std::uint32_t value_end = 0;
  bool quoted = false;
};

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
    if (name == "script" || name == "style" || name == "title" || name == "template" || name == "noscript") {
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
      attribute.quoted = true;
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
      // React spells it in camel case.
      const bool names = text::iequals(attribute.name, "http-equiv") || attribute.name == "httpEquiv";
      if (equiv == nullptr && names) equiv = &attribute;
      if (content == nullptr && text::iequals(attribute.name, "content")) content = &attribute;
    }
    if (equiv == nullptr || content == nullptr) return;
    Field field;
    field.from_meta = true;
    field.name = text::trim(s_.substr(equiv->value_start, equiv->value_end - equiv->value_start));
    field.name_span = {equiv->value_start, equiv->value_end};
    // Where the value ends the tag has told.
    const char mark = content->value_start > 0 ? s_[content->value_start - 1] : '\0';
    const quote::Spelling spelling = !content->quoted ? quote::Spelling::HtmlUnquoted
                                     : mark == '"'    ? quote::Spelling::HtmlDouble
                                                      : quote::Spelling::HtmlSingle;
    field.value = quote::decode(source_, {content->value_start, content->value_end}, spelling).text;
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
