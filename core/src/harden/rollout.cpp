#include "headstrong/rollout.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "decide/page.hpp"
#include "grammar/civil_date.hpp"
#include "harden/effects.hpp"
#include "harden/widened.hpp"
#include "headers/strict_transport_security.hpp"
#include "headstrong/analyze.hpp"
#include "http/read_paste.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace rollout_detail {

using http::HeaderName;

/// One rung of the ladder: for how long a mistake would last, and the first day on which the time
/// of the rung before has passed. hstspreload.org (read 2026-11-29) asks for 5 minutes, a week and a
/// month, each waited out, before the list.
struct Rung {
  Hsts hsts;
  std::string_view id;
  std::string_view time;
  int day;
};
constexpr std::array<Rung, 5> kLadder = {{{Hsts::Seconds300, "hsts-300", headers::kHstsSteps[0].time, 0},
                                          {Hsts::Seconds604800, "hsts-604800", headers::kHstsSteps[1].time, 1},
                                          {Hsts::Seconds2592000, "hsts-2592000", headers::kHstsSteps[2].time, 8},
                                          {Hsts::Seconds31536000, "hsts-31536000", headers::kHstsSteps[3].time, 38},
                                          {Hsts::Preload, "hsts-preload", "two years, preloaded", 68}}};

constexpr int kReadDay = 7;
constexpr int kEnforceDay = 14;
constexpr int kSubdomainsAfter = 7;  // the last rung
constexpr int kListedAfter = 30;     // subdomains, on hstspreload.org's ladder
constexpr std::string_view kSubdomainsId = "hsts-subdomains";

/// What the response sends today.
struct Today {
  HeaderSet fields;
  std::uint64_t max_age = 0;
  bool subdomains = false;
  bool preload = false;
};

Today read_today(std::string_view text, const std::optional<std::size_t>& chosen) {
  Today today;
  text::Source source(text);
  http::Paste paste = http::read_paste(source);
  if (paste.responses.empty()) return today;
  const std::size_t at = chosen.value_or(paste.chosen);
  const http::Response& response = paste.responses[at < paste.responses.size() ? at : paste.chosen];
  const decide::Page page(response, source.bytes(), paste.format);
  for (const http::Field& field : response.fields) {
    today.fields.push_back({std::string(field.name), std::string(field.value.text())});
  }
  const auto& fields = page.model().fields(HeaderName::StrictTransportSecurity);
  if (fields.empty()) return today;
  const headers::StrictTransportSecurity hsts =
      headers::parse_strict_transport_security(page.model().field(fields.front()).value.text());
  if (!hsts.in_force()) return today;
  today.max_age = hsts.max_age;
  today.subdomains = !hsts.subdomains.empty();
  today.preload = !hsts.preload.empty();
  return today;
}

Header* find(HeaderSet& headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(),
                                  [&](const Header& header) { return text::iequals(header.name, name); });
  return found == headers.end() ? nullptr : &*found;
}
std::string_view value_of(const HeaderSet& headers, std::string_view name) {
  Header* found = find(const_cast<HeaderSet&>(headers), name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

/// Calls `use` with each directive of the policy and its name.
template <class Use>
void each_directive(std::string_view policy, Use use) {
  while (!policy.empty()) {
    const std::size_t end = std::min(policy.find(';'), policy.size());
    const std::string_view directive = text::trim(policy.substr(0, end));
    policy.remove_prefix(std::min(end + 1, policy.size()));
    if (!directive.empty()) use(directive, directive.substr(0, directive.find_first_of(" \t")));
  }
}

/// Whether the policy has a directive by which scripts are judged.
bool limits_scripts(std::string_view policy) {
  bool found = false;
  each_directive(policy, [&](std::string_view, std::string_view name) {
    for (const std::string_view wanted : {"default-src", "script-src", "script-src-elem"}) {
      found = found || text::iequals(name, wanted);
    }
  });
  return found;
}

/// The policy without what browsers ignore in one that only reports.
std::string as_reported(std::string_view policy) {
  std::string kept;
  each_directive(policy, [&](std::string_view directive, std::string_view name) {
    if (text::iequals(name, "upgrade-insecure-requests") || text::iequals(name, "sandbox")) return;
    kept += kept.empty() ? "" : "; ";
    kept += directive;
  });
  return kept;
}

class Plan {
 public:
  explicit Plan(const RolloutOptions& options) : options_(options) {}

  Rollout run(std::string_view text) {
    if (!make_sets(text)) return std::move(plan_);
    today_ = read_today(options_.today ? std::string_view(*options_.today) : text, options_.harden.response);
    forget_cookies_sent();
    read_response(text);
    plan_.endpoint = options_.harden.endpoint;
    plan_.grade = {first_.grade.now, last_.grade.now};
    if (options_.from) plan_.from = grammar::date_of(*options_.from);
    choose_rungs();
    if (has_policy_to_report()) {
      add_policy_steps();
    } else {
      add_step("headers", 0, "Send the set",
               "None of these headers needs a trial: the policy is enforced already, or there is none.",
               {"Load your main pages, signed in and signed out, and watch the console."});
    }
    add_transport_steps();
    say_what_gets_shorter();
    say_what_stays_in_force();
    fill_in();
    return std::move(plan_);
  }

 private:
  /// What is sent first and last; false where harden() refuses.
  bool make_sets(std::string_view text) {
    HardenOptions options = options_.harden;
    const Reporting asked = options.reporting.value_or(options.endpoint.empty() ? Reporting::None : Reporting::Both);
    options.reporting.reset();
    first_ = harden(text, options);
    plan_.error = first_.error;
    if (!plan_.error.empty()) return false;
    // Of an edited text, what is enforced at first is what the site enforces today.
    const bool edited = options_.today && *options_.today != text;
    const HardenResult unedited = edited ? harden_today() : HardenResult();
    const HeaderSet& enforced = edited && unedited.error.empty() ? unedited.headers : first_.headers;
    // A policy that is enforced already is hardened in place; then the hardened one is tried out beside it.
    if (limits_scripts(value_of(enforced, kPolicy))) options.reporting = Reporting::ReportOnly;
    if (options.reporting) first_ = harden(text, options);
    options.reporting = asked == Reporting::ReportOnly ? Reporting::Both : asked;
    last_ = harden(text, options);
    plan_.error = last_.error;
    if (edited && plan_.error.empty()) begin_today(unedited);
    // A plan is handed round, and a session is nobody's but one visitor's.
    const auto is_cookie = [](const Header& header) { return text::iequals(header.name, kCookie); };
    for (const Header& header : last_.headers) {
      if (is_cookie(header)) plan_.cookies.push_back(header);
    }
    for (HeaderSet* set : {&first_.headers, &last_.headers}) std::erase_if(*set, is_cookie);
    return plan_.error.empty();
  }

  /// Cookies that are sent that way already need nothing.
  void forget_cookies_sent() {
    const auto is_sent = [&](const Header& cookie) {
      return std::any_of(today_.fields.begin(), today_.fields.end(), [&](const Header& field) {
        return text::iequals(field.name, kCookie) && field.value == cookie.value;
      });
    };
    if (std::all_of(plan_.cookies.begin(), plan_.cookies.end(), is_sent)) plan_.cookies.clear();
  }

  /// The set of the text as the site sends it: its policy enforced, and a new one only reported.
  HardenResult harden_today() const {
    HardenOptions options = options_.harden;
    options.reporting.reset();
    HardenResult result = harden(*options_.today, options);
    if (!limits_scripts(value_of(result.headers, kPolicy))) return result;
    options.reporting = Reporting::ReportOnly;
    return harden(*options_.today, options);
  }
  /// The first set enforces what is enforced today, with what the edited text allows beside it, and reports what the
  /// last one enforces.
  void begin_today(const HardenResult& today) {
    const auto is_policy = [](const Header& header) {
      return text::iequals(header.name, kPolicy) || text::iequals(header.name, kReportOnly);
    };
    HeaderSet set;
    for (const Header& header : today.headers) {
      if (!text::iequals(header.name, kPolicy)) continue;
      set.push_back({header.name, hardening::widened(header.value, value_of(first_.headers, kPolicy))});
    }
    const std::string_view aim = value_of(last_.headers, kPolicy);
    if (!aim.empty() && value_of(set, kPolicy) != aim) set.push_back({std::string(kReportOnly), as_reported(aim)});
    for (const Header& header : last_.headers) {
      if (!is_policy(header)) set.push_back(header);
    }
    first_ = last_;
    first_.headers = std::move(set);
  }

  /// The response into which the sets go, for their letters.
  void read_response(std::string_view text) {
    source_.emplace(text);
    paste_ = http::read_paste(*source_);
    static const http::Response kNothing;
    response_ = &kNothing;
    if (!paste_.responses.empty()) response_ = &paste_.responses[options_.harden.response.value_or(paste_.chosen)];
  }

  /// Whether something is enforced at the end that is not enforced at the beginning: where a policy's reports go
  /// stops nothing that could be tried out.
  bool has_policy_to_report() const {
    return !value_of(first_.headers, kReportOnly).empty() &&
           without_reporting(value_of(first_.headers, kPolicy)) != without_reporting(value_of(last_.headers, kPolicy));
  }

  static std::string without_reporting(std::string_view policy) {
    std::string out;
    each_directive(policy, [&](std::string_view directive, std::string_view name) {
      if (text::iequals(name, "report-uri") || text::iequals(name, "report-to")) return;
      out.append(directive).append(";");
    });
    return out;
  }

  /// Which rungs are left: those above what is sent today, so that no step protects the host for a shorter time.
  /// A new includeSubDomains goes with the first rung where there is no HSTS yet; else it waits for a step of its
  /// own, with the max-age that the host has.
  void choose_rungs() {
    const std::string_view goal = value_of(last_.headers, kTransport);
    if (goal.empty()) return;
    const Hsts last = options_.harden.hsts.value_or(Hsts::Seconds31536000);
    subdomains_ = goal.find("includeSubDomains") != std::string_view::npos;
    subdomains_later_ = subdomains_ && today_.max_age > 0 && !today_.subdomains;
    for (const Rung& rung : kLadder) {
      if (rung.hsts > last) break;
      const bool listed = rung.hsts == Hsts::Preload && !today_.preload;
      const bool longer = static_cast<std::uint64_t>(rung.hsts) > today_.max_age;
      if (longer || listed) rungs_.push_back(&rung);
    }
  }

  RolloutStep& add_step(std::string_view id, int day, std::string title, std::string why,
                        std::vector<std::string> tasks) {
    RolloutStep step;
    step.id = id;
    step.day = day;
    step.title = std::move(title);
    step.why = std::move(why);
    step.tasks = std::move(tasks);
    plan_.steps.push_back(std::move(step));
    return plan_.steps.back();
  }

  void add_policy_steps() {
    const std::string& endpoint = plan_.endpoint;
    std::vector<std::string> tasks;
    if (endpoint.empty()) {
      tasks.emplace_back(
          "Set an endpoint (endpoint=/csp-reports), or only your own consoles show what would "
          "be blocked. `emit --option receiver=yes` writes the code that receives the reports where the target is an "
          "application, such as Flask or Express.");
    } else {
      tasks.push_back(
          "Set up a receiver at " + endpoint +
          "; `emit --option receiver=yes` writes one where the target is an application, such as Flask or Express.");
      tasks.emplace_back(
          "Load a test page with an inline script over https, and look for its report in the log; from "
          "http:// browsers send none to Reporting-Endpoints.");
    }
    tasks.emplace_back("Use the site as visitors do: signed in and out, forms, sign-in, payment, embedded media.");
    tasks.emplace_back(
        "Check what the headers in force can break: pages that other sites frame, files that they embed, "
        "pop-ups for sign-in and payment, plugins.");
    const bool enforces = !value_of(first_.headers, kPolicy).empty();
    add_step(
        "report", 0, "Report only",
        std::string("In force from this day: every header of the set but Content-Security-Policy-Report-Only, which "
                    "blocks nothing and only reports.") +
            (enforces
                 ? " The enforced Content-Security-Policy beside it is one that hardly any page notices, or the one you have."
                 : ""),
        std::move(tasks));
    add_step("read", kReadDay, "Read the reports",
             "A week shows a whole cycle of ordinary use. Each report is either yours or noise.",
             {"Yours, inline code: move it into a file, or give it a nonce or a hash.",
              "Yours, a host that the policy doesn't list: add the host, or a service's preset (services=...).",
              "Noise: browser extensions (chrome-extension, moz-extension), translators, virus scanners. Don't allow "
              "them.",
              "Each time the policy changes, wait another week."});
    add_step("enforce", kEnforceDay, "Enforce the policy",
             "From here on, browsers block what they only reported before.",
             {"Go on only if the last 7 days brought nothing but noise.",
              "To go back, send the headers of the step before again.",
              endpoint.empty() ? "Look at the console of your main pages once more."
                               : "Watch " + endpoint + " for the first hours, and after each release."});
  }

  void add_transport_steps() {
    int last = -kSubdomainsAfter;  // the day of the last rung before the list
    for (const Rung* rung : rungs_) {
      // The time of a rung that is sent already has been waited out, or nearly.
      const int day = rung->day - rungs_.front()->day;
      if (rung->hsts == Hsts::Preload) {
        const int wait =
            rungs_.size() > 1 ? day - (rungs_[rungs_.size() - 2]->day - rungs_.front()->day) : kListedAfter;
        add_subdomains_step(last);
        add_step(rung->id, subdomains_later_ ? subdomains_day_ + wait : day, "HSTS: preload",
                 "Browsers then ship with your domain on a list. Getting off it takes months.",
                 {"Every subdomain answers over HTTPS, internal ones included.",
                  "Port 80, if open, redirects to HTTPS on the same host first.",
                  "The header is on the bare domain, and on its redirects too.",
                  "Nobody plans to host a subdomain somewhere without HTTPS.",
                  "Submit the domain at https://hstspreload.org/ and check its status there."});
        continue;
      }
      last = day;
      const bool first = rung == rungs_.front();
      std::vector<std::string> tasks;
      if (first) {
        tasks.emplace_back("Every page and file works over HTTPS, and the certificate renews automatically.");
        tasks.emplace_back("http:// URLs redirect to https:// on the same host.");
        if (subdomains_ && !subdomains_later_) tasks.emplace_back("The same is true for every subdomain.");
      } else {
        tasks.emplace_back("Nobody has reported certificate errors or unreachable pages since the last step.");
      }
      add_step(rung->id, day, "HSTS: " + std::string(rung->time),
               first ? "Returning browsers refuse plain HTTP for this long, so start short: a mistake lasts as long as "
                       "max-age."
                     : "The shorter max-age caused no trouble for as long as it lasts.",
               std::move(tasks));
    }
    add_subdomains_step(last);
  }

  /// includeSubDomains beside a max-age that browsers have already: to start with 5 minutes again would leave the
  /// host itself unprotected. Each subdomain climbs with a header of its own instead.
  void add_subdomains_step(int last) {
    if (!subdomains_later_ || subdomains_day_ > 0) return;
    subdomains_day_ = last + kSubdomainsAfter + (last < 0 ? kSubdomainsAfter : 0);
    add_step(
        kSubdomainsId, subdomains_day_, "HSTS: subdomains",
        "max-age stays as it is, so that the host itself stays protected. Browsers then refuse plain HTTP on every "
        "subdomain, too.",
        {"List the subdomains: DNS records, certificates (https://crt.sh/), internal names.",
         "Each of them answers over HTTPS, and has sent Strict-Transport-Security itself for a week: 300 first, then "
         "longer.",
         "To go back, send the header without includeSubDomains: a browser forgets it with the next page it loads "
         "from this host."});
  }

  /// A shorter max-age than today's is a choice, and takes effect at once.
  void say_what_gets_shorter() {
    const std::string_view goal = value_of(last_.headers, kTransport);
    const headers::StrictTransportSecurity chosen = headers::parse_strict_transport_security(goal);
    if (goal.empty() ? today_.max_age == 0 : chosen.max_age >= today_.max_age) return;
    plan_.steps.front().tasks.push_back("HSTS gets shorter than it is, as chosen: from " +
                                        std::to_string(today_.max_age) + " seconds to " +
                                        std::to_string(goal.empty() ? 0 : chosen.max_age) +
                                        ". Returning browsers accept plain HTTP again that much sooner.");
  }

  /// The policy that the site enforces today: it stays while the new one only reports, and is replaced then.
  void say_what_stays_in_force() {
    if (value_of(today_.fields, kPolicy).empty() || value_of(first_.headers, kPolicy).empty()) return;
    for (RolloutStep& step : plan_.steps) {
      if (step.id == "report") {
        step.tasks.emplace_back(
            "Keep sending the enforced Content-Security-Policy: the one that only reports stops "
            "nothing.");
      } else if (step.id == "enforce") {
        step.tasks.emplace_back("Replace the old Content-Security-Policy with this one; don't send both.");
      }
    }
  }

  /// Dates, headers, and what of them is new, in the order of days.
  void fill_in() {
    if (!plan_.cookies.empty() && !plan_.steps.empty()) {
      plan_.steps.front().tasks.emplace_back(
          "The application sends its session cookies with the attributes listed for Set-Cookie.");
    }
    explain_trusted_types();
    text::sort(plan_.steps, [](const RolloutStep& a, const RolloutStep& b) { return a.day < b.day; });
    HeaderSet sent = today_.fields;
    const HardenResult* set = has_policy_to_report() ? &first_ : &last_;
    // Until the first rung, what is sent today stays.
    const bool stays = !rungs_.empty() || subdomains_later_;
    std::string transport =
        !stays ? std::string(value_of(last_.headers, kTransport)) : std::string(value_of(sent, kTransport));
    for (RolloutStep& step : plan_.steps) {
      if (step.id == "enforce") set = &last_;
      for (const Rung* rung : rungs_) {
        if (rung->id == step.id) transport = transport_of(*rung);
      }
      if (step.id == kSubdomainsId) transport += "; includeSubDomains";
      step.headers = with_transport(set->headers, transport);
      step.changed = changed_names(sent, step.headers);
      step.grade = plan_.steps.data() != &step && step.changed.empty() ? (&step - 1)->grade : letter_of(step.headers);
      tell_changes(*set, step);
      sent = step.headers;
      if (options_.from) step.date = grammar::date_of(*options_.from + step.day);
    }
    std::erase_if(plan_.steps, [&](const RolloutStep& step) {
      return step.id == "headers" && step.changed.empty() && plan_.cookies.empty();
    });
    if (plan_.steps.empty()) return;
    plan_.grade = {plan_.steps.front().grade, plan_.steps.back().grade};
    if (plan_.grade.enforced == last_.grade.enforced) plan_.grade.next = last_.grade.next;
    tell_last_letter(plan_.steps.back());
  }

  /// What keeps the last letter from being better: what harden() says of it, where the letter is the same.
  void tell_last_letter(RolloutStep& step) const {
    if (step.grade != last_.grade.enforced) return;
    for (const HardenChange& change : last_.changes) {
      if (change.beyond && change.open) step.changes.push_back(change);
    }
  }

  /// Where a step begins to require Trusted Types: why, and what to do when they stop a script of the site's own.
  void explain_trusted_types() {
    const auto required = [](std::string_view policy) {
      bool found = false;
      each_directive(policy, [&](std::string_view, std::string_view name) {
        found = found || text::iequals(name, "require-trusted-types-for");
      });
      return found;
    };
    for (const Header& header : today_.fields) {
      if (text::iequals(header.name, kPolicy) && required(header.value)) return;
    }
    const bool at_once = required(value_of(first_.headers, kReportOnly)) || required(value_of(first_.headers, kPolicy));
    const bool enforced = required(value_of(last_.headers, kPolicy));
    if (!at_once && !enforced && !required(value_of(last_.headers, kReportOnly))) return;
    const std::string_view id = !has_policy_to_report() ? "headers" : at_once ? "report" : "enforce";
    for (RolloutStep& step : plan_.steps) {
      if (step.id != id) continue;
      step.tasks.emplace_back(
          "require-trusted-types-for 'script' makes browsers refuse plain strings in innerHTML, eval() and script URLs, "
          "where injected text becomes code." +
          std::string(enforced ? "" : " It is in Content-Security-Policy-Report-Only, so it only reports."));
      step.tasks.emplace_back(
          "If it names a script of yours, use textContent, or make the value in trustedTypes.createPolicy(). If it "
          "names a library, update it. If neither is possible, delete the directive.");
    }
  }

  /// Those of harden() that are true of the step: its letters, its max-age and the next step are the plan's to tell.
  void tell_changes(const HardenResult& set, RolloutStep& step) const {
    const bool at_goal = value_of(step.headers, kTransport) == value_of(last_.headers, kTransport);
    const std::string rung = rung_sentence(step);
    const bool by_rung = !at_goal || !rung.empty();
    for (const HardenChange& change : set.changes) {
      if (change.beyond || (by_rung && text::iequals(change.header, kTransport))) continue;
      step.changes.push_back(change);
    }
    if (!rung.empty()) step.changes.push_back({std::string(kTransport), rung, false, ChangeKind::Changed});
  }

  /// Which step of the ladder is sent, where the plan has more than one.
  std::string rung_sentence(const RolloutStep& step) const {
    const std::string_view value = value_of(step.headers, kTransport);
    if (rungs_.size() < 2 || value.empty() || value == value_of(today_.fields, kTransport)) return {};
    const std::string words = headers::hsts_step_words(headers::parse_strict_transport_security(value).max_age);
    return words.empty() ? words : HEADSTRONG_HSTS_LADDER " " + words;
  }

  /// The letter of the response once it sends these headers.
  std::string_view letter_of(const HeaderSet& headers) const {
    constexpr int kOk = 200;
    if (response_->status != 0 && response_->status != kOk) {
      if (const auto letter = letter_with(response_->status, headers)) return *letter;
    }
    return letter_with(kOk, headers).value_or("F");
  }
  std::optional<std::string_view> letter_with(int status, const HeaderSet& headers) const {
    std::string response = (response_->over_tls ? "HTTP/2 " : "HTTP/1.1 ") + std::to_string(status) + "\n";
    HeaderSet sent = headers;
    sent.insert(sent.end(), plan_.cookies.begin(), plan_.cookies.end());
    for (const Header& header : hardening::sent_with(*response_, sent)) {
      response += header.name + ": " + hardening::filled_in(header.value) + "\n";
    }
    AnalyzeOptions options;
    options.elsewhere = options.policies = options.details = false;
    return analyze(response, options).grade.letter;
  }

  std::string transport_of(const Rung& rung) const {
    const bool goal = rung.hsts == Hsts::Preload || (&rung == rungs_.back() && !subdomains_later_);
    if (goal) return std::string(value_of(last_.headers, kTransport));
    return "max-age=" + std::to_string(static_cast<std::uint32_t>(rung.hsts)) +
           (subdomains_ && !subdomains_later_ ? "; includeSubDomains" : "");
  }

  static HeaderSet with_transport(HeaderSet headers, const std::string& value) {
    Header* header = find(headers, kTransport);
    if (header != nullptr && !value.empty()) {
      header->value = value;
    } else if (header != nullptr) {
      headers.erase(headers.begin() + (header - headers.data()));
    }
    return headers;
  }

  /// Of names that `after` has and `before` has not in the same way; what only `before` has is no part
  /// of the set and not spoken of, but for policies.
  static std::vector<std::string> changed_names(const HeaderSet& before, const HeaderSet& after) {
    std::vector<std::string> names;
    std::map<std::string, std::vector<std::string_view>> old;
    for (const Header& header : before) old[text::lowered(header.name)].push_back(header.value);
    std::map<std::string, std::vector<std::string_view>> now;
    for (const Header& header : after) now[text::lowered(header.name)].push_back(header.value);
    std::set<std::string> compared;  // a name once, however many fields have it
    for (const Header& header : after) {
      const std::string name = text::lowered(header.name);
      if (compared.insert(name).second && old[name] != now[name]) names.push_back(header.name);
    }
    if (old.count(text::lowered(kReportOnly)) != 0 && now.count(text::lowered(kReportOnly)) == 0) {
      names.emplace_back(kReportOnly);
    }
    return names;
  }

  static constexpr std::string_view kPolicy = "Content-Security-Policy";
  static constexpr std::string_view kReportOnly = "Content-Security-Policy-Report-Only";
  static constexpr std::string_view kCookie = "Set-Cookie";
  static constexpr std::string_view kTransport = "Strict-Transport-Security";

  const RolloutOptions& options_;
  Today today_;
  std::optional<text::Source> source_;
  http::Paste paste_;
  const http::Response* response_ = nullptr;
  HardenResult first_;
  HardenResult last_;
  std::vector<const Rung*> rungs_;
  bool subdomains_ = false;
  bool subdomains_later_ = false;  // in a step of its own
  int subdomains_day_ = 0;
  Rollout plan_;
};

}  // namespace rollout_detail

Rollout rollout(std::string_view text, const RolloutOptions& options) {
  return rollout_detail::Plan(options).run(text);
}

}  // namespace headstrong
