#include "decide/match_inline.hpp"

#include "decide/source_validity.hpp"
#include "grammar/base64.hpp"
#include "text/ascii.hpp"

namespace headstrong::decide {
namespace match_inline_detail {

constexpr std::int64_t kNoToken = -1;

/// The first token that counts and for which `matches` holds.
template <class Matches>
std::int64_t find_token(const ListView& list, Matches matches) {
  const csp::Directive& written = list.written();
  const csp::SourceExpression* tokens = list.policy.policy->tokens.data();
  const Source* sources = list.set.sources_of(list.policy);
  for (std::uint32_t i = written.first_token; i < written.first_token + written.token_count; ++i) {
    if ((sources[i].valid_in & list.traits.bit()) != 0 && matches(sources[i], tokens[i])) return i;
  }
  return kNoToken;
}

/// A nonce without the white space around it that Unicode knows besides ASCII's: the characters of
/// bidirectional class WS, and the vertical tab.
std::string_view without_unicode_space(std::string_view nonce) {
  static constexpr std::string_view kSpaces[] = {" ",      "\t",     "\n",     "\v",     "\f",     "\r",     "\u1680",
                                                 "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
                                                 "\u2007", "\u2008", "\u2009", "\u200A", "\u2028", "\u205F", "\u3000"};
  for (std::size_t before = nonce.size() + 1; before != nonce.size();) {
    before = nonce.size();
    for (const std::string_view space : kSpaces) {
      if (nonce.starts_with(space)) nonce.remove_prefix(space.size());
      if (nonce.ends_with(space)) nonce.remove_suffix(space.size());
    }
  }
  return nonce;
}

std::int64_t find_nonce(const ListView& list, std::string_view nonce) {
  if (list.traits.has(Difference::NonceTrimmedOfUnicode)) nonce = without_unicode_space(nonce);
  if (list.traits.has(Difference::NonceAttributeTrimmed)) nonce = text::trim(nonce);
  if (nonce.empty() || !list.has(kNonceOrHash)) return kNoToken;
  return find_token(list, [nonce](const Source& source, const csp::SourceExpression& e) {
    return source.kind == csp::SourceKind::Nonce && source_value(source, e) == nonce;
  });
}

std::string_view without_padding(std::string_view value) {
  while (!value.empty() && value.back() == '=') value.remove_suffix(1);
  return value;
}

/// Whether two digests in base64 are the same, in whichever alphabet each is written; `lenient`
/// compares the bytes: padding does not count, and neither do the bits of the last digit that reach
/// beyond the last byte.
bool same_digest(std::string_view a, std::string_view b, bool lenient) {
  if (lenient) {
    a = without_padding(a);
    b = without_padding(b);
  }
  if (a.size() != b.size()) return false;
  const auto standard = [](char c) { return c == '-' ? '+' : c == '_' ? '/' : c; };
  const std::size_t over = lenient ? a.size() % 4 : 0;
  const std::size_t whole = over < 2 ? a.size() : a.size() - 1;
  for (std::size_t i = 0; i < whole; ++i) {
    if (standard(a[i]) != standard(b[i])) return false;
  }
  if (whole == a.size()) return true;
  const int unused = over == 2 ? 4 : 2;
  return grammar::base64_value(a.back()) >> unused == grammar::base64_value(b.back()) >> unused;
}

std::int64_t find_hash(const ListView& list, const ContentHashes& hashes) {
  if (!list.has(kNonceOrHash)) return kNoToken;
  const bool lenient = list.traits.has(Difference::HashBytesCompared);
  return find_token(list, [&](const Source& source, const csp::SourceExpression& e) {
    return source.kind == csp::SourceKind::Hash &&
           same_digest(source_value(source, e), hashes.base64(source.algorithm), lenient);
  });
}

/// Whether an integrity item's value is base64 in either alphabet.
bool is_base64_text(std::string_view value) {
  const std::string_view digits = without_padding(value);
  if (digits.empty() || value.size() - digits.size() > 2) return false;
  return text::all_of(digits, text::kBase64);
}

/// One item of integrity metadata: algorithm and value.
struct IntegrityItem {
  csp::HashAlgorithm algorithm = csp::HashAlgorithm::None;
  std::string_view value;
};

/// Reading hashes as bytes keeps what stands behind a second dash, which the draft's splitting cuts
/// off.
IntegrityItem parse_integrity_item(std::string_view item, const ProfileTraits& traits) {
  item = item.substr(0, item.find('?'));
  const std::size_t dash = item.find('-');
  if (dash == std::string_view::npos) return {};
  const std::string_view name = item.substr(0, dash);
  std::string_view value = item.substr(dash + 1);
  if (traits.has(Difference::BrokenIntegritySkipped) && !is_base64_text(value)) return {};
  if (traits.has(Difference::HashAlphabetsApart) && grammar::mixes_base64_alphabets(value)) return {};
  if (!traits.has(Difference::HashBytesCompared)) value = value.substr(0, value.find('-'));
  const bool exact = traits.has(Difference::IntegrityNamesLowerCase);
  const auto is = [&](std::string_view known) { return exact ? name == known : text::iequals(name, known); };
  if (is("sha256")) return {csp::HashAlgorithm::Sha256, value};
  if (is("sha384")) return {csp::HashAlgorithm::Sha384, value};
  if (is("sha512")) return {csp::HashAlgorithm::Sha512, value};
  return {};
}

/// External scripts by hash (CSP3 6.7.1.1, "integrity"): every known item must be listed. Returns
/// the token of the last item.
std::int64_t find_integrity(const ListView& list, std::string_view integrity) {
  if (integrity.empty() || !list.has(kNonceOrHash)) return kNoToken;
  const bool lenient = list.traits.has(Difference::HashBytesCompared);
  const bool folds = list.traits.has(Difference::IntegrityFoldsSource);
  const auto has_url_letters = [](std::string_view value) {
    return value.find_first_of("-_") != std::string_view::npos;
  };
  std::int64_t found = kNoToken;
  std::size_t at = 0;
  while (at < integrity.size()) {
    std::size_t end = at;
    while (end < integrity.size() && !text::is(integrity[end], text::kAsciiWhitespace)) ++end;
    const IntegrityItem item = parse_integrity_item(integrity.substr(at, end - at), list.traits);
    at = end + 1;
    if (item.algorithm == csp::HashAlgorithm::None) continue;
    found = find_token(list, [&](const Source& source, const csp::SourceExpression& e) {
      if (source.kind != csp::SourceKind::Hash || source.algorithm != item.algorithm) return false;
      const std::string_view value = source_value(source, e);
      if (lenient) return same_digest(value, item.value, true);
      // A value with letters of the other alphabet ended at its dash above: it equals no whole one.
      if (folds) return !has_url_letters(item.value) && same_digest(value, item.value, false);
      return value == item.value;
    });
    if (found == kNoToken) return kNoToken;
  }
  return found;
}

bool is_script_like(RequestType type) {
  return type == RequestType::InlineScript || type == RequestType::ScriptAttribute ||
         type == RequestType::JavaScriptUrl;
}
bool is_element(RequestType type) { return type == RequestType::InlineScript || type == RequestType::InlineStyle; }

}  // namespace match_inline_detail

std::int64_t ListView::keyword(csp::Keyword keyword) const {
  return match_inline_detail::find_token(
      *this, [keyword](const Source& source, const csp::SourceExpression&) { return source.is(keyword); });
}

std::int64_t match_script(const ListView& list, const PreparedRequest& request, const Target& target) {
  using namespace match_inline_detail;
  const std::int64_t nonce = find_nonce(list, request.request().nonce);
  if (nonce != kNoToken) return nonce;
  const std::int64_t hash = find_integrity(list, request.request().integrity);
  if (hash != kNoToken) return hash;
  if (list.has(kStrictDynamic)) {
    const bool inserted = request.type() == RequestType::Script && request.request().parser_inserted;
    return inserted ? kNoToken : list.keyword(csp::Keyword::StrictDynamic);
  }
  return match_url(list.set, list.policy, list.directive, target, list.traits);
}

std::int64_t match_style(const ListView& list, const PreparedRequest& request, const Target& target) {
  using namespace match_inline_detail;
  const std::int64_t nonce = find_nonce(list, request.request().nonce);
  if (nonce != kNoToken) return nonce;
  return match_url(list.set, list.policy, list.directive, target, list.traits);
}

std::int64_t match_inline(const ListView& list, const PreparedRequest& request) {
  using namespace match_inline_detail;
  const RequestType type = request.type();
  const bool stops_styles =
      list.directive.name == csp::DirectiveName::DefaultSrc && list.traits.has(Difference::DefaultDynamicStopsStyles);
  const bool dynamic = (is_script_like(type) || stops_styles) && list.has(kStrictDynamic);
  if (list.has(kUnsafeInline) && !list.has(kNonceOrHash) && !dynamic) {
    return list.keyword(csp::Keyword::UnsafeInline);
  }
  const bool style_attribute = type == RequestType::StyleAttribute && list.traits.has(Difference::StyleAttributeNonce);
  if (is_element(type) || style_attribute) {
    const std::int64_t nonce = find_nonce(list, request.request().nonce);
    if (nonce != kNoToken) return nonce;
  }
  if (!is_element(type) && !list.has(kUnsafeHashes)) return kNoToken;
  const bool decoded = type == RequestType::JavaScriptUrl && list.traits.has(Difference::JavaScriptUrlDecoded);
  const std::int64_t hash = find_hash(list, decoded ? request.decoded_hashes() : request.hashes());
  if (hash != kNoToken) return hash;
  if (type == RequestType::InlineScript && dynamic && !request.request().parser_inserted) {
    return list.keyword(csp::Keyword::StrictDynamic);
  }
  return kNoToken;
}

std::int64_t match_eval(const ListView& list, bool trusted_types) {
  if (list.has(kUnsafeEval)) return list.keyword(csp::Keyword::UnsafeEval);
  if (trusted_types && list.has(kTrustedTypesEval)) {
    return list.keyword(csp::Keyword::TrustedTypesEval);
  }
  return match_inline_detail::kNoToken;
}

std::int64_t match_wasm_eval(const ListView& list) {
  if (list.has(kUnsafeEval)) return list.keyword(csp::Keyword::UnsafeEval);
  if (list.has(kWasmUnsafeEval)) return list.keyword(csp::Keyword::WasmUnsafeEval);
  return match_inline_detail::kNoToken;
}

}  // namespace headstrong::decide
