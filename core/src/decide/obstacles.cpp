#include "decide/obstacles.hpp"

#include "decide/looks.hpp"
#include "decide/trusted_types.hpp"
#include "grammar/url.hpp"
#include "headers/cross_origin_embedder_policy.hpp"
#include "text/ascii.hpp"

namespace headstrong::decide {
namespace obstacles_detail {

using grammar::Scheme;

bool is_worker(RequestType type) {
  return type == RequestType::Worker || type == RequestType::SharedWorker ||
         type == RequestType::ServiceWorker;
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
    case RequestType::Iframe:
      return true;
    default:
      return false;
  }
}

/// What browsers fetch from https:// in place of http:// by themselves.
bool is_shown(RequestType type) {
  return type == RequestType::Image || type == RequestType::Audio || type == RequestType::Video;
}

/// What mixed content rules have a say in.
bool is_fetched(RequestType type) {
  return type < RequestType::FormAction || type == RequestType::JsonModule;
}

class Finder {
 public:
  Finder(const PolicySet& set, const PreparedRequest& request, const std::vector<Header>& headers,
         const std::array<bool, kProfileCount>& allowed)
      : set_(set), request_(request), headers_(headers) {
    for (const Profile profile : kProfiles) {
      if (allowed[static_cast<std::size_t>(profile)]) profiles_.push_back(profile);
    }
  }

  std::vector<Obstacle> find() {
    if (profiles_.empty() || request_needs(request_.type()) != RequestNeeds::Url) return {};
    find_impossible();
    if (!found_.empty()) return std::move(found_);
    find_insecure();
    find_embedder_policy();
    return std::move(found_);
  }

 private:
  const grammar::Url& url() const { return request_.url(); }
  bool is_local() const {
    const Scheme scheme = url().scheme_kind;
    return scheme == Scheme::Data || scheme == Scheme::Blob || scheme == Scheme::About;
  }
  bool is_insecure() const {
    return url().scheme_kind == Scheme::Http || url().scheme_kind == Scheme::Ws;
  }
  bool is_elsewhere() const {
    return !grammar::same_origin(grammar::origin_of(url()), set_.self());
  }

  void add(std::string_view header, std::string sentence) {
    found_.push_back({std::string(header), profiles_, std::move(sentence)});
  }

  /// Workers' scripts are of the page's own origin, and a service worker's is on a server.
  void find_impossible() {
    if (!is_worker(request_.type())) return;
    const bool serves = request_.type() == RequestType::ServiceWorker;
    if (serves && (is_local() || !url().has_host())) {
      return add({}, "No browser makes this request: a service worker's script has an http or https "
                     "address.");
    }
    if (!is_local() && is_elsewhere()) {
      return add({}, "No browser makes this request: a worker's script has to be of the page's own "
                     "origin.");
    }
    const bool is_safe = set_.page().scheme_kind == Scheme::Https ||
                         grammar::is_loopback(set_.page().host);
    if (serves && !is_safe) {
      add({}, "No browser makes this request: only a page on https has service workers.");
    }
  }

  void find_insecure() {
    if (!is_insecure() || !is_fetched(request_.type()) || grammar::is_loopback(url().host)) return;
    if (is_upgraded(set_)) {
      return add("Content-Security-Policy",
                 "`upgrade-insecure-requests` sends it to " +
                     std::string(url().scheme_kind == Scheme::Http ? "https" : "wss") +
                     "://: it fails where the host does not answer there.");
    }
    if (set_.page().scheme_kind != Scheme::Https) return;
    if (is_shown(request_.type())) {
      return add({}, "Mixed content: on an https page browsers fetch it from https:// instead, and it "
                     "fails where the host does not answer there.");
    }
    add({}, "Mixed content: browsers block it on an https page, whatever the policies say.");
  }

  void find_embedder_policy() {
    if (!is_embedded(request_.type()) || is_local() || !is_elsewhere()) return;
    std::string value;
    for (const Header& header : headers_) {
      if (!text::iequals(header.name, "Cross-Origin-Embedder-Policy")) continue;
      if (!value.empty()) value += ", ";
      value += header.value;
    }
    if (headers::parse_cross_origin_embedder_policy(value).policy !=
        headers::EmbedderPolicy::RequireCorp) {
      return;
    }
    const bool framed = request_.type() == RequestType::Iframe || is_object(request_.type());
    add("Cross-Origin-Embedder-Policy",
        framed ? "`require-corp` blocks it unless its response sends Cross-Origin-Resource-Policy and "
                 "a Cross-Origin-Embedder-Policy of its own."
               : "`require-corp` blocks it unless its response sends Cross-Origin-Resource-Policy, or "
                 "it is asked for with CORS.");
  }

  static bool is_upgraded(const PolicySet& set) {
    return has_enforced(set, csp::DirectiveName::UpgradeInsecureRequests, traits(Profile::Spec));
  }

  const PolicySet& set_;
  const PreparedRequest& request_;
  const std::vector<Header>& headers_;
  std::vector<Profile> profiles_;
  std::vector<Obstacle> found_;
};

}  // namespace obstacles_detail

std::vector<Obstacle> obstacles(const PolicySet& set, const PreparedRequest& request,
                                const std::vector<Header>& headers,
                                const std::array<bool, kProfileCount>& allowed) {
  return obstacles_detail::Finder(set, request, headers, allowed).find();
}

}  // namespace headstrong::decide
