#include "headers/csp/policy.hpp"

namespace headstrong::csp {

std::string_view SourceExpression::value() const {
  if (kind != SourceKind::Nonce && kind != SourceKind::Hash) return {};
  const std::size_t dash = text.find('-');
  return text.substr(dash + 1, text.size() - dash - 2);
}

const Directive* Policy::find(DirectiveName name) const {
  if (!names.has(name)) return nullptr;
  for (const Directive& directive : directives) {
    if (directive.name == name && !directive.duplicate) return &directive;
  }
  return nullptr;
}

}  // namespace headstrong::csp
