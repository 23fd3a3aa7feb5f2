#include "compare/generalise.hpp"

#include <algorithm>
#include <bit>
#include <string>

#include "compare/news.hpp"
#include "text/ascii.hpp"

namespace headstrong::decide {
namespace generalise_detail {

using Scope = Claim::Scope;

class Finder {
 public:
  Finder(const TestRequests& requests, const Verdicts& verdicts, Change change)
      : requests_(requests), said_elsewhere_(!verdicts.said.empty()), news_(requests, verdicts, change) {
    for (std::size_t p = 0; p < requests_.places.size(); ++p) {
      const Place& place = requests_.places[p];
      const bool on_host = place.kind == PlaceKind::Host || place.kind == PlaceKind::Subdomains;
      if (!on_host) continue;
      if (place.host >= by_host_.size()) by_host_.resize(place.host + 1);
      by_host_[place.host].push_back(static_cast<std::uint32_t>(p));
    }
  }

  std::vector<Claim> find() {
    for (std::uint32_t a = 0; a < requests_.attributes.size(); ++a) {
      news_.turn_to(a);
      if (news_.any_left()) claim_places();
    }
    find_of_images();
    // What nobody asks for every day is shown where a browser's change would go unmentioned else.
    for (std::uint32_t a = 0; a < requests_.attributes.size(); ++a) {
      news_.turn_to(a);
      if (news_.any_left()) claim_single(true);
    }
    return news_.take_claims();
  }

 private:
  void claim_places() {
    claim_everything();
    claim_content();
    claim_any_host();
    claim_schemes();
    claim_own_origin();
    for (std::size_t host = 0; host < by_host_.size(); ++host) claim_host(host);
    claim_single(false);
  }

  /// Images in elements that load other things as well: only where nothing is said of those.
  void find_of_images() {
    const auto is_image = [](const Place& place) { return place.image; };
    if (std::none_of(requests_.places.begin(), requests_.places.end(), is_image)) return;
    news_.turn_to_images();
    if (news_.any_left()) claim_places();
    news_.turn_from_images();
  }

  bool counts(const Place& place) const { return news_.counts(place); }

  template <class Matches>
  Region select(Matches matches) const {
    Region out;
    for (std::size_t p = 0; p < requests_.places.size(); ++p) {
      if (news_.was_asked(p) && matches(requests_.places[p])) out.push_back(static_cast<std::uint32_t>(p));
    }
    return out;
  }

  static bool is_address(const Place& place) {
    return place.kind == PlaceKind::AnyHost || place.kind == PlaceKind::AnyAddress || place.kind == PlaceKind::Host ||
           place.kind == PlaceKind::Subdomains || place.kind == PlaceKind::Scheme;
  }
  static bool is_unlisted(const Place& place) {
    return place.kind == PlaceKind::AnyHost || place.kind == PlaceKind::AnyAddress || place.kind == PlaceKind::Scheme;
  }

  /// Every address, or every one that is not named, or not the page's own.
  void claim_everything() {
    const Region unlisted = select([this](const Place& place) { return counts(place) && is_unlisted(place); });
    if (news_.of_images() || unlisted.size() < 8) return;
    std::uint32_t example = 0;
    std::uint8_t profiles = news_.holds(unlisted, example);
    if (profiles == 0) profiles = nearly_everything(unlisted, example);
    // Where some engines let in less, what all have in common is said first, then the rest.
    if (profiles == 0 || (news_.changing(unlisted) & ~profiles) != 0) return;
    // How things stand now tells how general the sentence may be.
    const auto is_counted = [this](const Place& place) { return counts(place) && is_address(place); };
    const auto is_foreign = [&](const Place& place) { return is_counted(place) && !place.own; };
    const auto all = static_cast<std::uint8_t>(profiles & now_wherever(is_counted));
    const auto foreign = static_cast<std::uint8_t>(profiles & now_wherever(is_foreign));
    // Each says all browsers of which it is true, so that none seems to be left out.
    if (all != 0) claim_scope(Scope::Everything, all, example);
    if ((foreign & ~all) != 0) claim_scope(Scope::AllButOwn, foreign, example);
    if ((profiles & ~foreign & ~all) != 0) claim_scope(Scope::Unlisted, profiles, example);
  }

  /// The profiles in which now every place that matches stands alike.
  template <class Matches>
  std::uint8_t now_wherever(Matches matches) const {
    std::uint8_t profiles = kInAllProfiles;
    for (std::size_t p = 0; p < requests_.places.size(); ++p) {
      if (matches(requests_.places[p])) profiles = static_cast<std::uint8_t>(profiles & news_.now(p));
    }
    return profiles;
  }

  void claim_scope(Scope scope, std::uint8_t profiles, std::uint32_t example) {
    Region region;
    for (std::uint32_t p = 0; p < requests_.places.size(); ++p) {
      const Place& place = requests_.places[p];
      // On a named host that is "other" which no word admits.
      if (scope == Scope::Everything || (is_address(place) && !place.own)) region.push_back(p);
    }
    const std::uint8_t whole =
        now_wherever([](const Place& place) { return is_unlisted(place) && !place.inert && !place.image; });
    Claim claim;
    claim.whole = (whole & profiles) == profiles;
    claim.scope = scope;
    claim.profiles = profiles;
    claim.example = example;
    // An example of just these browsers, if there is one.
    const auto exact = std::find_if(region.begin(), region.end(), [&](std::uint32_t p) {
      const Place& place = requests_.places[p];
      return counts(place) && is_address(place) && news_.changed(p) == profiles;
    });
    if (exact != region.end()) claim.example = *exact;
    news_.add(claim, region);
  }

  /// The profiles in which now everything stands alike and at least three of any https host, any
  /// http host, data: and blob: are new.
  std::uint8_t nearly_everything(const Region& unlisted, std::uint32_t& example) const {
    std::uint8_t alike = kInAllProfiles;
    for (const std::uint32_t place : unlisted) alike = static_cast<std::uint8_t>(alike & news_.now(place));
    if (alike == 0) return 0;
    std::vector<std::uint32_t> seen_schemes;
    std::vector<std::uint8_t> fresh;
    bool found = false;
    for (const std::uint32_t place : unlisted) {
      const std::uint32_t scheme = requests_.places[place].scheme;
      auto at =
          static_cast<std::size_t>(std::find(seen_schemes.begin(), seen_schemes.end(), scheme) - seen_schemes.begin());
      if (at == seen_schemes.size()) {
        seen_schemes.push_back(scheme);
        fresh.push_back(alike);
      }
      fresh[at] = static_cast<std::uint8_t>(fresh[at] & news_.uncovered(place));
    }
    std::uint8_t once = 0;
    std::uint8_t twice = 0;
    std::uint8_t thrice = 0;
    for (const std::uint8_t bits : fresh) {
      thrice = static_cast<std::uint8_t>(thrice | (twice & bits));
      twice = static_cast<std::uint8_t>(twice | (once & bits));
      once = static_cast<std::uint8_t>(once | bits);
    }
    for (const std::uint32_t place : unlisted) {
      if (found || (news_.uncovered(place) & thrice) != thrice) continue;
      example = place;
      found = true;
    }
    return found ? thrice : std::uint8_t{0};
  }

  void claim_content() {
    Claim claim;
    claim.scope = Scope::Content;
    news_.make(claim, select([](const Place& place) {
                 return !place.odd && (place.kind == PlaceKind::Content || place.kind == PlaceKind::AnyName);
               }));
    for (std::size_t p = 0; p < requests_.places.size(); ++p) {
      if (requests_.places[p].kind != PlaceKind::Name) continue;
      claim.scope = Scope::Name;
      news_.make(claim, {static_cast<std::uint32_t>(p)});
    }
  }

  /// Sets of schemes, from many to one: those that requests of this type use, then each other one.
  std::vector<std::uint32_t> scheme_sets() const {
    const auto bit = [](std::uint32_t index) { return 1u << index; };
    const std::uint32_t secure = bit(requests_.web_socket ? TestRequests::kWss : TestRequests::kHttps);
    const std::uint32_t plain = bit(requests_.web_socket ? TestRequests::kWs : TestRequests::kHttp);
    std::vector<std::uint32_t> sets = {secure | plain, secure, plain};
    for (std::uint32_t i = TestRequests::kNetworkSchemes; i < requests_.schemes.size() && i < 32; ++i) {
      sets.push_back(bit(i));
    }
    return sets;
  }

  static bool in_set(std::uint32_t set, const Place& place) {
    return place.scheme < 32 && (set >> place.scheme & 1) != 0;
  }

  /// The ports of a region as claims name them: all of them, the default, each other one.
  std::vector<std::int32_t> ports_of(const Region& region) const {
    std::vector<std::int32_t> ports = {Claim::kAnyPort, Claim::kOtherPort, -1};
    for (const std::uint32_t p : region) {
      if (!counts(requests_.places[p])) continue;  // near misses are no claims of their own
      const std::int32_t port = requests_.places[p].port;
      if (std::find(ports.begin(), ports.end(), port) == ports.end()) ports.push_back(port);
    }
    return ports;
  }
  std::vector<std::int32_t> paths_of(const Region& region) const {
    std::vector<std::int32_t> paths = {Place::kNoPath};
    const bool named = std::any_of(region.begin(), region.end(),
                                   [this](std::uint32_t p) { return requests_.places[p].path != Place::kNoPath; });
    if (named) paths.push_back(Claim::kOtherPath);
    for (const std::uint32_t p : region) {
      const std::int32_t path = requests_.places[p].path;
      if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
    }
    return paths;
  }
  /// Claims about all places of `region`, by sets of schemes, ports and paths, general ones first.
  /// `minimum` is how many places of each scheme must show a claim.
  void claim_addresses(const Claim& base, const Region& region, std::size_t minimum) {
    const std::vector<std::int32_t> ports = ports_of(region);
    const std::vector<std::uint32_t> sets = scheme_sets();
    // First what holds wherever something changes, so that few sentences are about some browsers only.
    for (const bool wherever : {true, false}) {
      if (!news_.any_uncovered(region)) return;
      for (const std::int32_t path : paths_of(region)) {
        Region on_path;
        for (const std::uint32_t p : region) {
          if (is_on_path(path, requests_.places[p])) on_path.push_back(p);
        }
        if (!news_.any_uncovered(on_path)) continue;
        for (const std::uint32_t set : sets) {
          for (const std::int32_t port : ports) {
            Claim claim = base;
            claim.schemes = set;
            claim.port = port;
            claim.path = path;
            claim_part(claim, part_of(on_path, claim), minimum, wherever);
          }
        }
      }
    }
  }

  void claim_part(Claim& claim, const Region& part, std::size_t minimum, bool wherever) {
    const auto members = static_cast<std::size_t>(std::popcount(claim.schemes));
    if (part.size() < minimum * members || !shows(part, claim)) return;
    if (said_elsewhere_ && !is_news_of_each_scheme(part, claim)) return;
    std::uint32_t example = 0;
    if (wherever && (news_.changing(part) & ~news_.holds(part, example)) != 0) return;
    claim.others =
        claim.scope == Scope::Subdomains ? some_below_stand_apart(claim, part) : !named_stand_alike(claim, part);
    if (news_.make(claim, part) && claim.scope == Scope::AnyHost) cover_named(claim);
  }

  /// Whether a claim about `path` speaks of the place.
  static bool is_on_path(std::int32_t path, const Place& place) {
    if (path == Place::kNoPath) return true;
    if (path == Claim::kOtherPath) return place.path == Place::kNoPath && !place.near_path;
    return place.path == path;
  }
  /// The same of ports, where those that no policy names stand for the others.
  static bool is_on_port(std::int32_t port, const Place& place) {
    if (port == Claim::kAnyPort) return true;
    return place.port == (port == Claim::kOtherPort ? TestRequests::kUnlikelyPort : port);
  }

  /// Whether the claim speaks of the place, its port apart.
  bool is_meant(std::uint32_t p, const Claim& claim) const {
    const Place& place = requests_.places[p];
    return in_set(claim.schemes, place) && is_on_path(claim.path, place) && place.redirects == 0 &&
           place.image == news_.of_images() && news_.was_asked(p);
  }

  /// The ports on which nothing of what is claimed changes.
  std::vector<std::int32_t> still_ports(const Region& region, const Claim& claim) const {
    std::vector<std::int32_t> still;
    std::vector<std::int32_t> moving;
    for (const std::uint32_t p : region) {
      if (is_meant(p, claim)) (news_.changed(p) == 0 ? still : moving).push_back(requests_.places[p].port);
    }
    const auto moves = [&](std::int32_t port) { return std::find(moving.begin(), moving.end(), port) != moving.end(); };
    still.erase(std::remove_if(still.begin(), still.end(), moves), still.end());
    return still;
  }

  Region part_of(const Region& region, const Claim& claim) const {
    const bool other_port = claim.port == Claim::kOtherPort;
    const std::vector<std::int32_t> still = other_port ? still_ports(region, claim) : std::vector<std::int32_t>();
    if (other_port && still.empty()) return {};  // then it is any port, or none
    Region out;
    for (const std::uint32_t p : region) {
      if (!is_meant(p, claim)) continue;
      const std::int32_t port = requests_.places[p].port;
      const bool on_port = other_port ? std::find(still.begin(), still.end(), port) == still.end()
                                      : is_on_port(claim.port, requests_.places[p]);
      if (on_port) out.push_back(p);
    }
    return out;
  }

  /// Whether there is a place for everything that the claim speaks of: each of its schemes, more than
  /// one port, an IP address.
  bool shows(const Region& part, const Claim& claim) const {
    std::uint32_t schemes = 0;
    bool several_ports = false;
    std::uint32_t unnamed_ports = 0;  // the schemes of places on a port that no policy names
    bool address = false;
    for (const std::uint32_t p : part) {
      const Place& place = requests_.places[p];
      schemes |= 1u << place.scheme;
      if (place.port == TestRequests::kUnlikelyPort) unnamed_ports |= 1u << place.scheme;
      several_ports = several_ports || place.port != requests_.places[part[0]].port;
      address = address || place.kind == PlaceKind::AnyAddress;
    }
    if (schemes != claim.schemes) return false;
    if (claim.port == Claim::kAnyPort && !several_ports) return false;
    if (claim.port == Claim::kOtherPort && unnamed_ports != claim.schemes) return false;
    return claim.scope != Scope::AnyHost || !claim.with_addresses || address;
  }

  /// Whether something of each of the claim's schemes is still to be spoken of: what is said of http
  /// elsewhere is not said again together with https.
  bool is_news_of_each_scheme(const Region& part, const Claim& claim) const {
    std::uint32_t schemes = 0;
    for (const std::uint32_t p : part) {
      if (news_.uncovered(p) != 0) schemes |= 1u << requests_.places[p].scheme;
    }
    return schemes == claim.schemes;
  }

  /// Named hosts of which a claim about any host speaks as well; the page's own is worth a sentence
  /// of its own where not all are spoken of.
  void cover_named(const Claim& claim) {
    Region named;
    for (const Region& region : by_host_) {
      for (const std::uint32_t p : part_of(region, claim)) {
        if (!claim.others || !requests_.places[p].own) named.push_back(p);
      }
    }
    news_.cover(named);
  }

  /// For a claim about any host: whether the hosts that policies name stand as it says, too.
  bool named_stand_alike(const Claim& claim, const Region& part) const {
    if (claim.scope != Scope::AnyHost) return true;
    std::uint32_t example = 0;
    const std::uint8_t profiles = news_.holds(part, example);
    for (std::size_t p = 0; p < requests_.places.size(); ++p) {
      const Place& place = requests_.places[p];
      if (place.kind != PlaceKind::Host && place.kind != PlaceKind::Subdomains) continue;
      if (!counts(place) || !in_set(claim.schemes, place)) continue;
      if (!is_on_port(claim.port, place) || !is_on_path(claim.path, place)) continue;
      if ((news_.now(p) & profiles) != profiles) return false;
    }
    return true;
  }

  /// For a claim about the hosts below one: whether one of those that policies name does not stand as
  /// it says.
  bool some_below_stand_apart(const Claim& claim, const Region& part) const {
    std::uint32_t example = 0;
    const std::uint8_t profiles = news_.holds(part, example);
    const std::string ending = "." + requests_.hosts[claim.host];
    for (std::size_t host = 0; host < by_host_.size(); ++host) {
      const std::vector<std::uint32_t>& alike = requests_.alike[host];
      const bool below = std::any_of(alike.begin(), alike.end(), [&](std::uint32_t each) {
        return text::iends_with(requests_.hosts[each], ending);
      });
      if (!below) continue;
      for (const std::uint32_t p : by_host_[host]) {
        const Place& place = requests_.places[p];
        if (!counts(place) || !in_set(claim.schemes, place)) continue;
        if (!is_on_port(claim.port, place) || !is_on_path(claim.path, place)) continue;
        if ((news_.now(p) & profiles) != profiles) return true;
      }
    }
    return false;
  }

  void claim_any_host() {
    Claim claim;
    claim.scope = Scope::AnyHost;
    const Region names = select(
        [this](const Place& place) { return place.kind == PlaceKind::AnyHost && place.image == news_.of_images(); });
    Region both = names;
    for (std::size_t p = 0; p < requests_.places.size(); ++p) {
      const Place& place = requests_.places[p];
      if (place.kind != PlaceKind::AnyAddress || place.image != news_.of_images() || !news_.was_asked(p)) continue;
      both.push_back(static_cast<std::uint32_t>(p));
    }
    if (both.size() > names.size()) claim_addresses(claim, both, 3);
    claim.with_addresses = false;
    claim_addresses(claim, names, 2);
    const Region addresses =
        select([this](const Place& place) { return place.kind == PlaceKind::AnyAddress && counts(place); });
    if (news_.any_uncovered(addresses)) claim_addresses_alone(addresses);
  }

  void claim_addresses_alone(const Region& addresses) {
    for (const std::uint32_t set : scheme_sets()) {
      Claim claim;
      claim.scope = Scope::One;
      claim.schemes = set;
      Region part;
      for (const std::uint32_t p : addresses) {
        if (in_set(set, requests_.places[p])) part.push_back(p);
      }
      if (!part.empty()) news_.make(claim, part);
    }
  }

  /// A scheme that needs no host.
  void claim_schemes() {
    for (std::uint32_t scheme = 0; scheme < requests_.schemes.size(); ++scheme) {
      Claim claim;
      claim.scope = Scope::Scheme;
      claim.host = scheme;
      const Region region = select([this, scheme](const Place& place) {
        return place.kind == PlaceKind::Scheme && place.scheme == scheme && counts(place);
      });
      if (region.size() > 1) news_.make(claim, region);
    }
  }

  void claim_own_origin() {
    Claim claim;
    claim.scope = Scope::OwnOrigin;
    news_.make(claim, select([this](const Place& place) {
                 return place.own && counts(place) && place.path == Place::kNoPath && place.redirects == 0 &&
                        place.kind == PlaceKind::Host;
               }));
  }

  void claim_host(std::size_t host) {
    if (!news_.any_uncovered(by_host_[host])) return;
    for (const PlaceKind kind : {PlaceKind::Subdomains, PlaceKind::Host}) {
      Region region;
      for (const std::uint32_t p : by_host_[host]) {
        if (requests_.places[p].kind == kind) region.push_back(p);
      }
      Claim claim;
      claim.scope = kind == PlaceKind::Host ? Scope::Host : Scope::Subdomains;
      claim.host = static_cast<std::uint32_t>(host);
      claim_addresses(claim, region, 1);
    }
  }

  /// What is left, one by one. Odd requests count where their profiles' change is not shown yet.
  void claim_single(bool odd) {
    for (std::size_t p = 0; p < requests_.places.size(); ++p) {
      if (requests_.places[p].odd != odd || (!odd && requests_.places[p].image != news_.of_images())) continue;
      std::uint8_t left = news_.uncovered(p);
      if (odd) left = static_cast<std::uint8_t>(left & ~news_.seen());
      if (left == 0) continue;
      Claim claim;
      claim.scope = Scope::One;
      claim.profiles = news_.changed(p);  // in all browsers of which it is true
      claim.example = static_cast<std::uint32_t>(p);
      claim.images = requests_.places[p].image;
      news_.add(claim, {static_cast<std::uint32_t>(p)});
    }
  }

  const TestRequests& requests_;
  const bool said_elsewhere_;  // some changes are
  News news_;
  std::vector<Region> by_host_;
};

}  // namespace generalise_detail

std::vector<Claim> claims_of(const TestRequests& requests, const Verdicts& verdicts, Change change) {
  return generalise_detail::Finder(requests, verdicts, change).find();
}

}  // namespace headstrong::decide
