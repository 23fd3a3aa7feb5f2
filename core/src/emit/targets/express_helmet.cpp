// Express with helmet: helmet's own options wherever they give exactly what was asked for, and
// plain res.setHeader for the rest.
#include <algorithm>
#include <optional>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/javascript.hpp"
#include "emit/pieces.hpp"
#include "emit/split_policy.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace express_helmet {

constexpr std::string_view kNonce = "res.locals.cspNonce";

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
    {"Cross-Origin-Opener-Policy", "same-origin-allow-popups",
     R"({ policy: "same-origin-allow-popups" })"},
    {"Cross-Origin-Opener-Policy", "unsafe-none", R"({ policy: "unsafe-none" })"},
    {"Cross-Origin-Resource-Policy", "same-origin", R"({ policy: "same-origin" })"},
    {"Cross-Origin-Resource-Policy", "same-site", R"({ policy: "same-site" })"},
    {"Cross-Origin-Resource-Policy", "cross-origin", R"({ policy: "cross-origin" })"},
    {"Origin-Agent-Cluster", "?1", "true"},
    {"Referrer-Policy", "no-referrer", R"({ policy: "no-referrer" })"},
    {"Referrer-Policy", "no-referrer-when-downgrade",
     R"({ policy: "no-referrer-when-downgrade" })"},
    {"Referrer-Policy", "same-origin", R"({ policy: "same-origin" })"},
    {"Referrer-Policy", "origin", R"({ policy: "origin" })"},
    {"Referrer-Policy", "strict-origin", R"({ policy: "strict-origin" })"},
    {"Referrer-Policy", "origin-when-cross-origin", R"({ policy: "origin-when-cross-origin" })"},
    {"Referrer-Policy", "strict-origin-when-cross-origin",
     R"({ policy: "strict-origin-when-cross-origin" })"},
    {"Referrer-Policy", "unsafe-url", R"({ policy: "unsafe-url" })"},
    {"X-Content-Type-Options", "nosniff", "true"},
    {"X-DNS-Prefetch-Control", "off", "{ allow: false }"},
    {"X-DNS-Prefetch-Control", "on", "{ allow: true }"},
    {"X-Download-Options", "noopen", "true"},
    {"X-Frame-Options", "DENY", R"({ action: "deny" })"},
    {"X-Frame-Options", "SAMEORIGIN", R"({ action: "sameorigin" })"},
    {"X-Permitted-Cross-Domain-Policies", "none", R"({ permittedPolicies: "none" })"},
    {"X-Permitted-Cross-Domain-Policies", "master-only", R"({ permittedPolicies: "master-only" })"},
    {"X-Permitted-Cross-Domain-Policies", "by-content-type",
     R"({ permittedPolicies: "by-content-type" })"},
    {"X-Permitted-Cross-Domain-Policies", "all", R"({ permittedPolicies: "all" })"},
    {"X-XSS-Protection", "0", "true"},
};

/// helmet refuses these words unless they stand in quotes.
constexpr std::string_view kMustBeQuoted[] = {
    "none",
    "self",
    "strict-dynamic",
    "report-sample",
    "inline-speculation-rules",
    "unsafe-inline",
    "unsafe-eval",
    "unsafe-hashes",
    "wasm-unsafe-eval",
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

/// A policy as helmet's `directives`.
struct Structured {
  std::string lines;
  bool spaced = false;  // the directives are separated by "; ", and helmet writes ";"
};

std::string word_setting(std::string_view word) {
  if (!has_nonce(word)) return quote::literal(word, quote::Spelling::JavaScriptDouble);
  return "(req, res) => " + javascript::value(word, kNonce);
}

std::optional<Structured> structured(std::string_view policy) {
  Structured out;
  std::optional<std::vector<SplitDirective>> directives = split_policy(policy, ";");
  if (!directives) {
    directives = split_policy(policy, "; ");
    out.spaced = true;
  }
  if (!directives) return {};
  bool has_default_src = false;
  for (const SplitDirective& directive : *directives) {
    if (!std::all_of(directive.words.begin(), directive.words.end(), helmet_takes)) return {};
    has_default_src = has_default_src || directive.name == "default-src";
    out.lines.append("        ").append(quote::literal(directive.name, quote::Spelling::JavaScriptDouble)).append(": [");
    for (const std::string_view& word : directive.words) {
      out.lines.append(&word == &directive.words.front() ? "" : ", ").append(word_setting(word));
    }
    out.lines += "],\n";
  }
  if (!has_default_src) {
    out.lines +=
        "        \"default-src\": "
        "helmet.contentSecurityPolicy.dangerouslyDisableDefaultSrc,\n";
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
  return "{ maxAge: " + std::string(digits) +
         ", includeSubDomains: " + (subdomains ? "true" : "false") +
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

/// What becomes of each field.
struct Plan {
  std::string options;              // the lines within helmet({ ... })
  std::string report_only;          // the lines of the middleware for the report-only policy
  std::vector<HeaderValues> raw;           // set as they are
  std::vector<std::string> spaced;  // names of the policies whose blanks helmet leaves out
  bool raw_policy = false;
};

std::string remarks_of(const TargetSpec& spec, std::string_view indent, const HeaderValues* field) {
  if (field == nullptr) return {};
  return remark_lines(spec, std::string(indent) + "// ", *field);
}

std::string policy_setting(const Structured& policy, std::string_view before) {
  return "{\n      useDefaults: false,\n" + std::string(before) + "      directives: {\n" +
         policy.lines + "      },\n    }";
}

const HeaderValues* find_field(std::span<const HeaderValues> fields, std::string_view name) {
  for (const HeaderValues& field : fields) {
    if (text::iequals(field.name, name)) return &field;
  }
  return nullptr;
}

bool take_policy(const TargetSpec& spec, Plan& plan, const HeaderValues& field) {
  if (field.values.size() > 1) return false;
  const std::optional<Structured> policy = structured(field.values.front());
  if (!policy) return false;
  const bool report_only = !text::iequals(field.name, "Content-Security-Policy");
  if (report_only) {
    plan.report_only = remarks_of(spec, "  ", &field) + "  helmet.contentSecurityPolicy(" +
                       policy_setting(*policy, "      reportOnly: true,\n") + "),\n";
  } else {
    plan.options += remarks_of(spec, "    ", &field);
    plan.options += "    contentSecurityPolicy: " + policy_setting(*policy, "") + ",\n";
  }
  if (policy->spaced) plan.spaced.push_back(std::string(field.name));
  return true;
}

Plan make_plan(const TargetSpec& spec, std::span<const HeaderValues> fields) {
  Plan plan;
  for (const HeaderValues& field : fields) {
    if (is_policy(field.name)) {
      if (take_policy(spec, plan, field)) continue;
      plan.raw_policy = true;
      plan.raw.push_back(field);
    } else if (!setting(field)) {
      plan.raw.push_back(field);
    }
  }
  for (const Option& option : kHelmetOptions) {
    const HeaderValues* field = find_field(fields, option.header);
    if (option.option == "contentSecurityPolicy") {
      if (plan.options.empty()) plan.options = "    contentSecurityPolicy: false,\n";
      continue;
    }
    const std::optional<std::string> words = field == nullptr ? std::nullopt : setting(*field);
    if (words) plan.options += remarks_of(spec, "    ", field);
    plan.options.append("    ").append(option.option).append(": ");
    plan.options.append(words ? *words : std::string("false")).append(",\n");
  }
  return plan;
}

std::string raw_lines(const TargetSpec& spec, const std::vector<HeaderValues>& fields) {
  std::string out;
  for (const HeaderValues& field : fields) {
    out += remarks_of(spec, "    ", &field);
    out += "    res.setHeader(" + quote::literal(field.name, quote::Spelling::JavaScriptDouble) + ", " +
           javascript::values(field, kNonce) + ");\n";
  }
  return out;
}

/// The middleware that gives the policies their blanks back.
std::string spacing_lines(const std::vector<std::string>& names) {
  std::string out =
      "  // helmet writes no blank after a semicolon; the policy was given with one.\n";
  out += "  (req, res, next) => {\n";
  for (const std::string& name : names) {
    const std::string quoted = quote::literal(name, quote::Spelling::JavaScriptDouble);
    out += "    res.setHeader(" + quoted + ", res.getHeader(" + quoted +
           ").replaceAll(\";\", \"; \"));\n";
  }
  return out + "    next();\n  },\n";
}

bool has_non_ascii(const EmitCall& call) {
  for (const HeaderValues& field : call.fields()) {
    for (const std::string_view value : field.values) {
      if (std::any_of(value.begin(), value.end(), text::is_non_ascii)) return true;
    }
  }
  return false;
}

constexpr std::string_view kBytesMiddleware =
    R"(  // Node sends headers and a body that is a string (a redirect's, say) as one text in UTF-8, which
  // would encode the header's bytes above ASCII again. A body of bytes leaves the headers alone.
  (req, res, next) => {
    for (const name of ["write", "end"]) {
      const original = res[name];
      res[name] = function (chunk, encoding, ...rest) {
        if (typeof chunk !== "string") return original.call(this, chunk, encoding, ...rest);
        if (typeof encoding === "string") return original.call(this, Buffer.from(chunk, encoding), ...rest);
        return original.call(this, Buffer.from(chunk), encoding, ...rest);
      };
    }
    next();
  },
)";

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const Plan plan = make_plan(spec, call.fields());
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "// ", call);
  if (nonce) {
    text += comment_lines("// ", "In templates: <script nonce=\"...\"> with res.locals.cspNonce.");
  }
  text += "\"use strict\";\n\n";
  if (nonce) text += "const crypto = require(\"node:crypto\");\n";
  text += "const helmet = require(\"helmet\");\n\nmodule.exports = [\n";
  if (has_non_ascii(call)) text += kBytesMiddleware;
  if (nonce) {
    text +=
        "  (req, res, next) => {\n"
        "    res.locals.cspNonce = crypto.randomBytes(16).toString(\"base64\");\n"
        "    next();\n  },\n";
  }
  text += "  helmet({\n" + plan.options + "  }),\n";
  text += plan.report_only;
  if (!plan.spaced.empty()) text += spacing_lines(plan.spaced);
  if (!plan.raw.empty()) {
    if (plan.raw_policy) {
      text += comment_lines("  // ",
                            "The policy is set as it is: helmet would rewrite it, or refuse it.");
    }
    text += "  (req, res, next) => {\n" + raw_lines(spec, plan.raw) + "    next();\n  },\n";
  }
  text += "];\n";
  result.files.push_back({"headstrong.cjs",
                          "beside your application, before the routes: "
                          "app.use(require(\"./headstrong.cjs\"))",
                          std::move(text)});
}

}  // namespace express_helmet

extern constexpr TargetSpec k_express_helmet_target = {
    .id = "express-helmet",
    .name = "Express with helmet",
    .evidence = Evidence::Server,
    .check = "node --check headstrong.cjs",
    .limits = "values up to 65536 bytes; helmet 7 or later",
    .coverage =
        "every response of routes and static files after it, redirects and your own error pages "
        "included; not Node's 400 for a malformed request. Express's "
        "built-in page for errors and unknown addresses puts default-src 'none' in the policy's "
        "place: answer these yourself, last of all with app.use((req, res) => "
        "res.status(404).send(\"Not found\")).",
    .max_value_bytes = 65536,
    .write = express_helmet::write,
};

}  // namespace headstrong::emitters
