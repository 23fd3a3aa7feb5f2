#include "harden/what_stops.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "headers/csp/fallback.hpp"
#include "headers/csp/parse_policy.hpp"
#include "text/listed.hpp"

namespace headstrong::hardening {
namespace what_stops_detail {

using csp::DirectiveName;

/// The list that decides for `name`; null where everything is allowed.
const DraftDirective* list_of(PolicyDraft& draft, DirectiveName name) {
  if (const DraftDirective* own = draft.find(name)) return own;
  for (const DirectiveName next : csp::fallback_chain(name)) {
    if (const DraftDirective* found = draft.find(next)) return found;
  }
  return nullptr;
}

bool is_nonce(const std::string& token) {
  return token == kNonceSource || csp::parse_source_expression(token).kind == csp::SourceKind::Nonce;
}

bool has_hash(const DraftDirective& list) {
  return std::any_of(list.tokens.begin(), list.tokens.end(), [](const std::string& token) {
    return csp::parse_source_expression(token).kind == csp::SourceKind::Hash;
  });
}

bool has_nonce(const DraftDirective& list) { return std::any_of(list.tokens.begin(), list.tokens.end(), is_nonce); }

/// Whether inline code needs a nonce or hash, or never runs.
bool stops_inline(const DraftDirective& list) {
  if (!list.has("'unsafe-inline'")) return true;
  return std::any_of(list.tokens.begin(), list.tokens.end(), [](const std::string& token) {
    return is_nonce(token) || csp::parse_source_expression(token).kind == csp::SourceKind::Hash;
  });
}

bool admits_any_host(const DraftDirective& list) { return list.has("*") || list.has("https:"); }

/// "a, b and c"; where the last is a list of its own, the comma before "and" keeps the two apart.
std::string listed(const std::vector<std::string>& words, bool comma) {
  return text::listed(words, comma ? ", and " : " and ");
}

std::string stopped(PolicyDraft& draft) {
  const DraftDirective* fallback = draft.find(DirectiveName::DefaultSrc);
  std::vector<std::string> things;
  const DraftDirective* scripts = list_of(draft, DirectiveName::ScriptSrc);
  const bool by_nonce = scripts != nullptr && has_nonce(*scripts);
  if (scripts != nullptr && stops_inline(*scripts)) {
    things.emplace_back(by_nonce             ? "inline scripts without the response's nonce"
                        : has_hash(*scripts) ? "inline scripts without a matching hash"
                                             : "inline scripts");
    const DraftDirective* handlers = draft.find(DirectiveName::ScriptSrcAttr);
    things.emplace_back(handlers != nullptr && has_hash(*handlers) ? "event handlers without a matching hash"
                                                                   : "event handlers such as onclick");
  }
  if (scripts != nullptr && !scripts->has("'unsafe-eval'")) things.emplace_back("eval");
  const DraftDirective* elements = list_of(draft, DirectiveName::StyleSrcElem);
  const DraftDirective* attributes = list_of(draft, DirectiveName::StyleSrcAttr);
  const bool stops_elements = elements != nullptr && stops_inline(*elements);
  const bool stops_attributes = attributes != nullptr && stops_inline(*attributes);
  if (stops_elements && stops_attributes) things.emplace_back("inline styles");
  else if (stops_elements) things.emplace_back("style elements");
  else if (stops_attributes) things.emplace_back("style attributes");
  struct Kind {
    DirectiveName directive;
    std::string_view word;
  };
  static constexpr Kind kKinds[] = {
      {DirectiveName::ScriptSrc, "scripts"},     {DirectiveName::StyleSrc, "style sheets"},
      {DirectiveName::ImgSrc, "images"},         {DirectiveName::FontSrc, "fonts"},
      {DirectiveName::MediaSrc, "media"},        {DirectiveName::FrameSrc, "frames"},
      {DirectiveName::ConnectSrc, "connections"}};
  std::vector<std::string> foreign;
  for (const Kind& kind : kKinds) {
    const DraftDirective* list = list_of(draft, kind.directive);
    if (list == nullptr || admits_any_host(*list)) continue;
    const bool trusted_by_nonce = kind.directive == DirectiveName::ScriptSrc && list->has("'strict-dynamic'");
    if (trusted_by_nonce) things.emplace_back("script files without the nonce");
    else foreign.emplace_back(kind.word);
  }
  const bool nothing_loads = fallback != nullptr && fallback->tokens.empty() && draft.directives().size() < 6;
  if (nothing_loads) return "every script, style, image and other file that a page would load";
  if (const DraftDirective* forms = draft.find(DirectiveName::FormAction)) {
    if (!admits_any_host(*forms)) things.emplace_back("forms sent to other sites");
  }
  if (!foreign.empty()) things.push_back("every host that it doesn't list (for " + listed(foreign, false) + ")");
  return listed(things, true);
}

}  // namespace what_stops_detail

std::string what_stops(PolicyDraft draft) {
  const std::string things = what_stops_detail::stopped(draft);
  return things.empty() ? std::string() : "It stops " + things + ".";
}

std::string what_would_stop(PolicyDraft draft) {
  const std::string things = what_stops_detail::stopped(draft);
  return things.empty() ? std::string() : "Once enforced, it stops " + things + ".";
}

}  // namespace headstrong::hardening
