// The one shape of structured field (RFC 9651) that HTTP Observatory reads: an item that is a
// token.
#pragma once

#include <string_view>

namespace headstrong::peers {

/// The token, if `value` is an item with a token for its bare item and well-formed parameters; else
/// empty. Follows the peer's parser (npm structured-headers 2.0.3), which is stricter than the RFC
/// in one place: nothing may follow a date.
std::string_view structured_token(std::string_view value);

}  // namespace headstrong::peers
