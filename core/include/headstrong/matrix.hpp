// What a header set allows, as a table: kinds of resources against kinds of origins, each cell asked of
// the engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/catalogue.hpp"
#include "headstrong/profile.hpp"

namespace headstrong {

/// Nonce: blocked as it stands, allowed with a nonce of the response. Partly: its parts differ.
enum class CellState : std::uint8_t { Allowed, Blocked, Nonce, Partly };
/// "allowed", "blocked", "nonce", "partly".
std::string_view to_string(CellState state);

/// What one browser does, where it is not what most do.
struct CellException {
  decide::Profile browser = decide::Profile::Spec;
  CellState state = CellState::Blocked;
};
/// One thing that was asked about.
struct CellPart {
  std::string_view label;                // where a cell holds several: "fetch()", "WebSocket"
  CellState state = CellState::Blocked;  // what most browsers do; never Partly
  std::vector<CellException> others;
  std::string_view type;  // the request that was asked about, as `decide` takes it
  std::string url;        // the first of its addresses; empty for code
};
/// What an attacker gains where a cell is allowed; as grave as the finding on it.
struct CellRisk {
  Severity severity = Severity::Critical;
  std::string_view words;
};
struct MatrixCell {
  CellState state = CellState::Blocked;
  std::vector<CellPart> parts;
  std::optional<CellRisk> risk;  // only where some browser allows it
};

struct MatrixRow {
  std::string_view label;
  /// One for each column; nothing where the two can't meet.
  std::vector<std::optional<MatrixCell>> cells;
};
/// Code that has no address.
struct MatrixCodeRow {
  std::string_view label;
  std::string_view example;  // how it is written
  MatrixCell cell;
};
/// What one of the hosts that the policies list may serve that not any other host may.
struct MatrixHost {
  std::string host;                        // as the policy has it
  std::vector<std::string_view> allowed;   // labels of rows
  std::vector<std::string_view> disputed;  // of these, what not every browser allows
};

struct Matrix {
  std::string page;       // the page that it holds for
  bool enforced = false;  // some policy is enforced, or X-Frame-Options is there
  std::vector<std::string_view> columns;
  std::vector<MatrixCodeRow> code;
  std::vector<MatrixRow> rows;
  std::vector<MatrixHost> hosts;
  std::size_t more_hosts = 0;  // how many listed hosts were left out
  std::string error;           // why there is no table; empty otherwise
};

struct MatrixOptions {
  std::optional<std::size_t> response;  // which one, as in AnalyzeOptions
};

/// The table of the response that `analyze` would judge; of an empty text, that of a page without headers.
/// A text in which nothing was read has an error in its place.
Matrix matrix(std::string_view text, const MatrixOptions& options = {});

}  // namespace headstrong
