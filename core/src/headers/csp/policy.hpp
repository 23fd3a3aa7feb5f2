// A Content-Security-Policy as it was written: everything is kept, duplicates and faults included.
// Which part of it a browser acts on is decided later (decide/, model/).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "grammar/csp_names.hpp"
#include "headstrong/span.hpp"
#include "quote/quote.hpp"
#include "text/mapped_text.hpp"

namespace headstrong::csp {

enum class Disposition : std::uint8_t { Enforce, Report };
enum class Delivery : std::uint8_t { Header, Meta };

enum class HashAlgorithm : std::uint8_t { None, Sha256, Sha384, Sha512 };

/// What a token of a source list is (core/docs/csp.md section 3.1).
enum class SourceKind : std::uint8_t {
  Keyword,   // a known quoted keyword, 'none' and 'self' included
  Nonce,     // a grammatically valid 'nonce-V'
  Hash,      // a grammatically valid 'sha256-V' (384, 512)
  Wildcard,  // exactly *
  Scheme,    // scheme:
  Host,      // [scheme://]host[:port][path]; browsers accept a ?query or #fragment and drop it
  Invalid    // matches nothing; kept because it still makes the list non-empty
};

/// Some of the kinds.
class SourceKinds {
 public:
  bool has(SourceKind kind) const { return (bits_ >> static_cast<unsigned>(kind) & 1u) != 0; }
  void add(SourceKind kind) { bits_ = static_cast<std::uint8_t>(bits_ | 1u << static_cast<unsigned>(kind)); }

 private:
  std::uint8_t bits_ = 0;
};

/// One token of a directive's value. Offsets of the parts count bytes within `text`.
struct SourceExpression {
  std::string_view text;
  Span span;
  SourceKind kind = SourceKind::Invalid;
  Keyword keyword = Keyword::Unknown;
  HashAlgorithm algorithm = HashAlgorithm::None;
  bool repeated = false;  // an earlier token of this directive is spelled exactly the same
  // Scheme and Host: text = [scheme "://"] host [":" port] [path] [tail]; an absent part is empty.
  std::uint32_t scheme_end = 0;
  std::uint32_t host_start = 0;
  std::uint32_t host_end = 0;
  std::uint32_t port_start = 0;
  std::uint32_t port_end = 0;
  std::uint32_t path_end = 0;  // the path starts at port_end; what follows is ?query or #fragment

  std::string_view scheme() const { return part(0, scheme_end); }
  std::string_view host() const { return part(host_start, host_end); }
  std::string_view port() const { return part(port_start, port_end); }
  std::string_view path() const { return part(port_end, path_end); }
  std::string_view tail() const { return text.substr(path_end); }
  /// The V of a nonce or hash.
  std::string_view value() const;

  bool is(Keyword k) const { return kind == SourceKind::Keyword && keyword == k; }

 private:
  std::string_view part(std::uint32_t begin, std::uint32_t end) const { return {text.data() + begin, end - begin}; }
};

/// One directive, from its name to before the ';'.
struct Directive {
  std::string_view name_text;   // as written
  std::string_view value_text;  // from the first to the last token, inner white space as written
  Span span;                    // name and value, without the white space around them
  Span name_span;
  Span value_span;  // empty, at the end of the name, where there is no value
  DirectiveName name = DirectiveName::Unknown;
  bool duplicate = false;         // an earlier directive of this policy has the name: this one is ignored
  bool has_non_ascii = false;     // the draft skips such a directive as a whole
  bool has_control = false;       // a control character (or DEL) that is not ASCII white space
  std::uint32_t first_token = 0;  // into Policy::tokens
  std::uint32_t token_count = 0;
};

/// One serialized policy: a header value, or one part of it between commas, or a meta's content.
struct Policy {
  Disposition disposition = Disposition::Enforce;
  Delivery delivery = Delivery::Header;
  std::string_view text;  // white space around it stripped
  Span span;
  std::uint32_t field = 0;  // which field of the response it came from (http::Response::fields)
  quote::Spelling spelling = quote::Spelling::Plain;
  std::vector<Directive> directives;     // in order, ignored ones included, empty pieces dropped
  std::vector<SourceExpression> tokens;  // of all directives, in order
  DirectiveNames names;                  // those of the directives, for a quick "no"
  SourceKinds kinds;                     // those of the tokens of source lists, likewise

  /// The tokens of one directive of this policy.
  struct Tokens {
    const SourceExpression* first;
    const SourceExpression* last;
    const SourceExpression* begin() const { return first; }
    const SourceExpression* end() const { return last; }
    std::size_t size() const { return static_cast<std::size_t>(last - first); }
    bool empty() const { return first == last; }
    const SourceExpression& operator[](std::size_t i) const { return first[i]; }
  };
  Tokens tokens_of(const Directive& directive) const {
    const SourceExpression* first = tokens.data() + directive.first_token;
    return {first, first + directive.token_count};
  }
  /// The first directive of that name, whether or not a browser would drop it for its bytes;
  /// null where there is none.
  const Directive* find(DirectiveName name) const;
};

}  // namespace headstrong::csp
