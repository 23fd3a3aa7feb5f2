#include "harden/framing.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "grammar/url.hpp"
#include "harden/policy_draft.hpp"
#include "headers/csp/parse_policy.hpp"
#include "headers/x_frame_options.hpp"
#include "text/ascii.hpp"

namespace headstrong::hardening {
namespace framing_detail {

using http::HeaderName;

bool is_origin(std::string_view text) {
  std::string buffer;
  grammar::Url url;
  if (grammar::parse_url(text, buffer, url) != grammar::UrlError::None) return false;
  const bool web = url.scheme_kind == grammar::Scheme::Https || url.scheme_kind == grammar::Scheme::Http;
  return web && url.has_host() && (url.path.empty() || url.path == "/");
}

/// What frame-ancestors says for it.
std::string framing_by(const headers::XFrameOptions& header) {
  if (header.effect == headers::XFrameOptions::Effect::SameOrigin) return "'self'";
  // No browser knows ALLOW-FROM any more; frame-ancestors says what it was to say.
  std::string_view partner = header.allow_from;
  const std::size_t word = partner.find_last_of(" \t");
  if (word != std::string_view::npos) partner.remove_prefix(word + 1);
  if (!partner.empty() && partner.back() == '/') partner.remove_suffix(1);
  return is_origin(partner) ? "'self' " + std::string(partner) : "'none'";
}

/// Whether the header of a response says who may frame the page; browsers pass over a <meta> that does.
bool says_who_frames(const csp::Policy& policy) {
  return policy.delivery == csp::Delivery::Header && policy.find(csp::DirectiveName::FrameAncestors) != nullptr;
}

/// Whether the response says who may frame the page, rightly or wrongly.
bool limits_framing(const model::ResponseModel& model) {
  return model.has(HeaderName::XFrameOptions) ||
         std::any_of(model.policies.begin(), model.policies.end(), says_who_frames);
}

bool is_web(std::string_view scheme) { return text::iequals(scheme, "https") || text::iequals(scheme, "http"); }

/// What one policy's frame-ancestors comes to.
struct Ancestors {
  std::vector<std::string> kept;
  std::vector<std::string> wide;  // name no site: *, https:
  bool own = false;               // one of these lets the site frame itself
};

/// Whether `other` lets every page of `token` frame this one, too. False where that isn't sure.
bool admits(const std::string& other, const std::string& token, bool https) {
  if (text::iequals(other, token)) return true;
  const csp::SourceExpression wide = csp::parse_source_expression(other);
  const csp::SourceExpression source = csp::parse_source_expression(token);
  if (wide.kind == csp::SourceKind::Wildcard) return true;
  // Without a scheme, a host has the page's; http stands for https as well (CSP3 section 6.7.2.8).
  const std::string_view scheme = source.scheme().empty() ? (https ? "https" : "http") : source.scheme();
  if (wide.kind == csp::SourceKind::Scheme) {
    const std::string_view asked = std::string_view(other).substr(0, other.size() - 1);
    return text::iequals(asked, scheme) || (text::iequals(asked, "http") && is_web(scheme));
  }
  if (wide.kind != csp::SourceKind::Host || source.kind != csp::SourceKind::Host) return false;
  const std::string_view asked = wide.scheme().empty() ? (https ? "https" : "http") : wide.scheme();
  if (!text::iequals(asked, scheme) && !(text::iequals(asked, "http") && is_web(scheme))) return false;
  if (!text::iequals(wide.port(), source.port())) return false;
  if (text::iequals(wide.host(), source.host()) || wide.host() == "*") return true;
  if (!text::istarts_with(wide.host(), "*.")) return false;
  const std::string_view domain = wide.host().substr(1);
  return source.host().size() > domain.size() &&
         text::iequals(source.host().substr(source.host().size() - domain.size()), domain);
}

Ancestors ancestors_of(const csp::Policy& policy, const model::ResponseModel& model, Framing& framing) {
  const model::GapPlaces gaps(*model.response);
  PolicyDraft draft = PolicyDraft::of(policy, {}, &gaps);
  Ancestors out;
  const DraftDirective* directive = draft.find(csp::DirectiveName::FrameAncestors);
  if (directive == nullptr) return out;
  for (const std::string& token : directive->tokens) {
    const csp::SourceExpression source = csp::parse_source_expression(token);
    const bool unknown = source.kind == csp::SourceKind::Invalid;  // only what the text does not hold is left of these
    const bool host = source.kind == csp::SourceKind::Host;
    const bool origin = host && source.host() != "*" && source.tail().empty() && source.path().size() <= 1;
    if (origin) {
      // Every ancestor's path is /.
      out.kept.push_back(token.substr(0, source.port_end));
    } else if (unknown || source.is(csp::Keyword::Self)) {
      out.kept.push_back(token);
    } else if (host && source.host() != "*") {
      framing.open.push_back("Removed " + token +
                             " from frame-ancestors: for what follows the host, not every browser lets it frame this "
                             "page. If that site may, write " +
                             token.substr(0, source.port_end) + ".");
    } else {
      out.wide.push_back(token);
      out.own = out.own || admits(token, model.https ? "https://own.invalid" : "http://own.invalid", model.https);
    }
  }
  return out;
}

/// What both policies let frame the page, of what they name: all policies must allow a frame.
Ancestors common_to(const Ancestors& one, const Ancestors& other, bool https, Framing& framing) {
  Ancestors out;
  std::vector<std::string> dropped;
  const auto lets_in = [https](const Ancestors& by, const std::string& token) {
    const auto admitting = [&](const std::string& each) { return admits(each, token, https); };
    if (token == "'self'" && by.own) return true;
    return std::any_of(by.kept.begin(), by.kept.end(), admitting) ||
           std::any_of(by.wide.begin(), by.wide.end(), admitting);
  };
  const auto take = [&](const Ancestors& from, const Ancestors& by) {
    for (const std::string& token : from.kept) {
      if (std::find(out.kept.begin(), out.kept.end(), token) != out.kept.end()) continue;
      (lets_in(by, token) ? out.kept : dropped).push_back(token);
    }
  };
  take(one, other);
  take(other, one);
  for (const std::string& token : one.wide) {
    const auto same = std::find(other.wide.begin(), other.wide.end(), token);
    (same != other.wide.end() || other.kept.empty() ? out.wide : dropped).push_back(token);
  }
  for (const std::string& token : other.wide) {
    if (std::find(one.wide.begin(), one.wide.end(), token) != one.wide.end()) continue;
    (one.kept.empty() ? out.wide : dropped).push_back(token);
  }
  out.own = one.own && other.own;
  if (!dropped.empty()) {
    framing.changes.push_back("Removed " + joined(dropped) + " from frame-ancestors: another policy doesn't list " +
                              (dropped.size() == 1 ? "it, and every policy has" : "them, and every policy has") +
                              " to allow a frame.");
  }
  return out;
}

std::string value_of(Ancestors ancestors, Framing& framing) {
  if (!ancestors.wide.empty()) {
    if (ancestors.own && std::find(ancestors.kept.begin(), ancestors.kept.end(), "'self'") == ancestors.kept.end()) {
      ancestors.kept.insert(ancestors.kept.begin(), "'self'");
    }
    framing.changes.push_back("Removed " + joined(ancestors.wide) +
                              " from frame-ancestors: " + (ancestors.wide.size() == 1 ? "it lets" : "they let") +
                              " sites frame this page that nobody named. Name those that may "
                              "(framing=https://partner.example).");
  }
  return ancestors.kept.empty() ? "'none'" : joined(ancestors.kept);
}

/// What the policies of that kind come to; nothing where none says who may frame the page.
std::optional<std::string> framing_by_policies(const model::ResponseModel& model, csp::Disposition disposition,
                                               Framing& framing) {
  std::optional<Ancestors> allowed;
  for (const csp::Policy& policy : model.policies) {
    if (policy.disposition != disposition || !says_who_frames(policy)) continue;
    Ancestors next = ancestors_of(policy, model, framing);
    allowed = allowed ? common_to(*allowed, next, model.https, framing) : std::move(next);
    if (disposition == csp::Disposition::Report) break;  // the first tells who is meant to
  }
  if (!allowed) return std::nullopt;
  return value_of(std::move(*allowed), framing);
}

/// What the response has that decides about framing, as it is written; empty where there is nothing.
std::string written_framing(const model::ResponseModel& model) {
  std::string out;
  for (const csp::Policy& policy : model.policies) {
    if (policy.disposition != csp::Disposition::Enforce || !says_who_frames(policy)) continue;
    const std::string_view value = policy.find(csp::DirectiveName::FrameAncestors)->value_text;
    out += (out.empty() ? "" : ", ") + std::string(value.empty() ? "'none'" : value);
  }
  if (!out.empty() || !model.has(HeaderName::XFrameOptions)) return out;
  return "X-Frame-Options " + model::joined_value(model, HeaderName::XFrameOptions);
}

Framing asked_for(const std::string& asked, const model::ResponseModel& model) {
  Framing framing;
  framing.ancestors = asked;
  const std::string before = written_framing(model);
  const bool same = before == asked || (text::iequals(before, "X-Frame-Options DENY") && asked == "'none'") ||
                    (text::iequals(before, "X-Frame-Options SAMEORIGIN") && asked == "'self'");
  if (!before.empty() && !same) {
    framing.changes.push_back("Set frame-ancestors to " + asked + ", as asked. Until now: " + before + ".");
  }
  return framing;
}

}  // namespace framing_detail

std::string frame_ancestors_of(std::string_view framing) {
  if (framing == "none") return "'none'";
  if (framing == "self") return "'self'";
  std::string value;
  std::size_t at = 0;
  while (at < framing.size()) {
    std::size_t end = framing.find(' ', at);
    if (end == std::string_view::npos) end = framing.size();
    std::string_view word = framing.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (word == "self") word = "'self'";
    const csp::SourceExpression source = csp::parse_source_expression(word);
    const bool host = source.kind == csp::SourceKind::Host && !source.scheme().empty() &&
                      source.path_end == source.port_end && source.tail().empty();
    if (word != "'self'" && !host) return {};
    value += value.empty() ? "" : " ";
    value += word;
  }
  return value;
}

const data::Software* framing_software(const std::vector<const data::Software*>& seen) {
  for (const data::Software* software : seen) {
    if (!software->ancestors.empty()) return software;
  }
  return nullptr;
}

Framing framing_in_force(const HardenOptions& options, const model::ResponseModel& model,
                         const data::Software* software) {
  using namespace framing_detail;
  if (options.framing) return asked_for(frame_ancestors_of(*options.framing), model);
  Framing framing;
  if (const auto enforced = framing_by_policies(model, csp::Disposition::Enforce, framing)) {
    framing.ancestors = *enforced;
  } else if (model.typed.x_frame_options) {
    const headers::XFrameOptions& header = model.typed.x_frame_options->header;
    framing.ancestors = framing_by(header);
    framing.closes_unread = header.effect == headers::XFrameOptions::Effect::Nothing && framing.ancestors == "'none'";
  } else if (const auto reported = framing_by_policies(model, csp::Disposition::Report, framing)) {
    framing.ancestors = *reported;
    if (options.reporting != Reporting::ReportOnly) {
      framing.changes.push_back("Enforced frame-ancestors " + *reported + ", which was only reported.");
    }
  } else {
    framing.ancestors = software == nullptr ? "'none'" : std::string(software->ancestors);
  }
  return framing;
}

void add_framing(const HardenOptions& options, const model::ResponseModel& model, const data::Software* software,
                 Framing framing, HardenedSet& set) {
  const std::string& ancestors = framing.ancestors;
  const std::string_view policy =
      options.reporting == Reporting::ReportOnly ? "Content-Security-Policy-Report-Only" : "Content-Security-Policy";
  for (std::string& sentence : framing.changes) set.say(policy, std::move(sentence));
  for (std::string& sentence : framing.open) set.say_open(policy, std::move(sentence));
  if (framing.closes_unread) {
    set.say("X-Frame-Options", "No browser reads " + model::joined_value(model, http::HeaderName::XFrameOptions) +
                                   ", so any site can frame this page. Set so that none can; name those that may "
                                   "(framing=https://partner.example).");
  }
  const bool chosen_here = !options.framing && !framing_detail::limits_framing(model);
  if (chosen_here && software != nullptr) {
    set.say(ancestors == "'self'" ? "X-Frame-Options" : "Content-Security-Policy",
            "frame-ancestors is " + std::string(software->ancestors) + ", because this looks like " +
                std::string(software->name) + ": " + std::string(software->because) + ".");
  } else if (chosen_here && ancestors == "'none'") {
    set.say("X-Frame-Options",
            "Added, with frame-ancestors: no site can frame this page, not even your own (framing=self would let it).");
  }
  if (ancestors == "'none'") set.add("X-Frame-Options", "DENY");
  if (ancestors == "'self'") set.add("X-Frame-Options", "SAMEORIGIN");
  if (ancestors != "'none'" && ancestors != "'self'") {
    set.say("X-Frame-Options", "Left out: it can't name other sites. frame-ancestors can, and replaces it.");
  }
}

}  // namespace headstrong::hardening
