#include <string>

#include "headstrong/emit.hpp"

namespace headstrong {
namespace emit_text_detail {

/// A comment in the language of a file, told by its name.
std::string comment(const EmitFile& file) {
  const auto ends_with = [&](std::string_view ending) {
    return file.name.size() >= ending.size() &&
           std::string_view(file.name).substr(file.name.size() - ending.size()) == ending;
  };
  const std::string words = file.name + (file.place.empty() ? "" : ": " + file.place);
  for (const std::string_view ending :
       {".js", ".cjs", ".mjs", ".ts", ".json", ".java", ".go", ".rs", ".cs", ".php", ".vcl"}) {
    if (ends_with(ending)) return "// " + words;
  }
  if (ends_with(".html") || ends_with(".xml") || ends_with(".config")) return "<!-- " + words + " -->";
  return "# " + words;
}

}  // namespace emit_text_detail

std::string emit_text(const EmitResult& result) {
  std::string out;
  for (const EmitFile& file : result.files) {
    if (result.files.size() > 1) {
      if (!out.empty()) out += '\n';
      out += emit_text_detail::comment(file) + "\n";
    }
    out += file.text;
    if (!out.empty() && out.back() != '\n') out += '\n';
  }
  return out;
}

}  // namespace headstrong
