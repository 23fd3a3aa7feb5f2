// What a change of headers newly allows and blocks, shown on requests whose verdicts differ.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/decide.hpp"

namespace headstrong {
namespace decide {

/// A Request that owns its texts.
struct WitnessRequest {
  RequestType type = RequestType::Image;
  std::string url;
  std::string nonce;
  std::string integrity;
  std::string content;
  std::string content_hash;
  std::string name;
  std::uint32_t redirects = 0;
  bool parser_inserted = true;

  /// The same as `decide` takes it; it looks into this object.
  Request view() const;
};

enum class Change : std::uint8_t { Allows, Blocks };

/// One request that the change allows or blocks, standing for all that the sentence speaks of.
struct Witness {
  Change change = Change::Allows;
  WitnessRequest request;
  std::array<bool, kProfileCount> profiles{};  // whose verdict differs
  std::string_view kind;                       // "scripts", "images", ...: several types share one
  std::string sentence;

  bool in(Profile profile) const { return profiles[static_cast<std::size_t>(profile)]; }
};

}  // namespace decide

struct Comparison {
  std::string page;  // the page that both texts were judged for
  /// Weightiest first: scripts before styles, what is allowed before what is blocked.
  std::vector<decide::Witness> witnesses;
  std::vector<std::string> notes;  // what else is to be said of the two texts
  /// The policies have more sources than were tried: there may be differences that no witness shows.
  bool incomplete = false;
};

/// Which response of each text, as in AnalyzeOptions; a text that has fewer is judged as without it.
struct CompareOptions {
  std::optional<std::size_t> before;
  std::optional<std::size_t> after;
};

/// Compares the responses that `analyze` would judge of two pasted texts. Both are judged for one
/// page: the one that the later text tells, else the earlier one's, else https://site.example/.
Comparison compare(std::string_view before, std::string_view after, const CompareOptions& options = {});

}  // namespace headstrong
