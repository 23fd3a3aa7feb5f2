#include "peers/structured_token.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace headstrong::peers {
namespace structured_token_detail {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

bool is_token_character(char c) { return text::is(c, text::kToken) || c == ':' || c == '/'; }

bool is_key_character(char c) {
  return is_lower(c) || text::is(c, text::kDigit) || c == '_' || c == '-' || c == '.' || c == '*';
}

bool is_lower_hex(char c) { return text::is(c, text::kDigit) || (c >= 'a' && c <= 'f'); }

// Forgiving base64 (Infra Standard): whether it decodes.
bool is_base64(std::string_view s) {
  if (s.size() % 4 == 0) {
    for (int i = 0; i < 2 && s.ends_with('='); ++i) s.remove_suffix(1);
  }
  if (s.size() % 4 == 1) return false;
  return std::all_of(s.begin(), s.end(),
                     [](char c) { return text::is(c, text::kAlpha | text::kDigit) || c == '+' || c == '/'; });
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  std::string_view item() {
    skip_spaces();
    if (rest_.empty() || !(text::is(rest_.front(), text::kAlpha) || rest_.front() == '*')) return {};
    const std::string_view token = take_while(is_token_character);
    if (!parameters()) return {};
    skip_spaces();
    return rest_.empty() ? token : std::string_view();
  }

 private:
  template <typename Predicate>
  std::string_view take_while(Predicate predicate) {
    const auto* end = std::find_if_not(rest_.data(), rest_.data() + rest_.size(), predicate);
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(end - rest_.data()));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  void skip_spaces() {
    take_while([](char c) { return c == ' '; });
  }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool parameters() {
    while (take(';')) {
      skip_spaces();
      if (rest_.empty() || !(is_lower(rest_.front()) || rest_.front() == '*')) return false;
      take_while(is_key_character);
      if (take('=') && !bare_item()) return false;
    }
    return true;
  }

  bool bare_item() {
    if (rest_.empty()) return false;
    const char c = rest_.front();
    if (c == '-' || text::is(c, text::kDigit)) return number();
    if (c == '"') return string();
    if (text::is(c, text::kAlpha) || c == '*') {
      take_while(is_token_character);
      return true;
    }
    if (c == ':') return bytes();
    if (c == '?') return boolean();
    if (c == '@') return date();
    return c == '%' && display_string();
  }

  std::string_view digits() {
    return take_while([](char c) { return text::is(c, text::kDigit); });
  }

  bool number() {
    take('-');
    const std::size_t whole = digits().size();
    if (whole == 0 || whole > 15) return false;
    if (!take('.')) return true;
    const std::size_t fraction = digits().size();
    return whole <= 12 && fraction >= 1 && fraction <= 3;
  }

  bool date() {
    take('@');
    take('-');
    const std::size_t length = digits().size();
    return length >= 1 && length <= 15 && rest_.empty();
  }

  bool boolean() {
    take('?');
    return take('0') || take('1');
  }

  bool bytes() {
    take(':');
    const std::size_t end = rest_.find(':');
    if (end == std::string_view::npos) return false;
    const std::string_view content = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return is_base64(content);
  }

  bool string() {
    take('"');
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return true;
      if (c == '\\' && !take('\\') && !take('"')) return false;
      if (c != '\\' && (c < ' ' || c > '~')) return false;
    }
    return false;
  }

  bool display_string() {
    take('%');
    if (!take('"')) return false;
    std::string decoded;
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return text::first_invalid_utf8(decoded) == std::string_view::npos;
      if (text::is(c, text::kControl) || text::is_non_ascii(c)) return false;
      if (c != '%') {
        decoded += c;
        continue;
      }
      if (rest_.size() < 2 || !is_lower_hex(rest_[0]) || !is_lower_hex(rest_[1])) return false;
      const auto value = [](char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; };
      decoded += static_cast<char>(value(rest_[0]) * 16 + value(rest_[1]));
      rest_.remove_prefix(2);
    }
    return false;
  }

  std::string_view rest_;
};

}  // namespace structured_token_detail

std::string_view structured_token(std::string_view value) { return structured_token_detail::Parser(value).item(); }

}  // namespace headstrong::peers
