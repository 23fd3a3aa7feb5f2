#include "http/name_in_value.hpp"

#include <string>
#include <utility>

#include "http/near_names.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::response_name_in_value {

/// Takes the name out of the value, with its separator and the quotes around the rest.
std::vector<Edit> without_name(const http::Field& field, const http::NameInValue& found) {
  std::vector<Edit> edits = {{field.value.to_source(found.begin, found.end), ""}};
  if (found.closing_quote != std::string_view::npos) {
    edits.push_back({field.value.to_source(found.closing_quote, found.closing_quote + 1), ""});
  }
  return edits;
}

void offer(Finding& finding, const Context& context, const http::NameInValue& found) {
  const model::ResponseModel& response = context.response;
  const http::Field& field = response.field(found.field);
  // Where that header is there too, which of the two is meant is for the author to say.
  const Applicability applicability =
      response.has(found.header) ? Applicability::DisplayOnly : Applicability::Suggestion;
  if (found.own) {
    offer_fix(finding, "Delete the name", Applicability::Suggestion, without_name(field, found));
  } else if (field.from_meta) {
    return;  // an element has no second header
  } else if (found.leads()) {
    std::vector<Edit> edits = without_name(field, found);
    edits.insert(edits.begin(), {field.name_span, std::string(found.name)});
    offer_fix(finding, "Send the value under that name", applicability, std::move(edits));
  } else {
    const Span gap = field.value.to_source(found.before, found.begin);
    offer_fix(finding, "Put the second header on its own line", applicability, split_field(response, found.field, gap));
  }
  if (finding.fix) finding.fix->tried_first = true;
}

void check(const Context& context, Sink& sink) {
  for (const http::NameInValue& found : context.response.names_in_values) {
    const http::Field& field = context.response.field(found.field);
    Finding& finding = sink.at(found.field, field.value.to_source(found.name));
    finding.arguments = {std::string(field.name), std::string(found.name)};
    if (!http::is_about_security(context.response.name_of(found.field))) {
      finding.severity = Severity::Info;
    }
    offer(finding, context, found);
  }
}

extern const RuleSpec kRule = {
    {
        .id = "response/name-in-value",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A header's value contains a header's name",
        .message = "The value of {0} contains the name {1}.",
        .why = "Browsers read the name as part of the value and ignore the directive, or the whole "
               "header. It happens when somebody pastes a complete line where only the value "
               "belongs.",
        .advice = "Delete the name and the colon in the value, and send every header on its own "
                  "line.",
        .references = {"https://www.rfc-editor.org/rfc/rfc9110#section-5.5"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Access-Control-Expose-Headers: Access-Control-Expose-Headers: X-Total-Count\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Access-Control-Expose-Headers: X-Total-Count\n",
    },
    check,
};

}  // namespace headstrong::rules::response_name_in_value
