// Requests that may tell two sets of policies apart: for every word that decides one that it admits,
// and near misses of it, and such as no policy names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compare/vocabulary.hpp"
#include "grammar/url.hpp"
#include "headstrong/decide.hpp"

namespace headstrong::decide {

/// What sort of thing a place is: what a sentence can be general about.
enum class PlaceKind : std::uint8_t {
  AnyHost,     // a host with a name that no policy has
  AnyAddress,  // an IP address that no policy has
  Subdomains,  // a host below one that a policy names
  Host,        // a host that a policy names, or the page's own
  Scheme,      // a URL without a host: data:, blob:, ...
  Content,     // inline code that no policy knows, or nothing where a type needs nothing
  Name,        // of a Trusted Types policy that a list names
  AnyName,     // ... that none names
};

/// Where a request goes, or what it is about.
struct Place {
  static constexpr std::int32_t kNoPath = -1;
  std::string text;  // a URL, the content or the name
  PlaceKind kind = PlaceKind::Content;
  std::uint32_t host = 0;       // of Subdomains and Host: into TestRequests::hosts
  std::uint32_t scheme = 0;     // into TestRequests::schemes
  std::int32_t port = -1;       // as written in the URL
  std::int32_t path = kNoPath;  // into TestRequests::paths; kNoPath: one that no policy names
  std::uint32_t redirects = 0;
  bool own = false;        // the page's own origin
  bool inert = false;      // nothing is fetched from there: about:, javascript:, an opaque origin
  bool image = false;      // an engine takes what an <object> loads from there for an image
  bool near_path = false;  // next to a path that a policy names, and not on it
  bool odd = false;        // nothing that anybody asks for every day: shown only where nothing else is
};

/// What an element or a piece of code carries.
struct Attributes {
  std::string nonce;
  std::string integrity;
  std::string content_hash;
  bool parser_inserted = true;

  bool none() const { return nonce.empty() && integrity.empty() && content_hash.empty() && parser_inserted; }
  /// Whether these are all of the other's, and perhaps more.
  bool include(const Attributes& other) const;
};

struct TestRequests {
  /// A port that stands for all that no policy names.
  static constexpr std::int32_t kUnlikelyPort = 61234;
  /// The four of the network first, in this order.
  enum NetworkScheme : std::uint32_t { kHttps, kHttp, kWss, kWs, kNetworkSchemes };

  std::vector<std::string> schemes;
  std::vector<std::string> hosts;  // in lower case, without "*."
  /// By host, where places stand for more than one: all of those, itself first. No word tells them
  /// apart.
  std::vector<std::vector<std::uint32_t>> alike;
  std::vector<std::string> paths;
  std::vector<Place> places;           // the weightiest first
  std::vector<Attributes> attributes;  // none first
  /// Attributes from here on are tried only on the first `core_places` places.
  std::size_t full_attributes = 0;
  std::size_t core_places = 0;
  bool web_socket = false;  // ws and wss are what requests of this type use
  bool incomplete = false;
};

/// With what the addresses of a type's test requests end: ".js", ...
std::string_view file_ending(RequestType type);

/// Where requests of a type can go at all, whatever policies say.
enum class Range : std::uint8_t {
  Fetched,          // what engines fetch: no WebSockets, nothing that has no bytes
  Navigable,        // also about: and javascript: URLs
  Sockets,          // ws: and wss: alone; a socket follows no redirect
  Network,          // http: and https: alone
  Bases,            // no data: and javascript: URLs, and no redirect
  Framing,          // another document; what it was redirected from doesn't count
  OwnOrigin,        // service workers
  OwnOriginOrData,  // other workers: also data: and the page's own blob: URLs
};
Range range_of(RequestType type);

/// At most `limit` requests of one type, but always a few.
TestRequests test_requests_of(const Vocabulary& vocabulary, RequestType type, const grammar::Url& page,
                              std::size_t limit);

}  // namespace headstrong::decide
