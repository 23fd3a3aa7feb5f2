#include "headstrong/harden.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "decide/page.hpp"
#include "harden/check_options.hpp"
#include "harden/cookies.hpp"
#include "harden/framing.hpp"
#include "harden/hardened_set.hpp"
#include "harden/isolation.hpp"
#include "harden/other_fields.hpp"
#include "harden/page_behind.hpp"
#include "harden/permissions.hpp"
#include "harden/response_policies.hpp"
#include "harden/services.hpp"
#include "harden/software.hpp"
#include "harden/transport.hpp"
#include "harden/what_stays_open.hpp"
#include "headers/referrer_policy.hpp"
#include "headers/report_to.hpp"
#include "headers/reporting_endpoints.hpp"
#include "headstrong/analyze.hpp"
#include "http/read_paste.hpp"
#include "model/gaps.hpp"
#include "text/ascii.hpp"
#include "text/listed.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace harden_detail {

using hardening::HardenedSet;
using http::HeaderName;

/// Hardens one response: each header has its step.
class Hardening {
 public:
  Hardening(const HardenOptions& options, const http::Response& response, const model::ResponseModel& model,
            const hardening::PageBehind& page)
      : options_(options),
        response_(response),
        model_(model),
        page_(page),
        seen_(hardening::services_seen(model, page.code, options.services)),
        software_(hardening::software_seen(model, page.text)),
        set_(model) {}

  HardenResult run() {
    const data::Software* software = hardening::framing_software(software_);
    hardening::Framing framing = hardening::framing_in_force(options_, model_, software);
    add_policies(framing.ancestors);
    add_reporting_endpoints();
    add_transport();
    set_.add("X-Content-Type-Options", "nosniff");
    hardening::add_framing(options_, model_, software, std::move(framing), set_);
    add_referrer_policy();
    hardening::add_permissions_policy(options_, model_, set_);
    hardening::add_isolation(options_, model_, seen_, policies_.sandboxed, set_);
    hardening::keep_other_protections(model_, set_);
    hardening::add_leaks(options_, model_, set_);
    add_cookies();
    offer_services();
    advise_on_software();
    hardening::say_what_stays_open(response_, options_, set_);
    hardening::say_what_is_left_out(response_, set_);
    name_kinds();
    return std::move(set_.result());
  }

 private:
  void add_policies(const std::string& frame_ancestors) {
    policies_ = hardening::harden_policies(model_, options_, frame_ancestors, page_.code);
    set_.result().reports_first = policies_.reports_first;
    for (Header& header : policies_.headers) set_.add(std::move(header.name), std::move(header.value));
    set_.take(std::move(policies_.changes));
  }

  void add_reporting_endpoints() {
    if (!options_.endpoint.empty() && options_.reporting != Reporting::None) {
      set_.add("Reporting-Endpoints", "csp=\"" + options_.endpoint + "\"" + other_endpoints());
      if (model_.has(HeaderName::ReportTo)) {
        set_.say("Report-To", "Left out: Reporting-Endpoints replaces it.");
      }
      return;
    }
    if (!options_.endpoint.empty()) {
      set_.say_open("Reporting-Endpoints",
                    reports_already() ? "Left out: with reporting=none, policies report where they did, not there."
                                      : "Left out: with reporting=none nothing uses the endpoint.");
    }
    set_.keep_as_it_is(HeaderName::ReportingEndpoints);
    set_.keep_as_it_is(HeaderName::ReportTo);
    const std::string groups = model::joined_value(model_, HeaderName::ReportTo);
    if (!headers::parse_report_to(groups).groups.empty() && !names_a_group()) {
      set_.say("Report-To", "Kept, though nothing in this set reports to it: often a CDN adds it, for NEL.");
    }
  }

  /// Whether a policy of the set sends reports somewhere.
  bool reports_already() {
    const HeaderSet& sent = set_.result().headers;
    return std::any_of(sent.begin(), sent.end(), [](const Header& header) {
      return text::istarts_with(header.name, "Content-Security-Policy") &&
             (header.value.find("report-uri ") != std::string::npos ||
              header.value.find("report-to ") != std::string::npos);
    });
  }

  /// The endpoints that other headers may name.
  std::string other_endpoints() const {
    const std::string now = model::joined_value(model_, HeaderName::ReportingEndpoints);
    const headers::ReportingEndpoints endpoints = headers::parse_reporting_endpoints(now);
    std::string out;
    if (!endpoints.field.ok()) return out;
    for (const grammar::SfMember& member : endpoints.field.members) {
      if (member.overridden || member.key == "csp" || member.value.type != grammar::SfType::String) continue;
      out.append(", ").append(member.key).append("=").append(member.value.text);
    }
    return out;
  }

  /// Whether a header of the response sends its reports to a group.
  bool names_a_group() const {
    return std::any_of(response_.fields.begin(), response_.fields.end(), [](const http::Field& field) {
      const HeaderName name = http::header_name(field.name);
      return name != HeaderName::ReportTo && name != HeaderName::Nel &&
             text::lowered(field.value.text()).find("report-to") != std::string::npos;
    });
  }

  void add_transport() {
    const hardening::TransportResult transport =
        hardening::harden_transport(model_, options_.hsts, options_.subdomains);
    if (!transport.value.empty()) set_.add("Strict-Transport-Security", transport.value);
    if (!transport.sentence.empty()) set_.say("Strict-Transport-Security", transport.sentence);
  }

  void add_referrer_policy() {
    // What is looser than the browsers' default is tightened to it.
    const std::string joined = model::joined_value(model_, HeaderName::ReferrerPolicy);
    const headers::ReferrerPolicy now = headers::parse_referrer_policy(joined);
    const bool tight = now.effective < headers::Referrer::StrictOriginWhenCrossOrigin;
    set_.add("Referrer-Policy", tight ? text::lowered(now.effective_text) : "strict-origin-when-cross-origin");
  }

  void add_cookies() {
    hardening::CookieResult cookies = hardening::harden_cookies(model_);
    if (options_.harden_cookies) {
      for (Header& field : cookies.fields) set_.add(std::move(field.name), std::move(field.value));
    }
    set_.take(std::move(cookies.changes));
  }

  /// Names the services whose hosts the text shows and whose presets would add something.
  void offer_services() {
    std::vector<std::string> told;
    std::string ids;
    for (SeenService& service : seen_) {
      if (std::find(options_.services.begin(), options_.services.end(), service.id) != options_.services.end())
        continue;
      hardening::PolicyDraft draft = policies_.strict;
      bool adds = false;
      const hardening::Log log{[&](std::string, bool, std::string_view) { adds = true; }};
      hardening::admit_services({std::string(service.id)}, draft, log);
      if (!adds) continue;
      told.push_back(std::string(service.name) + " (" + service.seen + ")");
      ids += (ids.empty() ? "" : ",") + std::string(service.id);
      set_.result().seen.push_back(std::move(service));
    }
    if (told.empty()) return;
    set_.say(policy_header(), "This text names hosts of " + text::listed(told) + ". services=" + ids +
                                  " adds all that " + (told.size() == 1 ? "it needs." : "they need."));
  }

  /// What else the software needs, beside the policy.
  void advise_on_software() {
    for (const data::Software* software : software_) {
      if (software->note.empty()) continue;
      set_.say(policy_header(), "This looks like " + std::string(software->name) + ". " + std::string(software->note));
    }
  }

  /// Tells of each change what it was, by what the response and the set have under the header's name.
  void name_kinds() {
    std::map<std::string, std::pair<std::vector<std::string_view>, std::vector<std::string_view>>> values;
    for (const http::Field& field : response_.fields) {
      values[text::lowered(field.name)].first.push_back(field.value.text());
    }
    for (const Header& header : set_.result().headers) {
      values[text::lowered(header.name)].second.emplace_back(header.value);
    }
    for (HardenChange& change : set_.result().changes) {
      const auto& [before, after] = values[text::lowered(change.header)];
      if (change.open) {
        change.kind = ChangeKind::Open;
      } else if (before.empty() || after.empty()) {
        change.kind = !after.empty() ? ChangeKind::Added : !before.empty() ? ChangeKind::Removed : ChangeKind::LeftOut;
      } else {
        change.kind = before == after ? ChangeKind::Kept : ChangeKind::Changed;
      }
    }
  }

  /// The one that the strict policy is sent in.
  std::string_view policy_header() const {
    return policies_.reports_first ? "Content-Security-Policy-Report-Only" : "Content-Security-Policy";
  }

  const HardenOptions& options_;
  const http::Response& response_;
  const model::ResponseModel& model_;
  const hardening::PageBehind& page_;
  std::vector<SeenService> seen_;
  std::vector<const data::Software*> software_;
  hardening::ResponsePolicies policies_;
  HardenedSet set_;
};

/// A policy of which the text doesn't hold whole directives; null where there is none.
const csp::Policy* policy_of_unknown_directives(const model::ResponseModel& model) {
  const model::GapPlaces gaps(*model.response);
  if (gaps.empty()) return nullptr;
  for (const csp::Policy& policy : model.policies) {
    for (const csp::Directive& directive : policy.directives) {
      if (gaps.meets(directive.name_span)) return &policy;
    }
  }
  return nullptr;
}

HardenResult refused(std::string why) {
  HardenResult result;
  result.error = std::move(why);
  return result;
}

}  // namespace harden_detail

std::string_view to_string(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::Added: return "added";
    case ChangeKind::Changed: return "changed";
    case ChangeKind::Removed: return "removed";
    case ChangeKind::Kept: return "kept";
    case ChangeKind::LeftOut: return "left-out";
    case ChangeKind::Open: return "open";
  }
  return {};
}

HardenResult harden(std::string_view text, const HardenOptions& options) {
  using harden_detail::refused;
  if (text.size() > kMaxInputBytes) return refused("the text is over 8 MiB");
  if (std::string fault = hardening::fault_of(options); !fault.empty()) return refused(std::move(fault));
  text::Source source(text);
  http::Paste paste = http::read_paste(source);
  if (options.response) {
    if (*options.response >= paste.responses.size()) {
      return refused(no_such_response(*options.response, paste.responses.size()));
    }
    paste.chosen = *options.response;
  }
  const bool page_alone = paste.format == http::Format::Html && options.inline_scripts == Inline::Hash;
  if (paste.is_unread() && !page_alone) {
    // A set from the options alone could be looser than what stands there in a language that was not read.
    return refused(
        "no response headers or policy were found in this text, so there is nothing to harden; "
        "start from an empty text to build a set from the options alone");
  }
  static const http::Response kNothing;
  const http::Response& response = paste.responses.empty() ? kNothing : paste.responses[paste.chosen];
  const hardening::PageBehind behind = hardening::read_page(options, source.bytes(), paste);
  const decide::Page page(response, source.bytes(), paste.format);
  if (const csp::Policy* unknown = harden_detail::policy_of_unknown_directives(page.model())) {
    return refused(std::string(unknown->disposition == csp::Disposition::Enforce
                                   ? "Content-Security-Policy"
                                   : "Content-Security-Policy-Report-Only") +
                   ": directives come from a variable or a call, so this text doesn't say what the policy allows; "
                   "write them out, or paste a response that the site sends");
  }
  return harden_detail::Hardening(options, response, page.model(), behind).run();
}

}  // namespace headstrong
