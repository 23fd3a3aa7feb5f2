// Edits of what headers say, made into edits of the text that says it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/report.hpp"

namespace headstrong {

struct SpelledEdits {
  std::vector<Edit> edits;  // in order, without overlap
  std::string refusal;      // a sentence; empty where the text can be written
};

/// `edits`, in order and without overlap, lie in values of the response that `analyze` judges; each says
/// what its place of the value is to read. The answer says it in the pasted language: in quotes, as an
/// escape or as a character reference. Once applied, the value reads as if the plain texts stood there.
SpelledEdits spell_edits(std::string_view text, const std::vector<Edit>& edits,
                         std::optional<std::size_t> response = std::nullopt);

}  // namespace headstrong
