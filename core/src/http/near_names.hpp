// Names that nobody defines, one slip away from a header that browsers heed.
#pragma once

#include <cstdint>
#include <string_view>

#include "grammar/header_names.hpp"

namespace headstrong::http {

/// How sure it is that a name was meant to be another.
enum class Nearness : std::uint8_t {
  None,
  Likely,  // a word of three is left out: the value has to bear it out
  Certain
};

struct NearName {
  HeaderName meant = HeaderName::Unknown;
  Nearness nearness = Nearness::None;
};

/// The header that `name` was meant to be: a letter or two wrong, the words parted otherwise or in
/// another order, one left out or put in, "X-" or "HTTP-" before a name that has none. Unknown for
/// names that are somebody's, and where two headers are as near. Takes time in the length of a
/// header's name only.
NearName near_name(std::string_view name);

/// Whether a header has a name of several words that says what a browser is to enforce or allow.
bool is_about_security(HeaderName name);

/// Whether `name` is that of a header about security but for what parts its words ("Content Security
/// Policy", "X_Frame_Options"); exact names are not.
bool is_parted_otherwise(std::string_view name);

}  // namespace headstrong::http
