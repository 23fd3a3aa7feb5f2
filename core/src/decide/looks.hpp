// The looks that a request gets before it is let go: as what is given to a Trusted Types sink, as
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

/// One look: the request type whose directives are asked, and with which URL.
struct Look {
  RequestType type = RequestType::Image;
  const grammar::Url* url = nullptr;
  bool as_mixed_content = false;  // only block-all-mixed-content is asked
  bool opaque_self = false;       // the page's origin is taken for opaque
  EvalRule eval = EvalRule::UnsafeWord;
};

bool is_object(RequestType type);

/// Whether an enforced policy of that profile has the directive.
bool has_enforced(const PolicySet& set, csp::DirectiveName name, const ProfileTraits& traits);

/// Neither copied nor moved: the looks point to the URLs kept here.
class Looks {
 public:
  Looks(const PolicySet& set, const PreparedRequest& request, const ProfileTraits& traits);
  Looks(const Looks&) = delete;
  Looks& operator=(const Looks&) = delete;

  /// Calls `ask` with each look until its answer has `allowed` false; returns that answer, or else
  /// that of the look as the request itself.
  template <class Answer, class Ask>
  Answer take(Ask ask) const {
    Answer own;
    for (std::size_t i = 0; i < count_; ++i) {
      Answer answer = ask(looks_[i]);
      if (!answer.allowed) return answer;
      if (i == own_) own = answer;
    }
    return own;
  }

 private:
  void add(RequestType type, const grammar::Url& url, bool opaque_self = false);

  static constexpr std::size_t kMost = 6;
  std::array<Look, kMost> looks_;
  std::size_t count_ = 0;
  std::size_t own_ = 0;  // which of them is the request as itself
  grammar::Url upgraded_;
  bool opaque_self_ = false;
  EvalRule eval_ = EvalRule::UnsafeWord;
};

}  // namespace headstrong::decide
