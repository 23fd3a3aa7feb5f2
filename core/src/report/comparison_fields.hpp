// The fields of a comparison, each struct described once.
#pragma once

#include <cstdint>

#include "headstrong/compare.hpp"
#include "headstrong/harden.hpp"
#include "report/json_writer.hpp"

namespace headstrong {
namespace decide {

/// As the decision lines spell a request; what is at its default is left out.
template <class V>
void fields(V& v, const WitnessRequest& request) {
  v("type", request_type_name(request.type));
  switch (request_needs(request.type)) {
    case RequestNeeds::Url:
    case RequestNeeds::Framing: v("url", request.url); break;
    case RequestNeeds::Content:
      if (request.content_hash.empty()) v("content", request.content);
      break;
    case RequestNeeds::Name: v("name", request.name); break;
    case RequestNeeds::Nothing: break;
  }
  v.optional("contentHash", request.content_hash);
  v.optional("nonce", request.nonce);
  v.optional("integrity", request.integrity);
  v.optional("redirects", static_cast<std::uint64_t>(request.redirects));
  if (!request.parser_inserted) v("parserInserted", false);
}

template <class V>
void fields(V& v, const Witness& witness) {
  v("change", witness.change == Change::Allows ? "allows" : "blocks");
  v("request", witness.request);
  v("sentence", witness.sentence);
  v("kind", witness.kind);
  std::vector<std::string_view> profiles;
  for (const Profile profile : kProfiles) {
    if (witness.in(profile)) profiles.push_back(profile_name(profile));
  }
  v("profiles", profiles);
}

}  // namespace decide

template <class V>
void fields(V& v, const Comparison& comparison) {
  v("page", comparison.page);
  v("witnesses", comparison.witnesses);
  v("notes", comparison.notes);
  v("incomplete", comparison.incomplete);
}

template <class V>
void fields(V& v, const HardenEffects& effects) {
  v("now", effects.now);
  v("enforced", effects.enforced);
}

}  // namespace headstrong
