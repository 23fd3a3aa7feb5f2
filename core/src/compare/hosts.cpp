#include "compare/hosts.hpp"

#include "grammar/url.hpp"
#include "text/ascii.hpp"

namespace headstrong::decide {
namespace hosts_detail {

/// Whether a URL's host is spelled just like this, and one below it as well.
bool is_plain(const std::string& host) {
  const std::string text = "https://" + host + "/";
  std::string buffer;
  grammar::Url url;
  return grammar::parse_url(text, buffer, url) == grammar::UrlError::None &&
         url.host_kind == grammar::HostKind::Domain && url.host == host;
}

}  // namespace hosts_detail

bool is_wild(const csp::SourceExpression& word) {
  const std::string_view host = word.host();
  return host.size() > 2 && host.front() == '*';
}

std::string_view host_of(const csp::SourceExpression& word) {
  return is_wild(word) ? word.host().substr(2) : word.host();
}

void HostWords::add(std::size_t list, const Source& source, const csp::SourceExpression& word) {
  if (word.host() == "*") return;
  Words& words = by_host_[text::lowered(host_of(word))];
  std::string& out = is_wild(word) ? words.wild : words.exact;
  out += std::to_string(list) + " " + std::to_string(source.valid_in) + " ";
  out += word.text.substr(0, word.host_start);
  out += " ";
  out += word.text.substr(word.host_end);
  out += "\n";
}

void HostWords::number() {
  std::unordered_map<std::string, std::size_t> numbers = {{{}, 0}};
  for (auto& [name, words] : by_host_) {
    for (std::string* said : {&words.exact, &words.wild}) {
      *said = std::to_string(numbers.try_emplace(std::move(*said), numbers.size()).first->second);
    }
  }
}

std::string HostWords::likeness(const std::string& host, std::string_view page_host) const {
  const auto is_taken = [&](std::string_view label) {
    const std::string below = std::string(label) + host;
    return below == page_host || by_host_.count(below) > 0;
  };
  if (host == page_host || is_taken(kLabelBelow) || is_taken(kLabelsBelow)) return {};
  if (!hosts_detail::is_plain(host)) return {};
  std::string out;
  const auto own = by_host_.find(host);
  if (own != by_host_.end()) out = own->second.exact + " " + own->second.wild;
  for_each_name_above(host, [&](std::string_view above) {
    const auto words = by_host_.find(std::string(above));
    if (words != by_host_.end()) out += " " + words->second.wild;
  });
  return out;
}

}  // namespace headstrong::decide
