#include "rules/rule.hpp"

namespace headstrong::rules::response_challenge_page {

void check(const Context& context, Sink& sink) {
  const model::ResponseModel& response = context.response;
  if (!response.challenge) return;
  const std::uint32_t field = response.challenge->field;
  sink.at(field).arguments = {std::string(response.challenge->service), std::string(response.field(field).name)};
}

extern const RuleSpec kRule = {
    {
        .id = "response/challenge-page",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "A challenge page answered, not your site",
        .message = "{0} answered with its own page, as the header {1} shows, so nothing is graded.",
        .why = "A bot-protection service or firewall took the request for an attack or a bot and "
               "sent a challenge or block page. Its headers say nothing about what visitors get "
               "from the site.",
        .advice = "Open the page in a browser and copy the response headers from the Network tab, "
                  "or allow your own IP address in the service and try again.",
        .references = {"https://developers.cloudflare.com/cloudflare-challenges/challenge-types/"
                       "challenge-pages/detect-response/",
                       "https://docs.aws.amazon.com/waf/latest/developerguide/"
                       "waf-captcha-and-challenge-how-it-works.html"},
        .bad = "HTTP/2 403\ncontent-type: text/html; charset=UTF-8\ncf-mitigated: challenge\n",
        .good = "HTTP/2 200\ncontent-type: text/html; charset=UTF-8\ncf-cache-status: DYNAMIC\n",
    },
    check,
};

}  // namespace headstrong::rules::response_challenge_page
