// Where a field comes from, as its name tells: a response, a request, a mail.
#pragma once

#include <cstdint>
#include <string_view>

namespace headstrong::http {

/// What a field's name says of where it comes from.
enum class Origin : std::uint8_t {
  Response,   // nothing but responses has it
  Answer,     // usual in responses, and not in requests or mails
  Message,    // usual in responses, and in requests or mails as well
  Extension,  // X-...
  Elsewhere,  // of requests, mails, commits, robots.txt
  Unknown
};

/// The origin of fields named `name`, in any case. A slip in a name that only responses have counts as that name.
Origin origin_of(std::string_view name);

}  // namespace headstrong::http
