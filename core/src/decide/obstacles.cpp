#include "decide/obstacles.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "decide/checks.hpp"
#include "decide/trusted_types.hpp"
#include "grammar/url.hpp"
#include "headers/content_type.hpp"
#include "headers/cross_origin_embedder_policy.hpp"
#include "headers/x_content_type_options.hpp"
#include "text/ascii.hpp"

namespace headstrong::decide {
namespace obstacles_detail {

using grammar::Scheme;

bool is_worker(RequestType type) {
  return type == RequestType::Worker || type == RequestType::SharedWorker || type == RequestType::ServiceWorker;
}

/// Requests without CORS whose response an embedder policy asks about; a frame's is asked for a
/// policy of its own as well.
bool is_embedded(RequestType type) {
  switch (type) {
    case RequestType::Image:
    case RequestType::Script:
    case RequestType::Style:
    case RequestType::Audio:
    case RequestType::Video:
    case RequestType::Object:
    case RequestType::Embed:
    case RequestType::Iframe: return true;
    default: return false;
  }
}

/// What browsers fetch from https:// in place of http:// by themselves.
bool is_shown(RequestType type) {
  return type == RequestType::Image || type == RequestType::Audio || type == RequestType::Video;
}

/// The JavaScript MIME types of MIME Sniffing (section 4.6).
bool is_javascript(std::string_view essence) {
  constexpr std::string_view kTypes[] = {"text/javascript",    "application/javascript",   "application/ecmascript",
                                         "text/ecmascript",    "application/x-javascript", "application/x-ecmascript",
                                         "text/x-javascript",  "text/x-ecmascript",        "text/jscript",
                                         "text/livescript",    "text/javascript1.0",       "text/javascript1.1",
                                         "text/javascript1.2", "text/javascript1.3",       "text/javascript1.4",
                                         "text/javascript1.5"};
  return std::any_of(std::begin(kTypes), std::end(kTypes),
                     [&](std::string_view type) { return text::iequals(type, essence); });
}

class Finder {
 public:
  Finder(const PolicySet& set, std::string_view page, const PreparedRequest& request,
         const std::vector<Header>& headers, const std::array<bool, kProfileCount>& allowed)
      : set_(set), page_(page), request_(request), headers_(headers) {
    for (const Profile profile : kProfiles) {
      if (allowed[static_cast<std::size_t>(profile)]) profiles_.push_back(profile);
    }
  }

  std::vector<Obstacle> find() {
    if (profiles_.empty() || request_needs(request_.type()) != RequestNeeds::Url) return {};
    find_impossible();
    if (!found_.empty()) return std::move(found_);
    find_insecure();
    find_unshown();
    if (!is_page_known()) return std::move(found_);
    find_embedder_policy();
    find_nosniff();
    return std::move(found_);
  }

 private:
  const grammar::Url& url() const { return request_.url(); }
  bool is_local() const {
    const Scheme scheme = url().scheme_kind;
    return scheme == Scheme::Data || scheme == Scheme::Blob || scheme == Scheme::About;
  }
  bool is_insecure() const { return url().scheme_kind == Scheme::Http || url().scheme_kind == Scheme::Ws; }
  bool may_load_in(Profile profile) const {
    return std::find(profiles_.begin(), profiles_.end(), profile) != profiles_.end();
  }
  bool is_page_known() const { return !page_.empty(); }
  bool is_elsewhere() const { return !grammar::same_origin(grammar::origin_of(url()), set_.self()); }

  void add(std::string_view header, std::string sentence) {
    found_.push_back({std::string(header), profiles_, std::move(sentence), false});
  }

  void add_impossible(std::string sentence) {
    add({}, std::move(sentence));
    found_.back().impossible = true;
  }

  /// Workers' scripts are of the page's own origin, and a service worker's is on a server.
  void find_impossible() {
    if (!is_worker(request_.type())) return;
    const bool serves = request_.type() == RequestType::ServiceWorker;
    if (serves && (is_local() || !url().has_host())) {
      return add_impossible("No browser makes this request: a service worker's script needs an http or https URL.");
    }
    if (!is_page_known()) return;
    if (!is_local() && is_elsewhere()) {
      return add_impossible("No browser makes this request: a worker's script has to come from the page's own origin.");
    }
    const bool is_safe = set_.page().scheme_kind == Scheme::Https || grammar::is_loopback(set_.page().host);
    if (serves && !is_safe) {
      add_impossible("No browser makes this request: only https pages can have service workers.");
    }
  }

  void find_insecure() {
    if (!is_insecure() || !is_fetched(request_.type()) || grammar::is_loopback(url().host)) return;
    if (is_upgraded(set_)) {
      return add("Content-Security-Policy", "`upgrade-insecure-requests` sends it to " +
                                                std::string(url().scheme_kind == Scheme::Http ? "https" : "wss") +
                                                "://, and it fails if the host doesn't answer there.");
    }
    if (!is_page_known() || set_.page().scheme_kind != Scheme::Https) return;
    if (is_shown(request_.type())) {
      return add({},
                 "Mixed content: on an https page browsers fetch it from https:// instead, and it fails if "
                 "the host doesn't answer there.");
    }
    add({}, "Mixed content: browsers block it on an https page, whatever the policies allow.");
  }

  /// That port asks the system which type a file's name means; the one of .svgz it can't show.
  void find_unshown() {
    if (!is_object(request_.type()) || !request_.request().content_type.empty()) return;
    if (!text::iends_with(url().path, ".svgz") || !may_load_in(Profile::WebKit)) return;
    add({}, "WebKitGTK loads no .svgz file as an object or embed without a `type` attribute.");
    found_.back().profiles = {Profile::WebKit};
  }

  void find_embedder_policy() {
    if (!is_embedded(request_.type()) || is_local() || !is_elsewhere()) return;
    const std::string value = joined("Cross-Origin-Embedder-Policy");
    if (headers::parse_cross_origin_embedder_policy(value).policy != headers::EmbedderPolicy::RequireCorp) {
      return;
    }
    const bool framed = request_.type() == RequestType::Iframe || is_object(request_.type());
    add("Cross-Origin-Embedder-Policy",
        framed ? "`require-corp` blocks it unless its response sends Cross-Origin-Resource-Policy and its own "
                 "Cross-Origin-Embedder-Policy."
               : "`require-corp` blocks it unless its response sends Cross-Origin-Resource-Policy or the page "
                 "requests it with CORS.");
  }

  /// Where the request is for the response at hand, its type is known.
  void find_nosniff() {
    const bool is_script = request_.type() == RequestType::Script || is_worker(request_.type());
    if (!is_script && request_.type() != RequestType::Style) return;
    const std::string type = joined("Content-Type");
    if (type.empty() || !is_page_itself()) return;
    if (!headers::parse_x_content_type_options(joined("X-Content-Type-Options")).nosniff) return;
    const std::string_view essence = headers::parse_content_type(type).essence;
    if (is_script ? is_javascript(essence) : text::iequals(essence, "text/css")) return;
    add("X-Content-Type-Options",
        "`nosniff` blocks it: the response is " +
            (essence.empty() ? std::string("of unknown type") : "`" + std::string(essence) + "`") +
            (is_script ? ", which is not a script type." : ", which is not `text/css`."));
  }

  /// Whether the request's URL is the page's, but for the fragment.
  bool is_page_itself() const {
    const auto query = [](std::string_view url) {
      url = url.substr(0, url.find('#'));
      const std::size_t start = url.find('?');
      return start == std::string_view::npos ? std::string_view() : url.substr(start);
    };
    return !is_elsewhere() && url().path == set_.page().path && query(request_.request().url) == query(page_);
  }

  /// The values of all fields of that name.
  std::string joined(std::string_view name) const {
    std::string value;
    for (const Header& header : headers_) {
      if (!text::iequals(header.name, name)) continue;
      if (!value.empty()) value += ", ";
      value += header.value;
    }
    return value;
  }

  static bool is_upgraded(const PolicySet& set) {
    return has_enforced(set, csp::DirectiveName::UpgradeInsecureRequests, traits(Profile::Spec));
  }

  const PolicySet& set_;
  const std::string_view page_;
  const PreparedRequest& request_;
  const std::vector<Header>& headers_;
  std::vector<Profile> profiles_;
  std::vector<Obstacle> found_;
};

}  // namespace obstacles_detail

std::vector<Obstacle> obstacles(const PolicySet& set, std::string_view page, const PreparedRequest& request,
                                const std::vector<Header>& headers, const std::array<bool, kProfileCount>& allowed) {
  return obstacles_detail::Finder(set, page, request, headers, allowed).find();
}

}  // namespace headstrong::decide
