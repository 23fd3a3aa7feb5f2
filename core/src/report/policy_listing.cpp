#include "report/policy_listing.hpp"

#include <algorithm>

namespace headstrong::report {
namespace policy_listing_detail {

std::string_view kind_of(const csp::Directive& directive, const csp::SourceExpression& token) {
  const csp::ValueKind value = csp::info(directive.name).value;
  if (value != csp::ValueKind::SourceList && value != csp::ValueKind::AncestorList) return "token";
  switch (token.kind) {
    case csp::SourceKind::Keyword: return "keyword";
    case csp::SourceKind::Nonce: return "nonce";
    case csp::SourceKind::Hash: return "hash";
    case csp::SourceKind::Wildcard: return "wildcard";
    case csp::SourceKind::Scheme: return "scheme";
    case csp::SourceKind::Host: return "host";
    case csp::SourceKind::Invalid: return "invalid";
  }
  return "invalid";
}

}  // namespace policy_listing_detail

std::vector<PolicySummary> list_policies(const std::vector<csp::Policy>& policies) {
  std::vector<PolicySummary> listed;
  std::size_t budget = kMaxListed;
  for (const csp::Policy& policy : policies) {
    PolicySummary summary;
    summary.disposition = policy.disposition == csp::Disposition::Enforce ? "enforce" : "report";
    summary.source = policy.delivery == csp::Delivery::Header ? "header" : "meta";
    summary.text = policy.text;
    summary.span = policy.span;
    summary.directives.reserve(std::min(budget, policy.directives.size()));
    for (const csp::Directive& directive : policy.directives) {
      if (budget == 0) break;
      --budget;
      PolicyDirective item{directive.name_text, directive.span, directive.duplicate, {}};
      item.values.reserve(std::min<std::size_t>(budget, directive.token_count));
      for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
        if (budget == 0) break;
        --budget;
        item.values.push_back({token.text, token.span, policy_listing_detail::kind_of(directive, token)});
      }
      summary.directives.push_back(std::move(item));
    }
    listed.push_back(std::move(summary));
    if (budget == 0) break;
  }
  return listed;
}

}  // namespace headstrong::report
