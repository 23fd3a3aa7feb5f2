#include "compare/news.hpp"

namespace headstrong::decide {

News::News(const TestRequests& requests, const Verdicts& verdicts, Change change)
    : requests_(requests), verdicts_(verdicts), change_(change), covered_(verdicts.said) {
  covered_.resize(verdicts.before.size(), 0);
}

void News::turn_to_images() {
  attributes_ = 0;
  images_ = true;
  spoken_of_ = seen_;
}

void News::turn_from_images() {
  images_ = false;
  spoken_of_ = 0;
}

std::uint8_t News::changed(std::size_t attributes, std::size_t place) const {
  const std::size_t i = cell(attributes, place);
  if (!verdicts_.asked[i]) return 0;
  const std::uint8_t before = verdicts_.before[i];
  const std::uint8_t after = verdicts_.after[i];
  return static_cast<std::uint8_t>(change_ == Change::Allows ? after & ~before : before & ~after);
}

std::uint8_t News::now(std::size_t place) const {
  const std::size_t i = cell(attributes_, place);
  if (!verdicts_.asked[i]) return kInAllProfiles;
  const std::uint8_t after = verdicts_.after[i];
  return static_cast<std::uint8_t>(change_ == Change::Allows ? after : ~after & kInAllProfiles);
}

std::uint8_t News::uncovered(std::size_t place) const {
  return static_cast<std::uint8_t>(changed(place) & ~spoken_of_ & ~covered_[cell(attributes_, place)]);
}

std::uint8_t News::holds(const Region& region, std::uint32_t& example) const {
  std::uint8_t all = region.empty() ? 0 : kInAllProfiles;
  std::uint8_t fresh = 0;
  for (const std::uint32_t place : region) {
    all = static_cast<std::uint8_t>(all & changed(place));
    if (all == 0) return 0;  // a place that was not asked changes nowhere
  }
  bool found = false;
  bool exact = false;
  for (const std::uint32_t place : region) {
    const auto here = static_cast<std::uint8_t>(all & uncovered(place));
    if (here == 0) continue;
    const bool alone = changed(place) == all;
    if (!found || (alone && !exact)) example = place;
    found = true;
    exact = exact || alone;
    fresh = static_cast<std::uint8_t>(fresh | here);
  }
  if (fresh == 0) return 0;
  // One that is spoken of already is a better example than one that changes in more browsers.
  for (std::size_t i = 0; i < region.size() && !exact; ++i) {
    exact = counts(requests_.places[region[i]]) && changed(region[i]) == all;
    if (exact) example = region[i];
  }
  return all;
}

std::uint8_t News::changing(const Region& region) const {
  std::uint8_t profiles = 0;
  for (const std::uint32_t p : region) {
    if (!counts(requests_.places[p])) continue;
    profiles = static_cast<std::uint8_t>(profiles | uncovered(p));
  }
  return profiles;
}

bool News::any_left() const {
  for (std::size_t p = 0; p < requests_.places.size(); ++p) {
    if (uncovered(p) != 0) return true;
  }
  return false;
}

bool News::make(Claim claim, const Region& region) {
  claim.profiles = holds(region, claim.example);
  if (claim.profiles == 0) return false;
  claim.images = images_;
  add(claim, region);
  return true;
}

void News::add(Claim claim, const Region& region) {
  claim.attributes = attributes_;
  find_exceptions(claim);
  cover(region, claim.profiles);
  seen_ = static_cast<std::uint8_t>(seen_ | claim.profiles);
  claims_.push_back(claim);
}

void News::cover(const Region& region, std::uint8_t profiles) {
  for (std::size_t a = attributes_; a < requests_.attributes.size(); ++a) {
    // Whatever else an element carries, it is spoken of already.
    if (!requests_.attributes[a].include(requests_.attributes[attributes_])) continue;
    for (const std::uint32_t place : region) {
      covered_[cell(a, place)] = static_cast<std::uint8_t>(covered_[cell(a, place)] | (profiles & changed(a, place)));
    }
  }
}

/// Whether what is blocked goes on where an element carries something, or a script inserts it.
void News::find_exceptions(Claim& claim) const {
  if (change_ == Change::Allows || !requests_.attributes[attributes_].none()) return;
  for (std::size_t a = 0; a < requests_.attributes.size(); ++a) {
    const Attributes& carried = requests_.attributes[a];
    const std::size_t i = cell(a, carried.content_hash.empty() ? claim.example : 0);
    if (!verdicts_.asked[i] || (verdicts_.after[i] & claim.profiles) == 0) continue;
    if (carried.parser_inserted) claim.but_for_carriers = true;
    if (!carried.parser_inserted && carried.nonce.empty() && carried.integrity.empty() &&
        carried.content_hash.empty()) {
      claim.but_for_inserted = true;
    }
  }
}

}  // namespace headstrong::decide
