// HTTP Observatory's test of cookies: which Set-Cookie headers its cookie jar (tough-cookie 5)
// takes in, and what it makes of those.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headstrong::peers {

/// The page that sets the cookies.
struct CookiePage {
  bool host_known = false;  // if not, any Domain attribute is taken to suit the host
  bool host_is_ip = false;
  std::string host;
  std::string path = "/";
};

/// The result's name. `hsts`: the page passes the test of Strict-Transport-Security.
///
/// The jar refuses a Domain attribute that is a public suffix. Known as such here are single labels
/// and the suffixes of data/public_suffixes.tsv that are in the list, not the whole Public Suffix List: no
/// browser would take such a cookie either, so sites hardly send one.
std::string_view observatory_cookies(const std::vector<std::string_view>& set_cookie, const CookiePage& page,
                                     bool hsts);

}  // namespace headstrong::peers
