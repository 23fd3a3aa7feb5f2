#include "rules/clear_site_data/helpers.hpp"

namespace headstrong::rules::clear_site_data_unknown_value {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.clear_site_data;
  if (!header) return;
  clear_site_data_rules::report_each(context, sink, header->header.unknown, "Write it as browsers know it");
}

extern const RuleSpec kRule = {
    {
        .id = "clear-site-data/unknown-value",
        .header = "Clear-Site-Data",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Clear-Site-Data names something that browsers do not know",
        .message = "{0} is the name of nothing that can be cleared, and browsers ignore it.",
        .why = "Upper and lower case count. What was to go at log-out stays, for the next person at "
               "the same browser.",
        .advice = "Log-out clears what it should with \"cache\", \"cookies\", \"storage\".",
        .references = {"https://www.w3.org/TR/clear-site-data/#header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Clear-Site-Data"},
        .bad = "HTTP/1.1 200 OK\nClear-Site-Data: \"Cookies\"\n",
        .good = "HTTP/1.1 200 OK\nClear-Site-Data: \"cookies\"\n",
    },
    check,
};

}  // namespace headstrong::rules::clear_site_data_unknown_value
