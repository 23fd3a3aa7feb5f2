// What the keys of a tree say, whatever their spelling.
#pragma once

#include <string>
#include <string_view>

namespace headstrong::http::document {

/// Without capitals and marks, so that "custom_response_headers" and "customResponseHeaders" are one; of long keys the
/// first 64 bytes.
std::string plain(std::string_view key);

bool has(std::string_view text, std::string_view part);

/// Whether a plain key names a policy.
bool is_policy_key(std::string_view key);

/// Whether a plain key says that its policy is only reported.
bool reports_only(std::string_view key);

}  // namespace headstrong::http::document
