#include "headers/csp/directive_facts.hpp"

#include "text/ascii.hpp"

namespace headstrong::csp {
namespace directive_facts_detail {

bool is_script_or_default(DirectiveName name) { return is_script_directive(name) || name == DirectiveName::DefaultSrc; }
bool is_code(DirectiveName name) { return is_script_or_default(name) || is_style_directive(name); }
/// Browsers let 'strict-dynamic' decide about workers too, beyond the draft.
bool is_worker(DirectiveName name) { return name == DirectiveName::WorkerSrc || name == DirectiveName::ChildSrc; }

constexpr std::string_view kSandboxFlags[] = {"allow-scripts",
                                              "allow-same-origin",
                                              "allow-forms",
                                              "allow-popups",
                                              "allow-popups-to-escape-sandbox",
                                              "allow-modals",
                                              "allow-top-navigation",
                                              "allow-top-navigation-by-user-activation",
                                              "allow-top-navigation-to-custom-protocols",
                                              "allow-downloads",
                                              "allow-pointer-lock",
                                              "allow-orientation-lock",
                                              "allow-presentation",
                                              "allow-storage-access-by-user-activation"};

}  // namespace directive_facts_detail

bool can_use(const SourceExpression& token, DirectiveName name) {
  using namespace directive_facts_detail;
  if (token.kind == SourceKind::Nonce || token.kind == SourceKind::Hash) {
    return is_code(name);
  }
  switch (token.keyword) {
    case Keyword::UnsafeInline:
    case Keyword::UnsafeHashes:
    case Keyword::ReportSample: return is_code(name);
    case Keyword::UnsafeEval:
    case Keyword::WasmUnsafeEval:
    case Keyword::TrustedTypesEval: return name == DirectiveName::ScriptSrc || name == DirectiveName::DefaultSrc;
    case Keyword::StrictDynamic: return is_script_or_default(name) || is_worker(name);
    case Keyword::InlineSpeculationRules:
    case Keyword::StrictDynamicUrl:
    case Keyword::ReportSha256:
    case Keyword::ReportSha384:
    case Keyword::ReportSha512: return is_script_or_default(name);
    case Keyword::UnsafeWebtransportHashes:
      return name == DirectiveName::ConnectSrc || name == DirectiveName::DefaultSrc;
    default: return true;
  }
}

bool is_sandbox_flag(std::string_view word) {
  for (const std::string_view flag : directive_facts_detail::kSandboxFlags) {
    if (text::iequals(flag, word)) return true;
  }
  return false;
}

std::span<const std::string_view> sandbox_flags() { return directive_facts_detail::kSandboxFlags; }

bool is_script_directive(DirectiveName name) {
  return name == DirectiveName::ScriptSrc || name == DirectiveName::ScriptSrcElem ||
         name == DirectiveName::ScriptSrcAttr;
}

bool is_style_directive(DirectiveName name) {
  return name == DirectiveName::StyleSrc || name == DirectiveName::StyleSrcElem || name == DirectiveName::StyleSrcAttr;
}

bool governs_scripts(const Policy& policy, const Directive& directive) {
  if (is_script_directive(directive.name)) return true;
  return directive.name == DirectiveName::DefaultSrc && policy.find(DirectiveName::ScriptSrc) == nullptr;
}

bool names_directive(const SourceExpression& token) {
  if (token.text.empty() || !text::is(token.text.front(), text::kAlpha)) return false;  // most are in quotes
  return token.text.find('-') != std::string_view::npos && directive_name(token.text) != DirectiveName::Unknown;
}

}  // namespace headstrong::csp
