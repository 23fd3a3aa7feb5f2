#include "headers/csp/parse_policy.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "text/ascii.hpp"
#include "text/word_table.hpp"

namespace headstrong::csp {
namespace parse_policy_detail {

using text::is;
using text::kAsciiWhitespace;

/// Reads scheme, host, port, path and tail out of a source expression, with the leniency that browsers share.
class UrlParts {
 public:
  explicit UrlParts(SourceExpression& expression)
      : expression_(expression), s_(expression.text), size_(static_cast<std::uint32_t>(s_.size())) {}

  /// Returns false where the text fits neither scheme-source nor host-source.
  bool read() {
    if (read_scheme()) return true;
    if (!read_host() || !read_port()) return false;
    read_path();
    if (at_ < size_ && !begins_tail()) return false;
    expression_.kind = SourceKind::Host;
    return true;
  }

 private:
  bool is_at(char c) const { return at_ < size_ && s_[at_] == c; }
  bool begins_tail() const { return s_[at_] == '?' || s_[at_] == '#'; }

  /// Returns true where nothing stands behind the scheme's colon.
  bool read_scheme() {
    std::uint32_t end = 0;
    while (end < size_ && is(s_[end], text::kScheme)) ++end;
    if (end == 0 || end == size_ || s_[end] != ':' || !is(s_[0], text::kAlpha)) return false;
    if (end + 1 == size_) {  // scheme-source
      expression_.scheme_end = end;
      expression_.host_start = expression_.host_end = size_;
      expression_.port_start = expression_.port_end = expression_.path_end = size_;
      expression_.kind = SourceKind::Scheme;
      return true;
    }
    if (end + 2 < size_ && s_[end + 1] == '/' && s_[end + 2] == '/') {
      expression_.scheme_end = end;
      at_ = end + 3;
    }
    return false;
  }

  /// host-part: "*" or ["*."] labels joined by single dots, one trailing dot allowed
  bool read_host() {
    const std::uint32_t start = expression_.host_start = at_;
    if (is_at('*')) {
      ++at_;
      if (is_at('.')) {
        ++at_;
        if (at_ == size_ || !is(s_[at_], text::kLabel)) return false;
      }
    }
    const bool lone_star = at_ == start + 1;
    if (!lone_star) {
      read_labels();
      if (at_ == start || is_at('.')) return false;  // nothing, or an empty label
    }
    expression_.host_end = at_;
    return true;
  }

  void read_labels() {
    std::uint32_t label = at_;
    while (at_ < size_) {
      if (is(s_[at_], text::kLabel)) {
        ++at_;
      } else if (s_[at_] == '.' && at_ > label) {
        label = ++at_;
      } else {
        return;
      }
    }
  }

  bool read_port() {
    expression_.port_start = expression_.port_end = at_;
    if (!is_at(':')) return true;
    expression_.port_start = ++at_;
    if (is_at('*')) {
      ++at_;
    } else {
      while (at_ < size_ && is(s_[at_], text::kDigit)) ++at_;
    }
    expression_.port_end = at_;
    return at_ > expression_.port_start;
  }

  void read_path() {
    if (is_at('/')) {
      while (at_ < size_ && !begins_tail()) ++at_;
    }
    expression_.path_end = at_;
  }

  SourceExpression& expression_;
  std::string_view s_;
  std::uint32_t size_;
  std::uint32_t at_ = 0;
};

/// base64-value = 1*( ALPHA / DIGIT / "+" / "/" / "-" / "_" ) *2( "=" )
bool is_base64_value(std::string_view v) {
  std::size_t end = v.size();
  for (int pads = 0; pads < 2 && end > 0 && v[end - 1] == '='; ++pads) --end;
  return end > 0 && text::all_of(v.substr(0, end), text::kBase64);
}

bool read_nonce_or_hash(SourceExpression& expression) {
  const std::string_view s = expression.text;
  if (s.size() < 3 || s.front() != '\'' || s.back() != '\'') return false;
  const std::string_view inner = s.substr(1, s.size() - 2);
  const std::size_t dash = inner.find('-');
  if (dash == std::string_view::npos) return false;
  const std::string_view prefix = inner.substr(0, dash);
  if (!is_base64_value(inner.substr(dash + 1))) return false;
  if (text::iequals(prefix, "nonce")) {
    expression.kind = SourceKind::Nonce;
    return true;
  }
  static constexpr struct {
    std::string_view prefix;
    HashAlgorithm algorithm;
  } kAlgorithms[] = {
      {"sha256", HashAlgorithm::Sha256}, {"sha384", HashAlgorithm::Sha384}, {"sha512", HashAlgorithm::Sha512}};
  for (const auto& known : kAlgorithms) {
    if (text::iequals(prefix, known.prefix)) {
      expression.kind = SourceKind::Hash;
      expression.algorithm = known.algorithm;
      return true;
    }
  }
  return false;
}

/// Says what a token that is not empty is; `expression` has its text and nothing else.
void read_source(SourceExpression& expression) {
  const std::string_view token = expression.text;
  if (token.front() == '\'') {
    expression.keyword = keyword(token);
    if (expression.keyword != Keyword::Unknown) {
      expression.kind = SourceKind::Keyword;
    } else {
      read_nonce_or_hash(expression);
    }
    return;
  }
  if (token == "*") {
    expression.kind = SourceKind::Wildcard;
    return;
  }
  if (UrlParts(expression).read()) return;
  expression = {};
  expression.text = token;
}

/// A text compared ASCII case-insensitively, without a lowered copy.
struct Folded {
  std::string_view text;
  bool operator==(const Folded& other) const { return text::iequals(text, other.text); }
  bool operator!=(const Folded& other) const { return !(*this == other); }
  bool operator<(const Folded& other) const {
    return std::lexicographical_compare(text.begin(), text.end(), other.text.begin(), other.text.end(),
                                        [](char a, char b) { return text::to_lower(a) < text::to_lower(b); });
  }
};

/// A number that equal texts share.
std::uint32_t trait_of(std::string_view s) { return text::word_hash(s); }
std::uint32_t trait_of(const Folded& folded) { return text::word_hash(folded.text); }

/// The same of all bytes, so that few texts share one (FNV-1a; the case of letters does not count).
std::uint32_t number_of(std::string_view s) {
  std::uint32_t number = 2166136261U;
  for (const char c : s) number = (number ^ static_cast<unsigned char>(text::to_lower(c))) * 16777619U;
  return number;
}
std::uint32_t number_of(const Folded& folded) { return number_of(folded.text); }

/// Marks every element of a list that equals an earlier one.
template <class Item, class Text, class Mark>
class Repetitions {
 public:
  Repetitions(Item* first, std::size_t count, Text text_of, Mark mark)
      : first_(first), count_(count), text_of_(text_of), mark_(mark) {}

  void find() {
    if (count_ <= kFew) return compare_few();
    if (count_ <= kShort) return look_up();
    sort();
  }

 private:
  static constexpr std::size_t kFew = 8;
  static constexpr std::size_t kShort = 128;

  auto text_at(std::size_t i) const { return text_of_(first_[i]); }

  /// By traits, so that few are compared.
  void compare_few() {
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      const std::uint64_t bit = 1ULL << (trait_of(text_at(i)) % 64);
      if ((seen & bit) != 0 && is_among_first(i)) mark_(first_[i]);
      seen |= bit;
    }
  }

  bool is_among_first(std::size_t i) const {
    for (std::size_t j = 0; j < i; ++j) {
      if (text_at(j) == text_at(i)) return true;
    }
    return false;
  }

  /// By a small hash table, in which texts that are made to collide cost no more than comparing them all.
  void look_up() {
    constexpr std::size_t kSlots = 2 * kShort;
    std::array<std::uint8_t, kSlots> slots{};  // counted from 1; 0: free
    for (std::size_t i = 0; i < count_; ++i) {
      std::size_t slot = trait_of(text_at(i)) % kSlots;
      while (slots[slot] != 0 && !(text_at(slots[slot] - 1U) == text_at(i))) slot = (slot + 1) % kSlots;
      if (slots[slot] != 0) {
        mark_(first_[i]);
      } else {
        slots[slot] = static_cast<std::uint8_t>(i + 1);
      }
    }
  }

  /// By sorting, so that a list of a million tokens costs n log n: of numbers, which costs the same whatever the
  /// texts begin with, and only where they are equal of the texts.
  void sort() {
    struct Key {
      std::uint32_t number;
      std::uint32_t place;
    };
    std::vector<Key> keys(count_);
    for (std::size_t i = 0; i < count_; ++i) keys[i] = {number_of(text_at(i)), static_cast<std::uint32_t>(i)};
    std::sort(keys.begin(), keys.end(), [&](Key a, Key b) {
      if (a.number != b.number) return a.number < b.number;
      const auto& left = text_at(a.place);
      const auto& right = text_at(b.place);
      if (left < right) return true;
      return a.place < b.place && !(right < left);
    });
    for (std::size_t i = 1; i < count_; ++i) {
      const bool same = keys[i].number == keys[i - 1].number;
      if (same && text_at(keys[i].place) == text_at(keys[i - 1].place)) mark_(first_[keys[i].place]);
    }
  }

  Item* first_;
  std::size_t count_;
  Text text_of_;
  Mark mark_;
};

class PolicyParser {
 public:
  PolicyParser(const text::MappedText& value, Policy& policy) : value_(value), policy_(policy) {}

  void parse(std::size_t begin, std::size_t end) {
    make_room(begin, end);
    const std::string_view s = value_.text().substr(begin, end - begin);
    has_odd_bytes_ = has_odd_byte(s);
    std::size_t piece = begin;
    while (piece <= end) {
      std::size_t stop = value_.text().substr(0, end).find(';', piece);
      if (stop == std::string_view::npos) stop = end;
      parse_directive(piece, stop);
      piece = stop + 1;
    }
    mark_duplicates();
  }

 private:
  /// Whether a byte is none of printable ASCII: what directives are dropped for is among these. Eight
  /// bytes at a time: of a byte below 0x20 the subtraction borrows, one above 0x7E carries into its
  /// highest bit. (A borrow may make the byte behind one below 0x20 look odd: by then the answer is yes.)
  static bool has_odd_byte(std::string_view s) {
    constexpr std::uint64_t kEach = 0x0101010101010101ULL;
    std::size_t i = 0;
    std::uint64_t odd = 0;
    for (; i + 8 <= s.size(); i += 8) {
      std::uint64_t bytes = 0;
      std::memcpy(&bytes, s.data() + i, 8);
      odd |= (bytes | (bytes - kEach * 0x20) | ((bytes & kEach * 0x7F) + kEach)) & kEach * 0x80;
    }
    for (; i < s.size(); ++i) odd |= s[i] < ' ' || s[i] > '~' ? 1U : 0U;
    return odd != 0;
  }

  /// Sizes both lists before they are filled.
  void make_room(std::size_t begin, std::size_t end) {
    constexpr std::size_t kCounted = 16384;  // from this size on
    constexpr std::size_t kUsualToken = 16;
    constexpr std::size_t kUsualDirective = 64;
    if (end - begin >= kCounted) return count_first(begin, end);
    policy_.tokens.reserve((end - begin) / kUsualToken + 1);
    policy_.directives.reserve((end - begin) / kUsualDirective + 1);
  }

  /// A policy of a million one-letter tokens would hold its list twice while it grows.
  void count_first(std::size_t begin, std::size_t end) {
    std::size_t words = 0;
    std::size_t directives = 0;
    bool in_word = false;
    bool in_directive = false;
    for (std::size_t i = begin; i < end; ++i) {
      const char c = value_.text()[i];
      const bool word = c != ';' && !is(c, kAsciiWhitespace);
      if (word && !in_word) {
        if (in_directive) ++words;
        if (!in_directive) ++directives;
        in_directive = true;
      }
      if (c == ';') in_directive = false;
      in_word = word;
    }
    policy_.tokens.reserve(words);
    policy_.directives.reserve(directives);
  }

  void parse_directive(std::size_t begin, std::size_t end) {
    const std::string_view s = value_.text();
    while (begin < end && is(s[begin], kAsciiWhitespace)) ++begin;
    while (end > begin && is(s[end - 1], kAsciiWhitespace)) --end;
    if (begin == end) return;
    Directive directive;
    std::size_t at = begin;
    while (at < end && !is(s[at], kAsciiWhitespace)) ++at;
    directive.name_text = s.substr(begin, at - begin);
    directive.name = directive_name(directive.name_text);
    directive.span = value_.to_source(begin, end);
    directive.name_span = value_.to_source(begin, at);
    directive.first_token = static_cast<std::uint32_t>(policy_.tokens.size());
    while (at < end && is(s[at], kAsciiWhitespace)) ++at;
    directive.value_text = s.substr(at, end - at);
    directive.value_span =
        at < end ? value_.to_source(at, end) : Span{directive.name_span.end, directive.name_span.end};
    if (has_odd_bytes_) note_odd_bytes(directive, s.substr(begin, end - begin));
    parse_tokens(directive, at, end);
    policy_.directives.push_back(directive);
    policy_.names.add(directive.name);
  }

  static void note_odd_bytes(Directive& directive, std::string_view written) {
    for (const char c : written) {
      if (text::is_non_ascii(c)) directive.has_non_ascii = true;
      if (is(c, text::kControl) && !is(c, kAsciiWhitespace)) directive.has_control = true;
    }
  }

  void parse_tokens(Directive& directive, std::size_t at, std::size_t end) {
    const std::string_view s = value_.text();
    const bool source_list = holds_sources(info(directive.name).value);
    while (at < end) {
      const std::size_t start = at;
      while (at < end && !is(s[at], kAsciiWhitespace)) ++at;
      const std::string_view token = s.substr(start, at - start);
      SourceExpression& expression = policy_.tokens.emplace_back();
      expression.text = token;
      if (source_list) {
        read_source(expression);
        policy_.kinds.add(expression.kind);
      }
      expression.span = value_.to_source(start, at);
      ++directive.token_count;
      while (at < end && is(s[at], kAsciiWhitespace)) ++at;
    }
    if (directive.token_count < 2) return;
    Repetitions(
        policy_.tokens.data() + directive.first_token, directive.token_count,
        [](const SourceExpression& e) { return e.text; }, [](SourceExpression& e) { e.repeated = true; })
        .find();
  }

  void mark_duplicates() {
    std::bitset<kDirectiveNameCount> seen;
    std::vector<Directive*> unknown;
    for (Directive& directive : policy_.directives) {
      if (directive.name == DirectiveName::Unknown) {
        unknown.push_back(&directive);
        continue;
      }
      const auto index = static_cast<std::size_t>(directive.name);
      directive.duplicate = seen.test(index);
      seen.set(index);
    }
    if (unknown.size() < 2) return;
    Repetitions(
        unknown.data(), unknown.size(), [](const Directive* d) { return Folded{d->name_text}; },
        [](Directive* d) { d->duplicate = true; })
        .find();
  }

  const text::MappedText& value_;
  Policy& policy_;
  bool has_odd_bytes_ = false;  // anywhere in the policy
};

}  // namespace parse_policy_detail

SourceExpression parse_source_expression(std::string_view token) {
  SourceExpression expression;
  expression.text = token;
  if (!token.empty()) parse_policy_detail::read_source(expression);
  return expression;
}

Policy parse_policy(const text::MappedText& value, std::size_t begin, std::size_t end, Disposition disposition,
                    Delivery delivery) {
  const std::string_view s = value.text();
  while (begin < end && text::is(s[begin], text::kAsciiWhitespace)) ++begin;
  while (end > begin && text::is(s[end - 1], text::kAsciiWhitespace)) --end;
  Policy policy;
  policy.disposition = disposition;
  policy.delivery = delivery;
  policy.text = s.substr(begin, end - begin);
  policy.span = value.to_source(begin, end);
  parse_policy_detail::PolicyParser(value, policy).parse(begin, end);
  return policy;
}

std::vector<Policy> parse_policy_list(const text::MappedText& value, Disposition disposition, std::size_t limit) {
  std::vector<Policy> policies;
  const std::string_view s = value.text();
  std::size_t begin = 0;
  while (begin <= s.size() && policies.size() < limit) {
    std::size_t end = s.find(',', begin);
    if (end == std::string_view::npos) end = s.size();
    Policy policy = parse_policy(value, begin, end, disposition, Delivery::Header);
    if (!policy.directives.empty()) policies.push_back(std::move(policy));
    begin = end + 1;
  }
  return policies;
}

}  // namespace headstrong::csp
