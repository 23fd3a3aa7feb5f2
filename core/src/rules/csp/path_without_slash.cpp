#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_path_without_slash {

using namespace csp_rules;

/// A last segment that names a folder. Most others without a dot are addresses of one file: /iframe_api, /css2.
bool names_folder(std::string_view segment) {
  static constexpr std::string_view kFolders[] = {
      "assets",  "build", "bundles", "cdn",    "content", "dist",    "files",     "fonts",   "icons",
      "images",  "img",   "lib",     "libs",   "media",   "modules", "packages",  "plugins", "public",
      "scripts", "src",   "static",  "styles", "themes",  "uploads", "resources", "vendor",  "videos"};
  for (const std::string_view folder : kFolders) {
    if (text::iequals(segment, folder)) return true;
  }
  return false;
}

void check(const Context& context, Sink& sink) {
  each_source(context, csp::SourceKind::Host,
              [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
                if (token.path().size() < 2) return;
                if (directive.name == csp::DirectiveName::FrameAncestors) return;
                if (directive.name == csp::DirectiveName::FormAction) return;  // one address is the usual case
                if (directive.name == csp::DirectiveName::ConnectSrc) return;
                const std::string_view path = token.path();
                const std::string_view last = path.substr(path.rfind('/') + 1);
                if (!names_folder(last)) return;
                sink.at(policy, token.span).arguments = {std::string(token.text), std::string(directive.name_text)};
              });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/path-without-slash",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Likely,
        .title = "A path without a trailing slash matches a single file",
        .message = "{0} in {1} matches exactly that URL and nothing below it.",
        .several = "{0} paths match only one file each, because they lack a trailing slash: {1}.",
        .why = "A path that ends with a slash covers everything below it; without the slash it "
               "covers a single URL. If you meant a folder, all its files are blocked.",
        .advice = "Add a trailing slash if you meant a folder.",
        .references = {"https://www.w3.org/TR/CSP3/#match-paths",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#host-source"},
        .bad = "img-src https://cdn.site.example/images",
        .good = "img-src https://cdn.site.example/images/",
    },
    check,
};

}  // namespace headstrong::rules::csp_path_without_slash
