// What is a secret by its name or its looks, and the small steps that the scans of text and JSON share.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/secrets/secrets.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::secrets {

/// What a secret that was left out is replaced by; where it stands already, nothing is secret.
inline constexpr std::string_view kPlaceholder = "REDACTED";

/// A stretch of text as it reads, with the way back to where it stands.
class View {
 public:
  /// A stretch that reads as it is written.
  View(std::string_view text, std::size_t start) : text_(text), start_(start) {}

  /// One escape, or a run without any, of a decoded text.
  struct Run {
    std::size_t text = 0;
    std::size_t place = 0;
  };
  struct Decoded {
    std::string text;
    std::vector<Run> runs;
    std::size_t raw_size = 0;
  };
  View(std::shared_ptr<const Decoded> decoded, std::size_t start)
      : text_(decoded->text), decoded_(std::move(decoded)), start_(start) {}

  std::string_view text() const { return text_; }
  /// Where the byte at a position begins in the source; of the text's size, where it ends.
  std::size_t source(std::size_t at) const;

 private:
  std::string_view text_;
  std::shared_ptr<const Decoded> decoded_;
  std::size_t start_;
};

enum class NameKind { Cookie, SetCookie, Credentials, Subprotocols, Secret };

/// What a header or key of that name holds; nothing where it is no secret.
std::optional<NameKind> kind_of_name(std::string_view name);

/// Whether what that name is given is a secret wherever it is said: `token=...`.
bool is_secret_word(std::string_view name);

/// Whether a parameter of a URL is one, where `code` and `state` mean what OAuth means by them.
bool is_secret_parameter(std::string_view name);

/// Where `mark` is in s[start, end); `end` where it isn't.
std::size_t find_within(std::string_view s, char mark, std::size_t start, std::size_t end);

/// The length of the white space at s[at]: ASCII's, a no-break space, a separator, a byte order mark; 0: none.
std::size_t space_length(std::string_view s, std::size_t at);

inline bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }
inline bool is_alphanumeric(char c) { return text::is(c, text::kAlpha | text::kDigit); }
/// Of a header's name, a key, or base64url.
inline bool is_name_char(char c) { return is_alphanumeric(c) || c == '-' || c == '_'; }

/// Takes [start, end) of the view for a secret, without blanks and quotes around it, if anything is left.
void add_secret(std::vector<Secret>& found, const View& view, std::size_t start, std::size_t end, std::string what);

/// What a header or key of that kind gives away with the value [start, end).
void add_value(std::vector<Secret>& found, const View& view, NameKind kind, std::string_view name, std::size_t start,
               std::size_t end);

/// Headers however they were copied, configuration, code, commands; and the looks of tokens and URLs.
void scan_text(const View& view, std::vector<Secret>& found);

/// Reads JSON values one after the other; gives where what follows is none any more. Only whole strings are
/// found, so that what is left out leaves the JSON whole.
std::size_t scan_json(std::string_view text, std::vector<Secret>& found);

}  // namespace headstrong::http::secrets
