#include "http/document/header_tree.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "grammar/csp_names.hpp"
#include "grammar/header_names.hpp"
#include "http/code/pairs.hpp"
#include "http/dialects/dialect.hpp"
#include "http/dialects/places.hpp"
#include "http/document/path_parts.hpp"
#include "http/document/places.hpp"
#include "http/document/policy_maps.hpp"
#include "http/document/request_maps.hpp"
#include "http/document/tree_keys.hpp"
#include "http/evidence.hpp"
#include "http/wording.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::document {
namespace header_tree_detail {

using Kind = Node::Kind;

/// What stands below such a key is asked of a request, taken away, or named only.
bool refuses(std::string_view key) {
  for (const std::string_view word :
       {"request", "expose",  "allowheaders", "allowedheaders", "remove",  "unset",  "delete",
        "hide",    "strip",   "cors",         "rename",         "schema",  "expect", "require",
        "vary",    "forward", "match",        "condition",      "httpget", "probe"}) {
    if (has(key, word)) return true;
  }
  return false;
}

/// The header that a key stands for: by its name, as an option ("frameOptions", "frame-options") or behind a path.
std::string_view header_of_key(std::string_view key) {
  constexpr std::size_t kLongest = 80;
  if (key.size() > kLongest) return {};
  constexpr std::string_view kOfGateway = "method.response.header.";
  if (key.substr(0, kOfGateway.size()) == kOfGateway) return key.substr(kOfGateway.size());
  if (header_name(key) != HeaderName::Unknown) return key;
  const std::string_view constant = code::header_of_constant(key);
  if (!constant.empty()) return constant;
  const std::string name = plain(key);
  constexpr std::pair<std::string_view, HeaderName> kShort[] = {
      {"frameoptions", HeaderName::XFrameOptions},
      {"contenttypeoptions", HeaderName::XContentTypeOptions},
      {"xssprotection", HeaderName::XXssProtection},
      {"permittedcrossdomainpolicies", HeaderName::XPermittedCrossDomainPolicies}};
  for (const auto& [word, header] : kShort) {
    if (name == word) return spelling(header);
  }
  return {};
}

class Finder {
 public:
  Finder(Document& document, Paste& paste) : document_(document), paste_(paste), requests_(document) {}

  void read() {
    // The policies of an extension's own pages follow other rules.
    if (document_.broken || document_.child(0, "manifest_version") != kNone) return;
    find();
    if (found_.empty()) return;
    TreePlaces places(document_, paste_);
    const std::size_t paths = PathParts(document_, found_).hand_out(places);
    places.finish(paths > 1 ? TreePlaces::Reach::General : TreePlaces::Reach::Own);
    drop_guesses();
  }

 private:
  enum Flag : std::uint8_t { None = 0, Refused = 1, Headers = 2 };
  static constexpr std::size_t kMostFound = 2000;

  void find() {
    flags_.resize(document_.size(), None);
    HeaderOptions options(document_, found_);
    for (std::uint32_t i = 0; i < document_.size() && found_.size() < kMostFound; ++i) {
      const std::uint32_t parent = document_[i].parent;
      flags_[i] = parent == kNone ? std::uint8_t{None} : flags_[parent];
      const std::string key = plain(document_.key(i));
      flags_[i] |= flags_of(i, key);
      if ((flags_[i] & Refused) != 0) continue;
      if (document_.is(i, Kind::Map)) {
        if (!see_record(i)) see_directives(i, key);
        options.see(i);
      } else if (document_.is_text(i) || document_.is(i, Kind::Other)) {
        see_text(i, key);
      }
    }
  }

  /// What a key says of what stands below it.
  std::uint8_t flags_of(std::uint32_t i, const std::string& key) {
    std::uint8_t flags = None;
    if (refuses(key) && !has(key, "response")) flags |= Refused;
    if (has(key, "header") && !names_values(key)) flags |= Headers;
    // Ansible's list of what a task does one after the other.
    if (key == "loop" || key == "withitems") flags |= Headers;
    if (has(key, "header") && requests_.is_beside(i)) flags |= Refused;
    if (document_.is(i, Kind::Map) && requests_.is_one(i)) flags |= Refused;
    return flags;
  }

  /// Keys of one header, not of several.
  static bool names_values(std::string_view key) {
    return key == "headername" || key == "headervalue" || key == "newheadervalue" || key == "customheadername";
  }

  std::uint32_t child_of(std::uint32_t map, std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) {
      const std::uint32_t found = document_.child_like(map, key);
      if (found != kNone) return found;
    }
    return kNone;
  }

  /// Of an element that holds nothing but a text, that text.
  std::uint32_t text_of(std::uint32_t node) const {
    if (node == kNone || !document_.is(node, Kind::Map)) return node;
    const std::uint32_t first = document_[node].first;
    return first != kNone && document_[first].next == kNone && document_.key(first).empty() ? first : node;
  }

  /// {headerName: ..., headerValue: ...}; shorter names only where something around them says that they are headers'.
  bool see_record(std::uint32_t map) {
    std::uint32_t name = child_of(map, {"headerName", "customHeaderName"});
    // What the ZAP scanner found
    const std::uint32_t evidence = name == kNone ? document_.child(map, "evidence") : kNone;
    if (evidence != kNone) name = text_of(document_.child(map, "param"));
    const bool says = name != kNone;
    if (!says && (flags_[map] & Headers) != 0) name = child_of(map, {"destination", "header", "name", "key"});
    if (name == kNone || !document_.is(name, Kind::Text)) return false;
    const std::uint32_t value =
        evidence != kNone ? text_of(evidence) : child_of(map, {"headerValue", "newHeaderValue", "value", "source"});
    if (value == kNone || value == name) return false;
    std::string_view text = document_.text(name);
    Span span = document_[name].inside;
    // Fastly: destination = "http.X-Frame-Options", source = "\"DENY\""
    constexpr std::string_view kOfFastly = "http.";
    const bool fastly = text.substr(0, kOfFastly.size()) == kOfFastly;
    if (fastly) {
      text.remove_prefix(kOfFastly.size());
      span.start += static_cast<std::uint32_t>(kOfFastly.size());
    }
    if (text.empty() || !text::all_of(text, text::kToken)) return true;
    if (header_name(text) == HeaderName::Unknown && text.find('-') == text.npos && !says) return true;
    if (document_.is_text(value) && document_.text(value).empty()) return true;  // takes it away
    add(text, span, value, map, !fastly);
    if (fastly && !found_.empty()) unquote(found_.back());
    return true;
  }

  static void unquote(SetHeader& header) {
    const std::string_view text = text::trim(header.value.text());
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return;
    slice(header, text.substr(1, text.size() - 2));
    header.spelling = quote::Spelling::Unwritable;
  }

  /// What of the value lies in `part`.
  static void slice(SetHeader& header, std::string_view part) {
    const auto begin = static_cast<std::uint32_t>(part.data() - header.value.text().data());
    if (header.value.segments().empty()) {
      header.value = text::MappedText(part, header.value.to_source(begin, begin).start);
      return;
    }
    std::vector<text::MappedText::Segment> segments;
    for (const text::MappedText::Segment& each : header.value.segments()) {
      if (each.text_start >= begin + part.size()) break;
      if (each.text_start > begin) {
        segments.push_back({each.text_start - begin, each.source_start, each.source_size});
        continue;
      }
      const std::uint32_t skipped = each.source_size == 0 ? begin - each.text_start : 0;
      segments.assign(1, {0, each.source_start + skipped, each.source_size});
    }
    header.value = text::MappedText(part, std::move(segments));
  }

  /// A text that is a header's value, a line of one, or a policy under a name of its own.
  void see_text(std::uint32_t i, std::string_view key) {
    const bool computed = document_.is(i, Kind::Other);
    const std::string_view words = computed ? std::string_view() : document_.text(i);
    if (!computed && (words.empty() || words == "null")) return;
    const bool among_headers = (flags_[i] & Headers) != 0;
    if (among_headers && see_value_of_parent(i, key)) return;
    if (see_value_of_name(i, words, among_headers) || computed) return;
    if (see_filter(i, words)) return;
    if (among_headers && see_line_or_neighbour(i, words)) return;
    see_policy(i, key, words);
  }

  /// {"X-Frame-Options": {"value": "DENY"}}, <frame-options policy="DENY"/>, {"set-cookie": ["a=1", "b=2"]}
  bool see_value_of_parent(std::uint32_t i, std::string_view key) {
    const std::uint32_t parent = document_[i].parent;
    if (parent == kNone) return false;
    const bool inner = key == "value" || key == "policy" || key == "policydirectives" || key == "headervalue";
    const bool of_list = document_.key(i).empty() && document_.is(parent, Kind::List);
    if (!inner && !of_list) return false;
    const std::string_view outer = header_of_key(document_.key(parent));
    if (outer.empty()) return false;
    if (inner) {
      add(outer, document_[parent].key, i, parent, text::iequals(outer, document_.key(parent)));
    } else {
      add(outer, document_[parent].key, i, i, false);
    }
    return true;
  }

  /// "X-Frame-Options": "DENY"
  bool see_value_of_name(std::uint32_t i, std::string_view words, bool among_headers) {
    const std::string_view raw = document_.key(i);
    const std::string_view header = header_of_key(raw);
    const bool explicit_name = header.size() != raw.size() && has(raw, "response.header.");
    if (header.empty() || (!among_headers && !explicit_name)) return false;
    drop_repeated(i);
    add(header, document_[i].key, i, i, text::iequals(header, raw));
    // "'DENY'": a constant of a gateway's mapping, in quotes within those of its language
    const bool whole = words.size() > 2 && words.front() == '\'' && words.back() == '\'';
    const bool constant = whole && (explicit_name || words.find('\'', 1) == words.size() - 1) &&
                          csp::keyword(words) == csp::Keyword::Unknown;
    if (constant && !found_.empty() && found_.back().node == i) {
      slice(found_.back(), found_.back().value.text().substr(1, words.size() - 2));
    }
    return true;
  }

  /// Of a key that its map has twice the last counts.
  void drop_repeated(std::uint32_t i) {
    const auto [known, added] = named_.emplace(std::make_pair(document_[i].parent, document_.key(i)), i);
    if (added || !document_.is(document_[i].parent, Kind::Map)) return;
    const std::uint32_t before = std::exchange(known->second, i);
    std::erase_if(found_, [&](const SetHeader& header) { return header.entry == before; });
  }

  /// Spring Cloud Gateway: "AddResponseHeader=X-Frame-Options, DENY"
  bool see_filter(std::uint32_t i, std::string_view words) {
    constexpr std::string_view kFilter = "ResponseHeader=";
    const std::size_t filter = words.substr(0, 24).find(kFilter);
    if (filter == words.npos) return false;
    const std::string_view rest = words.substr(filter + kFilter.size());
    const std::size_t comma = rest.find(',');
    if (comma != rest.npos && !has(words.substr(0, filter), "Remove")) {
      add_line(i, words, text::trim(rest.substr(0, comma)), text::trim(rest.substr(comma + 1)));
    }
    return true;
  }

  /// A whole header line; any name beside those that are known.
  bool see_line_or_neighbour(std::uint32_t i, std::string_view words) {
    std::string_view name;
    std::string_view value;
    if (is_header_line(words, name, value)) {
      add_line(i, words, name, value);
      return true;
    }
    // H2O sends "Referrer-Policy: " as a header without a value.
    if (value.empty() && header_name(name) != HeaderName::Unknown && text::istarts_with(document_.key(i), "header.")) {
      add_line(i, words, name, words.substr(words.size()));
      return true;
    }
    const std::string_view raw = document_.key(i);
    if (raw.find('-') == raw.npos || !text::all_of(raw, text::kToken) || !is_beside_headers(i)) return false;
    add(raw, document_[i].key, i, i, true);
    return true;
  }

  /// "contentSecurityPolicy": "default-src 'self'" in a map that has a name.
  void see_policy(std::uint32_t i, std::string_view key, std::string_view words) {
    const std::uint32_t parent = document_[i].parent;
    if (!is_policy_key(key) || header_name(document_.key(i)) != HeaderName::Unknown) return;
    if (parent == kNone || document_.key(parent).empty() || !is_bare_policy(words)) return;
    add(reports_only(key) ? "Content-Security-Policy-Report-Only" : "Content-Security-Policy", document_[i].key, i, i,
        false);
  }

  bool is_beside_headers(std::uint32_t i) {
    const std::uint32_t map = document_[i].parent;
    if (map == kNone) return false;
    const auto known = beside_.find(map);
    if (known != beside_.end()) return known->second;
    bool found = false;
    for (std::uint32_t each = document_[map].first; each != kNone && !found; each = document_[each].next) {
      found = header_name(document_.key(each)) != HeaderName::Unknown;
    }
    return beside_[map] = found;
  }

  void add(std::string_view name, Span name_span, std::uint32_t value, std::uint32_t entry, bool is_model) {
    if (found_.size() >= kMostFound) return;
    SetHeader header;
    header.name = name;
    header.name_span = name_span;
    header.entry = entry;
    header.node = value;
    const bool computed = document_.is(value, Kind::Other);
    if (!computed && !document_.is_text(value)) return;
    quote::Decoded decoded = with_nonces(document_.source(), document_.decoded(value));
    header.value = std::move(decoded.text);
    header.gaps = std::move(decoded.gaps);
    const Node& node = document_[value];
    header.spelling = computed                   ? quote::Spelling::Unwritable
                      : node.kind == Kind::Block ? quote::Spelling::Plain
                                                 : node.spelling;
    const std::string_view trimmed = text::trim(header.value.text());
    if (trimmed.size() != header.value.text().size() && !trimmed.empty()) slice(header, trimmed);
    header.is_model = is_model && node.kind == Kind::Text;
    found_.push_back(std::move(header));
  }

  /// `read` is the node's text, of which `name` and `value` are parts: each decoding has a place of its own.
  void add_line(std::uint32_t i, std::string_view read, std::string_view name, std::string_view value) {
    const quote::Decoded decoded = document_.decoded(i);
    const auto at = static_cast<std::size_t>(name.data() - read.data());
    const std::string_view whole = decoded.text.text();
    if (whole.size() != read.size()) return;
    const auto behind = static_cast<std::size_t>(value.data() - name.data()) + at;
    add(whole.substr(at, name.size()), decoded.text.to_source(at, at + name.size()), i, i, false);
    if (found_.empty() || found_.back().node != i) return;
    const std::string_view kept = found_.back().value.text();
    const std::size_t skipped = whole.size() - kept.size();
    if (behind < skipped || behind - skipped + value.size() > kept.size()) return;
    slice(found_.back(), kept.substr(behind - skipped, value.size()));
  }

  void see_directives(std::uint32_t map, std::string_view key) {
    if (found_.size() >= kMostFound) return;
    if (std::optional<SetHeader> policy = policy_in(document_, map, key)) found_.push_back(std::move(*policy));
  }

  void drop_guesses() {
    std::vector<Response> kept;
    std::size_t chosen = 0;
    for (std::size_t i = 0; i < paste_.responses.size(); ++i) {
      Response& response = paste_.responses[i];
      if (!has_evidence(response, 0) || !has_values_of_form(response) || is_list_of_words(response)) continue;
      if (i == paste_.chosen) chosen = kept.size();
      kept.push_back(std::move(response));
    }
    paste_.responses = std::move(kept);
    paste_.chosen = chosen;
  }

  Document& document_;
  Paste& paste_;
  std::vector<std::uint8_t> flags_;
  std::map<std::uint32_t, bool> beside_;
  RequestMaps requests_;
  std::map<std::pair<std::uint32_t, std::string_view>, std::uint32_t> named_;
  std::vector<SetHeader> found_;
};

}  // namespace header_tree_detail

bool is_header_line(std::string_view text, std::string_view& name, std::string_view& value) {
  constexpr std::size_t kLongest = 80;
  const std::size_t colon = text.substr(0, kLongest).find(':');
  if (colon == text.npos) return false;
  name = text::trim(text.substr(0, colon));
  value = text::trim(text.substr(colon + 1));
  return !value.empty() && header_name(name) != HeaderName::Unknown;
}

void read_header_tree(Document& document, Paste& paste) { header_tree_detail::Finder(document, paste).read(); }

}  // namespace headstrong::http::document
