#include "grammar/structured_field.hpp"

#include <algorithm>
#include <bit>
#include <functional>

#include "grammar/base64.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"
#include "text/utf8.hpp"

namespace headstrong::grammar {
namespace structured_field_detail {

using text::is;
using text::kAlpha;
using text::kDigit;

bool starts_key(char c) { return (c >= 'a' && c <= 'z') || c == '*'; }
bool continues_key(char c) { return starts_key(c) || is(c, kDigit) || c == '_' || c == '-' || c == '.'; }

class Parser {
 public:
  Parser(std::string_view s, SfField& out) : s_(s), out_(out) {}

  void list() {
    members([this](SfMember& member) { return item_or_inner_list(member.value); });
  }

  void dictionary() {
    members([this](SfMember& member) { return dictionary_member(member); });
    mark_overridden_members();
  }

  void item() {
    if (!start()) return;
    SfMember member;
    if (!full_item(member.value)) return;
    out_.members.push_back(member);
    skip_blanks();
    if (at_ < s_.size()) fail(SfError::TrailingCharacters);
  }

 private:
  bool fail(SfError error) {
    out_.error = error;
    out_.error_at = static_cast<std::uint32_t>(at_);
    return false;
  }
  bool at_end() const { return at_ >= s_.size(); }
  char peek() const { return at_end() ? '\0' : s_[at_]; }
  bool next_is(char c) const { return !at_end() && s_[at_] == c; }
  void skip_blanks() {
    while (next_is(' ')) ++at_;
  }
  void skip_optional_white_space() {
    while (!at_end() && is(s_[at_], text::kSpaceTab)) ++at_;
  }

  /// Section 4.2, steps 1 to 3.
  bool start() {
    for (std::size_t i = 0; i < s_.size(); ++i) {
      if (!text::is_non_ascii(s_[i])) continue;
      at_ = i;
      return fail(SfError::NotAscii);
    }
    skip_blanks();
    return true;
  }

  /// Sizes the lists before they are filled, so that a long field does not hold them twice while
  /// they grow. Commas and semicolons within strings count too: a string is longer than they are.
  void reserve() {
    std::size_t commas = 0;
    std::size_t semicolons = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < s_.size(); ++i) {
      if (s_[i] == '"') quoted = !quoted;
      if (quoted && s_[i] == '\\') ++i;
      else if (!quoted && s_[i] == ',') ++commas;
      else if (!quoted && s_[i] == ';') ++semicolons;
    }
    out_.members.reserve(commas + 1);
    out_.parameters.reserve(semicolons);
  }

  /// Sections 4.2.1 and 4.2.2: members between commas.
  template <class ReadMember>
  void members(ReadMember read_member) {
    if (!start()) return;
    reserve();
    while (!at_end()) {
      SfMember member;
      if (!read_member(member)) return;
      out_.members.push_back(member);
      skip_optional_white_space();
      if (at_end()) return;
      if (!next_is(',')) {
        fail(SfError::CommaExpected);
        return;
      }
      ++at_;
      skip_optional_white_space();
      if (at_end()) {
        --at_;
        fail(SfError::TrailingComma);
        return;
      }
    }
  }

  bool dictionary_member(SfMember& member) {
    if (!key(member.key)) return false;
    if (next_is('=')) {
      ++at_;
      return item_or_inner_list(member.value);
    }
    member.value.text = s_.substr(at_, 0);
    return parameters(member.value);
  }

  bool item_or_inner_list(SfItem& item) { return next_is('(') ? inner_list(item) : full_item(item); }

  /// Section 4.2.1.2.
  bool inner_list(SfItem& list) {
    const std::size_t begin = at_++;
    list.type = SfType::InnerList;
    list.first_item = static_cast<std::uint32_t>(out_.items.size());
    while (true) {
      skip_blanks();
      if (at_end()) return fail(SfError::UnclosedInnerList);
      if (next_is(')')) break;
      SfItem item;
      if (!full_item(item)) return false;
      out_.items.push_back(item);
      ++list.item_count;
      if (at_end()) return fail(SfError::UnclosedInnerList);
      if (next_is(',')) return fail(SfError::InnerListComma);
      if (!next_is(' ') && !next_is(')')) return fail(SfError::InnerListSeparator);
    }
    ++at_;
    list.text = s_.substr(begin, at_ - begin);
    return parameters(list);
  }

  bool full_item(SfItem& item) {
    const std::size_t begin = at_;
    if (!bare_item(item.type)) return false;
    item.text = s_.substr(begin, at_ - begin);
    return parameters(item);
  }

  /// Section 4.2.3.2.
  bool parameters(SfItem& owner) {
    owner.first_parameter = static_cast<std::uint32_t>(out_.parameters.size());
    while (next_is(';')) {
      ++at_;
      skip_blanks();
      SfParameter parameter;
      if (!key(parameter.key)) return false;
      if (next_is('=')) {
        ++at_;
        const std::size_t begin = at_;
        if (!bare_item(parameter.type)) return false;
        parameter.value = s_.substr(begin, at_ - begin);
      }
      out_.parameters.push_back(parameter);
      ++owner.parameter_count;
    }
    return true;
  }

  bool key(std::string_view& key) {
    if (!starts_key(peek())) {
      return fail(is(peek(), kAlpha) ? SfError::UppercaseKey : SfError::KeyExpected);
    }
    const std::size_t begin = at_;
    while (!at_end() && continues_key(s_[at_])) ++at_;
    if (is(peek(), kAlpha)) return fail(SfError::UppercaseKey);
    key = s_.substr(begin, at_ - begin);
    return true;
  }

  /// Section 4.2.3.1.
  bool bare_item(SfType& type) {
    const char c = peek();
    if (c == '-' || is(c, kDigit)) return number(type);
    if (c == '"') {
      type = SfType::String;
      return string();
    }
    if (c == '*' || is(c, kAlpha)) {
      type = SfType::Token;
      while (!at_end() && (is(s_[at_], text::kToken) || s_[at_] == ':' || s_[at_] == '/')) ++at_;
      return true;
    }
    if (c == ':') {
      type = SfType::ByteSequence;
      return byte_sequence();
    }
    if (c == '?') {
      type = SfType::Boolean;
      return boolean();
    }
    if (c == '@') {
      type = SfType::Date;
      return date();
    }
    if (c == '%') {
      type = SfType::DisplayString;
      return display_string();
    }
    return fail(c == '\'' ? SfError::SingleQuote : SfError::ItemExpected);
  }

  /// Section 4.2.4.
  bool number(SfType& type) {
    type = SfType::Integer;
    if (next_is('-')) ++at_;
    if (!is(peek(), kDigit)) return fail(SfError::BadNumber);
    const std::size_t digits = at_;
    while (is(peek(), kDigit)) ++at_;
    const std::size_t whole = at_ - digits;
    if (!next_is('.')) return whole <= 15 || fail(SfError::NumberTooLong);
    if (whole > 12) return fail(SfError::NumberTooLong);
    ++at_;
    type = SfType::Decimal;
    const std::size_t fraction = at_;
    while (is(peek(), kDigit)) ++at_;
    if (at_ == fraction) return fail(SfError::BadNumber);
    return at_ - fraction <= 3 || fail(SfError::NumberTooLong);
  }

  /// Section 4.2.5.
  bool string() {
    const std::size_t begin = at_++;
    while (!at_end()) {
      const char c = s_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (is(c, text::kControl)) return fail(SfError::BadStringCharacter);
      if (c == '\\') {
        ++at_;
        if (at_end()) break;
        if (s_[at_] != '"' && s_[at_] != '\\') return fail(SfError::BadEscape);
      }
      ++at_;
    }
    at_ = begin;
    return fail(SfError::UnclosedString);
  }

  /// Section 4.2.7.
  bool byte_sequence() {
    const std::size_t begin = at_;
    const std::size_t end = s_.find(':', at_ + 1);
    if (end == std::string_view::npos) return fail(SfError::BadByteSequence);
    const std::string_view inner = s_.substr(begin + 1, end - begin - 1);
    std::string bytes;
    if (inner.find_first_of("-_") != std::string_view::npos || !base64_decode(inner, bytes)) {
      return fail(SfError::BadByteSequence);
    }
    at_ = end + 1;
    return true;
  }

  bool boolean() {
    const std::string_view written = s_.substr(at_, 2);
    if (written != "?0" && written != "?1") return fail(SfError::BadBoolean);
    at_ += 2;
    return true;
  }

  bool date() {
    const std::size_t begin = at_++;
    SfType type = SfType::Integer;
    if (number(type) && type == SfType::Integer) return true;
    at_ = begin;
    return fail(SfError::BadDate);
  }

  /// Section 4.2.10.
  bool display_string() {
    const std::size_t begin = at_;
    std::string decoded;
    at_ += 2;
    if (s_.substr(begin, 2) != "%\"") return bad_display_string(begin);
    while (!at_end() && s_[at_] != '"') {
      const char c = s_[at_];
      if (is(c, text::kControl)) return bad_display_string(begin);
      if (c != '%') {
        decoded += c;
        ++at_;
        continue;
      }
      const int high = lower_hex(at_ + 1);
      const int low = lower_hex(at_ + 2);
      if (high < 0 || low < 0) return bad_display_string(begin);
      decoded += static_cast<char>(high * 16 + low);
      at_ += 3;
    }
    if (at_end() || text::first_invalid_utf8(decoded) != std::string_view::npos) {
      return bad_display_string(begin);
    }
    ++at_;
    return true;
  }
  bool bad_display_string(std::size_t begin) {
    at_ = begin;
    return fail(SfError::BadDisplayString);
  }
  int lower_hex(std::size_t at) const {
    if (at >= s_.size()) return -1;
    const char c = s_[at];
    if (is(c, kDigit)) return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  /// The last member of a key counts; the ones before it are marked. By a table with open addressing,
  /// so that a field of a million members takes a million steps.
  void mark_overridden_members() {
    std::vector<SfMember>& members = out_.members;
    if (members.size() < 2) return;
    const std::size_t mask = std::bit_ceil(2 * members.size()) - 1;
    std::vector<std::uint32_t> last(mask + 1);  // which member, counted from 1; 0: free
    std::size_t steps_left = kStepsPerMember * members.size();
    for (std::size_t i = members.size(); i-- > 0;) {
      std::size_t slot = std::hash<std::string_view>()(members[i].key) & mask;
      while (last[slot] != 0 && members[last[slot] - 1].key != members[i].key) {
        if (steps_left-- == 0) return mark_by_sorting();
        slot = (slot + 1) & mask;
      }
      members[i].overridden = last[slot] != 0;
      if (!members[i].overridden) last[slot] = static_cast<std::uint32_t>(i + 1);
    }
  }

  /// For keys that were chosen to fall into the same places of the table: n log n at worst.
  void mark_by_sorting() {
    std::vector<SfMember>& members = out_.members;
    const std::vector<std::uint32_t> order = text::ordered(
        members.size(), [&](std::uint32_t a, std::uint32_t b) { return members[a].key < members[b].key; });
    for (std::size_t i = 0; i + 1 < order.size(); ++i) {
      if (members[order[i]].key == members[order[i + 1]].key) members[order[i]].overridden = true;
    }
  }

  /// Where keys are no worse than chance has them, a member takes less than two.
  static constexpr std::size_t kStepsPerMember = 16;

  std::string_view s_;
  SfField& out_;
  std::size_t at_ = 0;
};

}  // namespace structured_field_detail

std::string_view describe(SfError error) {
  switch (error) {
    case SfError::None: return "nothing is wrong";
    case SfError::NotAscii: return "only ASCII characters are allowed";
    case SfError::KeyExpected: return "a name is missing";
    case SfError::UppercaseKey: return "names must be in lower case";
    case SfError::ItemExpected: return "a value is missing";
    case SfError::SingleQuote: return "it has single quotes, which mean nothing here";
    case SfError::BadNumber: return "a number is cut off";
    case SfError::NumberTooLong: return "a number has too many digits";
    case SfError::UnclosedString: return "a closing double quote is missing";
    case SfError::BadStringCharacter: return "a string contains a forbidden character";
    case SfError::BadEscape: return "a backslash is not followed by a double quote or a backslash";
    case SfError::BadByteSequence: return "a byte sequence is not base64 between colons";
    case SfError::BadBoolean: return "a boolean is not ?1 or ?0";
    case SfError::BadDate: return "a date is not @ and whole seconds";
    case SfError::BadDisplayString: return "a display string is malformed";
    case SfError::UnclosedInnerList: return "a closing parenthesis is missing";
    case SfError::InnerListComma: return "a comma separates two values of a list, where a space must";
    case SfError::InnerListSeparator: return "a space is missing between two values of a list";
    case SfError::CommaExpected: return "a comma is missing";
    case SfError::TrailingComma: return "nothing follows the last comma";
    case SfError::TrailingCharacters: return "it has more than one value";
  }
  return {};
}

const SfMember* SfField::find(std::string_view key) const {
  for (const SfMember& member : members) {
    if (!member.overridden && member.key == key) return &member;
  }
  return nullptr;
}

const SfParameter* SfField::find_parameter(const SfItem& item, std::string_view key) const {
  const SfParameter* found = nullptr;
  for (std::uint32_t i = 0; i < item.parameter_count; ++i) {
    const SfParameter& parameter = parameters[item.first_parameter + i];
    if (parameter.key == key) found = &parameter;
  }
  return found;
}

SfField parse_sf_list(std::string_view text) {
  SfField field;
  structured_field_detail::Parser(text, field).list();
  return field;
}

SfField parse_sf_dictionary(std::string_view text) {
  SfField field;
  structured_field_detail::Parser(text, field).dictionary();
  return field;
}

SfField parse_sf_item(std::string_view text) {
  SfField field;
  structured_field_detail::Parser(text, field).item();
  return field;
}

std::string sf_string(std::string_view written) {
  if (written.size() < 2 || written.front() != '"') return std::string(written);
  std::string out;
  for (std::size_t i = 1; i + 1 < written.size(); ++i) {
    if (written[i] == '\\' && i + 2 < written.size()) ++i;
    out += written[i];
  }
  return out;
}

}  // namespace headstrong::grammar
