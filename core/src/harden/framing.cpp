#include "harden/framing.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

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

/// Whether the response says who may frame the page, rightly or wrongly.
bool limits_framing(const model::ResponseModel& model) {
  if (model.has(HeaderName::XFrameOptions)) return true;
  for (const csp::Policy& policy : model.policies) {
    if (policy.find(csp::DirectiveName::FrameAncestors) != nullptr) return true;
  }
  return false;
}

std::vector<std::string> kept_ancestors(const csp::Policy& policy, const model::GapPlaces& gaps) {
  PolicyDraft draft = PolicyDraft::of(policy, {}, &gaps);
  std::vector<std::string> kept;
  const DraftDirective* ancestors = draft.find(csp::DirectiveName::FrameAncestors);
  if (ancestors == nullptr) return kept;
  for (const std::string& token : ancestors->tokens) {
    const csp::SourceExpression source = csp::parse_source_expression(token);
    const bool host =
        source.kind == csp::SourceKind::Host && source.host() != "*" && source.path().empty() && source.tail().empty();
    const bool unknown = source.kind == csp::SourceKind::Invalid;  // only what the text does not hold is left of these
    if (host || unknown || source.is(csp::Keyword::Self)) kept.push_back(token);
  }
  return kept;
}

std::string ancestors_value(const std::vector<std::string>& tokens) {
  return tokens.empty() ? "'none'" : joined(tokens);
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

std::string framing_in_force(const HardenOptions& options, const model::ResponseModel& model,
                             const data::Software* software) {
  if (options.framing) return frame_ancestors_of(*options.framing);
  std::optional<std::vector<std::string>> allowed;
  const model::GapPlaces gaps(*model.response);
  for (const csp::Policy& policy : model.policies) {
    if (policy.disposition != csp::Disposition::Enforce || policy.delivery != csp::Delivery::Header ||
        policy.find(csp::DirectiveName::FrameAncestors) == nullptr) {
      continue;
    }
    std::vector<std::string> kept = framing_detail::kept_ancestors(policy, gaps);
    // All policies must allow a frame; what only one of them names is not allowed now.
    if (allowed) {
      std::erase_if(kept, [&](const std::string& token) {
        return std::find(allowed->begin(), allowed->end(), token) == allowed->end();
      });
    }
    allowed = std::move(kept);
  }
  if (allowed) return framing_detail::ancestors_value(*allowed);
  if (model.typed.x_frame_options) return framing_detail::framing_by(model.typed.x_frame_options->header);
  // What is only reported tells who is meant to frame the page.
  for (const csp::Policy& policy : model.policies) {
    if (policy.disposition != csp::Disposition::Report || policy.find(csp::DirectiveName::FrameAncestors) == nullptr) {
      continue;
    }
    return framing_detail::ancestors_value(framing_detail::kept_ancestors(policy, gaps));
  }
  return software == nullptr ? "'none'" : std::string(software->ancestors);
}

void add_framing(const HardenOptions& options, const model::ResponseModel& model, const data::Software* software,
                 HardenedSet& set) {
  const std::string ancestors = framing_in_force(options, model, software);
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
