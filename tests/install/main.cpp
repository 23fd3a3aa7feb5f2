// Uses every public header and nothing else of Headstrong.
#include <iostream>

#include "headstrong/analyze.hpp"
#include "headstrong/catalogue.hpp"
#include "headstrong/decide.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/json.hpp"
#include "headstrong/options.hpp"
#include "headstrong/text_report.hpp"

int main() {
  const headstrong::Report report = headstrong::analyze("script-src 'unsafe-inline'");
  const headstrong::HardenResult hardened = headstrong::harden("");
  const headstrong::EmitResult emitted = headstrong::emit(hardened.headers, "nginx");
  const headstrong::decide::Decider decider("https://site.example/", {{"script-src 'none'"}});
  headstrong::decide::Request request;
  request.type = headstrong::decide::RequestType::Script;
  request.url = "https://site.example/a.js";
  headstrong::decide::Verdict verdict;
  if (!decider.decide(request, verdict).empty()) return 1;
  std::cout << report.grade.letter.value_or("-") << ' ' << !headstrong::rule_catalogue().empty() << ' '
            << !hardened.headers.empty() << ' ' << emitted.files.size() << ' '
            << verdict.allowed_in(headstrong::decide::Profile::Spec) << ' ' << headstrong::to_json(report).front()
            << headstrong::to_text(report).empty() << '\n';
  return 0;
}
