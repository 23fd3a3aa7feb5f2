#include "emit/receivers.hpp"

#include <algorithm>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters::receivers {

namespace receivers_detail {

constexpr std::string_view kDefaultPath = "/csp-reports";
constexpr std::size_t kMaxPathBytes = 200;

constexpr TargetOption kRollout = {"rollout", "no|yes",
                                   "write when to raise max-age and when to enforce, as comments next to the headers",
                                   "Say in comments when to enforce and when to raise max-age", "No|Yes"};
constexpr TargetOption kReceiver = {"receiver", "no|yes", "also write the code that receives violation reports",
                                    "Add code that receives violation reports", "No|Yes"};
constexpr TargetOption kEndpoint = {"endpoint", "/csp-reports|<path or https URL>",
                                    "where the receiver takes them (default: what the headers say)",
                                    "Path of the receiver"};

constexpr std::string_view kFields[] = {
    "type type",
    "document document-uri documentURL url",
    "directive effective-directive violated-directive effectiveDirective",
    "blocked blocked-uri blockedURL",
    "disposition disposition",
    "source source-file sourceFile",
    "line line-number lineNumber",
    "column column-number columnNumber",
    "sample script-sample sample",
    "id id featureId policyId",
    "message message",
    "reason reason",
};

/// The path of an endpoint: itself, or that of an https address without its query.
std::string_view path_within(std::string_view endpoint) {
  if (text::istarts_with(endpoint, "https://")) {
    const std::size_t slash = endpoint.find('/', 8);
    endpoint = slash == endpoint.npos ? std::string_view("/") : endpoint.substr(slash);
  }
  return endpoint.substr(0, endpoint.find_first_of("?#"));
}

bool is_address(std::string_view endpoint) { return text::istarts_with(endpoint, "https://"); }
/// Host and port of an address.
std::string_view host_within(std::string_view endpoint) {
  endpoint.remove_prefix(std::min<std::size_t>(endpoint.size(), 8));
  return endpoint.substr(0, endpoint.find_first_of("/?#"));
}

/// A text of the set, short, in visible ASCII.
std::string shown(std::string_view text) {
  constexpr std::size_t kShown = 100;
  std::string out(text.substr(0, kShown));
  for (char& c : out) c = text::is(c, text::kVisible) ? c : '?';
  return text.size() > kShown ? out + "..." : out;
}

/// Routers read marks in a path as patterns, each its own ones; of letters, digits and these none has any.
bool is_plain_path(std::string_view path) {
  if (path.size() < 2 || path.size() > kMaxPathBytes || path.front() != '/' || path.back() == '/') return false;
  for (const char c : path) {
    if (!text::is(c, text::kAlpha | text::kDigit) && c != '-' && c != '_' && c != '.' && c != '~' && c != '/')
      return false;
  }
  for (const std::string_view odd : {"//", "/."}) {
    if (path.find(odd) != path.npos) return false;
  }
  return true;
}

/// The endpoints that a header of the set sends reports to.
std::vector<std::string_view> endpoints_of(const Header& header) {
  std::vector<std::string_view> found;
  const std::string_view value = header.value;
  if (text::iequals(header.name, "Reporting-Endpoints")) {
    for (std::size_t open = value.find('"'); open != value.npos;) {
      const std::size_t close = value.find('"', open + 1);
      if (close == value.npos) break;
      found.push_back(value.substr(open + 1, close - open - 1));
      open = value.find('"', close + 1);
    }
  } else if (is_policy(header.name)) {
    const std::string lowered = text::lowered(value);
    std::size_t at = lowered.find("report-uri ");
    if (at == lowered.npos) return found;
    at += 11;
    found.push_back(text::trim(value.substr(at, std::min(value.find_first_of("; ,", at), value.size()) - at)));
  }
  return found;
}

std::string those_with_receiver() {
  std::string ids;
  for (const TargetSpec* spec : all_targets()) {
    if (spec->receiver != nullptr) ids.append(ids.empty() ? "" : ", ").append(spec->id);
  }
  return ids;
}

void replace_all(std::string& text, std::string_view mark, std::string_view with) {
  for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at + with.size())) {
    text.replace(at, mark.size(), with);
  }
}

/// Whether the switches are answered with yes or no; a refusal where one is not.
bool check_choices(const EmitOptions& options, EmitResult& result) {
  for (const std::string_view name : {"receiver", "rollout"}) {
    const std::string_view value = option(options, name);
    if (value.empty() || value == "yes" || value == "no") continue;
    refuse(result, {}, "option '" + std::string(name) + "' is one of no|yes, not '" + std::string(value) + "'");
    return false;
  }
  return true;
}

/// Of the endpoints that a set names, the first that a receiver can have; the default path where it names none.
std::string_view best_endpoint(const std::vector<std::string_view>& named) {
  if (named.empty()) return kDefaultPath;
  const auto usable = std::find_if(named.begin(), named.end(),
                                   [](std::string_view endpoint) { return is_plain_path(path_within(endpoint)); });
  return usable != named.end() ? *usable : named.front();
}

/// Warns where the set's reports go elsewhere than to `endpoint`, or to one host alone.
void warn_where(const std::vector<std::string_view>& named, std::string_view endpoint, std::string_view wanted,
                EmitResult& result) {
  const std::string_view path = path_within(endpoint);
  // A path is the same at each host; an address is one place.
  const auto is_meant = [&](std::string_view other) {
    const bool places = is_address(endpoint) && is_address(other);
    return path_within(other) == path && (!places || text::iequals(host_within(other), host_within(endpoint)));
  };
  const auto meant = std::find_if(named.begin(), named.end(), is_meant);
  if (meant == named.end()) {
    warn(result, {},
         "No header of this set sends reports to " + shown(wanted) + ". Harden with endpoint=" + shown(wanted) +
             ", or add report-uri and report-to yourself.");
  } else if (is_address(*meant)) {
    warn(result, {},
         "This set sends reports to https://" + shown(host_within(*meant)) + ": the receiver must run there, at " +
             std::string(path) + ".");
  }
}

}  // namespace receivers_detail

bool is_option(std::string_view name) { return name == "receiver" || name == "endpoint" || name == "rollout"; }

std::string_view option(const EmitOptions& options, std::string_view name) {
  for (auto given = options.rbegin(); given != options.rend(); ++given) {
    if (given->first == name) return given->second;
  }
  return {};
}

std::string path_of(const TargetSpec& spec, const HeaderSet& headers, const EmitOptions& options, EmitResult& result) {
  using namespace receivers_detail;
  if (!check_choices(options, result) || option(options, "receiver") != "yes") return {};
  if (spec.receiver == nullptr) {
    refuse(result, {},
           std::string(spec.id) + " runs no code that could receive reports; receivers exist for " +
               those_with_receiver());
    return {};
  }
  std::vector<std::string_view> named;
  for (const Header& header : headers) {
    for (const std::string_view endpoint : endpoints_of(header)) named.push_back(endpoint);
  }
  const std::string_view asked = option(options, "endpoint");
  const std::string_view endpoint = asked.empty() ? best_endpoint(named) : asked;
  const std::string_view path = path_within(endpoint);
  if (!is_plain_path(path)) {
    refuse(result, {},
           (asked.empty() ? "the set sends reports to " + shown(endpoint) + ", but " : std::string()) +
               "the receiver's path must look like /csp-reports: letters, digits, '-', '_', '.', "
               "'~' and '/'");
    return {};
  }
  warn_where(named, endpoint, asked.empty() ? path : asked, result);
  return std::string(path);
}

void add_options(const TargetSpec& spec, std::vector<TargetOption>& options) {
  if (spec.has_comments) options.push_back(receivers_detail::kRollout);
  if (spec.receiver == nullptr) return;
  options.push_back(receivers_detail::kReceiver);
  options.push_back(receivers_detail::kEndpoint);
}

std::string field_lines(std::string_view indent) {
  std::string out;
  for (const std::string_view row : receivers_detail::kFields)
    out.append(indent).append("\"").append(row).append("\",\n");
  return out;
}

std::string opening(std::string_view prefix) {
  return comment_lines(prefix,
                       "Receives reports of policy violations (report-uri and report-to), written by "
                       "Headstrong. Logs one line per report: JSON in ASCII, texts cut at 200 "
                       "characters, URLs without their query, user name and password.");
}

std::string filled(std::string_view text, std::string_view path, std::string_view indent) {
  std::string out(text);
  receivers_detail::replace_all(out, "@FIELDS@", field_lines(indent));
  receivers_detail::replace_all(out, "@PATH@", "\"" + std::string(path) + "\"");
  return out;
}

}  // namespace headstrong::emitters::receivers
