// The headers that a response is to carry.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstrong {

/// One header field to be sent: its name as it shall be written, and its value in bytes. In a value
/// `{{nonce}}` stands for the nonce of the response.
struct Header {
  std::string name;
  std::string value;
};

/// In the order of sending. A name may occur more than once: these are as many fields.
using HeaderSet = std::vector<Header>;

/// Something to be said beside a header, in a sentence. `open`: it is still to be done.
struct HeaderNote {
  std::string header;
  std::string sentence;
  bool open = false;
};

/// Reads `Name: value` lines (blank lines between them are skipped, values keep everything but the
/// blanks around them), or, exactly as they stand, a JSON array [["name","value"],...] where the
/// first character is '[', and where it is '{' what `harden --format json` prints: an object with
/// such an array as "headers", and "changes" that become notes. The result is empty, or a sentence
/// that says what was not understood and where.
std::string read_header_set(std::string_view text, HeaderSet& headers, std::vector<HeaderNote>& notes);

/// What a text sets, read for another target.
struct HeaderSetOfText {
  HeaderSet headers;
  std::vector<HeaderNote> notes;  // what was passed over, and what is written in its place
  bool recorded = false;          // from a response as it was sent: some of it is of that response alone
  std::string error;              // why there is no set; empty where there is one
};

/// Reads what `read_header_set` takes as it does, and all else as `analyze` would: responses of any kind, configuration
/// and code. Nonces become {{nonce}}. A value that the text doesn't hold is an error, as is a response that isn't there.
HeaderSetOfText header_set_of(std::string_view text, std::optional<std::size_t> response = {});

/// The set as `Name: value` lines.
std::string header_set_lines(const HeaderSet& headers);

}  // namespace headstrong
