// How far someone gets who can put markup into the page, or invite its visitors to another site:
// facts about effect that several rules and the grade need, each answered by `decide`.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>

#include "decide/engine.hpp"
#include "decide/policy_set.hpp"

namespace headstrong::decide {

/// A thing an attacker would try. The hosts used stand for "any host": they are named so that no
/// policy lists them by chance (RFC 6761 keeps .example out of use).
enum class Attempt : std::uint8_t {
  InlineScript,      // <script>...</script> put into the page
  ScriptAttribute,   // onclick="..."
  JavaScriptUrl,     // href="javascript:..."
  HttpsScript,       // <script src> from any https host
  HttpScript,        // <script src> from any http host
  DataScript,        // <script src="data:...">
  BlobScript,        // <script src="blob:...">: needs a blob that the page itself can be made to make
  FilesystemScript,  // the same with a filesystem: URL
  SelfScript,        // <script src> from the page's own origin
  Eval,              // eval(text) called by the page's own scripts
  TrustedEval,       // eval(trusted): of what a Trusted Types policy of the page has passed
  InlineStyle,       // <style> and style="..."
  HttpsStyle,        // a style sheet from any https host
  HttpsObject,       // <object> from any https host
  DataObject,        // <object data="data:...">
  BaseUri,           // <base href> to any https host
  FormAction,        // a form sent to any https host
  HttpsConnect,      // fetch() to any https host
  HttpsImage,        // an image from any https host: enough to carry data out
  HttpsFrame,        // a frame from any https host
  FramedByHttps,     // any https page frames this one
  StringSink,        // a plain string given to a Trusted Types sink
};
inline constexpr std::size_t kAttemptCount = static_cast<std::size_t>(Attempt::StringSink) + 1;

/// The answers for one page under its enforced policies (and X-Frame-Options) together. An attempt
/// counts as allowed where any of the browsers allows it. Each answer is found when it is first
/// asked for, and kept: not for two threads at once. The policies must outlive it.
class Reach {
 public:
  explicit Reach(const PolicySet& policies) : policies_(&policies) {}

  bool allowed(Attempt attempt) const { return answer(attempt).allowed; }
  /// What decided in the first browser that allows it: the first enforced policy with a say and the
  /// source expression that matched. Where all block it, the policy that blocks in Chromium.
  const PolicyDecision& by(Attempt attempt) const { return answer(attempt).by; }
  /// Whether some browsers allow it and others do not.
  bool differs(Attempt attempt) const;
  /// Whether an attacker's script runs: inline, or from an address that anybody can serve.
  bool attacker_script() const {
    return allowed(Attempt::InlineScript) || allowed(Attempt::ScriptAttribute) ||
           allowed(Attempt::HttpsScript) || allowed(Attempt::HttpScript) ||
           allowed(Attempt::DataScript);
  }

 private:
  struct Answer {
    bool allowed = true;
    PolicyDecision by;
  };
  const Answer& answer(Attempt attempt) const {
    const auto index = static_cast<std::size_t>(attempt);
    if (!known_[index]) {
      answers_[index] = find_answer(attempt);
      known_[index] = true;
    }
    return answers_[index];
  }
  Answer find_answer(Attempt attempt) const;

  const PolicySet* policies_;
  mutable std::array<Answer, kAttemptCount> answers_;
  mutable std::bitset<kAttemptCount> known_;
};

}  // namespace headstrong::decide
