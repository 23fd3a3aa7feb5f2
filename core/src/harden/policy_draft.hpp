// A policy that is being rewritten: directives in order, each with its tokens as text.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "headers/csp/policy.hpp"
#include "headers/csp/token_fault.hpp"
#include "model/gaps.hpp"

namespace headstrong::hardening {

using csp::kNonceSource;

/// Takes sentences about what was changed and, apart, about what was not or only the site can mend.
struct Log {
  std::function<void(std::string sentence, bool open, std::string_view service)> take;
  void operator()(std::string sentence) const {
    if (take) take(std::move(sentence), false, {});
  }
  /// `service`: the id of the one that needs it.
  void open(std::string sentence, std::string_view service = {}) const {
    if (take) take(std::move(sentence), true, service);
  }
};

bool is_nonce(const std::string& token);
bool is_hash(const std::string& token);

struct DraftDirective {
  csp::DirectiveName name = csp::DirectiveName::Unknown;
  std::vector<std::string> tokens;

  bool has(std::string_view token) const;
  void add(std::string_view token);
  bool has_nonce() const;
  bool has_hash() const;
  /// Removes the tokens for which `unwanted` holds and returns them.
  template <class Predicate>
  std::vector<std::string> remove_if(Predicate unwanted) {
    std::vector<std::string> removed;
    std::vector<std::string> kept;
    for (std::string& token : tokens) (unwanted(token) ? removed : kept).push_back(token);
    tokens = std::move(kept);
    return removed;
  }
};

/// The tokens with blanks between them.
std::string joined(const std::vector<std::string>& tokens);

class PolicyDraft {
 public:
  /// What browsers act on in `policy`: no duplicates, no dead or misspelled directives, no tokens
  /// that match nothing. Misspelled trust, such as self for 'self', stays out: putting it right would
  /// allow what is blocked now. A directive that stands in another's list for want of a semicolon is
  /// taken out of it, and allows what it allowed before at most. `log` is told of all this.
  /// A source that the text does not hold, such as a variable, stays as it is.
  static PolicyDraft of(const csp::Policy& policy, const Log& log, const model::GapPlaces* gaps = nullptr);

  DraftDirective* find(csp::DirectiveName name);
  /// The list that decides for `name`: its own, else the first that it falls back to; null where everything is allowed.
  const DraftDirective* deciding(csp::DirectiveName name);
  /// The directive of that name, made empty at the end where there is none.
  DraftDirective& at(csp::DirectiveName name);
  void set(csp::DirectiveName name, std::vector<std::string> tokens);
  /// The same; a new one comes before report-uri and report-to at the end.
  void set_before_reporting(csp::DirectiveName name, std::vector<std::string> tokens);
  void remove(csp::DirectiveName name);
  /// Makes the directive explicit: where it is absent, it gets a copy of the list it falls back to.
  /// False where nothing in its chain is there.
  bool make_explicit(csp::DirectiveName name);
  bool empty() const { return directives_.empty(); }
  std::vector<DraftDirective>& directives() { return directives_; }

  /// The policy as text; an empty source list is written 'none'.
  std::string text() const;

 private:
  /// Takes out of a directive what the list that decided so far, without it, does not allow.
  void confine_to_fallback(csp::DirectiveName name, const Log& log);

  std::vector<DraftDirective> directives_;
};

}  // namespace headstrong::hardening
