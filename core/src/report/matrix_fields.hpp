// The fields of the table "what it allows", each struct described once.
#pragma once

#include <cstdint>

#include "headstrong/matrix.hpp"
#include "report/json_writer.hpp"

namespace headstrong {

template <class V>
void fields(V& v, const CellException& other) {
  v("browser", decide::profile_name(other.browser));
  v("state", to_string(other.state));
}

template <class V>
void fields(V& v, const CellPart& part) {
  v("label", part.label);
  v("state", to_string(part.state));
  v("others", part.others);
  v("type", part.type);
  v("url", part.url);
}

template <class V>
void fields(V& v, const CellRisk& risk) {
  v("severity", to_string(risk.severity));
  v("words", risk.words);
}

template <class V>
void fields(V& v, const MatrixCell& cell) {
  v("state", to_string(cell.state));
  v("parts", cell.parts);
  v("risk", cell.risk);
}

template <class V>
void fields(V& v, const MatrixRow& row) {
  v("label", row.label);
  v("cells", row.cells);
}

template <class V>
void fields(V& v, const MatrixCodeRow& row) {
  v("label", row.label);
  v("example", row.example);
  v("cell", row.cell);
}

template <class V>
void fields(V& v, const MatrixHost& host) {
  v("host", host.host);
  v("allowed", host.allowed);
  v("disputed", host.disputed);
}

template <class V>
void fields(V& v, const Matrix& matrix) {
  v("page", matrix.page);
  v("enforced", matrix.enforced);
  v("columns", matrix.columns);
  v("code", matrix.code);
  v("rows", matrix.rows);
  v("hosts", matrix.hosts);
  v("moreHosts", static_cast<std::uint64_t>(matrix.more_hosts));
}

}  // namespace headstrong
