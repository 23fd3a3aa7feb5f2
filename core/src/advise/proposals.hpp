// Edits of policies that could let a request through, from the narrowest to the widest. Whether they do is
// for the engine to say; how they are spelled in a pasted language, for `spell_edits`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "headers/csp/policy.hpp"
#include "headstrong/decide.hpp"

namespace headstrong::advise {

/// One place of one policy that is to read otherwise.
struct PolicyEdit {
  std::size_t policy = 0;
  std::size_t start = 0;  // bytes of the policy's text
  std::size_t end = 0;
  Span span;  // the same in the paste
  std::string text;
};

struct Proposal {
  std::string title;
  std::vector<PolicyEdit> edits;  // at most one a policy, in order
};

/// Lets the request through, but has it reported.
bool is_reported(const decide::Verdict& verdict);
/// The browsers that block it.
std::vector<decide::Profile> blocked_in(const decide::Verdict& verdict);

/// `verdict` is that of `request` under these policies, on `page`. `hosts`: whether hosts may be named, which
/// may be the page's own where its address is not known.
std::vector<Proposal> proposals(const std::vector<csp::Policy>& policies, std::string_view page,
                                const decide::Verdict& verdict, const decide::Request& request, bool hosts);

}  // namespace headstrong::advise
