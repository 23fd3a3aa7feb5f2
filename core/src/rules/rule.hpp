// What a rule is, and the sink it reports to.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decide/attack_surface.hpp"
#include "grammar/header_names.hpp"
#include "headers/field_value.hpp"
#include "headstrong/catalogue.hpp"
#include "headstrong/report.hpp"
#include "model/response_model.hpp"

namespace headstrong::rules {

namespace csp_rules {
struct Bypasses;
}

/// What a rule may look at. `response` is as written (spelling, duplicates, absence); `policies`
/// answers what a browser would do; `attacks` holds the answers that many rules need.
struct Context {
  const model::ResponseModel& response;
  const decide::PolicySet& policies;
  const decide::AttackSurface& attacks;
  /// Set where findings are only counted: what is offered with them need not be looked for.
  bool trial = false;
  /// Found by the first rule that asks, for all of them: not for two threads at once.
  mutable std::shared_ptr<const csp_rules::Bypasses> bypasses = nullptr;
};

/// Collects the findings of one rule after the other; the engine sets the rule.
class Sink {
 public:
  Sink(const model::ResponseModel& response, std::vector<Finding>& findings, std::uint64_t& truncated)
      : response_(response), findings_(findings), truncated_(truncated) {}
  /// What is reported from now on is of this rule.
  void set_rule(const RuleInfo& rule) {
    rule_ = &rule;
    reported_ = 0;
  }

  /// A finding about something that stands in field number `field`, at `span`.
  /// The reference is valid until the next call.
  Finding& at(std::uint32_t field, Span span);
  /// The same for a place within a policy.
  Finding& at(const csp::Policy& policy, Span span) { return at(policy.field, span); }
  /// The same for a part of a header's value. Where the part is empty, the field's name is shown.
  Finding& at(const headers::FieldValue& value, std::string_view part);
  /// A finding about a whole field, name and value.
  Finding& at(std::uint32_t field) { return at(field, response_.field(field).span); }
  /// A finding about a header, or a part of one, that is not there.
  Finding& absent();

 private:
  Finding& add();

  const RuleInfo* rule_ = nullptr;
  const model::ResponseModel& response_;
  std::vector<Finding>& findings_;
  std::uint64_t& truncated_;
  std::size_t reported_ = 0;
  std::optional<Finding> left_out_;  // takes what is reported beyond the limit
};

/// One rule: what it says (info) and how it is found. It is called kRule and has a namespace of its
/// own, <group>_<slug>, so that a unity build can't mix up the rules' helpers. A check is a pure
/// function; it reads the context, reports to the sink, and knows no points and no letters.
struct RuleSpec {
  RuleInfo info;
  void (*check)(const Context& context, Sink& sink) = nullptr;
};

/// All rules in the order of rules.def, which is sorted by id.
const std::vector<const RuleSpec*>& all_rules();

/// Runs every rule, weightiest finding first (severity, then place, then id). Of more than
/// kMaxFindings the lightest are left out, but never the only one of a rule, so that every deduction
/// of the grade has its finding.
std::vector<Finding> run_rules(const Context& context, std::uint64_t& truncated);

}  // namespace headstrong::rules
