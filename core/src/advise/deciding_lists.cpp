#include "advise/deciding_lists.hpp"

#include "decide/engine.hpp"

namespace headstrong::advise {

std::vector<csp::DirectiveName> deciding_lists(decide::RequestType type) {
  std::vector<csp::DirectiveName> names;
  const decide::GoverningDirectives governing = decide::governing_directives(type);
  if (governing.chains.empty()) return names;
  for (const csp::DirectiveName name : governing.chains.front()) {
    if (name != csp::DirectiveName::Unknown) names.push_back(name);
  }
  return names;
}

}  // namespace headstrong::advise
