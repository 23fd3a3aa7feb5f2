#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_void_in_meta {

using namespace csp_rules;

bool is_void(csp::DirectiveName name) {
  return name == csp::DirectiveName::FrameAncestors || name == csp::DirectiveName::Sandbox ||
         name == csp::DirectiveName::ReportUri;
}

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (policy.delivery != csp::Delivery::Meta || !is_void(directive.name)) return;
    Finding& finding = sink.at(policy, directive.span);
    if (directive.name == csp::DirectiveName::ReportUri) finding.severity = Severity::Low;
    finding.arguments = {std::string(directive.name_text)};
    // What was to protect is still to be sent as a header, unless one says it already.
    const bool moved =
        directive.name == csp::DirectiveName::ReportUri || find_enforced(context, directive.name) != nullptr;
    offer_removal(finding, policy, directive, moved ? Applicability::Safe : Applicability::Suggestion);
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/void-in-meta",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A directive doesn't work in a <meta> element",
        .message = "{0} works only in a header, so browsers ignore it in a <meta> element.",
        .why = "Browsers read the element after they have started on the page. By then it is too "
               "late to refuse framing, sandbox the page or name a URL for reports.",
        .advice = "Send the policy as a header. Hosts without server access often read headers "
                  "from a file (_headers).",
        .references = {"https://www.w3.org/TR/CSP3/#meta-element"},
        .bad = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; "
               "frame-ancestors 'none'\">",
        .good = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\">",
    },
    check,
};

}  // namespace headstrong::rules::csp_void_in_meta
