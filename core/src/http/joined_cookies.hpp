// Cookies that a program joined to one value where it shows headers as a map: of Set-Cookie alone a comma parts none
// on the wire.
#pragma once

#include "http/message.hpp"

namespace headstrong::http {

/// Makes a field of each cookie that a map or an archive holds joined to others: "a=1; Secure, b=2".
void part_joined_cookies(Paste& paste);

}  // namespace headstrong::http
