#include "compare/test_requests.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "compare/attributes.hpp"
#include "compare/hosts.hpp"
#include "compare/named_hosts.hpp"
#include "decide/checks.hpp"
#include "text/ascii.hpp"

namespace headstrong::decide {

std::string_view file_ending(RequestType type) {
  switch (type) {
    case RequestType::Script:
    case RequestType::Worker:
    case RequestType::SharedWorker:
    case RequestType::ServiceWorker: return ".js";
    case RequestType::Style: return ".css";
    case RequestType::Image: return ".png";
    case RequestType::Font: return ".woff2";
    case RequestType::Audio: return ".mp3";
    case RequestType::Video: return ".mp4";
    case RequestType::Track: return ".vtt";
    case RequestType::Manifest: return ".json";
    default: return "";
  }
}

Range range_of(RequestType type) {
  switch (type) {
    case RequestType::Worker:
    case RequestType::SharedWorker: return Range::OwnOriginOrData;
    case RequestType::ServiceWorker: return Range::OwnOrigin;
    case RequestType::WebSocket: return Range::Sockets;
    case RequestType::Beacon: return Range::Network;
    case RequestType::BaseUri: return Range::Bases;
    case RequestType::FrameAncestors: return Range::Framing;
    case RequestType::Iframe:
    case RequestType::Object:
    case RequestType::Embed:
    case RequestType::FormAction: return Range::Navigable;
    default: return Range::Fetched;
  }
}

namespace test_requests_detail {

constexpr std::int32_t kUnlikelyPort = TestRequests::kUnlikelyPort;

/// Where requests for a URL, or of a framing page, can go.
class Places {
 public:
  Places(const Vocabulary& words, RequestType type, const grammar::Url& page, std::size_t limit, TestRequests& out)
      : words_(words),
        type_(type),
        page_(page),
        web_socket_(out.web_socket),
        ending_(file_ending(type)),
        out_(out),
        named_(words, page, limit, out),
        own_(named_.own()) {}

  void build() {
    add_first_unknown();
    add_own();
    add_data_and_blob();
    add_more_unknown();
    add_schemes();
    out_.core_places = out_.places.size();
    add_hosts();
    add_wider_unknown();
    drop_out_of_range();
  }

 private:
  // --- places ------------------------------------------------------------------------------------

  std::string generic_path(int which) const {
    const std::string ending(is_object(type_) ? ".swf" : ending_);
    switch (which) {
      case 0: return "/a" + ending;
      case 1: return "/zq7/x" + ending;
      default: return "/";
    }
  }

  bool is_odd_scheme(std::uint32_t scheme) const { return decide::is_odd_scheme(scheme, web_socket_); }

  static std::int32_t default_port_of(std::uint32_t scheme) {
    if (scheme >= TestRequests::kNetworkSchemes) return kDefaultPort;
    return scheme == TestRequests::kHttps || scheme == TestRequests::kWss ? 443 : 80;
  }

  /// A place on a host; one whose port is its scheme's own is there without it.
  void add(Place place, const std::string& host, const std::string& path) {
    if (place.port != kDefaultPort && place.port == default_port_of(place.scheme)) return;
    place.text = out_.schemes[place.scheme] + "://" + host;
    if (place.port != kDefaultPort) place.text += ":" + std::to_string(place.port);
    place.text += path;
    place.own = is_own(place);
    place.odd = place.odd || is_odd_scheme(place.scheme);
    out_.places.push_back(std::move(place));
  }

  /// What an engine takes for an image, where it makes a difference.
  void add_image(Place place, const std::string& host) {
    if (!is_object(type_)) return;
    place.image = true;
    add(place, host, "/a.png");
  }

  /// Whether a place is of the page's own origin; a WebSocket has another scheme there.
  bool is_own(const Place& place) const {
    if (place.kind != PlaceKind::Host || place.host != own_ || place.port != page_.port) return false;
    const bool twin = web_socket_ && place.scheme == own_web_socket_scheme();
    return twin || out_.schemes[place.scheme] == page_.scheme;
  }
  std::uint32_t own_web_socket_scheme() const {
    return page_.scheme == "http" ? TestRequests::kWs : TestRequests::kWss;
  }

  /// Hosts that no policy names, nor a host above them.
  std::vector<std::string> unknown_hosts() const {
    constexpr std::string_view kNames[] = {"x.example",        "zq7.unlisted.com", "a.b.unlisted.net", "unlisted.co.uk",
                                           "unlisted-zq7.org", "zq7.invalid",      "cdn-zq7.test",     "zq7x.dev"};
    std::vector<std::string> out;
    for (const std::string_view name : kNames) {
      bool named = named_.has(name);
      for_each_name_above(name, [&](std::string_view above) { named = named || named_.has(above); });
      if (!named) out.emplace_back(name);
      if (out.size() == 2) break;  // one more than an example, so that a sentence is not about one host
    }
    return out;
  }

  std::vector<std::uint32_t> usual_schemes() const {
    if (web_socket_) return {TestRequests::kWss, TestRequests::kWs, TestRequests::kHttps, TestRequests::kHttp};
    return {TestRequests::kHttps, TestRequests::kHttp, TestRequests::kWss, TestRequests::kWs};
  }

  Place place(PlaceKind kind, std::uint32_t scheme, std::int32_t port) const {
    Place out;
    out.kind = kind;
    out.scheme = scheme;
    out.port = port;
    return out;
  }

  /// What matters most: one unknown host per scheme.
  void add_first_unknown() {
    unknown_ = unknown_hosts();
    if (unknown_.empty()) return;
    for (const std::uint32_t scheme : usual_schemes()) {
      add(place(PlaceKind::AnyHost, scheme, kDefaultPort), unknown_[0], generic_path(0));
      if (!is_odd_scheme(scheme)) add_image(place(PlaceKind::AnyHost, scheme, kDefaultPort), unknown_[0]);
    }
  }

  void add_more_unknown() {
    for (std::size_t i = 1; i < unknown_.size(); ++i) {
      for (const std::uint32_t scheme : usual_schemes()) {
        if (is_odd_scheme(scheme)) continue;
        add(place(PlaceKind::AnyHost, scheme, kDefaultPort), unknown_[i], generic_path(static_cast<int>(i)));
        add(place(PlaceKind::AnyHost, scheme, kUnlikelyPort), unknown_[i], generic_path(1));
        for (const std::int32_t port : {kDefaultPort, kUnlikelyPort}) {
          add_image(place(PlaceKind::AnyHost, scheme, port), unknown_[i]);
        }
      }
    }
  }

  void add_own() {
    if (!own_) return;
    const std::string& host = out_.hosts[*own_];
    Place own = place(PlaceKind::Host, scheme_index(out_, page_.scheme), page_.port);
    own.host = *own_;
    for (int which = 0; which < 3; ++which) add(own, host, generic_path(which));
    add_image(own, host);
    if (web_socket_) {
      own.scheme = own_web_socket_scheme();
      for (int which = 0; which < 2; ++which) add(own, host, generic_path(which));
    }
  }

  void add_scheme_url(std::string_view scheme, const std::string& rest, bool odd) {
    Place out = place(PlaceKind::Scheme, scheme_index(out_, scheme), kDefaultPort);
    out.text = std::string(scheme) + ":" + rest;
    out.odd = odd;
    out.inert = scheme == "about" || scheme == "javascript";
    out_.places.push_back(std::move(out));
  }

  void add_scheme_image(std::string_view scheme, const std::string& rest) {
    if (!is_object(type_)) return;
    add_scheme_url(scheme, rest, false);
    out_.places.back().image = true;
  }

  /// The page's own origin, as it stands in blob: URLs.
  std::string own_origin() const {
    if (!own_) return "https://x.example";
    std::string own = std::string(page_.scheme) + "://" + out_.hosts[*own_];
    if (page_.port >= 0) own += ":" + std::to_string(page_.port);
    return own;
  }

  void add_data_and_blob() {
    const std::string own = own_origin();
    const bool odd = web_socket_;  // it has no such address
    add_scheme_url("data", "text/plain,x", odd);
    add_scheme_url("data", ",", odd);
    add_scheme_url("blob", own + "/0b0b0b0b-0000-4000-8000-000000000000", odd);
    const bool own_alone = range_of(type_) == Range::OwnOriginOrData;
    add_scheme_url("blob", (own_alone ? own : "https://zq7.unlisted.com") + "/0b0b0b0b-0000-4000-8000-000000000001",
                   odd);
  }

  void add_schemes() {
    const std::string own = own_origin();
    for (const auto& [scheme, rest] :
         {std::pair("data", std::string(",zq7.png")), std::pair("data", std::string("image/png,zq7.png")),
          std::pair("blob", own + "/zq7.png"), std::pair("blob", std::string("https://zq7.unlisted.com/zq7.png"))}) {
      add_scheme_image(scheme, rest);
    }
    if (is_object(type_)) {
      add_scheme_image("zq7-app", "//zq7/x.png");
      out_.places.back().odd = true;
    }
    add_scheme_url("filesystem", own + "/temporary/zq7", true);
    add_scheme_url("about", "blank", true);
    add_scheme_url("file", "///zq7/x", true);
    add_scheme_url("javascript", "zq7()", true);
    add_scheme_url("ftp", "//x.example/zq7", true);
    add_scheme_url("zq7-app", "//zq7/x", true);
    if (type_ == RequestType::FrameAncestors) {
      Place opaque = place(PlaceKind::Scheme, scheme_index(out_, "null"), kDefaultPort);
      opaque.text = "null";
      opaque.odd = true;
      opaque.inert = true;
      out_.places.push_back(opaque);
    }
    std::size_t named = 0;
    for (std::size_t i = 0; i < words_.urls.size() && named < kDetailedHosts; ++i) {
      const csp::SourceExpression& word = *words_.urls[i];
      if (word.kind != csp::SourceKind::Scheme) continue;
      const std::string scheme = text::lowered(word.scheme());
      if (grammar::scheme_id(scheme) != grammar::Scheme::Other) continue;
      add_scheme_url(scheme, "//x.example/zq7", false);
      add_scheme_url(scheme, "zq7", false);
      add_scheme_image(scheme, "//x.example/zq7.png");
      add_scheme_image(scheme, "zq7.png");
      ++named;
    }
    if (named == kDetailedHosts) out_.incomplete = true;
  }

  /// Takes away what no browser asks for.
  void drop_out_of_range() {
    const auto out_of_range = [&](const Place& place) { return !is_in_range(place); };
    const auto core = out_.places.begin() + static_cast<std::ptrdiff_t>(out_.core_places);
    const auto dropped_of_core = std::count_if(out_.places.begin(), core, out_of_range);
    out_.places.erase(std::remove_if(out_.places.begin(), out_.places.end(), out_of_range), out_.places.end());
    out_.core_places -= static_cast<std::size_t>(dropped_of_core);
  }

  bool is_in_range(const Place& place) const {
    const std::string& scheme = out_.schemes[place.scheme];
    const grammar::Scheme id = grammar::scheme_id(scheme);
    const bool network = id == grammar::Scheme::Http || id == grammar::Scheme::Https;
    const bool socket = id == grammar::Scheme::Ws || id == grammar::Scheme::Wss;
    const bool scripted = id == grammar::Scheme::About || id == grammar::Scheme::JavaScript;
    // No engine reads from these any more, or from a page of the network.
    const bool dead = id == grammar::Scheme::Ftp || id == grammar::Scheme::File;
    if (place.redirects > 0 && !network) return false;
    switch (range_of(type_)) {
      case Range::Fetched: return !socket && !scripted && !dead;
      case Range::Navigable: return !socket && !dead;
      case Range::Sockets: return socket;
      case Range::Network: return network;
      case Range::Bases: return !socket && !scripted && !dead && id != grammar::Scheme::Data && place.redirects == 0;
      case Range::Framing: return !socket && !scripted && !dead && place.redirects == 0;
      case Range::OwnOrigin: return place.own && network && place.redirects == 0;
      case Range::OwnOriginOrData: break;
    }
    if (place.kind != PlaceKind::Scheme) return place.own && place.redirects == 0;
    const std::string own_blob = "blob:" + own_origin() + "/";
    return id == grammar::Scheme::Data || place.text.compare(0, own_blob.size(), own_blob) == 0;
  }

  // --- hosts that the policies name ----------------------------------------------------------------

  void add_hosts() {
    // Hosts of words that only one side has come first: theirs are the differences.
    std::vector<const NamedHost*> order;
    for (const bool changed : {true, false}) {
      for (const NamedHost& host : named_.hosts()) {
        if (host.changed == changed) order.push_back(&host);
      }
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
      const bool differs = order[i]->changed || words_.several || own_ == order[i]->index;
      const bool detailed = differs && i < kDetailedHosts;
      const std::string& name = out_.hosts[order[i]->index];
      if (order[i]->exact || !order[i]->subdomains || own_ == order[i]->index || detailed) {
        add_host(*order[i], PlaceKind::Host, name, detailed);
      }
      if (order[i]->subdomains) {
        add_host(*order[i], PlaceKind::Subdomains, std::string(kLabelBelow) + name, detailed);
        Place deeper = place(PlaceKind::Subdomains, TestRequests::kHttps, kDefaultPort);
        deeper.host = order[i]->index;
        if (web_socket_) deeper.scheme = TestRequests::kWss;
        add(deeper, std::string(kLabelsBelow) + name, generic_path(1));
      }
    }
  }

  void add_host(const NamedHost& host, PlaceKind kind, const std::string& name, bool detailed) {
    std::vector<std::uint32_t> schemes = usual_schemes();
    if (!host.odd_schemes) schemes.resize(2);
    schemes.insert(schemes.end(), host.schemes.begin(), host.schemes.end());
    const std::vector<std::int32_t> ports = ports_to_ask(host, detailed);
    for (const std::uint32_t scheme : schemes) {
      for (const std::int32_t port : ports) add_host_on(host, kind, scheme, port, name, detailed);
    }
  }

  std::vector<std::int32_t> ports_to_ask(const NamedHost& host, bool detailed) const {
    std::vector<std::int32_t> ports = {kDefaultPort};
    ports.insert(ports.end(), host.ports.begin(), host.ports.end());
    if (detailed) {
      for (const std::int32_t port : named_.ports()) add_once(ports, port);
      for (const std::int32_t odd : {80, 443}) add_once(ports, odd);
    }
    ports.push_back(kUnlikelyPort);
    return ports;
  }

  void add_host_on(const NamedHost& host, PlaceKind kind, std::uint32_t scheme, std::int32_t port,
                   const std::string& name, bool detailed) {
    add_place(host, kind, scheme, port, name, generic_path(0));
    if (detailed && host.told_by_path) add_place(host, kind, scheme, port, name, generic_path(1));
    const bool named =
        port == kDefaultPort || std::find(host.ports.begin(), host.ports.end(), port) != host.ports.end();
    if (named || (detailed && port == kUnlikelyPort)) {
      for (const std::uint32_t path : host.paths) add_path(host, kind, scheme, port, name, path);
    }
    Place moved = place(kind, scheme, port);
    moved.host = host.index;
    if (named || detailed) {
      const bool of_word = kind == PlaceKind::Host ? host.exact : host.subdomains;
      moved.odd = !host.unpathed || !of_word || (!named && !(host.any_port && port == kUnlikelyPort));
      add_image(moved, name);
    }
    if (!named && !(detailed && redirects_count())) return;
    if (!host.told_by_path && !redirects_count()) return;
    moved.redirects = 1;
    moved.odd = true;
    add(moved, name, generic_path(0));
  }

  void add_place(const NamedHost& host, PlaceKind kind, std::uint32_t scheme, std::int32_t port,
                 const std::string& name, const std::string& path, std::int32_t named_path = Place::kNoPath,
                 bool odd = false) {
    Place out = place(kind, scheme, port);
    out.host = host.index;
    out.path = named_path;
    out.near_path = odd && named_path == Place::kNoPath;
    const bool named_port = (host.any_port && port == kUnlikelyPort) ||
                            std::find(host.ports.begin(), host.ports.end(), port) != host.ports.end();
    const bool named = kind == PlaceKind::Host ? host.exact : host.subdomains;
    const bool on_path = host.unpathed || named_path != Place::kNoPath;
    // What no word is about is a near miss only: a host above those that are named, another port.
    out.odd = odd || !named || !on_path || (port != kDefaultPort && !named_port);
    add(out, name, path);
  }

  /// A path that a policy names, what lies below it, and its near misses.
  void add_path(const NamedHost& host, PlaceKind kind, std::uint32_t scheme, std::int32_t port, const std::string& name,
                std::uint32_t index) {
    const std::string path = out_.paths[index];
    const auto named = static_cast<std::int32_t>(index);
    add_place(host, kind, scheme, port, name, path, named);
    const bool folder = path.back() == '/' || text::iends_with(path, "%2F");
    if (!folder) {
      add_place(host, kind, scheme, port, name, path + "/zq7", Place::kNoPath, true);
      return;
    }
    for (const int which : {0, 1}) {
      add_place(host, kind, scheme, port, name, path + generic_path(which).substr(1), named);
    }
    if (is_object(type_)) {
      Place image = place(kind, scheme, port);
      image.host = host.index;
      image.path = named;
      image.image = true;
      add(image, name, path + "a.png");
    }
    if (path.back() == '/' && path.size() > 1) {
      const std::string bare = path.substr(0, path.size() - 1);
      add_place(host, kind, scheme, port, name, bare, Place::kNoPath, true);
      add_place(host, kind, scheme, port, name, bare + "%2Fzq7", Place::kNoPath, true);
    }
  }

  // --- more of what nobody names -----------------------------------------------------------------

  void add_wider_unknown() {
    for (const std::string_view address : {"203.0.113.7", "[2001:db8::7]"}) {
      for (const std::uint32_t scheme : usual_schemes()) {
        if (is_odd_scheme(scheme)) continue;
        add(place(PlaceKind::AnyAddress, scheme, kDefaultPort), std::string(address), generic_path(0));
        add_image(place(PlaceKind::AnyAddress, scheme, kDefaultPort), std::string(address));
        if (address.front() == '[') continue;
        add_image(place(PlaceKind::AnyAddress, scheme, kUnlikelyPort), std::string(address));
        add(place(PlaceKind::AnyAddress, scheme, kUnlikelyPort), std::string(address), generic_path(0));
        for (const std::int32_t port : named_.ports()) {
          add(place(PlaceKind::AnyAddress, scheme, port), std::string(address), generic_path(0));
        }
      }
    }
    if (unknown_.empty()) return;
    std::vector<std::uint32_t> schemes = usual_schemes();
    schemes.insert(schemes.end(), named_.any_schemes().begin(), named_.any_schemes().end());
    for (const std::uint32_t scheme : schemes) {
      add_unknown_by_port(scheme);
      if (named_.any_paths().empty() && !redirects_count()) continue;
      Place moved = place(PlaceKind::AnyHost, scheme, kDefaultPort);
      moved.redirects = 1;
      moved.odd = true;
      add(moved, unknown_[0], generic_path(0));
    }
  }

  /// Whether a redirect matters even where no path does.
  bool redirects_count() const { return is_object(type_) || type_ == RequestType::FormAction || words_.upgrades; }

  void add_unknown_by_port(std::uint32_t scheme) {
    std::vector<std::int32_t> ports = {kDefaultPort, kUnlikelyPort};
    for (const std::int32_t port : named_.ports()) add_once(ports, port);
    for (const std::int32_t odd : {80, 443}) add_once(ports, odd);
    for (const std::int32_t port : ports) {
      Place at = place(PlaceKind::AnyHost, scheme, port);
      at.odd = (port == 80 || port == 443) &&
               std::find(named_.ports().begin(), named_.ports().end(), port) == named_.ports().end();
      // There is one of each host on the ports that are nothing special already.
      const bool usual = (port == kDefaultPort || port == kUnlikelyPort) && !is_odd_scheme(scheme);
      add(at, unknown_[0], generic_path(1));
      if (!is_odd_scheme(scheme) && !usual) add_image(at, unknown_[0]);
      if (!usual && !at.odd) add(at, unknown_.back(), generic_path(0));
      for (const std::uint32_t path : named_.any_paths()) {
        at.path = static_cast<std::int32_t>(path);
        const std::string& text = out_.paths[path];
        add(at, unknown_[0], text);
        add(at, unknown_.back(), text.back() == '/' ? text + generic_path(1).substr(1) : text);
      }
    }
  }

  const Vocabulary& words_;
  const RequestType type_;
  const grammar::Url& page_;
  const bool web_socket_;
  const std::string_view ending_;
  TestRequests& out_;
  const NamedHosts named_;
  const std::optional<std::uint32_t> own_;
  std::vector<std::string> unknown_;
};

void add_contents(RequestType type, TestRequests& out) {
  if (request_needs(type) == RequestNeeds::Nothing) {
    out.places.push_back({});
    return;
  }
  const bool style = type == RequestType::InlineStyle || type == RequestType::StyleAttribute;
  constexpr std::string_view kStyles[] = {"color:#7a7", " ", "zq7:7"};
  constexpr std::string_view kScripts[] = {"zq7()", " ", "x = 7"};
  for (const std::string_view content : style ? kStyles : kScripts) {
    Place place;
    place.text = content;
    out.places.push_back(place);
  }
}

void add_names(const Vocabulary& words, std::size_t limit, TestRequests& out) {
  const auto add = [&](PlaceKind kind, std::string_view name, bool odd) {
    Place place;
    place.kind = kind;
    place.text = name;
    place.odd = odd;
    out.places.push_back(place);
  };
  for (const std::string_view name : {"zq7", "default", "x#7", "zq7/7@x.y"}) {
    const bool named = std::find(words.names.begin(), words.names.end(), name) != words.names.end();
    if (!named) add(PlaceKind::AnyName, name, false);
  }
  // A name outside the grammar, and none at all.
  add(PlaceKind::AnyName, "zq 7", true);
  add(PlaceKind::AnyName, "", true);
  for (const std::string_view name : words.names) {
    if (name == "*" || name.front() == '\'') continue;
    if (out.places.size() >= limit) {
      out.incomplete = true;
      break;
    }
    add(PlaceKind::Name, name, false);
  }
}

constexpr std::size_t kFewest = 40;  // what general sentences rest on
constexpr std::size_t kFewestOfAll = 12;
constexpr std::ptrdiff_t kHostsFirst = 6;

/// Keeps to the limit: places go first, then what is carried.
void cut(std::size_t limit, TestRequests& out) {
  const auto requests = [&out] {
    const std::size_t full = std::min(out.full_attributes, out.attributes.size());
    const std::size_t core = std::min(out.core_places, out.places.size());
    return full * out.places.size() + (out.attributes.size() - full) * core;
  };
  if (limit <= kFewest && out.core_places + std::size_t{kHostsFirst} < out.places.size()) {
    // A few places of a host that only one side names, before most of what nobody names.
    const auto first = out.places.begin() + std::min<std::ptrdiff_t>(5, std::ssize(out.places));
    const auto hosts = out.places.begin() + static_cast<std::ptrdiff_t>(out.core_places);
    std::rotate(first, hosts, hosts + kHostsFirst);
  }
  const std::size_t fewest = limit <= kFewest ? kFewestOfAll : kFewest;
  while (requests() > limit && out.places.size() > fewest) {
    const std::size_t fewer = out.places.size() - std::max<std::size_t>(1, out.places.size() / 8);
    out.places.resize(std::max(fewer, fewest));
    out.incomplete = true;
  }
  while (requests() > limit && out.attributes.size() > 1) {
    out.attributes.pop_back();
    out.incomplete = true;
  }
}

}  // namespace test_requests_detail

TestRequests test_requests_of(const Vocabulary& vocabulary, RequestType type, const grammar::Url& page,
                              std::size_t limit) {
  using namespace test_requests_detail;
  TestRequests out;
  out.web_socket = type == RequestType::WebSocket;
  out.schemes = {"https", "http", "wss", "ws"};
  switch (request_needs(type)) {
    case RequestNeeds::Url:
    case RequestNeeds::Framing: Places(vocabulary, type, page, limit, out).build(); break;
    case RequestNeeds::Name: add_names(vocabulary, limit, out); break;
    case RequestNeeds::Content:
    case RequestNeeds::Nothing: add_contents(type, out); break;
  }
  if (out.core_places == 0) out.core_places = out.places.size();
  add_attributes(vocabulary, type, out);
  cut(limit, out);
  if (vocabulary.cut) out.incomplete = true;
  return out;
}

}  // namespace headstrong::decide
