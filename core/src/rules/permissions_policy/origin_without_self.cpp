#include "rules/fixes.hpp"
#include "rules/permissions_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_policy_origin_without_self {

/// Whether one of the member's origins may be the page's own, as far as the host tells.
bool names_own_host(const Context& context, const permissions_rules::Header& header, const grammar::SfMember& member) {
  const std::string& host = context.response.host;
  for (std::uint32_t i = 0; i < member.value.item_count; ++i) {
    const std::string_view origin = header.header.field.items[member.value.first_item + i].text;
    if (origin.find('*') != std::string_view::npos) return true;
    if (!host.empty() && origin.find(host) != std::string_view::npos) return true;
  }
  return false;
}

void check(const Context& context, Sink& sink) {
  const permissions_rules::Header* header = permissions_rules::readable(context);
  if (header == nullptr) return;
  for (const grammar::SfMember& member : header->header.field.members) {
    if (member.overridden || member.value.type != grammar::SfType::InnerList) continue;
    const headers::PermissionAllowlist list = headers::allowlist_of(header->header, member);
    if (list.everyone || list.self || list.origins == 0) continue;
    if (names_own_host(context, *header, member)) continue;
    Finding& finding = sink.at(header->value, member.key);
    finding.arguments = {std::string(member.key)};
    offer_fix(finding, "Add self", Applicability::Suggestion,
              replace_part(context.response, header->value, member.value.text.substr(0, 1), "(self "));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "permissions-policy/origin-without-self",
        .header = "Permissions-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Likely,
        .browsers = decide::kInChromium,
        .title = "Another origin is allowed, but not the page itself",
        .message = "{0} names another origin but not self, so neither may use it.",
        .several = "{0} features name another origin but not self: {1}.",
        .why = "A frame gets a feature only from a page that has it. This page doesn't allow "
               "itself, so the named origin doesn't get it either (only Chromium reads the "
               "header).",
        .advice = "Add self: camera=(self \"https://meet.example\").",
        .references = {"https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Permissions-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Permissions-Policy: camera=(\"https://meet.example\")\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Permissions-Policy: camera=(self \"https://meet.example\")\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_origin_without_self
