#include "harden/services.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "data/service_presets.hpp"
#include "data/services.hpp"
#include "headers/csp/fallback.hpp"
#include "text/ascii.hpp"
#include "text/listed.hpp"

namespace headstrong::hardening {
namespace services_detail {

using csp::DirectiveName;

/// Words of a cell, which blanks part.
template <class Use>
void each_word(std::string_view cell, Use use) {
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find(' '), cell.size());
    if (end > 0) use(cell.substr(0, end));
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
}

bool is_removed(std::string_view choice) { return !choice.empty() && choice.front() == '-'; }
std::string_view id_of(std::string_view choice) { return is_removed(choice) ? choice.substr(1) : choice; }

/// Of what the form "note" and "needs" rows and rows about other headers say nothing here.
template <class Use>
void each_source(std::string_view id, Use use) {
  for (const data::ServicePreset& row : data::kServicePresetTable) {
    if (row.id != id || row.directive == "note") continue;
    each_word(row.directive, [&](std::string_view directive) {
      const DirectiveName name = csp::directive_name(directive);
      if (name == DirectiveName::Unknown) return;
      each_word(row.source, [&](std::string_view source) { use(name, source); });
    });
  }
}

bool needs(std::string_view id, std::string_view header, std::string_view word) {
  for (const data::ServicePreset& row : data::kServicePresetTable) {
    if (row.id != id || row.directive != header) continue;
    bool found = false;
    each_word(row.source, [&](std::string_view source) { found = found || source == word; });
    if (found) return true;
  }
  return false;
}

DirectiveName elements_of(DirectiveName name) {
  if (name == DirectiveName::ScriptSrc) return DirectiveName::ScriptSrcElem;
  if (name == DirectiveName::StyleSrc) return DirectiveName::StyleSrcElem;
  return DirectiveName::Unknown;
}

/// Nonces, hashes and keywords of a list that was made for scripts mean nothing to workers, and
/// 'strict-dynamic' stops them all in Safari: in its place come the page's own files.
std::vector<std::string> for_workers(std::vector<std::string> tokens) {
  const auto has = [&](std::string_view word) {
    return std::any_of(tokens.begin(), tokens.end(), [&](const std::string& t) { return text::iequals(t, word); });
  };
  const bool dynamic = has("'strict-dynamic'");
  std::erase_if(tokens, [](const std::string& token) { return token.front() == '\'' && !text::iequals(token, "'self'"); });
  if (dynamic && !has("'self'")) tokens.insert(tokens.begin(), "'self'");
  return tokens;
}

/// The list that `name` would fall back to, adapted to it; null where nothing in its chain is there.
const std::vector<std::string>* fallback_of(DirectiveName name, PolicyDraft& draft, std::vector<std::string>& made) {
  for (const DirectiveName next : csp::fallback_chain(name)) {
    const DraftDirective* found = draft.find(next);
    if (found == nullptr) continue;
    made = name == DirectiveName::WorkerSrc ? for_workers(found->tokens) : found->tokens;
    return &made;
  }
  return nullptr;
}

/// Directives that only services bring in: without their sources, they say what they fall back to.
bool is_brought_in(DirectiveName name) {
  return name == DirectiveName::FrameSrc || name == DirectiveName::WorkerSrc || name == DirectiveName::MediaSrc ||
         name == DirectiveName::ManifestSrc;
}

bool voids_unsafe_inline(const std::string& token) {
  return text::istarts_with(token, "'nonce-") || text::istarts_with(token, "'sha");
}

class Admission {
 public:
  Admission(const std::vector<std::string>& choices, PolicyDraft& draft, const Log& log)
      : choices_(choices), draft_(draft), log_(log) {}

  void admit_all() {
    make_explicit();
    for (const std::string& choice : choices_) {
      if (!is_removed(choice)) admit(choice);
    }
  }

  void take_out(PolicyDraft& start) {
    for (const std::string& choice : choices_) {
      if (!is_removed(choice)) continue;
      std::vector<std::string> removed;
      std::set<DirectiveName> touched;
      each_source(id_of(choice), [&](DirectiveName name, std::string_view source) {
        if (is_needed(name, source)) return;
        touched.insert(name);
        for (const DirectiveName list : {name, elements_of(name)}) {
          DraftDirective* directive = draft_.find(list);
          const DraftDirective* own = start.find(list);
          const bool starts_with = own != nullptr && own->has(source);
          if (directive == nullptr || source == "'self'" || starts_with) continue;
          const auto gone = directive->remove_if([&](const std::string& t) { return text::iequals(t, source); });
          if (!gone.empty() && list == name) removed.push_back(std::string(source) + " from " + std::string(csp::info(name).name));
        }
      });
      for (const DirectiveName name : touched) {
        if (start.find(name) == nullptr) drop_idle(name);
      }
      if (!removed.empty()) log_("Took out " + std::string(id_of(choice)) + ": " + text::listed(removed) + ".");
    }
  }

 private:
  /// Whether another service of the list, which stays, needs the source.
  bool is_needed(DirectiveName name, std::string_view source) const {
    bool needed = false;
    for (const std::string& choice : choices_) {
      if (is_removed(choice)) continue;
      each_source(choice, [&](DirectiveName n, std::string_view s) { needed = needed || (n == name && s == source); });
    }
    return needed;
  }

  /// Drops a list that says what it would fall back to, leaving aside what services that stay need there.
  void drop_idle(DirectiveName name) {
    DraftDirective* directive = draft_.find(name);
    if (directive == nullptr || !is_brought_in(name)) return;
    bool needed = false;
    for (const std::string& choice : choices_) {
      if (!is_removed(choice)) each_source(choice, [&](DirectiveName n, std::string_view) { needed = needed || n == name; });
    }
    if (needed) return;
    std::vector<std::string> made;
    if (fallback_of(name, draft_, made) == nullptr) return;
    std::erase_if(made, [&](const std::string& token) {
      return is_needed(DirectiveName::ScriptSrc, token) && token.front() != '\'';
    });
    // Without a list of their own, Safari runs no workers under 'strict-dynamic'.
    const DraftDirective* scripts = draft_.find(DirectiveName::ScriptSrc);
    if (name == DirectiveName::WorkerSrc && scripts != nullptr && scripts->has("'strict-dynamic'")) return;
    if (made == directive->tokens) draft_.remove(name);
  }

  /// Lists that services need and that are absent, made of the lists before any service.
  void make_explicit() {
    std::map<DirectiveName, std::vector<std::string>> lists;
    for (const std::string& choice : choices_) {
      if (is_removed(choice)) continue;
      each_source(choice, [&](DirectiveName name, std::string_view) {
        if (draft_.find(name) != nullptr || lists.count(name) > 0) return;
        std::vector<std::string> made;
        if (const auto* list = fallback_of(name, draft_, made)) {
          // Sources of a service that was admitted before belong to its own directives.
          std::vector<std::string> kept = *list;
          std::erase_if(kept, [&](const std::string& token) {
            return token.front() != '\'' && is_needed(DirectiveName::ScriptSrc, token) && !is_needed(name, token) &&
                   name == DirectiveName::WorkerSrc;
          });
          lists[name] = std::move(kept);
          order_.push_back(name);
        }
      });
    }
    for (const DirectiveName name : order_) draft_.set(name, lists[name]);
  }

  void admit(std::string_view id) {
    std::vector<std::string> added;
    each_source(id, [&](DirectiveName name, std::string_view source) {
      DraftDirective* directive = draft_.find(name);
      if (directive == nullptr) return;  // without any list in the chain everything is allowed already
      if (add(*directive, source)) added.push_back(std::string(source) + " in " + std::string(csp::info(name).name));
      // Where elements have a list of their own, it decides for them; not about WebAssembly.
      if (source == "'wasm-unsafe-eval'") return;
      if (DraftDirective* elements = draft_.find(elements_of(name))) add(*elements, source);
    });
    if (!added.empty()) log_("Admitted " + std::string(id) + ": " + text::listed(added) + ".");
  }

  static bool add(DraftDirective& directive, std::string_view source) {
    const bool keyword = source.front() == '\'';
    if ((!keyword && directive.has("'strict-dynamic'")) || directive.has(source)) return false;
    // Of https: and wss: each host is there already.
    const std::size_t scheme = source.find("://");
    if (scheme != std::string_view::npos && directive.has(source.substr(0, scheme + 1))) return false;
    if (source == "'unsafe-inline'") directive.remove_if(voids_unsafe_inline);
    directive.add(source);
    return true;
  }

  const std::vector<std::string>& choices_;
  PolicyDraft& draft_;
  const Log& log_;
  std::vector<DirectiveName> order_;
};

/// What a service's snippet needs, in a sentence.
std::string need_sentence(std::string_view need, Inline inline_scripts) {
  if (need == "inline") {
    switch (inline_scripts) {
      case Inline::Nonce: return "give its inline snippet the nonce attribute.";
      case Inline::Hash: return "its snippet is inline: it runs only if its text was hashed.";
      case Inline::None: return "its snippet is inline: move it into your own file, or choose inline=nonce or "
                                "inline=hash.";
    }
  }
  if (need == "nonce") return "it works best with a nonce (inline=nonce): the hosts it needs otherwise serve other people's scripts too.";
  if (need == "styles") return "it inserts <style> elements, which its 'unsafe-inline' in style-src is for.";
  if (need == "style-attributes") return "its snippet has style attributes: replace them with classes, or they are ignored.";
  if (need == "eval") return "parts of it use eval, which this policy stops. Test whether you need them.";
  if (need == "wasm") return "it compiles WebAssembly, which 'wasm-unsafe-eval' is for.";
  if (need == "account") return "replace the wildcard with the host of your own account or project.";
  if (need == "redirect") return "it works by redirects, which need no source except for a form that posts to "
                                 "it (form-action).";
  if (need == "sri") return "this host serves everybody's files, so add an integrity attribute to each script and a longer path here.";
  if (need == "banks") return "3-D Secure shows pages of the card's bank in frames. If yours does, widen "
                              "frame-src on the checkout page only.";
  return {};
}

/// Whether `host` is `domain` or below it.
bool is_of(std::string_view host, std::string_view domain) {
  if (!text::iends_with(host, domain)) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

class Search {
 public:
  /// Looks at every run of letters that can be a host.
  void look_at(std::string_view words) {
    constexpr std::size_t kLongest = 253;  // a host name (RFC 1035 section 2.3.4)
    std::size_t at = 0;
    while (at < words.size()) {
      while (at < words.size() && !is_host_byte(words[at])) ++at;
      std::size_t end = at;
      bool dot = false;
      while (end < words.size() && is_host_byte(words[end])) dot = words[end++] == '.' || dot;
      if (dot && end - at <= kLongest) look_up(words.substr(at, end - at));
      at = end;
    }
  }
  std::vector<SeenService> take() {
    std::vector<SeenService> out;
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const data::Service& service = data::kServiceTable[i];
      if (!found_[i].empty()) out.push_back({service.id, service.name, std::move(found_[i])});
    }
    return out;
  }

 private:
  static bool is_host_byte(char c) { return text::is(c, text::kAlpha | text::kDigit) || c == '-' || c == '.'; }
  void look_up(std::string_view host) {
    while (!host.empty() && host.front() == '.') host.remove_prefix(1);
    if (!known_.insert(text::lowered(host)).second) return;
    for (std::size_t i = 0; i < found_.size(); ++i) {
      each_word(data::kServiceTable[i].seen, [&](std::string_view domain) {
        if (found_[i].empty() && is_of(host, domain)) found_[i] = text::lowered(host);
      });
    }
  }

  std::set<std::string> known_;
  std::vector<std::string> found_ = std::vector<std::string>(data::kServiceTable.size());
};

}  // namespace services_detail

bool is_service(std::string_view choice) {
  for (const data::Service& row : data::kServiceTable) {
    if (row.id == services_detail::id_of(choice)) return true;
  }
  return false;
}

void admit_services(const std::vector<std::string>& choices, PolicyDraft& draft, const Log& log) {
  if (!choices.empty()) services_detail::Admission(choices, draft, log).admit_all();
}

void withdraw_services(const std::vector<std::string>& choices, PolicyDraft& draft, PolicyDraft start, const Log& log) {
  services_detail::Admission(choices, draft, log).take_out(start);
}

std::vector<std::string> service_notes(const std::vector<std::string>& choices, Inline inline_scripts) {
  using namespace services_detail;
  std::vector<std::string> notes;
  for (const std::string& choice : choices) {
    if (is_removed(choice)) continue;
    for (const data::ServicePreset& row : data::kServicePresetTable) {
      if (row.id != choice) continue;
      if (row.directive == "note") notes.push_back(choice + ": " + std::string(row.source));
      if (row.directive != "needs") continue;
      each_word(row.source, [&](std::string_view need) {
        const std::string sentence = need_sentence(need, inline_scripts);
        if (!(need == "nonce" && inline_scripts == Inline::Nonce)) notes.push_back(choice + ": " + sentence);
      });
    }
  }
  return notes;
}

std::string_view service_that_needs(const std::vector<std::string>& choices, std::string_view header,
                                    std::string_view word) {
  for (const std::string& choice : choices) {
    if (!services_detail::is_removed(choice) && services_detail::needs(choice, header, word)) return choice;
  }
  return {};
}

bool removed_service_needed(const std::vector<std::string>& choices, std::string_view header, std::string_view word) {
  return service_that_needs(choices, header, word).empty() &&
         std::any_of(choices.begin(), choices.end(), [&](const std::string& choice) {
           return services_detail::is_removed(choice) &&
                  services_detail::needs(services_detail::id_of(choice), header, word);
         });
}

std::vector<SeenService> services_seen(const model::ResponseModel& model, const PageCode& page,
                                       const std::vector<std::string>& choices) {
  using namespace services_detail;
  Search search;
  std::set<std::string_view> removed;
  for (const std::string& choice : choices) {
    if (is_removed(choice)) each_source(id_of(choice), [&](DirectiveName, std::string_view source) { removed.insert(source); });
  }
  for (const csp::Policy& policy : model.policies) {
    for (const csp::SourceExpression& token : policy.tokens) {
      if (token.kind == csp::SourceKind::Host && removed.count(token.text) == 0) search.look_at(token.text);
    }
  }
  for (const std::uint32_t index : model.fields(http::HeaderName::Link)) search.look_at(model.field(index).value.text());
  for (const std::string_view url : page.urls) search.look_at(url);
  for (const InlinePiece& piece : page.pieces) {
    if (piece.kind == InlineKind::Script) search.look_at(piece.content);
  }
  return search.take();
}

const SeenService* seen_that_needs(const std::vector<SeenService>& seen, std::string_view header, std::string_view word) {
  for (const SeenService& service : seen) {
    if (services_detail::needs(service.id, header, word)) return &service;
  }
  return nullptr;
}

}  // namespace headstrong::hardening

namespace headstrong {

std::vector<ServiceInfo> services() {
  std::vector<ServiceInfo> all;
  for (const data::Service& row : data::kServiceTable) all.push_back({row.id, row.name, row.url, row.date});
  return all;
}

}  // namespace headstrong
