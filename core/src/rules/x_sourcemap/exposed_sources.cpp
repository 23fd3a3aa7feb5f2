#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::x_sourcemap_exposed_sources {

void check(const Context& context, Sink& sink) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::XSourceMap)) {
    const text::MappedText& value = context.response.field(field).value;
    if (value.text().empty()) continue;
    Finding& finding = sink.at(field, value.to_source(value.text()));
    finding.arguments = {std::string(value.text())};
    offer_fix(finding, "Remove the header", Applicability::Suggestion, remove_field(context.response, field));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "x-sourcemap/exposed-sources",
        .header = "X-SourceMap",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "The X-SourceMap header points to a script's source code",
        .message = "The header names the source map: {0}.",
        .why = "A source map undoes minifying: it reveals file names, comments and code that "
               "nobody was meant to read. That may be fine, but it makes looking for holes easier.",
        .advice = "Remove source maps from what you serve to everybody, or serve them to "
                  "developers only.",
        .references = {"https://tc39.es/ecma426/",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/SourceMap"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/javascript\n"
               "X-SourceMap: /app.js.map\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/javascript\n",
    },
    check,
};

}  // namespace headstrong::rules::x_sourcemap_exposed_sources
