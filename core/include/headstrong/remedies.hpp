// What would let a blocked request through: changes of the policies, each proved by the engine, and what
// else each of them opens.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/decide.hpp"
#include "headstrong/report.hpp"

namespace headstrong {

/// One policy, as `decide` takes it.
struct RemediedPolicy {
  std::string value;
  decide::PolicyDisposition disposition = decide::PolicyDisposition::Enforce;
  decide::PolicyDelivery delivery = decide::PolicyDelivery::Header;
};

/// A change with which the request is allowed, or, where it is allowed already, is not reported any more.
struct Remedy {
  std::string title;  // "Add `https://pics.example` to `img-src`"
  /// What the changed header (or meta element) is to read; several of its kind as one value.
  std::string policy;
  std::vector<RemediedPolicy> policies;   // all of them, with the change
  std::vector<Edit> edits;                // of the pasted text, in its own language
  std::vector<decide::Profile> browsers;  // that let the request through then
  /// What is newly allowed, in sentences, the request itself among it; nothing where it was not asked for.
  std::optional<std::vector<std::string>> opens;
  std::vector<std::string> closes;  // the same of what is newly blocked
  bool incomplete = false;          // the policies have more sources than were tried for `opens`
};

/// What helps beside a change of the policies.
struct Advice {
  std::string sentence;
  std::vector<decide::Profile> only;  // where it helps; empty: in every browser that needs it
};

struct Remedies {
  std::vector<Remedy> remedies;  // narrowest first; none where the request is allowed and not reported
  std::optional<Advice> advice;
  std::string error;  // why the request can't be judged; empty otherwise
};

struct RemedyQuestion {
  decide::Request request;
  /// The page's address. Empty: it is not known. Not given: what the text tells of it.
  std::optional<std::string_view> page;
  /// Whose console told of the request: where browsers differ, it is for this one that a remedy is sought,
  /// and the request is none of the page's own host.
  std::optional<decide::Profile> browser;
  bool opens = true;  // work out `opens` and `closes`
};

/// For policies as a line of `decide` gives them.
Remedies remedies(const std::vector<decide::PolicyText>& policies, std::string_view x_frame_options,
                  const RemedyQuestion& question);
/// For the response that `analyze` would judge in a pasted text, with edits of that text.
Remedies remedies(std::string_view text, std::optional<std::size_t> response, const RemedyQuestion& question);

}  // namespace headstrong
