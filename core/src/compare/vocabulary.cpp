#include "compare/vocabulary.hpp"

#include <algorithm>
#include <unordered_set>

#include "decide/engine.hpp"
#include "decide/sandbox.hpp"
#include "decide/source_validity.hpp"

namespace headstrong::decide {
namespace vocabulary_detail {

using csp::DirectiveName;

/// The words of more lists are beyond what can be tried anyway.
constexpr std::size_t kMostLists = 256;
/// So many nonces, hashes or names of one vocabulary are read: more than test requests take up.
constexpr std::size_t kMostValues = 40'000;

/// One directive of one policy.
struct List {
  const ActivePolicy* policy = nullptr;
  const ActiveDirective* directive = nullptr;
  const csp::Directive& written() const { return policy->policy->directives[directive->index]; }
};

bool is_enforced(const ActivePolicy& policy) { return policy.policy->disposition == csp::Disposition::Enforce; }

/// All directives of the enforced policies that are named in `names`, in order.
std::vector<List> lists_named(const PolicySet& set, const std::vector<DirectiveName>& names) {
  std::vector<List> lists;
  for (const ActivePolicy& policy : set.policies()) {
    if (!is_enforced(policy)) continue;
    const ActiveDirective* directive = set.directives_of(policy);
    for (std::uint32_t i = 0; i < policy.directive_count; ++i, ++directive) {
      if (std::find(names.begin(), names.end(), directive->name) == names.end()) continue;
      lists.push_back({&policy, directive});
    }
  }
  return lists;
}

/// Of each chain the directive that decides in this profile.
std::vector<const ActiveDirective*> deciding_in(const PolicySet& set, const ActivePolicy& policy,
                                                const GoverningDirectives& governing, std::uint8_t bit) {
  std::vector<const ActiveDirective*> deciding;
  for (const auto& chain : governing.chains) {
    for (const DirectiveName name : chain) {
      if (name == DirectiveName::Unknown) break;
      const ActiveDirective* found = set.find(policy, name, bit);
      if (found == nullptr) continue;
      deciding.push_back(found);
      break;
    }
  }
  return deciding;
}

/// The directives that decide in some profile.
std::vector<List> deciding_lists(const PolicySet& set, const GoverningDirectives& governing, bool& cut) {
  std::vector<List> lists;
  const auto add = [&lists](const ActivePolicy& policy, const ActiveDirective* directive) {
    for (const List& known : lists) {
      if (known.directive == directive) return;
    }
    lists.push_back({&policy, directive});
  };
  for (const ActivePolicy& policy : set.policies()) {
    if (!is_enforced(policy)) continue;
    if (lists.size() > kMostLists) {
      cut = true;
      break;
    }
    for (const Profile profile : kProfiles) {
      const std::uint8_t bit = traits(profile).bit();
      if (((policy.used_in | policy.reparsed_in) & bit) == 0) continue;
      for (const ActiveDirective* found : deciding_in(set, policy, governing, bit)) add(policy, found);
    }
  }
  return lists;
}

std::vector<DirectiveName> all_names(const GoverningDirectives& governing) {
  std::vector<DirectiveName> names = governing.beside;
  for (const auto& chain : governing.chains) {
    for (const DirectiveName name : chain) {
      if (name != DirectiveName::Unknown) names.push_back(name);
    }
  }
  return names;
}

using Words = std::unordered_set<std::string_view>;

Words words_of(const std::vector<List>& lists) {
  Words words;
  for (const List& list : lists) {
    for (const csp::SourceExpression& token : list.policy->policy->tokens_of(list.written())) {
      words.insert(token.text);
    }
  }
  return words;
}

/// Tells `out` the hosts of all lists, counted from `first`.
void add_hosts(const PolicySet& set, const std::vector<List>& lists, std::size_t first, HostWords& out) {
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const csp::Directive& written = lists[i].written();
    const Source* sources = set.sources_of(*lists[i].policy) + written.first_token;
    for (const csp::SourceExpression& token : lists[i].policy->policy->tokens_of(written)) {
      if (token.kind == csp::SourceKind::Host) out.add(first + i, *sources, token);
      ++sources;
    }
  }
}

/// Sorts the tokens of one side's lists into the vocabulary.
class Collector {
 public:
  explicit Collector(Vocabulary& out) : out_(out) {}

  /// The tokens of `set`'s lists; with `changed` those that are not in `other`, else the rest.
  void collect(const PolicySet& set, const std::vector<List>& lists, const Words& other, bool changed) {
    for (const List& list : lists) {
      const csp::Directive& written = list.written();
      const Source* sources = set.sources_of(*list.policy);
      const csp::SourceExpression* tokens = list.policy->policy->tokens.data();
      for (std::uint32_t i = written.first_token; i < written.first_token + written.token_count; ++i) {
        const bool name = list.directive->name == DirectiveName::TrustedTypes;
        if (name ? out_.names.size() >= kMostValues : is_full(sources[i].kind)) continue;
        if ((other.count(tokens[i].text) == 0) != changed) continue;
        if (!seen_.insert(tokens[i].text).second) continue;
        if (name) {
          out_.names.push_back(tokens[i].text);
        } else {
          add(sources[i], tokens[i]);
        }
      }
    }
  }

 private:
  /// Whether there are more words of the kind than anybody tries out, and no more are read.
  bool is_full(csp::SourceKind kind) const {
    return (kind == csp::SourceKind::Nonce && out_.nonces.size() >= kMostValues) ||
           (kind == csp::SourceKind::Hash && out_.hashes.size() >= kMostValues);
  }

  void add(const Source& source, const csp::SourceExpression& token) {
    switch (source.kind) {
      case csp::SourceKind::Host:
        out_.files = out_.files || (!token.path().empty() && token.path().back() != '/');
        out_.urls.push_back(&token);
        return;
      case csp::SourceKind::Scheme: out_.urls.push_back(&token); return;
      case csp::SourceKind::Nonce: out_.nonces.push_back(source_value(source, token)); return;
      case csp::SourceKind::Hash: {
        // From the algorithm's name to the end of the value, without the quotes.
        const std::string_view value = source_value(source, token);
        out_.hashes.push_back(token.text.substr(1, source.value_start - 1 + value.size()));
        return;
      }
      default: return;
    }
  }

  Vocabulary& out_;
  Words seen_;
};

/// Whether what one list says depends on what another word or list says.
bool cut_into_one_another(const std::vector<List>& side, RequestType type) {
  const auto depends = [&](const List& list) {
    // Of one policy's lists any may admit a prefetch: they do not cut into one another.
    const bool adds = type == RequestType::Prefetch && list.policy == side.front().policy;
    if (!adds && &list != &side.front()) return true;
    // 'strict-dynamic' changes what the words beside it mean.
    const auto& facts = list.directive->facts;
    return std::any_of(facts.begin(), facts.end(), [](std::uint32_t each) { return (each & kStrictDynamic) != 0; });
  };
  return std::any_of(side.begin(), side.end(), depends);
}

/// Whether directives beside the lists stop requests on one side.
bool another_directive_has_a_say(const PolicySet& before, const PolicySet& after) {
  for (const DirectiveName name : {DirectiveName::UpgradeInsecureRequests, DirectiveName::BlockAllMixedContent}) {
    if (lists_named(before, {name}).size() != lists_named(after, {name}).size()) return true;
  }
  // Trusted Types stop what scripts insert, whatever it carries.
  const DirectiveName trusted = DirectiveName::RequireTrustedTypesFor;
  return before.mentions(trusted) || after.mentions(trusted);
}

}  // namespace vocabulary_detail

bool says_the_same(const PolicySet& before, const PolicySet& after, RequestType type) {
  using namespace vocabulary_detail;
  if (type == RequestType::FrameAncestors && before.x_frame_options() != after.x_frame_options()) {
    return false;
  }
  // In some engines it counts whether a policy is read after the one that takes the page's origin.
  for (const Profile profile : kProfiles) {
    if (origin_goes_early(before, traits(profile)) != origin_goes_early(after, traits(profile))) return false;
  }
  const std::vector<DirectiveName> names = all_names(governing_directives(type));
  const std::vector<List> a = lists_named(before, names);
  const std::vector<List> b = lists_named(after, names);
  if (a.size() != b.size()) return false;
  std::size_t a_policies = 0;
  std::size_t b_policies = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    // Two lists of one policy are not the same as one each of two.
    if (i > 0) a_policies += a[i].policy != a[i - 1].policy ? 1 : 0;
    if (i > 0) b_policies += b[i].policy != b[i - 1].policy ? 1 : 0;
    const csp::Directive& x = a[i].written();
    const csp::Directive& y = b[i].written();
    if (a_policies != b_policies || a[i].directive->used_in != b[i].directive->used_in ||
        a[i].policy->used_in != b[i].policy->used_in || x.name_text != y.name_text || x.value_text != y.value_text) {
      return false;
    }
  }
  return true;
}

const Vocabulary& VocabularyReader::of(RequestType type) {
  using namespace vocabulary_detail;
  bool cut = false;
  const GoverningDirectives governing = governing_directives(type);
  const std::vector<List> a = deciding_lists(before_, governing, cut);
  const std::vector<List> b = deciding_lists(after_, governing, cut);
  Lists lists;
  for (const List& list : a) lists.push_back(list.directive);
  lists.push_back(nullptr);
  for (const List& list : b) lists.push_back(list.directive);
  if (lists == lists_ && cut == words_.cut) return words_;
  lists_ = std::move(lists);
  words_ = Vocabulary();
  Vocabulary& out = words_;
  out.cut = cut;
  out.upgrades = before_.mentions(DirectiveName::UpgradeInsecureRequests) ||
                 after_.mentions(DirectiveName::UpgradeInsecureRequests);
  const Words a_words = words_of(a);
  const Words b_words = words_of(b);
  Collector collector(out);
  collector.collect(before_, a, b_words, true);
  collector.collect(after_, b, a_words, true);
  out.changed_urls = out.urls.size();
  collector.collect(before_, a, b_words, false);
  for (const auto* side : {&a, &b}) {
    for (const List& list : *side) out.tokens += list.written().token_count;
    out.several = out.several || cut_into_one_another(*side, type);
  }
  if (!out.cut) {
    add_hosts(before_, a, 0, out.hosts);
    add_hosts(after_, b, a.size(), out.hosts);
    out.hosts.number();
  } else {
    for (const PolicySet* set : {&before_, &after_}) {
      for (const ActivePolicy& policy : set->policies()) out.tokens += policy.policy->tokens.size();
    }
  }
  out.several = out.several || another_directive_has_a_say(before_, after_);
  return out;
}

}  // namespace headstrong::decide
