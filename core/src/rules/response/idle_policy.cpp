#include "rules/rule.hpp"

namespace headstrong::rules::response_idle_policy {

/// What the policy came with, in words that follow "on".
std::string what_it_is(const model::ResponseModel& response) {
  if (response.is_redirect) return "a redirect";
  if (!response.has_content) return "an empty response";
  if (response.is_download) return "a download";
  const auto& type = response.typed.content_type;
  if (!type || type->header.essence.empty()) return "what is not a document";
  std::string essence(type->header.essence);
  // A worker is judged by the policy that comes with its script.
  if (essence.find("javascript") != std::string::npos) essence += ", unless it runs as a worker";
  return essence;
}

void check(const Context& context, Sink& sink) {
  const model::ResponseModel& response = context.response;
  if (response.is_document || response.policies.empty()) return;
  const http::Field& field = response.field(response.policies.front().field);
  Finding& finding = sink.at(response.policies.front().field, field.name_span);
  finding.arguments = {std::string(field.name), what_it_is(response)};
}

extern const RuleSpec kRule = {
    {
        .id = "response/idle-policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "A policy was sent with something that isn't a page",
        .message = "{0} protects pages and has no effect on {1}.",
        .why = "Browsers enforce a policy when they show a document or run a worker's script. A "
               "redirect, data or an image gives them nothing to enforce, so nothing here is "
               "judged by it.",
        .advice = "Send it with every page, where it protects. Here it does no harm.",
        .references = {"https://www.w3.org/TR/CSP3/#intro",
                       "https://www.w3.org/TR/CSP3/#run-document-csp-initialization"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Security-Policy: "
               "default-src 'none'\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nContent-Security-Policy: "
                "default-src 'none'\n",
    },
    check,
};

}  // namespace headstrong::rules::response_idle_policy
