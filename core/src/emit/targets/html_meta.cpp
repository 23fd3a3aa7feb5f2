// HTML: <meta> elements, for pages whose host sends no headers.
#include <algorithm>
#include <iterator>

#include "emit/comment.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace html_meta {

// HTML, "meta http-equiv=content-security-policy": these are taken out of the policy.
constexpr std::string_view kIgnoredDirectives[] = {"frame-ancestors", "report-uri", "sandbox"};

constexpr std::string_view kReferrerPolicies[] = {
    "no-referrer",
    "no-referrer-when-downgrade",
    "same-origin",
    "origin",
    "strict-origin",
    "origin-when-cross-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
};

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(mark);
    parts.push_back(text::trim(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

/// A header's value is a list of policies; a <meta> holds one, and a comma in it separates nothing.
std::vector<std::string_view> policies_of(const HeaderValues& field) {
  std::vector<std::string_view> policies;
  for (const std::string_view value : field.values) {
    for (const std::string_view policy : split(value, ',')) {
      if (!policy.empty()) policies.push_back(policy);
    }
  }
  return policies;
}

bool is_ignored(std::string_view directive) {
  const std::string_view name = directive.substr(0, directive.find_first_of(" \t"));
  return std::any_of(std::begin(kIgnoredDirectives), std::end(kIgnoredDirectives),
                     [&](std::string_view ignored) { return text::iequals(name, ignored); });
}

/// The policy without what an element can't carry; unchanged where it has none of that.
std::string carried(std::string_view policy) {
  std::string kept;
  bool whole = true;
  for (const std::string_view directive : split(policy, ';')) {
    whole = whole && !is_ignored(directive);
    if (directive.empty() || is_ignored(directive)) continue;
    kept.append(kept.empty() ? "" : "; ").append(directive);
  }
  return whole ? std::string(policy) : kept;
}

void warn_ignored(std::string_view header, std::string_view policy, EmitResult& result) {
  for (const std::string_view directive : split(policy, ';')) {
    if (!is_ignored(directive)) continue;
    const std::string name = text::lowered(directive.substr(0, directive.find_first_of(" \t")));
    warn(result, header, "Left out " + name + ": browsers ignore it in a <meta>. It only works in a header.");
  }
}

std::string element(std::string_view attribute, std::string_view name, std::string_view content) {
  return "<meta " + std::string(attribute) + "=\"" + std::string(name) +
         "\" content=" + quote::literal(content, quote::Spelling::HtmlDouble) + ">\n";
}

bool is_referrer_policy(std::string_view value) {
  for (const std::string_view known : kReferrerPolicies) {
    if (text::iequals(known, value)) return true;
  }
  return false;
}

bool is_enforced_policy(const HeaderValues& field) { return text::iequals(field.name, "Content-Security-Policy"); }

std::string elements(const HeaderValues& field) {
  if (is_enforced_policy(field)) {
    std::string out;
    for (const std::string_view policy : policies_of(field)) {
      const std::string content = carried(policy);
      if (!content.empty()) out += element("http-equiv", "Content-Security-Policy", content);
    }
    return out;
  }
  if (text::iequals(field.name, "Referrer-Policy") && field.values.size() == 1 &&
      is_referrer_policy(field.values.front())) {
    return element("name", "referrer", field.values.front());
  }
  return {};
}

/// Why a field is left out.
std::string_view omission(std::string_view name) {
  if (text::iequals(name, "Referrer-Policy")) {
    return "Not in the HTML: a <meta> takes one of the eight policies, not a list.";
  }
  if (text::iequals(name, "Content-Security-Policy-Report-Only")) {
    return "Not in the HTML: a <meta> can't be report-only.";
  }
  if (text::iequals(name, "X-Frame-Options")) {
    return "Not in the HTML: only headers can stop other sites from framing a page.";
  }
  return "Not in the HTML: it only works as a header.";
}

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  bool any = false;
  for (const HeaderValues& field : call.fields()) {
    if (elements(field).empty()) {
      warn(result, field.name, omission(field.name));
      continue;
    }
    any = true;
    if (!is_enforced_policy(field)) continue;
    for (const std::string_view policy : policies_of(field)) {
      warn_ignored(field.name, policy, result);
    }
  }
  if (any) return;
  refuse(result, call.fields().front().name,
         "HTML can't express it: a <meta> carries only Content-Security-Policy and Referrer-Policy");
}

/// One comment for all: between the elements they would be in the way of who copies these.
void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string body;
  std::string comment = opening_text(spec, call);
  for (const HeaderValues& field : call.fields()) {
    const std::string written = elements(field);
    body += written;
    if (written.empty()) {
      // What else could be said of it speaks of a header that is sent.
      comment.append("\n").append(field.name).append(": ").append(comment_text(spec, omission(field.name)));
      continue;
    }
    for (const std::string& remark : field.remarks) {
      comment.append("\n").append(field.name).append(": ").append(comment_text(spec, remark));
    }
  }
  result.files.push_back({"headstrong.html",
                          "first in the page's <head>, after <meta charset>: it doesn't govern anything "
                          "before it",
                          "<!--\n" + comment_lines("", comment) + "-->\n" + body});
}

}  // namespace html_meta

extern constexpr TargetSpec k_html_meta_target = {
    .id = "html-meta",
    .name = "HTML meta elements",
    .evidence = Evidence::Server,
    .check = "",
    .limits =
        "Content-Security-Policy and one Referrer-Policy only; ASCII, up to 65536 bytes; "
        "frame-ancestors, report-uri, sandbox and report-only have no effect; no nonce",
    .coverage = "the page that contains these elements, from that place on; no other files, and no workers' scripts.",
    .max_value_bytes = 65536,
    .non_ascii_refusal = "its meaning would depend on the page's encoding",
    .nonce_refusal =
        "everyone gets the same page, so there can be no nonce; use hashes, or write the element in the "
        "application that generates the page",
    .not_in_comments = "--",
    .examine = html_meta::examine,
    .write = html_meta::write,
};

}  // namespace headstrong::emitters
