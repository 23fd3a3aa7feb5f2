#include "emit/headers_file.hpp"

#include "emit/comment.hpp"

namespace headstrong::emitters {

std::string headers_file(const TargetSpec& spec, std::span<const Field> fields) {
  std::string out = banner(spec, "# ") + "/*\n";
  for (const Field& field : fields) {
    out.append("  ").append(field.name).append(": ").append(field.values.front()).append("\n");
  }
  return out;
}

}  // namespace headstrong::emitters
