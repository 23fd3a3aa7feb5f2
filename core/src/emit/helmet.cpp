#include "emit/helmet.hpp"

#include <algorithm>
#include <optional>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/javascript.hpp"
#include "emit/pieces.hpp"
#include "emit/split_policy.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters::helmet {

namespace helmet_detail {

/// helmet's option for a header, in the order of helmet's documentation.
struct Option {
  std::string_view header;
  std::string_view option;
};
constexpr Option kHelmetOptions[] = {
    {"Content-Security-Policy", "contentSecurityPolicy"},
    {"Cross-Origin-Embedder-Policy", "crossOriginEmbedderPolicy"},
    {"Cross-Origin-Opener-Policy", "crossOriginOpenerPolicy"},
    {"Cross-Origin-Resource-Policy", "crossOriginResourcePolicy"},
    {"Origin-Agent-Cluster", "originAgentCluster"},
    {"Referrer-Policy", "referrerPolicy"},
    {"Strict-Transport-Security", "strictTransportSecurity"},
    {"X-Content-Type-Options", "xContentTypeOptions"},
    {"X-DNS-Prefetch-Control", "xDnsPrefetchControl"},
    {"X-Download-Options", "xDownloadOptions"},
    {"X-Frame-Options", "xFrameOptions"},
    {"X-Permitted-Cross-Domain-Policies", "xPermittedCrossDomainPolicies"},
    {"X-XSS-Protection", "xXssProtection"},
};

/// Values that helmet has a word for.
struct Known {
  std::string_view header;
  std::string_view value;
  std::string_view setting;
};
constexpr Known kKnownValues[] = {
    {"Cross-Origin-Embedder-Policy", "require-corp", R"({ policy: "require-corp" })"},
    {"Cross-Origin-Embedder-Policy", "credentialless", R"({ policy: "credentialless" })"},
    {"Cross-Origin-Opener-Policy", "same-origin", R"({ policy: "same-origin" })"},
    {"Cross-Origin-Opener-Policy", "same-origin-allow-popups", R"({ policy: "same-origin-allow-popups" })"},
    {"Cross-Origin-Opener-Policy", "unsafe-none", R"({ policy: "unsafe-none" })"},
    {"Cross-Origin-Resource-Policy", "same-origin", R"({ policy: "same-origin" })"},
    {"Cross-Origin-Resource-Policy", "same-site", R"({ policy: "same-site" })"},
    {"Cross-Origin-Resource-Policy", "cross-origin", R"({ policy: "cross-origin" })"},
    {"Origin-Agent-Cluster", "?1", "true"},
    {"Referrer-Policy", "no-referrer", R"({ policy: "no-referrer" })"},
    {"Referrer-Policy", "no-referrer-when-downgrade", R"({ policy: "no-referrer-when-downgrade" })"},
    {"Referrer-Policy", "same-origin", R"({ policy: "same-origin" })"},
    {"Referrer-Policy", "origin", R"({ policy: "origin" })"},
    {"Referrer-Policy", "strict-origin", R"({ policy: "strict-origin" })"},
    {"Referrer-Policy", "origin-when-cross-origin", R"({ policy: "origin-when-cross-origin" })"},
    {"Referrer-Policy", "strict-origin-when-cross-origin", R"({ policy: "strict-origin-when-cross-origin" })"},
    {"Referrer-Policy", "unsafe-url", R"({ policy: "unsafe-url" })"},
    {"X-Content-Type-Options", "nosniff", "true"},
    {"X-DNS-Prefetch-Control", "off", "{ allow: false }"},
    {"X-DNS-Prefetch-Control", "on", "{ allow: true }"},
    {"X-Download-Options", "noopen", "true"},
    {"X-Frame-Options", "DENY", R"({ action: "deny" })"},
    {"X-Frame-Options", "SAMEORIGIN", R"({ action: "sameorigin" })"},
    {"X-Permitted-Cross-Domain-Policies", "none", R"({ permittedPolicies: "none" })"},
    {"X-Permitted-Cross-Domain-Policies", "master-only", R"({ permittedPolicies: "master-only" })"},
    {"X-Permitted-Cross-Domain-Policies", "by-content-type", R"({ permittedPolicies: "by-content-type" })"},
    {"X-Permitted-Cross-Domain-Policies", "all", R"({ permittedPolicies: "all" })"},
    {"X-XSS-Protection", "0", "true"},
};

/// helmet refuses these words unless they stand in quotes.
constexpr std::string_view kMustBeQuoted[] = {
    "none",          "self",        "strict-dynamic", "report-sample",    "inline-speculation-rules",
    "unsafe-inline", "unsafe-eval", "unsafe-hashes",  "wasm-unsafe-eval",
};
constexpr std::string_view kQuotedPrefixes[] = {"nonce-", "sha256-", "sha384-", "sha512-"};

bool helmet_takes(std::string_view word) {
  for (const std::string_view bare : kMustBeQuoted) {
    if (word == bare) return false;
  }
  for (const std::string_view prefix : kQuotedPrefixes) {
    if (word.substr(0, prefix.size()) == prefix) return false;
  }
  return true;
}

std::string word_setting(std::string_view word, std::string_view nonce) {
  if (!has_nonce(word)) return quote::literal(word, quote::Spelling::JavaScriptDouble);
  return "(req, res) => " + javascript::value(word, nonce);
}

/// A policy as helmet's `directives`, each line behind `indent`; helmet writes no blank after a semicolon.
std::optional<std::string> structured(std::string_view policy, std::string_view nonce, const std::string& indent) {
  std::string out;
  std::optional<std::vector<SplitDirective>> directives = split_policy(policy, ";");
  if (!directives) directives = split_policy(policy, "; ");
  if (!directives) return {};
  bool has_default_src = false;
  for (const SplitDirective& directive : *directives) {
    if (!std::all_of(directive.words.begin(), directive.words.end(), helmet_takes)) return {};
    has_default_src = has_default_src || directive.name == "default-src";
    out.append(indent).append(quote::literal(directive.name, quote::Spelling::JavaScriptDouble)).append(": [");
    for (const std::string_view& word : directive.words) {
      out.append(&word == &directive.words.front() ? "" : ", ").append(word_setting(word, nonce));
    }
    out += "],\n";
  }
  if (!has_default_src) {
    out += indent + "\"default-src\": helmet.contentSecurityPolicy.dangerouslyDisableDefaultSrc,\n";
  }
  return out;
}

/// "max-age=N; includeSubDomains; preload" and its shorter forms, as helmet's setting.
std::optional<std::string> transport_security(std::string_view value) {
  constexpr std::string_view kStart = "max-age=";
  constexpr std::string_view kSubdomains = "; includeSubDomains";
  constexpr std::string_view kPreload = "; preload";
  const auto take = [&value](std::string_view word) {
    const bool found = value.substr(0, word.size()) == word;
    if (found) value.remove_prefix(word.size());
    return found;
  };
  if (!take(kStart)) return {};
  const std::string_view digits = value.substr(0, value.find(';'));
  const bool plain = !digits.empty() && digits.size() <= 15 && text::all_of(digits, text::kDigit) &&
                     (digits.size() == 1 || digits.front() != '0');
  if (!plain) return {};
  value.remove_prefix(digits.size());
  const bool subdomains = take(kSubdomains);
  const bool preload = take(kPreload);
  if (!value.empty()) return {};
  return "{ maxAge: " + std::string(digits) + ", includeSubDomains: " + (subdomains ? "true" : "false") +
         ", preload: " + (preload ? "true" : "false") + " }";
}

/// helmet's setting for the field, if helmet then writes exactly its value.
std::optional<std::string> setting(const HeaderValues& field) {
  if (field.values.size() > 1) return {};
  const std::string_view value = field.values.front();
  if (text::iequals(field.name, "Strict-Transport-Security")) return transport_security(value);
  for (const Known& known : kKnownValues) {
    if (text::iequals(known.header, field.name) && known.value == value) {
      return std::string(known.setting);
    }
  }
  return {};
}

std::string remarks_of(const TargetSpec& spec, std::string_view indent, const HeaderValues* field) {
  if (field == nullptr) return {};
  return remark_lines(spec, std::string(indent) + "// ", *field);
}

/// helmet's setting of a policy that stands behind `indent`; `before` are the lines before its directives.
std::string policy_setting(std::string_view directives, const std::string& indent, std::string_view before) {
  return "{\n" + indent + "  useDefaults: false,\n" + std::string(before) + indent + "  directives: {\n" +
         std::string(directives) + indent + "  },\n" + indent + "}";
}

const HeaderValues* find_field(std::span<const HeaderValues> fields, std::string_view name) {
  for (const HeaderValues& field : fields) {
    if (text::iequals(field.name, name)) return &field;
  }
  return nullptr;
}

bool take_policy(const TargetSpec& spec, Plan& plan, const HeaderValues& field, std::string_view nonce) {
  if (field.values.size() > 1) return false;
  const bool report_only = !text::iequals(field.name, "Content-Security-Policy");
  const std::string indent = report_only ? "  " : "    ";
  const std::optional<std::string> policy = structured(field.values.front(), nonce, indent + "    ");
  if (!policy) return false;
  if (report_only) {
    plan.report_only = remarks_of(spec, indent, &field) + indent + "helmet.contentSecurityPolicy(" +
                       policy_setting(*policy, indent, indent + "  reportOnly: true,\n") + "),\n";
  } else {
    plan.options += remarks_of(spec, indent, &field);
    plan.options += indent + "contentSecurityPolicy: " + policy_setting(*policy, indent, "") + ",\n";
  }
  return true;
}

}  // namespace helmet_detail

Plan make_plan(const TargetSpec& spec, std::span<const HeaderValues> fields, std::string_view nonce,
               bool takes_report_only) {
  Plan plan;
  for (const HeaderValues& field : fields) {
    if (is_policy(field.name)) {
      const bool ours = takes_report_only || text::iequals(field.name, "Content-Security-Policy");
      if (ours && helmet_detail::take_policy(spec, plan, field, nonce)) continue;
      plan.raw_policy = true;
      plan.raw.push_back(field);
    } else if (!helmet_detail::setting(field)) {
      plan.raw.push_back(field);
    }
  }
  for (const helmet_detail::Option& option : helmet_detail::kHelmetOptions) {
    const HeaderValues* field = helmet_detail::find_field(fields, option.header);
    if (option.option == "contentSecurityPolicy") {
      if (plan.options.empty()) plan.options = "    contentSecurityPolicy: false,\n";
      continue;
    }
    const std::optional<std::string> words = field == nullptr ? std::nullopt : helmet_detail::setting(*field);
    if (words) plan.options += helmet_detail::remarks_of(spec, "    ", field);
    plan.options.append("    ").append(option.option).append(": ");
    plan.options.append(words ? *words : std::string("false")).append(",\n");
  }
  return plan;
}

}  // namespace headstrong::emitters::helmet
