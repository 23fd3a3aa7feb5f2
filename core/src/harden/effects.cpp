#include "harden/effects.hpp"

#include <algorithm>
#include <utility>

#include "grammar/header_names.hpp"
#include "harden/merge.hpp"
#include "harden/policy_draft.hpp"
#include "text/ascii.hpp"

namespace headstrong::hardening {

std::string filled_in(std::string value, std::string_view nonce) {
  constexpr std::string_view kPlace = "{{nonce}}";
  for (std::size_t at = value.find(kPlace); at != std::string::npos; at = value.find(kPlace, at + nonce.size())) {
    value.replace(at, kPlace.size(), nonce);
  }
  return value;
}

HeaderSet once_enforced(const HardenResult& result) {
  HeaderSet headers = result.headers;
  if (!result.reports_first) return headers;
  for (Header& header : headers) {
    if (header.name != "Content-Security-Policy-Report-Only") continue;
    header.name = "Content-Security-Policy";
    break;  // the first; what else is reported was tried out before
  }
  return headers;
}

HeaderSet sent_with(const http::Response& response, const HeaderSet& set) {
  constexpr std::size_t kMost = 1000;  // no server sends more, and a set is judged often
  HeaderSet sent = set;
  const writing::Merge merge = writing::merge(response, set);
  for (std::size_t i = 0; i < merge.fields.size() && sent.size() < set.size() + kMost; ++i) {
    const http::Field& field = *merge.fields[i];
    if (merge.steps[i].act != writing::Step::Act::Keep || http::header_name(field.name) == http::HeaderName::Unknown)
      continue;
    const bool in_set = std::any_of(set.begin(), set.end(), [&](const Header& header) {
      return text::iequals(header.name, field.name) && header.value == field.value.text();
    });
    if (!in_set) sent.push_back({std::string(field.name), std::string(field.value.text())});
  }
  return sent;
}

}  // namespace headstrong::hardening

namespace headstrong {
namespace effects_detail {

/// Stands for the server's nonce where the text has none. Nobody is to read it.
constexpr std::string_view kStandIn = "3q2xVYk0pRb8uTnL5eWzQA==";

/// A nonce of the text, so that what it allows is compared with what the set allows; else the stand-in.
std::string nonce_of(std::string_view text) {
  constexpr std::string_view kStart = "'nonce-";
  const std::size_t at = text.find(kStart);
  if (at != std::string_view::npos) {
    const std::size_t start = at + kStart.size();
    std::size_t end = start;
    const auto is_nonce = [](char c) {
      return text::is(c, text::kAlpha | text::kDigit) || c == '+' || c == '/' || c == '-' || c == '_' || c == '=';
    };
    while (end < text.size() && is_nonce(text[end])) ++end;
    if (end > start) return std::string(text.substr(start, end - start));
  }
  return std::string(kStandIn);
}

void replace_all(std::string& text, const std::string& what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

/// Speaks of the stand-in as what it stands for.
void name_nonce(Comparison& comparison) {
  const std::string stand_in(kStandIn);
  const auto name = [&](std::string& sentence) {
    replace_all(sentence, "the nonce `" + stand_in + "`", "the response's nonce");
    replace_all(sentence, "`" + stand_in + "`", "the response's nonce");
    replace_all(sentence, stand_in, "{{nonce}}");
  };
  for (std::string& note : comparison.notes) name(note);
  for (decide::Witness& witness : comparison.witnesses) {
    name(witness.sentence);
    if (witness.request.nonce == stand_in) witness.request.nonce = "{{nonce}}";
  }
}

std::string message(const HeaderSet& headers, std::string_view nonce) {
  std::string out = "HTTP/1.1 200 OK\n";
  for (const Header& header : headers) out += header.name + ": " + hardening::filled_in(header.value, nonce) + "\n";
  return out;
}

}  // namespace effects_detail

HardenEffects effects_of(std::string_view text, const HardenResult& result) {
  using namespace effects_detail;
  const std::string nonce = nonce_of(text);
  const std::string_view before = text.empty() ? std::string_view("HTTP/1.1 200 OK\nContent-Type: text/html\n") : text;
  HardenEffects effects;
  effects.now = compare(before, message(result.headers, nonce));
  effects.enforced =
      result.reports_first ? compare(before, message(hardening::once_enforced(result), nonce)) : effects.now;
  if (nonce == kStandIn) {
    name_nonce(effects.now);
    name_nonce(effects.enforced);
  }
  return effects;
}

}  // namespace headstrong
