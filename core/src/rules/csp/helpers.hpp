// What several rules about policies need to know.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decide/engine.hpp"
#include "decide/request.hpp"
#include "headers/csp/directive_facts.hpp"
#include "headers/csp/token_fault.hpp"
#include "model/public_suffixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_rules {

using csp::can_use;
using csp::governs_scripts;
using csp::is_sandbox_flag;
using csp::is_script_directive;
using csp::is_style_directive;
using csp::names_directive;
using decide::Attack;
using model::is_public_wildcard;
using model::public_suffix;

inline bool is_enforced(const csp::Policy& policy) { return policy.disposition == csp::Disposition::Enforce; }
inline bool is_source_list(const csp::Directive& directive) {
  return csp::holds_sources(csp::info(directive.name).value);
}

/// Calls visit(policy, directive) for every directive that is not an ignored duplicate, of enforced
/// and report-only policies alike: what is misspelled is misspelled in both.
template <class Visit>
void each_directive(const Context& context, Visit visit) {
  for (const csp::Policy& policy : context.response.policies) {
    for (const csp::Directive& directive : policy.directives) {
      if (!directive.duplicate) visit(policy, directive);
    }
  }
}
/// The same for the directives of that name; Unknown: for those that have no name we know.
template <class Visit>
void each_named(const Context& context, csp::DirectiveName name, Visit visit) {
  for (const csp::Policy& policy : context.response.policies) {
    if (!policy.names.has(name)) continue;
    for (const csp::Directive& directive : policy.directives) {
      if (directive.name == name && !directive.duplicate) visit(policy, directive);
    }
  }
}
/// Calls visit(token) for the tokens of a source list, but for those of a template's place for a
/// nonce.
template <class Visit>
void each_token(const csp::Policy& policy, const csp::Directive& directive, Visit visit) {
  const std::uint32_t end = directive.first_token + directive.token_count;
  for (std::uint32_t i = directive.first_token; i < end; ++i) {
    if (const std::uint32_t length = csp::template_length(policy, directive, i)) {
      i += length - 1;
    } else {
      visit(policy.tokens[i]);
    }
  }
}
/// Calls visit(policy, directive, token) for every token of that kind in every source list, but for
/// repetitions.
template <class Visit>
void each_source(const Context& context, csp::SourceKind kind, Visit visit) {
  for (const csp::Policy& policy : context.response.policies) {
    if (!policy.kinds.has(kind)) continue;
    for (const csp::Directive& directive : policy.directives) {
      if (directive.duplicate || !is_source_list(directive)) continue;
      for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
        if (token.kind == kind && !token.repeated) visit(policy, directive, token);
      }
    }
  }
}

/// Whether a server has sent the response: it has a status line, and says when it was made or how old it is. Templates
/// are filled in by then.
bool is_servers_answer(const Context& context);

/// Whether the response has a policy that browsers enforce.
bool has_enforced(const Context& context);
/// Whether the header's whole value stands in double quotes, which belong to no policy.
bool is_quoted(const Context& context, const csp::Policy& policy);
/// The first enforced policy that came as a header, or in any way; null where there is none.
const csp::Policy* first_enforced(const Context& context);
/// The first policy that puts the page into a sandbox; null where none does. In a <meta> element
/// the directive does not count.
const csp::Policy* sandboxing_policy(const Context& context);

/// The first token of that keyword or kind in the directive; null where there is none.
const csp::SourceExpression* find(const csp::Policy& policy, const csp::Directive& directive, csp::Keyword keyword);
const csp::SourceExpression* find(const csp::Policy& policy, const csp::Directive& directive, csp::SourceKind kind);
/// The list's nonce, or the place where the server fills one in; null where it has neither.
const csp::SourceExpression* nonce_or_its_place(const csp::Policy& policy, const csp::Directive& directive);
inline bool has_nonce_or_hash(const csp::Policy& policy, const csp::Directive& directive) {
  return find(policy, directive, csp::SourceKind::Nonce) != nullptr ||
         find(policy, directive, csp::SourceKind::Hash) != nullptr;
}

/// The enforced list that decides about external scripts, from which every script that may load
/// needs a source expression. False where there is none, or where a sandbox forbids scripts.
struct ScriptList {
  const csp::Policy* policy = nullptr;
  const csp::Directive* directive = nullptr;
};
bool script_list(const Context& context, ScriptList& list);

/// Whether some browser lets the page do this; `by` receives what decided there.
bool allowed_somewhere(const Context& context, const decide::Request& request, decide::PolicyDecision& by);
bool allowed_somewhere(const Context& context, const decide::PreparedRequest& request, decide::PolicyDecision& by);

/// Whether some browser runs a script, inline or from anywhere, that carries this nonce.
bool runs_scripts(const Context& context, std::string_view nonce);

/// Whether `attack` is allowed because no enforced policy has a directive for it.
bool is_unrestricted(const Context& context, Attack attack);
/// Where `attack` is allowed by a token, the decision; otherwise null.
const decide::PolicyDecision* allowed_by_source(const Context& context, Attack attack);

/// An address that the source expression would match if it named `host`.
std::string address_on(const csp::SourceExpression& token, std::string_view host);
/// The same for a wildcard: a host below it that an attacker would take.
std::string attackers_address(const csp::SourceExpression& token);
/// The source of a list that blocks unknown hosts which lets in one where anybody can be: below a
/// public suffix or, but for forms, on a host of core/data/bypass-hosts.tsv; `address` receives it.
const csp::SourceExpression* open_to_strangers(const Context& context, const decide::PolicyDecision& list,
                                               decide::RequestType type, std::string& address);

/// Reports hosts from core/data/bypass-hosts.tsv of one kind from which the page would really load
/// the listed address: message arguments are the source expression and that address.
void report_bypass_hosts(const Context& context, Sink& sink, std::string_view kind);

/// How many bytes a digest of that algorithm has.
std::size_t digest_size(csp::HashAlgorithm algorithm);
/// Whether the value of a hash is its digest in hexadecimal digits, which no browser reads as such.
bool is_hex_digest(const csp::SourceExpression& token);

using csp::TokenFault;
/// Calls visit(policy, directive, token) for every token with that fault.
template <class Visit>
void each_fault(const Context& context, TokenFault fault, Visit visit) {
  for (const csp::FaultyToken& faulty : context.response.faulty_tokens) {
    if (faulty.fault != fault) continue;
    const csp::Policy& policy = context.response.policies[faulty.policy];
    visit(policy, policy.directives[faulty.directive], policy.tokens[faulty.token]);
  }
}

/// Reports a token with that fault; message arguments are the token and the directive. Such a
/// token matches nothing, so that removing it is safe.
Finding& report_faulty(Sink& sink, const csp::Policy& policy, const csp::Directive& directive,
                       const csp::SourceExpression& token, TokenFault fault);
/// Every token with that fault.
void report_fault(const Context& context, Sink& sink, TokenFault fault);

/// Offers to write `word` as the keyword it stands for, or to drop it where the keyword would take
/// protection away.
void offer_keyword(Finding& finding, const csp::Policy& policy, const csp::Directive& directive,
                   const csp::SourceExpression& token, csp::Keyword keyword,
                   std::string_view title = "Put it in single quotes");

/// Offers to remove a directive that browsers pass over, unless nothing would be left.
void offer_removal(Finding& finding, const csp::Policy& policy, const csp::Directive& directive,
                   Applicability applicability = Applicability::Safe);
/// Reports every directive of that name; the message argument is its name. Used for directives that
/// current browsers pass over.
/// `applicability`: a suggestion where the directive is the only trace of a protection that is wanted.
void report_obsolete(const Context& context, Sink& sink, csp::DirectiveName name,
                     Applicability applicability = Applicability::Safe);
/// Whether a semicolon is missing within the list: a directive's name is among its words, and what
/// follows it was meant for another list.
bool runs_on(const csp::Policy& policy, const csp::Directive& directive);
/// For a directive that browsers do not know: its removal, or, where a known directive's name stands
/// among its words, the removal of what stands before that.
void offer_unknown_removal(Finding& finding, const csp::Policy& policy, const csp::Directive& directive);
/// The directive of that name in a policy that is enforced and came as a header; null where none has it.
const csp::Directive* find_enforced(const Context& context, csp::DirectiveName name);

/// Whether the text begins with, or holds, a typographic quote (UTF-8).
bool is_curly_quote(std::string_view text);
bool has_curly_quote(std::string_view text);

/// The names of the browsers in which `attack` succeeds.
std::vector<std::string_view> browsers_that_allow(const Context& context, const decide::Request& request);
/// The browsers of these names.
decide::Browsers browsers_of(const std::vector<std::string_view>& names);

}  // namespace headstrong::rules::csp_rules
