#include "decide/match_inline.hpp"

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
    if ((sources[i].valid_in & list.traits.bit()) != 0 && matches(tokens[i])) return i;
  }
  return kNoToken;
}

std::int64_t find_nonce(const ListView& list, std::string_view nonce) {
  if (nonce.empty() || !list.has(kNonceOrHash)) return kNoToken;
  return find_token(list, [nonce](const csp::SourceExpression& e) {
    return e.kind == csp::SourceKind::Nonce && e.value() == nonce;
  });
}

/// Whether a hash source's value stands for `digest` (standard base64, padded), after mapping the
/// URL alphabet to the standard one.
bool same_digest(std::string_view value, std::string_view digest) {
  if (value.size() != digest.size()) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i] == '-' ? '+' : value[i] == '_' ? '/' : value[i];
    if (c != digest[i]) return false;
  }
  return true;
}

std::int64_t find_hash(const ListView& list, const ContentHashes& hashes) {
  if (!list.has(kNonceOrHash)) return kNoToken;
  return find_token(list, [&hashes](const csp::SourceExpression& e) {
    return e.kind == csp::SourceKind::Hash && same_digest(e.value(), hashes.base64(e.algorithm));
  });
}

/// One item of integrity metadata: algorithm and value.
struct IntegrityItem {
  csp::HashAlgorithm algorithm = csp::HashAlgorithm::None;
  std::string_view value;
};

IntegrityItem parse_integrity_item(std::string_view item) {
  item = item.substr(0, item.find('?'));
  const std::size_t dash = item.find('-');
  if (dash == std::string_view::npos) return {};
  const std::string_view name = item.substr(0, dash);
  std::string_view value = item.substr(dash + 1);
  value = value.substr(0, value.find('-'));
  if (text::iequals(name, "sha256")) return {csp::HashAlgorithm::Sha256, value};
  if (text::iequals(name, "sha384")) return {csp::HashAlgorithm::Sha384, value};
  if (text::iequals(name, "sha512")) return {csp::HashAlgorithm::Sha512, value};
  return {};
}

/// External scripts by hash (CSP3 6.7.1.1, "integrity"): every known item must be listed. Returns the
/// token of the last item.
std::int64_t find_integrity(const ListView& list, std::string_view integrity) {
  if (integrity.empty() || !list.has(kNonceOrHash)) return kNoToken;
  std::int64_t found = kNoToken;
  std::size_t at = 0;
  while (at < integrity.size()) {
    std::size_t end = at;
    while (end < integrity.size() && !text::is(integrity[end], text::kAsciiWhitespace)) ++end;
    const IntegrityItem item = parse_integrity_item(integrity.substr(at, end - at));
    at = end + 1;
    if (item.algorithm == csp::HashAlgorithm::None) continue;
    found = find_token(list, [&item](const csp::SourceExpression& e) {
      return e.kind == csp::SourceKind::Hash && e.algorithm == item.algorithm &&
             e.value() == item.value;
    });
    if (found == kNoToken) return kNoToken;
  }
  return found;
}

bool is_script_like(RequestType type) {
  return type == RequestType::InlineScript || type == RequestType::ScriptAttribute ||
         type == RequestType::JavaScriptUrl;
}
bool is_element(RequestType type) {
  return type == RequestType::InlineScript || type == RequestType::InlineStyle;
}

}  // namespace match_inline_detail

std::int64_t ListView::keyword(csp::Keyword keyword) const {
  return match_inline_detail::find_token(
      *this, [keyword](const csp::SourceExpression& e) { return e.is(keyword); });
}

std::int64_t match_script(const ListView& list, const PreparedRequest& request,
                          const Target& target) {
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

std::int64_t match_style(const ListView& list, const PreparedRequest& request,
                         const Target& target) {
  using namespace match_inline_detail;
  const std::int64_t nonce = find_nonce(list, request.request().nonce);
  if (nonce != kNoToken) return nonce;
  return match_url(list.set, list.policy, list.directive, target, list.traits);
}

std::int64_t match_inline(const ListView& list, const PreparedRequest& request) {
  using namespace match_inline_detail;
  const RequestType type = request.type();
  const bool dynamic = is_script_like(type) && list.has(kStrictDynamic);
  if (list.has(kUnsafeInline) && !list.has(kNonceOrHash) && !dynamic) {
    return list.keyword(csp::Keyword::UnsafeInline);
  }
  if (is_element(type)) {
    const std::int64_t nonce = find_nonce(list, request.request().nonce);
    if (nonce != kNoToken) return nonce;
  }
  if (!is_element(type) && !list.has(kUnsafeHashes)) return kNoToken;
  const std::int64_t hash = find_hash(list, request.hashes());
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
