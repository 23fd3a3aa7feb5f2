// Rewrites one policy so that injected scripts do not run and the gaps that default-src does not
// reach are closed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harden/policy_draft.hpp"
#include "headstrong/harden.hpp"

namespace headstrong::hardening {

struct PolicyChoices {
  Site site = Site::Mixed;
  Inline inline_scripts = Inline::None;
  bool has_nonces = false;  // the server makes one for each response: for scripts, styles or both
  /// Nonces were asked for: they and 'strict-dynamic' take the place of all other trust in scripts.
  bool trust_by_nonce_alone = false;
  std::string frame_ancestors;  // the directive's value
  /// Source expressions of inline code that is to run: scripts and styles; handlers and style attributes,
  /// which 'unsafe-hashes' has to stand beside.
  std::vector<std::string> script_hashes = {};
  std::vector<std::string> style_hashes = {};
  std::vector<std::string> file_hashes = {};  // of integrity attributes of script files
  std::vector<std::string> handler_hashes = {};
  std::vector<std::string> style_attribute_hashes = {};
  bool keep_sources = true;
  bool https = true;     // the page is served over https
  bool enforced = true;  // else it only reports, and what counts in enforced policies alone is left out
};

/// A policy for a site that has none yet.
PolicyDraft starting_policy(Site site);

void harden_policy(PolicyDraft& draft, const PolicyChoices& choices, const Log& log);

/// Closes what hardly any page uses: plugins, a <base> to other sites, frames on pages that were not
/// chosen.
void harden_safely(PolicyDraft& draft, const PolicyChoices& choices, const Log& log);

}  // namespace headstrong::hardening
