#include "harden/what_stops.hpp"

#include <string_view>
#include <vector>

#include "text/listed.hpp"

namespace headstrong::hardening {
namespace what_stops_detail {

using csp::DirectiveName;

/// Whether inline code needs a nonce or hash, or never runs.
bool stops_inline(const DraftDirective* list) {
  return list != nullptr && (!list->has("'unsafe-inline'") || list->has_nonce() || list->has_hash());
}

bool admits_any_host(const DraftDirective& list) { return list.has("*") || list.has("https:"); }

/// Scripts in the page, handlers and eval.
void add_scripts(PolicyDraft& draft, std::vector<std::string>& things) {
  const DraftDirective* scripts = draft.deciding(DirectiveName::ScriptSrc);
  if (stops_inline(scripts)) {
    things.emplace_back(scripts->has_nonce()  ? "inline scripts without the response's nonce"
                        : scripts->has_hash() ? "inline scripts without a matching hash"
                                              : "inline scripts");
    const DraftDirective* handlers = draft.find(DirectiveName::ScriptSrcAttr);
    things.emplace_back(handlers != nullptr && handlers->has_hash() ? "event handlers without a matching hash"
                                                                    : "event handlers such as onclick");
  }
  if (scripts != nullptr && !scripts->has("'unsafe-eval'")) things.emplace_back("eval");
}

void add_styles(PolicyDraft& draft, std::vector<std::string>& things) {
  const bool elements = stops_inline(draft.deciding(DirectiveName::StyleSrcElem));
  const bool attributes = stops_inline(draft.deciding(DirectiveName::StyleSrcAttr));
  if (elements && attributes) things.emplace_back("inline styles");
  else if (elements) things.emplace_back("style elements");
  else if (attributes) things.emplace_back("style attributes");
}

struct Kind {
  DirectiveName directive;
  std::string_view word;
};
constexpr Kind kKinds[] = {{DirectiveName::ScriptSrc, "scripts"},     {DirectiveName::StyleSrc, "style sheets"},
                           {DirectiveName::ImgSrc, "images"},         {DirectiveName::FontSrc, "fonts"},
                           {DirectiveName::MediaSrc, "media"},        {DirectiveName::FrameSrc, "frames"},
                           {DirectiveName::ConnectSrc, "connections"}};

/// What only loads from hosts that the policy lists. Under 'strict-dynamic' scripts go by nonce, which is a thing of
/// its own.
std::vector<std::string> bound_to_hosts(PolicyDraft& draft, std::vector<std::string>& things) {
  std::vector<std::string> bound;
  for (const Kind& kind : kKinds) {
    const DraftDirective* list = draft.deciding(kind.directive);
    if (list == nullptr || admits_any_host(*list)) continue;
    const bool trusted_by_nonce = kind.directive == DirectiveName::ScriptSrc && list->has("'strict-dynamic'");
    if (trusted_by_nonce) things.emplace_back("script files without the nonce");
    else bound.emplace_back(kind.word);
  }
  return bound;
}

std::string stopped(PolicyDraft& draft) {
  const DraftDirective* fallback = draft.find(DirectiveName::DefaultSrc);
  const bool nothing_loads = fallback != nullptr && fallback->tokens.empty() && draft.directives().size() < 6;
  if (nothing_loads) return "every script, style, image and other file that a page would load";
  std::vector<std::string> things;
  add_scripts(draft, things);
  add_styles(draft, things);
  const std::vector<std::string> bound = bound_to_hosts(draft, things);
  const DraftDirective* forms = draft.find(DirectiveName::FormAction);
  if (forms != nullptr && !admits_any_host(*forms)) things.emplace_back("forms sent to other sites");
  if (!bound.empty()) things.push_back("every host that it doesn't list (for " + text::listed(bound) + ")");
  // The last is a list of its own: the comma before "and" keeps the two apart.
  return text::listed(things, ", and ");
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
