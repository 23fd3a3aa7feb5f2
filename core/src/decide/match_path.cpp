#include "decide/match_path.hpp"

#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace headstrong::decide {
namespace match_path_detail {

int hex_value(char c) { return c <= '9' ? c - '0' : text::to_lower(c) - 'a' + 10; }

/// The bytes of a percent-encoded path, one after the other.
class Decoder {
 public:
  /// `latin1` gives every byte above 0x7F as the two bytes of UTF-8 that its code point has.
  Decoder(std::string_view path, bool latin1) : path_(path), latin1_(latin1) {}

  bool at_end() const { return at_ == path_.size() && !pending_; }
  /// Whether a slash stands here as it is, not encoded.
  bool at_slash() const { return !pending_ && path_[at_] == '/'; }
  unsigned char next() {
    if (pending_) {
      pending_ = false;
      return second_;
    }
    const unsigned char byte = next_byte();
    if (!latin1_ || byte < 0x80) return byte;
    pending_ = true;
    second_ = static_cast<unsigned char>(0x80 | (byte & 0x3F));
    return static_cast<unsigned char>(0xC0 | byte >> 6);
  }

 private:
  unsigned char next_byte() {
    const bool encoded = path_[at_] == '%' && at_ + 2 < path_.size() && text::is(path_[at_ + 1], text::kHexDigit) &&
                         text::is(path_[at_ + 2], text::kHexDigit);
    if (!encoded) return static_cast<unsigned char>(path_[at_++]);
    at_ += 3;
    return static_cast<unsigned char>(hex_value(path_[at_ - 2]) * 16 + hex_value(path_[at_ - 1]));
  }

  std::string_view path_;
  std::size_t at_ = 0;
  bool latin1_ = false;
  bool pending_ = false;
  unsigned char second_ = 0;
};

bool decodes_to_utf8(std::string_view path) {
  if (path.find('%') == std::string_view::npos) return text::first_invalid_utf8(path) == std::string_view::npos;
  std::string bytes;
  for (Decoder decoder(path, false); !decoder.at_end();) bytes += static_cast<char>(decoder.next());
  return text::first_invalid_utf8(bytes) == std::string_view::npos;
}

}  // namespace match_path_detail

void append_decoded(std::string_view path, std::string& out, bool guess) {
  match_path_detail::Decoder bytes(path, guess && !match_path_detail::decodes_to_utf8(path));
  while (!bytes.at_end()) out += static_cast<char>(bytes.next());
}

bool match_path(std::string_view path, std::string_view url_path, const ProfileTraits& traits) {
  using match_path_detail::Decoder;
  if (path.empty() || (path == "/" && url_path.empty())) return true;
  const bool whole = traits.has(Difference::DecodesWholePath);
  const bool guess = traits.has(Difference::PathBytesMayBeLatin1);
  Decoder source(path, guess && !match_path_detail::decodes_to_utf8(path));
  Decoder url(url_path, guess && !match_path_detail::decodes_to_utf8(url_path));
  bool ends_in_slash = false;
  while (!source.at_end()) {
    if (url.at_end()) return false;
    const bool slash = source.at_slash();
    if (!whole && slash != url.at_slash()) return false;
    const unsigned char byte = source.next();
    if (byte != url.next()) return false;
    ends_in_slash = slash || (whole && byte == '/');
  }
  return ends_in_slash || url.at_end();
}

}  // namespace headstrong::decide
