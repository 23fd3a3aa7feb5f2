// What the rules of Cross-Origin-Opener-Policy share.
#pragma once

#include <string_view>

#include "grammar/structured_field.hpp"

namespace headstrong::rules::opener_rules {

/// The first parameter other than report-to, by which WebKit ignores a header of this kind; empty where there is none.
inline std::string_view foreign_parameter(const grammar::SfField& field) {
  for (const grammar::SfParameter& parameter : field.parameters) {
    if (parameter.key != "report-to") return parameter.key;
  }
  return {};
}

}  // namespace headstrong::rules::opener_rules
