// Go as gofmt writes it.
#pragma once

#include <string>
#include <string_view>

namespace headstrong::emitters::go {

/// `text` with every four blanks at a line's start as a tab: our own sources have no tabs.
std::string tabbed(std::string_view text);

}  // namespace headstrong::emitters::go
