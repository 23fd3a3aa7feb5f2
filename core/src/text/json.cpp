#include "text/json.hpp"

#include <limits>

#include "text/ascii.hpp"
#include "text/lone_surrogates.hpp"
#include "text/utf8.hpp"

namespace headstrong::text {
namespace json_detail {

enum class Token : std::uint8_t {
  OpenObject,
  CloseObject,
  OpenArray,
  CloseArray,
  Colon,
  Comma,
  String,
  Number,
  Literal,
  End,
  Fault
};

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// The number that a text which is one in JSON says.
JsonNumber number_of(std::string_view written) {
  JsonNumber number;
  number.negative = written.front() == '-';
  if (number.negative) written.remove_prefix(1);
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  for (const char c : written) {
    if (!is(c, kDigit)) return number;
    const auto digit = static_cast<unsigned>(c - '0');
    if (number.magnitude > (kMost - digit) / 10) return number;
    number.magnitude = number.magnitude * 10 + digit;
  }
  constexpr std::uint64_t kMostNegative = std::uint64_t{1} << 63;
  number.whole = !number.negative || number.magnitude <= kMostNegative;
  return number;
}

class Reader {
 public:
  Reader(std::string_view json, JsonListener& listener) : s_(json), listener_(listener) {
    if (s_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
  }

  JsonReading read() {
    const bool whole = value(next()) && values_around() && next() == Token::End;
    return {whole, at_ > looked_at_ ? at_ : looked_at_};
  }

 private:
  /// Reads what stands behind the first value until every array and object is closed.
  bool values_around() {
    while (!open_.empty()) {
      const bool is_array = open_.back();
      Token token = next();
      if (token == (is_array ? Token::CloseArray : Token::CloseObject)) {
        fresh_ = false;
        if (!close()) return false;
        continue;
      }
      if (!fresh_) {
        if (token != Token::Comma) return false;
        token = next();
      }
      fresh_ = false;
      if (!is_array && !key(token)) return false;
      if (!value(token)) return false;
    }
    return true;
  }

  /// Tells of a member's name; `token` becomes what stands behind its colon.
  bool key(Token& token) {
    if (token != Token::String || !listener_.key(text_, inside_) || next() != Token::Colon) return false;
    token = next();
    return true;
  }

  /// Tells of a value, of an array or object that it opens.
  bool value(Token token) {
    switch (token) {
      case Token::Literal: return listener_.literal(at_);
      case Token::Number: return listener_.number(number_, at_);
      case Token::String: return listener_.string(text_, inside_);
      case Token::OpenArray:
      case Token::OpenObject:
        open_.push_back(token == Token::OpenArray);
        fresh_ = true;
        return listener_.open(token == Token::OpenArray, at_);
      default: return false;
    }
  }

  bool close() {
    open_.pop_back();
    return listener_.close(at_);
  }

  Token next() {
    while (at_ < s_.size() && is_space(s_[at_])) ++at_;
    if (at_ == s_.size() || s_[at_] == '\0') return Token::End;
    switch (s_[at_++]) {
      case '{': return Token::OpenObject;
      case '}': return Token::CloseObject;
      case '[': return Token::OpenArray;
      case ']': return Token::CloseArray;
      case ':': return Token::Colon;
      case ',': return Token::Comma;
      case '"': return string() ? Token::String : Token::Fault;
      case 't': return literal("rue");
      case 'f': return literal("alse");
      case 'n': return literal("ull");
      default: --at_; return number();
    }
  }

  Token literal(std::string_view rest) {
    for (const char c : rest) {
      if (at_ == s_.size()) return Token::Fault;
      if (s_[at_++] != c) return Token::Fault;
    }
    return Token::Literal;
  }

  bool digits() {
    const std::size_t first = at_;
    while (at_ < s_.size() && is(s_[at_], kDigit)) ++at_;
    looked_at_ = at_ < s_.size() ? at_ + 1 : at_;  // the byte behind tells that it ends
    return at_ > first;
  }
  bool skip(std::string_view one_of) {
    const bool there = at_ < s_.size() && one_of.find(s_[at_]) != std::string_view::npos;
    if (there) ++at_;
    looked_at_ = at_ < s_.size() ? at_ + 1 : at_;
    return there;
  }

  Token number() {
    const std::size_t start = at_;
    skip("-");
    if (!skip("0") && !digits()) return Token::Fault;
    if (skip(".") && !digits()) return Token::Fault;
    if (skip("eE")) {
      skip("+-");
      if (!digits()) return Token::Fault;
    }
    number_ = number_of(s_.substr(start, at_ - start));
    return Token::Number;
  }

  /// What stands behind a quote; `text_` and `inside_` receive it.
  bool string() {
    const std::size_t start = at_;
    std::size_t plain = at_;  // from here on nothing was decoded
    bool decoded = false;
    while (at_ < s_.size()) {
      const char c = s_[at_];
      if (is(c, kJsonPlain)) {
        ++at_;
      } else if (c == '"') {
        inside_ = {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(at_)};
        text_ = s_.substr(start, at_ - start);
        if (decoded) {
          scratch_ += s_.substr(plain, at_ - plain);
          text_ = scratch_;
        }
        ++at_;
        return true;
      } else if (c == '\\') {
        if (!decoded) scratch_.clear();
        decoded = true;
        scratch_ += s_.substr(plain, at_ - plain);
        if (!escape()) return false;
        plain = at_;
      } else if (const std::size_t length = c == '\x7F' ? 1 : is_non_ascii(c) ? utf8_length(s_, at_) : 0) {
        at_ += length;
      } else {
        ++at_;
        return false;
      }
    }
    return false;
  }

  bool escape() {
    ++at_;
    if (at_ == s_.size()) return false;
    const char letter = s_[at_++];
    if (letter != 'u') {
      constexpr std::string_view kLetters = "\"\\/bfnrt";
      constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
      const std::size_t known = kLetters.find(letter);
      if (known == std::string_view::npos) return false;
      scratch_ += kMeant[known];
      return true;
    }
    std::uint32_t code = 0;
    if (!code_unit(code)) return false;
    if (code >= 0xDC00 && code < 0xE000) return false;
    if (code >= 0xD800 && code < 0xDC00) {
      std::uint32_t low = 0;
      if (s_.substr(at_, 2) != "\\u") return false;
      at_ += 2;
      if (!code_unit(low) || low < 0xDC00 || low >= 0xE000) return false;
      code = 0x10000 + ((code & 0x3FF) << 10) + (low & 0x3FF);
    }
    append_utf8(scratch_, code);
    return true;
  }

  bool code_unit(std::uint32_t& code) {
    for (int i = 0; i < 4; ++i) {
      if (at_ == s_.size()) return false;
      const char c = to_lower(s_[at_++]);
      if (!is(c, kHexDigit)) return false;
      code = code * 16 + static_cast<std::uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return true;
  }

  std::string_view s_;
  JsonListener& listener_;
  std::size_t at_ = 0;
  std::size_t looked_at_ = 0;
  std::vector<bool> open_;  // of each array and object around: whether it is an array
  bool fresh_ = false;      // the innermost was only just opened
  JsonNumber number_;
  std::string_view text_;
  Span inside_;
  std::string scratch_;
};

}  // namespace json_detail

JsonReading read_json(std::string_view json, JsonListener& listener) {
  return json_detail::Reader(json, listener).read();
}

/// Writes nodes down as they are told.
class JsonDocument::Builder final : public JsonListener {
 public:
  explicit Builder(JsonDocument& document) : document_(document) {}

  bool literal(std::size_t end) override {
    std::size_t start = end;
    while (start > 0 && is(document_.json_[start - 1], kAlpha)) --start;
    return add(Kind::Literal, start, end);
  }
  bool number(const JsonNumber&, std::size_t end) override {
    std::size_t start = end;
    const auto of_number = [](char c) {
      return is(c, kDigit) || c == '-' || c == '+' || c == '.' || to_lower(c) == 'e';
    };
    while (start > 0 && of_number(document_.json_[start - 1])) --start;
    return add(Kind::Number, start, end);
  }
  bool string(std::string_view value, Span inside) override {
    add(Kind::String, inside.start - 1, inside.end + 1);
    if (value.data() == document_.json_.data() + inside.start) return true;
    Node& node = document_.nodes_.back();
    node.is_decoded = true;
    node.decoded_start = static_cast<std::uint32_t>(document_.decoded_.size());
    node.decoded_size = static_cast<std::uint32_t>(value.size());
    document_.decoded_ += value;
    return true;
  }
  bool key(std::string_view name, Span inside) override { return string(name, inside); }
  bool open(bool is_array, std::size_t end) override {
    open_.push_back(static_cast<std::uint32_t>(document_.nodes_.size()));
    return add(is_array ? Kind::Array : Kind::Object, end - 1, end);
  }
  bool close(std::size_t end) override {
    Node& node = document_.nodes_[open_.back()];
    node.end = static_cast<std::uint32_t>(end);
    node.next = static_cast<std::uint32_t>(document_.nodes_.size());
    open_.pop_back();
    return true;
  }

 private:
  bool add(Kind kind, std::size_t start, std::size_t end) {
    Node& node = document_.nodes_.emplace_back();
    node.kind = kind;
    node.start = static_cast<std::uint32_t>(start);
    node.end = static_cast<std::uint32_t>(end);
    node.next = static_cast<std::uint32_t>(document_.nodes_.size());
    return true;
  }

  JsonDocument& document_;
  std::vector<std::uint32_t> open_;
};

JsonDocument::JsonDocument(std::string_view json, LoneSurrogates lone) : json_(json) {
  read();
  if (valid_ || lone == LoneSurrogates::Refused || json.size() > std::numeric_limits<std::uint32_t>::max()) return;
  replaced_ = without_lone_surrogates(json);
  json_ = replaced_;
  read();
}

void JsonDocument::read() {
  nodes_.clear();
  decoded_.clear();
  Builder builder(*this);
  // Nodes count in 32 bits.
  valid_ = json_.size() <= std::numeric_limits<std::uint32_t>::max() && read_json(json_, builder).whole;
}

bool JsonValue::is_null() const { return source() == "null"; }
bool JsonValue::is_string() const { return document_->nodes_[node_].kind == JsonDocument::Kind::String; }
bool JsonValue::is_array() const { return document_->nodes_[node_].kind == JsonDocument::Kind::Array; }
bool JsonValue::is_object() const { return document_->nodes_[node_].kind == JsonDocument::Kind::Object; }

std::optional<bool> JsonValue::boolean() const {
  const std::string_view written = source();
  if (written != "true" && written != "false") return std::nullopt;
  return written == "true";
}

JsonNumber JsonValue::number() const {
  return document_->nodes_[node_].kind == JsonDocument::Kind::Number ? json_detail::number_of(source()) : JsonNumber();
}

std::string_view JsonValue::text() const {
  const JsonDocument::Node& node = document_->nodes_[node_];
  if (node.kind != JsonDocument::Kind::String) return {};
  if (node.is_decoded) return std::string_view(document_->decoded_).substr(node.decoded_start, node.decoded_size);
  return document_->json_.substr(node.start + 1, node.end - node.start - 2);
}

std::string_view JsonValue::source() const {
  const JsonDocument::Node& node = document_->nodes_[node_];
  return document_->json_.substr(node.start, node.end - node.start);
}

JsonValue JsonValue::find(std::string_view name) const {
  JsonValue found;
  if (!is_object()) return found;
  const std::vector<JsonDocument::Node>& nodes = document_->nodes_;
  for (std::uint32_t at = node_ + 1; at != nodes[node_].next; at = nodes[at + 1].next) {
    if (JsonValue(document_, at).text() == name) found = {document_, at + 1};
  }
  return found;
}

std::vector<std::pair<std::string_view, JsonValue>> JsonValue::members() const {
  std::vector<std::pair<std::string_view, JsonValue>> members;
  if (!is_object()) return members;
  const std::vector<JsonDocument::Node>& nodes = document_->nodes_;
  for (std::uint32_t at = node_ + 1; at != nodes[node_].next; at = nodes[at + 1].next) {
    members.emplace_back(JsonValue(document_, at).text(), JsonValue(document_, at + 1));
  }
  return members;
}

bool JsonValue::is_pair_of_texts(std::string_view& one, std::string_view& two) const {
  const std::vector<JsonDocument::Node>& nodes = document_->nodes_;
  constexpr std::uint32_t kNodes = 3;
  if (!is_array() || nodes[node_].next != node_ + kNodes) return false;
  const JsonValue first(document_, node_ + 1);
  const JsonValue second(document_, node_ + 2);
  if (!first.is_string() || !second.is_string()) return false;
  one = first.text();
  two = second.text();
  return true;
}

JsonValue::Iterator& JsonValue::Iterator::operator++() {
  node_ = document_->nodes_[node_].next;
  return *this;
}
JsonValue::Iterator JsonValue::begin() const { return {document_, is_array() ? node_ + 1 : node_}; }
JsonValue::Iterator JsonValue::end() const { return {document_, is_array() ? document_->nodes_[node_].next : node_}; }

}  // namespace headstrong::text
