#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::server_timing_measurements {

/// A content delivery network's own measurements say nothing about the application.
bool tells_of_server(std::string_view value) {
  for (const std::string_view part : {"db", "sql", "app", "redis", "mysql", "php", "origin;", "auth"}) {
    std::size_t at = value.find(part);
    if (at == 0 || (at != std::string_view::npos && !text::is(value[at - 1], text::kAlpha))) {
      return true;
    }
  }
  return false;
}

void check(const Context& context, Sink& sink) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::ServerTiming)) {
    const text::MappedText& value = context.response.field(field).value;
    if (!tells_of_server(value.text())) continue;
    Finding& finding = sink.at(field, value.to_source(value.text()));
    finding.arguments = {std::string(value.text())};
    return;
  }
}

extern const RuleSpec kRule = {
    {
        .id = "server-timing/measurements",
        .header = "Server-Timing",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "Server-Timing shows how long server tasks take",
        .message = "Everybody can see the names and times of server tasks: {0}.",
        .why = "The names reveal what runs behind the site, and the times can reveal whether a "
               "lookup found something, for example whether an account exists.",
        .advice = "Send it to developers only, or make sure that names and times reveal nothing "
                  "private. On HTTPS pages other origins see it only with Timing-Allow-Origin.",
        .references = {"https://www.w3.org/TR/server-timing/",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Server-Timing"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Server-Timing: db;dur=53, app;dur=47.2\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
    },
    check,
};

}  // namespace headstrong::rules::server_timing_measurements
