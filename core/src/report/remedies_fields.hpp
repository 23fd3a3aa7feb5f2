// The fields of remedies, each struct described once.
#pragma once

#include <vector>

#include "headstrong/remedies.hpp"
#include "report/json_writer.hpp"
#include "report/report_fields.hpp"

namespace headstrong {

inline std::vector<std::string_view> names_of(const std::vector<decide::Profile>& profiles) {
  std::vector<std::string_view> names;
  for (const decide::Profile profile : profiles) names.push_back(decide::profile_name(profile));
  return names;
}

template <class V>
void fields(V& v, const RemediedPolicy& policy) {
  v("value", policy.value);
  v("disposition", policy.disposition == decide::PolicyDisposition::Enforce ? "enforce" : "report");
  v("delivery", policy.delivery == decide::PolicyDelivery::Header ? "header" : "meta");
}

template <class V>
void fields(V& v, const Remedy& remedy) {
  v("title", remedy.title);
  v("policy", remedy.policy);
  v("policies", remedy.policies);
  if (!remedy.edits.empty()) v("edits", remedy.edits);
  v("browsers", names_of(remedy.browsers));
  v.optional("opens", remedy.opens);
  if (!remedy.closes.empty()) v("closes", remedy.closes);
  if (remedy.incomplete) v("incomplete", true);
}

template <class V>
void fields(V& v, const Advice& advice) {
  v("sentence", advice.sentence);
  if (advice.only.empty()) {
    v("only", std::optional<bool>());
  } else {
    v("only", names_of(advice.only));
  }
}

template <class V>
void fields(V& v, const Remedies& remedies) {
  v("remedies", remedies.remedies);
  v("advice", remedies.advice);
}

}  // namespace headstrong
