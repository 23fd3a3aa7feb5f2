#include "emit/netlify.hpp"

#include "emit/header_facts.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace netlify_detail {

bool is_blank(char c) { return text::is(c, text::kSpaceTab); }

/// Whether the comma at `at` has one blank after it and none before it.
bool is_kept(std::string_view value, std::size_t at) {
  if (at == 0 || is_blank(value[at - 1])) return false;
  if (at + 2 >= value.size() || value[at + 1] != ' ') return false;
  return !is_blank(value[at + 2]) && value[at + 2] != ',';
}

bool commas_are_kept(std::string_view value) {
  for (std::size_t at = value.find(','); at != std::string_view::npos; at = value.find(',', at + 1)) {
    if (!is_kept(value, at)) return false;
  }
  return true;
}

/// Whether blanks around the commas of such a value say nothing: in lists (RFC 9110 section 5.6.1),
/// between policies, and in JSON. Within quotes and within a link's <...> they do.
bool blanks_say_nothing(std::string_view name, std::string_view value) {
  if (is_policy(name)) return true;
  if (!is_list(name) && !text::iequals(name, "NEL")) return false;
  const bool has_links = text::iequals(name, "Link");
  bool in_quotes = false;
  bool in_link = false;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    if (in_quotes && c == '\\') {
      ++at;
    } else if (c == '"' && !in_link) {
      in_quotes = !in_quotes;
    } else if (has_links && !in_quotes && (c == '<' || c == '>')) {
      in_link = c == '<';
    } else if (c == ',' && (in_quotes || in_link) && !is_kept(value, at)) {
      return false;
    }
  }
  return true;
}

}  // namespace netlify_detail

void examine_netlify(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  for (const HeaderValues& field : call.fields()) {
    const std::string_view value = field.values.front();
    if (netlify_detail::commas_are_kept(value)) continue;
    if (!netlify_detail::blanks_say_nothing(field.name, value)) {
      refuse(result, field.name,
             "Netlify rewrites the spaces around commas: only a comma with one space after it and none "
             "before it arrives unchanged");
      return;
    }
    warn(result, field.name,
         "Netlify sends each comma with one space after it and none before it, which means the same for "
         "this header.");
  }
}

std::string netlify_value(std::string_view value) {
  std::string out;
  while (true) {
    const std::size_t comma = value.find(',');
    out += text::trim(value.substr(0, comma), text::kSpaceTab);
    if (comma == std::string_view::npos) break;
    out += ", ";
    value.remove_prefix(comma + 1);
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace headstrong::emitters
