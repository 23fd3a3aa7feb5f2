// What sends a request, asks or expects: its headers are no response's.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "http/code/pair_finder.hpp"
#include "http/code/word_tables.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

void PairFinder::find_clients() {
  r_is_response_ = t_.source().substr(0, 262144).find("r *http.Response)") != std::string_view::npos;
  for (std::uint32_t i = 0; i < t_.size(); ++i) {
    if (makes_client(i)) add_client(i);
  }
  std::size_t left = 4 * std::size_t{t_.size()};
  for (std::uint32_t i = 1; i < t_.size() && left > 0; ++i) {
    if (t_.is(i, "(") && t_.is_kind(i - 1, Kind::Word) && is_client_call(chain_before(i))) add_sent(i, left);
  }
}

/// Session(), reqwest::Client::new(), axios.create()
bool PairFinder::makes_client(std::uint32_t i) const {
  if (!t_.is_kind(i, Kind::Word) || !(t_.is(i + 1, "(") || t_.is(i + 1, "::"))) return false;
  const std::string word = plain_name(t_.text(i));
  return is_one_of(word, {"session", "client", "asyncclient", "clientsession", "httpclient", "webclient"}) ||
         (word == "create" && i >= 2 && t_.is(i - 2, "axios"));
}

/// The variable that holds what is made at `i`: "client = Client()", "with Client() as client".
void PairFinder::add_client(std::uint32_t i) {
  if (t_.is(i + 1, "(") && t_.is(t_.group_end(i + 1) + 1, "as"))
    clients_.insert(plain_name(t_.text(t_.group_end(i + 1) + 2)));
  const auto is_of_chain = [&](std::uint32_t at) {
    return t_.is_kind(at, Kind::Word) || t_.is(at, ".") || t_.is(at, "::");
  };
  std::uint32_t first = i;
  for (int step = 0; step < 8 && first > 0 && is_of_chain(first - 1); ++step) --first;
  if (first >= 2 && (t_.is(first - 1, "=") || t_.is(first - 1, ":=")) && t_.is_kind(first - 2, Kind::Word)) {
    clients_.insert(plain_name(t_.text(first - 2)));
  }
}

/// The variables that a client's call is given, in as many steps as are left; the bodies of functions are no part.
void PairFinder::add_sent(std::uint32_t call, std::size_t& left) {
  constexpr std::uint32_t kFar = 120;
  const std::uint32_t close = std::min(t_.group_end(call), call + kFar);
  for (std::uint32_t at = call + 1; at < close && left > 0; ++at, --left) {
    const bool body = t_.is(at, "{") && (t_.is(at - 1, ")") || t_.is(at - 1, "=>"));
    if (body && t_[at].mate > at) at = t_[at].mate;
    const bool variable =
        t_.is_kind(at, Kind::Word) && !t_.is(at - 1, ".") && !is_one_of(t_.text(at + 1), {":", "=", "(", "."});
    if (!variable) continue;
    const std::string name = plain_name(t_.text(at));
    if (!name.empty() && name.substr(0, 3) != "res") sent_.insert(name);
  }
}

bool PairFinder::refuses_chain(const std::vector<std::string>& words) const {
  if (words.empty()) return false;
  if (is_test_word(words[0]) || is_sent_name(words.back()) || clients_.count(words.back()) > 0) return true;
  // get(url).header(...): of what is asked for.
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (is_one_of(words[i], {"get", "post", "put", "patch", "newrequest", "asyncget"}) &&
        words[0].find("header") != words[0].npos)
      return true;
  }
  if (t_.language() == Language::Java && words[0] == "header" &&
      is_one_of(words.back(), {"get", "post", "put", "patch"}))
    return true;
  if (words[0] == "withheaders" && words.back() == "http") return true;
  if (t_.language() == Language::JavaScript && words.back() == "httpheaders") return true;
  // Go: r.Header is a request's, w.Header() a response's.
  if (t_.language() == Language::Go && words.size() > 2 && words[1] == "header" && words[2] == "r" && !r_is_response_)
    return true;
  for (const std::string& word : words) {
    // The response of a request: req.response.headers.set(...).
    if (is_one_of(word, {"response", "resp", "res"})) return std::any_of(words.begin(), words.end(), is_assertion);
    if (is_request_word(word) || is_assertion(word) || sends_request(word)) return true;
  }
  return false;
}

bool PairFinder::is_of_request(std::uint32_t last_word) const {
  const std::vector<std::string> words = chain_before(last_word + 1);
  return std::any_of(words.begin(), words.end(), [](const std::string& word) { return is_request_word(word); });
}

/// A call that sends a request, with its headers among the arguments.
bool PairFinder::is_client_call(const std::vector<std::string>& words) const {
  if (words.empty()) return false;
  if (sends_request(words[0])) return true;
  if (words.size() < 2 || !is_verb(words[0])) return false;
  if (words[0] == "update") {
    // self.client.headers.update({...})
    return words[1] == "headers" && std::any_of(words.begin() + 2, words.end(), [&](const std::string& word) {
             return sends_request(word) || clients_.count(word) > 0;
           });
  }
  return sends_request(words[1]) || is_request_word(words[1]) || clients_.count(words[1]) > 0 ||
         is_one_of(words[1], {"http", "https"});
}

/// Within what only asks or expects: an assertion, a comparison, a test.
bool PairFinder::is_tested(std::uint32_t i) {
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
    if (depth < 4 && is_argument(i, around) && is_client_call(words)) {
      return true;
    }
  }
  return false;
}

/// Whether no function's body stands between the call and the token.
bool PairFinder::is_argument(std::uint32_t i, std::uint32_t call) const {
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

/// Whether a set is what a variable holds that a request is sent with, or is a request's own.
bool PairFinder::is_sent(std::uint32_t group) const {
  if (is_printed_request(group)) return true;
  std::uint32_t around = group;
  for (int depth = 0; depth < 5 && around < t_.size(); ++depth, around = t_.parent(around)) {
    if (t_.is(around, "{") && around > 0 && (t_.is(around - 1, ")") || t_.is(around - 1, "=>"))) return false;
    if (is_named_for_requests(around) || is_of_request_action(around) || is_given_to_proxy(around)) return true;
    std::uint32_t first = t_.opens(around) ? chain_start(around) : around;
    if (first > 0 && t_.is(first - 1, "new")) --first;
    if (first < 2 || !(t_.is(first - 1, "=") || t_.is(first - 1, ":="))) continue;
    if (refuses_chain(chain_before(first - 1))) return true;
    const std::uint32_t name = declared_before(first - 1);
    if (name < t_.size()) return is_sent_name(plain_name(t_.text(name)));
  }
  return false;
}

/// requestHeaders: {...}
bool PairFinder::is_named_for_requests(std::uint32_t group) const {
  if (group < 2 || !t_.is(group - 1, ":")) return false;
  const std::uint32_t key = group - 2;
  const std::string name = plain_name(t_.is_kind(key, Kind::String) ? t_.inside_text(key) : t_.text(key));
  return name.find("request") != std::string::npos && name.find("response") == std::string::npos;
}

/// Azure's { name: 'ModifyRequestHeader', parameters: {...} }
bool PairFinder::is_of_request_action(std::uint32_t group) const {
  if (!t_.is(group, "{")) return false;
  constexpr std::uint32_t kFar = 24;
  const std::uint32_t close = std::min(t_.group_end(group), group + kFar);
  for (std::uint32_t at = group + 1; at + 2 < close; ++at) {
    if (t_.opens(at) && t_[at].mate > at) at = t_[at].mate;
    const bool says =
        (t_.is(at, "name") || t_.is(at, "type")) && t_.is(at + 1, ":") && t_.is_kind(at + 2, Kind::String);
    if (says && is_request_word(plain_name(t_.inside_text(at + 2)))) return true;
  }
  return false;
}

/// createProxyMiddleware({ headers: {...} }), proxy: { '/api': { headers: {...} } }: what the server behind is asked with.
bool PairFinder::is_given_to_proxy(std::uint32_t group) const {
  if (group < 2) return false;
  if (t_.is(group, "(")) {
    const auto words = chain_before(group);
    return !words.empty() &&
           is_one_of(words[0], {"createproxymiddleware", "legacycreateproxymiddleware", "createproxyserver",
                                "createproxy", "httpproxymiddleware", "proxyrequest"});
  }
  if (!t_.is(group, "{") || !t_.is(group - 1, ":") || t_.language() != Language::JavaScript) return false;
  const std::uint32_t key = group - 2;
  return (t_.is_kind(key, Kind::String) ? t_.inside_text(key) : t_.text(key)) == "proxy";
}

/// What a console printed of a request: >>> r.request.headers
bool PairFinder::is_printed_request(std::uint32_t group) const {
  if (!t_[group].begins_line) return false;
  const auto words = chain_before(group);
  return words.size() > 1 && words[0] == "headers" && is_request_word(words[1]);
}

/// The name that the mark at `mark` sets, where it is declared on its line: const headers: Record<string, string> =
std::uint32_t PairFinder::declared_before(std::uint32_t mark) const {
  for (std::uint32_t at = mark, steps = 0; at > 0 && steps < 10; --at, ++steps) {
    if (t_.is(at - 1, "const") || t_.is(at - 1, "let") || t_.is(at - 1, "var")) return at;
    if (t_[at].begins_line) break;
  }
  return t_.size();
}

/// TypeScript's interface Headers {...}, type Headers = {...}: what may be set, not what is.
bool PairFinder::is_type(std::uint32_t group) const {
  if (t_.language() != Language::JavaScript || !t_.is(group, "{")) return false;
  constexpr std::uint32_t kFar = 16;
  for (std::uint32_t at = group, steps = 0; at > 0 && steps < kFar; --at, ++steps) {
    if (t_.is(at - 1, "interface") || (t_.is(at - 1, "type") && t_.is(at + 1, "="))) return true;
    const bool head = t_.is_kind(at - 1, Kind::Word) || t_.is(at - 1, "=") || t_.is(at - 1, ",");
    if (!head || t_[at].begins_line) return false;
  }
  return false;
}

/// EXPECTED_HEADERS = {...}
bool PairFinder::is_expected(std::uint32_t group) {
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

}  // namespace headstrong::http::code
