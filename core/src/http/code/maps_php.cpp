// PHP: spatie/laravel-csp.
#include <algorithm>
#include <string>
#include <string_view>

#include "http/code/map_reader.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

void MapReader::see_php(std::uint32_t i) {
  if (!t_.is(i, "Directive") || !t_.is(i + 1, "::") || !t_.is_kind(i + 2, Kind::Word)) return;
  if (i < 2 || !t_.is(i - 1, "(")) return;
  const std::string call = plain_name(t_.text(i - 2));
  if (!is_one_of(call, {"add", "adddirective", "addnoncefordirective", "addnonce"})) return;
  std::string name = text::lowered(t_.text(i + 2));
  std::replace(name.begin(), name.end(), '_', '-');
  if (name == "base") name = "base-uri";
  if (name == "report") name = "report-uri";
  for (const std::string_view tail : {"-attr", "-elem"}) {
    if (name.size() > 5 && name.substr(name.size() - 5) == tail && name.find("-src") == std::string::npos) {
      name = name.substr(0, name.size() - 5) + "-src" + std::string(tail);
    }
  }
  if (!is_directive(name)) name += "-src";
  if (!is_directive(name)) return;
  auto found = std::find_if(spatie_.begin(), spatie_.end(), [&](const Directive& each) { return each.name == name; });
  if (found == spatie_.end()) {
    if (spatie_.empty()) spatie_token_ = i;
    spatie_.push_back({name, span_of(i + 2), {}, false});
    found = spatie_.end() - 1;
  }
  if (call == "addnoncefordirective" || call == "addnonce") return add_nonce(*found, span_of(i - 2));
  const std::uint32_t close = t_.group_end(i - 1);
  if (!t_.is(i + 3, ",") || t_.is(i + 6, "NO_VALUE")) return;
  sources_of(i + 4, e_.item_end(i + 4, close), true, found->sources);
}

void MapReader::finish_spatie() {
  if (!spatie_.empty()) add_policy(kPolicy, spatie_, spatie_token_);
}

}  // namespace headstrong::http::code
