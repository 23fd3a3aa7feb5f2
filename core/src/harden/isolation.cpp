#include "harden/isolation.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "data/services.hpp"
#include "harden/policy_draft.hpp"
#include "harden/services.hpp"
#include "text/ascii.hpp"
#include "text/listed.hpp"

namespace headstrong::hardening {
namespace isolation_detail {

using http::HeaderName;

class Isolation {
 public:
  Isolation(const HardenOptions& options, const model::ResponseModel& model, const std::vector<SeenService>& seen,
            bool sandboxed, HardenedSet& set)
      : options_(options), model_(model), seen_(seen), sandboxed_(sandboxed), set_(set) {}

  void add() {
    add_opener_policy();
    add_embedder_policy();
    add_resource_policy();
  }

 private:
  void add_opener_policy() {
    constexpr std::string_view kName = "Cross-Origin-Opener-Policy";
    constexpr std::string_view kPopups = "same-origin-allow-popups";
    if (sandboxed_) {
      set_.say(kName, options_.isolation
                          ? "Left out: the HTML Standard forbids it on sandboxed pages, so that this page can't be "
                            "isolated while its policy has sandbox."
                          : "Left out: the HTML Standard forbids it on sandboxed pages.");
      return;
    }
    std::string opener = lowered_value(HeaderName::CrossOriginOpenerPolicy);
    opener = opener.substr(0, opener.find(';'));
    const bool no_page =
        (!model_.is_document && is_public_file() && !says_private()) || says_public() || options_.site == Site::Api;
    const bool keeps_popups = opener == kPopups || opener == "noopener-allow-popups";
    const std::string_view opening = service_that_needs(options_.services, "cross-origin-opener-policy", kPopups);
    const SeenService* seen = seen_that_needs(seen_, "cross-origin-opener-policy", kPopups);
    if (options_.isolation) {
      set_.add(std::string(kName), "same-origin");
      set_.say(kName, opening.empty()
                          ? "Isolated, as asked: pop-ups of other sites can't answer the page."
                          : "Isolated, as asked: pop-ups of " + std::string(opening) + " can't answer the page.");
    } else if (keeps_popups) {
      set_.add(std::string(kName), opener);
      if (removed_service_needed(options_.services, "cross-origin-opener-policy", kPopups)) {
        set_.say(kName, "Left as it is: the page may open other pop-ups. If it opens none, use same-origin.");
      }
    } else if (opener == "same-origin" && (opening.empty() || no_page)) {
      set_.add(std::string(kName), opener);  // the site lives with it
    } else if (no_page) {
      set_.say(kName, options_.site == Site::Api ? "Left out: it isolates windows, and data has none."
                                                 : "Left out: it isolates windows, and this file has none of its own.");
    } else if (!opening.empty() || seen != nullptr) {
      set_.add(std::string(kName), std::string(kPopups));
      set_.say(kName, "Set so that pop-ups of " + std::string(opening.empty() ? seen->name : opening) +
                          " can answer the page.");
    } else {
      // Nothing says that the page opens no window for signing in or paying: no policy has a say in it.
      set_.add(std::string(kName), std::string(kPopups));
      set_.say(kName,
               "Set to same-origin-allow-popups: sites that open this page get no handle to its window, and "
               "sign-in or payment pop-ups go on working. If it opens none, use same-origin.");
    }
  }

  void add_embedder_policy() {
    const auto& embedder = model_.typed.cross_origin_embedder_policy;
    using headers::EmbedderPolicy;
    const EmbedderPolicy now = embedder ? embedder->header.policy : EmbedderPolicy::Unknown;
    if (now == EmbedderPolicy::RequireCorp || now == EmbedderPolicy::Credentialless) {
      set_.add("Cross-Origin-Embedder-Policy", now == EmbedderPolicy::RequireCorp ? "require-corp" : "credentialless");
    } else if (options_.isolation && !sandboxed_) {
      set_.add("Cross-Origin-Embedder-Policy", "require-corp");
      set_.say("Cross-Origin-Embedder-Policy",
               "Added, as asked: resources from other origins load only if they allow it.");
    }
    if (options_.isolation && !sandboxed_) say_framing_services();
  }

  /// Names the services, chosen or seen, whose frames an isolated page may lose.
  void say_framing_services() {
    std::vector<std::string> names;
    for (const data::Service& service : data::kServiceTable) {
      const auto is_it = [&](std::string_view id) { return id == service.id; };
      const bool seen = std::any_of(seen_.begin(), seen_.end(), [&](const SeenService& s) { return is_it(s.id); });
      const bool chosen = std::any_of(options_.services.begin(), options_.services.end(), is_it);
      if ((seen || chosen) && makes_frames(service.id)) names.emplace_back(service.name);
    }
    if (names.empty()) return;
    set_.say_open("Cross-Origin-Embedder-Policy",
                  "Frames of " + text::listed(names) +
                      " load in an isolated page only if they send Cross-Origin-Embedder-Policy and "
                      "Cross-Origin-Resource-Policy: cross-origin. Try them first.");
  }

  static bool makes_frames(std::string_view service) {
    PolicyDraft draft;
    draft.set(csp::DirectiveName::DefaultSrc, {});
    admit_services({std::string(service)}, draft, Log{});
    const DraftDirective* frames = draft.find(csp::DirectiveName::FrameSrc);
    return frames != nullptr && !frames->tokens.empty();
  }

  void add_resource_policy() {
    constexpr std::string_view kName = "Cross-Origin-Resource-Policy";
    const std::string resource = lowered_value(HeaderName::CrossOriginResourcePolicy);
    if (resource == "cross-origin" || says_private()) {
      set_.add(std::string(kName), resource);
    } else if (is_public_file()) {
      set_.add(std::string(kName), "cross-origin");
      set_.say(kName, model_.has(HeaderName::AccessControlAllowOrigin)
                          ? "Left open: Access-Control-Allow-Origin lets every site read it."
                          : "Left open, because other sites may embed this file. If only your own do, use same-site.");
    } else if (model_.is_document) {
      set_.add(std::string(kName), "same-origin");
      set_.say(kName, "Set to same-origin: other sites can't embed this page as a resource.");
    } else {
      set_.add(std::string(kName), "same-site");
      set_.say(kName, "Set to same-site. If other sites embed this file, use cross-origin.");
    }
  }

  /// A file that other sites may load: it says so itself, or it is of a kind that is made for pages
  /// (an image, a font, a style sheet, a script), without a policy of its own.
  bool is_public_file() const {
    if (text::trim(model::joined_value(model_, HeaderName::AccessControlAllowOrigin)) == "*") return true;
    const auto& type = model_.typed.content_type;
    if (model_.is_document || !type) return false;
    const std::string essence = text::lowered(type->header.essence);
    for (const std::string_view kind : {"image/", "font/", "audio/", "video/", "text/css", "text/javascript",
                                        "application/javascript", "application/font", "application/wasm"}) {
      if (text::istarts_with(essence, kind)) return true;
    }
    return false;
  }

  std::string lowered_value(HeaderName name) const {
    return text::lowered(text::trim(model::joined_value(model_, name)));
  }

  /// Whether the response declares itself public, as hardening a public file makes it.
  bool says_public() const {
    return lowered_value(HeaderName::CrossOriginResourcePolicy) == "cross-origin" && !model_.typed.content_type;
  }

  /// Whether it keeps itself from other sites, which a hardened set still tells when its type is gone.
  bool says_private() const {
    const std::string resource = lowered_value(HeaderName::CrossOriginResourcePolicy);
    return resource == "same-origin" || resource == "same-site";
  }

  const HardenOptions& options_;
  const model::ResponseModel& model_;
  const std::vector<SeenService>& seen_;
  const bool sandboxed_;
  HardenedSet& set_;
};

}  // namespace isolation_detail

void add_isolation(const HardenOptions& options, const model::ResponseModel& model,
                   const std::vector<SeenService>& seen, bool sandboxed, HardenedSet& set) {
  isolation_detail::Isolation(options, model, seen, sandboxed, set).add();
}

}  // namespace headstrong::hardening
