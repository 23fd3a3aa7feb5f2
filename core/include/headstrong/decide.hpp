// Would this load? The verdict of the specification and of three browser engines on one request of
// a page, and the words of the policies that decided it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/profile.hpp"

namespace headstrong::decide {

enum class RequestType : std::uint8_t {
#define HEADSTRONG_REQUEST_TYPE(enumerator, name, needs, group, label) enumerator,
#include "headstrong/request_types.def"
#undef HEADSTRONG_REQUEST_TYPE
};
inline constexpr std::size_t kRequestTypeCount = 0
#define HEADSTRONG_REQUEST_TYPE(enumerator, name, needs, group, label) +1
#include "headstrong/request_types.def"
#undef HEADSTRONG_REQUEST_TYPE
    ;
/// "image", "inline-script", ...: the spelling of the decision lines.
std::string_view request_type_name(RequestType type);
/// The type of that name into `type`; false where there is none.
bool request_type(std::string_view name, RequestType& type);
/// What a request of a type cannot do without: a URL, the parent's URL or all ancestors, inline code,
/// the name of a Trusted Types policy.
enum class RequestNeeds : std::uint8_t { Url, Framing, Content, Name, Nothing };
RequestNeeds request_needs(RequestType type);

/// One request, or one thing that a policy has a say in. All texts are UTF-8 and only looked at
/// during the call.
struct Request {
  RequestType type = RequestType::Image;
  std::string_view url;        // absolute; of the last hop where `redirects` > 0
  std::string_view nonce;      // of the element; empty: none
  std::string_view integrity;  // of the element; empty: none
  std::string_view content;    // of inline code; of a javascript: URL what follows the colon
  /// "sha256-V" (384, 512): the digest of code whose text is not known, in place of `content`. A hash
  /// of another algorithm matches it nowhere.
  std::string_view content_hash;
  std::string_view content_type;            // of an object or embed, as its `type` attribute says; empty: none
  std::string_view name;                    // of a Trusted Types policy
  std::vector<std::string_view> ancestors;  // frame-ancestors: from the parent to the top
  std::uint32_t redirects = 0;
  bool parser_inserted = true;  // scripts and inline code: written in the markup
  bool trusted = false;         // eval: the argument is a TrustedScript, not a string
};

enum class PolicyDisposition : std::uint8_t { Enforce, Report };
enum class PolicyDelivery : std::uint8_t { Header, Meta };

class PreparedRequest;

/// One header field's value (a list of policies, split at commas), or one meta element's content.
struct PolicyText {
  std::string_view value;
  PolicyDisposition disposition = PolicyDisposition::Enforce;
  PolicyDelivery delivery = PolicyDelivery::Header;
};

/// How one policy stood to the request, by the specification.
struct DecidedBy {
  std::size_t policy = 0;  // counted after splitting at commas
  PolicyDisposition disposition = PolicyDisposition::Enforce;
  std::string list;    // the directive whose list was used; empty: none applies
  std::string source;  // the source expression that matched; empty: none
  bool allowed = true;
};

/// What stops a request that the policies allow, or changes it.
struct Obstacle {
  std::string header;  // empty: it is so whatever the response says
  std::vector<Profile> profiles;
  std::string sentence;
  bool impossible = false;  // no browser makes the request at all
};

struct Verdict {
  std::array<bool, kProfileCount> allowed{};
  /// The effective directive as a violation event names it; empty where allowed.
  std::array<std::string_view, kProfileCount> directive{};
  std::vector<DecidedBy> decided_by;
  std::string why;  // one plain sentence
  /// What was not given, though the answer hangs on it: "page".
  std::vector<std::string_view> assumed;
  std::vector<Obstacle> but;

  bool allowed_in(Profile profile) const { return allowed[static_cast<std::size_t>(profile)]; }
};

/// What a browser said of a request: in a message, which may quote a directive, or in a report.
struct Told {
  std::optional<Profile> browser;     // whose message it is; a report does not say
  std::string_view policy;            // a directive with its list, or a whole policy; empty: not told
  bool report_only = false;           // it was reported, not blocked
  std::string_view page = {};         // which it speaks of; empty: not told
  std::string_view policies_of = {};  // the page that the policies at hand came with; empty: not known
};

/// The policies of one page, parsed once for any number of requests.
class Decider {
 public:
  /// `page` is the document's URL; empty where it is not known, and then a page is assumed.
  /// `x_frame_options` is its header's value, empty where there is none. Everything is copied. A page
  /// that is no absolute URL leaves the Decider unusable: see `error`.
  Decider(std::string_view page, const std::vector<PolicyText>& policies, std::string_view x_frame_options = {});
  ~Decider();
  Decider(Decider&&) noexcept;
  Decider& operator=(Decider&&) noexcept;

  /// Another header of the page's response, for what it does to requests beside the policies.
  void add_header(std::string_view name, std::string_view value);

  /// Why the page cannot be used; empty where it can.
  std::string_view error() const;
  /// Answers `request` into `verdict`, or says in a sentence why it cannot be answered; the sentence
  /// is empty where it was.
  std::string decide(const Request& request, Verdict& verdict) const;
  /// The same of a request of which a browser said that it was stopped: where the answer is that too, it doesn't
  /// hang on a page that is not known.
  std::string decide(const Request& request, const Told& told, Verdict& verdict) const;
  /// Where the verdict on the request contradicts what a browser said: the likely cause, in a sentence.
  /// Empty where they agree.
  std::string likely_cause(const Told& told, const Request& request, const Verdict& verdict) const;

 private:
  struct State;
  std::string answer(const Request& request, const Told* told, Verdict& verdict) const;
  bool depends_on_page(const PreparedRequest& request, const std::array<bool, kProfileCount>& allowed) const;
  std::unique_ptr<State> state_;
};

}  // namespace headstrong::decide
