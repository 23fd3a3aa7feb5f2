// As much of the URL Standard as decides what `new URL("https://" + text)` answers: whether it
// throws, what the host is, and the path. CSP Evaluator builds such a URL of every value in a
// policy.
//
// It is apart from grammar/url.*, by which a browser's verdicts are decided: this one knows a
// single scheme, never serialises, and follows the URL parser of the Node.js release the peer was
// recorded on (20.20.2, ada 2.9.2), with that one's tables and its liberties in IDNA. Left out:
// Unicode normalisation, and the letters between which a joiner (U+200C, U+200D) may stand; one
// makes it fail.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace headstrong::peers {

enum class HostKind { kDomain, kIpv4, kIpv6 };

struct HttpsUrl {
  HostKind kind = HostKind::kDomain;
  std::string host;  // of a domain: lower case, percent-decoded; non-ASCII labels stay Unicode
  std::string path;  // begins with "/", dot segments resolved; characters are not percent-encoded
};

/// The URL "https://" + `text`, or nothing where the URL parser fails. `text` has no ASCII tab or
/// line break (the peer cuts it at white space).
std::optional<HttpsUrl> parse_https_url(std::string_view text);

}  // namespace headstrong::peers
