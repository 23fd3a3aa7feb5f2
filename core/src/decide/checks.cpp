#include "decide/checks.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "decide/sandbox.hpp"
#include "text/ascii.hpp"

namespace headstrong::decide {

bool is_object(RequestType type) { return type == RequestType::Object || type == RequestType::Embed; }

bool has_enforced(const PolicySet& set, csp::DirectiveName name, const ProfileTraits& traits) {
  if (!set.mentions(name)) return false;
  for (const ActivePolicy& policy : set.policies()) {
    if ((policy.used_in & traits.bit()) == 0) continue;
    if (policy.policy->disposition != csp::Disposition::Enforce) continue;
    if (set.find(policy, name, traits.bit()) != nullptr) return true;
  }
  return false;
}

namespace checks_detail {

using grammar::Scheme;

bool is_insecure(const grammar::Url& url) { return url.scheme_kind == Scheme::Http || url.scheme_kind == Scheme::Ws; }

/// Requests that upgrade-insecure-requests rewrites and mixed content rules apply to.
bool is_sent(RequestType type) { return is_fetched(type) || type == RequestType::FormAction; }

/// Whether upgrade-insecure-requests rewrites such a request at all.
bool is_upgraded(const Request& request, const grammar::Url& url, const ProfileTraits& traits) {
  if (traits.has(Difference::LoopbackNotUpgraded) && grammar::is_loopback(url.host)) return false;
  if (request.redirects == 0) return true;
  if (request.type == RequestType::FormAction) {
    return !traits.has(Difference::RedirectedFormsNotUpgraded);
  }
  const bool framed = request.type == RequestType::Iframe || is_object(request.type);
  return !framed || !traits.has(Difference::RedirectedFramesNotUpgraded);
}

/// The URL as it goes out: http and ws become https and wss where an enforced policy says so.
grammar::Url upgraded(const PolicySet& set, const PreparedRequest& request, const ProfileTraits& traits) {
  grammar::Url url = request.url();
  if (!is_insecure(url) || !is_sent(request.type())) return url;
  if (!has_enforced(set, csp::DirectiveName::UpgradeInsecureRequests, traits)) return url;
  if (!is_upgraded(request.request(), url, traits)) return url;
  const bool http = url.scheme_kind == Scheme::Http;
  url.scheme = http ? "https" : "wss";
  url.scheme_kind = http ? Scheme::Https : Scheme::Wss;
  if (url.port == grammar::default_port(url.scheme_kind)) url.port = -1;
  return url;
}

/// Whether an engine asks about the URL as it was before it was upgraded.
bool is_upgraded_late(const Request& request, const ProfileTraits& traits) {
  if (traits.has(Difference::UpgradeAfterCheck)) return true;
  if (request.redirects > 0) return false;  // where one leads has been rewritten when it is checked
  switch (request.type) {
    case RequestType::Audio:
    case RequestType::Video:
    case RequestType::Track:
    case RequestType::Beacon: return traits.has(Difference::MediaUpgradedAfterCheck);
    case RequestType::Fetch:
    case RequestType::Object:
    case RequestType::Embed: return traits.has(Difference::FetchesUpgradedAfterCheck);
    case RequestType::EventSource: return traits.has(Difference::EventSourceUpgradedAfterCheck);
    default: return false;
  }
}

/// Whether a path ends with a dot and one of these words.
template <std::size_t Size>
bool has_ending(std::string_view path, const std::string_view (&endings)[Size]) {
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return false;
  return std::any_of(std::begin(endings), std::end(endings),
                     [&](std::string_view ending) { return text::iequals(path.substr(dot + 1), ending); });
}

/// Whether an object's `type` attribute names an image: one of these, without its parameters.
template <std::size_t Size>
bool names_type(std::string_view type, const std::string_view (&types)[Size]) {
  constexpr std::string_view kStart = "image/";
  type = type.substr(0, type.find(';'));
  if (!text::istarts_with(type, kStart)) return false;
  return std::any_of(std::begin(types), std::end(types),
                     [&](std::string_view known) { return text::iequals(type.substr(kStart.size()), known); });
}

/// An object's type as far as the page tells it: by the type attribute, else by a data: URL.
std::string_view told_type(const Request& request, const grammar::Url& url) {
  if (!request.content_type.empty()) return request.content_type;
  if (url.scheme_kind != Scheme::Data) return {};
  const std::string_view type = url.path.substr(0, url.path.find(','));
  return type.empty() ? std::string_view("text/plain") : type;
}

/// Whether an object is shown as an image: by the type that it is told to have, which goes before the
/// file's name, or by that.
bool is_shown_as_image(const Request& request, const grammar::Url& url) {
  constexpr std::string_view kTypes[] = {"apng",  "avif", "bmp",  "gif",   "jpeg",      "jpg",    "jxl",
                                         "pjpeg", "png",  "webp", "x-png", "x-xbitmap", "x-icon", "vnd.microsoft.icon"};
  const std::string_view type = told_type(request, url);
  if (!type.empty()) return names_type(type, kTypes);
  constexpr std::string_view kEndings[] = {"apng", "avif", "bmp", "gif",   "ico", "jfif", "jpe", "jpeg",
                                           "jpg",  "jxl",  "pjp", "pjpeg", "png", "webp", "xbm"};
  return has_ending(url.path, kEndings);
}

/// The same to the engine that checks such an object as an image too.
bool is_checked_as_image(const Request& request, const grammar::Url& url) {
  constexpr std::string_view kTypes[] = {
      "apng", "avif", "bmp", "gif", "jpeg", "jpg", "png", "webp", "x-xbitmap", "x-icon", "vnd.microsoft.icon"};
  const std::string_view type = told_type(request, url);
  if (!type.empty()) return names_type(type, kTypes);
  constexpr std::string_view kEndings[] = {"png", "gif", "jpg", "jpeg", "jpe",   "dib", "webp",
                                           "bmp", "ico", "xbm", "avif", "avifs", "svgz"};
  return has_ending(url.path, kEndings);
}

/// Requests that start with a string given to a Trusted Types sink: a worker's address, an
/// element's that a script makes, and every javascript: URL (Trusted Types,
/// "require-trusted-types-for pre-navigation check").
bool passes_a_sink(const Request& request) {
  switch (request.type) {
    case RequestType::Worker:
    case RequestType::SharedWorker:
    case RequestType::ServiceWorker:
    case RequestType::JavaScriptUrl: return true;
    case RequestType::Script:
    case RequestType::InlineScript: return !request.parser_inserted;
    case RequestType::Eval: return !request.trusted;
    default: return false;
  }
}

/// Requests that one engine checks in its network process as well, where a sandboxed page has no
/// origin.
bool is_checked_apart(RequestType type) {
  return type == RequestType::Fetch || type == RequestType::EventSource || type == RequestType::Beacon ||
         type == RequestType::Prefetch;
}

/// Whether block-all-mixed-content has a say: the page is https and the request is not.
bool is_mixed(const PolicySet& set, const PreparedRequest& request, const grammar::Url& url,
              const ProfileTraits& traits) {
  if (set.page().scheme_kind != Scheme::Https || !is_insecure(url)) return false;
  if (grammar::is_loopback(url.host) && !traits.has(Difference::MixedLoopbackBlocked)) return false;
  switch (request.type()) {
    case RequestType::FormAction: return false;
    case RequestType::WebSocket: return traits.has(Difference::MixedSocketsBlocked);
    case RequestType::Prefetch: return traits.has(Difference::MixedPrefetchesBlocked);
    default: return is_sent(request.type()) && traits.has(Difference::MixedContentDirectiveKept);
  }
}

}  // namespace checks_detail

void Checks::add(RequestType type, const grammar::Url& url, bool opaque_self) {
  checks_[count_] = {type, &url, false, opaque_self || opaque_self_, eval_};
  ++count_;
}

void Checks::add_as_shown(const Request& request, const grammar::Url& url, const ProfileTraits& traits) {
  using namespace checks_detail;
  if (traits.has(Difference::ObjectsAreFrames) && !is_shown_as_image(request, url)) {
    add(RequestType::Iframe, upgraded_);
  }
  if (traits.has(Difference::ObjectImagesAreImages) && is_checked_as_image(request, url)) {
    add(RequestType::Image, upgraded_);
  }
}

Checks::Checks(const PolicySet& set, const PreparedRequest& request, const ProfileTraits& traits)
    : upgraded_(checks_detail::upgraded(set, request, traits)),
      opaque_self_(traits.has(Difference::SandboxedSelfIsHttps) && origin_goes_early(set, traits)) {
  using namespace checks_detail;
  const RequestType type = request.type();
  const bool late = is_upgraded_late(request.request(), traits);
  const grammar::Url& url = late ? request.url() : upgraded_;
  if (type == RequestType::Eval) eval_ = eval_rule(set, request.request(), traits);
  const bool sink = passes_a_sink(request.request()) && eval_ != EvalRule::Anything;
  const bool sink_last = type == RequestType::JavaScriptUrl && traits.has(Difference::JavaScriptUrlInlineFirst);
  if (sink && !sink_last) add(RequestType::TrustedTypeSink, url);
  own_ = count_;
  const bool redirected_object =
      is_object(type) && request.request().redirects > 0 && traits.has(Difference::ObjectRedirectsAreFrames);
  add(redirected_object ? RequestType::Iframe : type, url);
  if (sink && sink_last) add(RequestType::TrustedTypeSink, url);
  if (late && !is_object(type) && !traits.has(Difference::UpgradeAfterCheck)) add(type, upgraded_);
  const bool connects = type == RequestType::Prefetch && traits.has(Difference::PrefetchConnects);
  if (connects) add(RequestType::Fetch, url);
  if (is_checked_apart(type) && traits.has(Difference::SandboxedSelfIsHttps) && has_opaque_origin(set, traits)) {
    add(connects ? RequestType::Fetch : type, upgraded_, true);
  }
  if (is_object(type) && !redirected_object) add_as_shown(request.request(), url, traits);
  const bool object_late = late && is_object(type) && traits.has(Difference::FetchesUpgradedAfterCheck);
  const grammar::Url& fetched = object_late ? url : upgraded_;
  if (is_mixed(set, request, fetched, traits)) {
    add(type, fetched);
    checks_[count_ - 1].as_mixed_content = true;
  }
}

}  // namespace headstrong::decide
