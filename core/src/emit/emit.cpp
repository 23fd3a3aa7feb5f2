// Public entry: what no target can carry is refused here, the rest goes to the target's writer.
#include "headstrong/emit.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <span>

#include "data/target_signs.hpp"
#include "emit/comment.hpp"
#include "emit/cookie_settings.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"
#include "headers/set_cookie.hpp"
#include "headers/strict_transport_security.hpp"
#include "text/ascii.hpp"
#include "text/listed.hpp"
#include "text/meant.hpp"
#include "text/utf8.hpp"

namespace headstrong {

namespace emitters::emit_detail {

constexpr std::string_view kSetCookie = "Set-Cookie";

std::string hex_byte(char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {'0', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
}

bool has_non_ascii(std::string_view s) {
  for (const char c : s) {
    if (text::is_non_ascii(c)) return true;
  }
  return false;
}

/// Why no header may have this name; empty if it may. RFC 9110 allows more marks than are let
/// through here, but no header that a browser knows uses them, and in configuration languages they
/// are operators ('-Name' deletes in a Caddyfile).
std::string name_fault(const TargetSpec& spec, std::string_view name) {
  if (name.empty()) return "the header has no name";
  if (name.size() > spec.max_name_bytes) {
    const std::string limit = std::to_string(spec.max_name_bytes) + " bytes";
    return spec.max_name_bytes == kMaxNameBytes ? "the header's name is longer than " + limit
                                                : std::string(spec.name) + " takes no header name longer than " + limit;
  }
  if (!text::is(name.front(), text::kAlpha | text::kDigit)) {
    return "a header's name begins with a letter or a digit";
  }
  for (const char c : name) {
    if (text::is(c, text::kAlpha | text::kDigit) || c == '-' || c == '_') continue;
    return "the header's name has the byte " + hex_byte(c) +
           "; Headstrong writes names of letters, digits, '-' and '_'";
  }
  return {};
}

/// A name as it may be shown on one line: at most 64 bytes, other than visible ASCII as '?'.
std::string shown_name(std::string_view name) {
  constexpr std::size_t kShownBytes = 64;
  std::string shown(name.substr(0, kShownBytes));
  for (char& c : shown) {
    if (!text::is(c, text::kVisible)) c = '?';
  }
  if (name.size() > kShownBytes) shown += "...";
  return shown;
}

/// Why no target can carry this value unaltered; empty if one may.
std::string value_fault(std::string_view value) {
  for (const char c : value) {
    if (c == '\r' || c == '\n') {
      return "the value has a line break (" + hex_byte(c) + "), which would end the header";
    }
    if (c == '\0') return "the value has a NUL byte, which HTTP forbids";
    if (c == '\t') continue;  // a blank within a value (RFC 9110 section 5.5)
    if (text::is(c, text::kControl)) return "the value has the control byte " + hex_byte(c);
  }
  if (!value.empty() && (text::is(value.front(), text::kSpaceTab) || text::is(value.back(), text::kSpaceTab))) {
    return "the value begins or ends with a space, which HTTP doesn't carry (RFC 9110 section 5.5)";
  }
  if (text::first_invalid_utf8(value) != std::string_view::npos) return "the value is not valid UTF-8";
  return {};
}

/// Why this target can't carry this value; empty if it may.
std::string target_fault(const TargetSpec& spec, std::string_view value) {
  if (value.empty() && !spec.empty_value_refusal.empty()) {
    return std::string(spec.empty_value_refusal);
  }
  if (value.size() > spec.max_value_bytes) {
    return "the value has " + std::to_string(value.size()) + " bytes, and " + std::string(spec.name) +
           " carries at most " + std::to_string(spec.max_value_bytes);
  }
  if (!spec.non_ascii_refusal.empty() && has_non_ascii(value)) {
    return std::string(spec.non_ascii_refusal);
  }
  if (!spec.nonce_refusal.empty() && has_nonce(value)) {
    return std::string(spec.nonce_refusal) +
           "; policy=elsewhere writes all but the policy, which the application then sends";
  }
  return {};
}

std::string note_sentence(const HeaderNote& note) {
  constexpr std::string_view kOpen = "Still open: ";
  const bool says_so = std::string_view(note.sentence).starts_with(kOpen);  // as hardening's findings do
  return note.open && !says_so ? std::string(kOpen) + note.sentence : note.sentence;
}

/// Why the target leaves a header of that name to what writes it; empty where it doesn't.
std::string_view left_out_reason(const TargetSpec& spec, std::string_view name) {
  for (const LeftOutName& entry : spec.left_out_names) {
    const bool is_beginning = entry.name.back() == '-';
    if (is_beginning ? text::istarts_with(name, entry.name) : text::iequals(name, entry.name)) return entry.reason;
  }
  return per_response_reason(name);
}

/// Whether `value` is one of `choices`, which '|' separates.
bool is_choice(std::string_view value, std::string_view choices) {
  while (true) {
    const std::size_t bar = choices.find('|');
    if (value == choices.substr(0, bar)) return true;
    if (bar == std::string_view::npos) return false;
    choices.remove_prefix(bar + 1);
  }
}

/// An option of every target: where the policy comes from. A target that can't make a nonce for each
/// response writes the rest, and the application sends the policy. It is a choice, since a set without its
/// policy protects less than was asked for.
constexpr TargetOption kPolicy = {"policy", "here|elsewhere",
                                  "here: with the other headers; elsewhere: the application sends it",
                                  "Content-Security-Policy", "Sent with the other headers|Sent by the application"};

/// An option of every target: whether what a response has for itself is written for all of them.
/// All is the default, since the set that is given is the one to write. Who makes a set from a pasted response,
/// as the page does, asks for site-wide.
constexpr TargetOption kPass = {"pass", "all|site-wide",
                                "all: headers that each response has its own of, such as Cache-Control and Link, too, "
                                "the same on every response; site-wide: without them",
                                "Cache-Control, Link and the like",
                                "The same on every response|Left to the application"};

constexpr const TargetOption* kOfEveryTarget[] = {&kPolicy, &kPass};

/// The value of an option of every target, or its default.
std::string_view value_of(const TargetOption& option, const EmitOptions& options) {
  const std::string_view given = receivers::option(options, option.name);
  return given.empty() ? option.values.substr(0, option.values.find('|')) : given;
}

/// The set without what belongs to single responses. A server in front would send it beside the application's own,
/// and whatever replaces the application's would pin one page's value to the whole site.
HeaderSet without_own_of_responses(const HeaderSet& headers, EmitResult& result) {
  HeaderSet rest;
  std::vector<std::string> names;
  std::string_view cookies;
  for (const Header& header : headers) {
    if (!is_own_of_response(header.name)) {
      rest.push_back(header);
    } else if (text::iequals(header.name, kSetCookie)) {
      cookies = header.name;
    } else if (std::none_of(names.begin(), names.end(),
                            [&](const std::string& name) { return text::iequals(name, header.name); })) {
      names.push_back(header.name);
    }
  }
  if (names.empty() && cookies.empty()) return rest;
  if (!cookies.empty()) {
    warn(
        result, cookies,
        "Left out: a cookie belongs to one visitor. The application has to set it, with Secure, HttpOnly and SameSite.");
  }
  if (rest.empty()) {
    refuse(result, names.empty() ? cookies : std::string_view(names.front()),
           "each response has its own, so there is nothing to write for the whole site; "
           "pass=all writes it on every response");
  } else if (names.size() == 1) {
    warn(result, names.front(), "Left out, because each response has its own. What sends it now keeps sending it.");
  } else if (!names.empty()) {
    warn(result, {},
         "Left out, because each response has its own: " + text::listed(names) +
             ". What sends them now keeps sending them.");
  }
  return rest;
}

/// Whether a cookie may be one visitor's alone: it is called a session, or its value is long or has a number in it. To
/// send it to everybody would sign all visitors in as that one.
bool is_of_one_visitor(std::string_view field) {
  constexpr std::size_t kLongWord = 16;
  constexpr std::ptrdiff_t kFewDigits = 3;
  const headers::Cookie cookie = headers::parse_set_cookie(field);
  if (headers::names_session(cookie.name)) return true;
  const auto digits =
      std::count_if(cookie.value.begin(), cookie.value.end(), [](char c) { return text::is(c, text::kDigit); });
  return cookie.value.size() > kLongWord || digits > kFewDigits;
}

/// The set without its cookies, if one of them may be one visitor's: then they all came with a visitor's response.
HeaderSet without_visitors_cookies(const TargetSpec& spec, const HeaderSet& headers, EmitResult& result) {
  const auto is_cookie = [](const Header& header) { return text::iequals(header.name, kSetCookie); };
  const auto visitors = std::find_if(headers.begin(), headers.end(), [&](const Header& header) {
    return is_cookie(header) && is_of_one_visitor(header.value);
  });
  if (visitors == headers.end() || !left_out_reason(spec, visitors->name).empty()) return headers;
  HeaderSet rest;
  std::remove_copy_if(headers.begin(), headers.end(), std::back_inserter(rest), is_cookie);
  if (rest.empty()) {
    refuse(result, visitors->name,
           "a cookie belongs to one visitor, so there is nothing to write; the application has to set it");
  }
  warn(result, visitors->name,
       "Left out: a cookie belongs to one visitor. The application has to set it, with Secure, HttpOnly and SameSite.");
  return rest;
}

/// The set without its policies, where they are sent from elsewhere.
HeaderSet without_policies(const HeaderSet& headers, EmitResult& result) {
  HeaderSet rest;
  for (const Header& header : headers) {
    if (!is_policy(header.name)) {
      rest.push_back(header);
      continue;
    }
    warn(result, header.name,
         has_nonce(header.value)
             ? "Left out, as chosen. The application sends it, with a new nonce in each response: write the "
               "set for your framework (Flask, Django, Express, PHP and others), and take the policy from there."
             : "Left out, as chosen: the application sends it.");
  }
  if (rest.empty()) refuse(result, {}, "with policy=elsewhere there is no header left to write");
  return rest;
}

/// The set without what is not the configuration's to write; one sentence for each reason.
HeaderSet without_left_out(const TargetSpec& spec, const HeaderSet& headers, EmitResult& result) {
  HeaderSet rest;
  std::vector<std::pair<std::string_view, std::vector<std::string_view>>> reasons;
  for (const Header& header : headers) {
    const std::string_view reason = left_out_reason(spec, header.name);
    if (reason.empty()) {
      rest.push_back(header);
      continue;
    }
    auto known = std::find_if(reasons.begin(), reasons.end(), [&](const auto& entry) { return entry.first == reason; });
    if (known == reasons.end()) known = reasons.insert(reasons.end(), {reason, {}});
    std::vector<std::string_view>& names = known->second;
    const auto is_same = [&](std::string_view name) { return text::iequals(name, header.name); };
    if (std::none_of(names.begin(), names.end(), is_same)) names.push_back(header.name);
  }
  if (rest.empty() && !headers.empty()) {
    refuse(result, shown_name(headers.front().name), left_out_reason(spec, headers.front().name));
  }
  for (const auto& [reason, names] : reasons) {
    std::string sentence = "Left out: " + std::string(reason) + ".";
    if (names.size() > 1)
      sentence += (names.size() == 2 ? " So is " : " So are ") + text::listed(std::span(names).subspan(1)) + ".";
    warn(result, names.front(), sentence);
  }
  return rest;
}

/// The set without all headers of that name.
HeaderSet without(const HeaderSet& headers, std::string_view name) {
  HeaderSet rest;
  std::copy_if(headers.begin(), headers.end(), std::back_inserter(rest),
               [&](const Header& header) { return !text::iequals(header.name, name); });
  return rest;
}

void check_options(const TargetSpec& spec, const EmitOptions& options, EmitResult& result) {
  for (const auto& given : options) {
    if (receivers::is_option(given.first)) continue;  // of many targets, and looked at apart
    const TargetOption* known = nullptr;
    for (const TargetOption* option : kOfEveryTarget) {
      if (option->name == given.first) known = option;
    }
    for (const TargetOption& option : spec.options) {
      if (option.name == given.first) known = &option;
    }
    if (known == nullptr) {
      refuse(result, {}, std::string(spec.id) + " has no option '" + given.first + "'");
      return;
    }
    if (!is_choice(given.second, known->values)) {
      refuse(result, {},
             "option '" + given.first + "' is one of " + std::string(known->values) + ", not '" + given.second + "'");
      return;
    }
  }
}

/// Refuses what no target can carry, whether it would be written or left out.
void check_forms(const TargetSpec& spec, const HeaderSet& headers, EmitResult& result) {
  for (const Header& header : headers) {
    std::string fault = name_fault(spec, header.name);
    if (fault.empty()) fault = value_fault(header.value);
    if (!fault.empty()) return refuse(result, shown_name(header.name), fault);
  }
}

void check_limits(const TargetSpec& spec, const HeaderSet& headers, EmitResult& result) {
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (const Header& header : headers) {
    std::string fault = target_fault(spec, header.value);
    bytes += header.name.size() + header.value.size() + 4;
    if (fault.empty() && bytes > spec.max_set_bytes) {
      fault = "with it the headers have more than " + std::to_string(spec.max_set_bytes) + " bytes, and " +
              (spec.max_set_bytes < kMaxSetBytes ? std::string(spec.name) + " carries no more"
                                                 : "browsers drop responses with such headers");
    }
    if (fault.empty() && ++count > spec.max_fields) {
      fault = std::string(spec.name) + " carries at most " + std::to_string(spec.max_fields) + " headers in a response";
    }
    if (!fault.empty()) return refuse(result, shown_name(header.name), fault);
    if (has_non_ascii(header.value)) {
      warn(result, header.name,
           "The value has bytes outside ASCII. They arrive unchanged, but few headers define their "
           "meaning; in a policy, write hosts in punycode and percent-encode paths.");
    }
  }
}

/// Fields by name, in the order in which the names first occur, each under its first spelling.
std::vector<HeaderValues> group(const HeaderSet& headers) {
  std::vector<HeaderValues> fields;
  std::map<std::string, std::size_t> index;
  for (const Header& header : headers) {
    const auto found = index.insert({text::lowered(header.name), fields.size()});
    if (found.second) {
      HeaderValues field;
      field.name = header.name;
      fields.push_back(std::move(field));
    }
    fields[found.first->second].values.push_back(header.value);
  }
  return fields;
}

/// Makes one value of each repeated name. `storage` owns what is joined.
void join_repeats(const TargetSpec& spec, std::vector<HeaderValues>& fields, std::deque<std::string>& storage,
                  EmitResult& result) {
  for (HeaderValues& field : fields) {
    if (field.values.size() < 2) continue;
    if (!is_list(field.name)) {
      refuse(result, field.name,
             std::string(spec.name) + " sends one field per name, and several fields of " + std::string(field.name) +
                 " can't be joined without changing their meaning");
      return;
    }
    std::string joined;
    for (const std::string_view value : field.values) {
      if (!joined.empty()) joined += ", ";
      joined += value;
    }
    if (joined.size() > spec.max_value_bytes) {
      refuse(result, field.name, target_fault(spec, joined));
      return;
    }
    storage.push_back(std::move(joined));
    field.values = {storage.back()};
    warn(result, field.name,
         std::string(spec.name) +
             " sends one field per name, so the values are joined with a comma, which means the same for "
             "this header.");
  }
}

/// Hands warnings to the fields that they are about. Gives those that are about none.
std::vector<std::string> hand_out(const std::vector<EmitWarning>& warnings, std::vector<HeaderValues>& fields) {
  std::map<std::string, HeaderValues*> by_name;
  for (HeaderValues& field : fields) by_name[text::lowered(field.name)] = &field;
  std::vector<std::string> of_none;
  const auto hand = [&](const std::string& header, std::string sentence) {
    const auto found = by_name.find(text::lowered(header));
    if (found != by_name.end()) {
      found->second->remarks.push_back(std::move(sentence));
    } else {
      of_none.push_back(header.empty() ? std::move(sentence) : header + ": " + sentence);
    }
  };
  for (const EmitWarning& warning : warnings) hand(warning.header, warning.message);
  return of_none;
}

/// What belongs beside a policy that only reports, and beside HSTS where the rollout is asked for.
void add_rollout_remarks(const EmitOptions& options, std::vector<HeaderValues>& fields) {
  const bool asked = receivers::option(options, "rollout") == "yes";
  for (HeaderValues& field : fields) {
    if (text::iequals(field.name, "Content-Security-Policy-Report-Only")) {
      field.remarks.emplace_back(
          "Reports only. Once a week of reports brings nothing but noise, enforce it; the rollout plan has the steps.");
    } else if (asked && text::iequals(field.name, "Strict-Transport-Security")) {
      field.remarks.emplace_back(HEADSTRONG_HSTS_LADDER " Then preload, if every subdomain will always have HTTPS.");
    }
  }
}

/// Configuration is the same for every response and everybody; some headers, and a session, are not.
void warn_of_own_of_responses(const std::vector<HeaderValues>& fields, EmitResult& result) {
  std::vector<std::string> names;
  for (const HeaderValues& field : fields) {
    if (text::iequals(field.name, kSetCookie)) {
      warn(result, field.name,
           "Every visitor gets this same cookie. Don't send a session this way: let the application set it.");
    } else if (is_own_of_response(field.name)) {
      names.emplace_back(field.name);
    }
  }
  if (names.size() == 1) {
    warn(result, names.front(), "Every response gets this same value. Leave it out if the application sends its own.");
  } else if (!names.empty()) {
    warn(result, {},
         "Every response gets the same values of " + text::listed(names) +
             ". Leave out those that the application sends itself.");
  }
}

/// What one reads once, after what one copies: which responses get the headers, and why each header is as it is.
void add_reasons(const TargetSpec& spec, const std::vector<HeaderNote>& notes, EmitResult& result) {
  std::string reasons = "These headers cover " + std::string(spec.coverage);
  for (const HeaderNote& note : notes) {
    const std::string sentence = note_sentence(note);
    reasons += "\n" + comment_text(spec, note.header.empty() ? sentence : note.header + ": " + sentence);
  }
  const auto of_cookies = [](const auto& said) { return text::iequals(said.header, kSetCookie); };
  const bool cookies = std::any_of(notes.begin(), notes.end(), of_cookies) ||
                       std::any_of(result.warnings.begin(), result.warnings.end(), of_cookies);
  const std::string_view setting = cookies ? cookie_setting(spec.id) : std::string_view();
  if (!setting.empty()) reasons += "\nSet-Cookie: for the session's cookie, set " + std::string(setting);
  for (EmitFile& file : result.files) {
    if (append_comment(spec, reasons, file.text)) return;
  }
}

void write(const TargetSpec& spec, const HeaderSet& headers, const EmitOptions& options,
           const std::vector<HeaderNote>& notes, EmitResult& result) {
  check_limits(spec, headers, result);
  if (result.refusal) return;
  const std::string receiver_path = receivers::path_of(spec, headers, options, result);
  if (result.refusal) return;
  std::vector<HeaderValues> fields = group(headers);
  std::deque<std::string> storage;
  if (spec.repeats == Repeats::Joined) join_repeats(spec, fields, storage, result);
  if (!result.refusal && spec.examine != nullptr) {
    spec.examine(spec, EmitCall(fields, {}, options, spec.options), result);
  }
  if (result.refusal) return;
  warn_of_own_of_responses(fields, result);
  std::vector<std::string> remarks;
  if (spec.has_comments) {
    remarks = hand_out(result.warnings, fields);
    add_rollout_remarks(options, fields);
  } else {
    for (const HeaderNote& note : notes) warn(result, note.header, note_sentence(note));
  }
  spec.write(spec, EmitCall(fields, remarks, options, spec.options, receiver_path), result);
  if (spec.has_comments && !result.refusal) add_reasons(spec, notes, result);
  if (!receiver_path.empty() && !result.refusal) spec.receiver(receiver_path, result);
}

/// Writes the set; a header that the target can't carry is left out where the set protects as much without it. There
/// are only so many such names, so this ends soon.
void write_what_fits(const TargetSpec& spec, HeaderSet headers, const EmitOptions& options,
                     const std::vector<HeaderNote>& notes, EmitResult& result) {
  while (true) {
    EmitResult attempt = result;
    write(spec, headers, options, notes, attempt);
    HeaderSet rest;
    if (attempt.refusal && protects_nothing(attempt.refusal->header)) rest = without(headers, attempt.refusal->header);
    if (rest.empty()) {
      result = std::move(attempt);
      return;
    }
    warn(result, attempt.refusal->header, "Left out: " + attempt.refusal->reason + ".");
    headers = std::move(rest);
  }
}

std::string_view aliases_of(std::string_view id) {
  for (const data::TargetSign& row : data::kTargetSignTable) {
    if (row.id == id) return row.aliases;
  }
  return {};
}

/// Which target was meant, as the end of a sentence.
std::string suggestion(std::string_view asked) {
  std::vector<text::Named> known;
  for (const TargetSpec* spec : all_targets()) known.push_back({spec->id, aliases_of(spec->id)});
  const std::string meant = text::did_you_mean(asked, known);
  return meant.empty() ? "; `headstrong targets` lists them" : meant;
}

std::string_view evidence_name(Evidence evidence) {
  switch (evidence) {
    case Evidence::Server: return "server";
    case Evidence::Parser: return "parser";
    case Evidence::None: break;
  }
  return "none";
}

}  // namespace emitters::emit_detail

namespace emitters {

EmitResult emit_for(const TargetSpec& spec, const HeaderSet& headers, const EmitOptions& options,
                    const std::vector<HeaderNote>& notes) {
  EmitResult result;
  result.target = spec.id;
  if (headers.empty()) refuse(result, {}, "there is no header to write");
  if (!result.refusal) emit_detail::check_options(spec, options, result);
  HeaderSet set = headers;
  using emit_detail::value_of;
  if (!result.refusal && value_of(emit_detail::kPass, options) == "site-wide") {
    set = emit_detail::without_own_of_responses(set, result);
  }
  if (!result.refusal && value_of(emit_detail::kPolicy, options) == "elsewhere") {
    set = emit_detail::without_policies(set, result);
  }
  if (!result.refusal) emit_detail::check_forms(spec, set, result);
  if (!result.refusal) set = emit_detail::without_visitors_cookies(spec, set, result);
  if (!result.refusal) set = emit_detail::without_left_out(spec, set, result);
  if (!result.refusal) emit_detail::write_what_fits(spec, std::move(set), options, notes, result);
  if (result.refusal) {
    result.files.clear();
    result.warnings.clear();
  }
  return result;
}

}  // namespace emitters

EmitResult emit(const HeaderSet& headers, std::string_view target, const EmitOptions& options,
                const std::vector<HeaderNote>& notes) {
  const emitters::TargetSpec* spec = emitters::find_target(target);
  if (spec != nullptr) return emitters::emit_for(*spec, headers, options, notes);
  EmitResult result;
  result.target = target;
  emitters::refuse(result, {},
                   "there is no target '" + emitters::emit_detail::shown_name(target) + "'" +
                       emitters::emit_detail::suggestion(target));
  return result;
}

std::vector<TargetInfo> targets() {
  std::vector<TargetInfo> out;
  for (const emitters::TargetSpec* spec : emitters::all_targets()) {
    TargetInfo info;
    info.id = spec->id;
    info.name = spec->name;
    info.aliases = emitters::emit_detail::aliases_of(spec->id);
    info.nonce = spec->nonce_refusal.empty();
    info.evidence = emitters::emit_detail::evidence_name(spec->evidence);
    info.check = spec->check;
    info.limits = spec->limits;
    info.coverage = spec->coverage;
    info.options.assign(spec->options.begin(), spec->options.end());
    emitters::receivers::add_options(*spec, info.options);
    for (const TargetOption* option : emitters::emit_detail::kOfEveryTarget) info.options.push_back(*option);
    // A form asks about the policy where this target can't make what it needs.
    if (spec->nonce_refusal.empty()) {
      for (TargetOption& option : info.options) {
        if (option.name == emitters::emit_detail::kPolicy.name) option.label = option.words = {};
      }
    }
    out.push_back(std::move(info));
  }
  return out;
}

}  // namespace headstrong
