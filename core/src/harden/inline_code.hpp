// Inline code of a page, as browsers hash it (CSP3 sections 6.7.3.3 and 6.7.3.5).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/harden.hpp"

namespace headstrong::hardening {

enum class InlineKind : std::uint8_t { Script, Style, Handler, StyleAttribute };

/// One piece of inline code. `content` is what the HTML parser makes of it: line ends are LF, NUL is
/// U+FFFD, and references in attributes are decoded.
struct InlinePiece {
  InlineKind kind = InlineKind::Script;
  std::string content;
};

/// What a page has that its policy decides about.
struct PageCode {
  std::vector<InlinePiece> pieces;       // in the order of the page, each content once a kind
  std::vector<std::string_view> urls;    // of src attributes, and of <link> and <form>
  std::size_t javascript_urls = 0;       // "javascript:" in href, src, action or formaction
  bool has_nonce = false;                // an element has a nonce attribute
};

/// Reads `html`; time and memory are linear. What isn't HTML (no tag of a script, style or page in it) is
/// taken as the text of one script. Views into `html`.
PageCode read_page_code(std::string_view html);

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
