// What every text that a header set was written into promises.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "headstrong/write_into.hpp"

namespace headstrong::testing {

/// What is wrong with `result`, the writing of `set` into `text`; empty where nothing is. Right is: the
/// edits apply; the judged response has the set's fields where they belong and keeps its others; other
/// responses and the page's <meta> stay; nothing is taken out but fields that the set speaks about; and
/// writing again changes nothing. A refusal must be a sentence.
std::string fault_of_writing(std::string_view text, const HeaderSet& set, const WriteIntoResult& result,
                             std::optional<std::size_t> response = {});

}  // namespace headstrong::testing
