// The names of directives and keywords in a Content-Security-Policy, and what kind each is of
// (core/docs/csp.md sections 3.1 and 4).
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace headstrong::csp {

enum class DirectiveName : std::uint8_t {
#define HEADSTRONG_DIRECTIVE(enumerator, name, value, status) enumerator,
#include "grammar/directives.def"
#undef HEADSTRONG_DIRECTIVE
  Unknown
};
inline constexpr std::size_t kDirectiveNameCount = static_cast<std::size_t>(DirectiveName::Unknown);

/// Some of the known directive names.
class DirectiveNames {
 public:
  bool has(DirectiveName name) const { return bits_[static_cast<std::size_t>(name)]; }
  void add(DirectiveName name) { bits_[static_cast<std::size_t>(name)] = true; }
  void add(const DirectiveNames& others) { bits_ |= others.bits_; }

 private:
  std::bitset<kDirectiveNameCount + 1> bits_;  // with Unknown
};

enum class ValueKind : std::uint8_t {
  SourceList,
  AncestorList,
  Sandbox,
  TrustedTypes,
  RequireTrustedTypes,
  ReportUris,
  ReportGroup,
  None,
  Webrtc,
  Other
};
constexpr bool holds_sources(ValueKind kind) {
  return kind == ValueKind::SourceList || kind == ValueKind::AncestorList;
}
enum class Status : std::uint8_t { Current, Experimental, Deprecated, Obsolete };

struct DirectiveInfo {
  std::string_view name;
  ValueKind value = ValueKind::Other;
  Status status = Status::Current;
};
/// What is known of a directive name; Unknown gives an empty name and ValueKind::Other.
const DirectiveInfo& info(DirectiveName name);
/// The directive of that name, compared ASCII case-insensitively.
DirectiveName directive_name(std::string_view name);
/// Whether a text that begins with this word is a policy. Retired directives with everyday names
/// ("allow", "options") are no sign of one.
bool starts_policy(std::string_view word);

enum class Keyword : std::uint8_t {
#define HEADSTRONG_KEYWORD(enumerator, spelling, status) enumerator,
#include "grammar/keywords.def"
#undef HEADSTRONG_KEYWORD
  Unknown
};
struct KeywordInfo {
  std::string_view spelling;  // with its quotes
  Status status = Status::Current;
};
const KeywordInfo& info(Keyword keyword);
/// The keyword spelled `token` (quotes included), compared ASCII case-insensitively.
Keyword keyword(std::string_view token);

}  // namespace headstrong::csp
