#include "rules/rule.hpp"

namespace headstrong::rules::service_worker_allowed_whole_site {

void check(const Context& context, Sink& sink) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::ServiceWorkerAllowed)) {
    const text::MappedText& value = context.response.field(field).value;
    if (value.text() != "/") continue;
    sink.at(field, value.to_source(value.text())).arguments = {std::string(value.text())};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "service-worker-allowed/whole-site",
        .header = "Service-Worker-Allowed",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A script in a folder may control the whole site",
        .message = "{0} lets a service worker from this URL control every page of the site.",
        .why = "A service worker answers requests in place of the server, and stays installed. If "
               "others can upload files to where this header is sent, their worker can take over "
               "the whole site.",
        .advice = "Send the header only with the worker script that needs it, never for an upload "
                  "folder.",
        .references = {"https://www.w3.org/TR/service-workers/#service-worker-allowed",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Service-Worker-Allowed"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/javascript\nService-Worker-Allowed: /\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/javascript\nService-Worker-Allowed: /app/\n",
    },
    check,
};

}  // namespace headstrong::rules::service_worker_allowed_whole_site
