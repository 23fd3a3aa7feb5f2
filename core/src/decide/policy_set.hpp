// The policies of one page, made ready for matching: parsed once, asked many times.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "decide/differences.hpp"
#include "grammar/url.hpp"
#include "headers/csp/policy.hpp"
#include "headstrong/decide.hpp"
#include "text/mapped_text.hpp"

namespace headstrong::decide {

/// One token of a source list as matching needs it. It stands at the same index as its
/// csp::SourceExpression in csp::Policy::tokens.
struct Source {
  static constexpr std::int32_t kNoPort = -1;
  static constexpr std::int32_t kAnyPort = -2;
  std::int32_t port = kNoPort;
  std::uint32_t value_start = 0;  // of a nonce or hash: where in the token its value starts
  csp::SourceKind kind = csp::SourceKind::Invalid;
  csp::Keyword keyword = csp::Keyword::Unknown;
  csp::HashAlgorithm algorithm = csp::HashAlgorithm::None;
  grammar::Scheme scheme = grammar::Scheme::Other;  // of a scheme- or host-source that names one
  std::uint8_t valid_in = 0;                        // bit per profile: the token counts there
  /// Of a host-source that names one host: the length of its name, so that most are ruled out
  /// without a check at their text. 0 where hosts of other lengths match too.
  std::uint16_t host_size = 0;
  std::uint32_t facts = 0;  // the ListFacts that the token contributes to its list

  bool is(csp::Keyword k) const { return kind == csp::SourceKind::Keyword && keyword == k; }
};

/// What a list says, as a mask made while it is read: words besides its URL sources, and which kinds of
/// sources there are, so that most questions need no look at the tokens.
enum ListFact : std::uint32_t {
  kUnsafeInline = 1 << 0,
  kStrictDynamic = 1 << 1,
  kUnsafeHashes = 1 << 2,
  kUnsafeEval = 1 << 3,
  kWasmUnsafeEval = 1 << 4,
  kTrustedTypesEval = 1 << 5,
  kNonceOrHash = 1 << 6,
  kWebTransportHashes = 1 << 7,
  kHash = 1 << 8,
  kSelf = 1 << 9,
  kStar = 1 << 10,
  kHttp = 1 << 11,       // http:
  kHttps = 1 << 12,      // https:
  kWebSocket = 1 << 13,  // ws: or wss:
  kData = 1 << 14,
  kBlob = 1 << 15,
  kFilesystem = 1 << 16,
  kHost = 1 << 17,  // any host-source
  kOtherScheme = 1 << 19,
  kOpenHost = 1 << 18,  // one that may match a host that nobody names by chance: *, or below .example
};

/// The sources that a URL can match.
inline constexpr std::uint32_t kAddresses =
    kSelf | kStar | kHttp | kHttps | kWebSocket | kData | kBlob | kFilesystem | kOtherScheme | kHost;

/// A directive that at least one profile acts on.
struct ActiveDirective {
  csp::DirectiveName name = csp::DirectiveName::Unknown;
  std::uint8_t used_in = 0;                          // bit per profile
  std::array<std::uint32_t, kProfileCount> facts{};  // ListFacts of the tokens valid there
  std::uint32_t index = 0;                           // into csp::Policy::directives
};

/// One policy with what was derived from it.
struct ActivePolicy {
  const csp::Policy* policy = nullptr;
  std::uint8_t used_in = 0;           // bit per profile: Chromium splits a meta element's content
  std::uint8_t reparsed_in = 0;       // the same for requests that are judged by a second reading
  std::uint32_t first_directive = 0;  // into PolicySet's directives
  std::uint32_t directive_count = 0;
  std::uint32_t first_source = 0;  // into PolicySet's sources
};

/// The policies of one page and the page's origin.
class PolicySet {
 public:
  PolicySet() = default;
  PolicySet(PolicySet&&) = default;
  PolicySet& operator=(PolicySet&&) = default;

  /// Takes over policies that were parsed before; they must outlive the set and not move. The
  /// decisions point into them.
  void add(const csp::Policy& policy);
  /// Parses a header field's value, or a meta element's content, and keeps it.
  void add(const PolicyText& text);
  /// The page the policies came with. Its URL's texts must outlive the set.
  void set_page(const grammar::Url& page);
  /// The value of X-Frame-Options, all fields joined by commas; it must outlive the set.
  void set_x_frame_options(std::string_view value) { x_frame_options_ = value; }

  const grammar::Url& page() const { return page_; }
  const grammar::Origin& self() const { return self_; }
  std::string_view x_frame_options() const { return x_frame_options_; }
  const std::vector<ActivePolicy>& policies() const { return policies_; }

  /// Whether any of the policies has a directive of that name; whether it counts is not said.
  bool mentions(csp::DirectiveName name) const { return names_.has(name); }

  /// The directive of that name that `profile` acts on in `policy`; null where there is none.
  const ActiveDirective* find(const ActivePolicy& policy, csp::DirectiveName name, std::uint8_t profile_bit) const {
    if (!policy.policy->names.has(name)) return nullptr;
    const ActiveDirective* directive = directives_.data() + policy.first_directive;
    const ActiveDirective* end = directive + policy.directive_count;
    for (; directive != end; ++directive) {
      if (directive->name == name && (directive->used_in & profile_bit) != 0) return directive;
    }
    return nullptr;
  }
  /// The first of the policy's `directive_count` directives.
  const ActiveDirective* directives_of(const ActivePolicy& policy) const {
    return directives_.data() + policy.first_directive;
  }
  const Source* sources_of(const ActivePolicy& policy) const { return sources_.data() + policy.first_source; }

 private:
  /// Parse a delivered text as the profiles of `used_in` do, one policy of it, or a list of them;
  /// `start` is where `text` stands in the paste.
  void add_text(std::string_view text, std::uint32_t start, csp::Disposition disposition, csp::Delivery delivery,
                std::uint8_t used_in);
  void add_one(std::string_view text, std::uint32_t start, csp::Disposition disposition, csp::Delivery delivery,
               std::uint8_t used_in);
  void add_list(std::string_view text, std::uint32_t start, csp::Disposition disposition, csp::Delivery delivery,
                std::uint8_t used_in);
  void activate(const csp::Policy& policy, std::uint8_t used_in);
  void activate_reading(const csp::Policy& policy, std::uint8_t used_in, std::uint8_t reparsed_in);
  /// The policy's text as an engine writes it for another process: what counts in it, paths
  /// decoded.
  std::string serialise(const ActivePolicy& active, const ProfileTraits& traits) const;
  void activate_directive(const ActivePolicy& active, std::size_t index, std::uint8_t& taken);

  grammar::Url page_;
  grammar::Origin self_;
  std::string_view x_frame_options_;
  std::vector<ActivePolicy> policies_;
  csp::DirectiveNames names_;  // of all policies
  std::vector<ActiveDirective> directives_;
  std::vector<Source> sources_;
  std::list<csp::Policy> own_policies_;  // lists, because what is kept must not move
  std::list<std::string> own_texts_;
};

}  // namespace headstrong::decide
