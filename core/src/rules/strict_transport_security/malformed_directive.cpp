#include <string>
#include <string_view>

#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::strict_transport_security_malformed_directive {

/// What is wrong with the directive.
std::string fault_of(const headers::StrictTransportSecurity& header) {
  const std::string_view text = header.fault_text;
  if (header.fault == headers::StrictTransportSecurity::Fault::ValuedSubdomains)
    return "includeSubDomains takes no value";
  const std::size_t equals = text.find('=');
  if (equals != std::string_view::npos) {
    if (text::trim(text.substr(0, equals)).empty()) return "no name comes before =";
    if (text::trim(text.substr(equals + 1)).empty()) return "no value comes after =";
  }
  if (text.find(',') != std::string_view::npos) return "a comma is where a semicolon must be";
  const std::size_t space = text.find_first_of(" \t");
  if (space == std::string_view::npos) return "it is not a name or name=value";
  const std::string_view word = text::trim(text.substr(space));
  if (text::iequals(word, "always")) return "always belongs outside the quotes of nginx's add_header";
  return "no semicolon comes before " + std::string(word.substr(0, word.find_first_of(" \t")));
}

void check(const Context& context, Sink& sink) {
  using Fault = headers::StrictTransportSecurity::Fault;
  const hsts_rules::Header* header = hsts_rules::over_https(context);
  if (header == nullptr) return;
  const Fault fault = header->header.fault;
  if (fault != Fault::MalformedDirective && fault != Fault::ValuedSubdomains) return;
  Finding& finding = sink.at(header->value, header->header.fault_text);
  finding.arguments = {std::string(header->header.fault_text),
                       header->header.firefox_obeys ? "Chromium ignores" : "Chromium and Firefox ignore"};
  if (header->header.firefox_obeys) finding.browsers = decide::kInChromium;
  finding.arguments.push_back(fault_of(header->header));
  offer_fix(
      finding, "Rewrite the header", Applicability::Suggestion,
      replace_header(context.response, http::HeaderName::StrictTransportSecurity, hsts_rules::whole_value(*header)));
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/malformed-directive",
        .header = "Strict-Transport-Security",
        .severity = Severity::High,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium | decide::kInFirefox,
        .title = "A malformed Strict-Transport-Security fails in some browsers",
        .message = "{1} the whole header because of {0}: {2}.",
        .why = "Visitors can still be kept on plain HTTP, because Chromium drops a header with one "
               "malformed directive, and so does Firefox unless all it lacks is a name or a value "
               "beside =. Safari (WebKit) reads up to a comma and ignores what it can't read.",
        .advice = "Correct that directive. A complete header reads max-age=31536000; includeSubDomains.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-6.1",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Strict-Transport-Security: max-age=31536000, max-age=31536000\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_malformed_directive
