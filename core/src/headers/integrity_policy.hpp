// Integrity-Policy (W3C Subresource Integrity): a dictionary of lists of tokens.
#pragma once

#include <string_view>

#include "grammar/structured_field.hpp"

namespace headstrong::headers {

struct IntegrityPolicy {
  grammar::SfField field;
  bool blocks_script = false;
  bool blocks_style = false;
  bool sources_inert = false;  // `sources` is there without its only value, inline
  std::string_view sources;    // the key, empty where absent
  std::string_view unknown;    // the first destination that no browser knows

  /// Whether it does what browsers can do for it: none enforces it for styles.
  bool guards_scripts() const { return field.ok() && !sources_inert && blocks_script; }
};

/// Reads the joined value of all fields.
IntegrityPolicy parse_integrity_policy(std::string_view value);

}  // namespace headstrong::headers
