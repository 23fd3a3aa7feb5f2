#include "http/code/pairs.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "grammar/csp_names.hpp"
#include "grammar/header_names.hpp"
#include "http/code/words.hpp"
#include "http/evidence.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {
namespace pairs_detail {

/// What sets a header named by its first argument.
bool is_setter(std::string_view name) {
  return is_one_of(name, {"set", "setheader", "header", "add", "addheader", "append", "appendheader", "insert", "put",
                          "putrespheader", "putresponseheader", "withheader", "withaddedheader", "sendheader",
                          "setdefault", "tryadd", "tryaddwithoutvalidation", "replaceoradd", "overriding",
                          "ifnotpresent", "appending", "setrespheader", "addcustomheader", "customheader",
                          "setresponseheader", "responseheader", "defaultheader", "addresponseheader", "replace",
                          "setrawheader", "addrawheader", "setifabsent", "setheaders", "headers", "insertheader",
                          "rawheader", "putheader", "addstaticheader", "createheader", "headerwriter", "store",
                          "staticheaderswriter", "addheaderwriter", "withresponseheader", "modifyheader"});
}
bool adds_another(std::string_view name) {
  return is_one_of(name, {"add", "addheader", "append", "appendheader", "withaddedheader", "appending"});
}

/// What only asks, or says what is expected.
bool is_assertion(std::string_view name) {
  for (const std::string_view start : {"assert", "expect", "should", "verify"}) {
    if (name.substr(0, start.size()) == start) return true;
  }
  return false;
}
bool is_test_word(std::string_view name) {
  return is_assertion(name) || is_one_of(name, {"tobe", "toequal", "tomatchobject", "tohaveproperty", "tocontain", "tostrictequal", "include",
                          "eq", "equal", "equals", "haskey", "test", "it", "describe", "context", "deepequal", "match",
                          "andexpect", "hasheader", "haveheader", "contains"});
}
bool is_request_word(std::string_view name) {
  return is_one_of(name, {"req", "request", "requestheaders", "reqheaders", "requestheader", "proxyreq", "outgoing",
                          "httprequest", "clientrequest", "upstreamrequest", "defaultrequestheaders", "given",
                          "httprequestmessage", "requestspecification"});
}
bool sends_request(std::string_view name) {
  return is_one_of(name, {"fetch", "axios", "got", "ky", "curl", "newrequest", "urlopen", "request", "superagent",
                          "requests", "httpclient", "webclient", "session", "ajax", "httparty", "httpx", "faraday", "restclient",
                          "typhoeus", "excon", "ureq", "reqwest", "guzzle", "unirest", "restassured", "resttemplate", "httpentity",
                          "client", "asyncclient", "clientsession", "httpoison", "aiohttp"});
}

bool is_verb(std::string_view name) {
  return is_one_of(name, {"get", "post", "put", "head", "request", "patch", "delete", "options", "send", "getjson", "exchange",
                          "getasync", "postasync", "create", "extend", "update"});
}
/// What begins a statement, or ends one, that runs where a condition holds.
bool is_guard(std::string_view word) {
  return is_one_of(word, {"if", "elif", "else", "elsif", "elseif", "unless", "while", "until", "for", "foreach", "switch", "match",
                          "case", "when", "except", "catch", "rescue", "cond"});
}
bool begins_function(std::string_view word) {
  return is_one_of(word, {"def", "defp", "function", "func", "fn", "fun", "class", "async", "defmodule", "module"});
}

}  // namespace pairs_detail
using namespace pairs_detail;

bool is_directive(std::string_view word) { return csp::starts_policy(word); }

std::string directive_of(std::string_view word) {
  constexpr std::size_t kLongest = 40;
  if (word.empty() || word.size() > kLongest) return {};
  const bool lower = std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  std::string out;
  for (const char c : word) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (c == '_') {
      out += '-';
    } else {
      if (upper && !lower && !out.empty()) out += '-';
      out += text::to_lower(c);
    }
  }
  return is_directive(out) ? out : std::string();
}

std::string_view header_of_constant(std::string_view word) {
  constexpr std::size_t kLongest = 48;
  if (word.size() < 4 || word.size() > kLongest) return {};
  const bool capitals = std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  std::string name;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const bool upper = c >= 'A' && c <= 'Z';
    if (c == '_') {
      name += '-';
      continue;
    }
    if (!capitals && upper && i > 0 && !name.empty() && name.back() != '-') name += '-';
    name += c;
  }
  const HeaderName found = header_name(name);
  if (found != HeaderName::Unknown) return spelling(found);
  // "XSSProtection", "XXssProtection" and the like have no rule.
  return {};
}

bool is_plausible(std::string_view name, const Value& value) {
  const std::string_view text = text::trim(value.text);
  if (value.literals == 0) return false;
  const std::string_view first = text.substr(0, text.find_first_of(" \t\n;,"));
  switch (header_name(name)) {
    case HeaderName::ContentSecurityPolicy:
    case HeaderName::ContentSecurityPolicyReportOnly:
      return is_directive(text::lowered(first)) || is_bare_policy(text);
    case HeaderName::XFrameOptions:
      return text::iequals(first, "deny") || text::iequals(first, "sameorigin") || text::istarts_with(first, "allow");
    case HeaderName::XContentTypeOptions: return text::iequals(text, "nosniff");
    case HeaderName::StrictTransportSecurity: return text.find("max-age") != text.npos;
    case HeaderName::PermissionsPolicy: return text.find("=") != text.npos && text.find("(") != text.npos;
    case HeaderName::ReferrerPolicy:
      return text.find("origin") != text.npos || text::istarts_with(text, "no-referrer") ||
             text::istarts_with(text, "unsafe-url");
    case HeaderName::Unknown: return false;
    default: {
      Response response;
      Field field;
      field.name = name;
      field.value = text::MappedText(text, 0);
      response.fields.push_back(field);
      return !reads_like_prose(text.substr(0, 4096)) && has_evidence(response, 0);
    }
  }
}

namespace pairs_detail {

class Finder {
 public:
  Finder(text::Source& source, Expressions& expressions)
      : source_(source), e_(expressions), t_(expressions.tokens()), done_(t_.size() + 1) {
    find_lines();
    find_clients();
  }

  std::vector<Pair> find() {
    for (std::uint32_t i = 0; i < t_.size(); ++i) {
      if (t_.is_kind(i, Kind::String)) {
        see_literal(i);
      } else if (t_.is_kind(i, Kind::Word)) {
        see_word(i);
      }
    }
    std::stable_sort(pairs_.begin(), pairs_.end(),
                     [](const Pair& a, const Pair& b) { return a.token < b.token; });
    drop_removed();
    return std::move(pairs_);
  }

 private:
  /// A header's name as the text has it: tokens [first, last], with what wraps them.
  struct Name {
    std::string_view text;
    Span span;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };

  static bool is_token(std::string_view s) { return !s.empty() && s.size() < 80 && text::all_of(s, text::kToken); }

  void see_literal(std::uint32_t i) {
    const std::string_view inside = t_.inside_text(i);
    if (inside.size() < 3 || inside.size() > 80) return see_line(i);
    if (header_name(inside) == HeaderName::Unknown) {
      // Setters of headers say that any name is one.
      if (!is_token(inside)) return see_line(i);
      Name name{inside, t_.inside(i), i, i};
      if (is_set_on_headers(i)) see_name(name);
      return;
    }
    see_name({inside, t_.inside(i), i, i});
  }

  /// <meta httpEquiv="..." content={...}> in JSX, meta(http-equiv="...", content="...") in Pug.
  void see_meta(std::uint32_t i) {
    std::uint32_t name = i + 2;
    if (t_.is(name, "{")) ++name;
    if (!t_.is_kind(name, Kind::String) || !is_policy_name(t_.inside_text(name))) return;
    // The other attributes stand close by.
    constexpr std::uint32_t kFar = 24;
    const std::uint32_t first = i > kFar ? i - kFar : 0;
    // HTML is another reader's.
    if (t_.is(i, "equiv")) {
      for (std::uint32_t at = i; at > first; --at) {
        if (t_.is(at, "meta") && t_.is(at - 1, "<")) return;
      }
    }
    for (std::uint32_t at = first; at < i + kFar && at < t_.size(); ++at) {
      if (!t_.is(at, "content") || !t_.is(at + 1, "=")) continue;
      std::uint32_t value = at + 2;
      std::uint32_t end = t_.size();
      if (t_.is(value, "{")) end = t_.group_end(value++);
      Pair pair;
      if (!e_.value(value, end, pair.value) || pair.value.literals == 0) continue;
      pair.name = t_.inside_text(name);
      pair.name_span = t_.inside(name);
      pair.token = i;
      pair.certain = pair.adds = pair.meta = true;
      pairs_.push_back(std::move(pair));
      return;
    }
  }
  static bool is_policy_name(std::string_view name) {
    const HeaderName known = header_name(name);
    return known == HeaderName::ContentSecurityPolicy || known == HeaderName::ContentSecurityPolicyReportOnly;
  }

  void see_word(std::uint32_t i) {
    const std::string_view word = t_.text(i);
    if (word.size() < 4) return;
    const bool equiv = word == "httpEquiv" || (word == "equiv" && i >= 2 && t_.is(i - 1, "-") && t_.is(i - 2, "http"));
    if (equiv && t_.is(i + 1, "=")) return see_meta(i);
    // A key without quotes: "server: 'nginx'", and constants.
    std::string_view header;
    if (word.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos) header = header_of_constant(word);
    // C#'s Headers.ContentSecurityPolicy = "..."
    if (!header.empty() && t_.is(i + 1, "=") && i >= 2 && t_.is(i - 1, ".") && text::iends_with(t_.text(i - 2), "headers") &&
        !is_of_request(i - 2)) {
      Name name{header, {t_[i].start, t_[i].end}, i, i};
      form_ = {Form::Statement, i};
      return add_values(name, i + 2, t_.size(), true, false);
    }
    const std::uint32_t defined = e_.definition(word, i);
    if (defined < t_.size() && t_.is_kind(defined, Kind::String) && defined != i) {
      const std::string_view text = t_.inside_text(defined);
      if (header_name(text) == HeaderName::Unknown) return;
      header = text;
    }
    if (header.empty()) return;
    Name name{header, {t_[i].start, t_[i].end}, i, i};
    while (name.first >= 2 && (t_.is(name.first - 1, ".") || t_.is(name.first - 1, "::")) &&
           t_.is_kind(name.first - 2, Kind::Word)) {
      name.first -= 2;
    }
    see_name(name);
  }

  /// The words of the chain that ends right before `i`, from the last on: "set", "headers", "response".
  std::vector<std::string> chain_before(std::uint32_t i) const {
    std::vector<std::string> words;
    constexpr std::size_t kMost = 10;
    while (i > 0 && words.size() < kMost) {
      std::uint32_t at = i - 1;
      // Rust's macros, optional calls
      if (t_.is(at, "!") || t_.is(at, "?")) {
        if (at == 0) break;
        --at;
      }
      while (at > 0 && (t_.is(at, ")") || t_.is(at, "]")) && t_[at].mate < at) at = t_[at].mate - (t_[at].mate > 0);
      if (!t_.is_kind(at, Kind::Word)) break;
      words.push_back(plain_name(t_.text(at)));
      if (at == 0) break;
      const bool goes_on = t_.is(at - 1, ".") || t_.is(at - 1, "->") || t_.is(at - 1, "::") || t_.is(at - 1, "?.");
      if (!goes_on) break;
      i = at - 1;
    }
    return words;
  }

  bool is_of_request(std::uint32_t last_word) const {
    const std::vector<std::string> words = chain_before(last_word + 1);
    return std::any_of(words.begin(), words.end(), [](const std::string& word) { return is_request_word(word); });
  }

  bool is_set_on_headers(std::uint32_t i) const {
    if (i == 0) return false;
    if (t_.is(i - 1, "[")) {
      const auto words = chain_before(i - 1);
      return !words.empty() && words[0].find("headers") != std::string::npos;
    }
    if (!t_.is(i - 1, "(")) return false;
    const auto words = chain_before(i - 1);
    if (words.empty() || !is_setter(words[0])) return false;
    // Of a text, not of headers: policy.replace("'none'", "'self'").
    if (words[0] == "replace") return false;
    return words[0].find("header") != std::string::npos ||
           (words.size() > 1 && words[1].find("header") != std::string::npos);
  }

  void see_name(Name name) {
    unwrap(name);
    const std::uint32_t i = name.first;
    const std::uint32_t next = name.last + 1;
    if (i == 0 || is_tested(i)) return;
    const std::uint32_t previous = i - 1;
    // headers['X'] = ...
    if (t_.is(previous, "[") && t_.is(next, "]")) {
      if (t_.is(next + 1, "=") || t_.is(next + 1, "||=") || t_.is(next + 1, "?" "?=")) {
        const auto words = chain_before(previous);
        if (words.empty() || refuses_chain(words)) return;
        form_ = {Form::Statement, previous};
        return add_values(name, next + 2, t_.size(), true, false);
      }
      if (t_.is(next + 1, "=>")) return see_map(t_.parent(previous));  // PHP's var_dump
      return;
    }
    // key: 'X', value: '...'
    if (i >= 2 && (t_.is(previous, ":") || t_.is(previous, "=") || t_.is(previous, "=>")) && is_key_of_name(i - 2)) {
      return see_record(t_.parent(i));
    }
    // set('X', ...), ('X', ...), ['X', ...], {"X", ...}
    if (t_.is(next, ",")) {
      if (t_.is_kind(previous, Kind::Word) && is_setter(plain_name(t_.text(previous)))) {  // set_header 'X', '...'
        const auto words = chain_before(i);
        form_ = {Form::Statement, i};
        if (!refuses_chain(words)) add_values(name, next + 1, t_.size(), true, adds_another(words[0]));
        return;
      }
      if (!t_.opens(previous)) return;
      const auto words = t_.is(previous, "(") ? chain_before(previous) : std::vector<std::string>();
      if (words.empty()) return see_sequence(previous);
      if (!is_setter(words[0]) || refuses_chain(words)) return;
      form_ = {Form::Call, previous};
      return add_values(name, next + 1, e_.item_end(next + 1, t_.group_end(previous)), true, adds_another(words[0]));
    }
    // 'X': '...', 'X' => '...', "X" -> "..."
    if (t_.is(next, ":") || t_.is(next, "=>") || t_.is(next, "->")) {
      const std::uint32_t around = t_.parent(i);
      const bool begins = t_.opens(previous) || t_.is(previous, ",") || t_.is(previous, "{") || t_[i].begins_line ||
                          t_.is_kind(previous, Kind::Word);
      if (begins && around < t_.size()) return see_map(around);
      if (begins) return see_open_map(name);
    }
    // @{ "X" = "..." }
    if (t_.is(next, "=") && t_.is_kind(name.last, Kind::String) && t_.parent(i) < t_.size()) return see_map(t_.parent(i));
  }

  /// HeaderName::from_static("x"): the call stands for its argument.
  void unwrap(Name& name) const {
    for (int depth = 0; depth < 3; ++depth) {
      if (name.first == 0 || !t_.is(name.first - 1, "(") || !t_.is(name.last + 1, ")")) return;
      const auto words = chain_before(name.first - 1);
      if (words.empty()) return;
      const bool wraps = is_one_of(words[0], {"fromstatic", "fromstr", "tryfrom", "from", "headername", "ofname", "of", "new", "b"});
      if (!wraps) return;
      std::uint32_t first = name.first - 2;
      while (first >= 2 && (t_.is(first - 1, "::") || t_.is(first - 1, "."))) first -= 2;
      name.first = first;
      ++name.last;
    }
  }

  bool is_key_of_name(std::uint32_t i) const {
    std::string_view key = t_.is_kind(i, Kind::String) ? t_.inside_text(i) : t_.text(i);
    return is_one_of(text::lowered(key.substr(0, 12)), {"key", "name", "header", "headername", "field"});
  }
  static bool is_key_of_value(std::string_view key) {
    return is_one_of(text::lowered(key.substr(0, 12)), {"value", "values", "headervalue"});
  }

  bool refuses_chain(const std::vector<std::string>& words) const {
    if (words.empty()) return false;
    if (is_test_word(words[0]) || is_sent_name(words.back()) || clients_.count(words.back()) > 0) return true;
    // get(url).header(...): of what is asked for.
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (is_one_of(words[i], {"get", "post", "put", "patch", "newrequest", "asyncget"}) && words[0].find("header") != words[0].npos) return true;
    }
    if (t_.language() == Language::Java && words[0] == "header" && is_one_of(words.back(), {"get", "post", "put", "patch"})) return true;
    if (words[0] == "withheaders" && words.back() == "http") return true;
    if (t_.language() == Language::JavaScript && words.back() == "httpheaders") return true;
    // Go: r.Header is a request's, w.Header() a response's.
    if (t_.language() == Language::Go && words.size() > 2 && words[1] == "header" && words[2] == "r" && !r_is_response_) return true;
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
      return is_request_word(word) || is_assertion(word) || sends_request(word);
    });
  }

  /// Within what only asks or expects: an assertion, a comparison, a test.
  bool is_tested(std::uint32_t i) {
    // "assert x == {...}", "if ... == {": the words before it on its line.
    std::uint32_t at = i;
    for (int step = 0; step < 24 && at > 0; ++step) {
      if (t_[at].begins_line) break;
      --at;
    }
    if (is_assertion(plain_name(t_.text(at))) && !t_.is(at + 1, ":") && !t_.is(at + 1, "=")) return true;
    std::uint32_t around = t_.parent(i);
    for (int depth = 0; depth < 12 && around < t_.size(); ++depth, around = t_.parent(around)) {
      if (around > 0 && (t_.is(around - 1, "==") || t_.is(around - 1, "!=") || t_.is(around - 1, "==="))) return true;
      if (!t_.is(around, "(")) continue;
      const auto words = chain_before(around);
      if (words.empty()) continue;
      if (is_test_word(words[0])) return true;
      // Up to the nearest call: whose headers they are.
      if (depth < 4 && is_argument(i, around) &&
          is_client_call(words)) {
        return true;
      }
    }
    return false;
  }

  /// Whether no function's body stands between the call and the token.
  bool is_argument(std::uint32_t i, std::uint32_t call) const {
    for (std::uint32_t around = t_.parent(i); around < t_.size() && around != call; around = t_.parent(around)) {
      if (t_.is(around, "{") && around > 0 && (t_.is(around - 1, ")") || t_.is(around - 1, "=>"))) return false;
      // (request) => answer(...)
      for (std::uint32_t at = around, steps = 0; at > call && steps < 16 && !t_.is(at, ","); ++steps) {
        const bool arrow = t_.is(at, "=>") && t_.language() != Language::Php && t_.language() != Language::Ruby;
        if (arrow || t_.is(at, "lambda")) return false;
        --at;
        if (t_[at].mate < at) at = t_[at].mate;
        if (t_.opens(at) && t_[at].mate > around) break;
      }
    }
    return true;
  }

  // ---- requests

  /// A call that sends a request, with its headers among the arguments.
  bool is_client_call(const std::vector<std::string>& words) const {
    if (words.empty()) return false;
    if (sends_request(words[0])) return true;
    if (words.size() < 2 || !is_verb(words[0])) return false;
    if (words[0] == "update") return words[1] == "headers" && (sends_request(words.back()) || clients_.count(words.back()) > 0);
    return sends_request(words[1]) || is_request_word(words[1]) || clients_.count(words[1]) > 0 || is_one_of(words[1], {"http", "https"});
  }
  bool is_sent_name(const std::string& name) const { return sent_.count(name) > 0; }

  /// The variables that hold clients, and those that a client's call is given.
  void find_clients() {
    r_is_response_ = t_.source().substr(0, 262144).find("r *http.Response)") != std::string_view::npos;
    for (std::uint32_t i = 0; i < t_.size(); ++i) {
      if (!t_.is_kind(i, Kind::Word) || !(t_.is(i + 1, "(") || t_.is(i + 1, "::"))) continue;
      const std::string word = plain_name(t_.text(i));
      const bool made = is_one_of(word, {"session", "client", "asyncclient", "clientsession", "httpclient", "webclient"}) ||
                        (word == "create" && i >= 2 && t_.is(i - 2, "axios"));
      if (!made) continue;
      if (t_.is(i + 1, "(") && t_.is(t_.group_end(i + 1) + 1, "as")) clients_.insert(plain_name(t_.text(t_.group_end(i + 1) + 2)));
      std::uint32_t first = i;
      for (int step = 0; step < 8 && first > 0 && (t_.is_kind(first - 1, Kind::Word) || t_.is(first - 1, ".") || t_.is(first - 1, "::")); ++step) --first;
      if (first >= 2 && (t_.is(first - 1, "=") || t_.is(first - 1, ":=")) && t_.is_kind(first - 2, Kind::Word)) {
        clients_.insert(plain_name(t_.text(first - 2)));
      }
    }
    std::size_t left = 4 * std::size_t{t_.size()};
    for (std::uint32_t i = 1; i < t_.size() && left > 0; ++i) {
      if (!t_.is(i, "(") || !t_.is_kind(i - 1, Kind::Word) || !is_client_call(chain_before(i))) continue;
      constexpr std::uint32_t kFar = 120;
      const std::uint32_t close = std::min(t_.group_end(i), i + kFar);
      for (std::uint32_t at = i + 1; at < close && left > 0; ++at, --left) {
        const bool body = t_.is(at, "{") && (t_.is(at - 1, ")") || t_.is(at - 1, "=>"));
        if (body && t_[at].mate > at) at = t_[at].mate;
        if (!t_.is_kind(at, Kind::Word) || t_.is(at - 1, ".") || t_.is(at + 1, ":") || t_.is(at + 1, "=") || t_.is(at + 1, "(") || t_.is(at + 1, ".")) continue;
        const std::string name = plain_name(t_.text(at));
        if (name.size() > 0 && name.substr(0, 3) != "res") sent_.insert(name);
      }
    }
  }

  /// Whether a set is what a variable holds that a request is sent with, or is a request's own.
  bool is_sent(std::uint32_t group) const {
    std::uint32_t around = group;
    for (int depth = 0; depth < 5 && around < t_.size(); ++depth, around = t_.parent(around)) {
      if (t_.is(around, "{") && around > 0 && (t_.is(around - 1, ")") || t_.is(around - 1, "=>"))) return false;
      std::uint32_t first = t_.opens(around) ? chain_start(around) : around;
      if (first > 0 && t_.is(first - 1, "new")) --first;
      if (first < 2 || !(t_.is(first - 1, "=") || t_.is(first - 1, ":="))) continue;
      if (refuses_chain(chain_before(first - 1))) return true;
      // const headers: Record<string, string> = {...}
      for (std::uint32_t at = first - 1, steps = 0; at > 0 && steps < 10; --at, ++steps) {
        if (t_.is(at - 1, "const") || t_.is(at - 1, "let") || t_.is(at - 1, "var")) return is_sent_name(plain_name(t_.text(at)));
        if (t_[at].begins_line) break;
      }
    }
    return false;
  }

  // ---- conditions

  /// Of the first token of a line, the one that it is indented below; of others, the first of their line.
  void find_lines() {
    outer_.resize(t_.size());
    std::vector<std::pair<std::uint32_t, std::uint32_t>> open;  // column, token
    std::uint32_t first = 0;
    const std::string_view s = t_.source();
    for (std::uint32_t i = 0; i < t_.size(); ++i) {
      outer_[i] = first;
      if (!t_[i].begins_line && i > 0) continue;
      std::uint32_t column = 0;
      while (column < t_[i].start && text::is(s[t_[i].start - column - 1], text::kSpaceTab)) ++column;
      while (!open.empty() && open.back().first >= column) open.pop_back();
      outer_[i] = open.empty() ? i : open.back().second;
      open.emplace_back(column, i);
      first = i;
    }
  }

  bool begins_guarded(std::uint32_t i) const {
    return is_guard(t_.text(i)) || (t_.is(i, "}") && is_guard(t_.text(i + 1)));
  }

  /// Whether a condition, a loop or a case stands around what begins at `first`, in its function.
  bool is_guarded(std::uint32_t first) const {
    if (begins_guarded(first)) return true;
    const Language language = t_.language();
    const bool braces = language != Language::Python && language != Language::Ruby && language != Language::Elixir;
    std::uint32_t line = t_[first].begins_line ? first : outer_[first];
    if (begins_guarded(line)) return true;
    for (int depth = 0; depth < 40 && outer_[line] != line; ++depth) {
      line = outer_[line];
      if (begins_function(t_.text(line))) break;
      if (begins_guarded(line)) return true;
      if (braces) break;
    }
    std::uint32_t around = t_.parent(first);
    for (int depth = 0; braces && depth < 20 && around < t_.size(); ++depth, around = t_.parent(around)) {
      if (!t_.is(around, "{") || around == 0) continue;
      if (t_.is(around - 1, "=>")) return false;
      bool function = false;
      std::uint32_t at = around;
      for (int step = 0; step < 32 && at > 0 && !t_[at].begins_line; ++step) {
        --at;
        if (t_.is(at, ";") || t_.is(at, "{")) break;
        if (t_[at].mate < at) {
          if (t_.is(at, "}")) break;
          at = t_[at].mate;
        }
        if (!t_.is_kind(at, Kind::Word) || (at > 0 && t_.is(at - 1, "."))) continue;
        if (begins_function(t_.text(at))) function = true;
        if (is_guard(t_.text(at)) && !function) return true;
      }
      if (function) return false;
    }
    return false;
  }

  /// Sets what can be made of a statement from token `first` to token `stop`.
  void find_guards(Pair& pair, std::uint32_t first, std::uint32_t stop) const {
    if (pair.entry) {
      // ...(embed && { 'X': '...' })
      std::uint32_t around = t_.parent(first);
      for (int depth = 0; depth < 4 && around < t_.size(); ++depth, around = t_.parent(around)) {
        if (around == 0) break;
        const std::uint32_t before = around - 1;
        const bool given = t_.is(before, "?") || t_.is(before, "&&") || t_.is(before, "||") ||
                           (t_.is(around, "(") && (t_.is(before, "...") || t_.is(before, "**")));
        pair.guarded = pair.guarded || given;
      }
      return;
    }
    pair.guarded = is_guarded(first);
    if (stop + 1 >= t_.size() || t_[stop + 1].begins_line) return;
    for (const std::string_view word : {"if", "unless", "while", "until", "for", "else", "and", "or", "rescue", "?", "||", "&&"}) {
      if (t_.is(stop + 1, word)) pair.guarded = true;
    }
  }

  // ---- removals

  /// The function that a token is in: its body, or what begins it.
  std::uint32_t function_of(std::uint32_t i) const {
    const Language language = t_.language();
    if (language == Language::Python || language == Language::Ruby || language == Language::Elixir) {
      std::uint32_t line = t_[i].begins_line ? i : outer_[i];
      for (int depth = 0; depth < 40 && outer_[line] != line; ++depth) {
        line = outer_[line];
        if (begins_function(t_.text(line))) return line;
      }
      return t_.size();
    }
    std::uint32_t around = t_.parent(i);
    for (int depth = 0; depth < 40 && around < t_.size(); ++depth, around = t_.parent(around)) {
      if (!t_.is(around, "{") || around == 0) continue;
      if (t_.is(around - 1, "=>")) return around;
      if (!t_.is(around - 1, ")") || t_[around - 1].mate == 0) continue;
      if (!is_guard(t_.text(t_[around - 1].mate - 1))) return around;
    }
    return t_.size();
  }

  /// What is set and then removed is not sent.
  void drop_removed() {
    struct Removal {
      std::string_view name;  // empty: all of them
      std::uint32_t token = 0;
      std::uint32_t function = 0;
    };
    std::vector<Removal> removals;
    constexpr std::size_t kMost = 200;
    for (std::uint32_t i = 1; i < t_.size() && removals.size() < kMost && !pairs_.empty(); ++i) {
      std::uint32_t at = i;
      std::string_view name;
      if (t_.is_kind(i, Kind::String) && header_name(t_.inside_text(i)) != HeaderName::Unknown) {
        name = t_.inside_text(i);
        if (t_.is(i - 1, "(") && (t_.is(i + 1, ")") || t_.is(i + 1, ","))) {
          const auto words = chain_before(i - 1);
          if (words.empty() || refuses_chain(words)) continue;
          const bool removes = is_one_of(words[0], {"removeheader", "headerremove", "deleterespheader", "removeresponseheader", "withoutheader", "deleteheader"}) ||
                               (is_one_of(words[0], {"delete", "del", "remove", "pop"}) && words.size() > 1 && words[1].find("headers") != std::string::npos) ||
                               (words[0] == "del" && words.size() > 1 && words[1] == "header");
          if (!removes) continue;
        } else if (t_.is(i - 1, "[") && t_.is(i + 1, "]")) {
          const std::uint32_t first = chain_start(i - 1);
          const bool removes = t_.is(first, "del") || t_.is(first, "delete") ||
                               (first > 0 && (t_.is(first - 1, "del") || t_.is(first - 1, "delete")));
          if (!removes) continue;
        } else {
          continue;
        }
      } else if (!(t_.is(i, "header_remove") && t_.is(i + 1, "(") && t_.is(i + 2, ")"))) {
        continue;
      }
      // The same under a condition removes it sometimes.
      const std::uint32_t first = chain_start(at > 0 && t_.opens(at - 1) ? at - 1 : at);
      if (!is_guarded(first)) removals.push_back({name, i, function_of(i)});
    }
    if (removals.empty()) return;
    std::erase_if(pairs_, [&](const Pair& pair) {
      return std::any_of(removals.begin(), removals.end(), [&](const Removal& removal) {
        return pair.token < removal.token && (removal.name.empty() || text::iequals(removal.name, pair.name)) &&
               function_of(pair.token) == removal.function;
      });
    });
  }

  /// "X-Frame-Options: DENY" in one literal, as PHP's header() takes it.
  void see_line(std::uint32_t i) {
    const std::string_view inside = t_.inside_text(i);
    const std::size_t colon = inside.substr(0, 80).find(':');
    if (colon == std::string_view::npos || colon < 3) return;
    const std::string_view name = text::trim(inside.substr(0, colon));
    if (!is_token(name) || i < 2) return;
    const bool known = header_name(name) != HeaderName::Unknown;
    if (!t_.is(i - 1, "(") && !t_.is_kind(i - 1, Kind::Word)) return;
    const auto words = chain_before(t_.is(i - 1, "(") ? i - 1 : i);
    if (words.empty() || !is_one_of(words[0], {"header", "addheader", "sendheader", "setheader"}) || (!known && name.find('-') == name.npos)) return;
    if (is_tested(i) || refuses_chain(words)) return;
    std::uint32_t at = i;
    Value value;
    if (!e_.value(at, t_.size(), value)) return;
    std::size_t begin = value.text.find(':') + 1;
    while (begin < value.text.size() && text::is(value.text[begin], text::kAsciiWhitespace)) ++begin;
    Pair pair;
    pair.name = name;
    const std::uint32_t start = t_.inside(i).start;
    pair.name_span = {start, start + static_cast<std::uint32_t>(name.size())};
    pair.value = value.slice(begin, value.text.size());
    pair.token = i;
    pair.certain = true;
    const bool whole = t_.is(i - 1, "(") && t_.group_end(i - 1) < t_.size() && at == i + 1 && pair.value.gaps.empty();
    if (whole) {
      const std::uint32_t first = chain_start(i - 1);
      std::uint32_t stop = t_.group_end(i - 1);
      if (t_.is(stop + 1, ";")) ++stop;
      if (t_[first].begins_line) {
        pair.statement = {t_[first].start, t_[stop].end};
        pair.expression = pair.literal = {t_[i].start, t_[i].end};
        find_guards(pair, first, stop);
      }
    }
    // header($line, false) keeps what is there.
    pair.adds = t_.is(at, ",") && t_.is(at + 1, "false");
    pairs_.push_back(std::move(pair));
  }

  // ---- values

  /// The values that a header gets: a text, a list of several, { value: '...' }.
  std::vector<Value> values_at(std::uint32_t i, std::uint32_t end) {
    std::vector<Value> out;
    if (i >= end) return out;
    // PHP's var_dump: string(4) "DENY", array(1) { [0]=> string(4) "DENY" }
    if (t_.is(i, "string") && t_.is(i + 1, "(") && t_.is_kind(i + 4, Kind::String)) i += 4;
    if (t_.is(i, "array") && t_.is(i + 1, "(") && t_.is_kind(i + 2, Kind::Number) && t_.is(i + 4, "{")) {
      const std::uint32_t close = t_.group_end(i + 4);
      for (std::uint32_t at = i + 5; at < close; ++at) {
        Value each;
        if (t_.is_kind(at, Kind::String) && e_.value(at, close, each)) out.push_back(std::move(each));
      }
      return out;
    }
    if (t_.is(i, "{")) {
      const std::uint32_t value = member(i, true);
      if (value >= t_.size()) return out;
      out = values_at(value, e_.item_end(value, t_.group_end(i)));
      inner_first_ = value;
      inner_last_ = e_.item_end(value, t_.group_end(i)) - 1;
      value_end_ = t_.group_end(i) + 1;
      return out;
    }
    std::uint32_t at = i;
    Value one;
    const bool lists = t_.is(i, "[") || t_.is_kind(i, Kind::Words);
    if (e_.value(at, end, one) && (one.literals > 0 || !lists)) {
      value_end_ = at;
      const bool whole_gap = one.literals == 0 && !one.gaps.empty();
      if (!whole_gap) {
        out.push_back(std::move(one));
        return out;
      }
    }
    at = i;
    if (t_.is(i, "[") && t_.is(i + 1, "{")) {
      for (std::uint32_t item = i + 1; item < t_.group_end(i); item = e_.item_end(item, t_.group_end(i)) + 1) {
        if (!t_.is(item, "{")) continue;
        const std::uint32_t value = member(item, true);
        if (value < t_.size()) {
          for (Value& each : values_at(value, e_.item_end(value, t_.group_end(item)))) out.push_back(std::move(each));
        }
      }
      return out;
    }
    std::vector<Value> several;
    if (e_.list(at, end, several)) {
      for (Value& each : several) {
        if (each.literals > 0) out.push_back(std::move(each));
      }
    }
    if (out.empty() && one.literals == 0 && !one.gaps.empty()) out.push_back(std::move(one));
    return out;
  }

  /// Where the value of the member for the value (or the name) of a record begins.
  std::uint32_t member(std::uint32_t open, bool value) const {
    const std::uint32_t close = t_.group_end(open);
    for (std::uint32_t item = open + 1; item < close; item = e_.item_end(item, close) + 1) {
      const bool separated = t_.is(item + 1, ":") || t_.is(item + 1, "=") || t_.is(item + 1, "=>");
      if (!separated) continue;
      const std::string_view key = t_.is_kind(item, Kind::String) ? t_.inside_text(item) : t_.text(item);
      if (value ? is_key_of_value(key) : is_key_of_name(item)) return item + 2;
    }
    return t_.size();
  }

  void add_values(const Name& name, std::uint32_t i, std::uint32_t end, bool certain, bool adds) {
    if (end == t_.size() && i < t_.size()) end = statement_end(i);
    value_end_ = inner_first_ = inner_last_ = 0;
    // No response has so many.
    constexpr std::size_t kMostPairs = 50000;
    if (pairs_.size() >= kMostPairs) return;
    std::vector<Value> values = values_at(i, end);
    bool more = adds;
    for (Value& value : values) {
      // A gap alone says nothing, unless a setter says that there is a header.
      if (value.literals == 0 && (!certain || value.gaps.empty())) continue;
      // A list of names, not of names and values; "Connection: keep-alive" and "Vary: Origin" are no such.
      const bool names = text::iequals(name.text, "connection") || text::iequals(name.text, "vary") ||
                         text::istarts_with(name.text, "access-control-");
      if (value.literals > 0 && !names && header_name(value.text) != HeaderName::Unknown) continue;
      Pair pair;
      pair.name = name.text;
      pair.name_span = name.span;
      pair.value = std::move(value);
      pair.token = name.first;
      pair.certain = certain;
      pair.adds = more;
      more = true;
      find_place(pair, name.first);
      if (values.size() == 1) find_statement(pair, i, end);
      pairs_.push_back(std::move(pair));
    }
    form_ = {};
  }

  // ---- how it could be written

  /// How a pair is set, and the token that its statement begins with or that is its bracket.
  struct Form {
    enum Kind : std::uint8_t { None, Statement, Call, Entry, Group };
    Kind kind = None;
    std::uint32_t token = 0;
  };

  void find_statement(Pair& pair, std::uint32_t i, std::uint32_t end) const {
    if (form_.kind == Form::None || i >= t_.size()) return;
    std::uint32_t last = i;  // of the expression
    std::uint32_t first = form_.token;
    std::uint32_t stop = 0;  // of the statement
    if (form_.kind == Form::Statement) {
      if (value_end_ <= i) return;
      last = value_end_ - 1;
      first = chain_start(form_.token);
      stop = last + (t_.is(last + 1, ";") ? 1 : 0);
    } else if (form_.kind == Form::Call) {
      last = end - 1;
      first = chain_start(form_.token);
      stop = t_.group_end(form_.token);
      if (stop >= t_.size()) return;
      if (!t_.is(first, ".") && !t_.is(first, "->") && !t_.is(first, "|>") && t_.is(stop + 1, ";")) ++stop;
    } else {
      last = end - 1;
      if (form_.kind == Form::Group) {
        stop = t_.group_end(form_.token);
      } else {
        stop = last;
      }
      if (stop >= t_.size()) return;
      pair.entry = true;
      if (t_.is(stop + 1, ",")) ++stop;
    }
    if (last < i || stop < last || t_[stop].end <= t_[first].start || t_[last].end <= t_[i].start) return;
    if (!pair.entry && !t_[first].begins_line) return;
    pair.statement = {t_[first].start, t_[stop].end};
    const bool inner = inner_last_ > 0 && inner_last_ >= inner_first_ && inner_first_ > i && inner_last_ <= last;
    const std::uint32_t from = inner ? inner_first_ : i;
    const std::uint32_t to = inner ? inner_last_ : last;
    pair.expression = {t_[from].start, t_[to].end};
    find_literal(pair, from, to);
    find_guards(pair, first, stop);
    // Rust's types: a literal can't stand in a constant's place, nor without what makes a value of it.
    if (t_.language() == Language::Rust) {
      const char before = pair.name_span.start > 0 ? t_.source()[pair.name_span.start - 1] : ' ';
      const bool inside = pair.literal.start >= pair.expression.start && pair.literal.end <= pair.expression.end && !pair.literal.empty();
      pair.is_model = before == '"' && inside && pair.value.first_literal == pair.value.last_literal;
    }
    // .add(("X", "...")): the call takes one.
    if (form_.kind == Form::Group && form_.token > 0 && t_.is(form_.token - 1, "(") && !chain_before(form_.token - 1).empty()) {
      pair.is_model = false;
    }
  }

  /// The literals of the value, where nothing but them and what joins them stands between.
  void find_literal(Pair& pair, std::uint32_t first, std::uint32_t last) const {
    const Value& value = pair.value;
    if (value.literals == 0 || !value.gaps.empty() || value.from_map) return;
    bool plain = true;
    for (std::uint32_t i = value.first_literal; i <= value.last_literal && plain; ++i) {
      plain = t_.is_kind(i, Kind::String) || t_.is(i, "+") || t_.is(i, ".") || t_.is(i, "<>") || t_.is(i, ",");
    }
    if (!plain) {
      pair.literal = whole_expression(first, last);
      return;
    }
    // A here document stands below what begins it.
    const Span literal{t_[value.first_literal].start, t_[value.last_literal].end};
    if (t_[value.first_literal].open == 0 || t_[value.last_literal].close == 0 || literal.end <= literal.start) return;
    pair.literal = literal;
  }

  /// The expression that a value comes from: where it stands, or where the one variable is set that stands
  /// there. Empty where more is added to it on other lines.
  Span whole_expression(std::uint32_t first, std::uint32_t last) const {
    for (int hops = 0; hops < 8; ++hops) {
      if (last != first || !t_.is_kind(first, Kind::Word)) return {t_[first].start, t_[last].end};
      const std::uint32_t start = e_.definition(t_.text(first), first);
      if (start >= first || e_.is_added_to(t_.text(first), start, first)) return {};
      Value value;
      std::uint32_t end = start;
      if (!e_.value(end, t_.size(), value) || end <= start || end > first) return {};
      first = start;
      last = end - 1;
    }
    return {};
  }

  /// The first token of the chain before a bracket or a name: "response" of response.headers[...]; of a
  /// chain that goes on on a line of its own, its dot.
  std::uint32_t chain_start(std::uint32_t i) const {
    for (int step = 0; step < 24 && i > 0; ++step) {
      const std::uint32_t before = i - 1;
      if (t_[i].begins_line) return i;
      const bool link = t_.is_kind(before, Kind::Word) || t_.is(before, ".") || t_.is(before, "->") || t_.is(before, "::") ||
                        t_.is(before, "?.") || t_.is(before, "|>");
      if (link) {
        i = before;
      } else if ((t_.is(before, ")") || t_.is(before, "]")) && t_[before].mate < before) {
        i = t_[before].mate;
      } else {
        return i;
      }
    }
    return i;
  }

  std::uint32_t statement_end(std::uint32_t i) const {
    const std::uint32_t around = t_.parent(i);
    return around < t_.size() ? t_.group_end(around) : t_.size();
  }

  // ---- sets

  bool begin_set(std::uint32_t group) {
    if (group >= t_.size() || done_[group]) return false;
    done_[group] = true;
    return true;
  }

  /// Keeps what was found from `first` on if some of it shows that it is a set of response headers.
  void end_set(std::size_t first, std::uint32_t group) {
    bool evidence = false;
    // Without such a name, several that together are found in responses alone.
    std::size_t dashed = 0;
    bool server = false;
    for (std::size_t i = first; i < pairs_.size() && !evidence; ++i) {
      const std::string_view name = pairs_[i].name;
      evidence = is_plausible(name, pairs_[i].value) && is_telling(name);
      dashed += name.find('-') != std::string_view::npos && header_name(name) != HeaderName::Unknown;
      server = server || text::iequals(name, "server") || text::iequals(name, "date") || text::iequals(name, "etag");
    }
    evidence = evidence || (dashed >= 2 && server);
    if (!evidence || is_expected(group) || is_sent(group)) pairs_.resize(first);
  }

  /// Names that requests and forms have as well tell nothing.
  static bool is_telling(std::string_view name) {
    return header_name(name) != HeaderName::Unknown &&
           !is_one_of(text::lowered(name), {"cache-control", "content-type", "content-length", "date", "pragma",
                                            "connection", "vary", "via", "transfer-encoding", "content-encoding", "server",
                                            "location", "etag", "last-modified", "expires", "age", "link", "allow", "status",
                                            "warning", "upgrade", "refresh", "trailer", "accept-ranges", "content-language"});
  }

  /// EXPECTED_HEADERS = {...}
  bool is_expected(std::uint32_t group) {
    std::uint32_t at = group;
    for (int step = 0; step < 12; ++step, --at) {
      if (t_.is_kind(at, Kind::Word)) {
        const std::string word = text::lowered(t_.text(at).substr(0, 64));
        for (const std::string_view mark : {"expect", "required", "wanted", "want", "descri", "missing"}) {
          if (word.find(mark) != std::string::npos) return true;
        }
      }
      if (at == 0 || t_[at].begins_line) break;
    }
    return false;
  }

  /// The entries of a map: any key is a name, where one shows that they are headers.
  void see_map(std::uint32_t open) {
    if (!begin_set(open)) return;
    const std::size_t first = pairs_.size();
    const std::uint32_t close = t_.group_end(open);
    for (std::uint32_t item = open + 1; item < close;) {
      const std::uint32_t end = t_.is(open, "(") || t_.is(open, "[") ? e_.item_end(item, close) : entry_end(item, close);
      see_entry(item, end);
      item = std::max(end + 1, item + 1);
      if (end < close && !t_.is(end, ",") && !t_.is(end, ";")) item = end;
    }
    end_set(first, open);
  }

  /// Entries without commas end where the next one begins: PHP's var_dump.
  std::uint32_t entry_end(std::uint32_t item, std::uint32_t close) const {
    const std::uint32_t end = e_.item_end(item, close);
    constexpr std::uint32_t kFar = 64;
    if (!t_.is(item, "[")) return end;
    for (std::uint32_t at = item + 3; at < end && at < item + kFar; ++at) {
      if (t_.is(at, "[") && t_[at].begins_line && t_.is(t_.group_end(at) + 1, "=>")) return at;
      if (t_.opens(at) && t_[at].mate > at) at = t_[at].mate;
    }
    return end;
  }

  void see_entry(std::uint32_t item, std::uint32_t end) {
    // ["X"]=> ...
    if (t_.is(item, "[") && t_.is(t_.group_end(item) + 1, "=>")) {
      const std::uint32_t key = item + 1;
      if (!t_.is_kind(key, Kind::String)) return;
      const std::string_view text = t_.inside_text(key);
      if (is_token(text)) add_values({text, t_.inside(key), key, key}, t_.group_end(item) + 2, end, false, false);
      return;
    }
    std::uint32_t key = item;
    // A constant in brackets, "header::NAME", a word in front of the first key.
    std::uint32_t last = key;
    while (last + 2 < end && (t_.is(last + 1, ".") || t_.is(last + 1, "::")) && t_.is_kind(last + 2, Kind::Word)) last += 2;
    if (t_.is_kind(key, Kind::Word) && t_.is_kind(key + 1, Kind::String)) key = last = key + 1;
    const std::uint32_t separator = last + 1;
    if (separator >= end) return;
    const bool separated = t_.is(separator, ":") || t_.is(separator, "=>") || t_.is(separator, "->") || t_.is(separator, "=");
    if (!separated) return;
    Name name{{}, {t_[last].start, t_[last].end}, key, last};
    if (t_.is_kind(last, Kind::String)) {
      name.text = t_.inside_text(last);
      name.span = t_.inside(last);
    } else {
      name.text = header_of_constant(t_.text(last));
      if (name.text.empty()) name.text = t_.text(last);
      const std::uint32_t defined = e_.definition(t_.text(last), last);
      if (defined < t_.size() && t_.is_kind(defined, Kind::String) && header_name(t_.inside_text(defined)) != HeaderName::Unknown) {
        name.text = t_.inside_text(defined);
      }
    }
    if (!is_token(name.text) || name.text[0] == ':') return;
    if (name.text.find('_') != std::string_view::npos) {
      // As httpx prints names.
      std::string dashed(name.text);
      std::replace(dashed.begin(), dashed.end(), '_', '-');
      if (header_name(dashed) != HeaderName::Unknown) name.text = source_.keep(std::move(dashed));
    }
    form_ = {Form::Entry, item};
    add_values(name, separator + 1, end, false, false);
  }

  /// headers 'X' => '...', 'Y' => '...' without brackets around.
  void see_open_map(const Name& name) {
    if (done_[t_.size()] && name.first < open_map_end_) return;
    const std::size_t first = pairs_.size();
    std::uint32_t item = name.first;
    while (item < t_.size()) {
      const std::uint32_t end = e_.item_end(item, t_.size());
      see_entry(item, end);
      open_map_end_ = end;
      done_[t_.size()] = true;
      if (!t_.is(end, ",")) break;
      item = end + 1;
      const bool entry = t_.is_kind(item, Kind::String) && (t_.is(item + 1, "=>") || t_.is(item + 1, ":"));
      if (!entry) break;
    }
    end_set(first, name.first);
  }

  /// { key: 'X', value: '...' } and its neighbours; add(name: "X", value: "...").
  void see_record(std::uint32_t open) {
    if (open >= t_.size()) return;
    const std::uint32_t around = t_.parent(open);
    const bool in_list = around < t_.size() && (t_.is(around, "[") || t_.is(around, "("));
    if (in_list && !t_.is(open, "(")) {
      if (!begin_set(around)) return;
      const std::size_t first = pairs_.size();
      const std::uint32_t close = t_.group_end(around);
      for (std::uint32_t item = around + 1; item < close; item = e_.item_end(item, close) + 1) {
        std::uint32_t group = item;
        while (group < close && !t_.opens(group) && !t_.is(group, ",")) ++group;
        if (t_.opens(group)) add_record(group);
      }
      return end_set(first, around);
    }
    if (!begin_set(open)) return;
    const std::size_t first = pairs_.size();
    add_record(open);
    end_set(first, open);
  }

  void add_record(std::uint32_t open) {
    const std::uint32_t name = member(open, false);
    const std::uint32_t value = member(open, true);
    if (name >= t_.size() || value >= t_.size()) return;
    std::string_view text = t_.is_kind(name, Kind::String) ? t_.inside_text(name) : header_of_constant(t_.text(name));
    if (t_.is_kind(name, Kind::Word)) {
      const std::uint32_t defined = e_.definition(t_.text(name), name);
      if (defined < t_.size() && t_.is_kind(defined, Kind::String)) text = t_.inside_text(defined);
    }
    if (!is_token(text)) return;
    const Span span = t_.is_kind(name, Kind::String) ? t_.inside(name) : Span{t_[name].start, t_[name].end};
    form_ = {Form::Group, open};
    add_values({text, span, name, name}, value, e_.item_end(value, t_.group_end(open)), false, false);
  }

  /// A pair in brackets, alone or among others; a flat list of names and values.
  void see_sequence(std::uint32_t open) {
    const std::uint32_t close = t_.group_end(open);
    const std::uint32_t second = e_.item_end(open + 1, close) + 1;
    const std::uint32_t third = e_.item_end(second, close) + 1;
    if (third < close && !t_.is(open, "{")) return see_flat(open);
    const std::uint32_t around = t_.parent(open);
    // .add(("X", "..."))
    if (around < t_.size() && t_.is(around, "(")) {
      const auto words = chain_before(around);
      if (!words.empty() && is_setter(words[0]) && !refuses_chain(words)) {
        if (!begin_set(open)) return;
        const std::size_t first = pairs_.size();
        add_tuple(open);
        return end_set(first, open);
      }
    }
    const std::uint32_t set = around < t_.size() && (t_.is(around, "[") || t_.is(around, "(") || t_.is(around, "{")) ? around : open;
    if (!begin_set(set)) return;
    const std::size_t first = pairs_.size();
    if (set == open) {
      add_tuple(open);
    } else {
      const std::uint32_t end = t_.group_end(set);
      for (std::uint32_t item = set + 1; item < end; item = e_.item_end(item, end) + 1) {
        if (t_.opens(item)) add_tuple(item);
      }
    }
    end_set(first, set);
  }

  void add_tuple(std::uint32_t open) {
    const std::uint32_t close = t_.group_end(open);
    const std::uint32_t comma = e_.item_end(open + 1, close);
    if (comma >= close || !t_.is(comma, ",")) return;
    const std::uint32_t last = comma - 1;
    const bool literal = t_.is_kind(last, Kind::String) && (last == open + 1 || t_.is(last - 1, "("));
    std::string_view text = literal ? t_.inside_text(last) : header_of_constant(t_.text(last));
    if (!literal && t_.is(last, ")") && last >= 1 && t_.is_kind(last - 1, Kind::String)) text = t_.inside_text(last - 1);
    if (!is_token(text)) return;
    const std::uint32_t end = e_.item_end(comma + 1, close);
    if (end + 1 < close && t_.is(end, ",")) return;  // of three
    const Span span = literal ? t_.inside(last) : Span{t_[last].start, t_[last].end};
    form_ = {Form::Group, open};
    add_values({text, span, open + 1, last}, comma + 1, end, false, true);
  }

  /// Node's rawHeaders: name, value, name, value.
  void see_flat(std::uint32_t open) {
    if (!begin_set(open)) return;
    const std::size_t first = pairs_.size();
    const std::uint32_t close = t_.group_end(open);
    std::uint32_t item = open + 1;
    while (item < close) {
      const std::uint32_t comma = e_.item_end(item, close);
      if (!t_.is_kind(item, Kind::String) || comma != item + 1 || comma >= close || !is_token(t_.inside_text(item))) break;
      const std::uint32_t end = e_.item_end(comma + 1, close);
      if (!t_.is_kind(comma + 1, Kind::String) || header_name(t_.inside_text(comma + 1)) != HeaderName::Unknown) break;
      add_values({t_.inside_text(item), t_.inside(item), item, item}, comma + 1, end, false, true);
      item = end + 1;
    }
    if (item < close) pairs_.resize(first);
    end_set(first, open);
  }

  // ---- places

  struct Place {
    std::string_view path;
    bool conditional = false;
  };

  /// The path that the groups around it name: { source: '/(.*)', headers: [...] }, '/**': { headers: ... }.
  void find_place(Pair& pair, std::uint32_t i) {
    std::uint32_t around = t_.parent(i);
    for (int depth = 0; depth < 6 && around < t_.size(); ++depth, around = t_.parent(around)) {
      const auto known = places_.find(around);
      const Place place = known != places_.end() ? known->second : places_[around] = place_of(around);
      if (place.path.empty()) continue;
      pair.place = place.path;
      pair.conditional = place.conditional;
      return;
    }
  }

  Place place_of(std::uint32_t open) const {
    Place place;
    if (!t_.is(open, "{") && !t_.is(open, "[")) return place;
    if (open >= 2 && (t_.is(open - 1, ":") || t_.is(open - 1, "=>")) && t_.is_kind(open - 2, Kind::String)) {
      const std::string_view key = t_.inside_text(open - 2);
      if (!key.empty() && (key[0] == '/' || key[0] == '*')) {
        place.path = key;
        return place;
      }
    }
    if (!t_.is(open, "{")) return place;
    const std::uint32_t close = t_.group_end(open);
    int seen = 0;
    for (std::uint32_t item = open + 1; item < close && seen < 12; item = e_.item_end(item, close) + 1, ++seen) {
      if (!t_.is(item + 1, ":") && !t_.is(item + 1, "=>")) continue;
      const std::string_view key = t_.is_kind(item, Kind::String) ? t_.inside_text(item) : t_.text(item);
      if (is_one_of(key, {"source", "for", "route", "path", "pattern", "matcher"}) && t_.is_kind(item + 2, Kind::String)) {
        place.path = t_.inside_text(item + 2);
      }
      if (key == "has" || key == "missing") place.conditional = true;
    }
    return place;
  }

  text::Source& source_;
  Expressions& e_;
  const Tokens& t_;
  std::vector<bool> done_;
  std::uint32_t open_map_end_ = 0;
  Form form_;
  std::vector<std::uint32_t> outer_;
  std::unordered_set<std::string> clients_;  // plain names of variables
  std::unordered_set<std::string> sent_;
  bool r_is_response_ = false;
  std::uint32_t value_end_ = 0;  // behind the last value that was read
  std::uint32_t inner_first_ = 0;  // of { value: ... }: the inner one
  std::uint32_t inner_last_ = 0;
  std::unordered_map<std::uint32_t, Place> places_;
  std::vector<Pair> pairs_;
};

/// Where a statement stands: in which function, and how deep in it.
struct Scope {
  std::uint32_t function = 0;
  std::uint32_t depth = 0;
};

}  // namespace pairs_detail
using namespace pairs_detail;

std::vector<Pair> find_pairs(text::Source& source, Expressions& expressions) {
  return Finder(source, expressions).find();
}

std::vector<Pair> settled(std::vector<Pair> pairs, const Tokens& tokens) {
  const bool braces = tokens.language() != Language::Python && tokens.language() != Language::Ruby &&
                      tokens.language() != Language::Elixir;
  const std::string_view s = tokens.source();
  std::uint32_t seen = 0;
  std::uint32_t last_def = 0;
  const auto scope_of = [&](const Pair& pair) {
    Scope scope;
    if (braces) {
      std::size_t steps = 0;
      for (std::uint32_t around = tokens.parent(pair.token); around < tokens.size() && ++steps < 60;
           around = tokens.parent(around)) {
        if (!tokens.is(around, "{")) continue;
        ++scope.depth;
        const bool body = around > 0 && (tokens.is(around - 1, ")") || tokens.is(around - 1, "=>"));
        if (body && scope.function == 0) scope.function = around;
      }
      return scope;
    }
    for (; seen < pair.token; ++seen) {
      if (tokens.is(seen, "def")) last_def = seen;
    }
    scope.function = last_def;
    std::size_t line = pair.name_span.start;
    std::size_t steps = 0;
    while (line > 0 && s[line - 1] != '\n' && ++steps < 400) --line;
    while (line < s.size() && text::is(s[line], text::kSpaceTab)) {
      ++line;
      ++scope.depth;
    }
    return scope;
  };
  std::vector<Pair> kept;
  std::vector<Scope> scopes;
  std::unordered_map<std::string, std::size_t> last;  // of each name that replaces
  for (Pair& pair : pairs) {
    const Scope scope = scope_of(pair);
    std::string key = text::lowered(pair.name);
    key += '\n';
    key += pair.place;
    if (pair.conditional) key += '?';
    const auto found = last.find(key);
    if (!pair.adds && found != last.end()) {
      const Scope& before = scopes[found->second];
      // Of two maps that set one name the first counts, as of two sites.
      if (!pair.certain && !kept[found->second].certain && tokens.parent(pair.token) != tokens.parent(kept[found->second].token)) continue;
      const bool replaces = scope.function == before.function ? scope.depth <= before.depth : scope.depth < before.depth;
      if (replaces) {
        scopes[found->second] = scope;
        kept[found->second] = std::move(pair);
      }
      continue;
    }
    if (!pair.adds) last.emplace(std::move(key), kept.size());
    kept.push_back(std::move(pair));
    scopes.push_back(scope);
  }
  return kept;
}

}  // namespace headstrong::http::code
