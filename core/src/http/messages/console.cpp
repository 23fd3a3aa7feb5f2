// Console messages. Chromium's and WebKit's are told by their English words, which have stayed the same in
// kind since 2012; Firefox's, which are translated, by their shape: a directive in brackets, an address, a
// quoted list.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "grammar/csp_names.hpp"
#include "http/evidence.hpp"
#include "http/messages/read_messages.hpp"
#include "http/messages/request_kinds.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::messages {
namespace console_detail {

enum class How : std::uint8_t { Action, Special, Prefix, Remark };

struct Start {
  std::string_view words;
  How how;
};

/// What begins a message; of several that fit the first counts.
constexpr Start kStarts[] = {
    {"Content-Security-Policy", How::Prefix},
    {"Content Security Policy", How::Prefix},
    {"Refused to ", How::Action},
    {"Loading ", How::Action},
    {"Connecting to '", How::Action},
    {"Framing '", How::Action},
    {"Creating a ", How::Action},
    {"Fetching content from '", How::Action},
    {"Sending form data to '", How::Action},
    {"Setting the document's base URI to '", How::Action},
    {"Executing inline ", How::Action},
    {"Applying inline ", How::Action},
    {"Running the JavaScript URL ", How::Action},
    {"Evaluating a string as JavaScript ", How::Action},
    {"Compiling or instantiating ", How::Action},
    {"This requires a Trusted", How::Action},
    {"This document requires 'Trusted", How::Special},
    {"Fetch API cannot load ", How::Special},
    {"Blocked script execution in '", How::Special},
    {"Blocked form submission to '", How::Special},
    {"The loading of ", How::Special},
    {"Load denied by X-Frame-Options: ", How::Special},
    {"TrustedTypePolicyFactory.createPolicy: ", How::Special},
    {"Unrecognized Content", How::Remark},
    {"Ignoring duplicate Content", How::Remark},
    {"The source list for ", How::Remark},
    {"The value for ", How::Remark},
    {"The Content Security Polic", How::Remark},
    {"The Content-Security-Policy", How::Remark},
    {"The report-only Content", How::Remark},
    {"The 'allow' directive", How::Remark},
    {"Error while parsing the '", How::Remark},
    {"Invalid ", How::Remark},
};

bool has(std::string_view words, std::string_view part) { return words.find(part) != words.npos; }
bool starts(std::string_view words, std::string_view with) { return words.substr(0, with.size()) == with; }

constexpr std::string_view kWideColon = "\xEF\xBC\x9A";

/// Blanks, those that do not break a line among them.
std::size_t blank(std::string_view s) {
  if (starts(s, " ")) return 1;
  if (starts(s, "\xC2\xA0")) return 2;
  return starts(s, "\xE2\x80\xAF") ? 3 : 0;
}

class Starts {
 public:
  Starts() {
    for (const Start& start : kStarts) first_[static_cast<unsigned char>(start.words.front())] = true;
  }
  /// The start that stands here; null where none does.
  const Start* at(std::string_view s, std::size_t i) const {
    if (!first_[static_cast<unsigned char>(s[i])]) return nullptr;
    if (i > 0 && (text::is(s[i - 1], text::kAlpha) || s[i - 1] == '-' || s[i - 1] == '_')) return nullptr;
    const std::string_view rest = s.substr(i);
    for (const Start& start : kStarts) {
      if (!starts(rest, start.words)) continue;
      if (start.how == How::Prefix && !has_colon(rest.substr(start.words.size()))) return nullptr;
      return &start;
    }
    return nullptr;
  }

 private:
  /// The French put a blank before it, the Chinese have one of full width.
  static bool has_colon(std::string_view s) {
    for (std::size_t skip = blank(s); skip > 0; skip = blank(s)) s.remove_prefix(skip);
    return starts(s, ":") || starts(s, kWideColon);
  }

  bool first_[256] = {};
};

/// Whether Content-Security-Policy is named, in any of its spellings.
std::size_t policy_named(std::string_view words) {
  for (std::size_t at = words.find("ontent"); at != words.npos; at = words.find("ontent", at + 1)) {
    const std::string_view rest = words.substr(at);
    if (starts(rest, "ontent Security Polic") || starts(rest, "ontent-Security-Policy") ||
        starts(rest, "ontent Security polic")) {
      return at;
    }
  }
  return words.npos;
}

// ---- what is quoted ----

constexpr std::string_view kLeft = "\xE2\x80\x9C";
constexpr std::string_view kRight = "\xE2\x80\x9D";
constexpr std::string_view kLow = "\xE2\x80\x9E";

/// The list quoted right behind "directive:".
std::string_view quoted_list(std::string_view rest) {
  if (starts(rest, "\\")) rest.remove_prefix(1);  // of a message inside JSON
  std::size_t end = rest.npos;
  std::size_t skip = 1;
  if (starts(rest, "\"")) {
    end = rest.find('"', 1);
    if (end != rest.npos && rest[end - 1] == '\\') --end;
  } else if (starts(rest, kLeft)) {
    skip = kLeft.size();
    // Both marks are met as the closing one.
    end = std::min(rest.find(kRight, skip), rest.find(kLeft, skip));
  } else if (starts(rest, "'")) {
    end = rest.find("'. ", 1);
    if (end == rest.npos && rest.size() > 2 && rest.substr(rest.size() - 2) == "'.") end = rest.size() - 2;
    if (end == rest.npos && rest.size() > 1 && rest.back() == '\'') end = rest.size() - 1;
  } else if (!directive_of(rest).empty()) {
    skip = 0;
    end = std::min(rest.find('"'), rest.size());
    while (end > 0 && (rest[end - 1] == '.' || rest[end - 1] == ' ')) --end;
  }
  if (end == rest.npos || end < skip) return {};
  const std::string_view list = text::trim(rest.substr(skip, end - skip));
  return csp::starts_policy(list.substr(0, list.find(' '))) ? list : std::string_view();
}

/// The directive with its list that a message quotes behind the word "directive".
std::string_view list_of(std::string_view words) {
  // A browser's own words name it early; of what a page adds no more than this is looked at.
  constexpr int kMostMentions = 8;
  constexpr std::string_view kWord = "directive";
  std::size_t at = words.find(kWord);
  for (int tried = 0; at != words.npos && tried < kMostMentions; ++tried, at = words.find(kWord, at + 1)) {
    std::string_view rest = words.substr(at + kWord.size());
    if (starts(rest, " because '")) {
      const std::size_t colon = rest.find("of script: ");
      if (colon == rest.npos) continue;
      rest.remove_prefix(colon + 9);
    }
    if (starts(rest, ":")) rest.remove_prefix(1);
    if (!starts(rest, " ")) continue;
    const std::string_view list = quoted_list(rest.substr(1));
    if (!list.empty()) return list;
  }
  return {};
}

/// "Note that 'script-src-elem' was not explicitly set": the effective directive.
std::string_view stood_in_for(std::string_view words) {
  const std::size_t end = words.find("' was not explicitly set");
  if (end == words.npos) return {};
  const std::size_t start = words.rfind('\'', end - 1);
  return start == words.npos || start + 1 > end ? std::string_view()
                                                : directive_of(words.substr(start + 1, end - start - 1));
}

bool is_report_only(std::string_view words) { return has(words, "eport-only") || has(words, "eport-Only"); }

// ---- Chromium's and WebKit's words ----

struct Kind {
  std::string_view words;
  std::string_view type;
};
/// By what is said before the address. The more exact words stand first.
// clang-format off
constexpr Kind kKinds[] = {
    {"inline event handler", "script-attribute"}, {"inline script", "inline-script"},
    {"inline style", "inline-style"},             {"JavaScript URL", "javascript-url"},
    {"string as JavaScript", "eval"},             {"WebAssembly", "wasm-eval"},
    {"TrustedTypePolicy", "trusted-type-policy"}, {"stylesheet", "style"},
    {"the style", "style"},                       {"the script", "script"},
    {"image", "image"},                           {"font", "font"},
    {"manifest", "manifest"},                     {"media", "video"},
    {"plugin data", "object"},                    {"the object", "object"},
    {"onnect", "fetch"},                          {"raming", "iframe"},
    {"to frame", "iframe"},                       {"to display", "iframe"},
    {"child context", "iframe"},                  {"worker", "worker"},
    {"etching content", "prefetch"},              {"fetch", "prefetch"},
    {"form data", "form-action"},                 {"base URI", "base-uri"},
    {"base URL", "base-uri"},
};
// clang-format on

std::string_view kind_of(std::string_view head) {
  for (const Kind& kind : kKinds) {
    if (has(head, kind.words)) return kind.type;
  }
  return {};
}

/// What stands in '...' before the reason; `head` becomes what stands before it.
std::string_view named_in_quotes(std::string_view words, std::string_view& head) {
  // An apostrophe, as in "the document's base URI", stands behind a letter.
  std::size_t open = words.find(" '");
  if (open != words.npos) ++open;
  std::size_t reason = words.npos;
  for (const std::string_view mark : {" because ", " violates "}) reason = std::min(reason, words.find(mark));
  if (open == words.npos || open > reason) {
    head = words.substr(0, reason);
    return {};
  }
  head = words.substr(0, open);
  std::size_t close = words.npos;
  for (const std::string_view mark : {"' because ", "' violates ", "' in a frame "}) {
    close = std::min(close, words.find(mark, open + 1));
  }
  return close == words.npos ? std::string_view() : words.substr(open + 1, close - open - 1);
}

/// "because it does not appear in the img-src directive", "appears in neither the ... directive".
std::string_view webkit_directive(std::string_view words) {
  for (const std::string_view mark : {" not appear in the ", " appears in neither the "}) {
    const std::size_t at = words.find(mark);
    if (at == words.npos) continue;
    const std::string_view rest = words.substr(at + mark.size());
    const std::size_t end = rest.find(" directive");
    if (end != rest.npos) return directive_of(rest.substr(0, end));
  }
  return {};
}

/// WebKit names the directive without its list, and script-src-elem and its like by the shorter name.
bool read_webkit(std::string_view words, ToldRequest& told) {
  told.directive = webkit_directive(words);
  const std::size_t because = words.find(" because ");
  if (told.directive.empty() || because == words.npos || !starts(words, "Refused to ")) return false;
  told.teller = Teller::WebKit;
  const std::string_view head = words.substr(0, because);
  const std::string_view reason = words.substr(because);
  told.url = address_at(head.substr(head.rfind(' ') + 1));
  if (!told.url.empty()) {
    told.type = type_of(told.directive, told.url);
    if (told.type == "frame-ancestors") {
      // The framed page is named, not the one that frames it.
      told.page = std::exchange(told.url, {});
    }
  } else if (has(head, "inline event handler")) {
    told.type = "script-attribute";
  } else if (has(reason, "unsafe-eval")) {
    told.type = has(head, "WebAssembly") ? "wasm-eval" : "eval";
  } else if (has(head, "stylesheet")) {
    told.type = "inline-style";
  } else if (has(head, "execute a script")) {
    // What has no nonce is no element.
    told.type = has(reason, "its nonce") ? "inline-script" : "javascript-url";
  }
  return !told.type.empty();
}

/// The framing of another page, or of this one by another: true where `told` says all that the message does, and
/// nothing where it is about something else.
std::optional<bool> read_framing(std::string_view words, std::string_view head, std::string_view named,
                                 ToldRequest& told) {
  const bool frame = has(head, "to display") || has(head, "raming") || has(head, "to frame");
  if (frame && has(words, "X-Frame-Options")) {
    told.directive = "x-frame-options";
    told.type = "frame-ancestors";
    told.page = named;
    return !named.empty();
  }
  if (policy_named(words) == words.npos) return false;
  if (frame && (directive_of(told.policy) == "frame-ancestors" || has(words, "because an ancestor "))) {
    told.type = told.directive = "frame-ancestors";
    told.page = named;
    return true;
  }
  return std::nullopt;
}

bool read_trusted_type(std::string_view words, std::string_view named, ToldRequest& told) {
  told.name = named;
  // Chromium ended the same sentence with a full stop.
  const std::size_t list_end = static_cast<std::size_t>(told.policy.data() - words.data()) + told.policy.size();
  const bool refused = starts(words, "Refused ") && !told.policy.empty();
  if (refused && words.substr(std::min(list_end + 1, words.size()), 1) != ".") told.teller = Teller::WebKit;
  return !named.empty();
}

bool is_code(std::string_view type) {
  constexpr std::string_view kCode[] = {"inline-script",  "inline-style", "script-attribute",
                                        "javascript-url", "eval",         "wasm-eval"};
  return std::find(std::begin(kCode), std::end(kCode), type) != std::end(kCode);
}

bool read_code(std::string_view words, std::string_view head, ToldRequest& told) {
  if (told.type == "inline-style" && has(words, "'unsafe-hashes' keyword")) told.type = "style-attribute";
  const bool webkit = has(words, "'trusted-types-eval'") || has(head, "a WebAssembly object");
  if (webkit) told.teller = Teller::WebKit;
  const std::size_t offer = words.find("a hash (");
  if (offer != words.npos) told.hash = offered_hash(words.substr(offer));
  return !told.policy.empty();
}

bool read_address(std::string_view words, std::string_view named, ToldRequest& told) {
  told.url = named;
  if (told.url.empty()) return false;
  if (told.type == "fetch") told.type = type_of("connect-src", told.url);
  if (told.type == "video") told.type = type_of("media-src", told.url);
  if (!told.policy.empty()) return true;
  // "because it violates the document's Content Security Policy."
  if (told.type != "fetch" && told.type != "websocket") return false;
  told.directive = "connect-src";
  return has(words, "the document's Content Security Policy");
}

/// "Refused to load the script 'https://...' because it violates the following Content Security Policy
/// directive: "..."", since 2025 "Loading the script '...' violates ...".
bool read_action(std::string_view words, ToldRequest& told) {
  told.report_only = is_report_only(words);
  if (read_webkit(words, told)) return true;
  told.policy = list_of(words);
  told.directive = stood_in_for(words);
  if (told.directive.empty()) told.directive = directive_of(told.policy);
  if (starts(words, "This requires a Trusted")) {
    told.teller = Teller::WebKit;
    told.type = "trusted-type-sink";
    return !told.policy.empty() && policy_named(words) != words.npos;
  }
  told.teller = Teller::Chromium;
  std::string_view head;
  const std::string_view named = named_in_quotes(words, head);
  told.type = kind_of(head);
  if (told.type.empty()) return false;
  if (const std::optional<bool> framing = read_framing(words, head, named, told)) return *framing;
  if (told.type == "trusted-type-policy") return read_trusted_type(words, named, told);
  return is_code(told.type) ? read_code(words, head, told) : read_address(words, named, told);
}

std::string_view between(std::string_view words, std::string_view open, std::string_view close) {
  const std::size_t start = words.find(open);
  if (start == words.npos) return {};
  const std::size_t end = words.find(close, start + open.size());
  return end == words.npos ? std::string_view() : words.substr(start + open.size(), end - start - open.size());
}

/// The first address that stands in the words, without quotes around it.
std::string_view address_in(std::string_view words) {
  for (std::size_t at = 0; at < words.size();) {
    if (!text::is(words[at], text::kAlpha)) {
      ++at;
      continue;
    }
    const std::string_view found = address_at(words.substr(at));
    if (!found.empty()) return found;
    while (at < words.size() && text::is(words[at], text::kScheme)) ++at;
  }
  return {};
}

bool read_special(std::string_view words, std::string_view after, ToldRequest& told) {
  told.teller = Teller::Chromium;
  told.report_only = is_report_only(words);
  if (starts(words, "This document requires 'Trusted")) {
    told.type = "trusted-type-sink";
    told.directive = "require-trusted-types-for";
    return has(words, "' assignment");
  }
  if (starts(words, "Fetch API cannot load ")) {
    told.url = address_in(words);
    while (!told.url.empty() && told.url.back() == '.') told.url.remove_suffix(1);
    told.type = "fetch";
    told.directive = "connect-src";
    return !told.url.empty() &&
           starts(after, "Refused to connect because it violates the document's Content Security Policy");
  }
  if (starts(words, "Blocked script execution in '")) {
    told.type = "inline-script";
    told.directive = "sandbox";
    told.page = between(words, "'", "' because the document's frame is sandboxed");
    return !told.page.empty();
  }
  if (starts(words, "Blocked form submission to '")) {
    told.type = "form-action";
    told.directive = "sandbox";
    told.url = between(words, "'", "' because the form's frame is sandboxed");
    return !told.url.empty();
  }
  told.teller = Teller::Firefox;
  if (starts(words, "TrustedTypePolicyFactory.createPolicy: ")) {
    told.type = "trusted-type-policy";
    told.directive = "trusted-types";
    told.name = between(words, "policy named '", "'");
    return !told.name.empty() && policy_named(words) != words.npos;
  }
  // "The loading of "..." in a frame is denied by "X-Frame-Options" directive", and before 2020
  // "Load denied by X-Frame-Options: ... does not permit framing by ...".
  if (!has(words, "X-Frame-Options")) return false;
  told.type = "frame-ancestors";
  told.directive = "x-frame-options";
  told.page = address_in(words);
  const std::size_t by = words.find(" framing by ");
  if (by != words.npos) told.url = address_at(words.substr(by + 12));
  while (!told.url.empty() && told.url.back() == '.') told.url.remove_suffix(1);
  return !told.page.empty();
}

// ---- Firefox, in any language ----

struct Shape {
  std::string_view effective;  // in brackets
  bool quoted = false;         // and in quotes, too: before 2023, the violated one
  std::size_t effective_end = 0;
  std::string_view list;
  std::size_t list_start = 0;
};

bool is_open_bracket(std::string_view s, std::size_t& skip) {
  skip = starts(s, "(") ? 1 : starts(s, "\xEF\xBC\x88") ? 3 : 0;  // the full-width one
  return skip > 0;
}

/// The length of a quotation mark of any language that stands here; 0: none does.
std::size_t quote_mark(std::string_view s) {
  if (starts(s, "\"")) return 1;
  for (const std::string_view mark :
       {kLeft, kRight, kLow, std::string_view("\xC2\xAB"), std::string_view("\xC2\xBB"),
        std::string_view("\xE3\x80\x8C"), std::string_view("\xE3\x80\x8D"), std::string_view("\xE3\x80\x8E"),
        std::string_view("\xE3\x80\x8F"), std::string_view("\xE2\x80\x98"), std::string_view("\xE2\x80\x9A")}) {
    if (starts(s, mark)) return mark.size();
  }
  return 0;
}

std::string_view without_blanks(std::string_view s) {
  for (std::size_t skip = blank(s); skip > 0; skip = blank(s)) s.remove_prefix(skip);
  while (!s.empty()) {
    if (s.back() == ' ') s.remove_suffix(1);
    else if (s.size() > 1 && s.substr(s.size() - 2) == "\xC2\xA0") s.remove_suffix(2);
    else if (s.size() > 2 && s.substr(s.size() - 3) == "\xE2\x80\xAF") s.remove_suffix(3);
    else break;
  }
  return s;
}

/// A directive's name at the start, and nothing more of a word.
std::string_view name_at(std::string_view s) {
  std::size_t end = 0;
  while (end < s.size() && (text::is(s[end], text::kAlpha) || s[end] == '-')) ++end;
  return csp::starts_policy(s.substr(0, end)) ? s.substr(0, end) : std::string_view();
}

/// Where a quoted text ends behind which a bracket is closed.
std::size_t closing_in_bracket(std::string_view s) {
  for (std::size_t at = s.find(')'); at != s.npos; at = s.find(')', at + 1)) {
    // A mark is three bytes at most.
    for (std::size_t size = 1; size <= 3 && size <= at; ++size) {
      if (quote_mark(s.substr(at - size)) == size) return at - size;
    }
  }
  return s.npos;
}

/// Reads a message's shape from left to right.
class ShapeReader {
 public:
  explicit ShapeReader(std::string_view words) : words_(words) {}

  Shape read() {
    for (std::size_t at = 0; at < words_.size(); ++at) {
      std::string_view rest = words_.substr(at);
      std::size_t skip = 0;
      if (shape_.effective.empty() && is_open_bracket(rest, skip)) {
        rest.remove_prefix(skip);
        read_brackets(rest, at);
      } else if (shape_.list.empty() && !open_list_ && quote_mark(rest) > 0) {
        rest.remove_prefix(quote_mark(rest));
        read_list(rest, at);
      }
    }
    return shape_;
  }

 private:
  /// (img-src) and ("img-src"): the effective directive. `at` becomes where reading goes on.
  void read_brackets(std::string_view rest, std::size_t& at) {
    const std::size_t mark = quote_mark(rest);
    rest.remove_prefix(mark);
    rest.remove_prefix(blank(rest));
    const std::string_view name = name_at(rest);
    if (mark > 0 && !name.empty() && shape_.list.empty() && !open_list_ && starts(rest.substr(name.size()), " ")) {
      return read_directive(name, rest, at);
    }
    rest.remove_prefix(name.size());
    rest.remove_prefix(blank(rest));
    const std::size_t closing = quote_mark(rest);
    rest.remove_prefix(closing);
    const bool closed = starts(rest, ")") || starts(rest, "\xEF\xBC\x89");
    if (name.empty() || !closed || (mark > 0) != (closing > 0)) return;
    shape_.effective = name;
    shape_.quoted = mark > 0;
    at = shape_.effective_end = words_.size() - rest.size();
  }

  /// ("img-src https://site.example"): until 2018 the whole directive stood there.
  void read_directive(std::string_view name, std::string_view rest, std::size_t& at) {
    const std::size_t close = closing_in_bracket(rest);
    if (close == rest.npos) {
      open_list_ = true;
      return;
    }
    shape_.effective = name;
    shape_.quoted = true;
    shape_.list = without_blanks(rest.substr(0, close));
    shape_.list_start = at;
    at = shape_.effective_end = words_.size() - rest.size() + close;
  }

  void read_list(std::string_view rest, std::size_t& at) {
    rest.remove_prefix(blank(rest));
    if (name_at(rest).empty()) return;
    const std::size_t end = list_end(rest);
    if (end == rest.size()) {
      open_list_ = true;
      return;
    }
    shape_.list = without_blanks(rest.substr(0, end));
    shape_.list_start = at;
    at = words_.size() - rest.size() + end;
  }

  static std::size_t list_end(std::string_view rest) {
    std::size_t end = 0;
    for (; end < rest.size(); ++end) {
      const std::size_t closing = quote_mark(rest.substr(end));
      // 'self' may stand in the quotes of a translation.
      const bool single = starts(rest.substr(end), "\xE2\x80\x98") || starts(rest.substr(end), "\xE2\x80\x99");
      if (closing > 0 && !single) break;
    }
    return end;
  }

  std::string_view words_;
  Shape shape_;
  bool open_list_ = false;  // no further mark closes one
};

bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t at = words.find(word); at != words.npos; at = words.find(word, at + 1)) {
    const bool before = at == 0 || !text::is(words[at - 1], text::kAlpha);
    const std::size_t end = at + word.size();
    if (before && (end == words.size() || !text::is(words[end], text::kAlpha))) return true;
  }
  return false;
}

/// The address, which stands outside the quoted list. Punctuation behind it is the sentence's.
std::string_view shaped_address(std::string_view words, const Shape& shape) {
  std::string_view url = address_in(words.substr(0, shape.list.empty() ? words.npos : shape.list_start));
  if (url.empty() && !shape.list.empty()) {
    url = address_in(words.substr(shape.list_start + shape.list.size()));
    // A further line shows the page's own code.
    if (has(words, "Source:") && words.find("Source:") < words.find(url.empty() ? "Source:" : url)) url = {};
  }
  while (!url.empty() && std::string_view(".,;)").find(url.back()) != std::string_view::npos &&
         (url.back() != ')' || !has(url, "("))) {
    url.remove_suffix(1);
  }
  return url;
}

/// What kind of code a message without an address is about; empty where it is none.
std::string_view type_of_code(std::string_view words, const Shape& shape, std::string_view directive) {
  const std::string_view sentence = words.substr(0, shape.list.empty() ? words.npos : shape.list_start);
  if (has(sentence, "WebAssembly") || has(words, "wasm-unsafe-eval")) return "wasm-eval";
  if (directive == "script-src" && (has_word(words, "eval") || has(words, "'unsafe-eval'"))) return "eval";
  if (shape.quoted && !has_word(sentence, "inline") && !has_word(sentence, "self")) return {};
  const std::string_view type = type_of_word(directive, "inline");
  return type == "inline-script" && has(words, "Source: javascript:") ? "javascript-url" : type;
}

/// `prefixed`: the words stand behind "Content-Security-Policy:", so that less evidence is needed.
bool read_firefox(text::Source& source, std::string_view words, bool prefixed, ToldRequest& told) {
  const Shape shape = ShapeReader(words).read();
  told.teller = Teller::Firefox;
  if (!prefixed && has(words, "X-Frame-Options")) {
    told.type = "frame-ancestors";
    told.directive = "x-frame-options";
    told.page = shaped_address(words, shape);
    return !told.page.empty();
  }
  if (shape.effective.empty() && shape.list.empty()) return false;
  // The list is a remark's own without an address, a hash or a bracket before it.
  if (shape.effective.empty() && !prefixed) return false;
  told.policy = plain_quotes(source, shape.list);
  told.directive = directive_of(shape.effective.empty() ? shape.list : shape.effective);
  if (told.directive.empty()) return false;
  told.report_only = is_report_only(words) || has(words, " observed ");
  if (told.directive == "trusted-types" || told.directive == "require-trusted-types-for") {
    told.type = told.directive == "trusted-types" ? "trusted-type-policy" : "trusted-type-sink";
    return prefixed && has(shape.list, " ");
  }
  if (shape.effective.empty()) return false;
  if (told.directive == "frame-ancestors") {
    told.type = "frame-ancestors";
    return prefixed || !shape.list.empty();
  }
  const std::string_view address = shaped_address(words, shape);
  if (address.empty()) {
    const std::size_t list_end = shape.list.empty() ? words.size() : shape.list_start + shape.list.size();
    told.hash = offered_hash(words.substr(std::min(list_end, words.size())));
    told.type = type_of_code(words, shape, told.directive);
    return !told.type.empty() && (prefixed || !shape.list.empty());
  }
  told.url = address;
  told.type = shape.quoted ? type_by_address(told.directive, address) : type_of(told.directive, address);
  return !told.type.empty();
}

// ---- remarks ----

/// What a remark speaks of: a directive that is known, or else what it quotes first.
std::string_view remarked_name(std::string_view words) {
  for (std::size_t at = 0; at < words.size();) {
    if (!text::is(words[at], text::kAlpha)) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < words.size() && (text::is(words[end], text::kAlpha) || words[end] == '-')) ++end;
    const std::string_view word = words.substr(at, end - at);
    if (has(word, "-") && csp::starts_policy(word)) return word;
    at = end;
  }
  std::size_t open = words.npos;
  std::size_t size = 0;
  for (const std::string_view mark :
       {std::string_view("'"), std::string_view("\xE2\x80\x98"), kLeft, std::string_view("\xC2\xAB")}) {
    const std::size_t at = words.find(mark);
    if (at < open) {
      open = at;
      size = mark.size();
    }
  }
  if (open == words.npos) return {};
  std::size_t end = open + size;
  while (end < words.size() && (text::is(words[end], text::kVisible)) && words[end] != '\'') ++end;
  return words.substr(open + size, end - open - size);
}

bool is_remark(std::string_view words) {
  if (policy_named(words) == words.npos && !starts(words, "The 'allow' directive")) return false;
  return has(words, "directive") || has(words, "<meta>") || has(words, "delivered");
}

/// Of what stands behind Firefox's "Content-Security-Policy:": a sentence, no policy.
bool is_prefixed_remark(std::string_view words, bool is_header_name) {
  const std::string_view first = words.substr(0, words.find(' '));
  const bool begins =
      (first.front() >= 'A' && first.front() <= 'Z') || (text::is_non_ascii(first.front()) && quote_mark(first) == 0);
  if (!begins || has(first, "-") || first.size() == words.size()) return false;
  const bool marks = has(words, "\xE2\x80") || has(words, "\xC2\xAB") || has(words, "\xE3\x80");
  constexpr std::size_t kReadable = 300;
  return !is_header_name || marks || reads_like_prose(words.substr(0, kReadable));
}

/// Behind the prefix, its colon and blanks; nothing where it is no prefix.
std::optional<std::string_view> behind_prefix(std::string_view words, bool& is_header_name) {
  is_header_name = starts(words, "Content-");
  words.remove_prefix(std::string_view("Content-Security-Policy").size());
  is_header_name = is_header_name && starts(words, ":");
  for (std::size_t skip = blank(words); skip > 0; skip = blank(words)) words.remove_prefix(skip);
  if (starts(words, ":")) words.remove_prefix(1);
  else if (starts(words, kWideColon)) words.remove_prefix(kWideColon.size());
  else return std::nullopt;
  return without_blanks(words);
}

// ---- where messages begin and end ----

/// One blank for any run of blanks and line ends.
std::string_view on_one_line(text::Source& source, std::string_view s) {
  s = text::trim(s);
  bool plain = true;
  for (std::size_t i = 0; i < s.size() && plain; ++i) {
    plain = !text::is(s[i], text::kAsciiWhitespace) || (s[i] == ' ' && s[i - 1] != ' ');
  }
  if (plain) return s;
  std::string out;
  for (const char c : s) {
    const bool white = text::is(c, text::kAsciiWhitespace);
    if (!white) out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  return source.keep(std::move(out));
}

/// As Python prints a text that has quotes of both kinds.
std::string_view without_escaped_quotes(text::Source& source, std::string_view s) {
  if (s.find("\\'") == s.npos) return s;
  std::string out;
  for (std::size_t at = 0; at < s.size(); ++at) {
    if (s[at] == '\\' && s.substr(at + 1, 1) == "'") ++at;
    out += s[at];
  }
  return source.keep(std::move(out));
}

/// A line that goes on with the message above it.
bool goes_on(std::string_view line) {
  line = text::trim(line);
  for (const std::string_view words :
       {"The action has", "The policy is report-only", "The violation has", "Source:", "Either the", "Note that"}) {
    if (starts(line, words)) return true;
  }
  return false;
}

class Reader {
 public:
  Reader(text::Source& source, Messages& found) : source_(source), found_(found), bytes_(source.bytes()) {}

  void read() {
    struct Place {
      std::size_t at;
      std::size_t line;  // where its line starts
      const Start* start;
    };
    const Starts starts_here;
    std::vector<Place> places;
    std::size_t line = 0;
    for (std::size_t at = 0; at < bytes_.size(); ++at) {
      if (bytes_[at] == '\n') line = at + 1;
      if (const Start* start = starts_here.at(bytes_, at)) {
        places.push_back({at, line, start});
        at += start->words.size() - 1;
      }
    }
    std::size_t done = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      const std::size_t next = i + 1 < places.size() ? places[i + 1].at : bytes_.size();
      const std::size_t line_start = std::max(places[i].line, done);
      read_shapes(done, line_start);
      done = std::max(line_start, read_at(places[i].at, line_start, next, *places[i].start));
    }
    read_shapes(done, bytes_.size());
    read_blocked_by();
  }

 private:
  std::size_t line_end(std::size_t at, std::size_t limit) const {
    if (at >= limit) return limit;
    const std::size_t size = bytes_.substr(at, limit - at).find('\n');
    return size == bytes_.npos ? limit : at + size;
  }

  /// Reads the message of that start, if it is one; where it ends.
  std::size_t read_at(std::size_t at, std::size_t line, std::size_t next, const Start& start) {
    const std::size_t first_end = line_end(at, next);
    if (read_words(at, first_end, line, next, start)) return absorb(first_end, next);
    if (first_end == next) return line;
    // A terminal or a mail may have wrapped it. Remarks have no end that would show.
    constexpr std::size_t kFar = 4096;
    const std::string_view rest = bytes_.substr(at, std::min(next - at, kFar + (first_end - at)));
    std::size_t size = std::min(rest.find("\n\n"), rest.find("\n\r\n"));
    if (size == rest.npos) size = rest.size();
    if (at + size <= first_end || start.how == How::Remark) return line;
    return read_words(at, at + size, line, next, start) ? at + size : line;
  }

  /// The further lines that belong to the message that was read last.
  std::size_t absorb(std::size_t end, std::size_t next) {
    while (end < next) {
      const std::size_t line = end + 1;
      if (line >= next) break;
      const std::size_t stop = line_end(line, next);
      const std::string_view words = bytes_.substr(line, stop - line);
      if (!goes_on(words)) break;
      end = stop;
      last_end_ = static_cast<std::uint32_t>(end);
    }
    if (last_ != nullptr && !found_.requests.empty())
      found_.requests.back().span.end = std::max(found_.requests.back().span.end, last_end_);
    return end;
  }

  bool read_words(std::size_t at, std::size_t end, std::size_t line, std::size_t next, const Start& start) {
    last_ = nullptr;
    last_end_ = static_cast<std::uint32_t>(end);
    std::string_view words = without_escaped_quotes(source_, on_one_line(source_, bytes_.substr(at, end - at)));
    ToldRequest told;
    const Span span{static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(end)};
    told.span = span;
    constexpr std::string_view kReportOnly = "[Report Only] ";
    const bool marked = at >= kReportOnly.size() && starts(bytes_.substr(at - kReportOnly.size()), kReportOnly);
    switch (start.how) {
      case How::Action: {
        // What says that it is report-only may stand in the next line.
        const std::string_view further = bytes_.substr(end, line_end(end + 1, next) - end);
        if (!read_action(words, told)) return false;
        told.report_only = told.report_only || marked || (goes_on(further) && is_report_only(further));
        return add(std::move(told));
      }
      case How::Special:
        if (!read_special(words, bytes_.substr(next, 200), told)) return false;
        told.report_only = told.report_only || marked;
        return add(std::move(told));
      case How::Remark: return is_remark(words) && add_remark(remarked_name(words), span);
      case How::Prefix: break;
    }
    bool is_header_name = false;
    const auto rest = behind_prefix(words, is_header_name);
    if (!rest || rest->empty() || !name_at(*rest).empty()) return false;
    const bool script_url = starts(text::trim(bytes_.substr(end, 40)), "Source: javascript:");
    if (read_firefox(source_, *rest, true, told)) {
      if (script_url && told.type == "inline-script") told.type = "javascript-url";
      return add(std::move(told));
    }
    return is_prefixed_remark(*rest, is_header_name) && add_remark(remarked_name(*rest), span);
  }

  /// Lines whose language is not known, with a shape that tells enough.
  void read_shapes(std::size_t from, std::size_t to) {
    while (from < to) {
      const std::size_t end = line_end(from, to);
      const std::string_view line = bytes_.substr(from, end - from);
      if (std::any_of(line.begin(), line.end(), text::is_non_ascii)) read_shape(line, from, end);
      from = end + 1;
    }
  }
  void read_shape(std::string_view line, std::size_t from, std::size_t end) {
    const bool frames = has(line, "X-Frame-Options") && (has(line, kLeft) || has(line, kLow) || has(line, "\xC2\xAB"));
    if (!has(line, "-src") && !has(line, "form-action") && !has(line, "base-uri") && !frames) return;
    if (has(line, "X-Frame-Options") && !frames) return;
    ToldRequest told;
    told.span = {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(end)};
    const std::string_view words = on_one_line(source_, line);
    if (read_firefox(source_, words, false, told)) add(std::move(told));
  }

  /// "'https://...' blocked by 'script-src-elem' directive", as services word what a report told them.
  void read_blocked_by() {
    constexpr std::string_view kWords = "' blocked by '";
    for (std::size_t at = bytes_.find(kWords); at != bytes_.npos; at = bytes_.find(kWords, at + 1)) {
      constexpr std::size_t kLongest = 2048;
      const std::size_t from = at - std::min(at, kLongest);
      const std::string_view before = bytes_.substr(from, at - from);
      const std::size_t open = before.rfind('\'');
      const std::string_view behind = bytes_.substr(at + kWords.size(), 60);
      const std::size_t close = behind.find("' directive");
      if (open == before.npos || close == behind.npos) continue;
      ToldRequest told;
      told.directive = directive_of(behind.substr(0, close));
      const std::string_view blocked = before.substr(open + 1);
      told.url = address_at(blocked);
      told.type = told.url.empty() ? type_of_word(told.directive, blocked) : type_of(told.directive, told.url);
      told.span = {static_cast<std::uint32_t>(from + open), static_cast<std::uint32_t>(at + kWords.size() + close + 1)};
      if (!told.directive.empty() && !told.type.empty()) add(told);
    }
  }

  bool add(ToldRequest told) {
    found_.requests.push_back(std::move(told));
    last_ = &found_.requests.back();
    return true;
  }
  /// What speaks of nothing by name is prose about policies.
  bool add_remark(std::string_view name, Span span) {
    if (name.empty()) return false;
    found_.remarks.push_back({name, span});
    return true;
  }

  text::Source& source_;
  Messages& found_;
  std::string_view bytes_;
  const ToldRequest* last_ = nullptr;
  std::uint32_t last_end_ = 0;
};

}  // namespace console_detail

void read_console(text::Source& source, Messages& found) { console_detail::Reader(source, found).read(); }

}  // namespace headstrong::http::messages
