#include "rules/clear_site_data/helpers.hpp"

namespace headstrong::rules::clear_site_data_unquoted_value {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.clear_site_data;
  if (!header) return;
  clear_site_data_rules::report_each(context, sink, header->header.unquoted, "Put it in double quotes");
}

extern const RuleSpec kRule = {
    {
        .id = "clear-site-data/unquoted-value",
        .header = "Clear-Site-Data",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Clear-Site-Data clears less than it lists",
        .message = "{0} lacks its double quotes, so browsers ignore it.",
        .why = "Data meant to be cleared at sign-out stays for the browser's next user.",
        .advice = "Put each word in double quotes: \"cache\", \"cookies\", \"storage\".",
        .references = {"https://www.w3.org/TR/clear-site-data/#header"},
        .bad = "HTTP/1.1 200 OK\nClear-Site-Data: cookies\n",
        .good = "HTTP/1.1 200 OK\nClear-Site-Data: \"cookies\"\n",
    },
    check,
};

}  // namespace headstrong::rules::clear_site_data_unquoted_value
