#include "harden/harden_policy.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "grammar/url.hpp"
#include "headers/csp/parse_policy.hpp"
#include "text/ascii.hpp"

namespace headstrong::hardening {
namespace harden_policy_detail {

using csp::DirectiveName;
using csp::SourceKind;

constexpr std::array<DirectiveName, 3> kScriptDirectives = {DirectiveName::ScriptSrc, DirectiveName::ScriptSrcElem,
                                                            DirectiveName::ScriptSrcAttr};

/// A source that anybody can serve a file from: *, a scheme, a host of *.
bool admits_anyone(const std::string& token) {
  const csp::SourceExpression source = csp::parse_source_expression(token);
  return source.kind == SourceKind::Wildcard || source.kind == SourceKind::Scheme ||
         (source.kind == SourceKind::Host && source.host() == "*");
}

bool is_url_source(const std::string& token) {
  const SourceKind kind = csp::parse_source_expression(token).kind;
  return kind == SourceKind::Wildcard || kind == SourceKind::Scheme || kind == SourceKind::Host;
}

bool is_script_keyword(const std::string& token) {
  static constexpr std::string_view kKeywords[] = {
      "'unsafe-inline'",    "'unsafe-eval'",        "'unsafe-hashes'",           "'strict-dynamic'",
      "'wasm-unsafe-eval'", "'trusted-types-eval'", "'inline-speculation-rules'"};
  return std::any_of(std::begin(kKeywords), std::end(kKeywords),
                     [&](std::string_view keyword) { return text::iequals(keyword, token); });
}

/// Whether the source covers the page's own origin.
bool covers_own(const std::string& token, bool https) {
  const csp::SourceExpression source = csp::parse_source_expression(token);
  if (source.is(csp::Keyword::Self) || source.kind == SourceKind::Wildcard) return true;
  // http: covers https, too (CSP3 section 6.7.2.8).
  if (source.kind == SourceKind::Scheme) {
    return text::iequals(token, "http:") || (https && text::iequals(token, "https:"));
  }
  return source.kind == SourceKind::Host && source.host() == "*" && source.port().empty() && source.path().empty() &&
         (source.scheme().empty() || text::iequals(source.scheme(), "http") ||
          (https && text::iequals(source.scheme(), "https")));
}

class Hardener {
 public:
  Hardener(PolicyDraft& draft, const PolicyChoices& choices, const Log& log)
      : draft_(draft), choices_(choices), log_(log) {}

  void run() {
    if (!choices_.keep_sources) drop_sources();
    if (choices_.https) upgrade_sources();
    separate_from_default();
    keep_blob_workers();
    harden_scripts();
    harden_nonces_elsewhere();
    trust_inline_styles();
    trust_attributes(DirectiveName::ScriptSrcAttr, DirectiveName::ScriptSrc, choices_.handler_hashes);
    trust_attributes(DirectiveName::StyleSrcAttr, DirectiveName::StyleSrc, choices_.style_attribute_hashes);
    tidy_default();
    harden_objects();
    harden_base(choices_.site == Site::Spa || choices_.site == Site::Mixed);
    harden_forms();
    set_framing();
    if (choices_.https && choices_.enforced && choices_.site != Site::Api &&
        draft_.find(DirectiveName::UpgradeInsecureRequests) == nullptr) {
      draft_.at(DirectiveName::UpgradeInsecureRequests);
      log_("Added upgrade-insecure-requests, so forgotten http: URLs load over https.");
    }
  }

  void run_safely() {
    harden_objects();
    harden_base(true);
    set_framing();
  }

 private:
  static bool has_nonce_or_hash(const DraftDirective& directive) {
    return directive.has_nonce() || directive.has_hash();
  }
  bool covers_own_origin(const DraftDirective& directive) const {
    return std::any_of(directive.tokens.begin(), directive.tokens.end(),
                       [&](const std::string& token) { return covers_own(token, choices_.https); });
  }

  /// Leaves out what anybody can serve; the page's own origin stays allowed where that covered it.
  void narrow(DraftDirective& directive) const {
    const bool own = covers_own_origin(directive);
    directive.remove_if(admits_anyone);
    if (own && !directive.has("'self'")) directive.tokens.insert(directive.tokens.begin(), "'self'");
  }

  static bool is_source_list(const DraftDirective& directive) {
    return csp::info(directive.name).value == csp::ValueKind::SourceList;
  }

  void drop_sources() {
    for (DraftDirective& directive : draft_.directives()) {
      if (!is_source_list(directive)) continue;
      const bool own = covers_own_origin(directive);
      const auto removed = directive.remove_if(is_url_source);
      if (removed.empty()) continue;
      log_("Dropped " + joined(removed) + " from " + std::string(csp::info(directive.name).name) + ", as asked.");
      // The page's own files stay allowed where a source covered them; hosts alone never did.
      if (own && !directive.has("'self'")) directive.tokens.insert(directive.tokens.begin(), "'self'");
    }
  }

  static bool is_script_list(DirectiveName name) {
    return std::find(kScriptDirectives.begin(), kScriptDirectives.end(), name) != kScriptDirectives.end();
  }

  /// On an https page a plain http source only admits what a network attacker may have changed.
  void upgrade_sources() {
    for (DraftDirective& directive : draft_.directives()) {
      if (!is_source_list(directive)) continue;
      for (std::string& token : directive.tokens) {
        const bool http = text::istarts_with(token, "http:");
        if (!http && !text::istarts_with(token, "ws:")) continue;
        // It leaves the list below, and one sentence tells so.
        if (is_script_list(directive.name) && admits_anyone(token)) continue;
        if (grammar::is_loopback(csp::parse_source_expression(token).host())) continue;
        token = http ? "https:" + token.substr(5) : "wss:" + token.substr(3);
        const csp::SourceExpression source = csp::parse_source_expression(token);
        if (source.port() == "80") {
          token.erase(source.port_start - 1, source.port().size() + 1);
        }
        log_("Turned a plain " + std::string(http ? "http" : "ws") + " source of " +
             std::string(csp::info(directive.name).name) + " into " + token + ".");
      }
      std::unordered_set<std::string> seen;  // the https source may have stood beside it
      directive.remove_if([&seen](const std::string& token) { return !seen.insert(token).second; });
    }
  }

  /// default-src loses its script permissions below; what else relied on them gets its own list.
  void separate_from_default() {
    DraftDirective* fallback = draft_.find(DirectiveName::DefaultSrc);
    if (fallback == nullptr) {
      draft_.set(DirectiveName::DefaultSrc,
                 choices_.site == Site::Api ? std::vector<std::string>{} : std::vector<std::string>{"'self'"});
      open_up_unlisted();
      log_("Added default-src, which covers every kind of resource without its own list.");
    } else if (fallback->has("'unsafe-inline'") || has_nonce_or_hash(*fallback)) {
      draft_.make_explicit(DirectiveName::StyleSrc);
      DraftDirective& styles = draft_.at(DirectiveName::StyleSrc);
      styles.remove_if([](const std::string& token) {
        return is_script_keyword(token) && !text::iequals(token, "'unsafe-inline'");
      });
    }
    draft_.make_explicit(DirectiveName::ScriptSrc);
  }

  /// A policy without default-src restricted nothing but what it listed. The new default-src must
  /// not break the rest, so that what carries no script stays open to https.
  void open_up_unlisted() {
    if (!choices_.keep_sources || had_nothing()) return;
    for (const DirectiveName name : {DirectiveName::StyleSrc, DirectiveName::ImgSrc, DirectiveName::FontSrc,
                                     DirectiveName::MediaSrc, DirectiveName::ConnectSrc, DirectiveName::FrameSrc}) {
      if (draft_.find(name) != nullptr) continue;
      if (name == DirectiveName::FrameSrc && draft_.find(DirectiveName::ChildSrc) != nullptr) continue;
      std::vector<std::string> open = {"'self'", "https:"};
      if (name == DirectiveName::StyleSrc) open.emplace_back("'unsafe-inline'");
      if (name == DirectiveName::ConnectSrc) open.emplace_back("wss:");
      else if (name != DirectiveName::StyleSrc) open.emplace_back("data:");
      if (name == DirectiveName::ImgSrc || name == DirectiveName::MediaSrc || name == DirectiveName::FrameSrc) {
        open.emplace_back("blob:");
      }
      draft_.set(name, std::move(open));
    }
  }

  /// blob: leaves the script list below; most sites have it there for their workers.
  void keep_blob_workers() {
    const DraftDirective* scripts = draft_.find(DirectiveName::ScriptSrc);
    if (scripts == nullptr || !scripts->has("blob:") || !choices_.keep_sources) return;
    if (scripts->has("'strict-dynamic'")) return;  // it decides for workers, and goes on doing so
    if (draft_.find(DirectiveName::WorkerSrc) != nullptr || draft_.find(DirectiveName::ChildSrc) != nullptr) return;
    const bool own = covers_own_origin(*scripts);
    draft_.set(DirectiveName::WorkerSrc,
               own ? std::vector<std::string>{"'self'", "blob:"} : std::vector<std::string>{"blob:"});
    log_("Added worker-src with blob:, which scripts lose but workers may need.");
  }

  bool had_nothing() { return draft_.directives().size() <= 1; }

  void harden_scripts() {
    for (const DirectiveName name : kScriptDirectives) {
      if (DraftDirective* directive = draft_.find(name)) harden_script_list(*directive);
    }
  }

  void harden_script_list(DraftDirective& scripts) {
    const bool for_files = scripts.name != DirectiveName::ScriptSrcAttr;
    const bool was_none = scripts.tokens.empty();
    const bool own = covers_own_origin(scripts);
    const bool dynamic = scripts.has("'strict-dynamic'");
    const bool had_nonce = !scripts.remove_if(is_nonce).empty();
    drop_unsafe(scripts);
    if (for_files) {
      for (const std::string& hash : choices_.script_hashes) scripts.add(hash);
      for (const std::string& hash : choices_.file_hashes) scripts.add(hash);
    }
    const bool by_nonce = choices_.inline_scripts == Inline::Nonce;
    const bool by_nonce_alone = choices_.trust_by_nonce_alone || (dynamic && had_nonce);
    if (by_nonce && by_nonce_alone && scripts.name == DirectiveName::ScriptSrc && !was_none) {
      use_nonce(scripts);
      if (own && !dynamic) keep_workers_from_files();
      return;
    }
    if (had_nonce && by_nonce && for_files) {
      scripts.tokens.insert(scripts.tokens.begin(), std::string(kNonceSource));
    } else if (had_nonce) {
      log_("Removed the nonce from " + label(scripts) + ", because inline= says not to use nonces.");
    }
    const bool without_nonce = had_nonce && !choices_.has_nonces;  // as chosen
    if (dynamic && close_idle_strict_dynamic(scripts, label(scripts), without_nonce)) return;
    const bool emptied = scripts.tokens.empty() && !was_none && for_files;
    if (!emptied) return;
    if (own || without_nonce) scripts.add("'self'");
    else {
      log_.open(label(scripts) +
                " allows nothing any more: add the sources that your scripts come from, such as 'self'.");
    }
  }

  static std::string label(const DraftDirective& directive) { return std::string(csp::info(directive.name).name); }

  /// Takes out what lets an attacker's script run.
  void drop_unsafe(DraftDirective& scripts) const {
    const auto is_inline = [](const std::string& token) { return text::iequals(token, "'unsafe-inline'"); };
    const auto removed =
        scripts.remove_if([&](const std::string& token) { return admits_anyone(token) || is_inline(token); });
    if (!removed.empty()) {
      log_("Removed " + joined(removed) + " from " + label(scripts) + ": with " +
           (removed.size() == 1 ? "it" : "them") + ", an attacker's script runs too." +
           (is_inline(removed.front()) || is_inline(removed.back())
                ? " Inline scripts and handlers such as onclick now need a nonce or hash, or have to move into files."
                : ""));
    }
    const auto eval = scripts.remove_if([](const std::string& token) { return text::iequals(token, "'unsafe-eval'"); });
    if (!eval.empty()) {
      log_("Removed 'unsafe-eval' from " + label(scripts) +
           ": with it, an attacker's text can run as a script through eval. Libraries that use eval stop working.");
    }
  }

  /// 'strict-dynamic' voids every address, so that they are left out.
  void use_nonce(DraftDirective& scripts) {
    const auto voided = scripts.remove_if(
        [](const std::string& token) { return is_url_source(token) || text::iequals(token, "'self'"); });
    if (!voided.empty()) {
      log_("Replaced " + joined(voided) +
           " in script-src with a nonce and 'strict-dynamic': only scripts with the response's nonce run, and "
           "what they load.");
    }
    scripts.tokens.insert(scripts.tokens.begin(), std::string(kNonceSource));
    scripts.add("'strict-dynamic'");
  }

  /// Safari runs no worker under a list with 'strict-dynamic', so that workers get a list of their own.
  void keep_workers_from_files() {
    if (draft_.find(DirectiveName::WorkerSrc) != nullptr || draft_.find(DirectiveName::ChildSrc) != nullptr) return;
    draft_.set(DirectiveName::WorkerSrc, {"'self'"});
    log_("Added worker-src 'self': under 'strict-dynamic', Safari (WebKit) runs no workers.");
  }

  /// Without a nonce or hash beside it, 'strict-dynamic' lets no script run: the addresses beside it
  /// are void, and stay so unless nonces were given up by choice. True where it was closed so.
  bool close_idle_strict_dynamic(DraftDirective& directive, const std::string& label, bool without_nonce) const {
    if (has_nonce_or_hash(directive)) return false;
    directive.remove_if([](const std::string& t) { return text::iequals(t, "'strict-dynamic'"); });
    if (without_nonce) {
      log_("Removed 'strict-dynamic' from " + label + ": without a nonce, the listed hosts decide.");
      return false;
    }
    directive.remove_if([](const std::string& t) { return is_url_source(t) || text::iequals(t, "'self'"); });
    log_.open("No script runs under " + label + ", as before: 'strict-dynamic' without a nonce or hash voids " +
              "the listed hosts. Give scripts a nonce (inline=nonce).");
    return true;
  }

  void harden_nonces_elsewhere() {
    for (DraftDirective& directive : draft_.directives()) {
      if (!is_source_list(directive)) continue;
      const bool script =
          std::find(kScriptDirectives.begin(), kScriptDirectives.end(), directive.name) != kScriptDirectives.end();
      if (script) continue;
      const auto first = std::find_if(directive.tokens.begin(), directive.tokens.end(), is_nonce);
      if (first == directive.tokens.end()) continue;
      const auto place = first - directive.tokens.begin();
      directive.remove_if(is_nonce);
      const bool style = directive.name == DirectiveName::StyleSrc || directive.name == DirectiveName::StyleSrcElem;
      if (style && choices_.has_nonces) {
        directive.tokens.insert(directive.tokens.begin() + place, std::string(kNonceSource));
      } else {
        // Beside the nonce it counted for nothing, and is not to count from now on.
        directive.remove_if([](const std::string& t) { return text::iequals(t, "'unsafe-inline'"); });
      }
    }
  }

  /// <style> elements get the nonce or their hashes, too, but where 'unsafe-inline' lets them in already:
  /// a nonce or hash would void it, for style attributes as well.
  void trust_inline_styles() {
    const bool nonce = choices_.trust_by_nonce_alone && choices_.site != Site::Api;
    if (!nonce && choices_.style_hashes.empty()) return;
    draft_.make_explicit(DirectiveName::StyleSrc);
    for (const DirectiveName name : {DirectiveName::StyleSrc, DirectiveName::StyleSrcElem}) {
      DraftDirective* styles = draft_.find(name);
      if (styles == nullptr || (styles->has("'unsafe-inline'") && !has_nonce_or_hash(*styles))) continue;
      if (nonce && !styles->has(kNonceSource)) {
        const bool own = !styles->tokens.empty() && text::iequals(styles->tokens.front(), "'self'");
        styles->tokens.insert(styles->tokens.begin() + (own ? 1 : 0), std::string(kNonceSource));
      }
      for (const std::string& hash : choices_.style_hashes) styles->add(hash);
    }
  }

  /// Event handlers and style attributes are let in by a list of their own, so that their hashes admit
  /// no element.
  void trust_attributes(DirectiveName attributes, DirectiveName elements, const std::vector<std::string>& hashes) {
    if (hashes.empty()) return;
    const DraftDirective* all = draft_.find(elements);
    const bool open = all != nullptr && all->has("'unsafe-inline'") && !has_nonce_or_hash(*all);
    if (open && draft_.find(attributes) == nullptr) return;
    DraftDirective& list = draft_.at(attributes);
    if (list.has("'unsafe-inline'") && !has_nonce_or_hash(list)) return;
    list.add("'unsafe-hashes'");
    for (const std::string& hash : hashes) list.add(hash);
  }

  void tidy_default() {
    draft_.at(DirectiveName::DefaultSrc).remove_if([](const std::string& token) {
      return is_script_keyword(token) || is_hash(token);
    });
  }

  void harden_objects() {
    DraftDirective* objects = draft_.find(DirectiveName::ObjectSrc);
    if (objects != nullptr && objects->tokens.empty()) return;
    const bool in_use = objects != nullptr && choices_.keep_sources &&
                        std::none_of(objects->tokens.begin(), objects->tokens.end(), admits_anyone);
    if (in_use) return;
    const DraftDirective* fallback = draft_.find(DirectiveName::DefaultSrc);
    if (objects == nullptr && fallback != nullptr && fallback->tokens.empty()) return;
    draft_.set(DirectiveName::ObjectSrc, {});
    log_("Set object-src 'none': no current browser needs plugin content.");
  }

  void harden_base(bool may_use_base) {
    DraftDirective* base = draft_.find(DirectiveName::BaseUri);
    if (base != nullptr) {
      if (!is_wide(*base)) return;
      if (may_use_base) narrow(*base);
      else base->tokens.clear();
      log_("Narrowed base-uri: an injected <base> could send the page's relative URLs to any site.");
      return;
    }
    draft_.set(DirectiveName::BaseUri, may_use_base ? std::vector<std::string>{"'self'"} : std::vector<std::string>{});
    log_(
        "Set base-uri, which default-src doesn't cover: an injected <base> would send the page's relative "
        "URLs to another site.");
  }

  void harden_forms() {
    DraftDirective* forms = draft_.find(DirectiveName::FormAction);
    if (forms != nullptr) {
      if (!is_wide(*forms)) return;
      narrow(*forms);
      log_("Narrowed form-action: an injected form could send what people type to any site.");
      return;
    }
    draft_.set(DirectiveName::FormAction,
               choices_.site == Site::Api ? std::vector<std::string>{} : std::vector<std::string>{"'self'"});
    log_(
        "Set form-action, which default-src doesn't cover: an injected form could send what people "
        "type to another site.");
  }

  static bool is_wide(const DraftDirective& directive) {
    return std::any_of(directive.tokens.begin(), directive.tokens.end(), admits_anyone);
  }

  void set_framing() {
    std::vector<std::string> tokens;
    if (choices_.frame_ancestors != "'none'") tokens.push_back(choices_.frame_ancestors);
    draft_.set(DirectiveName::FrameAncestors, std::move(tokens));
  }

  PolicyDraft& draft_;
  const PolicyChoices& choices_;
  const Log& log_;
};

}  // namespace harden_policy_detail

PolicyDraft starting_policy(Site site) {
  PolicyDraft draft;
  using csp::DirectiveName;
  if (site == Site::Api) {
    draft.set(DirectiveName::DefaultSrc, {});
    return draft;
  }
  draft.set(DirectiveName::DefaultSrc, {"'self'"});
  draft.set(DirectiveName::ScriptSrc, {"'self'"});
  draft.set(DirectiveName::StyleSrc, {"'self'"});
  draft.set(DirectiveName::ImgSrc, {"'self'", "data:"});
  draft.set(DirectiveName::FontSrc, {"'self'"});
  draft.set(DirectiveName::ConnectSrc, {"'self'"});
  // Bundlers of single-page applications make workers of blobs.
  if (site == Site::Spa) draft.set(DirectiveName::WorkerSrc, {"'self'", "blob:"});
  return draft;
}

void harden_policy(PolicyDraft& draft, const PolicyChoices& choices, const Log& log) {
  harden_policy_detail::Hardener(draft, choices, log).run();
}

void harden_safely(PolicyDraft& draft, const PolicyChoices& choices, const Log& log) {
  harden_policy_detail::Hardener(draft, choices, log).run_safely();
}

}  // namespace headstrong::hardening
