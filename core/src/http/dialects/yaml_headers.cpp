// YAML in which a member "headers" holds names and values: a recorded response, the headers of a function.
#include <optional>
#include <string>
#include <utility>

#include "grammar/header_names.hpp"
#include "http/dialects/dialect.hpp"
#include "http/evidence.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::yaml_headers {

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

std::size_t indent_of(std::string_view line) {
  const std::size_t at = line.find_first_not_of(' ');
  return at == line.npos ? line.size() : at;
}

/// The key that the line begins with, without quotes; empty where it begins with none.
std::string_view key_of(std::string_view s) {
  const std::size_t colon = s.find(':');
  if (colon == s.npos || (colon + 1 < s.size() && s[colon + 1] != ' ')) return {};
  std::string_view key = s.substr(0, colon);
  if (key.size() > 2 && (key.front() == '"' || key.front() == '\'') && key.back() == key.front()) {
    key = key.substr(1, key.size() - 2);
  }
  return text::all_of(key, text::kToken) ? key : std::string_view();
}

/// "headers:", "response_headers:", "default-headers:", but not those of requests, nor lists of names.
bool opens_headers(std::string_view s) {
  constexpr std::size_t kLongest = 40;
  if (s.size() < 8 || s.size() > kLongest || s.back() != ':') return false;
  const std::string key = text::lowered(s.substr(0, s.size() - 1));
  if (!text::all_of(key, text::kToken) || !text::iends_with(key, "headers")) return false;
  for (const std::string_view word :
       {"request", "allow", "expose", "proxy", "forward", "remove", "hide", "strip", "cors"}) {
    if (key.find(word) != key.npos) return false;
  }
  return true;
}

int recognise(std::string_view bytes) {
  text::Line line;
  text::LineCursor cursor(bytes);
  std::size_t deeper = bytes.size();  // than what "headers" is indented by
  bool within = false;
  constexpr std::size_t kEnough = 2000;
  for (std::size_t lines = 0; lines < kEnough && cursor.next(line); ++lines) {
    const std::string_view s = text::trim(line.text);
    if (s.empty() || s[0] == '#') continue;
    const std::size_t indent = indent_of(line.text);
    if (within && indent > deeper) {
      if (header_name(key_of(s)) != HeaderName::Unknown) return 45;
      continue;
    }
    within = opens_headers(s);
    deeper = indent;
  }
  return 0;
}

class Reader {
 public:
  Reader(text::Source& source, Response& response) : source_(source), s_(source.bytes()), response_(response) {}

  void read() {
    text::Line line;
    text::LineCursor cursor(s_);
    std::size_t outer = 0;
    std::size_t inner = 0;  // how far the names are indented; 0 before the first
    bool within = false;
    while (cursor.next(line)) {
      const std::string_view s = text::trim(line.text);
      if (s.empty() || s[0] == '#') continue;
      const std::size_t indent = indent_of(line.text);
      const bool item = s.substr(0, 2) == "- ";
      if (within && (indent > outer) && !(item && inner == 0)) {
        if (inner == 0) inner = indent;
        if (indent == inner && !item) {
          read_entry(s);
        } else if (item && !name_.empty()) {
          add_value(text::trim(s.substr(2)));
        }
        continue;
      }
      if (within && !response_.fields.empty()) return;  // the first that has any
      within = opens_headers(s);
      outer = indent;
      inner = 0;
      name_ = {};
    }
  }

 private:
  void read_entry(std::string_view s) {
    name_ = key_of(s);
    if (name_.empty()) return;
    add_value(text::trim(s.substr(s.find(':') + 1)));
  }

  void add_value(std::string_view value) {
    if (value.empty() || value[0] == '|' || value[0] == '>' || value[0] == '{') return;
    if (value[0] == '[' && value.back() == ']') value = text::trim(value.substr(1, value.size() - 2));
    if (value.empty()) return;
    auto start = offset(static_cast<std::size_t>(value.data() - s_.data()));
    const std::uint32_t end = start + offset(value.size());
    quote::Spelling spelling = quote::Spelling::YamlPlain;
    if (value[0] == '"') spelling = quote::Spelling::YamlDouble;
    if (value[0] == '\'') spelling = quote::Spelling::YamlSingle;
    if (spelling != quote::Spelling::YamlPlain) ++start;
    const auto name = offset(static_cast<std::size_t>(name_.data() - s_.data()));
    add_field(response_, name_, {name, name + offset(name_.size())}, quote::decode(source_, {start, end}, spelling),
              spelling);
  }

  text::Source& source_;
  std::string_view s_;
  Response& response_;
  std::string_view name_;
};

void read(text::Source& source, Paste& paste) {
  Response response;
  Reader(source, response).read();
  if (response.fields.empty() || !has_evidence(response, 0)) return;
  response.complete = is_whole_set(response);
  paste.responses.push_back(std::move(response));
}

extern const DialectSpec kDialect{.format = Format::YamlHeaders, .recognise = recognise, .read = read, .guesses = true};

}  // namespace headstrong::http::yaml_headers
