#include "decide/source_validity.hpp"

#include <algorithm>
#include <string>

#include "grammar/base64.hpp"
#include "headers/csp/parse_policy.hpp"
#include "text/ascii.hpp"

namespace headstrong::decide {
namespace source_validity_detail {

using csp::SourceExpression;
using csp::SourceKind;
using text::is;

/// The number of a port-part; one that no URL can have keeps a value that none has.
std::int32_t port_number(std::string_view port) {
  if (port.empty()) return Source::kNoPort;
  if (port == "*") return Source::kAnyPort;
  constexpr std::int32_t kBeyond = 70000;
  std::int32_t value = 0;
  for (const char c : port) {
    value = value * 10 + (c - '0');
    if (value > 65535) return kBeyond;
  }
  return value;
}

/// Path characters of RFC 3986, a broken percent-encoding and an empty first segment apart.
bool is_grammatical_path(std::string_view path) {
  if (path.size() > 1 && path[1] == '/') return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (is(path[i], text::kPath)) continue;
    if (path[i] != '%' || i + 2 >= path.size()) return false;
    if (!is(path[i + 1], text::kHexDigit) || !is(path[i + 2], text::kHexDigit)) return false;
  }
  return true;
}

/// The characters of a path after its first slash, a percent-encoded byte counting as one.
std::size_t path_characters(std::string_view path) {
  std::size_t count = 0;
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (path[i] == '%') i += 2;
    ++count;
  }
  return count;
}

constexpr std::uint8_t kEverywhere = (1u << kProfileCount) - 1;

/// The profiles in which a host-source counts, one bit each.
std::uint8_t host_counts_in(const SourceExpression& e) {
  const std::string_view host = e.host();
  const std::string_view path = e.path();
  const bool bare = e.host_end == e.text.size();  // no port, path or tail
  if (bare && host.front() != '*' && host.back() != '.') return kEverywhere;
  const bool star = host == "*";
  unsigned valid = kEverywhere;
  const auto only_with = [&valid](Difference difference) { valid &= profiles_with(difference); };
  const auto not_with = [&valid](Difference difference) { valid &= ~unsigned{profiles_with(difference)}; };
  if (!e.tail().empty()) {
    if (star && path.empty() && e.port().empty()) return 0;
    only_with(path.empty() ? Difference::HostTailDropped : Difference::PathTailDropped);
  }
  if (!is_grammatical_path(path)) only_with(Difference::AnyPathCharacter);
  if (star && !path.empty() && e.port().empty()) not_with(Difference::StarPathNeedsPort);
  if (star && e.scheme().empty()) not_with(Difference::SchemelessStarIgnored);
  if (host.back() == '.') not_with(Difference::TrailingDotInvalid);
  constexpr std::size_t kLongestPath = 512;
  if (path.size() > kLongestPath && path_characters(path) > kLongestPath) {
    not_with(Difference::LongPathInvalid);
  }
  if (port_number(e.port()) == 0) not_with(Difference::PortZeroInvalid);
  return static_cast<std::uint8_t>(valid);
}

bool is_base64(std::string_view value) {
  std::string bytes;
  return grammar::base64_decode(value, bytes);
}

/// The profiles in which a hash with that value counts, one bit each. Of the = that fill it up to
/// four digits some may be missing; too many are a fault to an engine that counts them.
std::uint8_t hash_counts_in(std::string_view value) {
  unsigned valid = kEverywhere;
  if (!is_base64(value)) valid &= ~unsigned{profiles_with(Difference::HashMustDecode)};
  const std::size_t digits = std::min(value.find('='), value.size());
  if (value.size() - digits > (4 - digits % 4) % 4) {
    valid &= ~unsigned{profiles_with(Difference::HashPaddingCounted)};
  }
  if (grammar::mixes_base64_alphabets(value)) {
    valid &= ~unsigned{profiles_with(Difference::HashAlphabetsApart)};
  }
  return static_cast<std::uint8_t>(valid);
}

/// The profiles in which a token counts, one bit each.
std::uint8_t counts_in(const SourceExpression& e) {
  switch (e.kind) {
    case SourceKind::Invalid: return 0;
    case SourceKind::Host: return host_counts_in(e);
    case SourceKind::Hash: return hash_counts_in(e.value());
    default: return kEverywhere;
  }
}

/// See Source::host_size.
std::uint16_t host_size_of(const SourceExpression& e) {
  const std::string_view host = e.host();
  const bool one_host = host.front() != '*' && host.size() <= 0xFFFF;
  return one_host ? static_cast<std::uint16_t>(host.size()) : std::uint16_t{0};
}

void take_over(Source& source, const SourceExpression& as, unsigned bits) {
  source.kind = as.kind;
  source.keyword = as.keyword;
  source.algorithm = as.algorithm;
  source.valid_in = static_cast<std::uint8_t>(bits);
}

/// 'sha-256-V': the dashed spelling of a hash.
bool read_dashed_hash(std::string_view token, Source& source) {
  if (!text::istarts_with(token, "'sha-")) return false;
  std::string plain = "'sha";
  plain += token.substr(5);
  const SourceExpression as = csp::parse_source_expression(plain);
  if (as.kind != SourceKind::Hash || !is_base64(as.value())) return false;
  take_over(source, as, profiles_with(Difference::DashedHashNames) & hash_counts_in(as.value()));
  source.value_start = 9;
  return true;
}

/// A keyword, nonce or hash with something behind its closing quote, or a nonce with = within.
bool read_quoted_prefix(std::string_view token, Source& source) {
  const std::size_t close = token.find('\'', 1);
  if (close == std::string_view::npos) return false;
  const std::string_view quoted = token.substr(0, close + 1);
  SourceExpression as = csp::parse_source_expression(quoted);
  if (as.kind == SourceKind::Keyword && as.keyword == csp::Keyword::None) return false;
  if (as.kind == SourceKind::Invalid && text::istarts_with(quoted, "'nonce-")) {
    const std::string_view value = quoted.substr(7, quoted.size() - 8);
    if (value.empty()) return false;
    for (const char c : value) {
      if (!is(c, text::kBase64) && c != '=') return false;
    }
    as.kind = SourceKind::Nonce;
  }
  if (as.kind == SourceKind::Invalid) return false;
  if (as.kind == SourceKind::Hash && !is_base64(as.value())) return false;
  const std::uint8_t in = as.kind == SourceKind::Hash ? hash_counts_in(as.value()) : kEverywhere;
  take_over(source, as, profiles_with(Difference::KeywordPrefixCounts) & in);
  const std::size_t dash = quoted.find('-');
  source.value_start = dash == std::string_view::npos ? 0 : static_cast<std::uint32_t>(dash + 1);
  return true;
}

/// See Source::facts.
std::uint32_t facts_of_keyword(csp::Keyword keyword) {
  switch (keyword) {
    case csp::Keyword::Self: return kSelf;
    case csp::Keyword::UnsafeInline: return kUnsafeInline;
    case csp::Keyword::StrictDynamic: return kStrictDynamic;
    case csp::Keyword::UnsafeHashes: return kUnsafeHashes;
    case csp::Keyword::UnsafeEval: return kUnsafeEval;
    case csp::Keyword::WasmUnsafeEval: return kWasmUnsafeEval;
    case csp::Keyword::TrustedTypesEval: return kTrustedTypesEval;
    case csp::Keyword::UnsafeWebtransportHashes: return kWebTransportHashes;
    default: return 0;
  }
}
std::uint32_t facts_of_scheme(grammar::Scheme scheme) {
  switch (scheme) {
    case grammar::Scheme::Http: return kHttp;
    case grammar::Scheme::Https: return kHttps;
    case grammar::Scheme::Ws:
    case grammar::Scheme::Wss: return kWebSocket;
    case grammar::Scheme::Data: return kData;
    case grammar::Scheme::Blob: return kBlob;
    case grammar::Scheme::Filesystem: return kFilesystem;
    default: return kOtherScheme;
  }
}
std::uint32_t facts_of_host(std::string_view host) {
  const bool open = host == "*" || text::iends_with(host, "example");
  return open ? kHost | kOpenHost : kHost;
}
std::uint32_t facts_of(const Source& source, const SourceExpression& e) {
  switch (source.kind) {
    case SourceKind::Keyword: return facts_of_keyword(source.keyword);
    case SourceKind::Nonce: return kNonceOrHash;
    case SourceKind::Hash: return kNonceOrHash | kHash;
    case SourceKind::Wildcard: return kStar;
    case SourceKind::Scheme: return facts_of_scheme(source.scheme);
    case SourceKind::Host: return facts_of_host(e.host());
    case SourceKind::Invalid: return 0;
  }
  return 0;
}

}  // namespace source_validity_detail

Source make_source(const csp::SourceExpression& expression) {
  using namespace source_validity_detail;
  Source source;
  source.kind = expression.kind;
  source.keyword = expression.keyword;
  source.algorithm = expression.algorithm;
  if (expression.kind == SourceKind::Scheme || expression.kind == SourceKind::Host) {
    source.scheme = grammar::scheme_id(expression.scheme());
    source.port = port_number(expression.port());
  }
  if (expression.kind == SourceKind::Host) source.host_size = host_size_of(expression);
  if (expression.kind == SourceKind::Nonce || expression.kind == SourceKind::Hash) {
    source.value_start = static_cast<std::uint32_t>(expression.text.find('-') + 1);
  }
  if (expression.kind == SourceKind::Invalid && !expression.text.empty() && expression.text.front() == '\'') {
    if (!read_dashed_hash(expression.text, source)) read_quoted_prefix(expression.text, source);
  } else {
    source.valid_in = counts_in(expression);
  }
  source.facts = facts_of(source, expression);
  return source;
}

std::string_view source_value(const Source& source, const csp::SourceExpression& expression) {
  const std::string_view rest = expression.text.substr(source.value_start);
  return rest.substr(0, rest.find('\''));
}

void apply_strict_dynamic(const csp::Directive& directive, Source* sources) {
  using namespace source_validity_detail;
  const bool script_list = directive.name_text == "script-src" || directive.name_text == "script-src-elem" ||
                           directive.name_text == "default-src";
  const auto none_of = [](std::uint8_t bits) { return static_cast<std::uint8_t>(~bits); };
  if (!script_list) {
    const std::uint8_t kept = none_of(profiles_with(Difference::DynamicOnlyInScriptLists));
    for (std::uint32_t i = 0; i < directive.token_count; ++i) {
      if (sources[i].is(csp::Keyword::StrictDynamic)) sources[i].valid_in &= kept;
    }
    return;
  }
  const std::uint8_t emptied = profiles_with(Difference::DynamicEmptiesList);
  bool any = false;
  for (std::uint32_t i = 0; i < directive.token_count; ++i) {
    const bool here = sources[i].is(csp::Keyword::StrictDynamic) && (sources[i].valid_in & emptied) != 0;
    any = any || here;
    const bool url = sources[i].kind == SourceKind::Host || sources[i].kind == SourceKind::Scheme;
    if (any && url) sources[i].valid_in &= none_of(emptied);
  }
  if (!any) return;
  for (std::uint32_t i = 0; i < directive.token_count; ++i) {
    if (sources[i].is(csp::Keyword::Self) || sources[i].is(csp::Keyword::UnsafeInline)) {
      sources[i].valid_in &= none_of(emptied);
    }
  }
}

}  // namespace headstrong::decide
