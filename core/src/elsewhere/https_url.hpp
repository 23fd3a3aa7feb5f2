// As much of the URL Standard as decides what `new URL("https://" + text)` answers: whether it
// throws, what the host is, and the path. CSP Evaluator builds such a URL of every value in a
// policy.
//
// It is apart from grammar/url.*, which a browser's verdicts are decided with: this one knows a
// single scheme, never serialises, and follows the URL parser of the Node.js release the peer was
// recorded on (20.20.2, ada 2.9.2). Not followed: the IDNA rules for labels that mix writing
// directions or hold joiners, and for labels that Unicode normalisation would change; such a label
// is taken as valid.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace headstrong::elsewhere {

enum class HostKind { kDomain, kIpv4, kIpv6 };

struct HttpsUrl {
  HostKind kind = HostKind::kDomain;
  std::string host;  // of a domain: lower case, percent-decoded; non-ASCII labels stay Unicode
  std::string path;  // begins with "/", dot segments resolved; characters are not percent-encoded
};

/// The URL "https://" + `text`, or nothing where the URL parser fails. `text` has no ASCII tab or
/// line break (the peer cuts it at white space).
std::optional<HttpsUrl> parse_https_url(std::string_view text);

}  // namespace headstrong::elsewhere
