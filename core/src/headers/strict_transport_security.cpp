#include "headers/strict_transport_security.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "text/ascii.hpp"
#include "text/order.hpp"

namespace headstrong::headers {
namespace strict_transport_security_detail {

using Fault = StrictTransportSecurity::Fault;

constexpr std::string_view kNo[] = {"false", "0", "no", "off"};

struct Directive {
  std::string_view text;
  std::string_view name;
  std::string_view value;  // without its quotes
  bool has_value = false;
};

/// The end of the directive that begins at `at`: the next ';' outside double quotes.
std::size_t directive_end(std::string_view s, std::size_t at) {
  bool quoted = false;
  for (; at < s.size(); ++at) {
    if (quoted && s[at] == '\\') {
      ++at;
    } else if (s[at] == '"') {
      quoted = !quoted;
    } else if (s[at] == ';' && !quoted) {
      break;
    }
  }
  return std::min(at, s.size());
}

bool is_quoted_string(std::string_view s) {
  if (s.size() < 2 || s.front() != '"' || s.back() != '"') return false;
  const std::string_view inner = s.substr(1, s.size() - 2);
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] == '"') return false;
    if (inner[i] == '\\' && ++i == inner.size()) return false;
  }
  return true;
}

/// directive = token [ "=" ( token | quoted-string ) ], blanks around "=" allowed (RFC 2616's
/// implied linear white space). False where the text is something else.
bool read_directive(std::string_view text, Directive& directive) {
  directive.text = text;
  const std::size_t equals = text.find('=');
  directive.name = text::trim(text.substr(0, equals), text::kSpaceTab);
  if (directive.name.empty() || !text::all_of(directive.name, text::kToken)) return false;
  if (equals == std::string_view::npos) return true;
  directive.has_value = true;
  directive.value = text::trim(text.substr(equals + 1), text::kSpaceTab);
  if (is_quoted_string(directive.value)) {
    directive.value = directive.value.substr(1, directive.value.size() - 2);
    return true;
  }
  return !directive.value.empty() && text::all_of(directive.value, text::kToken);
}

class Reader {
 public:
  explicit Reader(StrictTransportSecurity& out) : out_(out) {}

  void read(std::string_view s) {
    std::size_t at = 0;
    while (at <= s.size()) {
      const std::size_t end = directive_end(s, at);
      const std::string_view text = text::trim(s.substr(at, end - at), text::kSpaceTab);
      at = end + 1;
      if (!text.empty()) take(text);
    }
    note_repeated_unknown();
    if (out_.fault == Fault::None && !half_.empty() && !out_.max_age_value.empty()) {
      out_.fault = Fault::MalformedDirective;
      out_.fault_text = half_;
      out_.firefox_obeys = true;
    }
    if (out_.max_age_value.empty() && out_.fault == Fault::None) {
      out_.fault = Fault::MaxAgeAbsent;
      out_.fault_text = s;
    }
  }

 private:
  void fault(Fault fault, std::string_view text) {
    if (out_.fault != Fault::None) return;
    out_.fault = fault;
    out_.fault_text = text;
  }

  void take(std::string_view text) {
    Directive directive;
    if (!read_directive(text, directive)) {
      if (!is_half(directive)) return fault(Fault::MalformedDirective, text);
      if (half_.empty()) half_ = text;
      return;
    }
    if (text::iequals(directive.name, "max-age")) return take_max_age(directive);
    if (text::iequals(directive.name, "includeSubDomains")) {
      if (!out_.subdomains.empty()) fault(Fault::RepeatedDirective, text);
      if (directive.has_value) fault(Fault::ValuedSubdomains, text);
      out_.subdomains = text;
      return;
    }
    if (text::iequals(directive.name, "preload")) {
      if (!out_.preload.empty() && out_.repeated_word.empty()) out_.repeated_word = text;
      out_.preload = text;
      return;
    }
    if (out_.unknown.empty()) out_.unknown = text;
    unknown_.push_back(directive.name);
  }

  void take_max_age(const Directive& directive) {
    if (!out_.max_age_value.empty()) fault(Fault::RepeatedDirective, directive.text);
    if (directive.value.empty() || !text::all_of(directive.value, text::kDigit)) {
      out_.max_age_value = directive.text;
      return fault(Fault::MalformedMaxAge, directive.text);
    }
    out_.max_age_value = directive.value;
    out_.max_age = 0;
    constexpr std::size_t kDigitsOf64Bits = 20;
    const std::string_view number =
        directive.value.substr(std::min(directive.value.find_first_not_of('0'), directive.value.size()));
    out_.firefox_ignores =
        number.size() > kDigitsOf64Bits || (number.size() == kDigitsOf64Bits && number > "18446744073709551615");
    for (const char digit : directive.value) {
      out_.max_age = out_.max_age * 10 + static_cast<std::uint64_t>(digit - '0');
      out_.max_age = std::min(out_.max_age, StrictTransportSecurity::kEndless);
    }
  }

  /// name= and =value, with nothing on the other side: Chromium alone finds them malformed. What browsers
  /// know needs its value, or must not have one.
  static bool is_half(const Directive& directive) {
    const std::string_view text = directive.text;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string_view name = text::trim(text.substr(0, equals), text::kSpaceTab);
    const std::string_view value = text::trim(text.substr(equals + 1), text::kSpaceTab);
    if (text::iequals(name, "max-age") || text::iequals(name, "includeSubDomains")) return false;
    return name.empty() != value.empty() && text::all_of(name, text::kToken) && text::all_of(value, text::kToken);
  }

  /// An unknown directive that stands twice.
  void note_repeated_unknown() {
    if (unknown_.size() < 2) return;
    const auto before = [this](std::uint32_t a, std::uint32_t b) {
      const std::string_view left = unknown_[a];
      const std::string_view right = unknown_[b];
      return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                          [](char x, char y) { return text::to_lower(x) < text::to_lower(y); });
    };
    const std::vector<std::uint32_t> order = text::ordered(unknown_.size(), before);
    for (std::size_t i = 1; i < order.size(); ++i) {
      if (text::iequals(unknown_[order[i - 1]], unknown_[order[i]])) {
        if (out_.repeated_word.empty()) out_.repeated_word = unknown_[order[i]];
        return;
      }
    }
  }

  StrictTransportSecurity& out_;
  std::vector<std::string_view> unknown_;
  std::string_view half_;  // the first such directive
};

/// Where `word` stands in the value as a whole word, whatever the case of its letters; npos where nowhere.
std::size_t find_word(std::string_view value, std::string_view word) {
  for (std::size_t at = 0; at + word.size() <= value.size(); ++at) {
    if (at > 0 && text::is(value[at - 1], text::kAlpha)) continue;
    if (text::istarts_with(value.substr(at), word)) return at;
  }
  return std::string_view::npos;
}

/// Whether the value has the word, and doesn't say no to it (includeSubDomains=false).
bool asks_for(std::string_view value, std::string_view word) {
  const std::size_t at = find_word(value, word);
  if (at == std::string_view::npos) return false;
  std::string_view rest = text::trim(value.substr(at + word.size()), text::kSpaceTab);
  if (rest.empty() || rest.front() != '=') return true;
  rest = text::trim(rest.substr(1), text::kSpaceTab);
  return std::none_of(std::begin(kNo), std::end(kNo),
                      [&](std::string_view no) { return text::istarts_with(rest, no); });
}

}  // namespace strict_transport_security_detail

std::string hsts_step_words(std::uint64_t seconds) {
  constexpr std::string_view kOrdinals[] = {"first", "second", "third", "last"};
  for (std::size_t i = 0; i < std::size(kHstsSteps); ++i) {
    if (kHstsSteps[i].seconds != seconds) continue;
    return "This is the " + std::string(kOrdinals[i]) + " step, " + std::string(kHstsSteps[i].time) + ".";
  }
  return {};
}

MeantTransport meant_transport(std::string_view value) {
  using namespace strict_transport_security_detail;
  constexpr std::string_view kMaxAge = "max-age";
  MeantTransport meant;
  const std::size_t at = find_word(value, kMaxAge);
  if (at != std::string_view::npos) {
    std::string_view rest = value.substr(at + kMaxAge.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t=:\"'"), rest.size()));
    for (; !rest.empty() && text::is(rest.front(), text::kDigit); rest.remove_prefix(1)) {
      meant.max_age =
          std::min(meant.max_age * 10 + static_cast<std::uint64_t>(rest.front() - '0'), 10 * kPreloadMaxAge);
    }
  }
  meant.subdomains = asks_for(value, "includeSubDomains");
  meant.preload = asks_for(value, "preload");
  return meant;
}

std::string MeantTransport::in_force_for_a_year() const {
  std::string value = "max-age=" + std::to_string(std::max(max_age, kPreloadMaxAge));
  if (subdomains) value += "; includeSubDomains";
  if (subdomains && preload && max_age >= kPreloadMaxAge) value += "; preload";
  return value;
}

StrictTransportSecurity parse_strict_transport_security(std::string_view value) {
  StrictTransportSecurity header;
  strict_transport_security_detail::Reader(header).read(value);
  return header;
}

}  // namespace headstrong::headers
