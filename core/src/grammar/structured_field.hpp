// Structured field values (RFC 9651) as they were written: every part is kept with its place, and a
// value that breaks the grammar says where and why.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headstrong::grammar {

enum class SfType : std::uint8_t {
  Integer,
  Decimal,
  String,
  Token,
  ByteSequence,
  Boolean,
  Date,
  DisplayString,
  InnerList
};

/// Why a value is no structured field of the wanted type.
enum class SfError : std::uint8_t {
  None,
  NotAscii,
  KeyExpected,    // a dictionary member or parameter starts with something else
  UppercaseKey,   // keys are lower case
  ItemExpected,   // nothing, or a character no item starts with
  SingleQuote,    // ' starts no item: strings have double quotes
  BadNumber,      // a sign without digits, a dot without digits behind it
  NumberTooLong,  // 15 digits; 12 before the dot, 3 behind it
  UnclosedString,
  BadStringCharacter,  // a control character
  BadEscape,           // a backslash before anything but " and backslash
  BadByteSequence,
  BadBoolean,
  BadDate,
  BadDisplayString,
  UnclosedInnerList,
  InnerListComma,
  InnerListSeparator,  // items of an inner list stand apart by blanks, nothing else
  CommaExpected,       // something else stands behind a member
  TrailingComma,
  TrailingCharacters  // behind an item
};
/// The error in a few words, fit to stand after "because ".
std::string_view describe(SfError error);

struct SfParameter {
  std::string_view key;
  std::string_view value;  // as written, delimiters included; empty where there is none (true)
  SfType type = SfType::Boolean;
};

/// A bare item or an inner list, with its parameters.
struct SfItem {
  std::string_view text;  // as written, delimiters included, parameters not
  SfType type = SfType::Boolean;
  std::uint32_t first_parameter = 0;  // into SfField::parameters
  std::uint32_t parameter_count = 0;
  std::uint32_t first_item = 0;  // of an inner list, into SfField::items
  std::uint32_t item_count = 0;
};

/// A member of a list (its key is empty) or of a dictionary.
struct SfMember {
  std::string_view key;
  SfItem value;             // of a bare key: the boolean true, with an empty text
  bool overridden = false;  // a later member has the same key: that one counts
};

/// A parsed field. Views point into the parsed text. Where `error` is set, browsers discard the
/// whole field; the members are those that were read before the error.
struct SfField {
  SfError error = SfError::None;
  std::uint32_t error_at = 0;  // offset in the text
  std::vector<SfMember> members;
  std::vector<SfItem> items;  // of all inner lists
  std::vector<SfParameter> parameters;

  bool ok() const { return error == SfError::None; }
  /// The member of that key that counts; null where there is none.
  const SfMember* find(std::string_view key) const;
  /// The parameter of that key that counts, the last; null where there is none.
  const SfParameter* find_parameter(const SfItem& item, std::string_view key) const;
};

SfField parse_sf_list(std::string_view text);
SfField parse_sf_dictionary(std::string_view text);
/// The item is the only member.
SfField parse_sf_item(std::string_view text);

/// The text that a string stands for: quotes and escapes undone. Other items as they are written.
std::string sf_string(std::string_view written);

}  // namespace headstrong::grammar
