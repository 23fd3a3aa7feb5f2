#include "decide/request.hpp"

#include <iterator>

#include "decide/explain.hpp"
#include "decide/match_path.hpp"
#include "grammar/base64.hpp"
#include "grammar/sha2.hpp"

namespace headstrong::decide {
namespace request_detail {

struct TypeRow {
  std::string_view name;
  RequestNeeds needs = RequestNeeds::Nothing;
};
constexpr TypeRow kTypes[kRequestTypeCount] = {
#define HEADSTRONG_REQUEST_TYPE(enumerator, name, needs, group, label) {name, RequestNeeds::needs},
#include "headstrong/request_types.def"
#undef HEADSTRONG_REQUEST_TYPE
};
const TypeRow& row(RequestType type) { return kTypes[static_cast<std::size_t>(type)]; }

struct HashRow {
  csp::HashAlgorithm algorithm;
  std::string_view name;
  std::size_t bytes;
};
constexpr HashRow kHashes[] = {{csp::HashAlgorithm::Sha256, "sha256", 32},
                               {csp::HashAlgorithm::Sha384, "sha384", 48},
                               {csp::HashAlgorithm::Sha512, "sha512", 64}};
constexpr std::size_t kHashAlgorithms = std::size(kHashes);

/// Where the digest of an algorithm is kept.
constexpr std::size_t place_of(csp::HashAlgorithm algorithm) { return static_cast<std::size_t>(algorithm) - 1; }
static_assert(place_of(csp::HashAlgorithm::Sha256) == 0 && place_of(csp::HashAlgorithm::Sha512) == kHashAlgorithms - 1);

/// What a browser puts before the code of a request before it makes digests of it.
std::string_view prefix_of(RequestType type) { return type == RequestType::JavaScriptUrl ? "javascript:" : ""; }

template <std::size_t Size>
std::string encoded(const std::array<std::uint8_t, Size>& digest) {
  return grammar::base64_encode(digest.data(), Size);
}

}  // namespace request_detail

std::string_view request_type_name(RequestType type) { return request_detail::row(type).name; }

RequestNeeds request_needs(RequestType type) { return request_detail::row(type).needs; }

bool is_fetched(RequestType type) {
  if (request_needs(type) != RequestNeeds::Url) return false;
  return type != RequestType::FormAction && type != RequestType::BaseUri && type != RequestType::Report &&
         type != RequestType::WebTransportHashes;
}

bool request_type(std::string_view name, RequestType& type) {
  for (std::size_t i = 0; i < kRequestTypeCount; ++i) {
    if (request_detail::kTypes[i].name != name) continue;
    type = static_cast<RequestType>(i);
    return true;
  }
  return false;
}

std::string_view ContentHashes::base64(csp::HashAlgorithm algorithm) const {
  if (algorithm == csp::HashAlgorithm::None) return {};
  digests_.resize(request_detail::kHashAlgorithms);
  std::string& digest = digests_[request_detail::place_of(algorithm)];
  if (!digest.empty() || known_only_) return digest;
  std::string joined;
  std::string_view bytes = content_;
  if (!prefix_.empty()) {
    joined.reserve(prefix_.size() + content_.size());
    joined += prefix_;
    joined += content_;
    bytes = joined;
  }
  switch (algorithm) {
    case csp::HashAlgorithm::Sha256: digest = request_detail::encoded(grammar::sha256(bytes)); break;
    case csp::HashAlgorithm::Sha384: digest = request_detail::encoded(grammar::sha384(bytes)); break;
    default: digest = request_detail::encoded(grammar::sha512(bytes)); break;
  }
  return digest;
}

bool ContentHashes::set_known(std::string_view hash) {
  const std::size_t dash = hash.find('-');
  if (dash == std::string_view::npos) return false;
  for (const request_detail::HashRow& row : request_detail::kHashes) {
    if (hash.substr(0, dash) != row.name) continue;
    std::string digest;
    if (!grammar::base64_decode(hash.substr(dash + 1), digest) || digest.size() != row.bytes) return false;
    digests_.resize(request_detail::kHashAlgorithms);
    digests_[request_detail::place_of(row.algorithm)] =
        grammar::base64_encode(reinterpret_cast<const std::uint8_t*>(digest.data()), digest.size());
    known_only_ = true;
    return true;
  }
  return false;
}

PreparedRequest::PreparedRequest(const Request& request, const grammar::Url& url)
    : request_(&request), url_(url), hashes_(request_detail::prefix_of(request.type), request.content) {
  decode_javascript_url();
  if (request_detail::row(request.type).needs == RequestNeeds::Framing) {
    ancestors_.push_back({url, grammar::origin_of(url)});
  }
}

PreparedRequest::PreparedRequest(const Request& request)
    : request_(&request), hashes_(request_detail::prefix_of(request.type), request.content) {
  decode_javascript_url();
  switch (request_detail::row(request.type).needs) {
    case RequestNeeds::Url: {
      const grammar::UrlError error = grammar::parse_url(request.url, url_buffer_, url_);
      if (error != grammar::UrlError::None) {
        error_ = url_error_text("the request's url", request.url, error);
      }
      break;
    }
    case RequestNeeds::Framing: prepare_ancestors(); break;
    case RequestNeeds::Content:
      if (!request.content_hash.empty() && !hashes_.set_known(request.content_hash)) {
        error_ = "the request's contentHash is not of the form sha256-V, sha384-V or sha512-V";
      }
      // Of a URL that is known by its digest, nothing can be decoded.
      if (!request.content_hash.empty()) decoded_hashes_.set_known(request.content_hash);
      break;
    case RequestNeeds::Name:
    case RequestNeeds::Nothing: break;
  }
}

void PreparedRequest::decode_javascript_url() {
  if (type() != RequestType::JavaScriptUrl) return;
  append_decoded(request_->content, decoded_, true);
  decoded_hashes_ = ContentHashes(request_detail::prefix_of(type()), decoded_);
}

void PreparedRequest::prepare_ancestors() {
  std::vector<std::string_view> texts = request_->ancestors;
  if (texts.empty()) texts.push_back(request_->url);
  ancestor_buffers_.resize(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Ancestor ancestor;
    if (texts[i] == "null") {  // how an opaque origin is written
      ancestor.url.scheme = "null";
      ancestors_.push_back(ancestor);
      continue;
    }
    const grammar::UrlError error = grammar::parse_url(texts[i], ancestor_buffers_[i], ancestor.url);
    if (error != grammar::UrlError::None) {
      error_ = url_error_text("an ancestor", texts[i], error);
      return;
    }
    ancestor.origin = grammar::origin_of(ancestor.url);
    ancestors_.push_back(ancestor);
  }
}

grammar::Url Ancestor::url_of_origin() const {
  grammar::Url out;
  out.scheme = origin.scheme;
  out.host = origin.host;
  out.path = "/";
  out.port = origin.port;
  out.scheme_kind = origin.scheme_kind;
  out.host_kind = origin.host_kind;
  return out;
}

}  // namespace headstrong::decide
