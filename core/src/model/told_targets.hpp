// The targets that a paste tells of, by core/data/target_signs.tsv.
#pragma once

#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace headstrong::model {

/// Ids of targets: the one whose language the text is in, then those that it names or that its response shows, the
/// surest first. `source` is the pasted text.
std::vector<std::string_view> targets_told(const http::Paste& paste, std::string_view source);

}  // namespace headstrong::model
