// The table of engine differences as JSON.
#pragma once

#include <string>

namespace headstrong::report {

/// {"observed": {"chromium": version, ...}, "differences": [{"id", "what", "engines": [names],
/// "case": a line as `decide` reads it, "spec", "deviating": verdicts on it, "checked"}]}.
std::string differences_json();

}  // namespace headstrong::report
