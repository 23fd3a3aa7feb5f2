#include <string>
#include <string_view>

#include "grammar/structured_field.hpp"
#include "rules/fixes.hpp"
#include "rules/permissions_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_policy_ignored_path {

/// The path of an origin in double quotes, without the closing one; empty where it has none but "/".
std::string_view path_of(const grammar::SfItem& item) {
  if (item.type != grammar::SfType::String || item.text.size() < 2) return {};
  const std::string_view inner = item.text.substr(1, item.text.size() - 2);
  const std::size_t slashes = inner.find("://");
  if (slashes == std::string_view::npos) return {};
  const std::size_t path = inner.find_first_of("/?#", slashes + 3);
  return path == std::string_view::npos || inner.substr(path) == "/" ? std::string_view() : inner.substr(path);
}

void check(const Context& context, Sink& sink) {
  const permissions_rules::Header* header = permissions_rules::readable(context);
  if (header == nullptr) return;
  const auto tell = [&](const grammar::SfMember& member, const grammar::SfItem& item) {
    const std::string_view path = path_of(item);
    if (path.empty()) return;
    Finding& finding = sink.at(header->value, path);
    finding.arguments = {std::string(item.text), std::string(member.key)};
    offer_fix(finding, "Remove the path", Applicability::Safe, replace_part(context.response, header->value, path, ""));
  };
  for (const grammar::SfMember& member : header->header.field.members) {
    if (member.overridden) continue;
    if (member.value.type != grammar::SfType::InnerList) tell(member, member.value);
    for (std::uint32_t i = 0; i < member.value.item_count; ++i) {
      tell(member, header->header.field.items[member.value.first_item + i]);
    }
  }
}

extern const RuleSpec kRule = {
    {
        .id = "permissions-policy/ignored-path",
        .header = "Permissions-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "An origin in Permissions-Policy has a path",
        .message = "Browsers ignore the path in {0}: every page of that origin may use {1}.",
        .why = "The list names origins, so a page you didn't mean may use the feature in a frame. Only Chromium reads "
               "the header.",
        .advice = "Remove the path: (\"https://pay.example\").",
        .references = {"https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n"
               "Permissions-Policy: payment=(self \"https://pay.example/checkout\")\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n"
                "Permissions-Policy: payment=(self \"https://pay.example\")\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_ignored_path
