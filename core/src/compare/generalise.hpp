// From requests whose verdicts differ to the most general things that are true of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compare/test_requests.hpp"
#include "headstrong/compare.hpp"

namespace headstrong::decide {

/// The verdicts on all test requests: one bit a profile, set where allowed.
struct Verdicts {
  std::size_t places = 0;
  std::vector<std::uint8_t> before;  // [attributes * places]
  std::vector<std::uint8_t> after;
  /// The profiles in which a change is one that is said elsewhere; empty where nothing is.
  std::vector<std::uint8_t> said;
  std::vector<bool> asked;
  std::size_t at(std::size_t attributes, std::size_t place) const { return attributes * places + place; }
};

/// Something that holds of every place of a region.
struct Claim {
  enum class Scope : std::uint8_t {
    Everything,  // every address
    AllButOwn,   // every address outside the page's own origin
    Unlisted,    // every address that no policy names
    AnyHost,     // every host by some schemes and ports
    OwnOrigin,
    Subdomains,
    Host,
    Scheme,
    Content,  // any code, or any name
    Name,
    One  // nothing more than this one request
  };
  static constexpr std::int32_t kAnyPort = -2;
  static constexpr std::int32_t kOtherPort = -3;  // every port but those on which nothing changes
  /// Every path but those that the policies name; Place::kNoPath is every path.
  static constexpr std::int32_t kOtherPath = -2;

  Scope scope = Scope::One;
  std::uint32_t schemes = 0;  // bit per index into TestRequests::schemes, the first 32
  std::int32_t port = kAnyPort;
  std::int32_t path = Place::kNoPath;
  std::uint32_t host = 0;
  bool with_addresses = true;  // AnyHost: IP addresses as well
  bool whole = false;          // Everything and its like: really every scheme, the odd ones too
  bool others = false;         // what the policies name is not among it
  bool images = false;         // of what an engine takes for an image
  // Of what is blocked: it still goes with a listed nonce or hash, or where a script inserts it.
  bool but_for_carriers = false;
  bool but_for_inserted = false;
  std::uint8_t profiles = 0;  // bit per profile
  std::uint32_t attributes = 0;
  std::uint32_t example = 0;  // the place that shows it
};

/// The claims that together speak of every difference in one direction, general ones first.
std::vector<Claim> claims_of(const TestRequests& requests, const Verdicts& verdicts, Change change);

}  // namespace headstrong::decide
