#include <string>
#include <string_view>

#include "rules/rule.hpp"

namespace headstrong::rules::content_type_absent {

bool is_empty(const model::ResponseModel& response) {
  const auto& lengths = response.fields(http::HeaderName::ContentLength);
  return !lengths.empty() && response.field(lengths.front()).value.text() == "0";
}

void check(const Context& context, Sink& sink) {
  const model::ResponseModel& response = context.response;
  if (response.response->status == 0 || !response.has_content || is_empty(response)) return;
  if (const auto& type = response.typed.content_type; type && type->header.essence.empty()) {
    const std::string_view value = type->value.text();
    if (value.find('"') != std::string_view::npos) return;  // a download
    sink.at(type->value, value).arguments = {value.empty() ? "Content-Type is empty"
                                                           : std::string(value) + " is not a media type"};
  } else if (response.known_absent(http::HeaderName::ContentType)) {
    sink.absent().arguments = {"The response has no Content-Type"};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "content-type/absent",
        .header = "Content-Type",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "Browsers have to guess the response's type",
        .message = "{0}, so browsers guess the type from the content.",
        .why = "Browsers look at the first bytes and may treat an uploaded file as a page with "
               "scripts. With X-Content-Type-Options: nosniff they show text or offer a download "
               "instead.",
        .advice = "Send the right Content-Type with every response that has content.",
        .references = {"https://mimesniff.spec.whatwg.org/",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Type"},
        .bad = "HTTP/1.1 200 OK\nServer: x\nContent-Length: 120\n",
        .good = "HTTP/1.1 200 OK\nServer: x\nContent-Type: text/html; "
                "charset=utf-8\nContent-Length: 120\n",
    },
    check,
};

}  // namespace headstrong::rules::content_type_absent
