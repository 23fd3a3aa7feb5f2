#include "harden/hardened_set.hpp"

#include <algorithm>
#include <iterator>

#include "text/ascii.hpp"

namespace headstrong::hardening {
namespace hardened_set_detail {

/// Field values hold no control characters but tabs (RFC 9110 section 5.5).
bool is_sendable(std::string_view value) {
  return std::none_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7F;
  });
}

}  // namespace hardened_set_detail

void HardenedSet::add(std::string name, std::string value) {
  if (!hardened_set_detail::is_sendable(value)) {
    say(name, "Left out: its value has control characters, which servers must not send.");
    return;
  }
  result_.headers.push_back({std::move(name), std::move(value)});
}

void HardenedSet::keep_as_it_is(http::HeaderName name) {
  for (const std::uint32_t index : model_.fields(name)) {
    const std::string_view value = model_.field(index).value.text();
    if (text::trim(value).empty()) say(http::spelling(name), "Left out: it is empty.");
    else add(std::string(http::spelling(name)), std::string(value));
  }
}

void HardenedSet::say(std::string_view header, std::string sentence) {
  result_.changes.push_back({std::string(header), std::move(sentence)});
}

void HardenedSet::say_open(std::string_view header, std::string sentence) {
  result_.changes.push_back({std::string(header), std::move(sentence), true});
}

void HardenedSet::take(std::vector<HardenChange> changes) {
  std::move(changes.begin(), changes.end(), std::back_inserter(result_.changes));
}

}  // namespace headstrong::hardening
