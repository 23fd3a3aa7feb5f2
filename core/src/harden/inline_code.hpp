// Inline code of a page, as browsers hash it (CSP3 sections 6.7.3.3 and 6.7.3.5).
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/harden.hpp"

namespace headstrong::hardening {

enum class InlineKind : std::uint8_t { Script, Style, Handler, StyleAttribute };

/// One piece of inline code. `content` is what the parser makes of it: line ends are LF, NUL is U+FFFD; references
/// are decoded in attributes and in SVG, where scripts and styles are no raw text, and CDATA is taken as it is.
struct InlinePiece {
  InlineKind kind = InlineKind::Script;
  std::string content;
};

/// A script element that loads a file.
struct ScriptFile {
  std::string url;        // as written, references decoded
  std::string integrity;  // of its attribute; empty: none
};

/// What a page has that its policy decides about. Documents in srcdoc are part of it: they inherit the policy.
struct PageCode {
  std::vector<InlinePiece> pieces;     // in the order of the page, each content once a kind
  std::vector<std::string_view> urls;  // of src attributes, and of <link> and <form>
  std::vector<ScriptFile> files;       // each address once
  std::size_t javascript_urls = 0;     // "javascript:" in href, src, action or formaction
  bool has_nonce = false;              // an element has a nonce attribute
  /// Pieces that are left out, because what a browser hashes isn't known: not UTF-8, or with references by
  /// names that aren't read here.
  std::size_t not_utf8 = 0;
  std::size_t unread_references = 0;
  bool has_non_ascii = false;          // one of the pieces has
  std::string charset;                 // that a <meta> declares, in lower case; empty: none
  std::deque<std::string> owned = {};  // what `urls` of srcdoc documents look at
};

/// By what a browser parses a text: HTML, unless its type is one of XML (XHTML, SVG). Without a type, what begins
/// as XML and is no page is an image.
enum class Markup : std::uint8_t { Unknown, Html, Xml };

/// Reads `html`, a page or an SVG document; time and memory are linear. What has no tag of a script, style or page in
/// it is taken as the text of one script. Views into `html`.
PageCode read_page_code(std::string_view html, Markup markup = Markup::Unknown);

/// Whether the text has a page's markup rather than a script's text.
bool has_markup(std::string_view text);

/// The source expression of a content: "'sha256-...'".
std::string hash_source(std::string_view content, HashAlgorithm algorithm);

/// How a content may be hashed by mistake: without the blanks around it, with CRLF line ends, or both.
struct HashVariant {
  std::string_view how;  // "without the blanks around it"
  std::string content;
};
std::vector<HashVariant> wrong_variants(const std::string& content);

}  // namespace headstrong::hardening
