#include <string>
#include <string_view>

#include "headers/csp/parse_policy.hpp"
#include "headers/csp/token_fault.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_scheme_with_tail {

using namespace csp_rules;

/// The URL that was meant: "https://site.example" for "https//site.example", "https:site.example" and
/// "https:/site.example". Empty where what follows the scheme names no host.
std::string meant_url(std::string_view token) {
  const std::size_t end = token.find_first_of(":/");
  if (end == std::string_view::npos) return {};
  const std::string scheme = text::lowered(token.substr(0, end));
  if (scheme != "http" && scheme != "https" && scheme != "ws" && scheme != "wss") return {};
  const std::size_t host = token.find_first_not_of(":/", end);
  if (host == std::string_view::npos || token[host] == '*') return {};
  std::string url = scheme + "://" + std::string(token.substr(host));
  const csp::SourceExpression read = csp::parse_source_expression(url);
  return read.kind == csp::SourceKind::Host && csp::fault_of(read) == TokenFault::None ? url : std::string();
}

void check(const Context& context, Sink& sink) {
  each_fault(context, TokenFault::SchemeTail,
             [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
               Finding& finding = report_faulty(sink, policy, directive, token, TokenFault::SchemeTail);
               const std::string url = meant_url(token.text);
               if (!finding.fix || url.empty()) return;
               offer_repair(finding, "Write it as a URL", replace_token(policy, token, url));
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/scheme-with-tail",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A scheme is followed by something other than //",
        .message = "{0} in {1} is not a scheme (data:) or a URL (https://host).",
        .why = "A scheme source ends at its colon, and a URL has two slashes after the colon. "
               "Browsers ignore anything else or look for a host with the scheme's name.",
        .advice = "Write data: for all data URLs, or https://host for a host.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-scheme-source"},
        .bad = "img-src 'self' data:*",
        .good = "img-src 'self' data:",
    },
    check,
};

}  // namespace headstrong::rules::csp_scheme_with_tail
