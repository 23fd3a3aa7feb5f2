// The headers that a response is to carry.
#pragma once

#include <string>
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

}  // namespace headstrong
