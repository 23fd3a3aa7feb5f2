// Cookies of a hardened response.
#pragma once

#include <vector>

#include "headstrong/harden.hpp"
#include "model/response_model.hpp"

namespace headstrong::hardening {

struct CookieResult {
  HeaderSet fields;  // all Set-Cookie fields in order
  std::vector<HardenChange> changes;
};

/// Session cookies get what they lack: Secure (over https), HttpOnly, SameSite=Lax (RFC 6265bis sections
/// 4.1.2.5 to 4.1.2.7). Every cookie gets what browsers drop it without: Secure for a prefix, Partitioned or
/// SameSite=None, and Path=/ and HttpOnly for prefixes that ask for them. Otherwise other cookies, and names, are only advised about: a page's script may read the
/// cookie, and an application looks for the name that it knows.
CookieResult harden_cookies(const model::ResponseModel& model);

}  // namespace headstrong::hardening
