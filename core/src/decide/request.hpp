// A request made ready for matching.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/url.hpp"
#include "headers/csp/policy.hpp"
#include "headstrong/decide.hpp"

namespace headstrong::decide {

/// The digests of inline code, made when a policy first asks for one.
class ContentHashes {
 public:
  explicit ContentHashes(std::string_view prefix = {}, std::string_view content = {})
      : prefix_(prefix), content_(content) {}
  /// The digest of prefix and content in standard base64, with its padding; empty where it is not
  /// known.
  std::string_view base64(csp::HashAlgorithm algorithm) const;
  /// Of code that is known by one digest only. False where `hash` is no "sha256-V" (384, 512) with a
  /// digest of the right length.
  bool set_known(std::string_view hash);

 private:
  std::string_view prefix_;
  std::string_view content_;
  /// One an algorithm, kept because several lists ask for the same; nothing before the first asks.
  mutable std::vector<std::string> digests_;
  bool known_only_ = false;  // there is no content to make others of
};

/// One document above a framed one.
struct Ancestor {
  grammar::Url url;  // where its origin is all that is known ("null"), a URL that only * matches
  grammar::Origin origin;
  /// Its origin, written and read again as a URL; the origin is not opaque.
  grammar::Url url_of_origin() const;
};

/// Whether the page fetches what it asks for: what mixed content rules have a say in.
bool is_fetched(RequestType type);

/// What `decide` reads: the texts of a Request taken apart once. Neither copied nor moved, since
/// the URLs point into their own buffers; the Request's texts must outlive it. Not for two threads
/// at once.
class PreparedRequest {
 public:
  explicit PreparedRequest(const Request& request);
  /// The same where the request's URL (or the one ancestor's) was taken apart before.
  PreparedRequest(const Request& request, const grammar::Url& url);
  PreparedRequest(const PreparedRequest&) = delete;
  PreparedRequest& operator=(const PreparedRequest&) = delete;

  /// Why the request cannot be answered; empty where it can.
  const std::string& error() const { return error_; }
  const Request& request() const { return *request_; }
  RequestType type() const { return request_->type; }
  const grammar::Url& url() const { return url_; }
  /// The parent first.
  const std::vector<Ancestor>& ancestors() const { return ancestors_; }
  const ContentHashes& hashes() const { return hashes_; }
  /// Those of a javascript: URL whose percent-encoded bytes were decoded.
  const ContentHashes& decoded_hashes() const { return decoded_hashes_; }

 private:
  void decode_javascript_url();
  void prepare_ancestors();

  const Request* request_;
  grammar::Url url_;
  std::string url_buffer_;
  std::vector<Ancestor> ancestors_;
  std::vector<std::string> ancestor_buffers_;
  ContentHashes hashes_;
  std::string decoded_;
  ContentHashes decoded_hashes_;
  std::string error_;
};

}  // namespace headstrong::decide
