#include "http/templates.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <utility>

#include "grammar/header_names.hpp"
#include "http/dialects/dialect.hpp"
#include "http/dialects/places.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"

namespace headstrong::http {
namespace templates_detail {

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

struct Form {
  std::string_view open;
  std::string_view close;
};
/// Jinja, Go, Handlebars and ERB; a longer mark before those that it begins with.
constexpr Form kForms[] = {{"{{{", "}}}"}, {"{{", "}}"}, {"{%", "%}"}, {"{#", "#}"}, {"<%", "%>"}};

enum class Role : std::uint8_t {
  Value,
  Begin,  // of a choice, a loop, a part
  Else,
  End,
  Nothing  // a comment, an assignment
};

struct Tag {
  std::size_t start = 0;
  std::size_t end = 0;
  Role role = Role::Nothing;
};

bool is_any_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// What the first word of a tag does; `values`: where it may be a variable as well.
Role role_of_word(std::string_view inside, bool values) {
  std::size_t size = 0;
  while (size < inside.size() && (text::is(inside[size], text::kAlpha | text::kDigit) || inside[size] == '_')) ++size;
  const std::string_view word = inside.substr(0, size);
  const std::string_view rest = text::trim(inside.substr(size));
  if (is_any_of(word, {"else", "elif", "elsif", "elseif"})) return Role::Else;
  if (values ? word == "end" && rest.empty() : word.substr(0, 3) == "end") return Role::End;
  const bool begins = is_any_of(word, {"if", "for", "unless", "range", "with", "block", "define", "macro", "raw",
                                       "foreach", "each", "case", "while", "filter", "call", "autoescape"});
  const bool named = values && (rest.empty() || rest[0] == '|' || rest[0] == '.' || rest[0] == '(');
  return begins && !named ? Role::Begin : Role::Nothing;
}

/// {% set x = 1 %} and its like write nothing; a tag of another name, such as {% csp_nonce %}, writes a value.
bool is_statement(std::string_view inside) {
  return is_any_of(inside.substr(0, inside.find_first_of(" \t\r\n")),
                   {"set", "include", "import", "extends", "from", "do", "load", "assign", "capture", "comment",
                    "liquid", "render", "continue", "break", "debug", "print"});
}

/// {{ x }}, {{ if .X }} of Go, {{#if x}}, {{^}}, {{/if}}, {{! comment}} of Handlebars
Role role_in_braces(std::string_view inside) {
  if (inside.empty() || inside[0] == '!' || inside[0] == '>' || inside.substr(0, 2) == "/*") return Role::Nothing;
  if (inside[0] == '#' || inside[0] == '^') return inside == "^" ? Role::Else : Role::Begin;
  if (inside[0] == '/') return Role::End;
  const Role role = role_of_word(inside, true);
  if (role != Role::Nothing) return role;
  return inside.substr(0, inside.find('"')).find(":=") == inside.npos ? Role::Value : Role::Nothing;
}

/// <%= x %>, <%- x %>, <% if x %>, <% if (x) { %>, <% xs.each do |x| %>
Role role_in_angles(std::string_view inside) {
  if (inside[0] == '=') return Role::Value;
  const bool dashed = inside[0] == '-';
  inside = text::trim(inside.substr(dashed));
  if (!inside.empty() && inside.back() == '-') inside = text::trim(inside.substr(0, inside.size() - 1));
  const bool opens = text::iends_with(inside, "{") || text::iends_with(inside, "|") || text::iends_with(inside, " do");
  if (inside.substr(0, 1) == "}") return opens ? Role::Else : Role::End;
  const Role role = role_of_word(inside, false);
  if (role != Role::Nothing || opens) return role != Role::Nothing ? role : Role::Begin;
  return dashed && inside.find('=') == inside.npos ? Role::Value : Role::Nothing;
}

Role role_of(std::string_view open, std::string_view inside) {
  if (open == "{#") return Role::Nothing;
  if (open == "<%") return role_in_angles(inside);
  if (inside[0] == '-' || inside[0] == '+' || inside[0] == '~') inside.remove_prefix(1);
  if (!inside.empty() && inside.back() == '-') inside.remove_suffix(1);
  inside = text::trim(inside);
  if (open.substr(0, 2) == "{{") return role_in_braces(inside);
  const Role role = role_of_word(inside, false);
  return role == Role::Nothing && !is_statement(inside) ? Role::Value : role;
}

class Masker {
 public:
  explicit Masker(std::string_view s) : s_(s) { out_.text = s; }

  MaskedTemplate run() {
    bool angles = false;
    bool braces = false;
    for (std::size_t at = 0; at < s_.size();) {
      const Tag tag = tag_at(at);
      if (tag.end == 0) {
        ++at;
        continue;
      }
      out_.any = true;
      (s_[at] == '<' ? angles : braces) = true;
      see(tag);
      at = tag.end;
    }
    // A text is written for one engine. What has the tags of two has them as what they look like.
    if (angles && braces) return {std::string(s_), {}, false};
    return std::move(out_);
  }

 private:
  /// The tag that begins at `at`; empty where none does.
  Tag tag_at(std::size_t at) {
    constexpr std::size_t kLongest = 1000;
    if (s_[at] != '{' && s_[at] != '<') return {};
    for (std::size_t form = 0; form < std::size(kForms); ++form) {
      const auto& [open, close] = kForms[form];
      if (s_.substr(at, open.size()) != open) continue;
      const std::size_t from = at + open.size();
      std::size_t& end = closes_[form];
      if (end < from) end = std::min(s_.find(close, from), s_.size());
      if (end == s_.size() || end == from || end - from > kLongest) return {};
      const std::string_view inside = s_.substr(from, end - from);
      if (open == "<%" && inside[0] == '%') return {};  // ERB writes "<%" for it, and Apache has a "%" doubled
      // "{#" may be a brace and a comment, "{%" a brace and a percent sign.
      const bool marked = open == "{#" || open == "{%";
      if (marked && !text::is(inside[0], text::kAsciiWhitespace) && inside[0] != '-' && inside[0] != '+') return {};
      if (open == "{#" && inside.find('\n') != inside.npos) return {};
      return {at, end + close.size(), role_of(open, inside)};
    }
    return {};
  }

  void see(const Tag& tag) {
    if (tag.role == Role::Begin) ++depth_;
    if (tag.role == Role::Else && else_depth_ == 0) {
      else_depth_ = depth_;
      else_start_ = tag.end;
    }
    if (tag.role == Role::End && depth_ > 0) {
      if (else_depth_ == depth_) {
        blank(else_start_, tag.start);
        while (!out_.values.empty() && out_.values.back().start >= else_start_) out_.values.pop_back();
        else_depth_ = 0;
      }
      --depth_;
    }
    if (tag.role == Role::Value && !is_alone(tag)) return fill(tag);
    blank(tag.start, tag.end);
  }

  /// Whether nothing else stands on its lines: it stands for lines, not for a value.
  bool is_alone(const Tag& tag) const {
    const std::size_t start = s_.find_last_not_of(" \t", tag.start == 0 ? s_.npos : tag.start - 1);
    const std::size_t end = s_.find_first_not_of(" \t\r", tag.end);
    const bool first = tag.start == 0 || start == s_.npos || s_[start] == '\n';
    return first && (end == s_.npos || s_[end] == '\n');
  }

  void blank(std::size_t from, std::size_t to) {
    for (std::size_t at = from; at < to; ++at) {
      if (s_[at] != '\n' && s_[at] != '\r') out_.text[at] = ' ';
    }
  }

  void fill(const Tag& tag) {
    for (std::size_t at = tag.start; at < tag.end; ++at) {
      if (!text::is(s_[at], text::kAlpha | text::kDigit)) out_.text[at] = '_';
    }
    out_.values.push_back({offset(tag.start), offset(tag.end)});
  }

  std::string_view s_;
  MaskedTemplate out_;
  std::array<std::size_t, std::size(kForms)> closes_{};  // of each form the next mark that closes a tag
  std::size_t depth_ = 0;
  std::size_t else_depth_ = 0;
  std::size_t else_start_ = 0;
};

/// A part of a value's text that stands for another, and what is written there.
struct Part {
  std::size_t begin = 0;
  std::size_t end = 0;
  Span place;
  std::string_view words;
};

bool is_of_nonce(std::string_view s, std::size_t begin) {
  constexpr std::string_view kNonce = "nonce-";
  return begin >= kNonce.size() && s.substr(begin - kNonce.size(), kNonce.size()) == kNonce;
}

/// Puts the words of the parts into the value. What would part a policy in two stands for itself no longer.
text::MappedText with_parts(text::Source& source, const text::MappedText& value, const std::vector<Part>& parts) {
  Composite whole;
  std::size_t done = 0;
  for (const Part& part : parts) {
    whole.add(value, done, part.begin);
    const bool parts_policy = part.words.find_first_of(";,\r\n") != part.words.npos;
    whole.add(parts_policy ? std::string_view("{{expression}}") : part.words, part.place);
    done = part.end;
  }
  whole.add(value, done, value.text().size());
  return whole.take(source);
}

bool meets(const std::vector<Span>& tags, Span place) {
  const auto behind = std::partition_point(tags.begin(), tags.end(), [&](Span tag) { return tag.end <= place.start; });
  return behind != tags.end() && behind->start < place.end;
}

/// The parts of a value that come from the masked tags.
std::vector<Part> masked_parts(std::string_view bytes, const text::MappedText& value, const std::vector<Span>& tags) {
  std::vector<Part> parts;
  const std::size_t size = value.text().size();
  const Span all = value.to_source(0, size);
  if (size == 0 || !meets(tags, all)) return parts;
  const auto tag_of = [&](std::size_t at) {
    const std::uint32_t place = value.to_source(at, at + 1).start;
    const auto tag = std::partition_point(tags.begin(), tags.end(), [&](Span each) { return each.end <= place; });
    return tag != tags.end() && tag->start <= place ? *tag : Span{};
  };
  for (std::size_t at = 0; at < size;) {
    const Span tag = tag_of(at);
    std::size_t end = at + 1;
    while (!tag.empty() && end < size && tag_of(end) == tag) ++end;
    if (!tag.empty()) parts.push_back({at, end, tag, bytes.substr(tag.start, tag.size())});
    at = end;
  }
  return parts;
}

/// What stands there can't be written anew without losing what is filled in.
void close_to_writing(Field& field) {
  field.spelling = quote::Spelling::Unwritable;
  field.statement = field.literal = field.expression = {};
}

/// Where a place ends that begins at `at` and is left for a value; `at` where none begins.
std::size_t place_end(std::string_view s, std::size_t at, HeaderName name) {
  constexpr std::size_t kLongest = 100;
  const std::string_view near = s.substr(at, kLongest);
  const auto closed = [&](std::size_t from, std::string_view close, bool (*may_be)(char)) {
    const std::size_t end = near.find(close, from);
    if (end == near.npos || end == from || !text::is(near[from], text::kAlpha)) return at;
    const std::string_view inside = near.substr(from, end - from);
    return std::all_of(inside.begin(), inside.end(), may_be) ? at + end + close.size() : at;
  };
  const auto of_name = [](char c) { return (c >= 'A' && c <= 'Z') || text::is(c, text::kDigit) || c == '_'; };
  const auto of_words = [](char c) {
    return text::is(c, text::kAlpha | text::kDigit) || std::string_view("_-. ").find(c) != std::string_view::npos;
  };
  const auto of_line = [](char c) { return !text::is(c, text::kControl); };
  if (near.substr(0, 2) == "${") return closed(2, "}", of_line);
  if (near.substr(0, 5) == "%env(") return closed(5, ")%", of_line);
  const bool may_hold = name == HeaderName::Unknown || name == HeaderName::SetCookie || name == HeaderName::Link;
  if (near[0] == '<' && !may_hold) return closed(1, ">", of_words);
  if (near.substr(0, 2) == "__") return closed(2, "__", of_name);
  return at;
}

/// A word that says that the value is still to be chosen.
bool is_open_question(std::string_view value) {
  for (const std::string_view word : {"TODO", "TBD", "FIXME", "CHANGEME", "CHANGE_ME", "REPLACE_ME"}) {
    if (text::iequals(value, word)) return true;
  }
  return false;
}

/// CoffeeScript's "#{x}", where the reader of JavaScript takes a string as it is.
std::vector<Span> interpolations_in(const Field& field) {
  std::vector<Span> places;
  const std::string_view s = field.value.text();
  for (std::size_t at = s.find("#{"); at != s.npos; at = s.find("#{", at + 2)) {
    const std::size_t end = s.find('}', at);
    if (end == s.npos) break;
    if (!is_of_nonce(s, at)) places.push_back(field.value.to_source(at, end + 1));
  }
  return places;
}

std::vector<Span> places_in(const Field& field) {
  std::vector<Span> places;
  const std::string_view s = field.value.text();
  const HeaderName name = header_name(field.name);
  if (is_open_question(s)) return {field.value.to_source(0, s.size())};
  for (std::size_t at = s.find_first_of("$%<_"); at != s.npos; at = s.find_first_of("$%<_", at)) {
    const std::size_t end = place_end(s, at, name);
    if (end > at && !is_of_nonce(s, at)) places.push_back(field.value.to_source(at, end));
    at = std::max(end, at + 1);
  }
  return places;
}

void settle_gaps(std::vector<Span>& gaps) {
  text::sort_by_start(gaps);
  std::uint32_t end = 0;
  std::erase_if(gaps, [&](Span gap) {
    const bool known = gap.start < end;
    end = std::max(end, gap.end);
    return known;
  });
}

}  // namespace templates_detail
using namespace templates_detail;

MaskedTemplate mask_template(std::string_view bytes) { return Masker(bytes).run(); }

bool may_have_places(Format format) {
  if (format == Format::HeadersFile || format == Format::OpenLiteSpeed || format == Format::Json) return true;
  const DialectSpec* dialect = dialect_of(format);
  return dialect != nullptr && !dialect->language && info(format).lines == Lines::Statements;
}

void unmask(text::Source& source, const MaskedTemplate& masked, Paste& paste) {
  const std::string_view bytes = source.bytes();
  for (Response& response : paste.responses) {
    const std::size_t known = response.gaps.size();
    for (Field& field : response.fields) {
      // A name may be filled in, too.
      if (meets(masked.values, field.name_span)) {
        field.name = bytes.substr(field.name_span.start, field.name_span.size());
        response.gaps.push_back(field.name_span);
        close_to_writing(field);
      }
      const std::vector<Part> parts = masked_parts(bytes, field.value, masked.values);
      if (parts.empty()) continue;
      for (const Part& part : parts) {
        if (!is_of_nonce(field.value.text(), part.begin)) response.gaps.push_back(part.place);
      }
      field.value = with_parts(source, field.value, parts);
      close_to_writing(field);
    }
    if (response.gaps.size() > known) settle_gaps(response.gaps);
  }
  // A template is no file that the server is given.
  if (paste.look == Look::NginxRefused) paste.look = Look::Nginx;
}

void note_places(Paste& paste) {
  const bool code = paste.format == Format::JavaScriptCode;
  if (!code && !may_have_places(paste.format)) return;
  for (Response& response : paste.responses) {
    if (response.status != 0 || response.complete) continue;
    const std::size_t known = response.gaps.size();
    for (const Field& field : response.fields) {
      const std::vector<Span> places = code ? interpolations_in(field) : places_in(field);
      response.gaps.insert(response.gaps.end(), places.begin(), places.end());
    }
    if (response.gaps.size() > known) settle_gaps(response.gaps);
  }
}

}  // namespace headstrong::http
