// Apache httpd: mod_headers, for the server configuration and for .htaccess.
#include <algorithm>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/quote/quote.hpp"
#include "emit/target.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace apache {

constexpr std::string_view kOwnHeader =
    "Apache writes it itself after mod_headers has run; see ServerTokens";

constexpr NameRefusal kRefusedNames[] = {
    {"Server", kOwnHeader},
};

/// mod_headers makes a piece of every '%' and copies what it has for each, at every response: a
/// value of 65536 of them took over 20 seconds and gigabytes. This bounds what is copied to 4 MiB.
constexpr std::size_t kMaxCopiedBytes = 4 << 20;

bool copies_too_much(std::string_view value) {
  const auto percents = static_cast<std::size_t>(std::count(value.begin(), value.end(), '%'));
  return percents * value.size() > kMaxCopiedBytes;
}

/// What no value contains: a name for "${" while the line is read.
std::string absent_marker(std::string_view value) {
  for (int i = 0;; ++i) {
    std::string marker = "@" + std::to_string(i) + "@";
    if (value.find(marker) == std::string_view::npos) return marker;
  }
}

/// A literal value, read twice: mod_headers takes '%' for a format and a backslash for the start of
/// a control character, and the configuration reader takes the quote and the backslash again.
std::string quoted(std::string_view text) {
  const std::string format = quote::replaced(quote::backslashed(text, "\\"), "%", "%%");
  return "\"" + quote::backslashed(format, "\"\\") + "\"";
}

std::string directive(std::string_view table, std::string_view verb, std::string_view name) {
  return std::string("Header ").append(table).append(" ").append(verb).append(" ").append(name) +
         " ";
}

/// The lines that give `name` the value by `verb` (set or add).
/// Two spellings have no escape: "${name}" is replaced wherever it stands in the file, and a value
/// that begins with "expr=" is evaluated. So the value is set with a marker in their place, and an
/// edit then writes "${" (unclosed, so nothing is replaced) or the first letter over the marker.
std::string set_lines(std::string_view verb, std::string_view name, std::string_view value) {
  const bool has_variable = value.find("${") != std::string_view::npos;
  const bool is_expression = text::istarts_with(value, "expr=");
  if (!has_variable && !is_expression) {
    return directive("always", verb, name) + quoted(value) + "\n";
  }
  const std::string marker = absent_marker(value);
  std::string written = quote::replaced(value, "${", marker + "{");
  std::string out;
  if (is_expression) written.replace(0, 1, marker + value.front() + marker);
  out += directive("always", verb, name) + quoted(written) + "\n";
  if (is_expression) {
    out += directive("always", "edit", name) + "\"^" + marker + "(.)" + marker + "\" \"$1\"\n";
  }
  if (has_variable) {
    out += directive("always", "edit*", name) + "\"" + marker + "\\{\" \"\\\\${\"\n";
  }
  return out;
}

void write(const TargetSpec& spec, const Request& request, EmitResult& result) {
  std::string text = banner(spec, "# ");
  for (const Field& field : request.fields()) {
    const bool additive = is_additive(field.name);
    if (!additive) text += "Header onsuccess unset " + std::string(field.name) + "\n";
    for (const std::string_view value : field.values) {
      if (copies_too_much(value)) {
        refuse(result, field.name,
               "the value has so many '%' that Apache would take long over each response");
        return;
      }
      const bool first = value.data() == field.values.front().data();
      text += set_lines(first && !additive ? "set" : "add", field.name, value);
    }
  }
  result.files.push_back({"headstrong.conf",
                          "in the <VirtualHost>, in the server configuration, or in .htaccess "
                          "(AllowOverride FileInfo); needs mod_headers (a2enmod headers)",
                          std::move(text)});
}

}  // namespace apache

extern constexpr TargetSpec k_apache_target = {
    .id = "apache",
    .name = "Apache httpd",
    .evidence = Evidence::Server,
    .check = "apachectl configtest",
    .limits =
        "values up to 65536 bytes, length times number of '%' up to 4 MiB; no Server header; no "
        "nonce",
    .coverage =
        "every status (always), error pages included; in .htaccess not the answers that Apache "
        "gives "
        "before it looks into the directory. Copies from the application are removed (onsuccess "
        "unset).",
    .max_value_bytes = 65536,
    .nonce_refusal =
        "Apache has nothing unguessable to make a nonce from (UNIQUE_ID is a counter and an "
        "address); let the application send the header",
    .refused_names = apache::kRefusedNames,
    .write = apache::write,
};

}  // namespace headstrong::emitters
