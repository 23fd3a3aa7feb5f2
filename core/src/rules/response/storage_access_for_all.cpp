#include <string>

#include "grammar/structured_field.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::response_storage_access_for_all {

void check(const Context& context, Sink& sink) {
  std::uint32_t index = 0;
  for (const http::Field& field : context.response.response->fields) {
    const std::uint32_t at = index++;
    if (field.from_meta || !text::iequals(field.name, "activate-storage-access")) continue;
    const grammar::SfField item = grammar::parse_sf_item(field.value.text());
    if (!item.ok() || item.members.empty() || item.members.front().value.text != "retry") continue;
    const grammar::SfParameter* origin = item.find_parameter(item.members.front().value, "allowed-origin");
    if (origin != nullptr && origin->value == "*") sink.at(at, field.value.to_source(origin->value));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "response/storage-access-for-all",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "Any origin may have its request repeated with cookies",
        .message =
            "Activate-Storage-Access with allowed-origin=* lets any page in Chromium repeat its request with the visitor's "
            "cookies, once the visitor has granted storage access there.",
        .why = "Requests from pages you don't know then carry the session, and every handler has to withstand forged "
               "requests.",
        .advice = "Name the origin: retry; allowed-origin=\"https://partner.example\".",
        .references = {"https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Activate-Storage-Access"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: application/json\nActivate-Storage-Access: retry; allowed-origin=*\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: application/json\nActivate-Storage-Access: retry; "
                "allowed-origin=\"https://partner.example\"\n",
    },
    check,
};

}  // namespace headstrong::rules::response_storage_access_for_all
