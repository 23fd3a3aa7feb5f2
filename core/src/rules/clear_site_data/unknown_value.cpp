#include "rules/clear_site_data/helpers.hpp"

namespace headstrong::rules::clear_site_data_unknown_value {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.clear_site_data;
  if (!header) return;
  clear_site_data_rules::report_each(context, sink, header->header.unknown, "Write it the way browsers expect");
}

extern const RuleSpec kRule = {
    {
        .id = "clear-site-data/unknown-value",
        .header = "Clear-Site-Data",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Clear-Site-Data has a value that browsers don't know",
        .message = "{0} is not a type of data that browsers can clear, so they ignore it.",
        .why = "Data meant to be cleared at sign-out stays for the browser's next user.",
        .advice = "Write \"cache\", \"cookies\" or \"storage\" in lower case and double quotes.",
        .references = {"https://www.w3.org/TR/clear-site-data/#header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Clear-Site-Data"},
        .bad = "HTTP/1.1 200 OK\nClear-Site-Data: \"Cookies\"\n",
        .good = "HTTP/1.1 200 OK\nClear-Site-Data: \"cookies\"\n",
    },
    check,
};

}  // namespace headstrong::rules::clear_site_data_unknown_value
