// Flask-Talisman: its own arguments wherever it writes with them exactly what was asked for, and an
// after_request function, which runs after Talisman's, for the rest.
#include <algorithm>
#include <optional>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "emit/python.hpp"
#include "emit/receivers.hpp"
#include "emit/split_policy.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace flask_talisman {

constexpr LeftOutName kLeftOutNames[] = {
    {"Server", "the WSGI server writes its own (Werkzeug, Gunicorn, uWSGI), some next to ours"},
};

constexpr TargetOption kOptions[] = {
    {"force-https", "no|yes", "whether Talisman redirects requests that came over http", "Redirect plain HTTP to HTTPS",
     "No|Yes"},
};

constexpr std::string_view kNonceWord = "'nonce-{{nonce}}'";

/// A policy in Talisman's form, and the arguments that go with it.
struct Structured {
  std::string directives;       // the lines of the dictionary
  std::string nonce_in;         // the directives with a nonce, as the items of a list
  std::string_view report_uri;  // the words after report-uri, which report-only mode asks for
};

/// Talisman writes "name words", so a directive without words would get a blank more, and it puts
/// the nonce last.
std::optional<Structured> structured(std::string_view policy) {
  const std::optional<std::vector<SplitDirective>> directives = split_policy(policy, "; ");
  if (!directives) return {};
  Structured out;
  for (const SplitDirective& directive : *directives) {
    std::vector<std::string_view> words = directive.words;
    if (words.empty()) return {};
    const std::string name = quote::literal(directive.name, quote::Spelling::PythonDouble);
    if (words.back() == kNonceWord) {
      words.pop_back();
      if (words.empty()) return {};
      out.nonce_in.append(out.nonce_in.empty() ? "" : ", ").append(name);
    }
    if (std::any_of(words.begin(), words.end(), [](std::string_view w) { return has_nonce(w); })) {
      return {};
    }
    if (directive.name == "report-uri") out.report_uri = words.front();
    out.directives.append("        ").append(name).append(": [");
    for (const std::string_view& word : words) {
      out.directives.append(&word == &words.front() ? "" : ", ")
          .append(quote::literal(word, quote::Spelling::PythonDouble));
    }
    out.directives += "],\n";
  }
  return out;
}

/// Collects the arguments of Talisman() and the fields that go another way.
class Writer {
 public:
  Writer(const TargetSpec& spec, std::span<const HeaderValues> fields) : spec_(spec) {
    for (const HeaderValues& field : fields) {
      if (!take(field)) raw_.push_back(field);
    }
  }

  std::string arguments(bool force_https) const {
    std::string out;
    out += force_https ? "    force_https=True,\n" : "    force_https=False,\n";
    // Talisman sends it only where it sees https; behind a proxy that does not say so it would be
    // missing, and over plain http browsers ignore it.
    out += "    strict_transport_security=False,\n";
    out += policy_arguments_.empty() ? std::string("    content_security_policy=False,\n") : policy_arguments_;
    out += line("frame_options", frame_options_);
    out += line("permissions_policy", permissions_policy_);
    out += line("document_policy", document_policy_);
    out += "    feature_policy=None,\n";
    out += line("referrer_policy", referrer_policy_);
    out += line("x_content_type_options", content_type_options_);
    out += line("x_xss_protection", xss_protection_);
    return out;
  }

  const std::vector<HeaderValues>& raw() const { return raw_; }
  bool has_referrer_policy() const { return referrer_policy_.value != "None"; }
  bool policy_is_raw() const {
    return std::any_of(raw_.begin(), raw_.end(), [](const HeaderValues& f) { return is_policy(f.name); });
  }

 private:
  struct Argument {
    std::string value;
    std::string remarks;
  };

  static std::string line(std::string_view name, const Argument& argument) {
    return argument.remarks + "    " + std::string(name) + "=" + argument.value + ",\n";
  }

  /// Whether Talisman writes this field as it is.
  bool take(const HeaderValues& field) {
    if (field.values.size() > 1 || field.values.front().empty()) return false;
    const std::string_view value = field.values.front();
    if (is_policy(field.name)) return take_policy(field);
    if (has_nonce(value)) return false;
    if (text::iequals(field.name, "X-Content-Type-Options")) {
      return value == "nosniff" && assign(content_type_options_, field, "True");
    }
    if (text::iequals(field.name, "X-XSS-Protection")) {
      return value == "1; mode=block" && assign(xss_protection_, field, "True");
    }
    if (text::iequals(field.name, "X-Frame-Options")) {
      return value != "ALLOW-FROM" && assign(frame_options_, field);
    }
    if (text::iequals(field.name, "Permissions-Policy")) return assign(permissions_policy_, field);
    if (text::iequals(field.name, "Document-Policy")) return assign(document_policy_, field);
    if (text::iequals(field.name, "Referrer-Policy")) return assign(referrer_policy_, field);
    return false;
  }

  /// `word` stands for the field's value where Talisman has a word for it.
  bool assign(Argument& argument, const HeaderValues& field, std::string_view word = {}) {
    argument.value =
        word.empty() ? quote::literal(field.values.front(), quote::Spelling::PythonDouble) : std::string(word);
    argument.remarks = remark_lines(spec_, "    # ", field);
    return true;
  }

  /// Talisman sends one policy, enforced or report-only.
  bool take_policy(const HeaderValues& field) {
    const bool report_only = text::iequals(field.name, "Content-Security-Policy-Report-Only");
    if (!policy_arguments_.empty()) return false;
    const std::optional<Structured> policy = structured(field.values.front());
    if (!policy || (report_only && policy->report_uri.empty())) return false;
    policy_arguments_ =
        remark_lines(spec_, "    # ", field) + "    content_security_policy={\n" + policy->directives + "    },\n";
    if (!policy->nonce_in.empty()) {
      policy_arguments_ += "    content_security_policy_nonce_in=[" + policy->nonce_in + "],\n";
    }
    if (report_only) {
      policy_arguments_ += "    content_security_policy_report_only=True,\n";
      policy_arguments_ += "    content_security_policy_report_uri=" +
                           quote::literal(policy->report_uri, quote::Spelling::PythonDouble) + ",\n";
    }
    return true;
  }

  const TargetSpec& spec_;
  std::vector<HeaderValues> raw_;
  std::string policy_arguments_;
  Argument frame_options_{"None", {}};
  Argument permissions_policy_{"None", {}};
  Argument document_policy_{"None", {}};
  Argument referrer_policy_{"None", {}};
  Argument content_type_options_{"False", {}};
  Argument xss_protection_{"False", {}};
};

constexpr std::string_view kRawPolicyNote =
    "Talisman would rewrite the policy (it adds a space to directives without a value, puts the nonce "
    "last and sends only one policy), so it is set directly, after Talisman.";

constexpr std::string_view kNonceFunction = R"(

def csp_nonce():
    """The nonce of this response, 128 random bits; Talisman's templates use the same."""
    if not getattr(request, "csp_nonce", None):
        request.csp_nonce = secrets.token_urlsafe(16)
    return request.csp_nonce
)";

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const Writer writer(spec, call.fields());
  const bool raw_nonce =
      std::any_of(writer.raw().begin(), writer.raw().end(), [](const HeaderValues& field) { return has_nonce(field); });
  std::string text = opening(spec, "# ", call);
  if (has_nonce(call)) {
    text += comment_lines("# ", "In templates: <script nonce=\"{{ csp_nonce() }}\">");
  }
  if (raw_nonce) text += "import secrets\n\nfrom flask import request\n";
  text += "from flask_talisman import Talisman\n\n";
  if (call.option("force-https") == "yes") {
    text +=
        comment_lines("# ",
                      "force_https: a proxy in front that ends TLS has to send X-Forwarded-Proto: https, or else each "
                      "redirect leads to the next.");
  }
  text += "TALISMAN = dict(\n";
  text += writer.arguments(call.option("force-https") == "yes") + ")\n";
  if (raw_nonce) text += kNonceFunction;

  std::vector<HeaderValues> replaced = writer.raw();
  text += "\n";
  if (writer.policy_is_raw()) text += comment_lines("# ", kRawPolicyNote);
  if (!writer.has_referrer_policy()) {
    text += comment_lines("# ", "Talisman always writes Referrer-Policy, even as the word None.");
    replaced.push_back(HeaderValues{"Referrer-Policy", {}, {}});
  }
  text += "REPLACED = " + python::tuple_of_replaced(replaced) + "\n\n\ndef headers():\n    return [\n";
  text += python::tuples(spec, writer.raw(), "csp_nonce()", "        ") + "    ]\n";
  text += R"(

def set_headers(response):
    for name in REPLACED:
        response.headers.remove(name)
    for name, value in headers():
        response.headers.add(name, value)
    return response


def init_app(app):
)";
  if (raw_nonce) {
    text += "    app.before_request(lambda: csp_nonce() and None)\n";
  }
  text += R"(    talisman = Talisman(app, **TALISMAN)
    # Flask runs these functions last one first: whatever the application sets, Talisman comes after
    # it, and the headers above after Talisman.
    functions = app.after_request_funcs[None]
    functions.insert(0, functions.pop())
    functions.insert(0, set_headers)
    return talisman
)";
  result.files.push_back({"headstrong_headers.py",
                          "next to your application; then: import headstrong_headers; "
                          "headstrong_headers.init_app(app)",
                          std::move(text)});
}

}  // namespace flask_talisman

extern constexpr TargetSpec k_flask_talisman_target = {
    .id = "flask-talisman",
    .name = "Flask-Talisman",
    .evidence = Evidence::Server,
    .check = "python3 -m py_compile headstrong_headers.py",
    .limits = "values up to 65536 bytes; no Server header",
    .coverage =
        "every response that the application makes: pages, static files, redirects, error pages and "
        "unhandled exceptions. A view with its own Talisman decorator gets what that sets. Not what a "
        "server or a proxy in front answers itself (a 400 or 431 for a malformed request).",
    .max_value_bytes = 65536,
    .left_out_names = flask_talisman::kLeftOutNames,
    .options = flask_talisman::kOptions,
    .write = flask_talisman::write,
    .receiver = receivers::write_flask,
};

}  // namespace headstrong::emitters
