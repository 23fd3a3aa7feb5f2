// The rows and columns of the table "what it allows".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "headstrong/decide.hpp"
#include "headstrong/matrix.hpp"

namespace headstrong::advise {

enum class Column : std::uint8_t { SameOrigin, AnyHttps, AnyHttp, Data, Blob };
inline constexpr std::size_t kColumnCount = 5;
inline constexpr std::array<std::string_view, kColumnCount> kColumns = {"Same origin", "Any https host",
                                                                        "Any http host", "data:", "blob:"};

/// A type of request; the label tells types of one kind apart where they differ.
struct KindType {
  decide::RequestType type = decide::RequestType::Image;
  std::string_view label;
};

/// One kind of resource, asked about with an address.
struct Kind {
  std::string_view label;
  std::array<KindType, 4> types{};
  std::size_t type_count = 1;
  bool hosts_only = false;  // no address without a host can stand here
  std::array<std::optional<CellRisk>, kColumnCount> risks{};
};

struct CodeKind {
  std::string_view label;
  std::string_view example;
  decide::RequestType type = decide::RequestType::InlineScript;
  std::optional<CellRisk> risk{};
};

inline constexpr CellRisk kAnyScript = {Severity::High, "anyone\xE2\x80\x99s script runs"};
inline constexpr CellRisk kInjected = {Severity::High, "injected code runs"};
inline constexpr CellRisk kTextBecomesCode = {Severity::Medium, "text becomes code"};
inline constexpr CellRisk kAnyPlugin = {Severity::Low, "anyone\xE2\x80\x99s content"};
inline constexpr CellRisk kClickjacking = {Severity::Medium, "clickjacking"};

using decide::RequestType;

inline constexpr std::array<Kind, 12> kKinds = {{
    {"Scripts",
     {{{RequestType::Script, ""}}},
     1,
     false,
     {std::nullopt, kAnyScript, kAnyScript, kInjected, kTextBecomesCode}},
    {"Styles", {{{RequestType::Style, ""}}}},
    {"Images", {{{RequestType::Image, ""}}}},
    {"Fonts", {{{RequestType::Font, ""}}}},
    {"Connections",
     {{{RequestType::Fetch, "fetch()"},
       {RequestType::WebSocket, "WebSocket"},
       {RequestType::EventSource, "EventSource"},
       {RequestType::Beacon, "beacon"}}},
     4},
    {"Media", {{{RequestType::Audio, "audio"}, {RequestType::Video, "video"}, {RequestType::Track, "subtitles"}}}, 3},
    {"Frames", {{{RequestType::Iframe, ""}}}},
    {"Objects",
     {{{RequestType::Object, "<object>"}, {RequestType::Embed, "<embed>"}}},
     2,
     false,
     {std::nullopt, kAnyPlugin, kAnyPlugin, kAnyPlugin, std::nullopt}},
    {"Workers",
     {{{RequestType::Worker, "worker"},
       {RequestType::SharedWorker, "shared worker"},
       {RequestType::ServiceWorker, "service worker"}}},
     3},
    {"Forms", {{{RequestType::FormAction, ""}}}},
    {"<base>", {{{RequestType::BaseUri, ""}}}, 1, true},
    {"Framed by",
     {{{RequestType::FrameAncestors, ""}}},
     1,
     true,
     {std::nullopt, kClickjacking, kClickjacking, std::nullopt, std::nullopt}},
}};

inline constexpr std::array<CodeKind, 7> kCodeKinds = {{
    {"Inline scripts", "<script>\xE2\x80\xA6</script>", RequestType::InlineScript, kInjected},
    {"Event handlers", "onclick=\"\xE2\x80\xA6\"", RequestType::ScriptAttribute, kInjected},
    {"javascript: links", "href=\"javascript:\xE2\x80\xA6\"", RequestType::JavaScriptUrl, kInjected},
    {"Code from strings", "eval, Function", RequestType::Eval, kTextBecomesCode},
    {"WebAssembly", "WebAssembly.compile()", RequestType::WasmEval},
    {"Inline styles", "<style>\xE2\x80\xA6</style>", RequestType::InlineStyle},
    {"Style attributes", "style=\"\xE2\x80\xA6\"", RequestType::StyleAttribute},
}};

}  // namespace headstrong::advise
