#include "http/name_in_value.hpp"

#include <algorithm>

#include "http/near_names.hpp"
#include "text/ascii.hpp"

namespace headstrong::http {
namespace name_in_value_detail {

using text::is;

/// The longest word that may be a header's name.
inline constexpr std::size_t kLongest = 64;

bool is_quote(char c) { return c == '"' || c == '\''; }
bool is_blank(char c) { return is(c, text::kAsciiWhitespace); }
bool is_name_character(char c) { return is(c, text::kAlpha | text::kDigit) || c == '-' || c == '_'; }

std::size_t skip_blanks(std::string_view s, std::size_t at) {
  while (at < s.size() && is_blank(s[at])) ++at;
  return at;
}

std::size_t word_end(std::string_view s, std::size_t at) {
  while (at < s.size() && is_name_character(s[at])) ++at;
  return at;
}

/// Whether `word` is the field's own name, or is near enough to have been meant to be.
bool is_own(std::string_view word, std::string_view name, HeaderName header) {
  if (text::iequals(word, name)) return true;
  const std::size_t longer = std::max(word.size(), name.size());
  if (header == HeaderName::Unknown || longer - std::min(word.size(), name.size()) > 2) return false;
  const NearName near = near_name(word);
  return near.meant == header && near.nearness == Nearness::Certain;
}

class Reader {
 public:
  Reader(const Field& field, HeaderName header, std::uint32_t index, std::vector<NameInValue>& found)
      : field_(field), index_(index), header_(header), value_(field.value.text()), found_(found) {}

  void read() {
    const std::size_t at = read_start();
    if (is_about_security(header_)) read_rest(at);
  }

 private:
  /// The name at the start, once or several times; gives where the value proper begins.
  std::size_t read_start() {
    NameInValue first;
    std::size_t at = 0;
    std::size_t quote = value_.npos;  // which opens at the value's start
    for (;;) {
      NameInValue next;
      std::size_t opening = quote;
      if (!name_at(at, next, opening)) break;
      // Behind the field's own name another's is none of the value's start.
      if (at > 0 && (!first.own || !next.own)) break;
      if (at == 0) first = next;
      at = first.end = next.end;
      quote = opening;
    }
    if (at == 0) return 0;
    if (quote != value_.npos && value_.size() > at && value_.back() == value_[quote]) {
      first.closing_quote = value_.size() - 1;
    }
    found_.push_back(first);
    return at;
  }

  /// Reads `"Name": `, `Name=`, `Name "` at `at`. `quote` becomes the place of an opening quote that
  /// nothing closes yet.
  bool name_at(std::size_t at, NameInValue& found, std::size_t& quote) const {
    std::size_t begin = at;
    if (begin < value_.size() && is_quote(value_[begin])) quote = begin++;
    const std::size_t end = word_end(value_, begin);
    if (end == begin || end - begin > kLongest) return false;
    found.name = value_.substr(begin, end - begin);
    found.header = header_name(found.name);
    found.own = is_own(found.name, field_.name, header_);
    if (!found.own && (!is_about_security(found.header) || !is_about_security(header_))) return false;
    std::size_t behind = end;
    if (quote != value_.npos && behind < value_.size() && value_[behind] == value_[quote]) {
      quote = value_.npos;
      ++behind;
    }
    const std::size_t sign = skip_blanks(value_, behind);
    if (sign >= value_.size()) return false;  // nothing but the name
    // Of other headers' values many begin with NAME=VALUE, or with the word that names them.
    const bool strict = is_about_security(header_);
    const bool separated = value_[sign] == ':' || (strict && value_[sign] == '=');
    const bool by_blank = strict && found.own && sign > behind;
    if (!separated && !by_blank) return false;
    std::size_t rest = skip_blanks(value_, separated ? sign + 1 : sign);
    // The words of Clear-Site-Data have quotes of their own.
    const bool quoted =
        header_ != HeaderName::ClearSiteData && rest < value_.size() && is_quote(value_[rest]) && opens_value(rest);
    if (quoted) quote = rest++;
    if (rest >= value_.size()) return false;
    found.field = index_;
    found.begin = found.before = at;
    found.end = rest;
    return true;
  }

  /// Whether the quote encloses the rest of the value, rather than its first word ('none').
  bool opens_value(std::size_t quote) const {
    const std::size_t closing = value_.find(value_[quote], quote + 1);
    return value_[quote] == '"'
               ? closing == value_.size() - 1 || closing == value_.npos
               : closing == value_.size() - 1 && value_.substr(quote, closing - quote).find(' ') != value_.npos;
  }

  /// Names with a colon further on: the field's own, or another header's.
  void read_rest(std::size_t at) {
    for (std::size_t colon = value_.find(':', at); colon != value_.npos; colon = value_.find(':', colon + 1)) {
      std::size_t begin = colon;
      while (begin > at && colon - begin <= kLongest && is_name_character(value_[begin - 1])) --begin;
      // A line break that was written as \n.
      const bool escaped =
          begin > at && value_[begin - 1] == '\\' && begin < colon && (value_[begin] == 'n' || value_[begin] == 'r');
      if (escaped) ++begin;
      const std::string_view word = value_.substr(begin, colon - begin);
      if (word.find('-') == word.npos) continue;
      const HeaderName header = header_name(word);
      if (!is_about_security(header) || !stands_alone(begin, at, escaped)) continue;
      const std::size_t end = skip_blanks(value_, colon + 1);
      if (end >= value_.size() || value_[end] == ',' || value_[end] == ';') continue;
      NameInValue next;
      next.field = index_;
      next.name = word;
      next.header = header;
      next.own = header == header_;
      next.begin = begin;
      next.end = end;
      next.before = end_of_text_before(begin, at);
      if (next.before == 0) continue;
      found_.push_back(next);
      at = end;
    }
  }

  bool stands_alone(std::size_t begin, std::size_t at, bool escaped) const {
    if (begin == at || escaped) return true;
    const char c = value_[begin - 1];
    return is_blank(c) || c == ';' || c == ',';
  }

  /// The end of what stands before `begin` but for blanks, semicolons, commas and written-out breaks.
  std::size_t end_of_text_before(std::size_t begin, std::size_t at) const {
    std::size_t end = begin;
    while (end > at) {
      const char c = value_[end - 1];
      const bool line_break = end > at + 1 && value_[end - 2] == '\\' && (c == 'n' || c == 'r');
      if (line_break) {
        end -= 2;
      } else if (is_blank(c) || c == ';' || c == ',') {
        --end;
      } else {
        break;
      }
    }
    return end;
  }

  const Field& field_;
  std::uint32_t index_;
  HeaderName header_;
  std::string_view value_;
  std::vector<NameInValue>& found_;
};

}  // namespace name_in_value_detail

std::vector<NameInValue> names_in_values(const Response& response, const std::vector<HeaderName>& names) {
  std::vector<NameInValue> found;
  std::uint32_t index = 0;
  for (const Field& field : response.fields) {
    name_in_value_detail::Reader(field, names[index], index, found).read();
    ++index;
  }
  return found;
}

}  // namespace headstrong::http
