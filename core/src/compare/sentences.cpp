#include "compare/sentences.hpp"

#include <algorithm>

#include "text/ascii.hpp"
#include "text/listed.hpp"
#include "text/order.hpp"
#include "text/utf8.hpp"

namespace headstrong::decide {
namespace sentences_detail {

using Scope = Claim::Scope;

/// How a type is spoken of. For addresses `does` follows "can": "serve scripts"; for code it follows
/// the plural `noun`.
struct TypePhrases {
  std::string_view kind;
  std::string_view noun;
  std::string_view one;  // "inline script": of code
  std::string_view does;
};

TypePhrases phrases_of(RequestType type) {
  switch (type) {
    case RequestType::Image: return {"images", "images", "", "serve images"};
    case RequestType::Script: return {"scripts", "scripts", "", "serve scripts"};
    case RequestType::Style: return {"styles", "style sheets", "", "serve style sheets"};
    case RequestType::Font: return {"fonts", "fonts", "", "serve fonts"};
    case RequestType::Fetch: return {"connections", "", "", "be reached by fetch()"};
    case RequestType::WebSocket: return {"connections", "", "", "be reached by a WebSocket"};
    case RequestType::EventSource: return {"connections", "", "", "be reached by an EventSource"};
    case RequestType::Beacon: return {"connections", "", "", "be sent beacons"};
    case RequestType::Audio: return {"media", "", "", "serve audio"};
    case RequestType::Video: return {"media", "", "", "serve video"};
    case RequestType::Track: return {"media", "", "", "serve text tracks"};
    case RequestType::Object: return {"plugins", "<object>", "", "be loaded by an <object>"};
    case RequestType::Embed: return {"plugins", "<embed>", "", "be loaded by an <embed>"};
    case RequestType::Iframe: return {"frames", "", "", "be shown in a frame"};
    case RequestType::Worker: return {"workers", "workers", "", "serve workers"};
    case RequestType::SharedWorker: return {"workers", "shared workers", "", "serve shared workers"};
    case RequestType::ServiceWorker: return {"workers", "service workers", "", "serve service workers"};
    case RequestType::Manifest: return {"manifests", "", "", "serve the manifest"};
    case RequestType::Prefetch: return {"prefetches", "", "", "be prefetched"};
    case RequestType::FormAction: return {"forms", "", "", "be sent forms"};
    case RequestType::BaseUri: return {"base", "", "", "be the <base> of the page's links"};
    case RequestType::FrameAncestors: return {"framing", "", "", "frame this page"};
    case RequestType::InlineScript: return {"scripts", "inline scripts", "inline script", "run"};
    case RequestType::InlineStyle: return {"styles", "inline style sheets", "inline style sheet", "apply"};
    case RequestType::ScriptAttribute: return {"scripts", "event handler attributes", "event handler attribute", "run"};
    case RequestType::StyleAttribute: return {"styles", "style attributes", "style attribute", "apply"};
    case RequestType::JavaScriptUrl: return {"scripts", "javascript: URLs", "javascript: URL", "run"};
    case RequestType::Eval: return {"scripts", "", "", "make code from text with eval()"};
    case RequestType::WasmEval: return {"scripts", "", "", "compile WebAssembly"};
    case RequestType::TrustedTypePolicy: return {"trusted-types", "", "", "create the Trusted Types policy"};
    case RequestType::TrustedTypeSink:
      return {"trusted-types", "", "", "give plain strings to sinks such as innerHTML"};
    case RequestType::JsonModule: return {"scripts", "", "", "serve JSON modules"};
    case RequestType::Report: return {"reports", "", "", "be sent reports"};
    case RequestType::WebTransportHashes: return {"connections", "", "", "be reached by WebTransport"};
  }
  return {};
}

constexpr std::size_t kShownItems = 3;
constexpr std::size_t kShownBytes = 120;

/// A text of a policy or a request, cut at a character's boundary where it is long.
std::string shown(std::string_view text) {
  std::string out = text::shortened(text, kShownBytes);
  for (char& c : out) {
    if (text::is(c, text::kControl)) c = '?';
  }
  return out;
}
std::string in_backquotes(std::string_view text) { return "`" + shown(text) + "`"; }

/// "a", "a and b", "a, b and c", "a, b, c and 5 others".
std::string list_of(const std::vector<std::string>& items, std::string_view last = "and") {
  return text::listed(items, " " + std::string(last) + " ", kShownItems);
}

/// With a capital letter, unless the first word is an address.
std::string capitalized(std::string text) {
  const std::string_view first = std::string_view(text).substr(0, text.find(' '));
  const bool is_word = first.find_first_of(".:/[") == std::string_view::npos;
  if (is_word && !text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string profile_phrase(std::uint8_t profiles) {
  constexpr std::uint8_t kSpec = 1u << static_cast<unsigned>(Profile::Spec);
  constexpr std::uint8_t kAll = (1u << kProfileCount) - 1;
  if (profiles == kAll) return {};
  if (profiles == (kAll & ~kSpec)) return " in browsers, but not in the specification";
  std::vector<std::string> names;
  for (std::size_t p = 1; p < kProfileCount; ++p) {
    if ((profiles >> p & 1) != 0) names.emplace_back(profile_title(kProfiles[p]));
  }
  return " in " + list_of(names) + ((profiles & kSpec) != 0 ? " and in the specification" : " only");
}

class Sentence {
 public:
  Sentence(const Statement& statement, const TestRequests& requests, RequestType type, Change change)
      : statement_(statement),
        requests_(requests),
        type_(type),
        phrases_(phrases_of(type)),
        claim_(statement.claims.front()),
        example_(requests.places[claim_.example]),
        change_(change) {}

  std::string text() const {
    switch (request_needs(type_)) {
      case RequestNeeds::Content: return about_code();
      case RequestNeeds::Name: return about_names();
      case RequestNeeds::Nothing: return say("scripts", std::string(phrases_.does)) + ".";
      case RequestNeeds::Url:
      case RequestNeeds::Framing: break;
    }
    return about_addresses();
  }

 private:
  bool allows() const { return change_ == Change::Allows; }

  /// "<Subject> can now <does>" or "<Subject> can no longer <does>", and in which browsers.
  std::string say(const std::string& subject, const std::string& does) const {
    return capitalized(subject) + (allows() ? " can now " : " can no longer ") + does + profile_phrase(claim_.profiles);
  }
  /// "Any <subject> can now <does>" or "No <subject> can <does> any more".
  std::string say_any(const std::string& subject, const std::string& does) const {
    if (allows()) return say("any " + subject, does);
    return "No " + subject + " can " + does + " any more" + profile_phrase(claim_.profiles);
  }

  // --- addresses -----------------------------------------------------------------------------------

  std::string about_addresses() const {
    const std::string does =
        example_.image ? "serve images to an " + std::string(phrases_.noun) : std::string(phrases_.does) + carried();
    const std::string example = ", e.g. " + shown(example_.text) + moved() + ".";
    switch (claim_.scope) {
      case Scope::Everything: return say_any(address_phrase(), does) + example;
      case Scope::AllButOwn: return say_any(address_phrase() + " outside the page's own origin", does) + example;
      case Scope::Unlisted: return say_any("other " + address_phrase(), does) + example;
      case Scope::AnyHost:
      case Scope::Scheme: return say_any(any_place_phrase(), does) + example;
      case Scope::OwnOrigin: return say("the page's own origin", does) + example;
      case Scope::One: return one_address(does);
      default: break;
    }
    std::vector<std::string> hosts;
    for (const Claim& claim : statement_.claims) hosts.push_back(host_phrase(claim));
    constexpr std::string_view kAny = "any ";
    const bool any_alone = hosts.size() == 1 && hosts[0].compare(0, kAny.size(), kAny) == 0;
    if (any_alone) return say_any(hosts[0].substr(kAny.size()), does) + example;
    return say(list_of(hosts), does) + example;
  }

  std::string one_address(const std::string& does) const {
    std::string subject = shown(example_.text) + moved();
    const std::size_t more = statement_.claims.size() - 1;
    if (more > 0) {
      subject += " and " + std::to_string(more) + (more == 1 ? " other URL like it" : " other URLs like it");
    }
    return say(subject, does) + ".";
  }

  std::string moved() const { return example_.redirects > 0 ? " after a redirect" : ""; }

  std::string address_phrase() const {
    return claim_.whole || requests_.web_socket ? "URL" : "http, https, data: or blob: URL";
  }

  /// "https", "http or https".
  std::string scheme_phrase(std::uint32_t set, std::string_view join) const {
    const std::vector<std::string>& schemes = requests_.schemes;
    std::vector<std::string> names;
    for (const std::uint32_t i :
         text::ordered(std::min<std::size_t>(schemes.size(), 32),
                       [&schemes](std::uint32_t a, std::uint32_t b) { return schemes[a] < schemes[b]; })) {
      if ((set >> i & 1) != 0) names.push_back(schemes[i]);
    }
    return list_of(names, join);
  }

  std::string path_phrase(const Claim& claim) const {
    if (claim.path == Place::kNoPath) return {};
    if (claim.path == Claim::kOtherPath) return " on any other path";
    const std::string& path = requests_.paths[static_cast<std::size_t>(claim.path)];
    return (path.back() == '/' ? " below " : " at ") + shown(path);
  }

  std::string any_host_phrase() const {
    std::string out = (claim_.others ? "other " : "") + scheme_phrase(claim_.schemes, "or") + " host";
    if (claim_.port == -1) out += " on its default port";
    if (claim_.port == Claim::kOtherPort) out += " on any other port";
    if (claim_.port >= 0) out += " on port " + std::to_string(claim_.port);
    out += path_phrase(claim_);
    if (!claim_.with_addresses && claim_.path == Place::kNoPath) out += " (but for IP addresses)";
    return out;
  }

  /// "https host", "data: or blob: URL", "https host, data: URL or blob: URL".
  std::string any_place_phrase() const {
    std::vector<std::string> places;
    const bool urls_alone = claim_.scope == Scope::Scheme;
    for (const Claim& claim : statement_.claims) {
      if (claim.scope == Scope::AnyHost) {
        places.push_back(any_host_phrase());
      } else {
        places.push_back(requests_.schemes[claim.host] + (urls_alone ? ":" : ": URL"));
      }
    }
    return list_of(places, "or") + (urls_alone ? " URL" : "");
  }

  /// "https://a.example", "any https subdomain of a.example on any port", "a.example over http and
  /// https".
  std::string host_phrase(const Claim& claim) const {
    if (claim.scope == Scope::One) return shown(requests_.places[claim.example].text);
    const std::string& host = requests_.hosts[claim.host];
    const bool one_scheme = (claim.schemes & (claim.schemes - 1)) == 0;
    std::string out;
    if (claim.scope == Scope::Subdomains) {
      out =
          (claim.others ? "any other " : "any ") + scheme_phrase(claim.schemes, "or") + " subdomain of " + shown(host);
      if (claim.port >= 0) out += " on port " + std::to_string(claim.port);
    } else {
      out = one_scheme ? scheme_phrase(claim.schemes, "") + "://" + shown(host) : shown(host);
      if (claim.port >= 0) out += ":" + std::to_string(claim.port);
      if (!one_scheme) out += " over " + scheme_phrase(claim.schemes, "and");
    }
    if (claim.port == Claim::kAnyPort) out += " on any port";
    if (claim.port == Claim::kOtherPort) out += " on any other port";
    return out + path_phrase(claim);
  }

  /// " that carry the nonce `abc`", for elements that load something.
  std::string carried() const {
    const Attributes& first = requests_.attributes[claim_.attributes];
    std::string out;
    if (claim_.but_for_inserted) out += " that the page's markup names";
    if (claim_.but_for_carriers) out += " without a listed nonce or hash";
    if (first.none()) return out;
    if (!first.nonce.empty()) out += " that carry the nonce " + values(&Attributes::nonce);
    if (!first.integrity.empty()) {
      out += out.empty() ? " whose integrity is " : " and whose integrity is ";
      out += values(&Attributes::integrity);
    }
    if (!first.parser_inserted) {
      out += out.empty() ? " that other scripts insert" : " and are inserted by other scripts";
    }
    return out;
  }

  /// The values of one attribute, of all things that may be carried.
  std::string values(std::string Attributes::*member) const {
    std::vector<std::string> items;
    for (const std::uint32_t attributes : statement_.attributes) {
      const std::string value = in_backquotes(requests_.attributes[attributes].*member);
      if (std::find(items.begin(), items.end(), value) == items.end()) items.push_back(value);
    }
    return list_of(items, "or");
  }

  // --- code ------------------------------------------------------------------------------------------

  std::string about_code() const {
    const std::string does(phrases_.does);
    const Attributes& first = requests_.attributes[claim_.attributes];
    if (claim_.scope == Scope::One && first.none()) {
      return say("the " + std::string(phrases_.one) + " " + in_backquotes(example_.text), does) + ".";
    }
    if (first.none()) {
      if (allows()) return say("any " + std::string(phrases_.one), does) + ".";
      std::string subject(phrases_.noun);
      if (claim_.but_for_inserted) subject += " that the page's markup holds";
      if (claim_.but_for_carriers) subject += " without a listed nonce or hash";
      if (subject != phrases_.noun) return say(subject, does) + ".";
      return say_any(std::string(phrases_.one), does) + ".";
    }
    std::string with;
    if (!first.content_hash.empty()) with = "with the hash " + values(&Attributes::content_hash);
    if (!first.nonce.empty()) {
      if (!with.empty()) with += " and ";
      with += "with the nonce " + values(&Attributes::nonce);
    }
    if (!first.parser_inserted) with += with.empty() ? "that other scripts insert" : ", inserted by other scripts,";
    return say(std::string(phrases_.noun) + " " + with, does) + ".";
  }

  // --- Trusted Types policies --------------------------------------------------------------------------

  std::string about_names() const {
    if (claim_.scope == Scope::Content) {
      const std::string does = "create a Trusted Types policy of any name";
      if (allows()) return say("scripts", does + ", e.g. " + in_backquotes(example_.text)) + ".";
      return say("scripts",
                 "create Trusted Types policies that are not listed, such as " + in_backquotes(example_.text)) +
             ".";
    }
    std::vector<std::string> names;
    for (const Claim& claim : statement_.claims) {
      names.push_back(in_backquotes(requests_.places[claim.example].text));
    }
    return say("scripts", std::string(phrases_.does) + " " + list_of(names, "or")) + ".";
  }

  const Statement& statement_;
  const TestRequests& requests_;
  const RequestType type_;
  const TypePhrases phrases_;
  const Claim& claim_;
  const Place& example_;
  const Change change_;
};

bool is_named_host(const Claim& claim) { return claim.scope == Scope::Host || claim.scope == Scope::Subdomains; }

/// Whether elements carry the same sort of thing: a nonce, a hash, ...
bool carry_alike(const Attributes& a, const Attributes& b) {
  return a.nonce.empty() == b.nonce.empty() && a.integrity.empty() == b.integrity.empty() &&
         a.content_hash.empty() == b.content_hash.empty() && a.parser_inserted == b.parser_inserted;
}

/// Whether a statement that begins with one claim may speak of the other's place as well.
bool go_together(const Claim& a, const Claim& b) {
  if (a.profiles != b.profiles || a.attributes != b.attributes || a.images != b.images ||
      a.but_for_carriers != b.but_for_carriers || a.but_for_inserted != b.but_for_inserted) {
    return false;
  }
  if (is_named_host(a) && is_named_host(b)) return true;
  if (b.scope == Scope::Scheme) return a.scope == Scope::Scheme || a.scope == Scope::AnyHost;
  return a.scope == b.scope && (a.scope == Scope::One || a.scope == Scope::Name);
}

bool is_same_place(const Claim& a, const Claim& b) {
  if (a.scope == Scope::One && a.example != b.example) return false;
  return a.scope == b.scope && a.profiles == b.profiles && a.schemes == b.schemes && a.port == b.port &&
         a.path == b.path && a.host == b.host && a.with_addresses == b.with_addresses && a.others == b.others &&
         a.whole == b.whole;
}

/// Whether two statements differ in nothing but, say, the nonce.
bool differ_in_value(const TestRequests& requests, const Statement& a, const Statement& b) {
  const Attributes& carried = requests.attributes[a.attributes.front()];
  return !carried.none() && carry_alike(carried, requests.attributes[b.attributes.front()]) &&
         std::equal(a.claims.begin(), a.claims.end(), b.claims.begin(), b.claims.end(), is_same_place);
}

/// What holds of a host holds of all for which it stands.
void add_of_each_host(const TestRequests& requests, const Claim& claim, std::vector<Claim>& out) {
  if (!is_named_host(claim)) return out.push_back(claim);
  for (const std::uint32_t host : requests.alike[claim.host]) {
    out.push_back(claim);
    out.back().host = host;
  }
}

}  // namespace sentences_detail

std::vector<Statement> statements_of(const TestRequests& requests, const std::vector<Claim>& claims) {
  using namespace sentences_detail;
  std::vector<Statement> by_place;
  for (const Claim& claim : claims) {
    auto home = std::find_if(by_place.begin(), by_place.end(),
                             [&](const Statement& statement) { return go_together(statement.claims.front(), claim); });
    if (home == by_place.end()) home = by_place.insert(home, Statement{{}, {claim.attributes}});
    add_of_each_host(requests, claim, home->claims);
  }
  std::vector<Statement> statements;
  for (Statement& statement : by_place) {
    if (is_named_host(statement.claims.front())) {
      // In the order in which the policies name them.
      const std::vector<Claim> claims_of_place = std::move(statement.claims);
      statement.claims.clear();
      for (const std::uint32_t i :
           text::ordered(claims_of_place.size(), [&claims_of_place](std::uint32_t a, std::uint32_t b) {
             return claims_of_place[a].host < claims_of_place[b].host;
           })) {
        statement.claims.push_back(claims_of_place[i]);
      }
    }
    const auto alike = std::find_if(statements.begin(), statements.end(), [&](const Statement& known) {
      return differ_in_value(requests, known, statement);
    });
    if (alike == statements.end()) {
      statements.push_back(std::move(statement));
    } else {
      alike->attributes.push_back(statement.attributes.front());
    }
  }
  return statements;
}

std::string sentence_of(const Statement& statement, const TestRequests& requests, RequestType type, Change change) {
  return sentences_detail::Sentence(statement, requests, type, change).text();
}

std::string_view resource_kind(RequestType type) { return sentences_detail::phrases_of(type).kind; }

}  // namespace headstrong::decide
