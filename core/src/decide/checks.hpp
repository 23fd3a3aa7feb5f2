// The checks that a request gets before it is let go: as what is given to a Trusted Types sink, as
// itself, and as what an engine takes it for besides. The first that blocks decides.
#pragma once

#include <array>
#include <cstddef>

#include "decide/differences.hpp"
#include "decide/policy_set.hpp"
#include "decide/request.hpp"
#include "decide/trusted_types.hpp"
#include "grammar/url.hpp"

namespace headstrong::decide {

/// One check: the request type whose directives are asked, and with which URL.
struct RequestCheck {
  RequestType type = RequestType::Image;
  const grammar::Url* url = nullptr;
  bool as_mixed_content = false;  // only block-all-mixed-content is asked
  bool opaque_self = false;       // the page's origin is taken for opaque
  EvalRule eval = EvalRule::UnsafeWord;
};

bool is_object(RequestType type);

/// Whether an enforced policy of that profile has the directive.
bool has_enforced(const PolicySet& set, csp::DirectiveName name, const ProfileTraits& traits);

/// Neither copied nor moved: the checks point to the URLs kept here.
class Checks {
 public:
  Checks(const PolicySet& set, const PreparedRequest& request, const ProfileTraits& traits);
  Checks(const Checks&) = delete;
  Checks& operator=(const Checks&) = delete;

  /// Calls `ask` with each check until its answer has `allowed` false; returns that answer, or else
  /// that of the check as the request itself.
  template <class Answer, class Ask>
  Answer take(Ask ask) const {
    Answer own;
    for (std::size_t i = 0; i < count_; ++i) {
      Answer answer = ask(checks_[i]);
      if (!answer.allowed) return answer;
      if (i == own_) own = answer;
    }
    return own;
  }

 private:
  /// An object or embed is a frame or an image, too, to some engines.
  void add_as_shown(const Request& request, const grammar::Url& url, const ProfileTraits& traits);
  void add(RequestType type, const grammar::Url& url, bool opaque_self = false);

  static constexpr std::size_t kMost = 6;
  std::array<RequestCheck, kMost> checks_;
  std::size_t count_ = 0;
  std::size_t own_ = 0;  // which of them is the request as itself
  grammar::Url upgraded_;
  bool opaque_self_ = false;
  EvalRule eval_ = EvalRule::UnsafeWord;
};

}  // namespace headstrong::decide
