#include "decide/policy_set.hpp"

#include "headers/csp/parse_policy.hpp"
#include "text/ascii.hpp"

namespace headstrong::decide {
namespace policy_set_detail {

constexpr std::uint8_t kAllProfiles = (1u << kProfileCount) - 1;

/// The number of a port-part; a port that no URL can have keeps a value that none has.
std::int32_t port_number(std::string_view port) {
  if (port.empty()) return Source::kNoPort;
  if (port == "*") return Source::kAnyPort;
  constexpr std::int32_t kBeyond = 70000;
  std::int32_t value = 0;
  for (const char c : port) {
    value = value * 10 + (c - '0');
    if (value > 65535) return kBeyond;
  }
  return value;
}

/// Whether `profile` counts the token at all.
bool counts_in(const ProfileTraits& traits, const csp::SourceExpression& expression) {
  if (expression.kind == csp::SourceKind::Invalid) return false;
  if (traits.profile == Profile::Spec && !expression.tail().empty()) return false;
  return true;
}

Source make_source(const csp::SourceExpression& expression) {
  Source source;
  source.kind = expression.kind;
  if (expression.kind == csp::SourceKind::Scheme || expression.kind == csp::SourceKind::Host) {
    source.scheme = grammar::scheme_id(expression.scheme());
    source.port = port_number(expression.port());
  }
  for (const Profile profile : kProfiles) {
    const ProfileTraits& t = traits(profile);
    if (counts_in(t, expression)) source.valid_in = static_cast<std::uint8_t>(source.valid_in | t.bit());
  }
  return source;
}

/// The flag that a token contributes to its list.
std::uint16_t flag_of(const csp::SourceExpression& expression) {
  if (expression.kind == csp::SourceKind::Nonce || expression.kind == csp::SourceKind::Hash) {
    return kNonceOrHash;
  }
  if (expression.kind != csp::SourceKind::Keyword) return 0;
  switch (expression.keyword) {
    case csp::Keyword::UnsafeInline: return kUnsafeInline;
    case csp::Keyword::StrictDynamic: return kStrictDynamic;
    case csp::Keyword::UnsafeHashes: return kUnsafeHashes;
    case csp::Keyword::UnsafeEval: return kUnsafeEval;
    case csp::Keyword::WasmUnsafeEval: return kWasmUnsafeEval;
    case csp::Keyword::TrustedTypesEval: return kTrustedTypesEval;
    case csp::Keyword::UnsafeWebtransportHashes: return kWebTransportHashes;
    default: return 0;
  }
}

/// Directives that a meta element may not set (CSP3 3.3).
bool works_in_meta(csp::DirectiveName name) {
  return name != csp::DirectiveName::ReportUri && name != csp::DirectiveName::FrameAncestors &&
         name != csp::DirectiveName::Sandbox;
}

}  // namespace policy_set_detail

void PolicySet::set_page(const grammar::Url& page) {
  page_ = page;
  self_ = grammar::origin_of(page);
}

void PolicySet::add(const csp::Policy& policy) {
  activate(policy, policy_set_detail::kAllProfiles);
}

void PolicySet::add_parsed(std::string_view text, csp::Disposition disposition,
                           csp::Delivery delivery, std::uint8_t used_in) {
  csp::Policy policy =
      csp::parse_policy(text::MappedText(text, 0), 0, text.size(), disposition, delivery);
  if (policy.directives.empty()) return;
  own_policies_.push_back(std::move(policy));
  activate(own_policies_.back(), used_in);
}

void PolicySet::add(const PolicyText& text) {
  own_texts_.push_back(std::string(text.value));
  const std::string_view value = own_texts_.back();
  const auto disposition = text.disposition == PolicyDisposition::Enforce
                               ? csp::Disposition::Enforce
                               : csp::Disposition::Report;
  if (text.delivery == PolicyDelivery::Meta) {
    add_parsed(value, disposition, csp::Delivery::Meta, policy_set_detail::kAllProfiles);
    return;
  }
  std::size_t begin = 0;
  while (begin <= value.size()) {
    std::size_t end = value.find(',', begin);
    if (end == std::string_view::npos) end = value.size();
    add_parsed(value.substr(begin, end - begin), disposition, csp::Delivery::Header,
               policy_set_detail::kAllProfiles);
    begin = end + 1;
  }
}

void PolicySet::activate(const csp::Policy& policy, std::uint8_t used_in) {
  ActivePolicy active;
  active.policy = &policy;
  active.used_in = used_in;
  active.first_directive = static_cast<std::uint32_t>(directives_.size());
  active.first_source = static_cast<std::uint32_t>(sources_.size());
  sources_.reserve(sources_.size() + policy.tokens.size());
  for (const csp::SourceExpression& expression : policy.tokens) {
    sources_.push_back(policy_set_detail::make_source(expression));
  }
  for (std::size_t i = 0; i < policy.directives.size(); ++i) {
    const csp::Directive& directive = policy.directives[i];
    if (directive.name == csp::DirectiveName::Unknown || directive.has_non_ascii) continue;
    if (policy.delivery == csp::Delivery::Meta &&
        !policy_set_detail::works_in_meta(directive.name)) {
      continue;
    }
    ActiveDirective entry;
    entry.name = directive.name;
    entry.index = static_cast<std::uint32_t>(i);
    for (const Profile profile : kProfiles) {
      const ProfileTraits& t = traits(profile);
      const ActivePolicy probe{&policy, used_in, active.first_directive,
                               static_cast<std::uint32_t>(directives_.size()) -
                                   active.first_directive,
                               active.first_source};
      if (find(probe, directive.name, t.bit()) != nullptr) continue;
      entry.used_in = static_cast<std::uint8_t>(entry.used_in | t.bit());
    }
    if (entry.used_in == 0) continue;
    for (std::uint32_t k = 0; k < directive.token_count; ++k) {
      const std::uint32_t token = directive.first_token + k;
      const std::uint16_t flag = policy_set_detail::flag_of(policy.tokens[token]);
      if (flag == 0) continue;
      for (std::size_t p = 0; p < kProfileCount; ++p) {
        if ((sources_[active.first_source + token].valid_in >> p & 1) == 0) continue;
        entry.flags[p] = static_cast<std::uint16_t>(entry.flags[p] | flag);
      }
    }
    directives_.push_back(entry);
  }
  active.directive_count = static_cast<std::uint32_t>(directives_.size()) - active.first_directive;
  policies_.push_back(active);
}

}  // namespace headstrong::decide
