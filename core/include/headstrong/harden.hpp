// From what a response sends to what it should send: a hardened header set.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/compare.hpp"
#include "headstrong/header_set.hpp"

namespace headstrong {

/// What is to be hardened: how pages come about decides which protections they can carry.
enum class Site : std::uint8_t { Static, Ssr, Spa, Api, Mixed };
/// What becomes of inline scripts: forbidden, given a nonce per response, or allowed by hash.
enum class Inline : std::uint8_t { None, Nonce, Hash };
/// With what inline code is hashed.
enum class HashAlgorithm : std::uint8_t { Sha256, Sha384, Sha512 };
/// What becomes of the stricter policy: enforced without reports; only reported, while what is
/// enforced stays as it is; or enforced, with a still stricter one reported. A policy that the response reports
/// beside its enforced one is what is made stricter then, and reports where it reported, unless it lets in scripts
/// that the enforced one stops.
enum class Reporting : std::uint8_t { None, ReportOnly, Both };
enum class Hsts : std::uint32_t {
  Off = 0,
  Seconds300 = 300,
  Seconds604800 = 604800,
  Seconds2592000 = 2592000,
  Seconds31536000 = 31536000,
  Preload = 63072000,  // two years with includeSubDomains and preload
};

/// The longest inline code that is taken beside a text, in bytes.
inline constexpr std::size_t kMaxInlineCode = 8u << 20;

/// Choices left empty are taken from the response itself, or are the cautious default.
struct HardenOptions {
  Site site = Site::Mixed;
  /// Empty: nonces where the response has one; on a site that renders each page (Site::Ssr) also where it
  /// has no policy yet; else none.
  std::optional<Inline> inline_scripts;
  HashAlgorithm hash = HashAlgorithm::Sha256;
  /// For Inline::Hash: a page, or the text of one script, beside what the pasted text holds.
  std::string inline_code;
  /// "none", "self" or origins separated by blanks. Empty: what the response says; where it says nothing, what software
  /// that it shows needs (core/data/software.tsv), else none.
  std::optional<std::string> framing;
  std::optional<Hsts> hsts;
  std::optional<bool> subdomains;
  /// Empty: a policy that limits scripts and is enforced already is hardened in place. Where there is
  /// none, the strict policy only reports at first (what was only reported stays so), and enforced
  /// beside it is what hardly any page notices: object-src 'none', base-uri 'self', frame-ancestors.
  /// Enforcing is then a choice of its own (None or Both), so that hardening a hardened set changes
  /// nothing.
  std::optional<Reporting> reporting;
  std::string endpoint;  // where reports go: an absolute https URL, or a path of the site
  bool isolation = false;
  /// Ids of core/data/services.tsv. One with "-" before it takes the service out again: what adding it put into the
  /// policy leaves it, but for what another service of the list needs, and nothing that the site has itself. So
  /// hardening with a service and then without it gives what hardening without it gives, except that
  /// - of a service that somebody else wrote into the policy, the addresses that no other service of the table
  ///   needs leave, too;
  /// - Cross-Origin-Opener-Policy stays as a service's pop-ups needed it;
  /// - nonces and hashes of styles that a service's 'unsafe-inline' replaced are gone; and
  /// - where a list began with what the service puts there, that counts as put there.
  std::vector<std::string> services;
  bool keep_sources = true;
  bool remove_leaks = true;
  /// The response's Set-Cookie fields come into the set, those of sessions hardened. Unasked they are only
  /// advised about: a set is what every response may carry, and a cookie's value belongs to one visitor.
  bool harden_cookies = false;
  std::optional<std::size_t> response;  // which one to start from, as in AnalyzeOptions
};

/// What became of a header.
enum class ChangeKind : std::uint8_t {
  Added,
  Changed,
  Removed,
  Kept,     // as it was
  LeftOut,  // neither the response nor the set has it
  Open      // nothing was done: a fault that stays, or that only the server can mend
};
/// "added", "changed", "removed", "kept", "left-out", "open".
std::string_view to_string(ChangeKind kind);

/// What was done to one header, in a sentence.
struct HardenChange {
  std::string header;
  std::string sentence;
  bool open = false;  // its kind is Open
  ChangeKind kind = ChangeKind::Kept;
  bool beyond = false;            // it speaks of the letters, or of the next step, not of the header
  std::string_view service = {};  // what the snippet of that chosen service needs: its id
};

/// What keeps a set from a better letter: a rule, its title, and the option of harden() that may change it; empty
/// where none does.
struct HardenReason {
  std::string_view rule;
  std::string_view title;
  std::string_view choice;
};
struct HardenNext {
  std::string_view letter;
  std::vector<HardenReason> reasons;
};

/// Letters of the response once it has the set, with what it sends besides (cookies, Server): now, and once what
/// the set only reports at first is enforced; and what the letter after that takes.
struct HardenGrade {
  std::string_view now;
  std::string_view enforced;
  std::optional<HardenNext> next = {};  // nothing at the top
};

/// A service whose hosts the text names and that was not chosen, though its preset would add something.
struct SeenService {
  std::string_view id;
  std::string_view name;
  std::string seen;  // the host
};

struct HardenResult {
  HeaderSet headers;  // in the order in which they should be sent
  std::vector<HardenChange> changes;
  std::vector<SeenService> seen;
  HardenGrade grade;
  bool reports_first = false;  // the strict policy only reports: the first report-only one of `headers`
  std::string error;           // why nothing could be made of the options; empty otherwise
};

/// Hardens the response that `analyze` would judge in `text`. An empty text gives a set made from
/// the options alone; any other in which nothing was read is refused. A per-response nonce is written {{nonce}}.
HardenResult harden(std::string_view text, const HardenOptions& options = {});

/// What a hardened set changes for visitors, in compare's sentences.
struct HardenEffects {
  Comparison now;       // as the set is sent
  Comparison enforced;  // once what it only reports at first is enforced; the same where nothing is
};
/// Compares the text that was hardened with the outcome. Of an empty text: with a page without headers.
HardenEffects effects_of(std::string_view text, const HardenResult& result);

/// One service that a policy can admit.
struct ServiceInfo {
  std::string_view id;
  std::string_view name;
  std::string_view aliases;  // other words that people look for it by, separated by spaces
  std::string_view source;   // where the sources were read
  std::string_view date;
};
std::vector<ServiceInfo> services();

/// The service that a URL belongs to, such as that of a blocked script; nothing where no service is known for it.
std::optional<SeenService> service_of(std::string_view url);

template <class V>
void fields(V& v, const HardenChange& change) {
  v("header", change.header);
  v("sentence", change.sentence);
  v("open", change.open);
  v("kind", to_string(change.kind));
  v.optional("service", change.service);
}
template <class V>
void fields(V& v, const HardenReason& reason) {
  v("rule", reason.rule);
  v("title", reason.title);
  v.optional("choice", reason.choice);
}
template <class V>
void fields(V& v, const HardenNext& next) {
  v("letter", next.letter);
  v("reasons", next.reasons);
}
template <class V>
void fields(V& v, const HardenGrade& grade) {
  v("now", grade.now);
  v("enforced", grade.enforced);
  v.optional("next", grade.next);
}
template <class V>
void fields(V& v, const SeenService& service) {
  v("id", service.id);
  v("name", service.name);
  v("seen", service.seen);
}
template <class V>
void fields(V& v, const HardenResult& result) {
  std::vector<std::vector<std::string>> pairs;
  for (const Header& header : result.headers) pairs.push_back({header.name, header.value});
  v("headers", pairs);
  v("changes", result.changes);
  v("seen", result.seen);
  v("grade", result.grade);
  v("reportsFirst", result.reports_first);
}
template <class V>
void fields(V& v, const ServiceInfo& service) {
  v("id", service.id);
  v("name", service.name);
  v("aliases", service.aliases);
  v("source", service.source);
  v("date", service.date);
}

}  // namespace headstrong
