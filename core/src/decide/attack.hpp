// What somebody would try who can put markup into the page, or invite its visitors to another site.
#pragma once

#include <cstddef>
#include <cstdint>

namespace headstrong::decide {

/// A thing an attacker would try. The hosts used stand for "any host": they are named so that no
/// policy lists them by chance (RFC 6761 keeps .example out of use).
enum class Attack : std::uint8_t {
  InlineScript,      // <script>...</script> put into the page
  ScriptAttribute,   // onclick="..."
  JavaScriptUrl,     // href="javascript:..."
  HttpsScript,       // <script src> from any https host
  HttpScript,        // <script src> from any http host
  DataScript,        // <script src="data:...">
  BlobScript,        // <script src="blob:...">: needs a blob that the page itself can be made to make
  FilesystemScript,  // the same with a filesystem: URL
  SelfScript,        // <script src> from the page's own origin
  Eval,              // eval(text) called by the page's own scripts
  TrustedEval,       // eval(trusted): of what a Trusted Types policy of the page has passed
  InlineStyle,       // <style> and style="..."
  HttpsStyle,        // a style sheet from any https host
  HttpsObject,       // <object> from any https host
  DataObject,        // <object data="data:...">
  BaseUri,           // <base href> to any https host
  FormAction,        // a form sent to any https host
  HttpsConnect,      // fetch() to any https host
  HttpsImage,        // an image from any https host: enough to carry data out
  HttpsFrame,        // a frame from any https host
  FramedByHttps,     // any https page frames this one
  StringSink,        // a plain string given to a Trusted Types sink
};
inline constexpr std::size_t kAttackCount = static_cast<std::size_t>(Attack::StringSink) + 1;

}  // namespace headstrong::decide
