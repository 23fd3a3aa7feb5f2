#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_xml_without_policy {

void check(const Context& context, Sink& sink) {
  const model::ResponseModel& response = context.response;
  if (!response.is_xml || !response.policies.empty()) return;
  if (!response.known_absent(http::HeaderName::ContentSecurityPolicy)) return;
  Finding& finding = sink.absent();
  finding.arguments = {std::string(response.typed.content_type ? response.typed.content_type->header.essence : "XML")};
  offer_fix(
      finding, "Add a policy that lets no script run", Applicability::Suggestion,
      insert_field(response, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/xml-without-policy",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "An SVG or XML file may run scripts",
        .message = "{0} can contain scripts, and no Content-Security-Policy stops them.",
        .why = "If people can upload such files, an attacker uploads one with a script and sends "
               "visitors its URL. Opened by itself or in a frame, the file runs the script with the "
               "visitor's session; as an image it doesn't.",
        .advice = "Send Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; "
                  "sandbox with these files, or Content-Disposition: attachment, or serve uploads "
                  "from another site.",
        .references = {"https://www.w3.org/TR/SVG2/conform.html#processing-modes",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/sandbox"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: image/svg+xml\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: image/svg+xml\nContent-Security-Policy: "
                "default-src 'none'; style-src 'unsafe-inline'; sandbox\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_xml_without_policy
