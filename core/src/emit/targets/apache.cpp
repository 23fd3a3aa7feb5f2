// Apache httpd: mod_headers, for the server configuration and for .htaccess.
#include <algorithm>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"
#include "quote/replace.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace headstrong::emitters {

namespace apache {

constexpr std::string_view kOwnHeader = "Apache writes it after mod_headers has run; see ServerTokens";

constexpr LeftOutName kLeftOutNames[] = {
    {"Server", kOwnHeader},
};

/// mod_headers makes a piece of every '%' and copies what it has for each, at every response: a
/// value of 65536 of them took over 20 seconds and gigabytes. This bounds what is copied to 4 MiB.
constexpr std::size_t kMaxCopiedBytes = 4 << 20;

bool copies_too_much(std::string_view value) {
  const auto percents = static_cast<std::size_t>(std::count(value.begin(), value.end(), '%'));
  return percents * value.size() > kMaxCopiedBytes;
}

/// Apache reads .htaccess in lines of at most 8191 bytes, and answers every request with a 500 if
/// one is longer. The rest leaves room to indent.
constexpr std::size_t kMaxLineBytes = 8000;

/// What no value contains: a mark for what is put in its place later.
std::string absent_marker(std::string_view value) {
  for (int i = 0;; ++i) {
    std::string marker = "@" + std::to_string(i) + "@";
    if (value.find(marker) == std::string_view::npos) return marker;
  }
}

/// A literal value without its quotes.
std::string escaped(std::string_view text) { return quote::encode(text, quote::Spelling::ApacheDouble); }

/// The same for what an edit puts in: '$' and backslash have a meaning there, before these two.
std::string escaped_replacement(std::string_view text) { return escaped(quote::backslashed(text, "\\$")); }

std::string directive(std::string_view table, std::string_view verb, std::string_view name) {
  return std::string("Header ").append(table).append(" ").append(verb).append(" ").append(name) + " ";
}

/// The longest beginning of `text` that has at most `room` bytes when it is escaped, whole characters
/// only.
std::string_view fitting(std::string_view text, std::size_t room) {
  std::size_t length = 0;
  std::size_t taken = 0;
  while (length < text.size()) {
    const std::string_view character = text::character_at(text, length);
    taken += escaped_replacement(character).size();
    if (taken > room) break;
    length += character.size();
  }
  return text.substr(0, length);
}

/// The lines that give `name` a literal value. One that is too long for a line is set in parts: each
/// but the last ends with a marker, over which an edit writes the next.
std::string assignment(std::string_view verb, std::string_view name, std::string_view value) {
  std::string line = directive("always", verb, name) + "\"" + escaped(value) + "\"\n";
  if (line.size() <= kMaxLineBytes) return line;
  const std::string marker = absent_marker(value);
  const std::string edit = directive("always", "edit", name) + "\"" + marker + "$\" \"";
  const std::size_t room = kMaxLineBytes - edit.size() - marker.size() - 2;
  std::string out;
  while (!value.empty()) {
    const std::string_view part = fitting(value, room);
    value.remove_prefix(part.size());
    out += out.empty() ? directive("always", verb, name) + "\"" + escaped(part) : edit + escaped_replacement(part);
    out += (value.empty() ? "" : marker) + "\"\n";
  }
  return out;
}

/// The lines that give `name` the value by `verb` (set or add).
/// Two spellings have no escape: "${name}" is replaced wherever it stands in the file, and a value
/// that begins with "expr=" is evaluated. So the value is set with a marker in their place, and an
/// edit then writes "${" (unclosed, so nothing is replaced) or the first letter over the marker.
std::string set_lines(std::string_view verb, std::string_view name, std::string_view value) {
  const bool has_variable = value.find("${") != std::string_view::npos;
  const bool is_expression = text::istarts_with(value, "expr=");
  if (!has_variable && !is_expression) {
    return assignment(verb, name, value);
  }
  const std::string marker = absent_marker(value);
  std::string written = quote::replaced(value, "${", marker + "{");
  std::string out;
  if (is_expression) written.replace(0, 1, marker + value.front() + marker);
  out += assignment(verb, name, written);
  if (is_expression) {
    out += directive("always", "edit", name) + "\"^" + marker + "(.)" + marker + "\" \"$1\"\n";
  }
  if (has_variable) {
    out += directive("always", "edit*", name) + "\"" + marker + "\\{\" \"\\\\${\"\n";
  }
  return out;
}

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  for (const HeaderValues& field : call.fields()) {
    for (const std::string_view value : field.values) {
      if (!copies_too_much(value)) continue;
      refuse(result, field.name, "the value has so many '%' that Apache would answer slowly");
    }
  }
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = opening(spec, "# ", call);
  bool replaces = false;
  bool tells_software = false;
  for (const HeaderValues& field : call.fields()) {
    tells_software = tells_software || text::iequals(field.name, kPoweredBy);
    text += remark_lines(spec, "# ", field);
    const bool additive = is_additive(field.name);
    replaces = replaces || !additive;
    if (!additive) text += "Header onsuccess unset " + std::string(field.name) + "\n";
    for (const std::string_view value : field.values) {
      const bool first = value.data() == field.values.front().data();
      text += set_lines(first && !additive ? "set" : "add", field.name, value);
    }
  }
  // What PHP sends by FastCGI is in the one table, what other applications send in the other.
  if (replaces && !tells_software) {
    for (const std::string_view table : {"always", "onsuccess"}) {
      text.append("Header ").append(table).append(" unset ").append(kPoweredBy).append("\n");
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
        "every status (always), error pages included; in .htaccess not responses that Apache sends "
        "before it reads the directory. Copies from the application are removed (onsuccess unset).",
    .max_value_bytes = 65536,
    .nonce_refusal =
        "Apache has no unguessable value to make a nonce from (UNIQUE_ID is a counter and an IP address); "
        "let the application send the header",
    .left_out_names = apache::kLeftOutNames,
    .examine = apache::examine,
    .write = apache::write,
};

}  // namespace headstrong::emitters
