#include "decide/policy_set.hpp"

#include <algorithm>

#include "decide/match_path.hpp"
#include "decide/source_validity.hpp"
#include "decide/trusted_types.hpp"
#include "headers/csp/parse_policy.hpp"

namespace headstrong::decide {
namespace policy_set_detail {

constexpr std::uint8_t kAllProfiles = (1u << kProfileCount) - 1;

/// Directives that a meta element may not set (CSP3 3.3).
bool works_in_meta(csp::DirectiveName name) {
  return name != csp::DirectiveName::ReportUri && name != csp::DirectiveName::FrameAncestors &&
         name != csp::DirectiveName::Sandbox;
}

/// What becomes of a directive for its bytes: it counts, or it is dropped, and then a later one of
/// its name may still be taken for a duplicate.
enum class Fate : std::uint8_t { Counts, Dropped, DroppedButFirst };
Fate fate_of(const csp::Policy& policy, const csp::Directive& directive, const ProfileTraits& traits) {
  if (directive.name == csp::DirectiveName::RequireTrustedTypesFor &&
      traits.has(Difference::UselessTypesDirectiveDropped) && !requires_trusted_script(policy, directive, traits)) {
    return Fate::Dropped;
  }
  const bool dropped =
      directive.has_non_ascii || (directive.has_control && traits.has(Difference::ControlDropsDirective));
  if (!dropped) return Fate::Counts;
  return traits.has(Difference::DroppedDirectiveStillFirst) ? Fate::DroppedButFirst : Fate::Dropped;
}

/// Whether a source's path holds a percent-encoded byte.
bool has_encoded_path(const csp::Policy& policy) {
  if (policy.text.find('%') == std::string_view::npos) return false;
  for (const csp::SourceExpression& expression : policy.tokens) {
    if (expression.kind == csp::SourceKind::Host && expression.path().find('%') != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace policy_set_detail

void PolicySet::set_page(const grammar::Url& page) {
  page_ = page;
  if (page.scheme_kind == grammar::Scheme::Blob) {
    // Its origin is that of the page that made it, which stands within.
    std::string& buffer = own_texts_.emplace_back();
    grammar::Url maker;
    if (grammar::parse_url(page.path, buffer, maker) == grammar::UrlError::None) page_ = maker;
  }
  self_ = grammar::origin_of(page_);
}

void PolicySet::add(const csp::Policy& policy) {
  const bool meta = policy.delivery == csp::Delivery::Meta;
  std::uint8_t apart = 0;  // profiles that read the text in another way than it was parsed
  if (meta && policy.text.find(',') != std::string_view::npos) {
    apart = profiles_with(Difference::MetaSplitsAtCommas);
  }
  if (policy.text.find('\v') != std::string_view::npos) {
    apart = static_cast<std::uint8_t>(apart | profiles_with(Difference::VerticalTabIsSpace));
  }
  activate(policy, static_cast<std::uint8_t>(policy_set_detail::kAllProfiles & ~apart));
  if (apart != 0) {
    add_text(policy.text, policy.span.start, policy.disposition, policy.delivery, apart);
  }
}

void PolicySet::add(const PolicyText& text) {
  own_texts_.push_back(std::string(text.value));
  const auto disposition =
      text.disposition == PolicyDisposition::Enforce ? csp::Disposition::Enforce : csp::Disposition::Report;
  const auto delivery = text.delivery == PolicyDelivery::Header ? csp::Delivery::Header : csp::Delivery::Meta;
  add_text(own_texts_.back(), 0, disposition, delivery, policy_set_detail::kAllProfiles);
}

void PolicySet::add_text(std::string_view text, std::uint32_t start, csp::Disposition disposition,
                         csp::Delivery delivery, std::uint8_t used_in) {
  const std::uint8_t spaced = text.find('\v') == std::string_view::npos
                                  ? 0
                                  : static_cast<std::uint8_t>(used_in & profiles_with(Difference::VerticalTabIsSpace));
  if (spaced != 0) {
    std::string copy(text);
    std::replace(copy.begin(), copy.end(), '\v', ' ');
    own_texts_.push_back(std::move(copy));
    add_text(own_texts_.back(), start, disposition, delivery, spaced);
    used_in = static_cast<std::uint8_t>(used_in & ~spaced);
  }
  const bool meta = delivery == csp::Delivery::Meta;
  const bool comma = text.find(',') != std::string_view::npos;
  const std::uint8_t splitting =
      !meta   ? used_in
      : comma ? static_cast<std::uint8_t>(used_in & profiles_with(Difference::MetaSplitsAtCommas))
              : std::uint8_t{0};
  const auto whole = static_cast<std::uint8_t>(used_in & ~splitting);
  if (whole != 0) add_one(text, start, disposition, delivery, whole);
  if (splitting != 0) add_list(text, start, disposition, delivery, splitting);
}

void PolicySet::add_one(std::string_view text, std::uint32_t start, csp::Disposition disposition,
                        csp::Delivery delivery, std::uint8_t used_in) {
  csp::Policy policy = csp::parse_policy(text::MappedText(text, start), 0, text.size(), disposition, delivery);
  if (policy.directives.empty()) return;
  own_policies_.push_back(std::move(policy));
  activate(own_policies_.back(), used_in);
}

void PolicySet::add_list(std::string_view text, std::uint32_t start, csp::Disposition disposition,
                         csp::Delivery delivery, std::uint8_t used_in) {
  std::size_t begin = 0;
  while (begin <= text.size() && policies_.size() < csp::kMaxPolicies) {
    std::size_t end = text.find(',', begin);
    if (end == std::string_view::npos) end = text.size();
    add_one(text.substr(begin, end - begin), start + static_cast<std::uint32_t>(begin), disposition, delivery, used_in);
    begin = end + 1;
  }
}

void PolicySet::activate(const csp::Policy& policy, std::uint8_t used_in) {
  const auto rereading = static_cast<std::uint8_t>(used_in & profiles_with(Difference::FramesRereadPolicies));
  if (rereading == 0 || !policy_set_detail::has_encoded_path(policy)) {
    return activate_reading(policy, used_in, used_in);
  }
  activate_reading(policy, used_in, static_cast<std::uint8_t>(used_in & ~rereading));
  const ActivePolicy first = policies_.back();
  for (const Profile profile : kProfiles) {
    const ProfileTraits& t = traits(profile);
    if ((rereading & t.bit()) == 0) continue;
    own_texts_.push_back(serialise(first, t));
    const std::string_view text = own_texts_.back();
    own_policies_.push_back(
        csp::parse_policy(text::MappedText(text, 0), 0, text.size(), policy.disposition, policy.delivery));
    activate_reading(own_policies_.back(), 0, t.bit());
  }
}

std::string PolicySet::serialise(const ActivePolicy& active, const ProfileTraits& traits) const {
  std::string text;
  const csp::Policy& policy = *active.policy;
  for (std::uint32_t d = 0; d < active.directive_count; ++d) {
    const ActiveDirective& directive = directives_[active.first_directive + d];
    if ((directive.used_in & traits.bit()) == 0) continue;
    const csp::Directive& written = policy.directives[directive.index];
    text += csp::info(directive.name).name;
    for (std::uint32_t i = written.first_token; i < written.first_token + written.token_count; ++i) {
      const Source& source = sources_of(active)[i];
      const csp::SourceExpression& expression = policy.tokens[i];
      const bool list = csp::info(directive.name).value == csp::ValueKind::SourceList;
      if (list && (source.valid_in & traits.bit()) == 0) continue;
      text += ' ';
      const bool host = list && source.kind == csp::SourceKind::Host;
      const std::size_t behind = host ? expression.path().size() + expression.tail().size() : 0;
      text += expression.text.substr(0, expression.text.size() - behind);
      if (host) append_decoded(expression.path(), text);
    }
    text += "; ";
  }
  return text;
}

void PolicySet::activate_reading(const csp::Policy& policy, std::uint8_t used_in, std::uint8_t reparsed_in) {
  ActivePolicy active;
  active.policy = &policy;
  active.used_in = used_in;
  active.reparsed_in = reparsed_in;
  active.first_directive = static_cast<std::uint32_t>(directives_.size());
  active.first_source = static_cast<std::uint32_t>(sources_.size());
  sources_.resize(active.first_source + policy.tokens.size());
  std::transform(policy.tokens.begin(), policy.tokens.end(), sources_.data() + active.first_source, make_source);
  std::array<std::uint8_t, csp::kDirectiveNameCount> taken{};  // bit per profile
  for (std::size_t i = 0; i < policy.directives.size(); ++i) {
    const csp::DirectiveName name = policy.directives[i].name;
    if (name == csp::DirectiveName::Unknown) continue;
    if (policy.delivery == csp::Delivery::Meta && !policy_set_detail::works_in_meta(name)) continue;
    activate_directive(active, i, taken[static_cast<std::size_t>(name)]);
  }
  active.directive_count = static_cast<std::uint32_t>(directives_.size()) - active.first_directive;
  policies_.push_back(active);
  names_.add(policy.names);
}

void PolicySet::activate_directive(const ActivePolicy& active, std::size_t index, std::uint8_t& taken) {
  using policy_set_detail::Fate;
  const csp::Directive& directive = active.policy->directives[index];
  ActiveDirective entry;
  entry.name = directive.name;
  entry.index = static_cast<std::uint32_t>(index);
  const bool plain = !directive.has_non_ascii && !directive.has_control &&
                     directive.name != csp::DirectiveName::RequireTrustedTypesFor;
  if (plain) {  // nothing that anybody drops it for
    entry.used_in = static_cast<std::uint8_t>(policy_set_detail::kAllProfiles & ~taken);
    taken = policy_set_detail::kAllProfiles;
  }
  for (const Profile profile : kProfiles) {
    const ProfileTraits& t = traits(profile);
    if ((taken & t.bit()) != 0) continue;
    const Fate fate = policy_set_detail::fate_of(*active.policy, directive, t);
    if (fate == Fate::Dropped) continue;
    taken = static_cast<std::uint8_t>(taken | t.bit());
    if (fate == Fate::Counts) entry.used_in = static_cast<std::uint8_t>(entry.used_in | t.bit());
  }
  if (entry.used_in == 0) return;
  Source* sources = sources_.data() + active.first_source + directive.first_token;
  std::uint32_t written = 0;
  for (std::uint32_t k = 0; k < directive.token_count; ++k) written |= sources[k].facts;
  if ((written & kStrictDynamic) != 0) apply_strict_dynamic(directive, sources);
  std::uint32_t everywhere = 0;
  for (std::uint32_t k = 0; k < directive.token_count; ++k) {
    const Source& source = sources[k];
    if (source.valid_in == policy_set_detail::kAllProfiles) {
      everywhere |= source.facts;
      continue;
    }
    for (std::size_t p = 0; p < kProfileCount; ++p) {
      if ((source.valid_in >> p & 1) != 0) entry.facts[p] |= source.facts;
    }
  }
  for (std::uint32_t& facts : entry.facts) facts |= everywhere;
  directives_.push_back(entry);
}

}  // namespace headstrong::decide
