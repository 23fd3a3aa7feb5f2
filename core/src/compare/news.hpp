// What changes between two sets, request by request, and what of it is still to be spoken of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "compare/generalise.hpp"

namespace headstrong::decide {

using Region = std::vector<std::uint32_t>;  // places
inline constexpr std::uint8_t kInAllProfiles = (1u << kProfileCount) - 1;

/// Changes in one direction, and the claims that have been made of them. Masks have a bit a profile.
class News {
 public:
  News(const TestRequests& requests, const Verdicts& verdicts, Change change);

  std::vector<Claim> take_claims() { return std::move(claims_); }

  /// What is asked about from now on: elements that carry this; and images alone, of which nothing is said
  /// where something is said of what else the element loads.
  void turn_to(std::uint32_t attributes) { attributes_ = attributes; }
  void turn_to_images();
  void turn_from_images();
  bool of_images() const { return images_; }

  /// Whether a place has a say in what is claimed.
  bool counts(const Place& place) const { return !place.odd && place.image == images_; }
  bool was_asked(std::size_t place) const { return verdicts_.asked[cell(attributes_, place)]; }
  /// The profiles in which the request changes in the direction asked for.
  std::uint8_t changed(std::size_t place) const { return changed(attributes_, place); }
  /// The profiles in which the request now stands as the change makes others stand.
  std::uint8_t now(std::size_t place) const;
  /// The profiles in which the request changes, and no claim says so.
  std::uint8_t uncovered(std::size_t place) const;

  /// The profiles in which every place of the region changes; none where nothing of that is new. A
  /// new place into `example`, one that changes in these profiles alone if there is one.
  std::uint8_t holds(const Region& region, std::uint32_t& example) const;
  /// The profiles in which something of the region is still to be spoken of.
  std::uint8_t changing(const Region& region) const;
  bool any_uncovered(const Region& region) const { return changing(region) != 0; }
  /// Whether anything with these attributes is still to be spoken of.
  bool any_left() const;
  /// Profiles with some claim.
  std::uint8_t seen() const { return seen_; }

  /// Makes the claim where it holds of the region.
  bool make(Claim claim, const Region& region);
  /// Makes a claim that is known to hold.
  void add(Claim claim, const Region& region);
  /// What the last claim says is said of these places, too.
  void cover(const Region& region) { cover(region, claims_.back().profiles); }

 private:
  std::size_t cell(std::size_t attributes, std::size_t place) const { return verdicts_.at(attributes, place); }
  std::uint8_t changed(std::size_t attributes, std::size_t place) const;
  void cover(const Region& region, std::uint8_t profiles);
  void find_exceptions(Claim& claim) const;

  const TestRequests& requests_;
  const Verdicts& verdicts_;
  const Change change_;
  std::vector<std::uint8_t> covered_;
  std::vector<Claim> claims_;
  std::uint32_t attributes_ = 0;
  std::uint8_t seen_ = 0;
  bool images_ = false;
  std::uint8_t spoken_of_ = 0;  // profiles of which nothing more is claimed
};

}  // namespace headstrong::decide
