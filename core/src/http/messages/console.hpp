// The pieces of the reader of console messages: what they share, and one reader for each way to word one.
#pragma once

#include <cstddef>
#include <string_view>

#include "http/messages/told_request.hpp"
#include "text/source.hpp"

namespace headstrong::http::messages {

inline bool has(std::string_view words, std::string_view part) { return words.find(part) != words.npos; }
inline bool starts(std::string_view words, std::string_view with) { return words.substr(0, with.size()) == with; }

constexpr std::string_view kWideColon = "\xEF\xBC\x9A";
constexpr std::string_view kLeftQuote = "\xE2\x80\x9C";
constexpr std::string_view kRightQuote = "\xE2\x80\x9D";
constexpr std::string_view kLowQuote = "\xE2\x80\x9E";

/// Blanks, those that do not break a line among them.
std::size_t blank(std::string_view s);
/// Where Content-Security-Policy is named, in any of its spellings; npos: nowhere.
std::size_t policy_named(std::string_view words);
/// The length of a quotation mark of any language that stands here; 0: none does.
std::size_t quote_mark(std::string_view s);
/// Without the blanks around it.
std::string_view without_blanks(std::string_view s);
/// A directive's name at the start, and nothing more of a word.
std::string_view name_at(std::string_view s);
/// The first address that stands in the words, without quotes around it.
std::string_view address_in(std::string_view words);
bool is_report_only(std::string_view words);

/// A message of Chromium's or WebKit's that begins with what was done ("Refused to ..."): whether it says enough.
bool read_action(std::string_view words, ToldRequest& told);
/// One of those with a sentence of their own; `after` is what follows it.
bool read_special(std::string_view words, std::string_view after, ToldRequest& told);
/// A message of Firefox's in any language, by its shape. `prefixed`: the words stand behind
/// "Content-Security-Policy:", so that less evidence is needed.
bool read_firefox(text::Source& source, std::string_view words, bool prefixed, ToldRequest& told);
/// What a remark of a parser speaks of: a directive that is known, or else what it quotes first.
std::string_view remarked_name(std::string_view words);
/// Whether the words are a remark on a policy.
bool is_remark(std::string_view words);
/// Of what stands behind Firefox's "Content-Security-Policy:": a sentence, no policy.
bool is_prefixed_remark(std::string_view words, bool is_header_name);

}  // namespace headstrong::http::messages
