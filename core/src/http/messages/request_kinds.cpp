#include "http/messages/request_kinds.hpp"

#include <algorithm>
#include <string>

#include "grammar/csp_names.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::messages {
namespace request_kinds_detail {

struct Row {
  csp::DirectiveName directive;
  std::string_view type;
};
/// Of `connect-src` and `media-src` the address tells more.
constexpr Row kTypes[] = {{csp::DirectiveName::ScriptSrcElem, "script"},
                          {csp::DirectiveName::ScriptSrc, "script"},
                          {csp::DirectiveName::StyleSrcElem, "style"},
                          {csp::DirectiveName::StyleSrc, "style"},
                          {csp::DirectiveName::ImgSrc, "image"},
                          {csp::DirectiveName::FontSrc, "font"},
                          {csp::DirectiveName::ObjectSrc, "object"},
                          {csp::DirectiveName::FrameSrc, "iframe"},
                          {csp::DirectiveName::ChildSrc, "iframe"},
                          {csp::DirectiveName::FencedFrameSrc, "iframe"},
                          {csp::DirectiveName::WorkerSrc, "worker"},
                          {csp::DirectiveName::ManifestSrc, "manifest"},
                          {csp::DirectiveName::PrefetchSrc, "prefetch"},
                          {csp::DirectiveName::DefaultSrc, "prefetch"},
                          {csp::DirectiveName::FormAction, "form-action"},
                          {csp::DirectiveName::BaseUri, "base-uri"},
                          {csp::DirectiveName::FrameAncestors, "frame-ancestors"}};

/// The path's last letters, in lower case: what stands before a query or a fragment.
std::string ending_of(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t dot = url.rfind('.');
  constexpr std::size_t kLongest = 6;
  if (dot == url.npos || url.size() - dot > kLongest || url.find('/', dot) != url.npos) return {};
  return text::lowered(url.substr(dot + 1));
}

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace request_kinds_detail

std::string_view directive_of(std::string_view text) {
  text = text::trim(text);
  const csp::DirectiveName name = csp::directive_name(text.substr(0, text.find_first_of(" \t\r\n;")));
  switch (name) {
    case csp::DirectiveName::TrustedTypes:
    case csp::DirectiveName::RequireTrustedTypesFor:
    case csp::DirectiveName::ScriptSrcAttr:
    case csp::DirectiveName::StyleSrcAttr:
    case csp::DirectiveName::ConnectSrc:
    case csp::DirectiveName::MediaSrc:
    case csp::DirectiveName::NavigateTo: return csp::info(name).name;
    default: break;
  }
  for (const request_kinds_detail::Row& row : request_kinds_detail::kTypes) {
    if (row.directive == name) return csp::info(name).name;
  }
  return {};
}

std::string_view type_of(std::string_view directive, std::string_view url) {
  using namespace request_kinds_detail;
  const csp::DirectiveName name = csp::directive_name(directive);
  if (name == csp::DirectiveName::ConnectSrc) {
    const bool socket = text::istarts_with(url, "ws:") || text::istarts_with(url, "wss:");
    return socket ? "websocket" : "fetch";
  }
  if (name == csp::DirectiveName::MediaSrc) {
    const std::string ending = ending_of(url);
    if (ending == "vtt") return "track";
    return one_of(ending, {"mp3", "ogg", "oga", "wav", "m4a", "flac", "aac", "opus"}) ? "audio" : "video";
  }
  for (const Row& row : kTypes) {
    if (row.directive == name) return row.type;
  }
  return {};
}

std::string_view type_by_address(std::string_view directive, std::string_view url) {
  using namespace request_kinds_detail;
  if (csp::directive_name(directive) != csp::DirectiveName::DefaultSrc) return type_of(directive, url);
  const std::string ending = ending_of(url);
  if (one_of(ending, {"js", "mjs"})) return "script";
  if (ending == "css") return "style";
  if (one_of(ending, {"png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico"})) return "image";
  if (one_of(ending, {"woff", "woff2", "ttf", "otf", "eot"})) return "font";
  if (one_of(ending, {"mp4", "webm", "mp3", "ogg", "wav", "vtt"})) return type_of("media-src", url);
  if (text::istarts_with(url, "data:image")) return "image";
  if (text::istarts_with(url, "data:font") || text::istarts_with(url, "data:application/font")) return "font";
  return type_of("connect-src", url);
}

std::string_view type_of_word(std::string_view directive, std::string_view word) {
  using csp::DirectiveName;
  if (text::iequals(word, "eval")) return "eval";
  if (text::iequals(word, "wasm-eval")) return "wasm-eval";
  if (text::iequals(word, "trusted-types-policy")) return "trusted-type-policy";
  if (text::iequals(word, "trusted-types-sink")) return "trusted-type-sink";
  // Firefox wrote "self" for code in the page itself, others nothing at all.
  if (!text::iequals(word, "inline") && !text::iequals(word, "self") && !word.empty()) return {};
  switch (csp::directive_name(directive)) {
    case DirectiveName::ScriptSrcAttr: return "script-attribute";
    case DirectiveName::StyleSrcAttr: return "style-attribute";
    case DirectiveName::StyleSrc:
    case DirectiveName::StyleSrcElem: return "inline-style";
    case DirectiveName::ScriptSrc:
    case DirectiveName::ScriptSrcElem: return "inline-script";
    case DirectiveName::DefaultSrc: return text::iequals(word, "inline") ? "inline-script" : "";
    default: return {};
  }
}

std::string_view offered_hash(std::string_view words) {
  // The list may hold hashes, too; the offered one stands behind these words, or in brackets.
  std::size_t at = words.find("('sha");
  if (at == words.npos) return {};
  at += 2;
  const std::size_t end = words.find('\'', at);
  if (end == words.npos) return {};
  const std::string_view hash = words.substr(at, end - at);
  // Chromium writes 'sha256-...' where it has none to offer.
  constexpr std::size_t kShortest = 7 + 43;
  return hash.size() < kShortest || hash.find("...") != hash.npos ? std::string_view() : hash;
}

std::string_view address_at(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && text::is(text[end], text::kScheme)) ++end;
  if (end < 2 || end + 1 >= text.size() || text[end] != ':' || !text::is(text[0], text::kAlpha)) return {};
  const std::string_view scheme = text.substr(0, end);
  const bool opaque =
      request_kinds_detail::one_of(text::lowered(scheme), {"data", "blob", "about", "javascript", "filesystem"});
  if (!opaque && text.substr(end, 3) != "://") return {};
  while (end < text.size() && text::is(text[end], text::kVisible) && text[end] != '"' && text[end] != '<') ++end;
  return text.substr(0, end);
}

std::string_view plain_quotes(text::Source& source, std::string_view list) {
  list = text::trim(list);
  constexpr std::string_view kOpen = "\xE2\x80\x98";
  constexpr std::string_view kClose = "\xE2\x80\x99";
  if (list.find(kOpen) == list.npos && list.find(kClose) == list.npos) return list;
  std::string plain;
  for (std::size_t at = 0; at < list.size();) {
    const std::string_view three = list.substr(at, kOpen.size());
    const bool mark = three == kOpen || three == kClose;
    plain += mark ? '\'' : list[at];
    at += mark ? kOpen.size() : 1;
  }
  return source.keep(std::move(plain));
}

}  // namespace headstrong::http::messages
