#include "harden/services.hpp"

#include <algorithm>
#include <map>
#include <optional>
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

/// As sentences call a service.
std::string_view name_of(std::string_view id) {
  for (const data::Service& row : data::kServiceTable) {
    if (row.id == id) return row.name;
  }
  return id;
}

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
  std::erase_if(tokens,
                [](const std::string& token) { return token.front() == '\'' && !text::iequals(token, "'self'"); });
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

bool voids_unsafe_inline(const std::string& token) {
  return text::istarts_with(token, "'nonce-") || text::istarts_with(token, "'sha");
}

bool is_keyword(std::string_view source) { return source.front() == '\''; }

/// Whether no other service has the source in that directive: then a policy that has it has it for this one.
bool is_its_alone(std::string_view id, DirectiveName name, std::string_view source) {
  if (is_keyword(source) || source.find('.') == std::string_view::npos) return false;
  const std::string_view wanted = csp::info(name).name;
  for (const data::ServicePreset& row : data::kServicePresetTable) {
    if (row.id == id) continue;
    bool has_directive = false;
    bool has_source = false;
    each_word(row.directive, [&](std::string_view word) { has_directive = has_directive || word == wanted; });
    if (!has_directive) continue;
    each_word(row.source, [&](std::string_view word) { has_source = has_source || word == source; });
    if (has_source) return false;
  }
  return true;
}

/// What a service asks of one directive, in the order in which it is written: first what others may need as well.
struct Asked {
  DirectiveName name = DirectiveName::Unknown;
  std::vector<std::string_view> sources;
  std::size_t shared = 0;  // how many of them are not its alone
};

std::vector<Asked> asked_by(std::string_view id) {
  std::vector<Asked> all;
  each_source(id, [&](DirectiveName name, std::string_view source) {
    auto asked = std::find_if(all.begin(), all.end(), [&](const Asked& a) { return a.name == name; });
    if (asked == all.end()) asked = all.insert(asked, Asked{name, {}, 0});
    std::vector<std::string_view>& sources = asked->sources;
    if (std::find(sources.begin(), sources.end(), source) != sources.end()) return;
    if (is_its_alone(id, name, source)) sources.push_back(source);
    else sources.insert(sources.begin() + static_cast<std::ptrdiff_t>(asked->shared++), source);
  });
  return all;
}

/// The lists that decide about what a directive is asked for: its own, and that of elements where it is there.
/// About WebAssembly the one of elements says nothing.
constexpr std::string_view kWasm = "'wasm-unsafe-eval'";
std::vector<DirectiveName> lists_of(DirectiveName name) {
  if (elements_of(name) == DirectiveName::Unknown) return {name};
  return {name, elements_of(name)};
}

/// The part of `asked` that `list` is to hold: addresses are void beside 'strict-dynamic', and of https: and wss:
/// each host is there already.
Asked wanted_in(const DraftDirective& list, const Asked& asked) {
  Asked wanted{list.name, {}, 0};
  for (std::size_t i = 0; i < asked.sources.size(); ++i) {
    const std::string_view source = asked.sources[i];
    if (source == kWasm && list.name != asked.name) continue;
    if (!is_keyword(source) && list.has("'strict-dynamic'")) continue;
    const std::size_t scheme = source.find("://");
    if (scheme != std::string_view::npos && list.has(source.substr(0, scheme + 1))) continue;
    wanted.sources.push_back(source);
    if (i < asked.shared) ++wanted.shared;
  }
  return wanted;
}

/// Where `token` is among the sources; their number where it isn't.
std::size_t index_in(const Asked& wanted, const std::string& token) {
  std::size_t at = 0;
  while (at < wanted.sources.size() && !text::iequals(wanted.sources[at], token)) ++at;
  return at;
}

/// Where what is put at a list's beginning stands: behind the nonce and 'strict-dynamic', which go first.
std::size_t beginning_of(const DraftDirective& list) {
  std::size_t at = 0;
  while (at < list.tokens.size() &&
         (text::istarts_with(list.tokens[at], "'nonce-") || text::iequals(list.tokens[at], "'strict-dynamic'"))) {
    ++at;
  }
  return at;
}

/// Puts what is missing into a list, so that it can be told later: a list that gets all, of which some is the
/// service's alone, has it at its end; any other at its beginning. Each time in the order of `wanted`.
std::vector<std::string> put_in(DraftDirective& list, const Asked& wanted) {
  std::vector<std::string> missing;
  for (const std::string_view source : wanted.sources) {
    if (source == "'unsafe-inline'") list.remove_if(voids_unsafe_inline);
    if (!list.has(source)) missing.emplace_back(source);
  }
  const bool whole = missing.size() == wanted.sources.size() && wanted.shared < wanted.sources.size();
  const auto beginning = list.tokens.begin() + static_cast<std::ptrdiff_t>(beginning_of(list));
  list.tokens.insert(whole ? list.tokens.end() : beginning, missing.begin(), missing.end());
  return missing;
}

/// The other way round: where put_in() has put what of a list that holds all of `wanted`. Begin and end of a run
/// of tokens, equal where there is none. With `anywhere`, what stands at the end may have been followed by more.
std::pair<std::size_t, std::size_t> run_put_in(const DraftDirective& list, const Asked& wanted, bool anywhere) {
  const std::vector<std::string>& tokens = list.tokens;
  const std::size_t count = wanted.sources.size();
  const bool has_own = wanted.shared < count;
  const std::size_t beginning = beginning_of(list);
  const std::size_t first = anywhere || count > tokens.size() ? beginning : std::max(beginning, tokens.size() - count);
  for (std::size_t at = first; has_own && at + count <= tokens.size(); ++at) {
    std::size_t same = 0;
    while (same < count && text::iequals(tokens[at + same], wanted.sources[same])) ++same;
    // At the beginning there is never all of it, but in a list that was empty.
    if (same == count && (at > beginning || beginning + count == tokens.size())) return {at, at + count};
  }
  std::size_t end = beginning;
  std::size_t after = 0;
  while (end < tokens.size()) {
    const std::size_t index = index_in(wanted, tokens[end]);
    if (index == count || index < after) break;
    after = index + 1;
    ++end;
  }
  // Not all of it was missing: of what is there the last was.
  if (has_own && end - beginning == count) --end;
  return {beginning, end};
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

  void take_out_all() {
    // The last that was put in comes out first: its sources may stand before those of another.
    std::vector<std::string_view> left(choices_.rbegin(), choices_.rend());
    for (bool progress = true; progress && !left.empty();) {
      progress = false;
      for (std::size_t i = 0; i < left.size(); ++i) {
        if (!take_out(left[i])) continue;
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(i--));
        progress = true;
      }
    }
    for (const std::string_view choice : left) {
      if (is_removed(choice)) take_out_its_own(id_of(choice));
    }
    for (const DirectiveName name : touched_) drop_brought_in(name);
    for (const auto& [id, sources] : removed_) {
      if (!sources.empty()) log_("Took out " + std::string(name_of(id)) + ": " + text::listed(sources) + ".");
    }
  }

 private:
  /// Where sources stand one after the other that were put in.
  struct Run {
    DirectiveName list;
    std::size_t begin;
    std::size_t end;
  };

  /// Takes a service out that the policy has as put_in() writes it; false where it hasn't.
  bool take_out(std::string_view choice) {
    const std::optional<std::vector<Run>> runs = runs_of(choice);
    if (!runs) return false;
    bool any = false;
    for (const Run& run : *runs) {
      any = any || run.end > run.begin;
      take_out(run, choice);
    }
    return any;
  }

  /// Nothing where a list lacks what the service asks for.
  std::optional<std::vector<Run>> runs_of(std::string_view choice) {
    std::vector<Run> runs;
    for (const Asked& asked : asked_by(id_of(choice))) {
      for (const DirectiveName name : lists_of(asked.name)) {
        const DraftDirective* list = draft_.find(name);
        if (list == nullptr) continue;
        const Asked wanted = wanted_in(*list, asked);
        for (const std::string_view source : wanted.sources) {
          // What another service had put in before it served this one, too.
          if (!list->has(source) && taken_.count({name, source}) == 0) return std::nullopt;
        }
        const auto [begin, end] = run_put_in(*list, wanted, is_removed(choice));
        runs.push_back({name, begin, end});
      }
    }
    return runs;
  }

  void take_out(const Run& run, std::string_view choice) {
    touched_.push_back(run.list);
    std::vector<std::string>& tokens = draft_.find(run.list)->tokens;
    Touched& touched = before_[run.list];
    if (touched.tokens.empty()) touched.tokens = tokens;
    touched.removed += run.end - run.begin;
    const auto begin = tokens.begin() + static_cast<std::ptrdiff_t>(run.begin);
    const auto end = tokens.begin() + static_cast<std::ptrdiff_t>(run.end);
    for (auto token = begin; token != end; ++token) {
      for (const std::string_view source : sources_of(id_of(choice))) {
        if (text::iequals(source, *token)) taken_.insert({run.list, source});
      }
      if (is_removed(choice)) say_removed(id_of(choice), *token, run.list);
    }
    tokens.erase(begin, end);
  }

  /// Takes out the addresses that nothing but this service explains.
  void take_out_its_own(std::string_view id) {
    for (const Asked& asked : asked_by(id)) {
      for (const DirectiveName name : lists_of(asked.name)) {
        DraftDirective* list = draft_.find(name);
        if (list == nullptr) continue;
        const auto gone = list->remove_if([&](const std::string& token) {
          const std::size_t index = index_in(asked, token);
          return index >= asked.shared && index < asked.sources.size();
        });
        for (const std::string& token : gone) say_removed(id, token, name);
        if (!gone.empty()) touched_.push_back(name);
      }
    }
  }

  static std::vector<std::string_view> sources_of(std::string_view id) {
    std::vector<std::string_view> all;
    each_source(id, [&](DirectiveName, std::string_view source) { all.push_back(source); });
    return all;
  }

  void say_removed(std::string_view id, const std::string& token, DirectiveName list) {
    removed_[std::string(id)].push_back(token + " from " + std::string(csp::info(list).name));
  }

  /// Drops a list that services brought in: it is behind what hardening writes, and says what it would fall
  /// back to.
  void drop_brought_in(DirectiveName name) {
    const std::vector<DraftDirective>& all = draft_.directives();
    std::size_t at = all.size();
    std::size_t last = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].name == name) at = i;
      if (is_written_last(all[i].name)) last = i + 1;
    }
    if (at == all.size() || at < last) return;
    // A policy that is passed on as it is has nothing of that: there it is behind all that no service needs.
    const bool is_at_end = std::all_of(all.begin() + static_cast<std::ptrdiff_t>(at), all.end(), [&](const auto& list) {
      return list.name == DirectiveName::ReportUri || list.name == DirectiveName::ReportTo ||
             std::find(touched_.begin(), touched_.end(), list.name) != touched_.end();
    });
    if (last == 0 && !is_at_end) return;
    std::vector<std::string> made;
    if (fallback_of(name, draft_, made) == nullptr) return;
    // What it got from there may be what the service needs as well.
    const Touched& was = before_[name];
    const bool brought_in = was.tokens.size() >= made.size() && was.tokens.size() - made.size() <= was.removed &&
                            std::equal(made.rbegin(), made.rend(), was.tokens.rbegin());
    if (brought_in || made == all[at].tokens) draft_.remove(name);
  }
  static bool is_written_last(DirectiveName name) {
    return name == DirectiveName::ObjectSrc || name == DirectiveName::BaseUri || name == DirectiveName::FormAction ||
           name == DirectiveName::FrameAncestors || name == DirectiveName::UpgradeInsecureRequests;
  }

  /// Lists that services need and that are absent, made of the lists before any service.
  void make_explicit() {
    std::vector<std::pair<DirectiveName, std::vector<std::string>>> lists;
    for (const std::string& choice : choices_) {
      if (is_removed(choice)) continue;
      each_source(choice, [&](DirectiveName name, std::string_view) {
        const bool known =
            std::any_of(lists.begin(), lists.end(), [&](const auto& list) { return list.first == name; });
        std::vector<std::string> made;
        if (known || draft_.find(name) != nullptr || fallback_of(name, draft_, made) == nullptr) return;
        lists.emplace_back(name, std::move(made));
      });
    }
    for (auto& [name, tokens] : lists) draft_.set_before_reporting(name, std::move(tokens));
  }

  void admit(std::string_view id) {
    std::vector<std::string> added;
    for (const Asked& asked : asked_by(id)) {
      for (const DirectiveName name : lists_of(asked.name)) {
        DraftDirective* list = draft_.find(name);
        if (list == nullptr) continue;  // without any list in the chain everything is allowed already
        for (const std::string& source : put_in(*list, wanted_in(*list, asked))) {
          if (name == asked.name) added.push_back(source + " in " + std::string(csp::info(name).name));
        }
      }
    }
    if (!added.empty()) log_("Admitted " + std::string(name_of(id)) + ": " + text::listed(added) + ".");
  }

  const std::vector<std::string>& choices_;
  PolicyDraft& draft_;
  const Log& log_;
  struct Touched {
    std::vector<std::string> tokens;  // as they were
    std::size_t removed = 0;
  };
  std::vector<DirectiveName> touched_;
  std::map<DirectiveName, Touched> before_;
  std::set<std::pair<DirectiveName, std::string_view>> taken_;  // list and source
  std::map<std::string, std::vector<std::string>> removed_;
};

/// What a service's snippet needs, in a sentence.
std::string need_sentence(std::string_view need, Inline inline_scripts) {
  if (need == "inline") {
    switch (inline_scripts) {
      case Inline::Nonce: return "give its inline snippet the nonce attribute.";
      case Inline::Hash: return "its snippet is inline: it runs only if its text was hashed.";
      case Inline::None:
        return "its inline snippet is blocked: move it into your own file, or choose inline=nonce or "
               "inline=hash.";
    }
  }
  if (need == "nonce")
    return "it works best with a nonce (inline=nonce): the hosts it needs otherwise serve other people's scripts too.";
  if (need == "styles") return "it inserts <style> elements, which its 'unsafe-inline' in style-src is for.";
  if (need == "style-attributes")
    return "its snippet has style attributes: replace them with classes, or they are ignored.";
  if (need == "eval") return "parts of it use eval, which this policy stops. Test whether you need them.";
  if (need == "wasm") return "it compiles WebAssembly, which 'wasm-unsafe-eval' is for.";
  if (need == "account") return "replace the wildcard with the host of your own account or project.";
  if (need == "redirect")
    return "it works by redirects, which need no source except for a form that posts to "
           "it (form-action).";
  if (need == "sri")
    return "this host serves everybody's files, so add an integrity attribute to each script and a longer path here.";
  if (need == "banks")
    return "3-D Secure shows pages of the card's bank in frames. If yours does, widen "
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
  /// Looks at every run of letters that can be a host, with the path and query behind it.
  void look_at(std::string_view words) {
    constexpr std::size_t kLongest = 253;  // a host name (RFC 1035 section 2.3.4)
    std::size_t at = 0;
    while (at < words.size()) {
      while (at < words.size() && !is_host_byte(words[at])) ++at;
      std::size_t end = at;
      bool dot = false;
      while (end < words.size() && is_host_byte(words[end])) dot = words[end++] == '.' || dot;
      if (dot && end - at <= kLongest) look_up(words.substr(at, end - at), path_at(words.substr(end)));
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
  /// As much of a path and its query as tells services apart.
  static std::string_view path_at(std::string_view rest) {
    constexpr std::size_t kLongest = 80;
    rest = rest.substr(0, std::min(kLongest, rest.find_first_of(" \t\r\n\f\"'`<>;,)\\")));
    return !rest.empty() && rest.front() == '/' ? rest : std::string_view();
  }
  /// One host serves scripts of several services: then the longest path that fits tells which.
  void look_up(std::string_view host, std::string_view path) {
    while (!host.empty() && host.front() == '.') host.remove_prefix(1);
    if (!known_.insert(text::lowered(host) + std::string(path)).second) return;
    std::vector<std::size_t> fitting;
    std::size_t longest = 0;
    for (std::size_t i = 0; i < found_.size(); ++i) {
      each_word(data::kServiceTable[i].seen, [&](std::string_view word) {
        const std::size_t slash = std::min(word.find('/'), word.size());
        const std::string_view start = word.substr(slash);
        if (start.size() < longest || !is_of(host, word.substr(0, slash)) || path.substr(0, start.size()) != start)
          return;
        if (start.size() > longest) fitting.clear();
        longest = start.size();
        fitting.push_back(i);
      });
    }
    for (const std::size_t i : fitting) {
      if (found_[i].empty()) found_[i] = text::lowered(host);
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

void withdraw_services(const std::vector<std::string>& choices, PolicyDraft& draft, const Log& log) {
  if (!choices.empty()) services_detail::Admission(choices, draft, log).take_out_all();
}

std::vector<ServiceNote> service_notes(const std::vector<std::string>& choices, Inline inline_scripts) {
  using namespace services_detail;
  std::vector<ServiceNote> notes;
  for (const std::string& choice : choices) {
    if (is_removed(choice)) continue;
    for (const data::ServicePreset& row : data::kServicePresetTable) {
      if (row.id != choice) continue;
      if (row.directive == "note")
        notes.push_back({row.id, std::string(name_of(choice)) + ": " + std::string(row.source)});
      if (row.directive != "needs") continue;
      each_word(row.source, [&](std::string_view need) {
        const std::string sentence = need_sentence(need, inline_scripts);
        if (!(need == "nonce" && inline_scripts == Inline::Nonce))
          notes.push_back({row.id, std::string(name_of(choice)) + ": " + sentence});
      });
    }
  }
  return notes;
}

std::string_view service_that_needs(const std::vector<std::string>& choices, std::string_view header,
                                    std::string_view word) {
  for (const std::string& choice : choices) {
    if (!services_detail::is_removed(choice) && services_detail::needs(choice, header, word))
      return services_detail::name_of(choice);
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
    if (is_removed(choice))
      each_source(id_of(choice), [&](DirectiveName, std::string_view source) { removed.insert(source); });
  }
  for (const csp::Policy& policy : model.policies) {
    for (const csp::SourceExpression& token : policy.tokens) {
      if (token.kind == csp::SourceKind::Host && removed.count(token.text) == 0) search.look_at(token.text);
    }
  }
  for (const std::uint32_t index : model.fields(http::HeaderName::Link))
    search.look_at(model.field(index).value.text());
  for (const std::string_view url : page.urls) search.look_at(url);
  for (const InlinePiece& piece : page.pieces) {
    if (piece.kind == InlineKind::Script) search.look_at(piece.content);
  }
  return search.take();
}

const SeenService* seen_that_needs(const std::vector<SeenService>& seen, std::string_view header,
                                   std::string_view word) {
  for (const SeenService& service : seen) {
    if (services_detail::needs(service.id, header, word)) return &service;
  }
  return nullptr;
}

}  // namespace headstrong::hardening

namespace headstrong {

std::vector<ServiceInfo> services() {
  std::vector<ServiceInfo> all;
  for (const data::Service& row : data::kServiceTable)
    all.push_back({row.id, row.name, row.aliases, row.url, row.date});
  return all;
}

std::optional<SeenService> service_of(std::string_view url) {
  hardening::services_detail::Search search;
  search.look_at(url.substr(0, url.find('#')));
  std::vector<SeenService> found = search.take();
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace headstrong
