// URL parsing (URL Standard, https://url.spec.whatwg.org/#url-parsing) as far as matching a URL
// against a policy needs it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace headstrong::grammar {

enum class Scheme : std::uint8_t { Http, Https, Ws, Wss, Ftp, File, Data, Blob, Filesystem, About, JavaScript, Other };
/// The scheme of that name, compared ASCII case-insensitively.
Scheme scheme_id(std::string_view name);
/// The port that the URL Standard leaves out for a special scheme; -1 where there is none.
int default_port(Scheme scheme);

enum class HostKind : std::uint8_t { None, Empty, Domain, Ipv4, Ipv6, Opaque };

/// A parsed absolute URL. Views point into the text that was parsed or into the buffer given to
/// `parse_url`, whichever spells the part as the URL Standard serialises it.
struct Url {
  std::string_view scheme;  // lower case, without the colon
  std::string_view host;    // lower case A-labels, IPv6 with its brackets; never percent-decoded again
  std::string_view path;    // dot segments resolved; percent-encoding as it came
  std::int32_t port = -1;   // -1: absent, or the scheme's default
  Scheme scheme_kind = Scheme::Other;
  HostKind host_kind = HostKind::None;
  bool opaque_path = false;  // data:, blob:, about: and the like: the path is everything after ':'

  bool has_host() const { return host_kind != HostKind::None && host_kind != HostKind::Empty; }
  /// The port in use: the given one, else the scheme's default, else -1.
  int effective_port() const { return port >= 0 ? port : default_port(scheme_kind); }
};

/// Why a text is no absolute URL.
enum class UrlError : std::uint8_t { None, NoScheme, BadHost, BadPort, TooLong };

/// Parses an absolute URL; there is no base URL. White space and control characters around it, and
/// tabs and line breaks within it, are dropped as the standard says. `buffer` receives the parts
/// that had to be rewritten (case, dot segments, punycode, IP numbers); an already canonical URL
/// leaves it untouched and allocates nothing. Both texts must outlive `url`. Query and fragment are
/// read over, user and password too: matching never looks at them.
///
/// Limits: a host with characters above U+007F is lower-cased for the letters of Latin-1, Latin
/// Extended-A, Greek, Cyrillic and Armenian and then turned into punycode (RFC 3492); the remaining
/// mappings and the validity rules of UTS #46 (normalisation to NFC included) are left out.
UrlError parse_url(std::string_view text, std::string& buffer, Url& url);

/// The address that `reference` means on a page at the absolute URL `base` (RFC 3986 section 5.2),
/// as browsers read it: in http and https a backslash is a slash, any number of slashes may follow
/// the scheme, and a scheme without slashes that is the base's own counts for nothing; white space
/// around the reference, tabs and line breaks in it are dropped. Dot segments are resolved; nothing
/// else is rewritten. Empty where `reference` is relative and `base` is not hierarchical.
std::string resolve_url(std::string_view base, std::string_view reference);

/// Whether a host is the reader's own machine: browsers trust that as if it were reached over
/// https.
bool is_loopback(std::string_view host);

/// An origin (HTML, "origin"): a tuple, or opaque.
struct Origin {
  std::string_view scheme;
  std::string_view host;
  std::int32_t port = -1;  // -1: the scheme's default
  Scheme scheme_kind = Scheme::Other;
  HostKind host_kind = HostKind::None;
  bool opaque = true;
};
/// The origin of a URL that is not a blob: URL. Schemes outside the URL Standard give a tuple where
/// the URL has a host (as an application that registers the scheme has it), else an opaque origin.
Origin origin_of(const Url& url);
bool same_origin(const Origin& a, const Origin& b);

}  // namespace headstrong::grammar
