#include "harden/inline_hashes.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "headers/csp/parse_policy.hpp"
#include "text/ascii.hpp"
#include "text/listed.hpp"
#include "text/utf8.hpp"

namespace headstrong::hardening {
namespace inline_hashes_detail {

using csp::DirectiveName;

/// Of one kind of code: a header has to fit into a server's buffers.
constexpr std::size_t kMostHashes = 100;

std::string counted(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

/// A text of the page, short and on one line.
std::string shown(std::string_view text) {
  constexpr std::size_t kShown = 80;
  std::string out = text::shortened(text, kShown);
  for (char& c : out) {
    if (text::is(c, text::kControl)) c = '?';
  }
  return out;
}

bool is_utf8(std::string_view charset) {
  return charset.empty() || charset == "utf-8" || charset == "utf8" || charset == "us-ascii" || charset == "ascii";
}

std::vector<std::string>& hashes_of(PolicyChoices& choices, InlineKind kind) {
  switch (kind) {
    case InlineKind::Style: return choices.style_hashes;
    case InlineKind::Handler: return choices.handler_hashes;
    case InlineKind::StyleAttribute: return choices.style_attribute_hashes;
    case InlineKind::Script: break;
  }
  return choices.script_hashes;
}

/// Takes the hashes in, and returns how many pieces are too many.
std::size_t add_hashes(const PageCode& page, HashAlgorithm algorithm, PolicyChoices& choices) {
  std::size_t left_out = 0;
  for (const InlinePiece& piece : page.pieces) {
    std::vector<std::string>& hashes = hashes_of(choices, piece.kind);
    if (hashes.size() == kMostHashes) ++left_out;
    else hashes.push_back(hash_source(piece.content, algorithm));
  }
  return left_out;
}

/// What can't be hashed, or not surely.
void say_unsure(const PageCode& page, const std::string& charset, const Log& log) {
  if (page.not_utf8 > 0) {
    log.open("Left out " + counted(page.not_utf8, "piece") +
             " of inline code: its bytes aren't UTF-8, and browsers "
             "hash the text as UTF-8, whatever the page's charset. Save the page as UTF-8.");
  }
  if (page.unread_references > 0) {
    log.open("Left out " + counted(page.unread_references, "piece") +
             " of inline code with character references "
             "such as &nbsp;: write the characters themselves, or take the hash from a browser's console.");
  }
  const std::string& declared = charset.empty() ? page.charset : charset;
  if (page.has_non_ascii && !is_utf8(declared)) {
    log.open(
        "Inline code has characters outside ASCII, and the page declares charset=" + shown(declared) +
        ". The hashes hold for the text as it was read here, as UTF-8: check them in a browser's console, or serve "
        "the page as UTF-8.");
  }
}

std::vector<std::string> integrity_hashes(std::string_view integrity) {
  std::vector<std::string> hashes;
  while (!integrity.empty()) {
    const std::size_t end = std::min(integrity.find_first_of(" \t\n\r\f"), integrity.size());
    std::string_view item = integrity.substr(0, end);
    integrity.remove_prefix(std::min(end + 1, integrity.size()));
    item = item.substr(0, item.find('?'));
    std::string source = "'" + std::string(item) + "'";
    if (csp::parse_source_expression(source).kind == csp::SourceKind::Hash) hashes.push_back(std::move(source));
  }
  return hashes;
}

/// Under 'strict-dynamic' without a nonce, a script file that the markup names runs only if the list has each
/// hash of its integrity attribute (CSP3 section 6.7.3.2).
void trust_files(const PageCode& page, PolicyChoices& choices, const Log& log) {
  std::vector<std::string> without;
  std::size_t trusted = 0;
  for (const ScriptFile& file : page.files) {
    const std::vector<std::string> hashes = integrity_hashes(file.integrity);
    if (hashes.empty() || choices.file_hashes.size() + hashes.size() > kMostHashes) {
      without.push_back(shown(file.url));
      continue;
    }
    ++trusted;
    choices.file_hashes.insert(choices.file_hashes.end(), hashes.begin(), hashes.end());
  }
  if (trusted > 0) {
    log("Added the hashes of " + counted(trusted, "script file") +
        " from their integrity attributes: under "
        "'strict-dynamic', files run by nonce or hash.");
  }
  if (without.empty()) return;
  constexpr std::size_t kNamed = 5;
  const bool one = without.size() == 1;
  log.open(text::listed(without, " and ", kNamed) + (one ? " doesn't" : " don't") +
           " run under 'strict-dynamic' with hashes "
           "alone. Give " +
           (one ? "it an integrity attribute" : "them integrity attributes") + " and hash the page again, load " +
           (one ? "it" : "them") + " from a hashed inline script, or use inline=nonce.");
}

/// How many of the hashes decide about `name` after the change and did not before.
std::size_t added(DirectiveName name, const std::vector<std::string>& hashes, PolicyDraft& before, PolicyDraft& after) {
  const DraftDirective* now = after.deciding(name);
  if (now == nullptr) return 0;
  const DraftDirective* old = before.deciding(name);
  return static_cast<std::size_t>(std::count_if(hashes.begin(), hashes.end(), [&](const std::string& hash) {
    return now->has(hash) && (old == nullptr || !old->has(hash));
  }));
}

bool has_hash(const csp::Policy* policy) {
  return std::any_of(policy->tokens.begin(), policy->tokens.end(),
                     [](const csp::SourceExpression& token) { return token.kind == csp::SourceKind::Hash; });
}

/// A hash of code in another form than browsers see.
struct WrongHash {
  std::string right;
  std::string_view how;  // the code was changed
};

std::unordered_map<std::string, WrongHash> wrong_hashes(const PageCode& page) {
  std::unordered_map<std::string, WrongHash> wrong;
  for (const InlinePiece& piece : page.pieces) {
    for (const HashVariant& variant : wrong_variants(piece.content)) {
      for (const HashAlgorithm algorithm : {HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512}) {
        wrong.insert({hash_source(variant.content, algorithm), {hash_source(piece.content, algorithm), variant.how}});
      }
    }
  }
  return wrong;
}

}  // namespace inline_hashes_detail

void hash_inline_code(const PageCode& page, HashAlgorithm algorithm, const std::string& charset, PolicyDraft& before,
                      PolicyChoices& choices, const Log& log) {
  using namespace inline_hashes_detail;
  const std::size_t left_out = add_hashes(page, algorithm, choices);
  say_unsure(page, charset, log);
  const DraftDirective* scripts = before.deciding(DirectiveName::ScriptSrc);
  if (scripts != nullptr && scripts->has("'strict-dynamic'")) trust_files(page, choices, log);
  if (page.pieces.empty() && page.files.empty() && page.not_utf8 + page.unread_references == 0) {
    log.open(
        "inline=hash needs the inline code: paste the whole page, or give it beside the headers (--inline FILE). "
        "Without it, no hash was added.");
  }
  if (left_out > 0) {
    log.open("Left out " + counted(left_out, "piece") +
             " of inline code: with so many hashes, the header gets too "
             "long for servers. Move the code into files.");
  }
}

void explain_wrong_hashes(const PageCode& page, const Policies& enforced, const Policies& reported, const Log& log) {
  Policies policies = enforced;
  policies.insert(policies.end(), reported.begin(), reported.end());
  if (std::none_of(policies.begin(), policies.end(), inline_hashes_detail::has_hash)) return;
  auto wrong = inline_hashes_detail::wrong_hashes(page);
  for (const csp::Policy* policy : policies) {
    for (const csp::SourceExpression& token : policy->tokens) {
      if (token.kind != csp::SourceKind::Hash) continue;
      const auto found = wrong.find(std::string(token.text));
      if (found == wrong.end()) continue;
      log.open(std::string(token.text) + " is the hash of inline code " + std::string(found->second.how) +
               ". Browsers hash it unchanged, with LF line ends: " + found->second.right + " matches.");
      wrong.erase(found);  // one sentence each
    }
  }
}

void say_of_hashes(const PolicyChoices& choices, PolicyDraft& before, PolicyDraft& after, const Log& log) {
  using namespace inline_hashes_detail;
  std::vector<std::string> elements;
  if (const std::size_t n = added(DirectiveName::ScriptSrcElem, choices.script_hashes, before, after)) {
    elements.push_back(counted(n, "inline script"));
  }
  if (const std::size_t n = added(DirectiveName::StyleSrcElem, choices.style_hashes, before, after)) {
    elements.push_back(counted(n, "<style> element"));
  }
  if (!elements.empty()) {
    log("Added hashes of " + text::listed(elements) +
        ". They match this exact text: hash it again after every change, even of a single space.");
  }
  if (const std::size_t n = added(DirectiveName::ScriptSrcAttr, choices.handler_hashes, before, after)) {
    log.open("Allowed " + counted(n, "event handler") +
             " by 'unsafe-hashes': injected markup can put the same handlers on other elements. Set them "
             "from a script file with addEventListener instead.");
  }
  if (const std::size_t n = added(DirectiveName::StyleSrcAttr, choices.style_attribute_hashes, before, after)) {
    log.open("Allowed " + counted(n, "style attribute") +
             " by 'unsafe-hashes': injected markup can use the same styles. Use classes instead.");
  }
}

void say_of_inline_code(const PageCode& page, Inline inline_scripts, const Log& log) {
  using inline_hashes_detail::counted;
  std::size_t scripts = 0;
  std::size_t handlers = 0;
  for (const InlinePiece& piece : page.pieces) {
    scripts += piece.kind == InlineKind::Script ? 1U : 0U;
    handlers += piece.kind == InlineKind::Handler ? 1U : 0U;
  }
  if (inline_scripts == Inline::None && scripts + handlers > 0) {
    log.open("This page has " + counted(scripts, "inline script") + " and " + counted(handlers, "event handler") +
             ". Move them into files, or allow them with inline=hash or inline=nonce.");
  }
  if (inline_scripts == Inline::Nonce && handlers > 0) {
    log.open("A nonce doesn't cover the " + counted(handlers, "event handler") +
             " of this page. Set them from a script with addEventListener.");
  }
  if (page.javascript_urls > 0) {
    log.open("This page has " + counted(page.javascript_urls, "javascript: link") +
             ", which the policy blocks. Use buttons and a script file.");
  }
}

}  // namespace headstrong::hardening
