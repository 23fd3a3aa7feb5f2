// Rails with secure_headers: its configuration wherever it then writes exactly what was asked for, and a Rack
// middleware outside of it for the rest.
#include <algorithm>
#include <optional>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "emit/receivers.hpp"
#include "emit/ruby.hpp"
#include "emit/split_policy.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"

namespace headstrong::emitters {

namespace rails_secure_headers {

struct Setting {
  std::string_view header;
  std::string_view name;
  std::string_view values;  // those that its checks let through, '|' between them
};
constexpr Setting kSettings[] = {
    {"Strict-Transport-Security", "hsts", {}},  // sent only where it sees https, which a proxy may hide
    {"X-Frame-Options", "x_frame_options", "DENY|SAMEORIGIN"},
    {"X-Content-Type-Options", "x_content_type_options", "nosniff"},
    {"X-XSS-Protection", "x_xss_protection", "0|1|1; mode=block"},
    {"X-Download-Options", "x_download_options", "noopen"},
    {"X-Permitted-Cross-Domain-Policies", "x_permitted_cross_domain_policies", "none|master-only|by-content-type|all"},
    {"Referrer-Policy", "referrer_policy",
     "no-referrer|no-referrer-when-downgrade|same-origin|strict-origin|strict-origin-when-cross-origin|origin|"
     "origin-when-cross-origin|unsafe-url"},
};

/// The directives that it knows, in the order in which it writes them.
constexpr std::string_view kDirectives[] = {
    "default-src",
    "base-uri",
    "block-all-mixed-content",
    "child-src",
    "connect-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "object-src",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "upgrade-insecure-requests",
    "worker-src",
    "report-uri",
};

bool is_flag(std::string_view name) { return name == "upgrade-insecure-requests" || name == "block-all-mixed-content"; }

bool is_choice(std::string_view value, std::string_view choices) {
  while (!choices.empty()) {
    const std::size_t bar = std::min(choices.find('|'), choices.size());
    if (value == choices.substr(0, bar)) return true;
    choices.remove_prefix(std::min(bar + 1, choices.size()));
  }
  return false;
}

/// It drops what it holds to be redundant, wants some words quoted and others not there at all.
bool takes_words(const std::vector<std::string_view>& words) {
  constexpr std::string_view kBare[] = {"self", "none", "unsafe-inline", "unsafe-eval", "inline", "eval"};
  std::vector<std::string_view> sorted = words;
  text::sort(sorted);
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) return false;
  for (const std::string_view word : words) {
    if (std::find(std::begin(kBare), std::end(kBare), word) != std::end(kBare)) return false;
    if (words.size() > 1 && (word == "'none'" || word.find('*') != std::string_view::npos)) return false;
  }
  return true;
}

/// A word of %w[], in which brackets and blanks end it.
bool is_plain_word(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) {
    return text::is(c, text::kAlpha | text::kDigit) ||
           std::string_view("'-._~:/*+=%?&@,;!$").find(c) != std::string_view::npos;
  });
}

std::string setting_name(std::string_view directive) {
  std::string out(directive);
  std::replace(out.begin(), out.end(), '-', '_');
  return out;
}

std::optional<std::string> structured(std::string_view policy) {
  const std::optional<std::vector<SplitDirective>> directives = split_policy(policy, "; ");
  if (!directives) return {};
  std::string out;
  const std::string_view* last = std::begin(kDirectives);
  bool has_default = false;
  bool has_script = false;
  for (const SplitDirective& directive : *directives) {
    last = std::find(last, std::end(kDirectives), directive.name);
    if (last == std::end(kDirectives)) return {};
    has_default = has_default || directive.name == "default-src";
    has_script = has_script || directive.name == "script-src";
    if (is_flag(directive.name) != directive.words.empty() || !takes_words(directive.words)) return {};
    if (!std::all_of(directive.words.begin(), directive.words.end(), is_plain_word)) return {};
    out.append("    ").append(setting_name(directive.name)).append(": ");
    if (directive.words.empty()) {
      out += "true,\n";
      continue;
    }
    out += "%w[";
    for (const std::string_view& word : directive.words) {
      out.append(&word == &directive.words.front() ? "" : " ").append(word);
    }
    out += "],\n";
  }
  if (!has_default) return {};
  if (!has_script) out += "    script_src: SecureHeaders::OPT_OUT,\n";
  return out + "    preserve_schemes: true,\n    disable_nonce_backwards_compatibility: true,\n";
}

/// What secure_headers writes exactly as asked for, as lines of its configuration.
class Configuration {
 public:
  explicit Configuration(const TargetSpec& spec) : spec_(spec) {}

  /// Whether it can: else the header is for the middleware.
  bool take(const HeaderValues& field) {
    if (field.values.size() > 1 || has_nonce(field)) return false;
    if (is_policy(field.name)) return take_policy(field);
    const auto setting = std::find_if(std::begin(kSettings), std::end(kSettings),
                                      [&](const Setting& known) { return text::iequals(known.header, field.name); });
    if (setting == std::end(kSettings) || !is_choice(field.values.front(), setting->values)) return false;
    settings_ += remark_lines(spec_, "  # ", field);
    settings_.append("  config.").append(setting->name).append(" = ");
    settings_ += quote::literal(field.values.front(), quote::Spelling::RubySingle) + "\n";
    set_.push_back(setting->name);
    return true;
  }

  /// The whole block; what it would set by itself is off.
  std::string block() const {
    std::string text = "SecureHeaders::Configuration.default do |config|\n" + policies_ + settings_;
    for (const Setting& setting : kSettings) {
      if (!is_set(setting.name)) text.append("  config.").append(setting.name).append(" = SecureHeaders::OPT_OUT\n");
    }
    if (!is_set("csp")) text += "  config.csp = SecureHeaders::OPT_OUT\n";
    return text + "  config.cookies = SecureHeaders::OPT_OUT\nend\n";
  }

 private:
  bool take_policy(const HeaderValues& field) {
    const std::optional<std::string> policy = structured(field.values.front());
    if (!policy) return false;
    const bool reports = !text::iequals(field.name, "Content-Security-Policy");
    policies_ += remark_lines(spec_, "  # ", field);
    policies_ += reports ? "  config.csp_report_only = {\n" : "  config.csp = {\n";
    policies_ += *policy + "  }\n";
    set_.push_back(reports ? "csp_report_only" : "csp");
    return true;
  }

  bool is_set(std::string_view name) const { return std::find(set_.begin(), set_.end(), name) != set_.end(); }

  const TargetSpec& spec_;
  std::string settings_;
  std::string policies_;
  std::vector<std::string_view> set_;
};

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  Configuration configuration(spec);
  std::vector<HeaderValues> rest;
  for (const HeaderValues& field : call.fields()) {
    if (!configuration.take(field)) rest.push_back(field);
  }
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "# ", call);
  if (nonce) {
    text += comment_lines("# ",
                          "In templates: <script nonce=\"<%= request.env[\"headstrong.nonce\"] %>\">. "
                          "Not with nonced_javascript_tag, whose nonce secure_headers adds to its own "
                          "policy. Turbo takes the nonce from <meta name=\"csp-nonce\" content=\"...\">, once per "
                          "page: what it loads later runs with the first page's nonce.");
  }
  text += configuration.block();
  if (!rest.empty()) {
    text += "\n# secure_headers has no setting for these, or would rewrite them.";
    text += "\n" + ruby::middleware(spec, rest, nonce ? "headstrong.nonce" : "");
    text += "\nRails.application.config.middleware.insert_before 0, HeadstrongHeaders\n";
  }
  result.files.push_back({"secure_headers.rb", "in config/initializers", std::move(text)});
}

}  // namespace rails_secure_headers

extern constexpr TargetSpec k_rails_secure_headers_target = {
    .id = "rails-secure-headers",
    .name = "Rails with secure_headers",
    .evidence = Evidence::Server,
    .check = "ruby -c config/initializers/secure_headers.rb && bin/rails middleware",
    .limits =
        "values up to 65536 bytes; no Status header; secure_headers 6.3 or later; its cookie flags "
        "are off",
    .coverage =
        "every response of the application: pages, redirects, a 304, error pages and exceptions, and the "
        "static files that Rails serves; copies that it sets are replaced. A controller with an override "
        "of secure_headers gets what that sets. Not files in public/ that a web server in front serves, "
        "and not what a server answers itself (a 400 or 431 for a malformed request).",
    .max_value_bytes = 65536,
    .left_out_names = ruby::kLeftOutNames,
    .write = rails_secure_headers::write,
    .receiver = receivers::write_rails,
};

}  // namespace headstrong::emitters
