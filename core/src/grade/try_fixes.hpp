// Fixes that are tried before they are offered: the changed text is judged once more.
#pragma once

#include <string_view>
#include <vector>

#include "headstrong/report.hpp"
#include "http/message.hpp"
#include "model/response_model.hpp"

namespace headstrong::grade {

/// The rule of which a fix explains what else is odd about a value.
inline constexpr std::string_view kNameRule = "response/name-in-value";

struct Judgement {
  std::vector<Finding> findings;
  Grade grade;
};

/// Tries the fixes that ask for it (`Fix::tried_first`). One that does not take its finding away, adds
/// a fault in syntax or lowers a score is shown only, and so is one of a text too long to be judged
/// again at every key. `text` is the paste's, `model` that of its chosen response.
void try_fixes(const http::Paste& paste, const model::ResponseModel& model, std::string_view text,
               Judgement& judgement);

}  // namespace headstrong::grade
