// How frameworks and servers are told to harden their session's cookie.
#pragma once

#include <string_view>

namespace headstrong::emitters {

/// The setting of that target, with where it belongs; empty where there is none.
std::string_view cookie_setting(std::string_view target);

}  // namespace headstrong::emitters
