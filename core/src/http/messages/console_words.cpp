// Chromium's and WebKit's messages, told by their English words, which have stayed the same in kind since 2012.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "grammar/csp_names.hpp"
#include "http/messages/console.hpp"
#include "http/messages/request_kinds.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::messages {
namespace console_words_detail {

// ---- what is quoted ----

/// The list quoted right behind "directive:".
std::string_view quoted_list(std::string_view rest) {
  if (starts(rest, "\\")) rest.remove_prefix(1);  // of a message inside JSON
  std::size_t end = rest.npos;
  std::size_t skip = 1;
  if (starts(rest, "\"")) {
    end = rest.find('"', 1);
    if (end != rest.npos && rest[end - 1] == '\\') --end;
  } else if (starts(rest, kLeftQuote)) {
    skip = kLeftQuote.size();
    // Both marks are met as the closing one.
    end = std::min(rest.find(kRightQuote, skip), rest.find(kLeftQuote, skip));
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

std::string_view between(std::string_view words, std::string_view open, std::string_view close) {
  const std::size_t start = words.find(open);
  if (start == words.npos) return {};
  const std::size_t end = words.find(close, start + open.size());
  return end == words.npos ? std::string_view() : words.substr(start + open.size(), end - start - open.size());
}

}  // namespace console_words_detail

bool read_action(std::string_view words, ToldRequest& told) {
  using namespace console_words_detail;
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

bool read_special(std::string_view words, std::string_view after, ToldRequest& told) {
  using namespace console_words_detail;
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

}  // namespace headstrong::http::messages
