#include "emit/headers_file.hpp"

#include "emit/comment.hpp"

namespace headstrong::emitters {

std::string headers_file(const TargetSpec& spec, const EmitCall& call, std::string (*spelt)(std::string_view)) {
  std::string out = opening(spec, "# ", call) + "/*\n";
  for (const HeaderValues& field : call.fields()) {
    out += remark_lines(spec, "  # ", field);
    out.append("  ").append(field.name).append(": ").append(spelt(field.values.front())).append("\n");
  }
  return out;
}

}  // namespace headstrong::emitters
