// What the rules of Referrer-Policy share.
#pragma once

#include <string>

#include "headers/typed_headers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::referrer_rules {

/// A finding about the value in force, with its words as first argument: not in Chromium where another value
/// makes it drop the header.
inline Finding& at_effective(Sink& sink, const headers::ReferrerPolicy& policy, const headers::FieldValue& value) {
  Finding& finding = sink.at(value, policy.effective_text);
  if (!policy.dropping.empty()) finding.browsers = decide::kInFirefox | decide::kInWebKit;
  finding.arguments = {std::string(policy.effective_text)};
  return finding;
}

}  // namespace headstrong::rules::referrer_rules
