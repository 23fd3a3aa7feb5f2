#include "http/evidence.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grammar/csp_names.hpp"
#include "grammar/header_names.hpp"
#include "text/ascii.hpp"
#include "text/invisible.hpp"

namespace headstrong::http {
namespace evidence_detail {

/// What a field's name says of where it comes from.
enum class Origin : std::uint8_t {
  Response,   // nothing but responses has it
  Answer,     // usual in responses, and not in requests or mails
  Message,    // usual in responses, and in requests or mails as well
  Extension,  // X-...
  Elsewhere,  // of requests, mails, commits, robots.txt
  Unknown
};

struct NameOf {
  std::string_view name;
  Origin origin;
};

/// Sorted. Names of the table of known headers are of responses alone unless they stand here.
constexpr NameOf kNames[] = {
    {"accept", Origin::Elsewhere},
    {"accept-ch", Origin::Answer},
    {"accept-charset", Origin::Elsewhere},
    {"accept-encoding", Origin::Elsewhere},
    {"accept-language", Origin::Elsewhere},
    {"accept-patch", Origin::Answer},
    {"accept-ranges", Origin::Answer},
    {"access-control-request-headers", Origin::Elsewhere},
    {"access-control-request-method", Origin::Elsewhere},
    {"age", Origin::Answer},
    {"allow", Origin::Answer},
    {"alt-svc", Origin::Answer},
    {"alternate-protocol", Origin::Answer},
    {"arc-authentication-results", Origin::Elsewhere},
    {"arc-message-signature", Origin::Elsewhere},
    {"arc-seal", Origin::Elsewhere},
    {"author", Origin::Elsewhere},
    {"authentication-results", Origin::Elsewhere},
    {"authordate", Origin::Elsewhere},
    {"authorization", Origin::Elsewhere},
    {"auto-submitted", Origin::Elsewhere},
    {"bcc", Origin::Elsewhere},
    {"cache-control", Origin::Message},
    {"cache-status", Origin::Answer},
    {"cc", Origin::Elsewhere},
    {"cdn-cache-control", Origin::Answer},
    {"cf-cache-status", Origin::Answer},
    {"cf-ray", Origin::Answer},
    {"commit", Origin::Elsewhere},
    {"commitdate", Origin::Elsewhere},
    {"committer", Origin::Elsewhere},
    {"connection", Origin::Message},
    {"content-description", Origin::Elsewhere},
    {"content-disposition", Origin::Message},
    {"content-encoding", Origin::Message},
    {"content-id", Origin::Elsewhere},
    {"content-language", Origin::Message},
    {"content-length", Origin::Message},
    {"content-location", Origin::Answer},
    {"content-range", Origin::Answer},
    {"content-transfer-encoding", Origin::Elsewhere},
    {"content-type", Origin::Message},
    {"cookie", Origin::Elsewhere},
    {"crawl-delay", Origin::Elsewhere},
    {"critical-ch", Origin::Answer},
    {"date", Origin::Answer},
    {"delivered-to", Origin::Elsewhere},
    {"disallow", Origin::Elsewhere},
    {"dkim-signature", Origin::Elsewhere},
    {"dnt", Origin::Elsewhere},
    {"envelope-to", Origin::Elsewhere},
    {"errors-to", Origin::Elsewhere},
    {"etag", Origin::Answer},
    {"expect", Origin::Elsewhere},
    {"expires", Origin::Answer},
    {"feedback-id", Origin::Elsewhere},
    {"from", Origin::Elsewhere},
    {"host", Origin::Elsewhere},
    {"if-match", Origin::Elsewhere},
    {"if-modified-since", Origin::Elsewhere},
    {"if-none-match", Origin::Elsewhere},
    {"if-range", Origin::Elsewhere},
    {"if-unmodified-since", Origin::Elsewhere},
    {"in-reply-to", Origin::Elsewhere},
    {"keep-alive", Origin::Message},
    {"last-modified", Origin::Answer},
    {"link", Origin::Answer},
    {"list-archive", Origin::Elsewhere},
    {"list-help", Origin::Elsewhere},
    {"list-id", Origin::Elsewhere},
    {"list-post", Origin::Elsewhere},
    {"list-subscribe", Origin::Elsewhere},
    {"list-unsubscribe", Origin::Elsewhere},
    {"list-unsubscribe-post", Origin::Elsewhere},
    {"location", Origin::Answer},
    {"mail-followup-to", Origin::Elsewhere},
    {"max-forwards", Origin::Elsewhere},
    {"message-id", Origin::Elsewhere},
    {"mime-version", Origin::Elsewhere},
    {"organization", Origin::Elsewhere},
    {"origin", Origin::Elsewhere},
    {"origin-trial", Origin::Answer},
    {"p3p", Origin::Answer},
    {"pragma", Origin::Message},
    {"precedence", Origin::Elsewhere},
    {"proxy-authenticate", Origin::Answer},
    {"proxy-authorization", Origin::Elsewhere},
    {"proxy-connection", Origin::Elsewhere},
    {"range", Origin::Elsewhere},
    {"received", Origin::Elsewhere},
    {"received-spf", Origin::Elsewhere},
    {"references", Origin::Elsewhere},
    {"referer", Origin::Elsewhere},
    {"refresh", Origin::Answer},
    {"reply-to", Origin::Elsewhere},
    {"retry-after", Origin::Answer},
    {"return-path", Origin::Elsewhere},
    {"sec-websocket-accept", Origin::Answer},
    {"sender", Origin::Elsewhere},
    {"server", Origin::Answer},
    {"signed-off-by", Origin::Elsewhere},
    {"sitemap", Origin::Elsewhere},
    {"status", Origin::Message},
    {"subject", Origin::Elsewhere},
    {"te", Origin::Elsewhere},
    {"to", Origin::Elsewhere},
    {"trailer", Origin::Message},
    {"transfer-encoding", Origin::Message},
    {"upgrade", Origin::Message},
    {"upgrade-insecure-requests", Origin::Elsewhere},
    {"user-agent", Origin::Elsewhere},
    {"vary", Origin::Answer},
    {"via", Origin::Message},
    {"warning", Origin::Answer},
    {"www-authenticate", Origin::Answer},
    {"x-amz-cf-id", Origin::Answer},
    {"x-amz-cf-pop", Origin::Answer},
    {"x-cache", Origin::Answer},
    {"x-cache-hits", Origin::Answer},
    {"x-forwarded-for", Origin::Elsewhere},
    {"x-forwarded-host", Origin::Elsewhere},
    {"x-forwarded-proto", Origin::Elsewhere},
    {"x-mailer", Origin::Elsewhere},
    {"x-originating-ip", Origin::Elsewhere},
    {"x-real-ip", Origin::Elsewhere},
    {"x-requested-with", Origin::Elsewhere},
    {"x-robots-tag", Origin::Answer},
    {"x-runtime", Origin::Answer},
    {"x-served-by", Origin::Answer},
    {"x-spam-level", Origin::Elsewhere},
    {"x-spam-score", Origin::Elsewhere},
    {"x-spam-status", Origin::Elsewhere},
    {"x-timer", Origin::Answer},
    {"x-varnish", Origin::Answer},
};

/// Headers that no longer name than this is compared with; no known one is longer.
constexpr std::size_t kLongestName = 48;

bool is_in_table(std::string_view lowered, Origin& origin) {
  const NameOf* found =
      std::lower_bound(std::begin(kNames), std::end(kNames), lowered,
                       [](const NameOf& entry, std::string_view wanted) { return entry.name < wanted; });
  if (found == std::end(kNames) || found->name != lowered) return false;
  origin = found->origin;
  return true;
}

/// Whether `b` is `a` after at most `limit` keystrokes: one letter more, less, other, or two swapped.
bool is_within(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size() + limit || b.size() > a.size() + limit) return false;
  std::array<std::array<std::size_t, kLongestName + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], rows[(i + 1) % 3][j - 2] + 1);
      }
    }
  }
  return rows[a.size() % 3][b.size()] <= limit;
}

/// Whether `shorter` is `longer` without one of its words, which dashes part.
bool lacks_a_word(std::string_view shorter, std::string_view longer) {
  if (std::count(shorter.begin(), shorter.end(), '-') + 1 != std::count(longer.begin(), longer.end(), '-')) {
    return false;
  }
  std::size_t same = 0;
  while (same < shorter.size() && shorter[same] == longer[same]) ++same;
  if (same == shorter.size()) return longer[same] == '-';
  // Back to where the word begins that is not in the shorter one.
  while (same > 0 && longer[same - 1] != '-') --same;
  const std::size_t dash = longer.find('-', same);
  return dash != std::string_view::npos && longer.substr(dash + 1) == shorter.substr(same);
}

constexpr std::size_t kShortestNear = 8;

/// Which characters a name has, one bit each. A keystroke changes two bits at most, so most names are
/// told apart without counting keystrokes.
std::uint64_t characters_of(std::string_view name) {
  std::uint64_t bits = 0;
  for (const char c : name) bits |= std::uint64_t{1} << (static_cast<unsigned char>(c) % 64);
  return bits;
}

struct KnownName {
  std::string name;
  std::uint64_t characters;
};

/// The names that only responses have, in lower case, of those in which a slip can be told.
const std::vector<KnownName>& names_of_responses() {
  static const std::vector<KnownName> kOfResponses = [] {
    std::vector<KnownName> names;
    for (std::size_t i = 0; i < kHeaderNameCount; ++i) {
      std::string name = text::lowered(spelling(static_cast<HeaderName>(i)));
      Origin origin = Origin::Response;
      if (name.size() < kShortestNear || is_in_table(name, origin)) continue;
      const std::uint64_t characters = characters_of(name);
      names.push_back({std::move(name), characters});
    }
    return names;
  }();
  return kOfResponses;
}

/// A slip in a name that only responses have: two keystrokes, a word too many or too few.
bool is_nearly_of_responses(std::string_view name) {
  constexpr std::size_t kLong = 14;
  if (name.size() < kShortestNear || name.size() > kLongestName) return false;
  // Without dashes it is a word of code, as in contentSecurityPolicy; with other marks one of a diff or
  // of a comment.
  const bool dashed = name.find('-') != std::string_view::npos && name.front() != '-';
  if (!dashed || !text::all_of(name, text::kLabel)) return false;
  const std::uint64_t characters = characters_of(name);
  const bool long_enough = std::count(name.begin(), name.end(), '-') >= 2;
  for (const auto& [known, its_characters] : names_of_responses()) {
    const std::size_t limit = known.size() < kLong ? 1 : 2;
    const bool alike = std::bitset<64>(characters ^ its_characters).count() <= 2 * limit;
    if (alike && is_within(name, known, limit)) return true;
    if (long_enough && (lacks_a_word(name, known) || lacks_a_word(known, name))) return true;
    if (known.compare(0, 2, "x-") == 0 && name == std::string_view(known).substr(2)) return true;
  }
  return false;
}

Origin origin_of(std::string_view name) {
  if (name.size() > kLongestName) {
    return text::istarts_with(name, "x-") ? Origin::Extension : Origin::Unknown;
  }
  const std::string lowered = text::lowered(name);
  Origin origin = Origin::Unknown;
  if (is_in_table(lowered, origin)) return origin;
  if (header_name(name) != HeaderName::Unknown) return Origin::Response;
  if (lowered.compare(0, 4, "sec-") == 0) return Origin::Elsewhere;
  if (is_nearly_of_responses(lowered)) return Origin::Response;
  return lowered.compare(0, 2, "x-") == 0 ? Origin::Extension : Origin::Unknown;
}

/// "Sat, 28 Nov 2026 10:00:00 GMT": the one form that HTTP has, where mails have another zone.
bool is_http_date(std::string_view value) {
  return value.size() > 20 && text::iends_with(value, " GMT") && value.find(':') != std::string_view::npos;
}

bool is_number(std::string_view value) { return !value.empty() && text::all_of(value, text::kDigit); }

/// Whether a value has the form that its header's values have. Of names that mean something in other
/// texts, too, the value tells.
bool has_usual_form(std::string_view name, std::string_view value) {
  using text::iequals;
  const auto has = [&](std::string_view marks) { return value.find_first_of(marks) != value.npos; };
  if (iequals(name, "date") || iequals(name, "last-modified")) return is_http_date(value);
  if (iequals(name, "expires")) return is_http_date(value) || is_number(value) || value == "-1";
  if (iequals(name, "age") || iequals(name, "content-length")) return is_number(value);
  if (iequals(name, "location") || iequals(name, "content-location")) return has("/?") && !has(" ");
  if (iequals(name, "link")) return value.substr(0, 1) == "<";
  if (iequals(name, "content-type")) return has("/");
  if (iequals(name, "refresh")) return value.substr(0, 1).find_first_of("0123456789") == 0;
  if (iequals(name, "allow")) {
    return std::all_of(value.begin(), value.end(),
                       [](char c) { return (c >= 'A' && c <= 'Z') || c == ',' || c == ' '; });
  }
  if (iequals(name, "status")) return is_number(value.substr(0, 3));
  if (iequals(name, "via")) return has(" .");
  if (iequals(name, "warning")) return is_number(value.substr(0, 3));
  return true;
}

bool is_letter(char c) { return text::is(c, text::kAlpha) || text::is_non_ascii(c); }

/// Words of values that are made of letters alone.
bool is_word_of_values(std::string_view word) {
  static constexpr std::string_view kWords[] = {"self", "none",       "https",       "http", "data",
                                                "blob", "filesystem", "mediastream", "ws",   "wss"};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view known) { return text::iequals(word, known); });
}

/// What a word adds to a run of plain words. Scripts without blanks between words count for more.
std::size_t plainness(std::string_view word) {
  constexpr unsigned char kFirstOfAsianScripts = 0xE3;
  const auto first = static_cast<unsigned char>(word.front());
  if (first >= kFirstOfAsianScripts && first < 0xEE) return 3;
  // Curly quotes and dashes begin with this byte, and letters hardly ever.
  if (!is_letter(word.front()) || first == 0xE2) return 0;
  const bool letters = std::all_of(word.begin(), word.end(), [](char c) { return is_letter(c) || c == '\''; });
  return letters && !is_word_of_values(word) ? 1 : 0;
}

/// The next word of `text` behind `at`, which moves behind it; empty at the end.
std::string_view next_word(std::string_view text, std::size_t& at) {
  const char* start = text.data() + at;
  const char* const last = text.data() + text.size();
  while (start != last && text::is(*start, text::kAsciiWhitespace)) ++start;
  const char* end = start;
  while (end != last && !text::is(*end, text::kAsciiWhitespace)) ++end;
  at = static_cast<std::size_t>(end - text.data());
  return {start, static_cast<std::size_t>(end - start)};
}

/// Whether a mark ends a sentence, or a part of one.
bool is_pause(char c) { return c == '.' || c == ',' || c == ';' || c == ':' || c == '!' || c == '?'; }

/// Whether one keystroke makes a directive's name of the word: what is looked up is all that is one
/// keystroke away.
bool is_nearly_directive(std::string_view word) {
  constexpr std::size_t kLongest = 40;
  if (word.size() < 4 || word.size() > kLongest) return false;
  static constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz-";
  for (std::size_t i = 0; i <= word.size(); ++i) {
    std::string near(word);
    if (i < word.size()) {
      near.erase(i, 1);
      if (csp::starts_policy(near)) return true;
    }
    if (i + 1 < word.size()) {
      near = word;
      std::swap(near[i], near[i + 1]);
      if (csp::starts_policy(near)) return true;
    }
    for (const char letter : kLetters) {
      near = word;
      near.insert(i, 1, letter);
      if (csp::starts_policy(near)) return true;
      if (i == word.size()) continue;
      near = word;
      near[i] = letter;
      if (csp::starts_policy(near)) return true;
    }
  }
  return false;
}

bool is_of_name(char c) { return text::is(c, text::kLabel) || c == '_'; }

/// Whether a directive's name is followed by a blank that is none in a policy, such as a no-break space.
bool is_before_odd_blank(std::string_view word) {
  const auto end = std::find_if_not(word.begin(), word.end(), is_of_name);
  const auto size = static_cast<std::size_t>(end - word.begin());
  const std::string_view rest = word.substr(size);
  return text::starts_with_odd_blank(rest) && csp::starts_policy(word.substr(0, size));
}

/// Whether an unknown word has the shape of a directive's name.
bool has_shape_of_directive(std::string_view word) {
  for (const std::string_view end : {"-src", "-elem", "-attr", "-ancestors", "-action", "-uri"}) {
    if (word.size() > end.size() && text::iends_with(word, end)) return true;
  }
  return false;
}

/// A word as sources are: in quotes, a host, a scheme, or a keyword that lost its quotes.
bool is_like_source(std::string_view word) {
  if (word.front() == '\'') return true;
  if (word.find_first_of("=\"(){}<>[]") != word.npos) return false;
  return is_word_of_values(word) || word.find_first_of(".:*") != word.npos || text::istarts_with(word, "unsafe-") ||
         text::istarts_with(word, "nonce-") || text::istarts_with(word, "sha256-");
}

/// Behind a directive's name, what shows that it is a word of another language: an assignment, a list,
/// a text in quotes with the source's own quotes inside.
bool begins_other_language(std::string_view word) {
  if (word.empty()) return false;
  return std::string_view("=|[{(").find(word.front()) != std::string_view::npos || word.substr(0, 2) == ":=" ||
         word.substr(0, 2) == "->" || word.substr(0, 2) == "\"'" || word.substr(0, 2) == "'\"";
}

/// Pieces of a policy that are not empty, and how many of them begin with a directive's name. So
/// many as tell.
struct Pieces {
  std::size_t all = 0;
  std::size_t known = 0;
};
Pieces count_pieces(std::string_view text) {
  constexpr std::size_t kEnough = 64;
  Pieces pieces;
  for (std::size_t at = 0; at < text.size() && pieces.all < kEnough;) {
    std::size_t end = text.find_first_of(";,", at);
    if (end == std::string_view::npos) end = text.size();
    std::size_t word_at = 0;
    const std::string_view piece = text.substr(at, end - at);
    const std::string_view word = next_word(piece, word_at);
    pieces.all += !word.empty();
    pieces.known += !word.empty() && csp::starts_policy(word);
    at = end + 1;
  }
  return pieces;
}

/// Several lines that begin with a directive's name and a colon, or the name in quotes: a map of some
/// language, whose values are not as they are sent.
bool is_map(std::string_view text) {
  std::size_t lines = 0;
  for (std::size_t at = 0; at < text.size() && lines < 2;) {
    std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    std::size_t word_at = 0;
    std::string_view word = next_word(text.substr(at, end - at), word_at);
    if (word.size() > 1 && word.back() == ':') {
      word.remove_suffix(1);
      lines += csp::starts_policy(word);
    }
    at = end + 1;
  }
  return lines > 1;
}

/// What reports write where a header's value would stand.
bool is_verdict(std::string_view value) {
  static constexpr std::string_view kVerdicts[] = {"missing",   "absent",  "not set",         "not present",
                                                   "not found", "present", "not implemented", "not sent",
                                                   "unset",     "n/a",     "failed",          "passed"};
  while (!value.empty() && (value.back() == '.' || value.back() == '!')) value.remove_suffix(1);
  return std::any_of(std::begin(kVerdicts), std::end(kVerdicts),
                     [&](std::string_view each) { return text::iequals(each, value); });
}

bool is_policy_name(std::string_view name) { return text::istarts_with(name, "content-security-policy"); }

/// Some words without a mark that policies have, none of them a directive.
bool is_mere_words(std::string_view value) {
  std::size_t words = 0;
  for (std::size_t at = 0; at < value.size();) {
    std::string_view word = next_word(value, at);
    while (!word.empty() && std::string_view(".,!?").find(word.back()) != std::string_view::npos) word.remove_suffix(1);
    if (word.empty()) continue;
    if (!std::all_of(word.begin(), word.end(), is_letter) || csp::starts_policy(word) || is_nearly_directive(word))
      return false;
    ++words;
  }
  return words >= 2;
}

/// Whether a value has the form that its header's values have; nothing where they have none.
std::optional<bool> form_of(const Field& field) {
  const std::string value = text::lowered(field.value.text().substr(0, 4096));
  const auto has = [&](std::string_view part) { return value.find(part) != value.npos; };
  const auto starts = [&](std::string_view part) { return value.compare(0, part.size(), part) == 0; };
  const bool one = !has(" ") || has(",") || has(";");
  switch (header_name(field.name)) {
    case HeaderName::ContentSecurityPolicy:
    case HeaderName::ContentSecurityPolicyReportOnly:
      return is_bare_policy(value) || has("-src") || has("frame-ancestors");
    case HeaderName::XFrameOptions: return starts("deny") || starts("same") || starts("allow");
    case HeaderName::StrictTransportSecurity: return has("max-age") || has("=");
    case HeaderName::XContentTypeOptions: return one && has("sniff");
    case HeaderName::ReferrerPolicy: return one && (has("-") || starts("origin"));
    case HeaderName::PermissionsPolicy: return has("=") || has("'") || has("*");
    case HeaderName::CrossOriginOpenerPolicy:
    case HeaderName::CrossOriginEmbedderPolicy:
    case HeaderName::CrossOriginResourcePolicy: return one && (has("-") || starts("credentialless"));
    case HeaderName::XXssProtection:
      return (starts("0") || starts("1")) && (value.size() == 1 || value[1] == ';' || value[1] == ' ');
    default: return std::nullopt;
  }
}

/// What checklists and lists of what headers are for write behind a name, in place of a value.
bool is_remark(std::string_view value) {
  static constexpr std::string_view kRemarks[] = {
      "yes",       "no",         "true",        "false",     "on",       "off",           "ok",       "okay",
      "set",       "enabled",    "disabled",    "good",      "bad",      "pass",          "fail",     "done",
      "todo",      "warn",       "warning",     "info",      "low",      "medium",        "high",     "critical",
      "required",  "optional",   "recommended", "secure",    "insecure", "partial",       "unknown",  "clickjacking",
      "framing",   "xss",        "csrf",        "sniffing",  "mime",     "mime-sniffing", "https",    "http",
      "tls",       "ssl",        "transport",   "injection", "privacy",  "leakage",       "leaks",    "leak",
      "isolation", "spectre",    "referrer",    "csp",       "hsts",     "policy",        "features", "permissions",
      "security",  "protection", "string",      "number",    "boolean",  "text",          "value",    "header",
      "deprecated"};
  while (!value.empty() && std::string_view(".,;!").find(value.back()) != std::string_view::npos)
    value.remove_suffix(1);
  if (value.empty()) return true;
  // A mark of a grade, a count, a sign: "A+", "12/20", a tick.
  if (value.size() <= 2 && (text::is(value[0], text::kAlpha) || text::is(value[0], text::kDigit))) return true;
  if (text::is_non_ascii(value[0]) || value.find('/') != value.npos || value.find('%') != value.npos) return true;
  return std::any_of(std::begin(kRemarks), std::end(kRemarks),
                     [&](std::string_view each) { return text::iequals(each, value); });
}

struct Forms {
  std::size_t right = 0;
  std::size_t all = 0;
  std::size_t mistyped = 0;  // neither right nor a remark: one word that someone took for a value
  std::bitset<kHeaderNameCount + 1> names;
};
Forms count_forms(const Response& response) {
  constexpr std::size_t kEnough = 1000;
  Forms forms;
  for (std::size_t i = 0; i < response.fields.size() && i < kEnough; ++i) {
    if (response.fields[i].from_meta) continue;
    if (const auto form = form_of(response.fields[i])) {
      ++forms.all;
      forms.right += *form;
      const std::string_view value = response.fields[i].value.text();
      forms.mistyped += !*form && value.find_first_of(" \t") == value.npos && !is_remark(value);
      forms.names.set(static_cast<std::size_t>(header_name(response.fields[i].name)));
    }
  }
  return forms;
}

/// A field's origin, unless its value shows that it is something else.
Origin origin_of(const Field& field) {
  const Origin origin = origin_of(field.name);
  const std::string_view value = field.value.text();
  switch (origin) {
    case Origin::Response: {
      if (!has_usual_form(field.name, value) || is_verdict(value)) return Origin::Unknown;
      if (is_policy_name(field.name) && is_mere_words(value.substr(0, 4096))) return Origin::Unknown;
      // A browser's message, a list of what headers are for: a name with a sentence behind it.
      constexpr std::size_t kReadable = 4096;
      return reads_like_prose(value.substr(0, kReadable)) && !text::istarts_with(field.name, "x-powered") &&
                     !text::iequals(field.name, "set-cookie") && !text::iequals(field.name, "x-generator")
                 ? Origin::Unknown
                 : origin;
    }
    case Origin::Answer:
    case Origin::Message: return has_usual_form(field.name, value) ? origin : Origin::Unknown;
    default: return field.invalid_name ? Origin::Unknown : origin;
  }
}

struct Count {
  std::size_t response = 0;
  std::size_t answer = 0;
  std::size_t message = 0;
  std::size_t extension = 0;
  std::size_t elsewhere = 0;
  std::size_t unknown = 0;
  std::size_t cookies = 0;  // among those of responses

  std::size_t usual() const { return answer + message; }
  std::size_t right() const { return response + usual() + extension; }
};

/// The first fields tell; so many that all are different are no response anyway.
Count count(const Response& response) {
  constexpr std::size_t kEnough = 1000;
  Count result;
  std::size_t seen = 0;
  for (const Field& field : response.fields) {
    if (field.from_meta) continue;
    if (++seen > kEnough) break;
    result.cookies += header_name(field.name) == HeaderName::SetCookie;
    switch (origin_of(field)) {
      case Origin::Response: ++result.response; break;
      case Origin::Answer: ++result.answer; break;
      case Origin::Message: ++result.message; break;
      case Origin::Extension: ++result.extension; break;
      case Origin::Elsewhere: ++result.elsewhere; break;
      case Origin::Unknown: ++result.unknown; break;
    }
  }
  return result;
}

}  // namespace evidence_detail

bool is_verdict(std::string_view value) { return evidence_detail::is_verdict(value); }

bool reads_like_prose(std::string_view text) {
  constexpr std::size_t kMostNames = 8;  // of Trusted Types policies, which may be any words
  std::size_t words = 0;
  std::size_t plain = 0;
  std::size_t run = 0;
  std::size_t longest = 0;
  std::size_t names_left = 0;
  std::string_view previous;
  for (std::size_t at = 0; at < text.size();) {
    std::string_view word = evidence_detail::next_word(text, at);
    const std::string_view whole = word;
    while (!word.empty() && evidence_detail::is_pause(word.back())) word.remove_suffix(1);
    std::size_t weight = word.empty() ? 0 : evidence_detail::plainness(word);
    if (word == previous) weight = 0;  // no sentence says a word twice
    previous = word;
    if (names_left > 0) {
      --names_left;
      weight = 0;
    }
    if (text::iequals(word, "trusted-types")) names_left = kMostNames;
    words += std::max<std::size_t>(weight, 1);
    plain += weight;
    run = weight > 0 ? run + weight : 0;
    longest = std::max(longest, run);
    if (word.size() == whole.size()) continue;
    run = 0;
    if (whole.back() == ';') names_left = 0;
  }
  const bool sentence = longest >= 3 || (longest >= 2 && plain >= 4);
  return sentence && plain * 2 > words;
}

bool is_bare_policy(std::string_view text) {
  using namespace evidence_detail;
  constexpr std::size_t kReadable = 4096;
  while (!text.empty() &&
         (text::is(text.front(), text::kAsciiWhitespace) || text.front() == ';' || text.front() == ',')) {
    text.remove_prefix(1);
  }
  const std::string_view piece = text.substr(0, text.find_first_of(";,"));
  std::size_t at = 0;
  std::string_view word = next_word(piece, at);
  const bool colon = !word.empty() && word.back() == ':';
  if (colon) {
    word.remove_suffix(1);  // "script-src: 'self'" is a misspelled directive, not a header
    if (header_name(word) != HeaderName::Unknown) return false;
  }
  if (word.empty()) return false;
  const std::string_view second = next_word(piece, at);
  if (begins_other_language(second) || (colon && second.substr(0, 1) == "\"")) return false;
  if (is_map(text) || reads_like_prose(text.substr(0, kReadable))) return false;
  if (csp::starts_policy(word) || is_before_odd_blank(word)) return true;
  // A first word with a colon is a header's name; one with marks is of another language.
  if (colon || !std::all_of(word.begin(), word.end(), is_of_name)) return false;
  for (std::string_view source = second; !source.empty(); source = next_word(piece, at)) {
    if (!is_like_source(source)) return false;
  }
  const Pieces pieces = count_pieces(text);
  const bool keyword = second.substr(0, 1) == "'";
  const bool directive = has_shape_of_directive(word) || is_nearly_directive(word);
  if (pieces.all == 1) return directive && keyword;
  return (directive || keyword) && pieces.known * 2 >= pieces.all - 1;
}

bool has_evidence(const Response& response, std::size_t others) {
  const evidence_detail::Count n = evidence_detail::count(response);
  if (n.response > 0) {
    // A name in a long text is a mention; of a request beside its response, the lines are no noise.
    const std::size_t noise = others + n.unknown + (n.response + n.usual() < 2 ? n.elsewhere : 0);
    return noise <= 2 * n.right();
  }
  if (n.elsewhere > 0) return n.answer >= 2 && n.answer >= n.elsewhere && others + n.unknown <= n.right();
  if (others + n.unknown == 0) return n.right() > 0;
  // Some sites have many names of their own.
  return n.usual() >= 2 && others + n.unknown <= (n.answer < 3 ? 1 : 2) * n.right();
}

bool has_values_of_form(const Response& response) {
  const auto forms = evidence_detail::count_forms(response);
  return forms.right * 2 >= forms.all;
}

bool is_list_of_words(const Response& response) {
  // What a check found: "pass", "missing"
  constexpr std::string_view kVerdicts[] = {"pass",    "passed",  "fail",     "failed",   "ok",      "missing",
                                            "present", "absent",  "yes",      "no",       "true",    "false",
                                            "set",     "unset",   "required", "optional", "good",    "bad",
                                            "warn",    "warning", "info",     "enabled",  "disabled"};
  const bool verdicts = std::all_of(response.fields.begin(), response.fields.end(), [&](const Field& field) {
    return std::any_of(std::begin(kVerdicts), std::end(kVerdicts),
                       [&](std::string_view verdict) { return text::iequals(field.value.text(), verdict); });
  });
  if (verdicts && response.fields.size() >= 2) return true;
  const auto forms = evidence_detail::count_forms(response);
  return forms.names.count() >= 3 && forms.right == 0 && forms.mistyped * 2 < forms.all &&
         evidence_detail::count(response).answer == 0;
}

bool has_several_headers(const Response& response) {
  std::string_view first;
  for (const Field& field : response.fields) {
    if (field.from_meta) continue;
    const bool policy = text::istarts_with(field.name, "content-security-policy");
    const std::string_view name = policy ? std::string_view("content-security-policy") : field.name;
    if (first.empty()) first = name;
    if (!text::iequals(first, name)) return true;
  }
  return false;
}

bool is_whole_set(const Response& response, std::size_t others) {
  if (!has_several_headers(response)) return false;
  const evidence_detail::Count n = evidence_detail::count(response);
  const bool dump = n.answer + n.cookies > 0 || (n.response > 0 && n.message > 0);
  return dump && others <= n.right() && others + n.unknown <= 2 * n.right();
}

}  // namespace headstrong::http
