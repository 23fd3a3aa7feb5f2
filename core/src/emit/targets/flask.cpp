// Flask: an after_request function.
#include "emit/comment.hpp"
#include "emit/pieces.hpp"
#include "emit/python.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace flask {

constexpr LeftOutName kLeftOutNames[] = {
    {"Server", "the WSGI server writes its own (Werkzeug, Gunicorn, uWSGI), some next to ours"},
};

constexpr std::string_view kNonceFunction = R"(

def csp_nonce():
    """The nonce of this response: 128 random bits, the same for every call in it."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce
)";

constexpr std::string_view kInstall = R"(

def set_headers(response):
    for name in REPLACED:
        response.headers.remove(name)
    for name, value in headers():
        response.headers.add(name, value)
    return response


def init_app(app):
    # Flask runs these functions last one first: whatever the application sets, this comes after it.
    app.after_request_funcs.setdefault(None, []).insert(0, set_headers)
)";

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "# ", call);
  if (nonce) {
    text += comment_lines("# ", "In templates: <script nonce=\"{{ csp_nonce() }}\">");
    text += "import secrets\n\nfrom flask import g\n";
    text += kNonceFunction;
  }
  text += "\nREPLACED = " + python::tuple_of_replaced(call.fields()) + "\n\n\ndef headers():\n";
  text += "    return [\n" + python::tuples(spec, call.fields(), "csp_nonce()", "        ") + "    ]\n";
  text += kInstall;
  if (nonce) text += "    app.jinja_env.globals[\"csp_nonce\"] = csp_nonce\n";
  result.files.push_back({"headstrong_headers.py",
                          "next to your application; then: import headstrong_headers; "
                          "headstrong_headers.init_app(app)",
                          std::move(text)});
}

}  // namespace flask

extern constexpr TargetSpec k_flask_target = {
    .id = "flask",
    .name = "Flask (after_request)",
    .evidence = Evidence::Server,
    .check = "python3 -m py_compile headstrong_headers.py",
    .limits = "values up to 65536 bytes; no Server header",
    .coverage =
        "every response that the application makes: pages, static files, redirects, error pages and "
        "unhandled exceptions. Not what a server or a proxy in front answers itself (a 400 or 431 for a "
        "malformed request), and not the debugger's page.",
    .max_value_bytes = 65536,
    .left_out_names = flask::kLeftOutNames,
    .write = flask::write,
    .receiver = receivers::write_flask,
};

}  // namespace headstrong::emitters
