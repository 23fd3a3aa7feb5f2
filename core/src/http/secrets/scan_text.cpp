#include <algorithm>
#include <utility>

#include "http/secrets/words.hpp"

namespace headstrong::http::secrets {
namespace scan_text_detail {

/// In less than this there is no name with a value.
constexpr std::size_t kShortest = 4;
/// Longer ones are no names.
constexpr std::size_t kMaxWord = 128;
constexpr std::size_t kShortestCredentials = 16;
constexpr std::size_t kShortestWithDigits = 8;
constexpr std::size_t kShortestGiven = 4;
constexpr std::size_t kShortestJwtPart = 11;
constexpr std::size_t kShortestKey = 20;

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }
bool is_opening(char c) { return c == '[' || c == '{' || c == '('; }
/// token68 of RFC 9110, section 11.2
bool is_credential_char(char c) { return is_name_char(c) || c == '.' || c == '/' || c == '+' || c == '~'; }

/// Nobody writes such a word: it is long, or has digits.
bool looks_made_up(std::string_view word) {
  if (word.size() >= kShortestCredentials) return true;
  return word.size() >= kShortestWithDigits &&
         std::any_of(word.begin(), word.end(), [](char c) { return text::is(c, text::kDigit); });
}

bool is_flag(std::string_view word) {
  for (const std::string_view flag :
       {"-b", "-u", "-U", "--user", "--proxy-user", "--oauth2-bearer", "--aws-sigv4", "--proxy-header"}) {
    if (word == flag) return true;
  }
  return false;
}

/// A name whose value may be in the next line: developer tools copy so, and old messages are folded.
struct Above {
  NameKind kind;
  std::string name;
  std::size_t indent = 0;
  bool is_empty = false;  // nothing stood behind the name
  bool is_open = false;   // of Set-Cookie: its pair has not ended
};

enum class Shape { None, Pair, PairInQuotes, Scheme };

class Line {
 public:
  std::size_t indent = 0;
  bool is_field = false;  // it has a name and a colon at its start
  bool is_command;        // it is, or goes on from a line that is, a call of curl

  Line(const View& view, std::size_t start, std::size_t end, bool goes_on, std::vector<Secret>& found)
      : is_command(goes_on), view_(view), text_(view.text()), end_(end), found_(found), at_(start) {
    while (is_blank(here())) ++at_;
    indent = at_ - start;
  }

  /// Goes from name to name; gives the one at the start, if it is of a secret.
  std::optional<Above> scan() {
    bool first = true;
    std::optional<Above> above;
    while (at_ < end_) {
      const std::size_t start = at_;
      while (is_name_char(here())) ++at_;
      if (at_ == start) {
        const std::size_t space = space_length(text_, at_);
        if (space == 0 && !is_prefix(here())) first = false;
        at_ += std::max<std::size_t>(space, 1);
        continue;
      }
      const std::string_view word = text_.substr(start, std::min(at_ - start, kMaxWord));
      const bool before_colon = first && here() == ':';
      if (before_colon && word.size() <= 9 && text::all_of(word, text::kDigit)) continue;  // of `grep -n`
      if (before_colon) is_field = true;
      std::optional<Above> taken = take(word, start, first);
      if (first && taken) above = std::move(taken);
      first = false;
    }
    return above;
  }

 private:
  /// The byte at hand; NUL behind the line.
  char here() const { return at_ < end_ ? text_[at_] : '\0'; }

  /// What programs and people put before a header's name.
  static bool is_prefix(char c) { return is_quote(c) || is_opening(c) || c == '<' || c == '>' || c == '*' || c == ':'; }

  std::optional<Above> take(std::string_view word, std::size_t start, bool first) {
    if (text::iequals(word, "curl")) is_command = true;
    if (is_command && is_flag(word)) {
      flag(word);
      return std::nullopt;
    }
    for (const std::string_view name : {"bearer", "basic", "negotiate", "ntlm"}) {
      if (!text::iequals(word, name)) continue;
      scheme(word);
      return std::nullopt;
    }
    for (int i = 0; i < 2 && word.starts_with('-'); ++i) word.remove_prefix(1);
    const std::optional<NameKind> kind = kind_of_name(word);
    return kind ? named(*kind, word, start, first) : std::nullopt;
  }

  /// -b 'a=1', -u me:secret, with or without a blank.
  void flag(std::string_view flag) {
    blanks();
    std::optional<std::pair<std::size_t, std::size_t>> given = quoted();
    if (!given) given = unquoted();
    const auto [from, to] = *given;
    if (flag == "-b") {
      add_value(found_, view_, NameKind::Cookie, "cookie", from, to);
    } else {
      add_secret(found_, view_, from, to, "what curl " + std::string(flag) + " is given");
    }
  }

  /// "Bearer" and what looks like credentials, wherever it is said.
  void scheme(std::string_view scheme) {
    if (!is_blank(here())) return;
    blanks();
    const std::size_t from = at_;
    while (is_credential_char(here())) ++at_;
    const std::size_t body = at_;
    while (here() == '=') ++at_;
    // "basic knowledge" and realm="..." are none
    if (looks_made_up(text_.substr(from, body - from)) && !(at_ > body && is_quote(here()))) {
      add_secret(found_, view_, from, at_, "credentials behind " + std::string(scheme));
    } else {
      at_ = from;
    }
  }

  Above above_of(NameKind kind, std::string_view name, bool is_empty, bool is_open = false) const {
    return {kind, std::string(name), indent, is_empty, is_open};
  }

  /// What stands behind a name decides whether there is a value of it, and how far that goes.
  std::optional<Above> named(NameKind kind, std::string_view name, std::size_t start, bool first) {
    const char opened = start > 0 && is_quote(text_[start - 1]) ? text_[start - 1] : '\0';
    const bool is_closed = opened != '\0' && here() == opened;
    while (is_quote(here()) || here() == ']') ++at_;
    const bool has_tab = here() == '\t';
    const bool has_blank = is_blank(here());
    blanks();
    if (at_ >= end_) return name_alone(kind, name, first);
    if (here() == ':' || here() == '=' || here() == ',') {
      return separated(kind, name, first, {opened, is_closed});
    }
    if (!is_value_behind_blank(kind, first && has_tab, has_blank)) return std::nullopt;
    if (!has_tab && shape(kind) == Shape::PairInQuotes) {
      quoted_pair(kind, name);
    } else {
      value(kind, name, has_tab ? kRest : kQuoted);
    }
    return std::nullopt;
  }

  /// The first name of a line with nothing behind it stands above its value.
  std::optional<Above> name_alone(NameKind kind, std::string_view name, bool first) const {
    return first ? std::optional(above_of(kind, name, true)) : std::nullopt;
  }

  /// The quote that a name stands behind; '\0': none.
  struct Quote {
    char mark = '\0';
    bool is_closed = false;  // by the same behind the name
  };

  /// "name: value", "name=value", "name => value", "name, value"
  std::optional<Above> separated(NameKind kind, std::string_view name, bool first, Quote quote) {
    const bool in_quotes = quote.mark != '\0';
    const char c = here();
    ++at_;
    if (c == '=' && here() == '>') ++at_;
    const bool apart = is_blank(here());
    blanks();
    if (at_ >= end_) return name_alone(kind, name, first);
    if (!is_value(kind, c, first, in_quotes, apart)) return std::nullopt;
    const bool is_plain = c == ':' && !in_quotes;
    const bool is_open = kind == NameKind::SetCookie && find_within(text_, ';', at_, end_) == end_;
    value(kind, name, is_plain ? kRest : in_quotes && !quote.is_closed ? quote.mark : c == '=' ? ';' : kQuoted);
    return first && c == ':' ? std::optional(above_of(kind, name, false, is_open)) : std::nullopt;
  }

  bool is_value(NameKind kind, char separator, bool first, bool in_quotes, bool apart) const {
    const bool quote = is_quote(here());
    if (separator == ',') {
      if (in_quotes) return quote && kind != NameKind::Secret;
      return first && !apart && shape(kind) != Shape::None;
    }
    if (first) return true;
    if (kind == NameKind::Secret) return separator == ':' ? in_quotes : in_quotes && quote;
    return true;
  }

  bool is_value_behind_blank(NameKind kind, bool has_tab, bool has_blank) const {
    if (has_tab) return true;
    if (!has_blank || kind == NameKind::Secret) return false;
    return is_quote(here()) || here() == '{' || shape(kind) == Shape::PairInQuotes;
  }

  /// In a list of names, one behind the other is no value.
  Shape shape(NameKind kind) const {
    std::size_t at = at_;
    while (at < end_ && is_name_char(text_[at])) ++at;
    const char c = at < end_ ? text_[at] : '\0';
    if (kind == NameKind::Cookie || kind == NameKind::SetCookie) {
      if (c != '=') return Shape::None;
      return at + 1 < text_.size() && text_[at + 1] == '"' ? Shape::PairInQuotes : Shape::Pair;
    }
    return kind == NameKind::Credentials && is_blank(c) ? Shape::Scheme : Shape::None;
  }

  /// How far a value goes: to the end of the line, as far as it is quoted itself, or to that mark.
  static constexpr char kRest = '\1';
  static constexpr char kQuoted = '\2';

  void value(NameKind kind, std::string_view name, char until) {
    const auto [from, to] = extent(kind, until);
    add_value(found_, view_, kind, name, from, to);
    at_ = std::max(at_, to);
  }

  std::pair<std::size_t, std::size_t> extent(NameKind kind, char until) {
    if (is_quote(until)) return up_to(until);
    if (until != kRest) {
      if (const auto inside = quoted()) return *inside;
    }
    // `session=abc; Path=/`, a cookie without its header
    if (until == ';' && kind == NameKind::Secret) return up_to(';');
    return {at_, end_};
  }

  /// `Added cookie sid="abc" for domain ...`, as curl says it.
  void quoted_pair(NameKind kind, std::string_view name) {
    const std::size_t from = at_;
    up_to('"');
    ++at_;
    const std::size_t to = up_to('"').second;
    add_value(found_, view_, kind, name, from, to);
  }

  void blanks() {
    while (is_blank(here())) ++at_;
  }

  /// What stands between quotes here, also behind an opening bracket; nothing where no quote is.
  std::optional<std::pair<std::size_t, std::size_t>> quoted() {
    std::size_t at = at_;
    while (at < end_ && at < at_ + 2 && is_opening(text_[at])) ++at;
    const char quote = at < end_ ? text_[at] : '\0';
    if (!is_quote(quote)) return std::nullopt;
    at_ = at + 1;
    return up_to(quote);
  }

  std::pair<std::size_t, std::size_t> up_to(char mark) {
    const std::size_t from = at_;
    while (at_ < end_ && text_[at_] != mark) at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_, end_);
    return {std::min(from, end_), at_};
  }

  std::pair<std::size_t, std::size_t> unquoted() {
    const std::size_t from = at_;
    while (at_ < end_ && !is_blank(text_[at_])) ++at_;
    return {from, at_};
  }

  const View& view_;
  std::string_view text_;
  std::size_t end_;
  std::vector<Secret>& found_;
  std::size_t at_;
};

bool continues(const Above& above, std::size_t indent) {
  return above.is_empty || (indent > above.indent && (above.kind != NameKind::SetCookie || above.is_open));
}

void scan_lines(const View& view, std::vector<Secret>& found) {
  const std::string_view text = view.text();
  std::optional<Above> above;
  bool is_command = false;
  for (std::size_t start = 0; start < text.size();) {
    std::size_t end = start;
    while (end < text.size() && !is_line_end(text[end])) ++end;
    Line line(view, start, end, is_command, found);
    std::optional<Above> own = line.scan();
    if (above && !line.is_field && continues(*above, line.indent)) {
      if (above->is_open) {
        // What is left of the pair; its attributes are no secret.
        const std::size_t semicolon = find_within(text, ';', start, end);
        add_secret(found, view, start, semicolon, "rest of a cookie's value");
        above->is_open = semicolon == end;
      } else {
        add_value(found, view, above->kind, above->name, start, end);
      }
      // A folded header goes on as long as lines are indented.
      if (above->is_empty) above.reset();
    } else {
      above = std::move(own);
    }
    const char last = end > 0 ? text[end - 1] : '\0';
    is_command = line.is_command && (last == '\\' || last == '^' || last == '`');
    start = end + 1;
    if (end < text.size() && text[end] == '\r' && start < text.size() && text[start] == '\n') ++start;
  }
}

std::size_t run_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_name_char(text[at])) ++at;
  return at;
}

/// JSON Web Tokens.
void scan_jwts(const View& view, std::vector<Secret>& found) {
  const std::string_view text = view.text();
  constexpr std::string_view kStart = "eyJ";
  for (std::size_t at = text.find(kStart); at != std::string_view::npos; at = text.find(kStart, at)) {
    const std::size_t start = at;
    at = run_end(text, start + kStart.size());
    const bool is_inside = start > 0 && is_alphanumeric(text[start - 1]);
    if (is_inside || at - start < kShortestJwtPart) {
      if (is_inside) at = start + kStart.size();
      continue;
    }
    int dots = 0;
    while (at < text.size() && text[at] == '.') {
      ++dots;
      at = run_end(text, at + 1);
    }
    if (dots >= 2) add_secret(found, view, start, at, "a signed token (JWT)");
  }
}

/// Keys with a prefix of their maker.
void scan_keys(const View& view, std::vector<Secret>& found) {
  const std::string_view text = view.text();
  for (const std::string_view prefix :
       {"ghp_",  "gho_",    "ghs_", "github_pat_", "glpat-", "xoxb-",     "xoxp-",  "sk_live_", "rk_live_",
        "sk-",   "AKIA",    "ASIA", "AIza",        "npm_",   "hf_",       "whsec_", "shpat_",   "SG.",
        "ya29.", "dop_v1_", "ghu_", "ghr_",        "pypi-",  "dckr_pat_", "xapp-"}) {
    for (std::size_t at = text.find(prefix); at != std::string_view::npos;) {
      std::size_t end = run_end(text, at + prefix.size());
      // Keys of makers that write a dot have several parts.
      while (prefix.back() == '.' && end < text.size() && text[end] == '.') end = run_end(text, end + 1);
      const bool is_inside = at > 0 && is_name_char(text[at - 1]);
      if (!is_inside && end - at >= kShortestKey) {
        add_secret(found, view, at, end, "a key (" + std::string(prefix) + "...)");
      }
      at = text.find(prefix, end);
    }
  }
}

bool is_separator(char c) { return c == '?' || c == '&' || c == '#' || c == ';'; }
bool is_encoded_separator(std::string_view text, std::size_t at) {
  const std::string_view code = text.substr(at, 3);
  for (const std::string_view separator : {"%3F", "%26", "%23", "%3B"}) {
    if (text::iequals(code, separator)) return true;
  }
  return false;
}
bool ends_parameter(std::string_view text, std::size_t at) {
  return space_length(text, at) > 0 || std::string_view("&#\"'<>;,").find(text[at]) != std::string_view::npos;
}

/// What stands before a name in running text: `a; token=...`, `"sid=..."`, `(key:...`.
bool begins_word(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  const char c = text[at - 1];
  return text::is(c, text::kAsciiWhitespace) || is_quote(c) || is_opening(c) ||
         std::string_view(",|:>").find(c) != std::string_view::npos;
}

/// What a name is given in running text, behind `=` or `:`: in quotes, or a run of what credentials are made of.
/// Other words are code (`token=read()`), patterns or lists. Gives where that ends, which is not looked through
/// again.
std::size_t add_given(const View& view, std::string_view name, std::size_t mark, std::vector<Secret>& found) {
  const std::string_view text = view.text();
  std::size_t from = mark + 1;
  const bool is_quoted = text[mark] == '=' && from < text.size() && is_quote(text[from]);
  std::size_t to = is_quoted ? ++from : from;
  while (to < text.size() && (is_quoted ? text[to] != text[from - 1] && !is_line_end(text[to])
                                        : is_credential_char(text[to]) ||
                                              std::string_view("=%:!").find(text[to]) != std::string_view::npos)) {
    ++to;
  }
  const bool is_whole = is_quoted || to == text.size() || ends_parameter(text, to) ||
                        std::string_view("\\`)]}|").find(text[to]) != std::string_view::npos;
  const std::string_view value = text.substr(from, to - from);
  // Behind a colon a word may be a tag or a scheme.
  const bool is_long =
      text[mark] == '=' ? value.size() >= kShortestGiven : !value.starts_with('/') && looks_made_up(value);
  if (is_whole && is_long) add_value(found, view, NameKind::Secret, name, from, to);
  return to;
}

/// The value of a parameter of a URL whose name ends at `at`; gives where it ends, or the name where it is none.
std::size_t add_parameter(const View& view, std::string_view name, std::size_t at, bool encoded,
                          std::vector<Secret>& found) {
  const std::string_view text = view.text();
  const std::size_t equals = text[at] == '=' ? 1 : encoded && text::iequals(text.substr(at, 3), "%3D") ? 3 : 0;
  if (equals == 0 || !is_secret_parameter(name)) return at;
  const std::size_t from = at + equals;
  std::size_t to = from;
  while (to < text.size() && !ends_parameter(text, to) && !(encoded && is_encoded_separator(text, to))) ++to;
  add_secret(found, view, from, to, "the parameter " + std::string(name) + " of a URL");
  return to;
}

/// ?token=... of a URL, also of one that is a parameter itself (%3Ftoken%3D...), and token=... wherever else.
void scan_parameters(const View& view, std::vector<Secret>& found) {
  const std::string_view text = view.text();
  for (std::size_t at = 0; at < text.size();) {
    const bool encoded = text[at] == '%' && is_encoded_separator(text, at);
    const bool in_url = encoded || is_separator(text[at]);
    if (!in_url && !(is_name_char(text[at]) && begins_word(text, at))) {
      ++at;
      continue;
    }
    const std::size_t start = !in_url ? at : at + (encoded ? 3 : 1);
    at = run_end(text, start);
    if (at - start > kMaxWord || at == start || at >= text.size()) continue;
    const std::string_view name = text.substr(start, at - start);
    if (in_url) {
      at = add_parameter(view, name, at, encoded, found);
    } else if ((text[at] == '=' || text[at] == ':') && is_secret_word(name)) {
      at = add_given(view, name, at, found);
    }
  }
}

/// Addresses that post for whoever knows them.
void scan_webhooks(const View& view, std::vector<Secret>& found) {
  const std::string_view text = view.text();
  for (const std::string_view start :
       {"hooks.slack.com/services/", "discord.com/api/webhooks/", "api.telegram.org/bot"}) {
    for (std::size_t at = text.find(start); at != std::string_view::npos; at = text.find(start, at)) {
      at += start.size();
      const std::size_t from = at;
      while (at < text.size() && !ends_parameter(text, at)) ++at;
      add_secret(found, view, from, at, "the path of a webhook");
    }
  }
}

/// Links that sign in or reset a password for whoever has them: a word that says so, then a long segment that is
/// no words ("/reset/3f2a...").
void scan_one_time_links(const View& view, std::vector<Secret>& found) {
  constexpr std::size_t kShortestSegment = 16;
  const std::string_view text = view.text();
  for (const std::string_view start :
       {"/reset/", "/reset-password/", "/password/", "/verify/", "/confirm/", "/activate/", "/invite/", "/magic/"}) {
    for (std::size_t at = text.find(start); at != std::string_view::npos; at = text.find(start, at)) {
      at += start.size();
      const std::size_t from = at;
      at = run_end(text, from);
      const std::string_view segment = text.substr(from, at - from);
      const bool has_digit = segment.find_first_of("0123456789") != std::string_view::npos;
      if (segment.size() >= kShortestSegment && has_digit)
        add_secret(found, view, from, at, "the secret part of a link");
    }
  }
}

bool ends_authority(std::string_view text, std::size_t at) {
  return space_length(text, at) > 0 || std::string_view("/?#\\\"'<>").find(text[at]) != std::string_view::npos;
}

/// https://me:secret@host/ : what stands before the last @ of the authority. Without a scheme, as in
/// //me:secret@host/, only a colon tells it from a comment.
void scan_user_info(const View& view, std::vector<Secret>& found) {
  const std::string_view text = view.text();
  for (std::size_t at = text.find("//"); at != std::string_view::npos; at = text.find("//", at)) {
    const std::size_t start = at + 2;
    bool is_told = at > 1 && text[at - 1] == ':' && is_alphanumeric(text[at - 2]);
    std::size_t last = 0;
    bool has_colon = false;
    for (at = start; at < text.size() && !ends_authority(text, at); ++at) {
      if (text[at] == '@') {
        last = at;
        is_told = is_told || has_colon;
      }
      has_colon = has_colon || text[at] == ':';
    }
    if (is_told && last > start) add_secret(found, view, start, last, "user name and password of a URL");
  }
}

/// -----BEGIN PRIVATE KEY----- to its end (RFC 7468). Certificates and public keys are no secret.
void scan_private_keys(const View& view, std::vector<Secret>& found) {
  const std::string_view text = view.text();
  constexpr std::string_view kBegin = "-----BEGIN ";
  constexpr std::string_view kEnd = "-----END";
  constexpr std::size_t kLongestLabel = 64;
  for (std::size_t at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin, at)) {
    at += kBegin.size();
    const std::size_t dashes = text.substr(at, kLongestLabel).find("-----");
    if (dashes == std::string_view::npos || text.substr(at, dashes).find("PRIVATE KEY") == std::string_view::npos)
      continue;
    const std::size_t body = at + dashes + 5;
    at = std::min(text.find(kEnd, body), text.size());
    add_secret(found, view, body, at, "a private key");
  }
}

/// set_cookie("sid", "abc"), setcookie('sid', 'abc'), res.cookie('sid', 'abc').
void scan_cookie_calls(const View& view, std::vector<Secret>& found) {
  const std::string_view text = view.text();
  constexpr std::string_view kCall = "ookie(";
  const auto blanks = [&](std::size_t at) {
    while (at < text.size() && is_blank(text[at])) ++at;
    return at;
  };
  const auto is_quote_at = [&](std::size_t at) { return at < text.size() && is_quote(text[at]); };
  for (std::size_t at = text.find(kCall); at != std::string_view::npos; at = text.find(kCall, at)) {
    at = blanks(at + kCall.size());
    if (!is_quote_at(at)) continue;
    const std::size_t name = at + 1;
    std::size_t end = run_end(text, name);
    if (end >= text.size() || text[end] != text[at] || end - name > kMaxWord) continue;
    end = blanks(end + 1);
    if (end >= text.size() || text[end] != ',') continue;
    const std::size_t from = blanks(end + 1);
    if (!is_quote_at(from)) continue;
    const std::size_t to = text.find(text[from], from + 1);
    if (to == std::string_view::npos) return;
    add_secret(found, view, from + 1, to,
               "value of the cookie " + std::string(text.substr(name, run_end(text, name) - name)));
    at = to;
  }
}

/// proxy_set_header X-Api-Key abc; and set $token "abc"; as nginx has them.
void scan_statements(const View& view, std::vector<Secret>& found) {
  const std::string_view text = view.text();
  for (const std::string_view statement : {"_header ", "set $"}) {
    for (std::size_t at = text.find(statement); at != std::string_view::npos; at = text.find(statement, at)) {
      const std::size_t name = at + statement.size();
      at = run_end(text, name);
      if (at - name > kMaxWord || at >= text.size() || !is_blank(text[at])) continue;
      const std::string_view word = text.substr(name, at - name);
      if (kind_of_name(word) != NameKind::Secret) continue;
      const std::size_t from = at;
      while (at < text.size() && text[at] != ';' && !is_line_end(text[at])) ++at;
      if (text.substr(from, at - from).find('$') != std::string_view::npos) continue;  // it comes from elsewhere
      add_secret(found, view, from, at, "value of " + std::string(word));
    }
  }
}

}  // namespace scan_text_detail

void scan_text(const View& view, std::vector<Secret>& found) {
  using namespace scan_text_detail;
  if (view.text().size() < kShortest) return;
  scan_lines(view, found);
  scan_jwts(view, found);
  scan_keys(view, found);
  scan_webhooks(view, found);
  scan_one_time_links(view, found);
  scan_parameters(view, found);
  scan_user_info(view, found);
  scan_private_keys(view, found);
  scan_cookie_calls(view, found);
  scan_statements(view, found);
}

}  // namespace headstrong::http::secrets
