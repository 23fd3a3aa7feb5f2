// Secrets in JSON: header maps, pairs, HTTP archives.
#include <charconv>
#include <utility>

#include "http/secrets/words.hpp"
#include "text/utf8.hpp"

namespace headstrong::http::secrets {
namespace scan_json_detail {

constexpr std::size_t kMaxKey = 200;
/// The reader of pastes takes 64.
constexpr std::size_t kMaxDepth = 500;

/// What the members of an object or the elements of an array are.
enum class Role {
  Any,
  Cookies,     // of a HAR: [{name, value}], or {name: value}
  Parameters,  // of a HAR's URL: [{name, value}]
  Form,        // what was posted: [{name, value}]
  Body         // what was posted: {text, params}
};

struct Frame {
  bool is_array = false;
  Role role = Role::Any;
  std::string key;  // of an object: the last one. Of an array: the one that it stands under
  int count = 0;    // of an array: how many elements it had
  // Of {name, value}, and of an array that may be ["name", "value"].
  std::optional<std::string> name = std::nullopt;
  std::optional<View> value = std::nullopt;
};

bool is_cookie_member(std::string_view key) {
  for (const std::string_view member :
       {"path", "domain", "expires", "httpOnly", "secure", "sameSite", "comment", "maxAge", "priority"}) {
    if (key == member) return true;
  }
  return false;
}

Role role_under(const Frame* parent) {
  if (parent == nullptr) return Role::Any;
  if (parent->is_array) return parent->role;
  if (parent->key == "cookies") return Role::Cookies;
  if (parent->key == "postData") return Role::Body;
  if (parent->key == "params") return parent->role == Role::Body ? Role::Form : Role::Parameters;
  if (parent->key == "queryString") return Role::Parameters;
  return Role::Any;
}

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && std::string_view(" \n\r\t").find(text[at]) != std::string_view::npos) ++at;
  return at;
}

/// A number, true, false or null.
std::size_t scalar_end(std::string_view text, std::size_t at) {
  const auto is_scalar = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '+' || c == '-' || c == '.' || c == 'E';
  };
  while (at < text.size() && is_scalar(text[at])) ++at;
  return at;
}

/// Where the string that opens at `at` is closed; npos where it is not.
std::size_t string_end(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '"') return at;
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] >= 0 && text[at] < ' ') {
      return std::string_view::npos;
    }
  }
  return std::string_view::npos;
}

/// The four digits of \uXXXX at `at`; -1 where there are none.
int code_unit(std::string_view raw, std::size_t at) {
  const std::string_view digits = raw.substr(std::min(at, raw.size()), 4);
  int code = 0;
  if (digits.size() < 4 || !text::all_of(digits, text::kHexDigit)) return -1;
  std::from_chars(digits.data(), digits.data() + 4, code, 16);
  return code;
}

/// Appends what the escape at `at` means; gives where it ends.
std::size_t append_escape(std::string_view raw, std::size_t at, std::string& text) {
  const char letter = at + 1 < raw.size() ? raw[at + 1] : '\\';
  const int code = letter == 'u' ? code_unit(raw, at + 2) : -1;
  if (code < 0) {
    constexpr std::string_view kLetters = "nrtbf";
    constexpr std::string_view kMeant = "\n\r\t\b\f";
    const std::size_t known = kLetters.find(letter);
    text += known == std::string_view::npos ? letter : kMeant[known];
    return std::min(at + 2, raw.size());
  }
  std::size_t end = at + 6;
  unsigned whole = static_cast<unsigned>(code);
  if (code >= 0xD800 && code < 0xE000) {
    const bool pair = code < 0xDC00 && raw.substr(std::min(end, raw.size()), 2) == "\\u";
    const int low = pair ? code_unit(raw, end + 2) : -1;
    const bool is_low = low >= 0xDC00 && low < 0xE000;
    whole = is_low ? 0x10000U + ((whole & 0x3FFU) << 10) + (static_cast<unsigned>(low) & 0x3FFU) : 0xFFFDU;
    if (is_low) end += 6;
  }
  text::append_utf8(text, whole);
  return end;
}

/// The inside of a string, decoded.
View view_of(std::string_view source, std::size_t start, std::size_t end) {
  const std::string_view raw = source.substr(start, end - start);
  if (raw.find('\\') == std::string_view::npos) return {raw, start};
  auto decoded = std::make_shared<View::Decoded>();
  decoded->raw_size = raw.size();
  std::size_t from = 0;
  for (std::size_t at = raw.find('\\'); at != std::string_view::npos; at = raw.find('\\', from)) {
    if (at > from) {
      decoded->runs.push_back({decoded->text.size(), from});
      decoded->text += raw.substr(from, at - from);
    }
    decoded->runs.push_back({decoded->text.size(), at});
    from = append_escape(raw, at, decoded->text);
  }
  if (from < raw.size()) {
    decoded->runs.push_back({decoded->text.size(), from});
    decoded->text += raw.substr(from);
  }
  return {std::move(decoded), start};
}

class Scan {
 public:
  Scan(std::string_view text, std::vector<Secret>& found) : text_(text), found_(found) {}

  std::size_t run(std::size_t start) {
    const std::size_t end = values(start);
    while (!frames_.empty()) close();  // of JSON that was cut off
    return end;
  }

 private:
  std::size_t values(std::size_t at) {
    while (true) {
      at = skip_space(text_, at);
      if (at >= text_.size()) return at;
      const char c = text_[at];
      Frame* frame = top();
      if (c == '{' || c == '[') {
        if (frames_.size() == kMaxDepth) return at;
        open(c == '[');
        ++at;
      } else if (frame == nullptr) {
        return at;
      } else if (c == '}' || c == ']') {
        if (frame->is_array != (c == ']')) return at;
        close();
        ++at;
      } else if (c == ',') {
        is_key_ = !frame->is_array;
        ++at;
      } else if (c == ':') {
        is_key_ = false;
        ++at;
      } else if (c == '"') {
        const std::size_t end = string_end(text_, at);
        if (end == std::string_view::npos) return at;
        string(*frame, at + 1, end);
        at = end + 1;
      } else {
        const std::size_t end = scalar_end(text_, at);
        if (end == at) return at;
        at = end;
      }
    }
  }

  Frame* top() { return frames_.empty() ? nullptr : &frames_.back(); }

  void open(bool is_array) {
    Frame* parent = top();
    Frame frame;
    frame.is_array = is_array;
    frame.role = role_under(parent);
    if (parent != nullptr) {
      if (parent->is_array) ++parent->count;
      if (is_array) frame.key = parent->key;
    }
    frames_.push_back(std::move(frame));
    is_key_ = !is_array;
  }

  void close() {
    const Frame frame = std::move(frames_.back());
    frames_.pop_back();
    is_key_ = false;
    if (!frame.name || !frame.value || frame.count > 2) return;
    if (frame.role == Role::Cookies) {
      whole(*frame.value, "value of the cookie " + *frame.name);
    } else if (frame.role == Role::Form) {
      whole(*frame.value, "the field " + *frame.name + " of a form");
    } else if (frame.role == Role::Parameters && is_secret_parameter(*frame.name)) {
      whole(*frame.value, "the parameter " + *frame.name + " of a URL");
    } else {
      value(*frame.name, *frame.value);
    }
  }

  void string(Frame& frame, std::size_t start, std::size_t end) {
    const View view = view_of(text_, start, end);
    if (is_key_) {
      frame.key = text::start_of(view.text(), kMaxKey);
      return;
    }
    scan_text(view, found_);
    if (frame.is_array) {
      element(frame, view);
    } else {
      member(frame, view);
    }
  }

  /// ["name", "value"], or the values under a name.
  void element(Frame& frame, const View& view) {
    ++frame.count;
    if (frame.count == 1) frame.name = text::start_of(view.text(), kMaxKey);
    if (frame.count == 2) frame.value = view;
    value(frame.key, view);
  }

  void member(Frame& frame, const View& view) {
    const std::string& key = frame.key;
    if (key == "name" || key == "key" || key == "header") {
      frame.name = text::start_of(view.text(), kMaxKey);
    } else if (key == "value") {
      frame.value = view;
    } else if (frame.role == Role::Body && key == "text") {
      whole(view, "the body of a request");
    } else if (frame.role == Role::Cookies && !is_cookie_member(key)) {
      whole(view, "value of the cookie " + key);
    } else {
      value(key, view);
    }
  }

  void whole(const View& view, std::string what) { add_secret(found_, view, 0, view.text().size(), std::move(what)); }

  void value(std::string_view name, const View& view) {
    if (const auto kind = kind_of_name(name)) add_value(found_, view, *kind, name, 0, view.text().size());
  }

  std::string_view text_;
  std::vector<Secret>& found_;
  std::vector<Frame> frames_;
  bool is_key_ = false;  // the next string is the key of a member
};

}  // namespace scan_json_detail

std::size_t scan_json(std::string_view text, std::vector<Secret>& found) {
  using namespace scan_json_detail;
  const std::size_t start = skip_space(text, 0);
  if (start >= text.size() || (text[start] != '{' && text[start] != '[')) return 0;
  return Scan(text, found).run(start);
}

}  // namespace headstrong::http::secrets
